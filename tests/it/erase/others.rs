//! What is not one person's alone stays: a switchboard, a desk's address, somebody of the same name, a stranger.

use rusqlite::Connection;
use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::call::Call;
use whynow::domain::draft::Draft;
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::query::{ImportKind, RowResult};
use whynow::store::Store;

use super::book::{EMAIL, Fixture, NAME, NUMBER, fixture, found_in};
use crate::support::book::{bar, call, calls, clock};

const BOARD: &str = "+47 22 00 00 00";
const DESK: &str = "info@norvik.example";
const TEAM: &str = "buyers-north@norvik.example";

fn numbers(raw: &[&str]) -> Vec<Phone> {
    raw.iter().map(|raw| Phone { raw: (*raw).to_owned(), label: String::new() }).collect()
}

fn change(store: &mut Store, id: ContactId, with: impl FnOnce(&mut Contact)) {
    let mut contact = store.contact(id).unwrap().unwrap();
    with(&mut contact);
    store.save_contact(&contact).unwrap();
}

fn change_account(store: &mut Store, id: AccountId, with: impl FnOnce(&mut Account)) {
    let mut account = store.account(id).unwrap().unwrap();
    with(&mut account);
    store.save_account(&account).unwrap();
}

fn said(store: &mut Store, whom: ContactId, words: &str) -> Call {
    let mut logged = call(store, whom);
    logged.words = words.to_owned();
    store.log_call(&logged).unwrap();
    logged
}

fn words(store: &mut Store) -> Vec<String> {
    calls(store, "").rows.into_iter().map(|row| row.words).collect()
}

fn barred(store: &Store, id: ContactId) -> bool {
    let contact = store.contact(id).unwrap().unwrap();
    let account = store.account(contact.account_id).unwrap().unwrap();
    store.on_do_not_call(&contact, &account).unwrap().is_some()
}

/// Both people are reached by the switchboard, a desk and the address of their team.
fn on_one_switchboard() -> (Fixture, Store) {
    let fixture = fixture();
    let mut store = fixture.open(1);
    change_account(&mut store, fixture.account, |account| {
        account.phone = Some(BOARD.to_owned());
        account.notes = format!("Board {BOARD}, mail {DESK} or {TEAM}; https://norvik.example/news names no one");
    });
    let shared = [DESK.to_owned(), TEAM.to_owned()];
    change(&mut store, fixture.person, |one| {
        one.emails.extend(shared.clone());
        one.phones.extend(numbers(&[BOARD, "+47 22 00 00 00 x12"]));
        one.link = Some("https://norvik.example".to_owned());
    });
    change(&mut store, fixture.other, |one| {
        one.emails = shared.to_vec();
        one.phones = numbers(&[BOARD]);
    });
    (fixture, store)
}

#[test]
fn a_switchboard_a_desk_and_an_address_of_a_team_stay_where_others_have_them() {
    let (fixture, mut store) = on_one_switchboard();
    let quoted = format!("Ring {BOARD} or 22000000, or write to {DESK} or {TEAM}");
    said(&mut store, fixture.other, &quoted);
    let account = store.account(fixture.account).unwrap().unwrap();
    let other = store.contact(fixture.other).unwrap().unwrap();
    for listed in [BOARD, TEAM] {
        bar(&mut store, listed);
    }
    store.erase(fixture.person, NAME).unwrap();
    assert_eq!(store.account(fixture.account).unwrap().unwrap(), account);
    assert_eq!(store.contact(fixture.other).unwrap().unwrap(), other);
    assert!(words(&mut store).contains(&quoted), "{:?}", words(&mut store));
    assert!(barred(&store, fixture.other), "the list still has what is theirs too");
    let mut list = store.begin_import(ImportKind::DoNotCall, "list.csv", false).unwrap();
    let again = list.do_not_call(&[TEAM.to_owned()], None, None, Some("asked")).unwrap();
    assert_eq!(again, (RowResult::Same, true));
    list.finish().unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
}

#[test]
fn the_main_number_of_a_company_stays_though_one_person_alone_has_it() {
    for spelled in [NUMBER, "0047 91238764"] {
        let fixture = fixture();
        let mut store = fixture.open(1);
        let brandt =
            Account { name: "Brandt Polymers".to_owned(), phone: Some(spelled.to_owned()), ..Account::default() };
        let brandt = store.save_account(&brandt).unwrap();
        let quoted = format!("Call {NUMBER} for orders");
        said(&mut store, fixture.other, &quoted);
        store.erase(fixture.person, NAME).unwrap();
        assert_eq!(store.account(brandt).unwrap().unwrap().phone.as_deref(), Some(spelled));
        assert!(words(&mut store).contains(&quoted), "{spelled}: {:?}", words(&mut store));
    }
}

#[test]
fn an_own_number_goes_from_the_texts_of_others_in_whatever_spelling() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    change_account(&mut store, fixture.account, |account| {
        account.notes = "Try 4791238764, +47 912 38 764, (0047) 91-23-87-64; not +45 91 23 87 64".to_owned();
    });
    store.erase(fixture.person, NAME).unwrap();
    let notes = store.account(fixture.account).unwrap().unwrap().notes;
    assert_eq!(notes, "Try (erased), (erased), (erased); not +45 91 23 87 64");
}

#[test]
fn somebody_who_was_taken_back_goes_with_an_address_of_ones_own_and_stays_with_a_shared_one() {
    let (fixture, mut store) = on_one_switchboard();
    for (name, email) in [("Ola Nord", TEAM), ("Ida Sund", DESK), ("Q. Z.", EMAIL)] {
        let contact = Contact {
            account_id: fixture.account,
            name: name.to_owned(),
            emails: vec![email.to_owned()],
            ..Contact::default()
        };
        store.save_contact(&contact).unwrap();
        // As an earlier version took it back.
        let sql = "UPDATE contact SET deleted = 1 WHERE name = ?1";
        assert_eq!(Connection::open(&fixture.path).unwrap().execute(sql, [name]).unwrap(), 1);
    }
    store.erase(fixture.person, NAME).unwrap();
    let conn = Connection::open(&fixture.path).unwrap();
    let there = |name: &str| -> bool {
        conn.query_row("SELECT EXISTS (SELECT 1 FROM contact WHERE name = ?1)", [name], |row| row.get(0)).unwrap()
    };
    assert_eq!((there("Ola Nord"), there("Ida Sund"), there("Q. Z.")), (true, true, false));
}

#[test]
fn somebody_of_the_same_name_elsewhere_stays_barred_until_they_are_erased_too() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let account_id = store.save_account(&Account { name: "Brandt Polymers".to_owned(), ..Account::default() }).unwrap();
    let namesake = Contact { account_id, name: NAME.to_owned(), ..Contact::default() };
    let namesake = store.save_contact(&namesake).unwrap();
    bar(&mut store, NAME);
    store.erase(fixture.person, NAME).unwrap();
    assert!(barred(&store, namesake));
    let other = fixture.folder.path().join("copy/other.db");
    std::fs::create_dir(other.parent().unwrap()).unwrap();
    std::fs::copy(&fixture.path, &other).unwrap();
    store.take_erasures(&Store::open(&other, clock()).unwrap()).unwrap();
    assert!(barred(&store, namesake), "nor do marks that come again take the entry");
    let listed = |store: &mut Store| {
        let mut list = store.begin_import(ImportKind::DoNotCall, "list.csv", false).unwrap();
        let end = list.do_not_call(&[NAME.to_owned()], None, None, Some("asked twice")).unwrap();
        list.finish().unwrap();
        end
    };
    assert_eq!(listed(&mut store), (RowResult::Updated, false));
    store.erase(namesake, NAME).unwrap();
    assert_eq!(listed(&mut store), (RowResult::Same, true));
    drop(store);
    assert_eq!(found_in(&fixture.path, &["zorbenfeld".to_owned()]), [""; 0]);
}

#[test]
fn what_was_written_about_somebody_of_the_same_name_elsewhere_keeps_the_name() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let quoted = format!("{NAME} signs there");
    let brandt = Account { name: "Brandt Polymers".to_owned(), notes: quoted.clone(), ..Account::default() };
    let account_id = store.save_account(&brandt).unwrap();
    let namesake = Contact { account_id, name: NAME.to_owned(), notes: quoted.clone(), ..Contact::default() };
    let namesake = store.save_contact(&namesake).unwrap();
    said(&mut store, namesake, &quoted);
    said(&mut store, fixture.other, &quoted);
    change_account(&mut store, fixture.account, |account| account.notes = quoted.clone());
    let plan = Draft {
        key: format!("plan:{namesake}"),
        title: format!("Plan > {NAME}"),
        body: format!("{{\"opener\":\"{NAME}, hello; {EMAIL}\"}}"),
        at: clock().now().utc(),
    };
    store.save_draft(&plan).unwrap();
    let beside = Draft { key: format!("log:{namesake}"), ..plan.clone() };
    store.lay_aside(beside.clone());
    store.erase(fixture.person, NAME).unwrap();
    assert_eq!(store.account(account_id).unwrap().unwrap().notes, quoted);
    assert_eq!(store.contact(namesake).unwrap().unwrap().notes, quoted);
    assert_eq!(words(&mut store).iter().filter(|words| **words == quoted).count(), 1, "{:?}", words(&mut store));
    assert_eq!(store.account(fixture.account).unwrap().unwrap().notes, "(erased) signs there");
    for key in [plan.key, beside.key] {
        let left = store.draft(&key).unwrap().unwrap();
        assert_eq!(left.title, plan.title);
        assert!(left.body.contains(NAME) && !left.body.contains(EMAIL), "{left:?}");
    }
}

#[test]
fn a_switchboard_that_was_written_with_their_extension_keeps_nobody_else_out() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    change(&mut store, fixture.person, |one| one.phones = numbers(&["+47 22 00 00 00 x12"]));
    bar(&mut store, BOARD);
    change(&mut store, fixture.other, |one| one.title = Some("Buyer".to_owned()));
    store.erase(fixture.person, NAME).unwrap();
    change(&mut store, fixture.other, |one| one.phones = numbers(&[BOARD]));
    assert!(barred(&store, fixture.other), "who barred the switchboard barred everybody behind it");
    let again = Contact {
        account_id: fixture.account,
        name: "Q. Zorbenfeld".to_owned(),
        phones: numbers(&[BOARD]),
        ..Contact::default()
    };
    store.save_contact(&again).unwrap();
}

#[test]
fn an_entry_with_the_country_code_of_the_book_goes_though_the_number_has_none() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    store.set_home(Some("NO".to_owned()));
    change(&mut store, fixture.person, |one| one.phones = numbers(&["934 56 781"]));
    bar(&mut store, "934 56 781");
    store.erase(fixture.person, NAME).unwrap();
    assert_eq!(found_in(&fixture.path, &["4793456781".to_owned()]), [""; 0]);
}

#[test]
fn a_copy_that_is_opened_without_settings_is_erased_by_the_home_of_the_book() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    store.set_home(Some("NO".to_owned()));
    change(&mut store, fixture.person, |one| one.phones = numbers(&["934 56 781"]));
    bar(&mut store, "934 56 781");
    let copy = fixture.folder.path().join("old/copy.db");
    std::fs::create_dir(copy.parent().unwrap()).unwrap();
    drop(store);
    std::fs::copy(&fixture.path, &copy).unwrap();
    let mut store = fixture.open(2);
    store.set_home(Some("NO".to_owned()));
    change(&mut store, fixture.person, |one| one.phones = Vec::new());
    Connection::open(&fixture.path).unwrap().execute("DELETE FROM contact_phone", []).unwrap();
    store.erase(fixture.person, NAME).unwrap();
    let mut old = Store::open(&copy, clock()).unwrap();
    old.take_erasures(&store).unwrap();
    drop(old);
    assert_eq!(found_in(&copy, &["4793456781".to_owned()]), [""; 0]);
}

#[test]
fn a_plan_of_somebody_else_that_chose_a_trigger_about_them_is_still_being_typed() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let trigger = Connection::open(&fixture.path)
        .unwrap()
        .query_row("SELECT id FROM trigger WHERE contact IS NOT NULL", [], |row| row.get::<_, Vec<u8>>(0))
        .unwrap();
    let trigger = uuid::Uuid::from_slice(&trigger).unwrap();
    let key = format!("plan:{}", fixture.other);
    let draft = Draft {
        key: key.clone(),
        title: "Plan".to_owned(),
        body: format!("{{\"picked\":\"{trigger}\",\"opener\":\"{NAME} sends me\"}}"),
        at: clock().now().utc(),
    };
    store.save_draft(&draft).unwrap();
    store.erase(fixture.person, NAME).unwrap();
    let left = store.draft(&key).unwrap().unwrap();
    assert!(left.body.contains("(erased) sends me"), "{left:?}");
}
