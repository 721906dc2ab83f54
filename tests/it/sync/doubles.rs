//! Books of several people, one of whom made two accounts one.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Duration};
use whynow::clock::{Clock, FixedClock};
use whynow::domain::account::{Account, Contact};
use whynow::domain::twins::Decision;
use whynow::job::share;
use whynow::store::Store;

fn book(name: &str, minutes: i64) -> (Store, tempfile::TempDir, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap()));
    clock.advance(Duration::minutes(minutes));
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_none| tempfile::tempdir()).unwrap();
    let mut store = Store::create(&folder.path().join("book.db"), Arc::clone(&clock) as Arc<dyn Clock>).unwrap();
    store.set_rep_name(name).unwrap();
    (store, folder, clock)
}

fn bundle(store: &Store, folder: &tempfile::TempDir, nth: u32) -> PathBuf {
    let path = folder.path().join(format!("bundle-{nth}.db"));
    share::share(store, None, &path, None).unwrap();
    path
}

#[test]
fn a_colleague_who_merges_the_book_sees_one_account_with_what_they_added_to_the_other() {
    let (mut ours, our_folder, _) = book("Ane", 0);
    let (mut theirs, their_folder, their_clock) = book("Bo", 1);
    let one = ours.save_account(&Account { name: "Acme Inc".to_owned(), ..Account::default() }).unwrap();
    let other = ours.save_account(&Account { name: "Acme Ltd".to_owned(), ..Account::default() }).unwrap();
    share::merge(&mut theirs, &[bundle(&ours, &our_folder, 1)], None, false).unwrap();
    // They know nothing of the merge yet and add somebody to the one that goes.
    their_clock.advance(Duration::minutes(30));
    let person = Contact { account_id: other, name: "Cem Oz".to_owned(), ..Contact::default() };
    theirs.save_contact(&person).unwrap();
    ours.find_doubles().unwrap();
    let pair = ours.twins(0, 10).unwrap().rows[0].pair;
    ours.decide_twin(pair, Decision::Same, false).unwrap();
    for round in 2..4 {
        share::merge(&mut theirs, &[bundle(&ours, &our_folder, round)], None, false).unwrap();
        share::merge(&mut ours, &[bundle(&theirs, &their_folder, round)], None, false).unwrap();
    }
    for store in [&mut ours, &mut theirs] {
        assert_eq!(store.verify().unwrap(), [""; 0]);
        let now = their_clock.now();
        assert!(store.account_file(other, now).unwrap().is_none());
        let file = store.account_file(one, now).unwrap().unwrap();
        let people: Vec<&str> = file.contacts.iter().map(|row| row.contact.name.as_str()).collect();
        assert_eq!(people, ["Cem Oz"]);
    }
}

#[test]
fn two_books_that_merged_in_opposite_ways_keep_one_account() {
    let (mut ours, our_folder, _) = book("Ane", 0);
    let (mut theirs, their_folder, their_clock) = book("Bo", 1);
    for name in ["Acme Inc", "Acme Ltd"] {
        ours.save_account(&Account { name: name.to_owned(), ..Account::default() }).unwrap();
    }
    share::merge(&mut theirs, &[bundle(&ours, &our_folder, 1)], None, false).unwrap();
    their_clock.advance(Duration::minutes(30));
    for (store, second) in [(&mut ours, false), (&mut theirs, true)] {
        store.find_doubles().unwrap();
        let pair = store.twins(0, 10).unwrap().rows[0].pair;
        store.decide_twin(pair, Decision::Same, second).unwrap();
    }
    for round in 2..4 {
        share::merge(&mut theirs, &[bundle(&ours, &our_folder, round)], None, false).unwrap();
        share::merge(&mut ours, &[bundle(&theirs, &their_folder, round)], None, false).unwrap();
    }
    for store in [&ours, &theirs] {
        assert_eq!(store.whole_accounts(None, 10).unwrap().rows.len(), 1);
        assert_eq!(store.verify().unwrap(), [""; 0]);
    }
}
