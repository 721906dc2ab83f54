//! What may enter the book, and lines cut to a width.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whynow_fuzz::run("clean", data));
