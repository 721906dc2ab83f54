//! Real lists of companies against each other.

use whynow::domain::matching::MatchBasis;
use whynow::domain::query::ImportKind::{Accounts, Triggers};

use crate::support::data;
use crate::support::imports::ends;
use crate::support::lists::Desk;

const LISTS: [&str; 3] = ["sp500-2026-08-08.csv", "sp500-2025-03-17.csv", "fortune1000-2022.csv"];

#[test]
fn in_whatever_order_the_lists_come_no_two_companies_become_one_and_the_known_doubles_are_asked_about() {
    for order in [[0, 1, 2], [1, 0, 2], [2, 0, 1], [2, 1, 0], [0, 2, 1], [1, 2, 0]] {
        let mut desk = Desk::new();
        for list in order {
            desk.import_file(Accounts, &data(LISTS[list]));
        }
        let mut ciks: Vec<u64> = desk.accounts().iter().filter_map(|account| account.cik).collect();
        let all = ciks.len();
        ciks.sort_unstable();
        ciks.dedup();
        assert_eq!(ciks.len(), all, "one account a CIK");
        let asked = |part: &str| desk.tray().iter().any(|(one, other, _)| one.contains(part) || other.contains(part));
        assert!(asked("Kellogg"), "{order:?}: {:?}", desk.tray());
        for list in LISTS {
            let again = desk.import_file(Accounts, &data(list));
            assert_eq!(again.totals.created, 0, "{order:?} {list}");
        }
    }
}

#[test]
fn filings_find_their_companies_as_before() {
    let mut desk = Desk::new();
    desk.import_file(Accounts, &data("sp500-2026-08-08.csv"));
    let report = desk.import_file(Triggers, &data("sec-8k-2025-12-12.atom"));
    assert_eq!((report.totals.created, report.matched), (281, 24));
}

#[test]
fn a_crm_of_doubles_enters_whole_and_its_doubles_are_asked_about() {
    let mut desk = Desk::new();
    desk.import_file(Accounts, &data("salesforce-accounts-latin1.csv"));
    let again = desk.import_file(Accounts, &data("salesforce-accounts-latin1.csv"));
    let [created, updated, ..] = ends(&again);
    assert_eq!((created, updated), (0, 0));
    assert!(desk.tray().iter().all(|(.., by)| *by != MatchBasis::SameId));
}
