//! The book's behaviour, through its public functions only.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};
use whynow::clock::{Clock, FixedClock, Moment};
use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::call::{Call, NextStep, Outcome, Reach, Verdict, VerdictSource, Whose};
use whynow::domain::ids::{AccountId, CallId, ContactId, RepId, ReviewId, TriggerId};
use whynow::domain::plan::Plan;
use whynow::domain::profile::{Field, Fit, Profile, Rule, Test};
use whynow::domain::review::{Criterion, Review};
use whynow::domain::rows::{AccountQuery, AccountSort, CallQuery, Draft, Hit, ImportKind, RowEnd, Tray, TriggerQuery};
use whynow::domain::trigger::{Scope, Status, Trigger};
use whynow::store::{ErrorKind, Mode, Store};

fn clock() -> Arc<FixedClock> {
    Arc::new(FixedClock::at(DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap()))
}

fn book() -> Store {
    Store::in_memory(clock()).unwrap()
}

fn now() -> Moment {
    clock().now()
}

fn today() -> NaiveDate {
    now().date()
}

fn account(store: &mut Store, name: &str) -> AccountId {
    store.save_account(&Account { name: name.to_owned(), ..Account::default() }).unwrap()
}

fn contact(store: &mut Store, account_id: AccountId, name: &str) -> ContactId {
    let phones = vec![Phone { raw: "+47 22 00 00 00".to_owned(), label: "work".to_owned() }];
    store.save_contact(&Contact { account_id, name: name.to_owned(), phones, ..Contact::default() }).unwrap()
}

fn kept(accounts: &[AccountId], kind: &str, strength: u8, days_ago: i64) -> Trigger {
    Trigger {
        kind: kind.to_owned(),
        headline: format!("{kind} {days_ago} days ago"),
        occurred_on: today() - Duration::days(days_ago),
        strength,
        status: Status::Kept,
        accounts: accounts.to_vec(),
        ..Trigger::default()
    }
}

fn call(store: &mut Store, contact: ContactId) -> Call {
    let mut call = store.log_start(contact, now()).unwrap().call;
    call.reach = Reach::Connected;
    call.verdict = Some(Verdict::WellSpent);
    call.source = Some(VerdictSource::SaidWhenAsked);
    call.words = "This helped".to_owned();
    call
}

fn names(store: &mut Store, sort: AccountSort, filter: &str) -> Vec<String> {
    let query = AccountQuery { filter: filter.to_owned(), sort, fit: None, offset: 0, limit: 100 };
    store.accounts(&query, now()).unwrap().rows.into_iter().map(|row| row.name).collect()
}

fn found(store: &mut Store, filter: &str) -> Vec<String> {
    names(store, AccountSort::Name, filter)
}

#[test]
fn an_account_comes_back_as_it_was_saved() {
    let mut store = book();
    let mut saved = Account {
        name: "Norvik Foods AS".to_owned(),
        domain: Some("norvik.example".to_owned()),
        tickers: vec!["NRVK".to_owned(), "NRVB".to_owned()],
        cik: Some(320_193),
        external: vec![ExternalId { source: "salesforce".to_owned(), id: "001x".to_owned() }],
        aliases: vec!["Norvik".to_owned()],
        industry: Some("Food Processing".to_owned()),
        employees: Some(1_200),
        revenue_musd: Some(410.5),
        tags: vec!["key".to_owned()],
        notes: "Two lines\nof notes".to_owned(),
        ..Account::default()
    };
    saved.id = store.save_account(&saved).unwrap();
    assert_eq!(store.account_file(saved.id, now()).unwrap().unwrap().account, saved);
    saved.tickers = vec!["NRVB".to_owned()];
    saved.domain = None;
    saved.aliases = Vec::new();
    store.save_account(&saved).unwrap();
    assert_eq!(store.account_file(saved.id, now()).unwrap().unwrap().account, saved);
}

#[test]
fn a_call_is_logged_once() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let call = call(&mut store, ane);
    assert!(!store.log_call(&call).unwrap().already);
    assert!(store.log_call(&call).unwrap().already);
    assert_eq!(store.calls(&CallQuery { limit: 10, ..CallQuery::default() }).unwrap().total.n, 1);
}
