//! A book of rows that nobody wrote, archived and restored.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whynow_fuzz::run("archive", data));
