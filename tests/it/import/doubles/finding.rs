//! What is double in the book already.

use whynow::domain::account::{Account, Contact, ExternalId, Phone};
use whynow::domain::call::Reach;
use whynow::domain::matching::MatchBasis;
use whynow::domain::matching::duplicate_pair::PairDecision;

use crate::support::lists::Desk;

fn named(name: &str) -> Account {
    Account { name: name.to_owned(), ..Account::default() }
}

#[test]
fn every_sort_of_double_is_found_once_and_with_its_reason() {
    let mut desk = Desk::new();
    let id = |id: &str| vec![ExternalId { source: "salesforce".to_owned(), id: id.to_owned() }];
    let domain = |name: &str| Account { domain: Some("bolt.example.org".to_owned()), ..named(name) };
    let ticker = |name: &str| Account { tickers: vec!["CRV".to_owned()], ..named(name) };
    let city = |name: &str, city: &str| Account { city: Some(city.to_owned()), ..named(name) };
    for account in [
        Account { cik: Some(7), ..named("Alder") },
        Account { cik: Some(7), ..named("Beacon") },
        Account { external: id("1"), ..named("Cedar") },
        Account { external: id("1"), ..named("Cedar Mills") },
        domain("Bolt"),
        domain("Bolt Logistics"),
        ticker("Corva"),
        ticker("Corva Foods"),
        city("Ember Inc", "Oslo"),
        city("Ember Ltd", "Oslo"),
        city("Fjord Inc", "Oslo"),
        city("Fjord Ltd", "Bergen"),
        Account { aliases: vec!["Granite".to_owned()], ..named("Harbour") },
        named("Granite AG"),
        named("Iris"),
        named("Iris UK Ltd"),
        named("Juniper Rivers"),
    ] {
        desk.account(account);
    }
    let found = desk.store.find_doubles().unwrap();
    assert_eq!((found.new, found.open), (8, 8), "{:?}", desk.tray());
    let mut why: Vec<MatchBasis> = desk.tray().into_iter().map(|(.., by)| by).collect();
    why.sort();
    assert_eq!(
        why,
        [
            MatchBasis::SameCik,
            MatchBasis::SameId,
            MatchBasis::SameDomain,
            MatchBasis::SameTicker,
            MatchBasis::SameNameAndPlace,
            MatchBasis::AlsoKnownAs,
            MatchBasis::OtherPlace,
            MatchBasis::NearlyTheName
        ]
    );
    assert_eq!(desk.store.find_doubles().unwrap().new, 0);
}

#[test]
fn people_are_found_by_address_by_number_and_name_and_by_name_at_an_account() {
    let mut desk = Desk::new();
    let (one, other) = (desk.account(named("Alder")), desk.account(named("Beacon")));
    let phone = || vec![Phone { raw: "+47 22 33 44 55".to_owned(), label: "work".to_owned() }];
    let person = |account_id, name: &str| Contact { account_id, name: name.to_owned(), ..Contact::default() };
    let mail =
        |name: &str, account| Contact { emails: vec!["ann@alder.example.org".to_owned()], ..person(account, name) };
    for contact in [
        mail("Ann Lee", one),
        mail("Ann Park", other),
        Contact { phones: phone(), ..person(one, "Bob Ray") },
        Contact { phones: phone(), ..person(other, "Bob Ray") },
        Contact { phones: phone(), ..person(other, "Cem Oz") },
        person(one, "Dag Moe"),
        person(one, "Dag Moe"),
    ] {
        desk.store.save_contact(&contact).unwrap();
    }
    assert_eq!(desk.store.find_doubles().unwrap().new, 3, "{:?}", desk.tray());
    let why: Vec<MatchBasis> = desk.tray().into_iter().map(|(.., by)| by).collect();
    assert_eq!(why, [MatchBasis::SameEmail, MatchBasis::SamePhone, MatchBasis::SameNameThere]);
}

#[test]
fn a_call_that_goes_on_while_two_people_become_one_is_logged_with_the_one_who_stays() {
    let mut desk = Desk::new();
    let account_id = desk.account(named("Alder"));
    let [stays, goes] = [(); 2].map(|()| {
        desk.store.save_contact(&Contact { account_id, name: "Dag Moe".to_owned(), ..Contact::default() }).unwrap()
    });
    let now = desk.now();
    let mut begun = desk.store.log_start(goes, now).unwrap().call;
    desk.store.find_doubles().unwrap();
    desk.decide(0, PairDecision::Same);
    assert_eq!(desk.store.contact(goes).unwrap(), None);
    begun.reach = Reach::NoAnswer;
    desk.store.log_call(&begun).unwrap();
    desk.call(goes, "rings at four");
    let logged: Vec<_> = desk.file(account_id).calls.iter().map(|row| row.contact_id).collect();
    assert_eq!(logged, [stays, stays]);
    desk.sound();
}

#[test]
fn only_what_an_id_says_is_made_one_without_asking_and_one_undo_takes_it_back() {
    let mut desk = Desk::new();
    for account in [
        Account { cik: Some(7), ..named("Alder") },
        Account { cik: Some(7), ..named("Beacon") },
        Account { cik: Some(7), ..named("Cedar") },
        named("Ember Inc"),
        named("Ember Ltd"),
    ] {
        desk.account(account);
    }
    let done = desk.store.merge_doubles().unwrap();
    assert_eq!((done.merged, done.open), (2, 1), "{:?}", desk.tray());
    assert_eq!(desk.names(), ["Alder", "Ember Inc", "Ember Ltd"]);
    assert_eq!(desk.accounts()[0].aliases, ["Beacon", "Cedar"]);
    assert_eq!(desk.store.undo().unwrap().unwrap().refused, None);
    assert_eq!(desk.names().len(), 5);
    desk.sound();
}
