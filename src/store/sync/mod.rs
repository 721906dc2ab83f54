//! Books that meet: a bundle written, a bundle opened, an archive restored, and the one merge behind all three.

pub(super) mod bundle_read;
mod bundle_write;
pub(super) mod merge;
pub(super) mod restore_archive;
