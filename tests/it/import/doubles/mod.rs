//! Who is who: rows of files that are sure, unsure, or double in the book already.
#![expect(clippy::needless_pass_by_value, reason = "rows are made in the call")]
#![expect(clippy::unwrap_used, reason = "a test says what broke by panicking")]

mod again;
mod finding;
mod joining;
mod lists;
mod unsure;
