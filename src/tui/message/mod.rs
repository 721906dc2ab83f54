//! The words between the parts of the screen: an `Action` is an intent, an `Effect` a request, a `Msg` a fact.
//!
//! Plain data: no handle, no widget, no clock.

pub mod action;
pub mod effect;
pub mod keymap;
pub mod msg;
