//! The binary in a pseudo-terminal: opened, used, killed. The terminal is restored each time; nothing typed is lost.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail where it stands, and waits by the machine's own clock"
)]

mod desk;
mod editor;
mod given_back;
mod kept;
mod keys;
mod opens;
mod quiet;
mod window;
