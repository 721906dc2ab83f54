//! Whoever was erased is not brought back by a backup, and can be erased in the backups too.

use std::fs;
use std::path::Path;

use whynow::domain::ids::ContactId;
use whynow::store::{Backups, Store};

use super::{backups_of, later, made};
use crate::support::book::{account, call, clock, contact, open};
use crate::support::home::Home;

const NAME: &str = "Quilla Zorbenfeld";

/// A book with a person in two backups, who is erased then.
fn erased(book: &Path) -> ContactId {
    let mut store = open(book, 0);
    let norvik = account(&mut store, "Norvik");
    let person = contact(&mut store, norvik, NAME);
    let call = call(&mut store, person);
    store.log_call(&call).unwrap();
    made(book, 1);
    account(&mut open(book, 2), "Brandt Polymers");
    made(book, 3);
    open(book, 4).erase(person, NAME).unwrap();
    person
}

fn holds(path: &Path) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes.windows(NAME.len()).any(|part| part.eq_ignore_ascii_case(NAME.as_bytes()))
}

#[test]
fn a_restored_backup_does_not_bring_back_whoever_was_erased() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let person = erased(&book);
    let backups = Backups::of_book(&book);
    let oldest = backups.list().pop().unwrap();
    assert!(holds(&oldest.path));
    assert_eq!(backups.restore(&oldest.path, false, &later(5)).unwrap().notes, [""; 0]);
    assert!(!holds(&book) && Store::open(&book, clock()).unwrap().contact(person).unwrap().is_none());
    assert_eq!(open(&book, 6).verify().unwrap(), [""; 0]);
}

#[test]
fn where_the_book_is_ruined_the_newest_backup_says_who_was_erased_and_receipts_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let person = erased(&book);
    let oldest = Backups::of_book(&book).list().pop().unwrap();
    made(&book, 5);
    fs::write(folder.path().join("erasure-2026-03-11-0904.txt"), "A receipt").unwrap();
    fs::write(&book, "ruined").unwrap();
    let notes = Backups::of_book(&book).restore(&oldest.path, false, &later(6)).unwrap().notes;
    assert!(notes.len() == 1 && notes[0].contains("look at the receipts"), "{notes:?}");
    assert!(Store::open(&book, clock()).unwrap().contact(person).unwrap().is_none());
}

#[test]
fn an_erasure_names_the_backups_and_erases_there_too_if_asked() {
    let home = Home::with_sample();
    let book = home.path("book.db");
    let people = home.json(&["export", "contacts", "--format", "json"]);
    let person = people[0]["name"].as_str().unwrap().to_owned();
    home.ok(&["backup"]);
    let shown = home.ok(&["erase", &person, "--dry-run"]);
    assert!(shown.contains("May be in 1 backup too") && shown.contains("--backups"), "{shown}");
    let said = home.ok(&["erase", &person, "--yes-name", &person]);
    assert!(said.contains("whynow erase --backups"), "{said}");
    let held = || {
        let all = Backups::of_book(&book).list();
        assert!(all.iter().all(whynow::store::Backup::is_sound));
        let has = |path: &Path| fs::read(path).unwrap().windows(person.len()).any(|part| part == person.as_bytes());
        all.iter().filter(|backup| has(&backup.path)).count()
    };
    assert!(held() > 0);
    home.ok(&["erase", "--backups"]);
    assert_eq!(held(), 0);
    assert!(super::files(&backups_of(&book)).iter().all(|name| !name.contains("part")));
    home.ok(&["restore"]);
    assert!(home.ok(&["verify"]).contains("is sound"));
}
