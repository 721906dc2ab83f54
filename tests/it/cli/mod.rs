//! The binary in plain lines.

mod feeds;
mod lines;
