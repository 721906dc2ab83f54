//! The binary in plain lines.

mod feeds;
mod files;
pub(crate) mod hostile;
mod lines;
mod log;
mod private;
mod report;
mod triggers;
