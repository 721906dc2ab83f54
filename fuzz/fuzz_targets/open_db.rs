//! A file that claims to be a book.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whynow_fuzz::run("open_db", data));
