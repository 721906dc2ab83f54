//! How long 10,000 headlines take to find their accounts among a million: `cargo bench --bench headlines -- BOOK`.
//!
//! The book is only read: the import is given up at the end. Without a book, one of 100,000 accounts is made in memory.
//! Half of the headlines name an account of the book, some by a first word that thousands share; half name nobody.
#![expect(clippy::print_stdout, reason = "a bench reports on stdout")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use whynow::clock::{Clock, SystemClock};
use whynow::domain::account::Account;
use whynow::domain::query::{AccountQuery, AccountSort, ImportKind};
use whynow::domain::trigger::Trigger;
use whynow::store::Store;

const HEADLINES: usize = 10_000;
const BATCH: usize = 1_000;

fn main() {
    let book = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let mut store = match &book {
        Some(path) => Store::open(Path::new(path), Arc::new(SystemClock)).expect("the book opens"),
        None => made(),
    };
    let names = names(&mut store);
    let mut headlines = headlines(&names);
    let mut importing = store.begin_import(ImportKind::Triggers, "headlines", true).expect("an import begins");
    let began = Instant::now();
    let mut linked = 0;
    for batch in headlines.chunks_mut(BATCH) {
        importing.look_into(batch, false).expect("the book is read");
        linked += batch.iter().filter(|trigger| !trigger.accounts.is_empty()).count();
    }
    let took = began.elapsed();
    println!("{HEADLINES} headlines, {} names drawn from the book: {linked} linked in {took:?}", names.len());
    importing.abandon().expect("nothing is kept");
}

/// Words that names of companies begin and go on with.
const FIRST: [&str; 12] = [
    "Cedar", "Norvik", "Harbour", "Quartz", "Summit", "Lumen", "Brixton", "Oslo", "Zenith", "Kestrel", "Falcon",
    "Alder",
];
const SECOND: [&str; 10] =
    ["Foods", "Logistics", "Systems", "Steel", "Health", "Energy", "Partners", "Motors", "Textiles", "Software"];

/// A book of 100,000 accounts.
fn made() -> Store {
    let mut store = Store::in_memory(Arc::new(SystemClock)).expect("a book in memory");
    let mut importing = store.begin_import(ImportKind::Accounts, "accounts", false).expect("an import begins");
    for at in 0..100_000_usize {
        let word = |words: &[&str], by: usize| words.get(at / by % words.len()).map_or("", |word| *word).to_owned();
        let name = format!("{} {} {} Inc", word(&FIRST, 1), word(&SECOND, 12), at / 120);
        importing.account(&Account { name, ..Account::default() }).expect("an account goes in");
    }
    importing.finish().expect("the import is kept");
    store
}

/// Names from all over the book.
fn names(store: &mut Store) -> Vec<String> {
    let pages = 10;
    let total = store.accounts(&page(0), SystemClock.now()).expect("a page").total.n;
    let rows = (0..pages).flat_map(|at| {
        store
            .accounts(&page(at * total / pages), SystemClock.now())
            .expect("a page")
            .rows
            .into_iter()
            .map(|row| row.name)
    });
    rows.collect()
}

fn page(offset: usize) -> AccountQuery {
    AccountQuery { filter: String::new(), sort: AccountSort::Name, fit: None, offset, limit: 500 }
}

fn headlines(names: &[String]) -> Vec<Trigger> {
    const WHAT: [&str; 5] = [
        "opens a plant in Ohio and hires 300 People for its new Line",
        "Names Jane Smith as Chief Financial Officer to succeed John Miller",
        "Reports Third Quarter Results Above Expectations as Demand Grows in Europe",
        "to cut 120 Jobs at its Works in Duisburg, says the Works Council",
        "completes the Acquisition of a Maker of industrial Pumps for $45 Million",
    ];
    let headline = |at: usize| {
        let what = WHAT.get(at % WHAT.len()).copied().unwrap_or_default();
        match names.get(at * 7 % names.len().max(1)).filter(|_| at.is_multiple_of(2)) {
            Some(name) => format!("{name} {what}"),
            None => format!("Village {at} Council {what}"),
        }
    };
    let summary =
        "The Company said on Tuesday that its Board has approved the Plan, and Analysts in New York expected it.";
    (0..HEADLINES)
        .map(|at| Trigger { headline: headline(at), summary: summary.to_owned(), ..Trigger::default() })
        .collect()
}
