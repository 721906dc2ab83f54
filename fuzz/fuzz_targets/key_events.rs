//! Keys in any order, at any size.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whynow_fuzz::run("key_events", data));
