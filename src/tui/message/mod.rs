//! The words between the parts of the screen: an `Action` is an intent, an `Effect` a request, a `Msg` a fact.
//!
//! Plain data: no handle, no widget, no clock.

pub mod action;
pub mod answer;
pub mod command;
pub mod effect;
pub mod keymap;
pub mod msg;
pub mod other_layout;
pub mod prompt;
pub mod query;
pub mod route;
