//! whynow: whom to interrupt now, and why now.
//!
//! A terminal workspace over one local SQLite file, "the book". A rep decides whom to call and for which reason on the
//! customer's side, prepares the call, and logs whether the customer said the time was well spent; a manager reviews the
//! calls.
//!
//! ```text
//! main → cli → tui → job → {store, exchange} → domain        clock, config, fault: ground
//! ```
//! An arrow means "may use"; a test reads the source and fails when one points the wrong way. `docs/architecture.md` has
//! the map of the folders, `docs/glossary.md` the words, `docs/decisions.md` the reasons.
//!
//! | module | what is in it |
//! |---|---|
//! | [`domain`] | the rules of a good call: pure, cannot fail |
//! | [`store`] | the book: domain values in, domain values out; all SQL |
//! | [`exchange`] | files people already have: bytes to domain values and back |
//! | [`job`] | work that joins a file and the book: import, export, bundles, the sample book |
//! | [`tui`] | the screens |
//! | [`cli`] | the command line |

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod exchange;
pub mod fault;
pub mod job;
pub mod store;
pub mod tui;
