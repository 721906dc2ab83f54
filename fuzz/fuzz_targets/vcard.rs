//! Cards of people, of every version.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whynow::domain::reading::How;
use whynow::domain::rows::ImportKind;

fuzz_target!(|data: &[u8]| {
    whynow_fuzz::to_the_end("cards.vcf", data, Some(ImportKind::Contacts), &How::default());
});
