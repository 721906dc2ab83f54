//! People: found by their numbers and notes, their part, and those who left.

use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::ids::ContactId;
use whynow::domain::query::SearchHit;
use whynow::store::Store;

use crate::support::book::{account, bar, book, contact, found as listed, kept, now, today};
use crate::support::home::Home;

fn person(store: &mut Store, name: &str, number: &str, notes: &str) -> ContactId {
    let account_id = store.save_account(&Account { name: format!("{name} & Co"), ..Account::default() }).unwrap();
    let phones = vec![Phone { raw: number.to_owned(), label: "work".to_owned() }];
    let contact = Contact { account_id, name: name.to_owned(), phones, notes: notes.to_owned(), ..Contact::default() };
    store.save_contact(&contact).unwrap()
}

fn people(store: &Store, text: &str) -> Vec<String> {
    let hits = store.search(text, 40).unwrap().into_iter();
    hits.filter_map(|hit| match hit {
        SearchHit::Contact { title, .. } => Some(title),
        SearchHit::Account { .. } | SearchHit::Trigger { .. } | SearchHit::Call { .. } => None,
    })
    .collect()
}

#[test]
fn somebody_is_found_by_their_number_with_and_without_its_country_and_in_any_groups() {
    let mut store = book();
    person(&mut store, "Rolf Dahl", "+1 604 555 0101", "");
    person(&mut store, "Mina Vo", "+1 604 555 0199", "");
    person(&mut store, "Uwe Kern", "+49 (0)151 2345 6789", "");
    for text in ["555 0101", "5550101", "555-0101", "+1 604 555 0101", "16045550101", "(604) 555.0101", "604 5550101"] {
        assert_eq!(people(&store, text), ["Rolf Dahl"], "{text}");
    }
    for text in ["2345 6789", "+49 151 23456789", "23456789"] {
        assert_eq!(people(&store, text), ["Uwe Kern"], "{text}");
    }
    assert_eq!(people(&store, "604 555"), ["Mina Vo", "Rolf Dahl"]);
    assert_eq!(people(&store, "555 0102"), Vec::<String>::new());
}

#[test]
fn a_number_finds_its_account_where_accounts_are_listed_and_shown() {
    let mut store = book();
    store.set_home(Some("NO".to_owned()));
    person(&mut store, "Rolf Dahl", "+47 55 50 01 01", "");
    person(&mut store, "Uwe Kern", "+49 151 2345 6789", "");
    for text in ["55 50 01 01", "+47 555 00 101", "0047 55500101", "555 00 101"] {
        assert_eq!(people(&store, text), ["Rolf Dahl"], "{text}");
        assert_eq!(listed(&mut store, text), ["Rolf Dahl & Co"], "{text}");
        let found = store.find_account(text).unwrap().into_iter().map(|(_, name)| name);
        assert_eq!(found.collect::<Vec<_>>(), ["Rolf Dahl & Co"], "{text}");
    }
    assert_eq!(people(&store, "0151 23456789"), ["Uwe Kern"], "the trunk zero of another country");
}

fn companies(store: &Store, text: &str) -> Vec<String> {
    let hits = store.search(text, 40).unwrap().into_iter();
    hits.filter_map(|hit| match hit {
        SearchHit::Account { title, .. } => Some(title),
        SearchHit::Contact { .. } | SearchHit::Trigger { .. } | SearchHit::Call { .. } => None,
    })
    .collect()
}

fn names(store: &Store, text: &str) -> Vec<String> {
    store.find_account(text).unwrap().into_iter().map(|(_, name)| name).collect()
}

#[test]
fn a_company_is_found_by_its_own_number_with_and_without_its_country_and_in_any_groups() {
    let mut store = book();
    store.set_home(Some("NO".to_owned()));
    let norvik =
        |phone: &str| Account { name: "Norvik Foods".to_owned(), phone: Some(phone.to_owned()), ..Account::default() };
    let id = store.save_account(&norvik("+47 55 50 01 01")).unwrap();
    store.save_account(&Account { name: "Brandt".to_owned(), ..norvik("+4722334455") }).unwrap();
    for text in ["22 33 44 55", "2233", "+47 22 33 44 55"] {
        assert_eq!(companies(&store, text), ["Brandt"], "{text}");
    }
    for text in ["55 50 01 01", "+47 555 00 101", "0047 55500101", "555 00 101", "5550"] {
        assert_eq!(companies(&store, text), ["Norvik Foods"], "{text}");
        assert_eq!(names(&store, text), ["Norvik Foods"], "{text}");
        assert_eq!(listed(&mut store, text), ["Norvik Foods"], "{text}");
    }
    store.save_account(&Account { id, ..norvik("+1 (604) 555-0101") }).unwrap();
    for text in ["555 0101", "5550101", "+1 604 555 0101", "(604) 555.0101", "001 604 555 0101"] {
        assert_eq!(companies(&store, text), ["Norvik Foods"], "{text}");
    }
    assert_eq!(companies(&store, "55 50 01 01"), Vec::<String>::new(), "the number that it had");
    store.archive_account(id, true).unwrap();
    assert_eq!(companies(&store, "555 0101"), Vec::<String>::new(), "archived");
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn figures_among_words_are_no_number_of_a_company() {
    let mut store = book();
    let phone = Some("+1 202 655 0101".to_owned());
    store.save_account(&Account { name: "Norvik Foods".to_owned(), phone, ..Account::default() }).unwrap();
    for text in ["foods 2026", "norvik 2", "foods 655"] {
        assert_eq!(names(&store, text), Vec::<String>::new(), "{text}");
    }
    assert_eq!(names(&store, "202 655"), ["Norvik Foods"]);
    assert_eq!(names(&store, "norvik !202"), ["Norvik Foods"]);
}

#[test]
fn companies_that_were_imported_are_found_by_their_own_numbers() {
    let home = Home::new();
    let rows: String = (10..90).map(|at| format!("Firm {at},firm{at}.example,+1 604 555 01{at}\n")).collect();
    std::fs::write(home.path("firms.csv"), format!("company,domain,phone\n{rows}")).unwrap();
    home.ok(&["import", "accounts", "firms.csv"]);
    assert!(home.ok(&["search", "555 0142"]).contains("Firm 42"));
    assert!(home.ok(&["show", "(604) 555 01 42"]).contains("Firm 42"));
    std::fs::write(home.path("firms.csv"), "company,domain,phone\nFirm 42,firm42.example,+1 604 555 7777\n").unwrap();
    home.ok(&["import", "accounts", "firms.csv"]);
    assert!(home.ok(&["search", "555 7777"]).contains("Firm 42"), "the number that it has now");
    home.ok(&["verify"]);
}

#[test]
fn a_book_of_an_earlier_format_finds_its_companies_by_their_numbers_once_it_is_opened() {
    for minor in [5, 8] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        std::fs::copy(format!("tests/data/book-1.{minor}.db"), &path).unwrap();
        let store = crate::support::book::open(&path, 1);
        for text in ["7946 0159", "+44 20 7946 0159", "20 79460159"] {
            assert_eq!(companies(&store, text), ["Penhallow Dairies"], "1.{minor}: {text}");
        }
        assert_eq!(companies(&store, "penhallow"), ["Penhallow Dairies"], "and by the words that it had");
        assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_book_of_an_earlier_format_knows_and_bars_its_companies_by_the_present_keys_once_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    std::fs::copy("tests/data/book-1.8.db", &path).unwrap();
    let older = rusqlite::Connection::open(&path).unwrap();
    older
        .execute_batch(
            "UPDATE account SET name = 'CORNING INC /NY', name_key = 'corningincny' WHERE name = 'Penhallow Dairies';
            INSERT INTO do_not_call (rev, device, kind, value, why) VALUES (1, 1, 'company', 'corningincny', 'they said so')",
        )
        .unwrap();
    drop(older);
    let store = crate::support::book::open(&path, 1);
    let [(id, name)] = &store.find_account("Corning Corporation").unwrap()[..] else { panic!("it has another key") };
    assert_eq!(name, "CORNING INC /NY");
    let firm = store.account(*id).unwrap().unwrap();
    let somebody = Contact { account_id: *id, name: "Ann Lee".to_owned(), ..Contact::default() };
    let why = store.on_do_not_call(&somebody, &firm).unwrap();
    assert_eq!(why.as_deref(), Some("the do-not-call list has this company: they said so"));
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn a_name_is_found_without_its_apostrophe_and_from_any_of_its_letters() {
    let mut store = book();
    for name in ["Miles O'Brien", "Ann OBrien", "Ada D’Angelo", "Jean-Luc Picard", "김민수", "山田太郎"] {
        person(&mut store, name, "", "");
    }
    for (text, found) in [
        ("obrien", &["Ann OBrien", "Miles O'Brien"][..]),
        ("o'brien", &["Ann OBrien", "Miles O'Brien"]),
        ("O’Brien", &["Ann OBrien", "Miles O'Brien"]),
        ("dangelo", &["Ada D’Angelo"]),
        ("d'angelo", &["Ada D’Angelo"]),
        ("jean luc", &["Jean-Luc Picard"]),
        ("jeanluc", &["Jean-Luc Picard"]),
        ("jean-luc", &["Jean-Luc Picard"]),
        ("민수", &["김민수"]),
        ("수", &["김민수"]),
        ("太郎", &["山田太郎"]),
        ("田太", &["山田太郎"]),
        ("brien !miles", &[]),
        ("obrien !miles", &["Ann OBrien"]),
    ] {
        assert_eq!(people(&store, text), found, "{text}");
    }
    let firm = Account { name: "McDonald's 東京電力株式会社".to_owned(), ..Account::default() };
    store.save_account(&firm).unwrap();
    for text in ["mcdonalds", "mcdonald's", "電力", "力株"] {
        assert_eq!(store.find_account(text).unwrap().len(), 1, "{text}");
    }
}

#[test]
fn a_book_of_an_earlier_format_finds_its_names_from_within_once_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    std::fs::copy("tests/data/book-1.7.db", &path).unwrap();
    let store = crate::support::book::open(&path, 1);
    assert_eq!(people(&store, "obrien"), ["Miles O'Brien"]);
    assert_eq!(people(&store, "太郎"), ["山田太郎"]);
    assert_eq!(store.find_account("電力").unwrap().len(), 1);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn somebody_is_found_by_the_words_of_their_notes() {
    let mut store = book();
    let rolf = person(&mut store, "Rolf Dahl", "+1 604 555 0101", "Sails a Folkboat; never before nine");
    assert_eq!(people(&store, "folkboat"), ["Rolf Dahl"]);
    let mut changed = store.contact(rolf).unwrap().unwrap();
    changed.notes = "Sold the boat".to_owned();
    changed.phones[0].raw = "+1 604 555 7777".to_owned();
    store.save_contact(&changed).unwrap();
    assert_eq!(people(&store, "folkboat"), Vec::<String>::new());
    assert_eq!(people(&store, "555 0101"), Vec::<String>::new());
    assert_eq!(people(&store, "555 7777"), ["Rolf Dahl"]);
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

#[test]
fn whoever_left_is_not_offered_and_the_guard_says_where_they_went() {
    let mut store = book();
    let id = account(&mut store, "Norvik Foods");
    let ane = Contact { account_id: id, name: "Ane Lund".to_owned(), ..Contact::default() };
    let ane = store.save_contact(&ane).unwrap();
    kept(&mut store, "leadership_change", 5, 2, id);
    let on_today = |store: &mut Store| store.today(now(), 0, 9).unwrap().people.rows[0].contact.clone();
    assert_eq!(on_today(&mut store), "Ane Lund");
    let mut left = store.contact(ane).unwrap().unwrap();
    left.left_on = Some(today());
    left.moved_to = Some("Brandt Polymers".to_owned());
    store.save_contact(&left).unwrap();
    assert_eq!(on_today(&mut store), "", "nobody known there is still there");
    let guards = store.person_file(ane, now()).unwrap().unwrap().row.guards;
    assert_eq!(guards[0].rule, "left");
    assert_eq!(guards[0].says, "They left on 11 Mar 2026, now at Brandt Polymers: find out who does it now.");
    let per = Contact { account_id: id, name: "Per Dahl".to_owned(), ..Contact::default() };
    store.save_contact(&per).unwrap();
    assert_eq!(on_today(&mut store), "Per Dahl");
}

#[test]
fn a_book_of_an_earlier_format_finds_its_people_by_their_numbers_once_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    std::fs::copy("tests/data/book-1.5.db", &path).unwrap();
    let store = crate::support::book::open(&path, 1);
    assert!(people(&store, "555 0100").contains(&"Ane Lund".to_owned()), "{:?}", people(&store, "555 0100"));
    assert!(people(&store, "no slides").contains(&"Ane Lund".to_owned()), "her notes");
}

#[test]
fn whoever_is_on_the_do_not_call_list_is_proposed_for_no_part_in_a_decision() {
    let mut store = book();
    let id = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, id, "Ane Lund");
    for (name, number, email) in [
        ("Rolf Dahl", "+47 22 11 11 11", ""),
        ("Siri Moen", "", "siri@norvik.example"),
        ("Mo Berg", "+47 22 33 33 33", ""),
    ] {
        let phones = vec![Phone { raw: number.to_owned(), label: "work".to_owned() }];
        let emails = vec![email.to_owned()];
        store
            .save_contact(&Contact { account_id: id, name: name.to_owned(), phones, emails, ..Contact::default() })
            .unwrap();
    }
    bar(&mut store, "+47 22 11 11 11");
    bar(&mut store, "siri@norvik.example");
    let people = store.plan_file(ane, now()).unwrap().decision.people;
    let barred: Vec<(&str, bool)> = people.iter().map(|person| (person.name.as_str(), person.barred)).collect();
    assert_eq!(barred, [("Ane Lund", false), ("Mo Berg", false), ("Rolf Dahl", true), ("Siri Moen", true)]);
    let start = store.log_start(ane, now()).unwrap();
    assert_eq!(start.decision.people, people);
}
