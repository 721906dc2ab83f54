//! Tables as people have them: any encoding, any delimiter, headers and footers where reports put them, workbooks, and
//! files made to do harm.
#![expect(clippy::disallowed_methods, reason = "what bombs cost is timed")]

mod encodings;
mod exports;
mod hostile;
mod layouts;
mod workbooks;

use std::io::Cursor;

use whynow::domain::account::Account;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::query::ImportKind;
use whynow::exchange;
use whynow::exchange::{ExchangeError, ImportEntry, RecordReader};

use crate::support::reading::{self, Read};

fn open(bytes: impl Into<Vec<u8>>, how: &ReadOptions) -> Result<RecordReader<ImportEntry>, ExchangeError> {
    let here = chrono::FixedOffset::east_opt(0).unwrap();
    exchange::read("own.csv", Cursor::new(bytes.into()), Some(ImportKind::Accounts), how, here)
}

/// A file of companies, read as somebody said.
fn read_as(bytes: impl Into<Vec<u8>>, how: &ReadOptions) -> Read<Account> {
    let Read { format, header, good, bad, notes } = reading::all(open(bytes, how));
    let company = |entry| match entry {
        ImportEntry::Account(account) => *account,
        other => panic!("{other:?}"),
    };
    Read { format, header, good: good.into_iter().map(company).collect(), bad, notes }
}

fn read(bytes: impl Into<Vec<u8>>) -> Read<Account> {
    read_as(bytes, &ReadOptions::default())
}

/// Why a file as a whole is refused.
fn refusal(bytes: impl Into<Vec<u8>>, how: &ReadOptions) -> String {
    reading::refusal(open(bytes, how))
}
