//! What a file is: its format, and what its rows hold.

pub(super) mod kind;
pub(crate) mod preview;
