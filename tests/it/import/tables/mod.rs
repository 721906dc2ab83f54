//! Tables as people have them: any encoding, any delimiter, headers and footers where reports put them, workbooks, and
//! files made to do harm.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop there")]
#![expect(clippy::disallowed_methods, reason = "what bombs cost is timed")]

mod encodings;
mod hostile;
mod layouts;
mod workbooks;

use std::io::Cursor;

use whynow::domain::account::Account;
use whynow::domain::reading::How;
use whynow::domain::rows::ImportKind;
use whynow::exchange::{self, Entry, ExchangeError, Reading};

/// A file of companies, read to its end.
struct Read {
    format: String,
    header: Vec<String>,
    good: Vec<(u64, Account)>,
    bad: Vec<(u64, String)>,
    notes: Vec<String>,
}

impl Read {
    fn names(&self) -> Vec<&str> {
        self.good.iter().map(|(_, account)| account.name.as_str()).collect()
    }
}

fn open(bytes: impl Into<Vec<u8>>, how: &How) -> Result<Reading<Entry>, ExchangeError> {
    let here = chrono::FixedOffset::east_opt(0).unwrap();
    exchange::read("own.csv", Cursor::new(bytes.into()), Some(ImportKind::Accounts), how, here)
}

fn read_as(bytes: impl Into<Vec<u8>>, how: &How) -> Read {
    let reading = open(bytes, how).unwrap_or_else(|error| panic!("{error}"));
    let (notes, format, header) = (reading.notes.clone(), reading.format, reading.header);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for record in reading.records {
        let record = record.unwrap();
        match record.value {
            Ok(Entry::Account(account)) => good.push((record.line, *account)),
            Ok(other) => panic!("{other:?}"),
            Err(reason) => bad.push((record.line, reason)),
        }
    }
    Read { format, header, good, bad, notes: notes.lines() }
}

fn read(bytes: impl Into<Vec<u8>>) -> Read {
    read_as(bytes, &How::default())
}

fn refusal(bytes: impl Into<Vec<u8>>, how: &How) -> String {
    match open(bytes, how) {
        Ok(reading) => panic!("read as {}", reading.format),
        Err(error) => error.to_string(),
    }
}
