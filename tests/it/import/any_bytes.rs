//! Whatever the bytes are, no reader comes down.

use std::io::Cursor;

use proptest::prelude::*;
use whynow::domain::import::options::ReadOptions;
use whynow::exchange;

/// Bytes that mean something to one of the readers.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"Company,City,Date,Headline\n"[..],
        b"Acme",
        b",",
        b";",
        b"\t",
        b"\"",
        b"\r\n",
        b"\n",
        b"'=",
        b"2026-02-30",
        b"1.5E+10",
        b"\xFF\xFE",
        b"\xEF\xBB\xBF",
        b"\0",
        b"\xE9",
        b"\xC3\xA9",
        b"<rss><channel>",
        b"<item>",
        b"<title>",
        b"</item>",
        b"<![CDATA[",
        b"&#x110000;",
        b"<feed>",
        b"<entry",
        b" a='",
        b">",
        b"{\"items\":[",
        b"{}",
        b"]",
        b"}",
        b"sep=;\n",
        b"Item 5.02",
        b"--",
        b"<!--",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_bring_a_reader_down(bytes in prop_oneof![pieces(), prop::collection::vec(any::<u8>(), 0..300)]) {
        if let Ok(reading) = exchange::accounts("x", Cursor::new(bytes.clone()), &ReadOptions::default()) {
            reading.records.for_each(drop);
        }
        if let Ok(reading) = exchange::contacts("x", Cursor::new(bytes.clone()), &ReadOptions::default()) {
            reading.records.for_each(drop);
        }
        if let Ok(reading) = exchange::triggers("x", Cursor::new(bytes), &ReadOptions::default()) {
            reading.records.for_each(drop);
        }
    }
}
