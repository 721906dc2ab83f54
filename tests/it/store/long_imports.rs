//! A long import: others write meanwhile, a stopped one leaves nothing, one that was cut off is taken back.

use std::path::Path;
use std::sync::Arc;

use chrono::Duration;
use rusqlite::Connection;
use rusqlite::types::Value;
use whynow::clock::FixedClock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::query::ImportKind;
use whynow::store::{ImportSession, Store};

use crate::support::book::{account, clock, contact, found, next_undo, open};

const LATER: Duration = Duration::seconds(1);

fn row(name: &str) -> Account {
    Account { name: name.to_owned(), city: Some("Oslo".to_owned()), ..Account::default() }
}

/// A book with Norvik in it, and the clock it goes by.
fn begun(path: &Path) -> (Store, Arc<FixedClock>) {
    let clock = clock();
    let mut store = Store::create(path, clock.clone()).unwrap();
    account(&mut store, "Norvik");
    (store, clock)
}

/// Takes in accounts of these names as parts of their own.
fn in_parts(importing: &mut ImportSession<'_>, clock: &FixedClock, names: &[&str]) {
    for name in names {
        importing.account(&row(name)).unwrap();
        clock.advance(LATER);
        importing.maybe_commit().unwrap();
    }
}

/// All that a book says, but for what counts its own writes.
fn all_of_it(path: &Path) -> Vec<String> {
    let book = Connection::open(path).unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%fts%' AND name <> 'book' ORDER BY name";
    let names: Vec<String> =
        book.prepare(tables).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for name in names {
        let mut statement = book.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values = columns.iter().enumerate().filter(|(_, column)| !matches!(column.as_str(), "rev" | "device"));
            let values = values.map(|(at, column)| format!("{column}={:?}", row.get::<_, Value>(at).unwrap()));
            all.push(format!("{name}: {}", values.collect::<Vec<_>>().join(" ")));
        }
    }
    all
}

#[test]
fn others_write_while_a_long_import_runs_and_one_undo_takes_all_of_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut store, clock) = begun(&path);
    let mut other = open(&path, 60);
    let mut importing = store.begin_import(ImportKind::Accounts, "long.csv", false).unwrap();
    in_parts(&mut importing, &clock, &["Alder Foods", "Beacon Dairy", "Norvik"]);
    assert_eq!(found(&mut other, "alder"), ["Alder Foods"], "what is in is found");
    account(&mut other, "Cedar Optics");
    in_parts(&mut importing, &clock, &["Delta Energy"]);
    importing.account(&row("Ember Retail")).unwrap();
    assert!(importing.finish().unwrap().is_some());
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    assert!(!folder.path().join("book.db-import").exists());
    assert!(next_undo(&mut store).unwrap().contains("long.csv"), "the import ended last");
    assert_eq!(store.undo().unwrap().unwrap().refused, None);
    for (name, stays) in [("alder", false), ("ember", false), ("cedar", true), ("norvik", true)] {
        assert_eq!(!found(&mut store, name).is_empty(), stays, "{name}");
    }
    store.redo().unwrap();
    assert_eq!(found(&mut store, "delta"), ["Delta Energy"]);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn a_stopped_import_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut store, clock) = begun(&path);
    let before = all_of_it(&path);
    let mut importing = store.begin_import(ImportKind::Accounts, "long.csv", false).unwrap();
    in_parts(&mut importing, &clock, &["Alder Foods", "Norvik", "Beacon Dairy"]);
    let person = Contact { name: "Ane Lund".to_owned(), ..Contact::default() };
    importing.contact(&person, Some("Alder Foods"), None, None).unwrap();
    clock.advance(LATER);
    importing.maybe_commit().unwrap();
    assert_ne!(all_of_it(&path), before);
    importing.abandon().unwrap();
    assert_eq!(all_of_it(&path), before);
    assert_eq!(found(&mut store, "alder"), Vec::<String>::new());
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    assert!(!next_undo(&mut store).unwrap().contains("long.csv"));
}

#[test]
fn what_somebody_used_meanwhile_stays_when_an_import_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut store, clock) = begun(&path);
    let mut other = open(&path, 60);
    let mut importing = store.begin_import(ImportKind::Accounts, "long.csv", false).unwrap();
    in_parts(&mut importing, &clock, &["Alder Foods", "Beacon Dairy"]);
    let alder = other.find_account("Alder Foods").unwrap()[0].0;
    contact(&mut other, alder, "Ane Lund");
    importing.abandon().unwrap();
    assert_eq!(found(&mut other, "alder"), ["Alder Foods"]);
    assert_eq!(found(&mut other, "beacon"), Vec::<String>::new());
    assert_eq!(other.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn an_import_that_was_cut_off_is_taken_back_when_the_book_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (path, cut) = (folder.path().join("book.db"), folder.path().join("cut.db"));
    let (mut store, clock) = begun(&path);
    let before = all_of_it(&path);
    let mut importing = store.begin_import(ImportKind::Accounts, "long.csv", false).unwrap();
    in_parts(&mut importing, &clock, &["Alder Foods", "Norvik", "Beacon Dairy"]);
    // What the disk holds when the machine goes out now.
    for side in ["", "-wal"] {
        let from = format!("{}{side}", path.display());
        if Path::new(&from).exists() {
            std::fs::copy(from, format!("{}{side}", cut.display())).unwrap();
        }
    }
    let other = open(&path, 60);
    assert!(all_of_it(&path).iter().any(|row| row.contains("Alder Foods")), "one that runs goes on");
    drop((importing, other));
    let mut left = open(&cut, 120);
    assert_eq!(found(&mut left, "alder"), Vec::<String>::new());
    assert_eq!(left.verify().unwrap(), Vec::<String>::new());
    drop(left);
    assert_eq!(all_of_it(&cut), before);
}

#[test]
fn a_second_import_waits_its_turn_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut store, _clock) = begun(&path);
    let mut other = open(&path, 60);
    let _importing = store.begin_import(ImportKind::Accounts, "long.csv", false).unwrap();
    let refused = other.begin_import(ImportKind::Contacts, "people.csv", false).err().unwrap();
    assert!(refused.to_string().contains("another window is importing"), "{refused}");
}
