//! Feeds: Atom, RSS, and what calls itself so.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whynow_fuzz::run("feed", data));
