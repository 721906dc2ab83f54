//! Days as people say them.

pub mod wording;
