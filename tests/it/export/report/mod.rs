//! The report: as a file, as text, and in a real browser.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what broke, or that it was skipped")]

mod browser;
mod files;
mod sample;
