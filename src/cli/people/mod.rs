//! Commands about one person: everything about them, and their erasure.

pub(super) mod erase;
pub(super) mod person;
