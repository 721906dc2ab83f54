//! The screens.

pub mod action;
pub mod app;
pub mod editor;
pub mod effect;
pub mod form;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod msg;
pub mod paint;
pub mod screen;
pub mod theme;
pub mod view;
