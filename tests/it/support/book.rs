//! A book by itself: a clock that stands still, and rows made in one line.

use std::path::Path;
use std::sync::Arc;

use chrono::{Duration, NaiveDate};
use whynow::clock::{Clock, FixedClock, Moment};
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::call::{Call, Reach, Verdict, VerdictSource};
use whynow::domain::ids::{AccountId, ContactId, TriggerId};
use whynow::domain::query::{AccountQuery, AccountSort, CallQuery, CallRow, Tray, TriggerQuery, TriggerRow, Window};
use whynow::domain::trigger::{Status, Trigger};
use whynow::store::Store;

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

/// A connected call that was well spent, as a form would hold it.
pub(crate) fn call(store: &mut Store, contact: ContactId) -> Call {
    let mut call = store.log_start(contact, now()).unwrap().call;
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
