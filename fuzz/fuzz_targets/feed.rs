//! Feeds: Atom, RSS, and what calls itself so.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whynow::domain::reading::How;
use whynow::domain::rows::ImportKind;

fuzz_target!(|data: &[u8]| {
    whynow_fuzz::to_the_end("feed.xml", data, Some(ImportKind::Triggers), &How::default());
});
