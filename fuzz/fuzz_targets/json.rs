//! JSON of any kind.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Some((kind, how, rest)) = whynow_fuzz::chosen(data) {
        whynow_fuzz::to_the_end("list.json", rest, Some(kind), &how);
    }
});
