//! Promises with an hour, and promises that are moved.

use chrono::{Duration, NaiveDate, NaiveTime};
use whynow::clock::{Clock, Moment};
use whynow::domain::call::due::Due;
use whynow::domain::call::{NextStep, Whose};
use whynow::domain::edit::{Edited, ValueChange};
use whynow::domain::ids::ContactId;
use whynow::domain::query::PromiseRow;
use whynow::store::Store;

use crate::support::book::{account, book, call, contact, now, open, today};

fn promised(store: &mut Store, person: ContactId, on: NaiveDate, time: Option<NaiveTime>, what: &str) {
    let mut call = call(store, person);
    call.next = Some(NextStep { what: what.to_owned(), by: Some(on), time, whose: Whose::Ours });
    store.log_call(&call).unwrap();
}

fn clock_time(hour: u32, minute: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn due(store: &mut Store, now: Moment) -> Vec<PromiseRow> {
    store.today(now, 0, 9).unwrap().promises
}

/// Ane Lund has a number of Norway.
fn ane(store: &mut Store) -> ContactId {
    let id = account(store, "Norvik Foods");
    contact(store, id, "Ane Lund")
}

#[test]
fn a_callback_keeps_its_hour_and_whose_clock_it_is_by() {
    let mut store = book();
    let person = ane(&mut store);
    promised(&mut store, person, today(), clock_time(14, 0), "call back");
    let row = due(&mut store, now()).remove(0);
    assert_eq!((row.promise.time, row.promise.zone.as_deref()), (clock_time(14, 0), Some("Europe/Oslo")));
    assert_eq!(row.promise.hour_says(now().0).unwrap(), "14:00 their time, in 4 h");
    assert!(store.verify().unwrap().is_empty(), "the hour is part of the chain");
    let calls = store.person_file(person, now()).unwrap().unwrap().calls;
    let file = store.call_file(calls[0].id, now()).unwrap().unwrap();
    assert_eq!(file.versions[0].next.as_ref().unwrap().time, clock_time(14, 0));
}

#[test]
fn a_callback_within_the_hour_stands_before_an_older_promise() {
    let mut store = book();
    let person = ane(&mut store);
    promised(&mut store, person, today() - Duration::days(3), None, "send the figures");
    promised(&mut store, person, today(), clock_time(14, 0), "call back");
    let first = |store: &mut Store, minutes: i64| {
        due(store, Moment(now().0 + Duration::minutes(minutes))).remove(0).promise.what
    };
    assert_eq!(first(&mut store, 0), "send the figures");
    assert_eq!(first(&mut store, 179), "send the figures");
    assert_eq!(first(&mut store, 181), "call back");
    assert_eq!(first(&mut store, 300), "call back");
    assert_eq!(due(&mut store, now()).len(), 2);
}

#[test]
fn a_promise_is_moved_without_its_call_and_what_was_agreed_first_stays() {
    let mut store = book();
    let person = ane(&mut store);
    promised(&mut store, person, today(), clock_time(14, 0), "call back");
    let id = due(&mut store, now()).remove(0).promise.id;
    let calls = |store: &mut Store| store.person_file(person, now()).unwrap().unwrap().calls;
    let before = calls(&mut store);
    let friday = today() + Duration::days(2);
    let to = |read: Due, typed: Due| ValueChange { read: Some(read), typed: Some(typed) };
    let (first, second) = (Due { on: today(), time: clock_time(14, 0) }, Due { on: friday, time: clock_time(9, 30) });
    store.move_promise(id, &to(first, second)).unwrap();
    assert_eq!(due(&mut store, now()), []);
    let later = Moment(now().0 + Duration::days(2));
    let moved = due(&mut store, later).remove(0).promise;
    assert_eq!((moved.by, moved.time), (Some(friday), clock_time(9, 30)));
    assert_eq!(moved.moved_says().unwrap(), "first by Wed 11 Mar 14:00");
    // A second move keeps what was agreed first.
    let third = Due { on: friday + Duration::days(3), time: None };
    assert!(
        matches!(store.move_promise(id, &to(first, third)).unwrap(), Edited::Meanwhile(met) if *met.stands == Some(second))
    );
    store.move_promise(id, &to(second, third)).unwrap();
    let again = store.person_file(person, now()).unwrap().unwrap().promises.remove(0).promise;
    assert_eq!((again.first_on, again.first_time, again.time), (Some(today()), clock_time(14, 0), None));
    assert_eq!(calls(&mut store), before, "no call is amended");
    assert_eq!(store.undo().unwrap().unwrap().label, "moved a promise to Mon 16 Mar: call back");
    store.undo().unwrap();
    let back = due(&mut store, now()).remove(0).promise;
    assert_eq!((back.by, back.time, back.first_on), (Some(today()), clock_time(14, 0), None));
    store.keep_promise(id, Some(today())).unwrap();
    assert!(store.move_promise(id, &to(first, third)).is_err());
    assert_eq!(crate::support::book::clock().now(), now());
}

#[test]
fn a_promise_that_is_kept_stays_kept_on_its_first_day_whoever_says_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    let person = ane(&mut store);
    promised(&mut store, person, today(), None, "send the page");
    let id = due(&mut store, now()).remove(0).promise.id;
    store.keep_promise(id, Some(today())).unwrap();
    store.keep_promise(id, Some(today() + Duration::days(3))).unwrap();
    let book = rusqlite::Connection::open(&path).unwrap();
    let kept = "SELECT count(*) FROM promise WHERE done_on = ?1";
    let days: i64 = book.query_row(kept, [today().to_string()], |row| row.get(0)).unwrap();
    assert_eq!(days, 1);
    store.keep_promise(id, None).unwrap();
    assert_eq!(due(&mut store, now()).len(), 1, "open again");
}
