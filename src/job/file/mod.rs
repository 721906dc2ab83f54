//! Files that whynow writes: a writer that replaces a file whole or not at all, safe file names, and paths as they are
//! typed.

pub mod atomic_write;
pub(super) mod half_written;
mod mark;
pub(super) mod new_folder;
pub mod permit;
pub mod protected;
pub(super) mod safe_name;
pub mod standard_streams;
pub mod typed_path;
