//! The SQLite file itself: opened, created, upgraded, copied.
//!
//! Knows pragmas, schema steps and versions, and passes to every store the function that recomputes derived values.
//! Recovery after a crash, and verifying a book, are done by other parts of the store.

pub(super) mod file_lock;
pub(super) mod open;
pub(super) mod schema;
mod scratch_copy;
pub(super) mod side_files;
pub(super) mod unfinished;
pub(super) mod whole_book;
pub(super) mod whole_file;
