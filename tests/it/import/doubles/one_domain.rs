//! Who is one: a web domain, an id and an address that several share.

use std::fmt::Write;

use whynow::domain::matching::MatchBasis;
use whynow::domain::query::ImportKind::{Accounts, Contacts};

use crate::support::imports::ends;
use crate::support::lists::Desk;

#[test]
fn firms_of_a_group_that_share_its_domain_stay_apart_and_wait_in_the_tray() {
    let mut desk = Desk::new();
    let lines = "Name,Website,City,Employees\n\
        Norvik Oslo AS,norvik.example,Oslo,120\nNorvik Bergen AS,norvik.example,Bergen,40\nNorvik AB,norvik.example,,\n";
    let report = desk.import(Accounts, lines);
    assert_eq!((ends(&report), report.unsure), ([3, 0, 0, 0], 2), "{report:?}");
    let cities: Vec<_> = desk.accounts().into_iter().filter_map(|account| account.city).collect();
    assert_eq!(cities.len(), 2, "no city is lost: {cities:?}");
    assert!(desk.tray().iter().all(|(_, _, by)| *by == MatchBasis::OtherNameOfDomain), "{:?}", desk.tray());
    assert_eq!((desk.tray().len(), desk.twins()[0].more), (1, 1), "one row for the group");
    let again = desk.import(Accounts, lines);
    assert_eq!((ends(&again), again.unsure), ([0, 0, 3, 0], 0), "a second time each is its own: {again:?}");
}

#[test]
fn one_row_too_many_of_the_same_firm_is_no_other_firm() {
    let mut desk = Desk::new();
    let lines = "Name,Website,City,Employees\n\
        Norvik AS,norvik.example,Oslo,120\nNorvik,www.norvik.example,Oslo,125\nNorvik Foods,norvik.example,,\n";
    assert_eq!(ends(&desk.import(Accounts, lines))[0], 1, "{:?}", desk.names());
}

#[test]
fn an_id_under_two_names_in_one_file_is_a_doubt_and_in_another_file_a_new_name() {
    let mut desk = Desk::new();
    let head = "Account ID,Account Name,Account Owner,Last Activity\n";
    let report =
        desk.import(Accounts, &format!("{head}0016000000AbCdE,Norvik Foods,,\n0016000000AbCdE,Zeta Steel,,\n"));
    assert_eq!((ends(&report), report.unsure), ([2, 0, 0, 0], 1), "{report:?}");
    assert_eq!(desk.tray()[0].2, MatchBasis::OtherNameOfId);
    assert_eq!(desk.store.merge_doubles().unwrap().merged, 0, "nobody merges them unasked");
    let mut desk = Desk::new();
    desk.import(Accounts, &format!("{head}0016000000AbCdE,Norvik Foods,,\n"));
    let renamed = desk.import(Accounts, &format!("{head}0016000000AbCdE,Zeta Steel,,\n"));
    assert_eq!((ends(&renamed), desk.names()), ([0, 1, 0, 0], vec!["Zeta Steel".to_owned()]));
}

#[test]
fn a_domain_of_many_names_identifies_nobody_and_fills_no_tray() {
    let mut desk = Desk::new();
    let mut lines = "Name,Website\n".to_owned();
    for name in ["Alder", "Birch", "Cedar", "Douglas", "Elm", "Fir", "Gingko", "Hazel", "Ivy", "Juniper"] {
        writeln!(lines, "{name} Dental,landlord.example").unwrap();
    }
    let report = desk.import(Accounts, &lines);
    assert_eq!(ends(&report)[0], 10, "{report:?}");
    let later = desk.import(Accounts, "Name,Website\nLarch Dental,landlord.example\n");
    assert_eq!((ends(&later), later.unsure), ([1, 0, 0, 0], 0), "{later:?}");
    let before = desk.tray().len();
    let found = desk.store.find_doubles().unwrap();
    assert_eq!((found.new, desk.tray().len()), (0, before), "no pair of each two of them");
    assert_eq!(ends(&desk.import(Accounts, &lines)), [0, 0, 10, 0]);
}

#[test]
fn a_group_of_many_is_one_row_of_the_tray_and_the_surest_pair_comes_first() {
    let mut desk = Desk::new();
    for city in ["Oslo", "Bergen", "Molde", "Bodø"] {
        desk.account(whynow::domain::account::Account {
            name: "Norvik".to_owned(),
            city: Some(city.to_owned()),
            ..Default::default()
        });
    }
    for name in ["Zeta Steel", "Zeta Steel AS"] {
        desk.account(whynow::domain::account::Account {
            name: name.to_owned(),
            domain: Some("zeta.example".to_owned()),
            ..Default::default()
        });
    }
    assert_eq!(desk.store.find_doubles().unwrap().open, 4, "three of Norvik, one of Zeta");
    let twins = desk.twins();
    let shown: Vec<_> = twins.iter().map(|twin| (twin.one.as_str(), twin.more)).collect();
    assert_eq!(shown, [("Zeta Steel", 0), ("Norvik", 2)]);
    desk.decide(1, whynow::domain::matching::duplicate_pair::PairDecision::Two);
    assert_eq!(desk.twins()[1].more, 1, "the next of the group comes up");
    assert_eq!(desk.store.find_doubles().unwrap().new, 0, "the next stands for the group");
    desk.decide(1, whynow::domain::matching::duplicate_pair::PairDecision::Two);
    assert_eq!(desk.store.find_doubles().unwrap().new, 1, "the two that were kept apart from the first may be one");
}

#[test]
fn a_mail_from_a_part_of_a_company_goes_to_the_company() {
    let mut desk = Desk::new();
    desk.import(Accounts, "Name,Website\nFirm Ltd,firm.co.uk\n");
    let people = "Name,E-mail\nJan Berg,jan@eu.mail.firm.co.uk\nAne Lund,ane@us.zeta.de\nPer Dahl,per@eu.zeta.de\n\
        Bo Ek,bo@mail.gmail.com\nMo Vo,mo@xn--mller-kva.de\nJo Fo,jo@müller.de\nUwe Kern,uwe@seznam.cz\n";
    let report = desk.import(Contacts, people);
    assert_eq!(ends(&report), [5, 0, 0, 2], "{report:?}");
    assert_eq!(desk.names(), ["Firm Ltd", "zeta.de", "müller.de"]);
}

#[test]
fn a_mail_that_may_be_of_several_companies_is_asked_about_once() {
    let mut desk = Desk::new();
    desk.import(Accounts, "Name,Website,City\nNorvik Oslo,norvik.example,Oslo\nNorvik Bergen,norvik.example,Bergen\n");
    let before = desk.tray().len();
    let people = "Name,E-mail\nAne Lund,ane@norvik.example\nPer Dahl,per@eu.norvik.example\n";
    assert_eq!(ends(&desk.import(Contacts, people)), [2, 0, 0, 0]);
    assert_eq!(desk.names(), ["Norvik Oslo", "Norvik Bergen", "norvik.example"]);
    assert!(desk.tray().len() > before, "{:?}", desk.tray());
}

#[test]
fn a_number_for_value_added_tax_is_one_with_and_without_its_country() {
    let mut desk = Desk::new();
    desk.import(Accounts, "Name,VAT number\nNorvik Foods,PL 526-025-09-95\n");
    let report = desk.import(Accounts, "Name,VAT number,City\nNorvik Foods Polska,5260250995,Warszawa\n");
    assert_eq!(ends(&report), [0, 1, 0, 0], "{report:?}");
    let other = desk.import(Accounts, "Name,VAT number\nNorvik Foods,DE5260250995\n");
    assert_eq!(ends(&other), [1, 0, 0, 0], "of another country it is another company: {other:?}");
}
