//! Cards and calendars, read and taken into a book.

use std::io::Cursor;

use chrono::FixedOffset;
use whynow::domain::import::options::ReadOptions;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange;
use whynow::exchange::{ImportEntry, Record};
use whynow::store::Store;

use super::imports::{ends, take_text};

/// An empty book on 12 March 2026.
pub(crate) fn book() -> Store {
    Store::in_memory(super::desk::clock()).unwrap()
}

/// Every row of a file, whatever it was said to hold, and what was remarked.
pub(crate) fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Record<ImportEntry>>, Vec<String>) {
    let here = FixedOffset::east_opt(3600).unwrap();
    let reading =
        exchange::read("file", Cursor::new(bytes.into()), Some(ImportKind::Contacts), &ReadOptions::default(), here);
    let reading = reading.unwrap();
    let notes = reading.notes.clone();
    (reading.records.map(Result::unwrap).collect(), notes.lines())
}

pub(crate) fn import(store: &mut Store, bytes: impl AsRef<[u8]>) -> ImportReport {
    take_text(store, ImportKind::Contacts, "cards", bytes)
}

/// Created, updated, same and rejected.
pub(crate) fn totals(report: &ImportReport) -> (u64, u64, u64, u64) {
    ends(report).into()
}
