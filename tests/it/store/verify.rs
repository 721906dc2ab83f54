//! A log that was touched says where.

use std::path::Path;

use rusqlite::Connection;
use whynow::store::Store;

use crate::support::book::{account, call, clock, contact, open};

fn logged(path: &Path, count: usize) {
    let mut store = open(path, 0);
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    for i in 0..count {
        let mut call = call(&mut store, ane);
        call.words = format!("Worth it, number {i}");
        store.log_call(&call).unwrap();
    }
    assert_eq!(store.verify().unwrap(), [""; 0]);
}

fn faults(path: &Path) -> Vec<String> {
    Store::open(path, clock()).unwrap().verify().unwrap()
}

#[test]
fn a_changed_a_missing_and_a_slipped_in_row_are_named() {
    let cases = [
        ("UPDATE call SET verdict = 'wasted' WHERE n = 2", "was changed after it was logged"),
        ("UPDATE call SET words = 'Not worth it' WHERE n = 2", "the words of call"),
        ("UPDATE call SET at = at + 1 WHERE n = 2", "was changed after it was logged"),
        ("DELETE FROM call WHERE n = 2", "row 2 of the log is missing"),
        ("DELETE FROM call WHERE n = 3", "row 3 of the log is missing"),
        ("UPDATE device SET seq = 2", "does not end where"),
        ("UPDATE call_line SET verdict = 3 WHERE n = 2", "the lists show call"),
    ];
    for (sql, says) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        logged(&path, 3);
        let forger = Connection::open(&path).unwrap();
        forger.execute_batch("PRAGMA foreign_keys = OFF; DROP TRIGGER call_fixed; DROP TRIGGER call_kept;").unwrap();
        forger.execute_batch(sql).unwrap();
        let faults = faults(&path);
        assert!(faults.iter().any(|fault| fault.contains(says)), "{sql}: {faults:?}");
    }
}

#[test]
fn calls_cannot_be_changed_or_deleted_but_their_words_can_be_erased() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    logged(&path, 2);
    let conn = Connection::open(&path).unwrap();
    for sql in ["UPDATE call SET verdict = 'wasted'", "UPDATE call SET words = 'x', salt = NULL", "DELETE FROM call"] {
        let error = conn.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    conn.execute_batch("UPDATE call SET words = '', note = '', opener = '', salt = NULL WHERE n = 1").unwrap();
    assert_eq!(faults(&path), [""; 0], "the chain holds without the words");
}

#[test]
fn a_flipped_byte_in_the_log_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    logged(&path, 3);
    let whole = std::fs::read(&path).unwrap();
    let needle = b"Worth it, number 1";
    let at = whole.windows(needle.len()).position(|bytes| bytes == needle).unwrap();
    let mut flipped = whole;
    flipped[at + 2] ^= 0x01;
    std::fs::write(&path, &flipped).unwrap();
    let faults = faults(&path);
    assert!(faults.iter().any(|fault| fault.contains("the words of call")), "{faults:?}");
}
