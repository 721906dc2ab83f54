//! Books that meet: a bundle written, a bundle opened, an archive restored, and the one merge behind all three.
//!
//! Which columns travel is said by `export`. Nothing of another book is trusted before it is checked.

pub(super) mod bundle_read;
mod bundle_write;
pub(super) mod merge;
pub(super) mod restore_archive;
