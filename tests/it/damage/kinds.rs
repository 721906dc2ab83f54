//! A book that is cut short, whose pages are emptied or changed for each other, whose bits flip, whose log is missing or
//! another's: nothing hangs or panics, what is wrong with calls is found, and what can be read is saved.
#![expect(clippy::disallowed_methods, reason = "how long it takes is measured by the machine's own clock")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use whynow::domain::query::CallQuery;
use whynow::store::Store;

use crate::support::book::{account, call, clock, contact, now, open};
use crate::support::pages::ruin;
use crate::support::quick_folder;

const PAGE: usize = 4_096;
/// Longest time that one damaged book may take.
const LONGEST: Duration = Duration::from_secs(5);

/// How many of each kind: truncations, pages, bits. A part of them in every run; all with `NIGHT=1`.
fn how_many() -> [usize; 3] {
    if std::env::var_os("NIGHT").is_some() { [500, 500, 1_000] } else { [25, 25, 50] }
}

fn filled(book: &Path) -> Vec<u8> {
    let mut store = open(book, 0);
    for at in 0..60 {
        let company = account(&mut store, &format!("Company number {at}"));
        let person = contact(&mut store, company, &format!("Person {at}"));
        let call = call(&mut store, person);
        store.log_call(&call).unwrap();
    }
    drop(store);
    ruin(book, &[]);
    fs::read(book).unwrap()
}

/// Numbers that fall alike every time.
struct Rolls(u64);

impl Rolls {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// The calls of a book as the log has them, read past every check; `None` if they cannot be read.
fn log_of(book: &Path) -> Option<BTreeSet<String>> {
    let conn = Connection::open(book).ok()?;
    let sql = "SELECT hex(id) || hex(hash) || hex(prev_hash) || at || ' ' || zone || reach || coalesce(verdict, '')
        || words || note || opener || contact || ' ' || account || ' ' || seq FROM call NOT INDEXED";
    let mut all = conn.prepare(sql).ok()?;
    all.query_map([], |row| row.get(0)).ok()?.collect::<Result<_, _>>().ok()
}

/// Opens a damaged book, works with it, verifies and salvages it. What happened to its calls must have been found.
fn stands(folder: &Path, what: &str, bytes: &[u8], log: &BTreeSet<String>) {
    let (book, new) = (folder.join("book.db"), folder.join("new.db"));
    fs::write(&book, bytes).unwrap();
    let began = Instant::now();
    let opened = Store::open(&book, clock());
    let found = match opened {
        Err(_told) => true,
        Ok(mut store) => {
            let query = CallQuery { limit: 50, ..CallQuery::default() };
            let read = store.calls(&query).is_ok() && store.today(now(), 0, 20).is_ok();
            let faults = store.verify().map_or(1, |faults| faults.len());
            !read || faults > 0
        }
    };
    let untouched = log_of(&book).is_some_and(|now| now == *log);
    assert!(found || untouched, "{what}: the log is another one, and nothing was said");
    // Nothing may be readable of it; then it says so.
    drop(Store::salvage(&book, &new, &(clock() as _)));
    assert!(began.elapsed() < LONGEST, "{what}: {:?}", began.elapsed());
    for end in ["book.db", "book.db-wal", "book.db-shm", "book.db-import", "new.db"] {
        fs::remove_file(folder.join(end)).unwrap_or_default();
    }
}

#[test]
fn cut_emptied_changed_and_flipped_books_are_found_out_without_a_panic_or_a_wait() {
    let folder = quick_folder();
    let whole = filled(&folder.path().join("book.db"));
    let log = log_of(&folder.path().join("book.db")).unwrap();
    assert_eq!(log.len(), 60);
    let (mut rolls, [cuts, pages, bits]) = (Rolls(7), how_many());
    let last = whole.len() / PAGE;
    for _ in 0..cuts {
        let at = rolls.below(whole.len());
        stands(folder.path(), &format!("cut at {at}"), &whole[..at], &log);
    }
    for turn in 0..pages {
        let (one, other) = (rolls.below(last), rolls.below(last));
        let mut bytes = whole.clone();
        if turn % 2 == 0 {
            bytes[one * PAGE..(one + 1) * PAGE].fill(0);
        } else {
            bytes[one * PAGE..(one + 1) * PAGE].copy_from_slice(&whole[other * PAGE..(other + 1) * PAGE]);
            bytes[other * PAGE..(other + 1) * PAGE].copy_from_slice(&whole[one * PAGE..(one + 1) * PAGE]);
        }
        stands(folder.path(), &format!("pages {one} and {other}, turn {turn}"), &bytes, &log);
    }
    for _ in 0..bits {
        let (at, bit) = (rolls.below(whole.len()), rolls.below(8));
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << bit;
        stands(folder.path(), &format!("bit {bit} of byte {at}"), &bytes, &log);
    }
    for (what, bytes) in [("nothing", &b""[..]), ("a letter", b"Dear Ane, thank you for the call")] {
        stands(folder.path(), what, bytes, &log);
    }
}

#[test]
fn a_log_that_is_missing_cut_or_of_another_book_costs_at_most_what_it_held() {
    let folder = quick_folder();
    let book = folder.path().join("book.db");
    filled(&book);
    let mut store = open(&book, 5);
    // While somebody reads, nothing of the log goes into the file: of a log that was in part taken over, no part may be lost.
    let reader = Connection::open(&book).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM call").unwrap();
    let ids = |book: &Path| log_of(book).map_or(0, |log| log.len());
    for at in 0..5 {
        let company = account(&mut store, &format!("Later number {at}"));
        let person = contact(&mut store, company, &format!("Later person {at}"));
        let call = call(&mut store, person);
        store.log_call(&call).unwrap();
    }
    let (before, log) = (fs::read(&book).unwrap(), fs::read(folder.path().join("book.db-wal")).unwrap());
    drop((reader, store));
    let other = folder.path().join("other.db");
    let mut theirs = open(&other, 0);
    account(&mut theirs, "Of another book");
    let wrong = fs::read(folder.path().join("other.db-wal")).unwrap();
    drop(theirs);
    let mut rolls = Rolls(11);
    let cut = rolls.below(log.len());
    let mut flipped = log.clone();
    let at = rolls.below(log.len());
    flipped[at] ^= 4;
    for (what, log, least) in [
        ("missing", None, 60),
        ("whole", Some(&log[..]), 65),
        ("cut", Some(&log[..cut]), 60),
        ("flipped", Some(&flipped[..]), 60),
        ("no log", Some(&b"what somebody wrote"[..]), 60),
    ] {
        for end in ["-wal", "-shm"] {
            fs::remove_file(folder.path().join(format!("book.db{end}"))).unwrap_or_default();
        }
        fs::write(&book, &before).unwrap();
        log.into_iter().for_each(|log| fs::write(folder.path().join("book.db-wal"), log).unwrap());
        let store = Store::open(&book, clock()).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(store.verify().unwrap(), [""; 0], "{what}");
        drop(store);
        assert!((least..=65).contains(&ids(&book)), "{what}: {} calls", ids(&book));
    }
    // SQLite plays the log of another book into this one: that is said.
    fs::write(&book, &before).unwrap();
    fs::remove_file(folder.path().join("book.db-shm")).unwrap_or_default();
    fs::write(folder.path().join("book.db-wal"), &wrong).unwrap();
    let is_told = Store::open(&book, clock()).map_or(true, |store| !store.verify().unwrap().is_empty());
    assert!(is_told);
}
