//! Feeds from servers that misbehave, the inbox after them, and the screen in front. The servers are on the loopback
//! address of this test.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    missing_docs,
    reason = "a test stops where it fails"
)]

mod inbox;
mod morning;
mod plain;
mod screen;
mod server;
#[path = "../support/mod.rs"]
mod support;
mod web;
