//! What is sure updates; what is not enters as its own and waits in the tray.

use whynow::domain::matching::MatchBasis;
use whynow::domain::query::ImportKind::{Accounts, Contacts};

use crate::support::imports::ends;
use crate::support::lists::{Desk, known};

const HEADER: &str = "Name,Website,Ticker,CIK,City,Region,Country,Phone\n";

fn rows(rows: &[&str]) -> String {
    format!("{HEADER}{}\n", rows.join("\n"))
}

#[test]
fn each_sure_sign_is_named() {
    let mut desk = Desk::new();
    desk.import(
        Accounts,
        &rows(&[
            "Acme Inc,acme.com,ACM,100,Oslo,,,",
            "Bolt Ltd,bolt.example.org,,,Bergen,,,",
            "Corva AG,,CRV,,,,,",
            "Delta GmbH,,,,Bonn,,,",
            "Ember KK,,,,,,,",
        ]),
    );
    let report = desk.import(
        Accounts,
        &rows(&[
            "Acme Holdings Corp,,,100,,,,+47 22 00 00 01",
            "Bolt,bolt.example.org,,,,,,+47 22 00 00 02",
            "Corva,,CRV,,,,,+47 22 00 00 03",
            "DELTA,,,,Bonn,,,+47 22 00 00 04",
            "Ember,,,,Kyoto,,,+47 22 00 00 05",
        ]),
    );
    assert_eq!(ends(&report), [0, 5, 0, 0], "{report:?}");
    assert_eq!(
        known(&report),
        [
            ("same CIK", 1),
            ("same name", 1),
            ("same name and place", 1),
            ("same ticker, and the names agree", 1),
            ("same web domain, and the names agree", 1),
        ]
    );
    assert_eq!((report.unsure, desk.tray().len()), (0, 0));
}

#[test]
fn what_is_not_sure_becomes_an_account_of_its_own_and_a_pair_of_the_tray() {
    for (book, row, why) in [
        ("Acme Inc,,,,London,,,", "Acme Ltd,,,,Paris,,,", MatchBasis::OtherPlace),
        ("Acme Inc,acme.com,,,,,,", "Zeta Ltd,acme.com,,,,,,", MatchBasis::OtherNameOfDomain),
        ("Kellogg,,K,,,,,", "Zeta Ltd,,K,,,,,", MatchBasis::OtherNameOfTicker),
        ("Acme Inc,,,,,,,", "Acme Group,,,,,,,", MatchBasis::NearlyTheName),
        ("Acme Inc,,,,,,,", "Acme (UK) Ltd,,,,,,,", MatchBasis::NearlyTheName),
        ("Acme UK,,,,,,,", "Acme,,,,,,,", MatchBasis::NearlyTheName),
        ("Acme International,,,,,,,", "Acme Inc,,,,,,,", MatchBasis::NearlyTheName),
    ] {
        let mut desk = Desk::new();
        desk.import(Accounts, &rows(&[book]));
        let report = desk.import(Accounts, &rows(&[row]));
        assert_eq!((ends(&report), report.unsure), ([1, 0, 0, 0], 1), "{book} / {row}");
        let tray = desk.tray();
        assert_eq!(tray.len(), 1, "{tray:?}");
        assert_eq!(tray[0].2, why, "{book} / {row}");
        let again = desk.import(Accounts, &rows(&[book, row]));
        assert_eq!((ends(&again), again.unsure, desk.tray().len()), ([0, 0, 2, 0], 0, 1), "{book} / {row}: {again:?}");
        desk.sound();
    }
}

#[test]
fn two_rows_with_ids_of_one_register_are_never_one_and_nobody_is_asked() {
    let mut desk = Desk::new();
    desk.import(Accounts, &rows(&["Acme Inc,acme.com,ACM,100,London,,,"]));
    let report = desk.import(Accounts, &rows(&["Acme Inc,acme.com,,200,London,,,"]));
    assert_eq!((ends(&report), report.unsure), ([1, 0, 0, 0], 0));
    assert_eq!(desk.names(), ["Acme Inc", "Acme Inc"]);
}

#[test]
fn of_several_of_one_name_the_place_tells_and_else_a_person_is_asked() {
    let mut desk = Desk::new();
    desk.import(Accounts, &rows(&["Acme Inc,,,,London,,,", "Acme Inc,,,,Paris,,,"]));
    assert_eq!((desk.names().len(), desk.tray().len()), (2, 1));
    let report = desk.import(Accounts, &rows(&["Acme Ltd,,,,Paris,,,+47 22 00 00 07"]));
    assert_eq!(ends(&report), [0, 1, 0, 0]);
    let report = desk.import(Accounts, &rows(&["Acme Ltd,,,,,,,+47 22 00 00 08"]));
    assert_eq!((ends(&report), report.unsure), ([1, 0, 0, 0], 1), "{report:?}");
    assert!(desk.tray().iter().filter(|pair| pair.2 == MatchBasis::OneOfSeveral).count() == 2, "{:?}", desk.tray());
    let again = desk.import(Accounts, &rows(&["Acme Ltd,,,,,,,+47 22 00 00 08"]));
    assert_eq!(ends(&again), [0, 0, 1, 0]);
}

#[test]
fn a_company_known_under_two_names_is_found_by_both() {
    let mut desk = Desk::new();
    desk.import(Accounts, &rows(&["Acme Inc dba Rocket Labs,,,,Oslo,,,"]));
    let report = desk.import(Accounts, &rows(&["Rocket Labs,,,,,,,+47 22 00 00 01", "Acme,,,,,,,"]));
    assert_eq!(ends(&report)[0], 0, "{report:?}");
    assert_eq!(desk.names().len(), 1);
}

#[test]
fn a_later_row_of_a_file_never_takes_back_what_an_earlier_one_said() {
    let mut desk = Desk::new();
    let file = rows(&["Acme Inc,acme.com,,,Oslo,,,+47 22 00 00 01", "Acme,acme.com,,,Oslo,,Norway,+47 22 00 00 02"]);
    desk.import(Accounts, &file);
    let [account] = desk.accounts().try_into().unwrap();
    assert_eq!((account.phone.as_deref(), account.country.as_deref()), (Some("+47 22 00 00 01"), Some("Norway")));
    assert_eq!(ends(&desk.import(Accounts, &file)), [0, 0, 2, 0]);
}

const PEOPLE: &str = "Name,Email,Phone,Company\n";

#[test]
fn people_are_known_by_address_by_name_at_their_account_and_by_number() {
    let mut desk = Desk::new();
    desk.import(
        Contacts,
        &format!("{PEOPLE}Ann Lee,ann@acme.com,,Acme\nBob Ray,,+1 212 555 0100,Acme\nCem Oz,,,Bolt\n"),
    );
    let report = desk.import(Contacts, &format!(
        "{PEOPLE}Ann Lee-Park,ann@acme.com,,Other\nBob Ray,,(212) 555-0100,Corva\nCem Oz,cem@bolt.example.org,,Bolt\n"
    ));
    let by: Vec<&str> = known(&report).into_iter().map(|(by, _)| by).collect();
    assert!(by.contains(&"same e-mail address") && by.contains(&"same name at the same account"), "{by:?}");
    assert_eq!(report.totals.rejected, 0);
}

#[test]
fn two_addresses_of_one_company_may_be_two_people_and_a_desk_is_nobody() {
    let mut desk = Desk::new();
    let file = format!(
        "{PEOPLE}Ann Lee,ann@acme.com,,Acme\nAnn Lee,a.lee2@acme.com,,Acme\nBob Ray,info@acme.com,,Acme\nBob Lee,info@acme.com,,Acme\n"
    );
    let report = desk.import(Contacts, &file);
    assert_eq!((ends(&report), report.unsure), ([4, 0, 0, 0], 1), "{report:?}");
    assert_eq!(desk.tray(), [("Ann Lee".to_owned(), "Ann Lee".to_owned(), MatchBasis::OtherMailbox)]);
    assert_eq!(ends(&desk.import(Contacts, &file)), [0, 0, 4, 0]);
}

#[test]
fn a_person_at_a_company_that_could_be_several_is_not_refused() {
    let mut desk = Desk::new();
    desk.import(Accounts, &rows(&["Acme Inc,,,,London,,,", "Acme Ltd,,,,Paris,,,"]));
    let file = format!("{PEOPLE}Ann Lee,,,Acme GmbH\nBob Ray,,,Acme GmbH\n");
    let report = desk.import(Contacts, &file);
    assert_eq!((ends(&report), report.unsure), ([2, 0, 0, 0], 1), "{report:?}");
    assert_eq!(desk.names(), ["Acme Inc", "Acme Ltd", "Acme GmbH"]);
    assert_eq!(ends(&desk.import(Contacts, &file)), [0, 0, 2, 0]);
}
