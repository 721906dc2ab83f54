//! Commands about one person: everything about them, and their erasure.

pub(super) mod erase;
mod erase_backups;
pub(super) mod person;
