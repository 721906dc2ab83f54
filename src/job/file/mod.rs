//! Files that whynow writes: a writer that replaces a file whole or not at all, and safe file names.

pub mod atomic_write;
pub(super) mod half_written;
pub mod protected;
pub(super) mod safe_name;
pub mod standard_streams;
