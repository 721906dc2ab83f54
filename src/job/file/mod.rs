//! Files that whynow writes: one writer that replaces a file whole or not at all, and names that are safe to use.

pub mod atomic_write;
pub(super) mod half_written;
pub mod protected;
pub(super) mod safe_name;
pub mod standard_streams;
