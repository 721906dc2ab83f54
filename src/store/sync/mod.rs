//! Sync: writes bundles, opens received ones, restores archives, and merges all of them by the same rules.
//!
//! `export` says which columns go into other books. Nothing from another book is trusted before it is checked.

pub(super) mod bundle_read;
pub(super) mod bundle_write;
pub(super) mod merge;
pub(super) mod restore_archive;
