//! Feeds as authorities, trackers and sites write them, and servers that misbehave: every entry is accounted for. The
//! servers are on the loopback address of this test.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a suite is counted, and bombs are timed")]

mod dialects;
mod fetching;
mod sec;
mod web;
