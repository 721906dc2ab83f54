//! The books that targets begin with.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Duration};
use tempfile::TempDir;
use whynow::clock::{Clock, FixedClock};
use whynow::domain::account::Account;
use whynow::store::Store;

/// Monday 2 March 2026, nine o'clock, and as many hours later.
pub(crate) fn clock(hours: i64) -> Arc<dyn Clock> {
    let nine = DateTime::parse_from_rfc3339("2026-03-02T09:00:00+01:00").unwrap();
    Arc::new(FixedClock::at(nine + Duration::hours(hours)))
}

/// A folder for what is written thousands of times: in memory, where there is a disk in memory.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_none| tempfile::tempdir()).unwrap()
}

/// The bytes of a small book.
pub(crate) fn small() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        made(|store| {
            for name in ["Norvik Foods", "Halden", "Škoda Díly"] {
                store.save_account(&Account { name: name.to_owned(), ..Account::default() }).unwrap();
            }
        })
    })
}

/// The bytes of the sample book.
pub(crate) fn sample() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        made(|store| {
            whynow::job::demo::build(store, clock(0).now()).unwrap();
            store.set_who_calls("", "").unwrap();
        })
    })
}

fn made(fill: impl FnOnce(&mut Store)) -> Vec<u8> {
    let folder = folder();
    let path = folder.path().join("book.db");
    let mut store = Store::create(&path, clock(0)).unwrap();
    fill(&mut store);
    // Closed: what is in the write-ahead log goes into the file.
    drop(store);
    std::fs::read(&path).unwrap()
}

/// Writes a book and opens it.
pub(crate) fn opened(path: &Path, bytes: &[u8]) -> Store {
    std::fs::write(path, bytes).unwrap();
    Store::open(path, clock(1)).unwrap()
}
