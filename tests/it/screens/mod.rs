//! The screens: what they show, and what they ask for.

mod effects;
mod every_size;
mod golden;
mod scenes;
