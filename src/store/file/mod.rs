//! The SQLite file itself: opened, created, upgraded, copied.
//!
//! Knows pragmas, schema steps and versions; no feature of the program.

pub(super) mod open;
pub(super) mod schema;
mod scratch_copy;
pub(super) mod side_files;
