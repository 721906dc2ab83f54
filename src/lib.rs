//! whynow: whom to interrupt now, and why now.
//!
//! A terminal workspace over one local SQLite file, "the book". A rep decides whom to call and for which reason of
//! *theirs*, prepares the call, and logs whether the prospect said the time was well spent; a manager reviews the calls.
//!
//! ```text
//! main → cli → tui → job → {store, exchange} → domain        clock, config: ground
//! ```
//! An arrow means "may use". `tests/it/house/layers.rs` holds the same line and fails when one
//! points the wrong way.
//!
//! | room | what is in it |
//! |---|---|
//! | [`domain`] | the rules of a good call: pure, cannot fail |
//! | [`store`] | the book: domain values in, domain values out; all SQL |
//! | [`exchange`] | files people already have: bytes ↔ domain values |
//! | [`job`] | work that joins a file and the book: import, export, the sample book |
//! | [`tui`] | the screens |
//! | [`cli`] | the plain lines |

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod job;
pub mod store;
pub mod tui;
