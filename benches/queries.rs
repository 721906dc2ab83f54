//! How long until a window of a list, a letter of the filter, a logged call? Over the book in `WHYNOW_BENCH_BOOK`, which
//! `cargo bench --bench book -- 1000000 FILE` makes. Logging writes to that book.

use std::path::PathBuf;
use std::sync::Arc;

use divan::{Bencher, black_box};
use whynow::clock::{Clock, SystemClock};
use whynow::domain::call::Reach;
use whynow::domain::query::{AccountQuery, AccountSort, CallQuery, TodayQuery, Tray, TriggerQuery};
use whynow::domain::scorecard::Period;
use whynow::store::Store;

fn main() {
    if std::env::var_os("WHYNOW_BENCH_BOOK").is_some() {
        divan::main();
    }
}

fn book() -> Store {
    let path = PathBuf::from(std::env::var_os("WHYNOW_BENCH_BOOK").expect("main looks first"));
    Store::open(&path, Arc::new(SystemClock)).expect("a book made by the other bench")
}

fn query(filter: &str, sort: AccountSort, offset: usize) -> AccountQuery {
    AccountQuery { filter: filter.to_owned(), sort, fit: None, offset, limit: 40 }
}

#[divan::bench]
fn open_and_count(bencher: Bencher) {
    bencher.bench(|| book().reps());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn today_cold(bencher: Bencher) {
    bencher.with_inputs(book).bench_values(|mut store| store.today(SystemClock.now(), 0, 40));
}

#[divan::bench]
fn today_warm(bencher: Bencher) {
    let mut store = book();
    bencher.bench_local(|| store.today(SystemClock.now(), 0, 40));
}

/// The letters of a filter on Today, as they are typed.
#[divan::bench]
fn today_filter(bencher: Bencher) {
    let mut store = book();
    bencher.bench_local(|| {
        for filter in ["a", "al", "ald"] {
            let query = TodayQuery { filter: filter.to_owned(), limit: 80, ..TodayQuery::default() };
            black_box(store.today_matching(&query, SystemClock.now())).ok();
        }
    });
}

#[divan::bench(args = ["reason", "name", "last_touch", "size"])]
fn accounts_first(bencher: Bencher, sort: &str) {
    let (mut store, sort) = (book(), AccountSort::from_key(sort).unwrap_or(AccountSort::Name));
    bencher.bench_local(|| store.accounts(&query("", sort, 0), SystemClock.now()));
}

#[divan::bench(args = ["reason", "name", "last_touch", "size"])]
fn accounts_at_half_a_million(bencher: Bencher, sort: &str) {
    let (mut store, sort) = (book(), AccountSort::from_key(sort).unwrap_or(AccountSort::Name));
    bencher.bench_local(|| store.accounts(&query("", sort, 500_000), SystemClock.now()));
}

#[divan::bench(args = ["c", "ce", "ced", "ceda", "cedar", "cedar ", "cedar l", "cedar lo", "cedar log", "zur", "oslo foods",
    "9e3", "nothing", "!cedar", "cedar !foods"])]
fn filter(bencher: Bencher, typed: &str) {
    let mut store = book();
    bencher.bench_local(|| store.accounts(&query(typed, AccountSort::Reason, 0), SystemClock.now()));
}

#[divan::bench(args = ["", "n", "new", "funding 12"])]
fn triggers_kept(bencher: Bencher, typed: &str) {
    let mut store = book();
    let query = TriggerQuery { tray: Tray::Kept, filter: typed.to_owned(), offset: 0, limit: 40 };
    bencher.bench_local(|| store.triggers(&query, SystemClock.now()));
}

#[divan::bench(args = ["", "c", "cedar", "figures"])]
fn calls(bencher: Bencher, typed: &str) {
    let mut store = book();
    let query = CallQuery { filter: typed.to_owned(), selection: Default::default(), offset: 0, limit: 40 };
    bencher.bench_local(|| store.calls(&query));
}

#[divan::bench(args = ["cedar", "ane", "figures"])]
fn search(bencher: Bencher, typed: &str) {
    let store = book();
    bencher.bench_local(|| store.search(black_box(typed), 20));
}

#[divan::bench(sample_count = 10)]
fn scorecards_of_a_year(bencher: Bencher) {
    let store = book();
    let today = SystemClock.now().date();
    let period = Period { from: today - chrono::Duration::days(364), until: today, rep: None };
    bencher.bench_local(|| store.scorebook(&period));
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn log_a_call(bencher: Bencher) {
    let mut store = book();
    let now = SystemClock.now();
    let rows = store.today(now, 0, 200).expect("Today").people.rows;
    let mut whom = rows.iter().cycle();
    bencher.bench_local(|| {
        let row = whom.next().expect("Today has people");
        let mut call = store.log_start(row.contact_id, now).expect("a form").call;
        call.reach = Reach::NoAnswer;
        store.log_call(&call)
    });
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn log_a_call_and_see_today(bencher: Bencher) {
    let mut store = book();
    let now = SystemClock.now();
    let rows = store.today(now, 0, 200).expect("Today").people.rows;
    let mut whom = rows.iter().cycle();
    bencher.bench_local(|| {
        let row = whom.next().expect("Today has people");
        let call = store.log_start(row.contact_id, now).expect("a form").call;
        store.log_call(&call).expect("logged");
        store.today(now, 0, 40)
    });
}
