//! Imports: one transaction and one undo for a whole file; every row ends as created, updated, same or rejected.
//!
//! What happens to a row that the book knows: a value of the file replaces the book's where the file has one and it
//! differs; nothing is ever blanked; labels, aliases, ids and addresses add up; notes are appended.
//!
//! Knows which rows a file brings and what the book makes of them; how a file is read it does not know.

mod accounts;
mod calls;
mod commits;
mod contacts;
mod do_not_call;
mod lock;
mod meetings;
mod notes;
mod presets;
pub(super) mod rollback;
mod session;
mod triggers;

pub use session::ImportSession;
