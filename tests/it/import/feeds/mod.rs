//! Lists of notices and feeds as authorities, trackers and sites write them: every row and entry is accounted for.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop there")]
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a suite is counted, and bombs are timed")]

mod dialects;
mod fetching;
mod web;
