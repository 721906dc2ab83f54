//! The drill: a book of every released format is backed up, ruined, put back and read.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use whynow::store::{Backups, Occasion, Store};

use super::{later, made};
use crate::support::book::{account, clock, open};

/// Calls and links of the log, as they stand in a file of any format: ids and hashes in their order.
fn log(book: &Path) -> Vec<(Vec<u8>, Vec<u8>)> {
    let conn = Connection::open(book).unwrap();
    let sql = "SELECT id, hash FROM call UNION ALL SELECT id, hash FROM review ORDER BY id";
    let mut rows = conn.prepare(sql).unwrap();
    rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
}

fn count(book: &Path, table: &str) -> i64 {
    let conn = Connection::open(book).unwrap();
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

#[test]
fn a_book_of_every_released_format_comes_back_from_its_backup_with_every_row_and_hash() {
    let (major, present) = Store::format();
    for minor in 0..=present {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.db");
        match minor == present {
            true => super::logged(&book, 5),
            false => drop(fs::copy(format!("tests/data/book-{major}.{minor}.db"), &book).unwrap()),
        }
        let tables = ["account", "contact", "trigger", "call", "review", "plan"];
        let before = (log(&book), tables.map(|table| count(&book, table)));
        let oldest = made(&book, 0);
        account(&mut open(&book, 1), "Added later");
        let newest = made(&book, 2);
        assert_eq!(oldest.occasion, Occasion::ByHand);
        for (backup, added) in [(&oldest, 0), (&newest, 1)] {
            fs::write(&book, &fs::read(&book).unwrap()[..5_000]).unwrap();
            Backups::of_book(&book).restore(&backup.path, false, &later(3)).unwrap();
            let store = Store::open(&book, clock()).unwrap();
            assert_eq!(store.verify().unwrap(), [""; 0], "1.{minor}");
            drop(store);
            let mut counts = before.1;
            counts[0] += added;
            assert_eq!((log(&book), tables.map(|table| count(&book, table))), (before.0.clone(), counts), "1.{minor}");
        }
    }
}
