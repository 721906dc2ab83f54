//! JSON files, read and imported: every object is accounted for, and nothing that a file holds can do harm.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop there")]

use std::io::{Cursor, Read as _};
use std::path::Path;
use std::sync::Arc;

use whynow::clock::FixedClock;
use whynow::domain::reading::{How, Import};
use whynow::domain::rows::{ImportKind, ImportReport};
use whynow::exchange::{self, ContactRecord, ExchangeError, Reading};
use whynow::job::import::{self, Keep};
use whynow::store::Store;

mod hostile;
mod mixed;
mod sec;
mod shapes;

fn how() -> How {
    How::default()
}

/// What a reading gives: good values, and reasons with their lines.
fn all<T>(reading: Result<Reading<T>, ExchangeError>) -> (Vec<T>, Vec<(u64, String)>, Vec<String>) {
    let reading = reading.unwrap_or_else(|error| panic!("{error}"));
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for record in reading.records {
        let record = record.unwrap_or_else(|error| panic!("{error}"));
        match record.value {
            Ok(value) => good.push(value),
            Err(reason) => bad.push((record.line, reason)),
        }
    }
    (good, bad, reading.notes.lines())
}

/// Why a file as a whole is refused, on opening or on the way.
fn refusal<T>(reading: Result<Reading<T>, ExchangeError>) -> String {
    match reading {
        Err(error) => error.to_string(),
        Ok(reading) => reading.records.filter_map(Result::err).map(|error| error.to_string()).collect(),
    }
}

fn bytes(text: impl Into<Vec<u8>>) -> Cursor<Vec<u8>> {
    Cursor::new(text.into())
}

fn people(text: impl Into<Vec<u8>>) -> Vec<ContactRecord> {
    let (good, bad, _) = all(exchange::contacts("people.json", bytes(text), &how()));
    assert_eq!(bad, []);
    good
}

fn names(text: impl Into<Vec<u8>>) -> Vec<String> {
    let (good, bad, _) = all(exchange::accounts("companies.json", bytes(text), &how()));
    assert_eq!(bad, []);
    good.into_iter().map(|account| account.name).collect()
}

fn book() -> Store {
    let now = chrono::DateTime::parse_from_rfc3339("2026-03-02T09:00:00+01:00").unwrap();
    Store::in_memory(Arc::new(FixedClock::at(now))).unwrap()
}

fn run(store: &mut Store, kind: ImportKind, path: &Path) -> ImportReport {
    let job = Import { kind: Some(kind), path: path.to_owned(), how: how(), ..Import::default() };
    let report = import::run(store, &job, &mut |_| Keep::Go).unwrap_or_else(|error| panic!("{error:#}"));
    let totals = &report.totals;
    assert_eq!(totals.read, totals.created + totals.updated + totals.same + totals.rejected);
    report
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// So many bytes of one sort, made as they are read.
fn endless(byte: u8, count: u64) -> impl std::io::Read + 'static {
    std::io::repeat(byte).take(count)
}
