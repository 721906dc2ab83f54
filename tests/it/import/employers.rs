//! Lists of people that say what their companies are: the accounts take it in the same import.

use whynow::domain::import::options::Import;
use whynow::domain::query::{ImportKind, ImportReport};
use whynow::exchange::budget::Budget;
use whynow::job::import::{Proceed, run};
use whynow::store::Store;

use crate::support::clock_at;
use crate::support::imports::{accounts_of, ends, take_text};

const LIST: &str = "Company;Country;City;Industry;Head count;Name;Job title;Email;Phone\n\
    Norvik Foods;Norsko;Bergen;food;420;Ane Lund;COO;ane@norvik.example;+47 22 33 44 55\n\
    Norvik Foods;Norsko;Oslo;dairy;;Per Dahl;CFO;per@norvik.example;\n\
    Moravia Plast a.s.;Atlantis;Brno;plastics;80;Jana Nová;ředitelka;jana@moravia.example;577 555 321\n";

fn empty() -> Store {
    Store::in_memory(clock_at("2026-08-10T09:00:00+02:00")).unwrap()
}

/// Takes a list in without saying what its rows are.
fn take_unsaid(store: &mut Store, text: &str) -> ImportReport {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("list.csv");
    std::fs::write(&path, text).unwrap();
    run(store, &Import { path, ..Import::default() }, &Budget::default(), &mut |_| Proceed::Go).unwrap()
}

/// Name, country, city, industry and head count of every account.
fn told(store: &Store) -> Vec<String> {
    let mut told: Vec<String> = accounts_of(store)
        .into_iter()
        .map(|account| {
            let parts = [Some(account.name), account.country, account.city, account.industry];
            let head = account.employees.map(|head| head.to_string()).unwrap_or_default();
            format!("{} {head}", parts.map(Option::unwrap_or_default).join(" "))
        })
        .collect();
    told.sort();
    told
}

#[test]
fn companies_with_their_people_come_in_whole_in_one_import() {
    let mut store = empty();
    let report = take_unsaid(&mut store, LIST);
    assert_eq!((report.kind, ends(&report)), (ImportKind::Contacts, [3, 0, 0, 0]));
    assert!(report.mapping.iter().all(|column| column.field.is_some()), "{:?}", report.mapping);
    assert_eq!(told(&store), ["Moravia Plast a.s. Atlantis Brno plastics 80", "Norvik Foods Norsko Bergen food 420"]);
    let doubt = report.notes.iter().find(|note| note.contains("Atlantis"));
    assert!(doubt.is_some_and(|note| note.starts_with("line 4: ")), "{:?}", report.notes);
    assert!(!report.notes.iter().any(|note| note.contains("Norsko")), "{:?}", report.notes);
    assert_eq!(ends(&take_unsaid(&mut store, LIST)), [0, 0, 3, 0], "the same file again changes nothing");
}

#[test]
fn what_the_book_knows_of_a_company_stays_and_its_gaps_are_filled() {
    let mut store = empty();
    take_text(&mut store, ImportKind::Accounts, "a.csv", "Company,City\nNorvik Foods,Stavanger\n");
    take_text(
        &mut store,
        ImportKind::Contacts,
        "p.csv",
        "Company,Name,Email\nNorvik Foods,Ane Lund,ane@norvik.example\n",
    );
    let report = take_unsaid(&mut store, LIST);
    assert_eq!(ends(&report)[..2], [2, 1], "{report:?}");
    assert!(told(&store).contains(&"Norvik Foods Norsko Stavanger food 420".to_owned()), "{:?}", told(&store));
}

#[test]
fn a_list_of_companies_is_still_one_and_says_which_countries_it_did_not_understand() {
    let mut store = empty();
    let rows = "Company,Country,City,Industry,Employees,Phone\nA,Atlantis,X,food,1,1\nB,Lemuria,X,food,1,1\nC,Německo,X,food,1,1\n\
        D,Atlantis,X,food,1,1\nE,n/a,X,food,1,1\n";
    let report = take_unsaid(&mut store, rows);
    assert_eq!(report.kind, ImportKind::Accounts);
    let says = "3 rows, the first on line 2: the country is kept as written, but no country is known by that name, so it \
        tells no clock (“Atlantis”, “Lemuria”)";
    assert!(report.notes.iter().any(|note| note == says), "{:?}", report.notes);
}
