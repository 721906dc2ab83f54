//! How long reading takes before anything enters the book: 100,000 rows of text in four encodings and layouts.

use std::io::Cursor;

use chrono::FixedOffset;
use divan::{Bencher, counter::ItemsCount};
use encoding_rs::Encoding;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::query::ImportKind;
use whynow::exchange;

const ROWS: usize = 100_000;

fn main() {
    divan::main();
}

/// A file of companies in this encoding, with this delimiter.
fn file(encoding: &str, delimiter: char) -> Vec<u8> {
    let d = delimiter;
    let mut text = format!("Název firmy{d}Město{d}Počet zaměstnanců{d}Web{d}Poznámka\n");
    for row in 0..ROWS {
        let note = if row % 10 == 0 { "\"přes dva\nřádky\"" } else { "" };
        text.push_str(&format!("Strojírny Kopřivnice {row}{d}Žďár nad Sázavou{d}{row}{d}s{row}.example{d}{note}\n"));
    }
    let encoding = Encoding::for_label(encoding.as_bytes()).expect("a known encoding");
    encoding.encode(&text).0.into_owned()
}

#[divan::bench(args = [("utf-8", ','), ("utf-8", '\t'), ("windows-1250", ';'), ("iso-8859-2", '|')], sample_count = 5)]
fn rows(bencher: Bencher, (encoding, delimiter): (&str, char)) {
    let bytes = file(encoding, delimiter);
    let here = FixedOffset::east_opt(0).expect("no offset");
    bencher.counter(ItemsCount::new(ROWS)).with_inputs(|| Cursor::new(bytes.clone())).bench_values(|bytes| {
        let reading = exchange::read("file.csv", bytes, Some(ImportKind::Accounts), &ReadOptions::default(), here)
            .expect("the file is read");
        let good = reading.records.filter(|record| record.as_ref().is_ok_and(|record| record.value.is_ok())).count();
        assert_eq!(good, ROWS);
    });
}
