//! Key scripts about clocks that nobody knows, countries that are not understood, and headlines of companies.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::trigger::{Scope, Status, Trigger};

use crate::support::desk::Desk;

/// A book of one account with a reason and one person with a number that has no country code.
fn moravia(country: Option<&str>, home: Option<&str>) -> Desk {
    let mut desk = Desk::empty();
    let today = desk.clock.now().date();
    let store = desk.store();
    store.set_zone(None);
    store.set_home(home.map(str::to_owned));
    let new = Account { name: "Moravia Plast a.s.".into(), country: country.map(str::to_owned), ..Account::default() };
    let account = store.save_account(&new).unwrap();
    let phone = Phone { raw: "577 555 321".into(), label: String::new() };
    let jana = Contact { account_id: account, name: "Jana Nová".into(), phones: vec![phone], ..Contact::default() };
    store.save_contact(&jana).unwrap();
    let trigger = Trigger {
        kind: "new_office".into(),
        headline: "Moravia Plast opens a hall".into(),
        scope: Scope::Company,
        strength: 4,
        occurred_on: today - Duration::days(3),
        status: Status::Kept,
        accounts: vec![account],
        ..Trigger::default()
    };
    store.save_trigger(&trigger).unwrap();
    desk.press("R1");
    desk
}

#[test]
fn today_says_that_nothing_speaks_against_a_call_only_where_the_clock_is_known() {
    for (country, home, known) in [
        (None, None, false),
        (Some("Atlantis"), None, false),
        (Some("Atlantis"), Some("CZ"), false),
        (Some("Česká republika"), None, true),
        (None, Some("CZ"), true),
    ] {
        let screen = moravia(country, home).screen(160, 40);
        assert_eq!(screen.contains("nothing speaks against calling now"), known, "{country:?} {home:?}\n{screen}");
        assert_eq!(screen.contains("Nobody knows what time it is there"), !known, "{country:?} {home:?}\n{screen}");
    }
}

#[test]
fn the_form_of_an_account_says_that_a_country_is_not_understood() {
    let mut desk = moravia(None, None);
    desk.press("2e");
    assert!(!desk.screen(120, 36).contains("No country is known"), "{}", desk.screen(120, 36));
    desk.press("<tab><tab><tab><tab><tab>");
    desk.type_in("Atlantis");
    assert!(desk.screen(120, 36).contains("No country is known as \"Atlantis\""), "{}", desk.screen(120, 36));
    desk.press("<ctrl-u>");
    desk.type_in("Czechia");
    assert!(!desk.screen(120, 36).contains("No country is known"), "{}", desk.screen(120, 36));
}

#[test]
fn the_inbox_names_a_likely_company_and_offers_no_account_for_anything_else() {
    for (headline, company) in [
        ("Nordsee Fisch AG buys a trawler", Some("Nordsee Fisch AG")),
        ("PPWR takes effect in August", None),
        ("Weather delays the harvest", None),
    ] {
        let mut desk = Desk::empty();
        let today = desk.clock.now().date();
        let trigger =
            Trigger { kind: "other".into(), headline: headline.into(), occurred_on: today, ..Trigger::default() };
        desk.store().save_trigger(&trigger).unwrap();
        desk.press("R3");
        let screen = desk.screen(160, 40);
        match company {
            Some(company) => assert!(screen.contains(&format!("? {company}")), "{screen}"),
            None => assert!(screen.contains("(whose?)"), "{screen}"),
        }
        desk.press("L");
        let screen = desk.screen(160, 40);
        assert_eq!(screen.contains("new account: "), company.is_some(), "{screen}");
    }
}
