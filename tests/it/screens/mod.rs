//! The screens: what they show, and what they ask for.

mod effects;
mod every_size;
mod fields;
mod filled;
mod golden;
mod numbers;
mod scenes;
mod typed_at_lists;
mod views;
mod work_list;
