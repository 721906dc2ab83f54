//! Two rows made one: everything goes along, the log stays whole, one undo takes it back.

use whynow::domain::account::Account;
use whynow::domain::ids::{AccountId, ContactId, WatchId};
use whynow::domain::matching::duplicate_pair::PairDecision;
use whynow::domain::query::ImportKind::{Accounts, Contacts};
use whynow::domain::trigger::watch_words::{WatchTarget, WatchWord};
use whynow::domain::trigger::{Status, Trigger};

use crate::support::book::amend;
use crate::support::imports::ends;
use crate::support::lists::Desk;

fn acme(city: &str, phone: &str) -> Account {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Account { name: format!("Acme {city}"), city: some(city), phone: some(phone), ..Account::default() }
}

/// Two accounts with people, triggers and calls; the tray asks about them.
fn two(desk: &mut Desk) -> (AccountId, AccountId, ContactId, ContactId) {
    let one = desk.account(Account { name: "Acme Inc".to_owned(), ..acme("London", "") });
    let other = desk.account(Account {
        name: "Acme Ltd".to_owned(),
        tickers: vec!["ACM".to_owned()],
        ..acme("Paris", "+33 1")
    });
    let (ann, bob) = (desk.person(one, "Ann Lee", "ann@acme.com"), desk.person(other, "Bob Ray", "bob@acme.com"));
    for (account, headline) in [(one, "New head"), (other, "New plant"), (other, "New head")] {
        let trigger = Trigger {
            kind: "leadership_change".to_owned(),
            headline: headline.to_owned(),
            occurred_on: desk.now().date(),
            strength: 4,
            status: Status::Kept,
            accounts: vec![account],
            ..Trigger::default()
        };
        desk.store.save_trigger(&trigger).unwrap();
    }
    desk.call(ann, "Well done");
    desk.call(bob, "That helped");
    assert_eq!(desk.store.find_doubles().unwrap().open, 1);
    (one, other, ann, bob)
}

#[test]
fn everything_of_the_other_goes_to_the_one_and_one_undo_brings_it_back() {
    let mut desk = Desk::new();
    let (one, other, ..) = two(&mut desk);
    let before = (desk.file(one), desk.file(other), desk.accounts());
    assert_eq!(desk.decide(0, PairDecision::Same), "merged Acme Ltd into Acme Inc");
    desk.sound();
    let file = desk.file(one);
    assert_eq!(file.account.city.as_deref(), Some("London"), "where both say something, the one that stays is right");
    assert_eq!(file.account.phone.as_deref(), Some("+33 1"));
    assert_eq!(file.account.tickers, ["ACM"]);
    assert_eq!((file.contacts.len(), file.calls.len(), file.triggers.len()), (2, 2, 3));
    let now = desk.now();
    assert!(desk.store.account_file(other, now).unwrap().is_none());
    assert_eq!((desk.names(), desk.tray().len()), (vec!["Acme Inc".to_owned()], 0));
    assert_eq!(desk.store.undo().unwrap().unwrap().refused, None);
    desk.sound();
    assert_eq!((desk.file(one), desk.file(other), desk.accounts()), before);
    assert_eq!(desk.tray().len(), 1);
    assert_eq!(desk.store.redo().unwrap().unwrap().refused, None);
    desk.sound();
    assert_eq!((desk.file(one).calls.len(), desk.tray().len()), (2, 0));
}

#[test]
fn what_was_made_one_is_found_as_one_when_its_file_comes_again() {
    let mut desk = Desk::new();
    let file = "Name,Ticker,City\nAcme Inc,,London\nAcme Ltd,ACM,Paris\nAcme Ltd,,Rome\n";
    desk.import(Accounts, file);
    while !desk.tray().is_empty() {
        desk.decide(0, PairDecision::Same);
    }
    assert_eq!(desk.names(), ["Acme Inc"]);
    let again = desk.import(Accounts, file);
    assert_eq!(ends(&again)[0], 0, "nothing comes back: {again:?}");
    assert_eq!((desk.names().len(), desk.tray().len()), (1, 0));
    desk.sound();
}

#[test]
fn what_is_kept_apart_is_not_asked_about_again() {
    let mut desk = Desk::new();
    two(&mut desk);
    desk.decide(0, PairDecision::Two);
    assert_eq!(desk.store.find_doubles().unwrap().open, 0);
    assert_eq!(desk.names().len(), 2);
    desk.store.undo().unwrap().unwrap();
    assert_eq!(desk.tray().len(), 1);
}

#[test]
fn two_people_become_one_with_their_calls_and_a_mark_never_goes() {
    let mut desk = Desk::new();
    let file = "Name,Email,Company\nAnn Lee,ann@acme.com,Acme\nAnn Lee,a.lee@acme.com,Acme\n";
    desk.import(Contacts, file);
    let account = desk.accounts()[0].id;
    let people: Vec<ContactId> = desk.file(account).contacts.iter().map(|row| row.contact.id).collect();
    for person in &people {
        desk.call(*person, "Thanks");
    }
    desk.store.set_do_not_call(people[1], Some("asked".to_owned())).unwrap();
    desk.decide(0, PairDecision::Same);
    desk.sound();
    let file_of = desk.file(account);
    assert_eq!((file_of.contacts.len(), file_of.calls.len()), (1, 2));
    let ann = desk.store.contact(people[0]).unwrap().unwrap();
    assert_eq!((ann.emails.len(), ann.do_not_call.as_deref()), (2, Some("asked")));
    assert_eq!(ends(&desk.import(Contacts, file)), [0, 0, 2, 0]);
    desk.store.undo().unwrap().unwrap();
    desk.sound();
    assert_eq!(desk.file(account).contacts.len(), 2);
}

#[test]
fn a_call_to_someone_who_became_another_can_still_be_amended() {
    let mut desk = Desk::new();
    let (one, _, _, bob) = two(&mut desk);
    let call = desk.call(bob, "Later");
    desk.decide(0, PairDecision::Same);
    let mut amended = call.clone();
    (amended.id, amended.amends, amended.words) = (Default::default(), Some(call.id), "Rather sooner".to_owned());
    amend(&mut desk.store, &amended).unwrap();
    desk.sound();
    assert!(desk.file(one).calls.iter().any(|row| row.amended && row.words == "Rather sooner"));
}

#[test]
fn what_is_watched_for_the_other_is_watched_for_the_one() {
    let mut desk = Desk::new();
    let (one, other, ..) = two(&mut desk);
    let watch = WatchWord {
        id: WatchId::default(),
        words: "new plant".to_owned(),
        whom: WatchTarget::Account(other, "Acme Ltd".to_owned()),
        kind: "expansion".to_owned(),
    };
    desk.store.add_watch(&watch).unwrap();
    let watched = |desk: &Desk| desk.store.watch_words().unwrap().into_iter().map(|watch| watch.whom).next();
    desk.decide(0, PairDecision::Same);
    assert_eq!(watched(&desk), Some(WatchTarget::Account(one, "Acme Inc".to_owned())));
    desk.store.undo().unwrap().unwrap();
    assert_eq!(watched(&desk), Some(WatchTarget::Account(other, "Acme Ltd".to_owned())));
}
