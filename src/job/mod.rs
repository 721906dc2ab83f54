//! Work that joins a file and the book.
//!
//! Runs to its end or to a cancel on the thread that calls it; tells how far it is; knows no screen.

pub mod export;
pub mod import;
