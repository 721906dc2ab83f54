//! Imports: one undo for a whole file; every row ends as created, updated, same or rejected.
//!
//! When the book knows a row, a value of the file replaces a different one in the book, nothing is ever blanked,
//! labels, aliases, ids and addresses are added to the ones there are, and notes are appended.
//!
//! Takes rows that were already read; knows nothing of file formats.

mod accounts;
mod calls;
mod commits;
mod contacts;
mod do_not_call;
mod gone;
mod lock;
mod meetings;
mod notes;
mod presets;
pub(super) mod rollback;
mod session;
mod triggers;

pub use session::ImportSession;
