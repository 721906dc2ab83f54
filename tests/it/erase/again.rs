//! Whoever was erased stays out: of a file of people, cards, triggers that name them, a list of numbers, a form, and a copy
//! of the book from before.

use std::sync::Arc;

use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact, Phone};
use whynow::domain::query::{ImportKind, RowResult};
use whynow::domain::trigger::Trigger;
use whynow::job::archive::{export, import};
use whynow::store::Store;

use super::book::{EMAIL, Fixture, NAME, NUMBER, WRITTEN, fixture, found_in, person};
use crate::support::book::{calls, clock, today};

fn erased() -> (Fixture, Store) {
    let fixture = fixture();
    let mut store = fixture.open(1);
    store.erase(fixture.person, NAME).unwrap();
    (fixture, store)
}

fn imported(store: &mut Store, contact: &Contact, company: &str) -> RowResult {
    let mut import = store.begin_import(ImportKind::Contacts, "people.csv", false).unwrap();
    let end = import.contact(contact, Some(company), None, None).unwrap();
    import.finish().unwrap();
    end
}

#[test]
fn a_file_does_not_bring_them_again_by_address_number_id_or_name_at_the_account() {
    let (fixture, mut store) = erased();
    let whole = person(fixture.account);
    let bare = Contact { name: "Q. Z.".to_owned(), ..Contact::default() };
    let phone = |raw: &str| vec![Phone { raw: raw.to_owned(), label: String::new() }];
    let cases = [
        (
            "address",
            Contact { emails: vec!["Q.ZORBENFELD@norvik.example".to_lowercase()], ..bare.clone() },
            "Elsewhere",
        ),
        ("number", Contact { phones: phone("0047 912 38 764"), ..bare.clone() }, "Elsewhere"),
        ("id", Contact { external: whole.external.clone(), ..bare.clone() }, "Elsewhere"),
        ("name there", Contact { name: NAME.to_uppercase(), ..Contact::default() }, "Norvik Foods"),
    ];
    for (by, contact, company) in cases {
        let end = imported(&mut store, &contact, company);
        assert!(matches!(&end, RowResult::Rejected(why) if why.contains("was erased")), "{by}: {end:?}");
    }
    let namesake = Contact { name: NAME.to_owned(), ..Contact::default() };
    assert_eq!(imported(&mut store, &namesake, "Brandt Polymers"), RowResult::Created, "a namesake is somebody else");
    assert_eq!(
        imported(&mut store, &Contact { name: "Ane Lund".to_owned(), ..bare }, "Norvik Foods"),
        RowResult::Created
    );
}

#[test]
fn a_trigger_that_names_them_at_their_account_is_rejected_and_one_at_another_is_not() {
    let (fixture, mut store) = erased();
    let headline = |text: &str, accounts| Trigger {
        kind: "leadership_change".to_owned(),
        headline: text.to_owned(),
        occurred_on: today(),
        strength: 3,
        accounts,
        ..Trigger::default()
    };
    let mut import = store.begin_import(ImportKind::Triggers, "news.csv", false).unwrap();
    let named = import.trigger(&headline(&format!("{NAME}'s plan for the lot"), vec![fixture.account])).unwrap().0;
    assert!(matches!(&named, RowResult::Rejected(why) if why.contains("was erased")), "{named:?}");
    assert_eq!(import.trigger(&headline("A new lot", vec![fixture.account])).unwrap().0, RowResult::Created);
    assert_eq!(import.trigger(&headline(&format!("{NAME} sings"), Vec::new())).unwrap().0, RowResult::Created);
    import.finish().unwrap();
    drop(store);
    assert_eq!(found_in(&fixture.path, &[NAME.to_owned()]), [""; 0], "there the name alone is taken out");
}

#[test]
fn a_file_does_not_bring_their_name_back_in_texts_about_others_and_says_how_many_rows_named_them() {
    let (fixture, mut store) = erased();
    let mut import = store.begin_import(ImportKind::Accounts, "accounts.csv", false).unwrap();
    let notes = format!("Asked for {NAME}. Then {}’s deputy.", NAME.to_uppercase());
    import.account(&Account { name: "Brandt Polymers".into(), notes, ..Account::default() }).unwrap();
    let others = "Met Ane Lund of the board";
    import.account(&Account { name: "Kestrel".into(), notes: others.into(), ..Account::default() }).unwrap();
    assert_eq!(import.notes(), ["1 row named somebody who was erased from the book; the name was taken out"]);
    import.finish().unwrap();
    let mut import = store.begin_import(ImportKind::Contacts, "people.csv", false).unwrap();
    let title = Some(format!("Deputy of {NAME}"));
    let ane = Contact { name: "Ane Lund".into(), title, notes: format!("{NAME} hired her"), ..Contact::default() };
    import.contact(&ane, Some("Brandt Polymers"), None, None).unwrap();
    import.finish().unwrap();
    let brandt = store.find_account("Brandt Polymers").unwrap().remove(0).0;
    let file = store.account_file(brandt, crate::support::book::now()).unwrap().unwrap();
    assert_eq!(file.account.notes, "Asked for (erased). Then (erased)’s deputy.");
    assert_eq!(file.contacts[0].contact.title.as_deref(), Some("Deputy of (erased)"));
    drop(store);
    assert_eq!(found_in(&fixture.path, &[NAME.to_owned()]), [""; 0]);
}

#[test]
fn the_name_of_somebody_in_the_book_stays_in_a_text_though_a_namesake_was_erased() {
    let (_fixture, mut store) = erased();
    let namesake = Contact { name: NAME.to_owned(), ..Contact::default() };
    assert_eq!(imported(&mut store, &namesake, "Brandt Polymers"), RowResult::Created);
    let mut import = store.begin_import(ImportKind::Accounts, "accounts.csv", false).unwrap();
    let notes = format!("Asked for {NAME}.");
    import.account(&Account { name: "Kestrel".into(), notes: notes.clone(), ..Account::default() }).unwrap();
    assert_eq!(import.notes(), [""; 0]);
    import.finish().unwrap();
    let kestrel = store.find_account("Kestrel").unwrap().remove(0).0;
    let file = store.account_file(kestrel, crate::support::book::now()).unwrap().unwrap();
    assert_eq!(file.account.notes, notes);
}

#[test]
fn a_list_of_numbers_does_not_write_them_down_again() {
    let (fixture, mut store) = erased();
    let mut list = store.begin_import(ImportKind::DoNotCall, "list.csv", false).unwrap();
    for value in [EMAIL, NUMBER] {
        assert_eq!(list.do_not_call(&[value.to_owned()], None, None, None).unwrap(), (RowResult::Same, true));
    }
    list.finish().unwrap();
    drop(store);
    assert_eq!(found_in(&fixture.path, &WRITTEN.map(str::to_owned)), [""; 0]);
}

#[test]
fn a_form_is_refused_with_what_to_do_and_lifting_lets_them_in() {
    let (fixture, mut store) = erased();
    let error = store.save_contact(&person(fixture.account)).unwrap_err();
    assert!(error.to_string().contains("whynow erase --lift"), "{error}");
    assert_eq!(store.lift_erasure("nobody@x.example").unwrap(), 0);
    assert_eq!(store.lift_erasure(EMAIL).unwrap(), 1);
    assert!(!store.save_contact(&person(fixture.account)).unwrap().is_nil());
}

#[test]
fn a_copy_of_the_book_from_before_that_takes_its_place_erases_them_again() {
    let fixture = fixture();
    drop(fixture.open(1));
    let old = fixture.folder.path().join("old/book.db");
    std::fs::create_dir(old.parent().unwrap()).unwrap();
    std::fs::copy(&fixture.path, &old).unwrap();
    let mut store = fixture.open(2);
    store.erase(fixture.person, NAME).unwrap();
    let mut restored = Store::open(&old, clock()).unwrap();
    assert!(restored.contact(fixture.person).unwrap().is_some());
    assert!(matches!(restored.take_erasures(&store).unwrap(), (1.., left) if left.is_empty()));
    assert!(restored.contact(fixture.person).unwrap().is_none());
    assert_eq!(restored.verify().unwrap(), [""; 0]);
    assert_eq!(calls(&mut restored, "").rows.len(), calls(&mut store, "").rows.len());
    assert_eq!(restored.take_erasures(&store).unwrap(), (0, Vec::new()), "once is enough");
    drop(restored);
    assert_eq!(found_in(&old, &WRITTEN.map(str::to_owned)), [""; 0]);
}

#[test]
fn plain_files_carry_the_marks_and_plain_files_from_before_bring_nobody_back() {
    let fixture = fixture();
    let (old, new) = (fixture.folder.path().join("old"), fixture.folder.path().join("new"));
    let mut store = fixture.open(1);
    export(&store, &old).unwrap();
    store.erase(fixture.person, NAME).unwrap();
    export(&store, &new).unwrap();
    let later = crate::support::book::clock();
    later.advance(chrono::Duration::hours(2));
    let clock: Arc<dyn Clock> = later;
    let book = fixture.folder.path().join("back.db");
    import(&new, &book, &clock).unwrap();
    import(&old, &book, &clock).unwrap();
    let mut back = Store::open(&book, clock).unwrap();
    assert!(back.people_called("zorbenfeld").unwrap().is_empty());
    assert_eq!(back.verify().unwrap(), [""; 0]);
    assert!(matches!(imported(&mut back, &person(fixture.account), "Norvik Foods"), RowResult::Rejected(_)));
}
