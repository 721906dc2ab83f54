//! Real lists and exports, taken into a book one after the other.

use std::collections::BTreeSet;
use std::path::PathBuf;

use whynow::domain::account::Account;
use whynow::domain::import::options::Import;
use whynow::domain::progress::JobProgress;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job::import::{Proceed, run};
use whynow::store::Store;

use crate::support::imports::{accounts_of, ends, take, take_as};
use crate::support::{clock_at, data};

fn empty() -> Store {
    Store::in_memory(clock_at("2026-08-10T09:00:00+02:00")).unwrap()
}

fn import(store: &mut Store, kind: ImportKind, name: &str) -> ImportReport {
    let report = take(store, kind, &data(name));
    assert_eq!(report.totals.rejected, report.rejects.len() as u64);
    report
}

fn by_cik(store: &Store, cik: u64) -> Account {
    accounts_of(store).into_iter().find(|account| account.cik == Some(cik)).unwrap()
}

#[test]
fn two_classes_of_shares_are_one_account() {
    let mut store = empty();
    let report = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    assert_eq!((report.totals.read, ends(&report)), (503, [500, 3, 0, 0]));
    assert!(report.notes.iter().any(|note| note.contains("share classes")), "{:?}", report.notes);
    let alphabet = by_cik(&store, 1_652_044);
    assert_eq!(alphabet.tickers.iter().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["GOOG", "GOOGL"]));
    let again = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    assert_eq!(ends(&again), [0, 0, 503, 0]);
}

#[test]
fn another_years_list_blanks_nothing_and_its_tickers_follow_the_cik() {
    let mut store = empty();
    import(&mut store, ImportKind::Accounts, "sp500-2025-03-17.csv");
    let before = accounts_of(&store).len();
    let report = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    assert_eq!(report.totals.rejected, 0);
    assert_eq!(accounts_of(&store).len() as u64, before as u64 + report.totals.created);
    for (cik, ticker) in [(1_390_777, "BNY"), (62_709, "MRSH"), (798_354, "FISV")] {
        let account = by_cik(&store, cik);
        assert!(account.tickers.contains(&ticker.to_owned()), "{account:?}");
    }
    assert!(accounts_of(&store).iter().all(|account| account.industry.is_some() && account.cik.is_some()));
    let mut ciks: Vec<_> = accounts_of(&store).iter().filter_map(|account| account.cik).collect();
    let all = ciks.len();
    ciks.sort_unstable();
    ciks.dedup();
    assert_eq!(ciks.len(), all, "one account a CIK");
}

#[test]
fn three_lists_of_the_same_companies_make_one_account_each() {
    let mut store = empty();
    import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    import(&mut store, ImportKind::Accounts, "sp500-2025-03-17.csv");
    let report = import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
    assert_eq!((report.totals.read, ends(&report)), (1000, [559, 441, 0, 0]), "Ball moved: that is asked about");
    let all = accounts_of(&store);
    assert_eq!(all.len(), 1090);
    let holders = |ticker: &str| -> Vec<&str> {
        let holds = |account: &&Account| account.tickers.iter().any(|known| known == ticker);
        all.iter().filter(holds).map(|account| account.name.as_str()).collect()
    };
    // A new CIK under the same name; two renamings that keep a word or take the ticker for a name.
    assert_eq!([holders("XOM").len(), holders("RTX").len(), holders("BXP").len(), holders("CPB").len()], [1; 4]);
    let doubled = all.iter().flat_map(|account| &account.tickers).filter(|ticker| holders(ticker).len() > 1);
    // No rule can know that Kellogg became Kellanova.
    assert_eq!(doubled.map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(["K"]));
    assert_eq!(report.unsure, 2, "Kellogg and Ball are asked about");
    let again = import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
    assert_eq!(ends(&again), [0, 0, 1000, 0]);
}

#[test]
fn a_dry_run_counts_the_same_and_keeps_nothing() {
    let mut store = empty();
    let (kind, path) = (Some(ImportKind::Accounts), data("sp500-2026-08-08.csv"));
    let dry = take_as(&mut store, &Import { kind, path, dry_run: true, ..Import::default() });
    assert!(accounts_of(&store).is_empty() && dry.import.is_none());
    let real = import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    assert_eq!(ends(&dry), ends(&real));
    assert!(real.import.is_some());
}

#[test]
fn one_undo_takes_an_import_back() {
    let mut store = empty();
    import(&mut store, ImportKind::Accounts, "sp500-2025-03-17.csv");
    let before = accounts_of(&store);
    import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
    assert!(accounts_of(&store).len() > before.len());
    let done = store.undo().unwrap().unwrap();
    assert_eq!(done.refused, None);
    assert_eq!(accounts_of(&store), before);
    store.redo().unwrap().unwrap();
    assert!(accounts_of(&store).len() > before.len());
}

#[test]
fn a_stopped_import_keeps_nothing() {
    let mut store = empty();
    let stop = |at: JobProgress| if at.rows >= 2_000 { Proceed::Cancel } else { Proceed::Go };
    let (kind, path) = (Some(ImportKind::Triggers), data("layoffs-2020-2026.csv"));
    let report =
        run(&mut store, &Import { kind, path, ..Import::default() }, &Budget::default(), &mut { stop }).unwrap();
    assert!(report.cancelled && report.import.is_none());
    assert_eq!(report.notes, ["stopped after 2000 rows; nothing was kept"]);
    assert_eq!(store.whole_triggers(None, 10).unwrap().rows.len(), 0);
}

#[test]
fn a_day_of_filings_links_24_companies_of_the_sp_500() {
    let mut store = empty();
    import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    let report = import(&mut store, ImportKind::Triggers, "sec-8k-2025-12-12.atom");
    assert_eq!((report.totals.read, ends(&report)), (281, [281, 0, 0, 0]));
    assert_eq!(report.matched, 24);
    let again = import(&mut store, ImportKind::Triggers, "sec-8k-2025-12-12.atom");
    assert_eq!(ends(&again), [0, 0, 281, 0]);
}

#[test]
fn lists_of_layoffs_are_accounted_for_row_by_row() {
    let mut store = empty();
    import(&mut store, ImportKind::Accounts, "sp500-2026-08-08.csv");
    import(&mut store, ImportKind::Accounts, "fortune1000-2022.csv");
    for (name, read) in [("warn-wa.csv", 1123), ("warn-ny.csv", 252), ("layoffs-2020-2026.csv", 4099)] {
        let report = import(&mut store, ImportKind::Triggers, name);
        assert_eq!((report.totals.read, report.totals.rejected), (read, 0), "{name}");
        assert!(report.matched > 0, "{name}");
        let again = import(&mut store, ImportKind::Triggers, name);
        assert_eq!(ends(&again), [0, 0, read, 0], "{name} again");
    }
}

#[test]
fn crm_exports_enter_and_enter_again_unchanged() {
    let mut store = empty();
    let report = import(&mut store, ImportKind::Accounts, "salesforce-accounts-latin1.csv");
    assert_eq!((report.totals.read, report.totals.rejected), (423, 5));
    let again = import(&mut store, ImportKind::Accounts, "salesforce-accounts-latin1.csv");
    assert_eq!(ends(&again), [0, 0, 418, 5]);

    import(&mut store, ImportKind::Accounts, "hubspot-companies.csv");
    let people = import(&mut store, ImportKind::Contacts, "hubspot-contacts_sample_import-1.csv");
    assert_eq!((people.totals.read, people.totals.rejected), (11, 0), "{:?}", people.rejects);
    let again = import(&mut store, ImportKind::Contacts, "hubspot-contacts_sample_import-1.csv");
    assert_eq!(ends(&again), [0, 0, 11, 0]);

    let people = import(&mut store, ImportKind::Contacts, "atomic-crm-contacts-500.csv");
    assert_eq!((people.totals.read, people.totals.created), (500, 500));
    let again = import(&mut store, ImportKind::Contacts, "atomic-crm-contacts-500.csv");
    assert_eq!(ends(&again), [0, 0, 500, 0]);
}

#[test]
fn a_file_that_is_not_there_or_not_usable_leaves_the_book_alone() {
    let mut store = empty();
    let told = |store: &mut Store, path: PathBuf| {
        let import = Import { kind: Some(ImportKind::Accounts), path, ..Import::default() };
        format!("{:#}", run(store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap_err())
    };
    let nowhere = told(&mut store, data("nowhere.csv"));
    assert!(nowhere.starts_with("There is no file") && nowhere.contains("nowhere.csv"), "{nowhere}");
    assert!(told(&mut store, data("")).contains("is a folder"));
    assert!(told(&mut store, data("README.md")).contains("has no column for company or web domain"));
    assert_eq!(store.undo().unwrap(), None);
}
