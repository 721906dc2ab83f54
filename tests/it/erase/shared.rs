//! An erasure travels: to a colleague who has the person, past one who shares them again, and it comes to rest.

use whynow::domain::account::Contact;
use whynow::store::Store;

use super::book::{EMAIL, NAME, person};
use crate::support::book::calls;
use crate::support::peer::Desk;

/// Mia has the person and a call with them; Ole has both from her, and a call of his own.
fn two() -> (Desk, Desk, whynow::domain::ids::ContactId) {
    let (mut mia, mut ole) = (Desk::new("Mia", 0), Desk::new("Ole", 1));
    let account = mia.account("Norvik Foods");
    let whom = mia.store.save_contact(&person(account)).unwrap();
    mia.call(whom, "Wants the phlerminade");
    let bundle = mia.share();
    ole.later(5);
    ole.merge(&[&bundle]);
    ole.call(whom, "Told me of the oxlivander");
    (mia, ole, whom)
}

/// What is noted as not written over yet.
fn waiting(path: &std::path::Path) -> i64 {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.query_row("SELECT count(*) FROM action WHERE state = 5", [], |row| row.get(0)).unwrap()
}

fn words_of(desk: &mut Desk) -> Vec<String> {
    calls(&mut desk.store, "").rows.into_iter().map(|row| format!("{}: {}", row.contact, row.words)).collect()
}

#[test]
fn a_colleague_who_merges_erases_them_too_and_shares_them_no_more() {
    let (mut mia, mut ole, whom) = two();
    mia.later(10);
    mia.store.erase(whom, NAME).unwrap();
    mia.later(1);
    let bundle = mia.share_since(Some(mia.now()));
    ole.later(20);
    ole.merge(&[&bundle]);
    assert!(ole.store.contact(whom).unwrap().is_none());
    assert_eq!(words_of(&mut ole), ["(erased): ", "(erased): "]);
    ole.sound();
    let left = super::book::found_in(&ole.path, &["Zorbenfeld".to_owned(), "oxlivander".to_owned(), EMAIL.to_owned()]);
    assert!(left.iter().all(|file| !file.starts_with("book.db")), "{left:?}");
    let back = ole.share();
    mia.later(30);
    mia.merge(&[&back]);
    mia.sound();
    assert_eq!(words_of(&mut mia), ["(erased): ", "(erased): "]);
    assert!(mia.store.contact(whom).unwrap().is_none());
}

#[test]
fn a_merge_says_what_another_window_keeps_from_being_written_over() {
    let (mut mia, mut ole, whom) = two();
    mia.later(10);
    mia.store.erase(whom, NAME).unwrap();
    let bundle = mia.share();
    ole.later(20);
    let reader = super::book::reading(&ole.path);
    let report = ole.merge(&[&bundle]);
    assert!(report.notes().iter().any(|note| note.contains("Another window")), "{:?}", report.notes());
    drop(reader);
    // What it kept is written over when the book is closed.
    assert_eq!(waiting(&ole.path), 1, "a window that is killed now leaves it to the next");
    let words = [EMAIL.to_owned(), "oxlivander".to_owned()];
    let of_the_book = |files: Vec<String>| files.into_iter().filter(|file| file.starts_with("book.db")).count();
    assert_ne!(of_the_book(super::book::found_in(&ole.path, &words)), 0, "else nothing is shown");
    drop(std::mem::replace(&mut ole.store, Store::in_memory(ole.clock.clone()).unwrap()));
    assert_eq!((of_the_book(super::book::found_in(&ole.path, &words)), waiting(&ole.path)), (0, 0));
}

#[test]
fn a_colleague_who_does_not_know_yet_does_not_bring_them_back() {
    let (mut mia, mut ole, whom) = two();
    mia.later(10);
    mia.store.erase(whom, NAME).unwrap();
    ole.later(30);
    let mut changed = ole.store.contact(whom).unwrap().unwrap();
    changed.title = Some("Chair".to_owned());
    ole.store.save_contact(&changed).unwrap();
    let other = ole.account("Brandt Polymers");
    ole.store.save_contact(&Contact { external: Vec::new(), ..person(other) }).unwrap();
    let bundle = ole.share();
    mia.later(40);
    mia.merge(&[&bundle]);
    assert!(mia.store.contact(whom).unwrap().is_none());
    assert!(mia.store.people_called(EMAIL).unwrap().is_empty(), "another row with their address");
    assert_eq!(words_of(&mut mia), ["(erased): ", "(erased): "]);
    mia.sound();
    mia.store.undo().unwrap();
    assert!(mia.store.people_called("zorbenfeld").unwrap().is_empty(), "nor does undo");
    mia.sound();
}

#[test]
fn books_that_send_an_erasure_to_and_fro_come_to_rest() {
    let (mut mia, mut ole, whom) = two();
    mia.later(10);
    mia.store.erase(whom, NAME).unwrap();
    for _ in 0..2 {
        let bundle = mia.share();
        ole.later(5);
        ole.merge(&[&bundle]);
        let bundle = ole.share();
        mia.later(5);
        mia.merge(&[&bundle]);
    }
    assert_eq!(mia.content(), ole.content());
    let bundle = mia.share();
    let report = ole.merge(&[&bundle]);
    assert!(report.counts.iter().all(|count| count.new == 0 && count.changed == 0), "{:?}", report.counts);
}

#[test]
fn a_shared_book_does_not_bring_their_name_back_in_what_it_says_of_others() {
    let (mut mia, mut ole, whom) = two();
    mia.later(10);
    mia.store.erase(whom, NAME).unwrap();
    ole.later(20);
    let account = ole.store.find_account("Norvik Foods").unwrap().remove(0).0;
    let ane = Contact {
        name: "Ane Lund".into(),
        account_id: account,
        notes: format!("{NAME} hired her"),
        ..Contact::default()
    };
    let ane = ole.store.save_contact(&ane).unwrap();
    ole.call(ane, &format!("Ask {NAME} first"));
    // Ole's rows of the person themselves stay with him: only what is said of others comes.
    ole.store.erase(whom, NAME).unwrap();
    let row = ole.store.contact(ane).unwrap().unwrap();
    ole.store.save_contact(&Contact { notes: format!("{NAME} hired her, I hear"), ..row }).unwrap();
    ole.call(ane, &format!("{NAME} will decide"));
    let bundle = ole.share();
    mia.later(30);
    let report = mia.merge(&[&bundle]);
    assert!(report.unnamed > 0, "{report:?}");
    assert!(report.notes().iter().any(|note| note.contains("named somebody who was erased here")), "{report:?}");
    assert_eq!(mia.store.contact(ane).unwrap().unwrap().notes, "(erased) hired her, I hear");
    mia.sound();
    let left = super::book::found_in(&mia.path, &["Zorbenfeld".to_owned()]);
    assert!(left.iter().all(|file| !file.starts_with("book.db")), "{left:?}");
}
