//! A wrong clock: what it stamped is mended, what it saved stands in the order of saving, and it is said.

use std::path::Path;

use whynow::domain::call::{Call, Verdict};
use whynow::domain::ids::CallId;
use whynow::exchange::budget::Budget;
use whynow::job::bundle;
use whynow::job::session::Session;
use whynow::store::Store;
use whynow::tui::runtime::Book;

use crate::support::book::{account, amend, call, calls, clock, contact, open};
use crate::support::desk::Desk;
use crate::support::{home::Home, permit};

/// Minutes of 400 days: how far the wrong clock is ahead.
const FAR: i64 = 400 * 24 * 60;

fn again(first: &Call, verdict: Verdict) -> Call {
    Call { id: CallId::default(), amends: Some(first.id), verdict: Some(verdict), ..first.clone() }
}

/// A call, logged by the right clock.
fn logged(store: &mut Store) -> Call {
    let norvik = account(store, "Norvik");
    let ane = contact(store, norvik, "Ane Lund");
    let call = call(store, ane);
    store.log_call(&call).unwrap();
    calls_file(store)
}

fn calls_file(store: &mut Store) -> Call {
    let id = calls(store, "").rows[0].id;
    store.call_file(id, crate::support::book::now()).unwrap().unwrap().versions.remove(0)
}

fn stands(store: &mut Store) -> Option<Verdict> {
    calls(store, "").rows[0].verdict
}

#[test]
fn the_amendment_that_was_saved_last_stands_whatever_the_clock_said() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let first = logged(&mut open(&book, 0));
    amend(&mut open(&book, FAR), &again(&first, Verdict::Wasted)).unwrap();
    let mut store = open(&book, 2);
    amend(&mut store, &again(&first, Verdict::Partly)).unwrap();
    assert_eq!(stands(&mut store), Some(Verdict::Partly));
    let file = store.call_file(first.id, crate::support::book::now()).unwrap().unwrap();
    let verdicts: Vec<_> = file.versions.iter().map(|version| version.verdict).collect();
    assert_eq!(verdicts, [Some(Verdict::WellSpent), Some(Verdict::Wasted), Some(Verdict::Partly)]);
    store.move_stamps_back().unwrap();
    store.recount().unwrap();
    assert_eq!(stands(&mut store), Some(Verdict::Partly));
    amend(&mut store, &again(&first, Verdict::Wasted)).unwrap();
    assert_eq!(stands(&mut store), Some(Verdict::Wasted), "also after the stamps are right");
    assert_eq!(store.verify().unwrap(), [""; 0]);
}

#[test]
fn what_a_wrong_clock_wrote_is_taken_by_other_books_once_its_stamps_are_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let book = path("book.db");
    let first = logged(&mut open(&book, 0));
    {
        let mut wrong = open(&book, FAR);
        amend(&mut wrong, &again(&first, Verdict::Wasted)).unwrap();
        account(&mut wrong, "Brandt Polymers");
    }
    let mut store = open(&book, 10);
    account(&mut store, "Halden");
    let mut other = open(&path("other.db"), 20);
    let share = |store: &mut Store, name: &str| bundle::share(store, None, &path(name), None, &permit()).unwrap();
    share(&mut store, "refused.db");
    let refused = bundle::merge(&mut other, &[path("refused.db")], None, &Budget::default(), false).unwrap_err();
    assert!(format!("{refused:#}").contains("whynow doctor --mend"), "{refused:#}");
    assert!(store.move_stamps_back().unwrap() >= 3);
    assert_eq!(store.clock_went_back().unwrap(), None);
    share(&mut store, "taken.db");
    bundle::merge(&mut other, &[path("taken.db")], None, &Budget::default(), false).unwrap();
    assert_eq!((other.verify().unwrap(), store.verify().unwrap()), (Vec::new(), Vec::new()));
    assert_eq!(stands(&mut other), Some(Verdict::Wasted));
    for name in ["Brandt Polymers", "Halden"] {
        assert!(!other.find_account(name).unwrap().is_empty(), "{name}");
    }
    assert_eq!(other.clock_went_back().unwrap(), None, "the other book is not carried into the future");
    assert_eq!(store.move_stamps_back().unwrap(), 0, "once is enough");
}

fn desk(book: &Path) -> Desk {
    let clock = clock();
    Desk::at(Book::at(book, clock.clone(), Session::default(), false), clock)
}

#[test]
fn a_clock_that_went_back_is_said_at_the_top_and_below_until_it_has_passed() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&mut open(&book, 60));
    let mut before = desk(&book);
    assert!(before.screen(120, 36).contains("clock went back"), "{}", before.screen(120, 36));
    assert!(before.notice().contains("last written on Wed 11 Mar 2026 11:00"), "{}", before.notice());
    drop(before);
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&mut open(&book, 5));
    assert!(!desk(&book).screen(120, 36).contains("clock went back"), "five minutes are how clocks are set");
}

#[test]
fn the_command_says_the_wrong_clock_and_mends_it() {
    let home = Home::with_sample();
    let conn = rusqlite::Connection::open(home.path("book.db")).unwrap();
    let ahead = (i64::from(u32::MAX) * 1_000) << 16;
    conn.execute_batch(&format!("UPDATE account SET rev = {ahead} WHERE n = 1; UPDATE book SET rev = {ahead}"))
        .unwrap();
    drop(conn);
    assert!(home.run(&["today"]).err.contains("The clock went back"));
    let ran = home.run(&["doctor"]);
    assert!(ran.out.contains("whynow doctor --mend"), "{ran:?}");
    let ran = home.run(&["doctor", "--mend"]);
    assert!(ran.out.contains("1 row was stamped anew"), "{ran:?}");
    assert!(!home.run(&["today"]).err.contains("The clock went back"));
    assert!(home.ok(&["backups"]).contains("before a mend"));
    assert!(home.ok(&["verify"]).contains("is sound"));
}
