//! The report: as text, and in a real browser.

mod browser;
mod files;
mod sample;
