//! Invitations and whole calendars.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| whynow_fuzz::run("icalendar", data));
