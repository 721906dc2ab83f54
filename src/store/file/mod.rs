//! The SQLite file itself: opened, created, upgraded, copied.
//!
//! Knows pragmas, schema steps and versions, and hands every store the function that settles its writes. What a run that
//! was cut off left in a book, and whether a book is sound, is looked at above.

pub(super) mod open;
pub(super) mod schema;
mod scratch_copy;
pub(super) mod side_files;
