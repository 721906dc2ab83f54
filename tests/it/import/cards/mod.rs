//! Cards and calendars of other programs: what becomes of each card and meeting, what goes out as a card, and what files
//! made to do harm come to.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test stops where it fails"
)]

mod calendar;
mod hostile;
mod mutated;
mod people;

use std::io::{Cursor, Write};

use chrono::FixedOffset;
use whynow::domain::reading::{How, Import};
use whynow::domain::rows::{ImportKind, ImportReport};
use whynow::exchange::{self, Entry, Record};
use whynow::job::import::{Keep, run};
use whynow::store::Store;

pub(crate) fn book() -> Store {
    Store::in_memory(crate::support::desk::clock()).unwrap()
}

/// Every row of a file, whatever it was said to hold, and what was remarked.
pub(crate) fn read(bytes: impl Into<Vec<u8>>) -> (Vec<Record<Entry>>, Vec<String>) {
    let here = FixedOffset::east_opt(3600).unwrap();
    let reading = exchange::read("file", Cursor::new(bytes.into()), Some(ImportKind::Contacts), &How::default(), here);
    let reading = reading.unwrap();
    let notes = reading.notes.clone();
    (reading.records.map(Result::unwrap).collect(), notes.lines())
}

pub(crate) fn import(store: &mut Store, bytes: impl AsRef<[u8]>) -> ImportReport {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes.as_ref()).unwrap();
    let import = Import {
        kind: Some(ImportKind::Contacts),
        path: file.path().to_owned(),
        dry_run: false,
        how: How::default(),
        ..Import::default()
    };
    run(store, &import, &mut |_| Keep::Go).unwrap()
}

/// Created, updated, same and rejected.
pub(crate) fn totals(report: &ImportReport) -> (u64, u64, u64, u64) {
    let totals = &report.totals;
    assert_eq!(totals.read, totals.created + totals.updated + totals.same + totals.rejected);
    (totals.created, totals.updated, totals.same, totals.rejected)
}
