//! Invitations and whole calendars.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whynow::domain::reading::How;

fuzz_target!(|data: &[u8]| {
    whynow_fuzz::to_the_end("invite.ics", data, None, &How::default());
});
