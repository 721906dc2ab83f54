//! JSON files, read and imported: every object is accounted for, and nothing that a file holds can do harm.

mod hostile;
mod mixed;
mod sec;
mod shapes;

use std::io::{Cursor, Read as _};

use whynow::domain::import::options::ReadOptions;
use whynow::exchange;
use whynow::exchange::{ContactRecord, ExchangeError, RecordReader};
use whynow::store::Store;

use crate::support::{clock_at, reading};

fn how() -> ReadOptions {
    ReadOptions::default()
}

/// What a reading gives: good values, and reasons with their lines.
fn all<T>(reading: Result<RecordReader<T>, ExchangeError>) -> (Vec<T>, Vec<(u64, String)>, Vec<String>) {
    let read = reading::all(reading);
    (read.good, read.bad, read.notes)
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
    Store::in_memory(clock_at("2026-03-02T09:00:00+01:00")).unwrap()
}

/// So many bytes of one sort, made as they are read.
fn endless(byte: u8, count: u64) -> impl std::io::Read + 'static {
    std::io::repeat(byte).take(count)
}
