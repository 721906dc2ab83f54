//! The report: as a file, as text, and in a real browser.
#![allow(clippy::unwrap_used, reason = "a test says what broke by panicking")]

mod browser;
mod files;
mod key;
mod sample;
#[path = "../support/mod.rs"]
mod support;
