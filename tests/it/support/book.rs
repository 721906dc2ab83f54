//! A book by itself: a clock that stands still, and rows made in one line.

use std::path::Path;
use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use rusqlite::Connection;
use whynow::clock::{Clock, FixedClock, Moment};
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::call::{Call, Reach, ReasonBy, Verdict, VerdictSource};
use whynow::domain::edit::{Edit, Edited};
use whynow::domain::ids::{AccountId, ContactId, TriggerId};
use whynow::domain::query::{
    AccountQuery, AccountSort, CallQuery, CallRow, ImportKind, LogStart, Tray, TriggerQuery, TriggerRow, Window,
};
use whynow::domain::review::{Criterion, Review};
use whynow::domain::trigger::{Status, Trigger};
use whynow::store::{LogResult, Store};

/// Wednesday, 11 March 2026, ten in the morning in Oslo.
pub(crate) fn clock() -> Arc<FixedClock> {
    super::clock_at("2026-03-11T10:00:00+01:00")
}

pub(crate) fn book() -> Store {
    Store::in_memory(clock()).unwrap()
}

/// A book on disk. The clocks of two stores count their ids alike, so each gets a time of its own.
pub(crate) fn open(path: &Path, minutes_later: i64) -> Store {
    let clock = clock();
    clock.advance(Duration::minutes(minutes_later));
    if path.exists() { Store::open(path, clock).unwrap() } else { Store::create(path, clock).unwrap() }
}

pub(crate) fn now() -> Moment {
    clock().now()
}

pub(crate) fn today() -> NaiveDate {
    now().date()
}

pub(crate) fn account(store: &mut Store, name: &str) -> AccountId {
    store.save_account(&Account { name: name.to_owned(), ..Account::default() }).unwrap()
}

pub(crate) fn contact(store: &mut Store, account_id: AccountId, name: &str) -> ContactId {
    let phones = vec![Phone { raw: "+47 22 00 00 00".to_owned(), label: "work".to_owned() }];
    store.save_contact(&Contact { account_id, name: name.to_owned(), phones, ..Contact::default() }).unwrap()
}

pub(crate) fn trigger(kind: &str, strength: u8, days_ago: i64, accounts: &[AccountId]) -> Trigger {
    Trigger {
        kind: kind.to_owned(),
        headline: format!("{kind}, {days_ago} days ago"),
        occurred_on: today() - Duration::days(days_ago),
        strength,
        status: Status::Kept,
        accounts: accounts.to_vec(),
        ..Trigger::default()
    }
}

pub(crate) fn kept(store: &mut Store, kind: &str, strength: u8, days_ago: i64, account: AccountId) -> TriggerId {
    store.save_trigger(&trigger(kind, strength, days_ago, &[account])).unwrap()
}

/// A connected call that was well spent, on the plan's reason or else on the best one, as a form would hold it.
pub(crate) fn call(store: &mut Store, contact: ContactId) -> Call {
    let LogStart { mut call, reasons, .. } = store.log_start(contact, now()).unwrap();
    if call.triggers.is_empty() {
        call.triggers = reasons.first().map(|reason| reason.id).into_iter().collect();
    }
    call.reason_by = Some(ReasonBy::Chosen);
    call.reach = Reach::Connected;
    call.verdict = Some(Verdict::WellSpent);
    call.source = Some(VerdictSource::SaidWhenAsked);
    call.words = "This helped".to_owned();
    call
}

pub(crate) fn query(sort: AccountSort, filter: &str) -> AccountQuery {
    AccountQuery { filter: filter.to_owned(), sort, fit: None, offset: 0, limit: 100 }
}

pub(crate) fn names(store: &mut Store, sort: AccountSort) -> Vec<String> {
    let rows = store.accounts(&query(sort, ""), now()).unwrap().rows;
    rows.into_iter().map(|row| row.name).collect()
}

pub(crate) fn found(store: &mut Store, filter: &str) -> Vec<String> {
    let rows = store.accounts(&query(AccountSort::Reason, filter), now()).unwrap().rows;
    rows.into_iter().map(|row| row.name).collect()
}

pub(crate) fn calls(store: &mut Store, filter: &str) -> Window<CallRow> {
    store.calls(&CallQuery { filter: filter.to_owned(), limit: 100, ..CallQuery::default() }).unwrap()
}

pub(crate) fn tray(store: &mut Store, tray: Tray, filter: &str) -> Window<TriggerRow> {
    let query = TriggerQuery { tray, filter: filter.to_owned(), offset: 0, limit: 100 };
    store.triggers(&query, now()).unwrap()
}

/// Amends a call as its form does: what differs from the call as it stands is written over it.
pub(crate) fn amend(store: &mut Store, call: &Call) -> whynow::store::Result<LogResult> {
    let file = call.amends.and_then(|first| store.call_file(first, now()).unwrap());
    let read = file.and_then(|mut file| file.versions.pop()).unwrap_or_else(|| call.clone());
    store.edit_call(&Edit { read, typed: call.clone(), drafts: Vec::new() }).map(amended)
}

/// What came of an amendment that met no other.
pub(crate) fn amended(edited: Edited<Call, LogResult>) -> LogResult {
    match edited {
        Edited::Saved(logged) => logged,
        Edited::Meanwhile(met) => panic!("it met another: {met:?}"),
    }
}

/// Puts a number or an address on the do-not-call list, as a file does.
pub(crate) fn bar(store: &mut Store, value: &str) {
    let mut list = store.begin_import(ImportKind::DoNotCall, "list.csv", false).unwrap();
    list.do_not_call(&[value.to_owned()], None, None, Some("asked")).unwrap();
    list.finish().unwrap();
}

/// What undo would take back: it is taken back, and done again.
pub(crate) fn next_undo(store: &mut Store) -> Option<String> {
    let done = store.undo().unwrap()?;
    assert_eq!(done.refused, None);
    assert_eq!(store.redo().unwrap().unwrap().label, done.label);
    Some(done.label)
}

/// A manager reviews the latest call of whoever works with the book, who has not answered yet.
pub(crate) fn review_to_answer(store: &mut Store) {
    let me = store.rep().unwrap();
    let manager = store.reps().unwrap().into_iter().map(|(id, _)| id).find(|id| *id != me).unwrap();
    let latest = store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().rows.remove(0);
    assert_eq!(latest.rep_id, me);
    let review = Review {
        id: Default::default(),
        call_id: latest.id,
        reviewer: manager,
        at: latest.at,
        scores: vec![(Criterion::WhyNow, 2)],
        note: "What did it cost them?".to_owned(),
        focus: "Ask for the date".to_owned(),
        answers: None,
    };
    store.save_review(&review).unwrap();
}

/// What waits to be saved, newest first: keys and texts.
pub(crate) fn drafts(book: &Path) -> Vec<(String, String)> {
    let conn = Connection::open(book).unwrap();
    let sql = "SELECT key, body FROM draft WHERE deleted = 0 AND body <> '' ORDER BY at DESC";
    let mut statement = conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get("key")?, row.get("body")?))).unwrap();
    rows.map(Result::unwrap).collect()
}
