//! A book that is sealed, unsealed and sealed anew.

use std::fs;

use rusqlite::Connection;
use whynow::store::{BackupResult, Backups, NewSeal, Occasion, StopFlag, Store, is_sealed, unlock};

use super::{CANARY, PASSPHRASE, holding, later, seal, seal_with, secret, singing, ticking};
use crate::support::book::{account, clock, open};

#[test]
fn a_sealed_book_holds_what_it_held_and_no_file_of_it_shows_a_word() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    let version: i32 =
        Connection::open(&book).unwrap().query_row("PRAGMA user_version", [], |row| row.get("user_version")).unwrap();
    assert!(holding(folder.path(), CANARY).contains(&book), "else nothing is tested");
    seal(&book);
    assert!(is_sealed(&book) && version > 0);
    let mut store = Store::open(&book, clock()).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    assert_eq!(store.find_account(CANARY).unwrap().len(), 1);
    // While it is open and written to: the write-ahead log, and a backup.
    account(&mut store, &format!("{CANARY} Two"));
    assert!(fs::metadata(folder.path().join("book.db-wal")).unwrap().len() > 0);
    let made = Backups::of_book(&book).make(Occasion::ByHand, &ticking(), &StopFlag::default()).unwrap();
    let BackupResult::Made(backup) = made else { panic!("{made:?}") };
    assert!(is_sealed(&backup.path) && backup.is_sound());
    let tried = store.copy_to_try().unwrap();
    assert_eq!(holding(folder.path(), CANARY), [""; 0].map(std::path::PathBuf::from));
    drop(tried);
    drop(store);
    let kept = Store::open_read_only(&backup.path, clock()).unwrap();
    assert_eq!(kept.verify().unwrap(), [""; 0]);
    assert_eq!(kept.find_account(CANARY).unwrap().len(), 2);
}

#[test]
fn an_unsealed_book_is_a_plain_book_again_with_every_row() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    let before = Store::open_read_only(&book, clock()).unwrap().row_counts();
    seal(&book);
    Backups::of_book(&book).unseal_book(&ticking()).unwrap();
    assert!(!is_sealed(&book) && fs::read(&book).unwrap().starts_with(b"SQLite format 3\0"));
    let store = Store::open(&book, clock()).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    assert_eq!(store.row_counts(), before);
}

#[test]
fn a_new_seal_ends_the_old_passphrase_and_the_old_code() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    let old = seal(&book);
    let new = seal_with(&book, "four other quiet words");
    for gone in [PASSPHRASE, &old] {
        assert!(!unlock(&book, &secret(gone)).unwrap());
    }
    for right in ["four other quiet words", &new, &new.to_lowercase().replace(' ', "-")] {
        assert!(unlock(&book, &secret(right)).unwrap());
    }
    assert_eq!(Store::open(&book, clock()).unwrap().verify().unwrap(), [""; 0]);
}

#[test]
fn copies_follow_the_book_and_those_that_do_not_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    let backups = Backups::of_book(&book);
    backups.make(Occasion::ByHand, &ticking(), &StopFlag::default()).unwrap();
    fs::copy(&book, folder.path().join("book-aside-20260311T090000Z.db")).unwrap();
    assert_eq!(backups.sealed_otherwise(), [""; 0].map(std::path::PathBuf::from));
    seal(&book);
    let open = backups.sealed_otherwise();
    assert_eq!(open.len(), 2, "{open:?}");
    for copy in &open {
        backups.seal_copy(copy, &ticking()).unwrap();
    }
    assert_eq!(backups.sealed_otherwise().len(), 0);
    assert_eq!(holding(folder.path(), CANARY).len(), 0);
    let kept = backups.list().remove(0);
    assert!(kept.is_sound());
    // The ledger knows the bytes that stand there now: going back to it asks for these.
    let restored = backups.restore(&kept.path, false, &later()).unwrap();
    assert!(is_sealed(&book) && restored.aside.is_some_and(|aside| is_sealed(&aside)));
}

#[test]
fn a_book_that_is_open_elsewhere_is_not_sealed_under_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    let mut other = open(&book, 5);
    let seal = NewSeal::of_passphrase(&secret(PASSPHRASE)).unwrap();
    let refused = Backups::of_book(&book).seal_book(&seal, &ticking()).unwrap_err();
    assert!(refused.to_string().contains("another window has the book open"), "{refused}");
    account(&mut other, "Still writing");
    assert!(!is_sealed(&book) && !folder.path().join("book.db.seal.part").exists());
}
