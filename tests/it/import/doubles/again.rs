//! A file that comes again changes nothing, whatever is in it.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use whynow::domain::query::ImportKind;
use whynow::domain::query::ImportKind::{Accounts, Contacts};

use crate::support::imports::ends;
use crate::support::lists::Desk;

fn twice(kind: ImportKind, file: &str) {
    let mut desk = Desk::new();
    let first = desk.import(kind, file);
    let (before, tray) = (desk.accounts(), desk.tray());
    let again = desk.import(kind, file);
    let [created, updated, _, rejected] = ends(&again);
    assert_eq!((created, updated), (0, 0), "{file}\n{again:?}");
    assert_eq!(rejected, first.totals.rejected, "{file}");
    assert_eq!((desk.accounts(), desk.tray()), (before, tray), "{file}");
    let done = desk.store.undo().unwrap();
    assert!(done.is_none_or(|done| done.refused.is_none()));
    assert!(desk.accounts().is_empty() && desk.tray().is_empty(), "one undo takes it back: {file}");
}

#[test]
fn a_row_that_came_behind_another_of_its_file_stays_with_it_when_the_file_comes_again() {
    twice(Accounts, "Name,City,Phone\nZeta,Paris,+47 22 00 00 02\nZeta,,+47 22 00 00 01\nZeta,London,\n");
}

fn field(of: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(of)
}

/// Companies under several names, with the identifiers that rows give or leave out.
const COMPANIES: &[(&[&str], &str, &str, &str)] = &[
    (&["Acme", "Acme Inc", "Acme Group", "ACME LTD", "Acme International"], "acme.com", "ACM", "100"),
    (&["Bolt", "Bolt GmbH"], "bolt.org", "BLT", "200"),
    (&["Corva", "Corva UK"], "corva.co.uk", "CRV", "300"),
    (&["Zeta", "Zeta Holding"], "", "", ""),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    #[test]
    fn of_companies(rows in prop::collection::vec((
        prop::sample::select(COMPANIES),
        0..5_usize,
        (any::<bool>(), any::<bool>(), any::<bool>()),
        // Rows that put one company in two places are asked about; when they come again the answer may be another.
        field(&["", "Oslo"]),
        field(&["", "+47 22 00 00 01", "+47 22 00 00 02"]),
    ), 1..9)) {
        let lines = rows.iter().map(|((names, web, ticker, cik), name, says, city, phone)| {
            let some = |says: bool, text: &'static str| if says { text } else { "" };
            let (web, ticker, cik) = (some(says.0, web), some(says.1, ticker), some(says.2, cik));
            format!("{},{web},{ticker},{cik},{city},{phone}\n", names[name % names.len()])
        });
        let file = format!("Name,Website,Ticker,CIK,City,Phone\n{}", lines.collect::<String>());
        twice(Accounts, &file);
    }

    #[test]
    fn of_people(rows in prop::collection::vec((
        field(&["Ann Lee", "Ann Park", "Bob Ray", "B. Ray"]),
        field(&["", "ann@acme.com", "a.lee@acme.com", "info@acme.com", "ann@gmail.com"]),
        field(&["", "+1 212 555 0100", "+1 212 555 0199"]),
        field(&["Acme", "Acme Inc", "Bolt"]),
        field(&["", "COO", "CFO"]),
    ), 1..8)) {
        let lines = rows.iter().map(|(name, mail, phone, company, title)| {
            format!("{name},{mail},{phone},{company},{title}\n")
        });
        let file = format!("Name,Email,Phone,Company,Title\n{}", lines.collect::<String>());
        twice(Contacts, &file);
    }
}

#[test]
fn companies_that_left_the_list_of_a_system_are_named_and_kept() {
    let list = |rows: &[(u32, &str)]| {
        let rows = rows.iter().map(|(id, name)| format!("{id},{name},Ann\n")).collect::<String>();
        format!("Record ID,Company name,Company owner\n{rows}")
    };
    let mut desk = Desk::new();
    let first = desk.import(Accounts, &list(&[(11, "Acme"), (12, "Bolt"), (13, "Corva"), (14, "Zeta")]));
    assert_eq!(first.gone, []);
    desk.import(Accounts, "Name\nBy hand\n");
    let later = desk.import(Accounts, &list(&[(11, "Acme"), (13, "Corva"), (15, "Delta")]));
    let [gone] = later.gone.as_slice() else { panic!("{:?}", later.gone) };
    assert_eq!((gone.system.as_str(), gone.count, gone.names.join(", ").as_str()), ("hubspot", 2, "Bolt, Zeta"));
    let said = "2 accounts of hubspot are not in this file: Bolt, Zeta; nothing was done to them";
    assert!(later.notes.iter().any(|note| note == said), "{:?}", later.notes);
    assert_eq!(desk.accounts().len(), 6);
    // A few rows are no list, and what they leave out has gone nowhere.
    assert_eq!(desk.import(Accounts, &list(&[(11, "Acme")])).gone, []);
}
