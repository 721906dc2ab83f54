//! Text that the book could not take waits in the state folder: none of it brings somebody back who was erased.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use whynow::clock::Clock;
use whynow::domain::draft::Draft;
use whynow::domain::draft::pasted_key;
use whynow::job::erasure::erase_person;
use whynow::job::session::Session;
use whynow::job::typed::Aside;
use whynow::tui::runtime::Book;

use super::book::{EMAIL, Fixture, NAME, NUMBER, bytes_beside, fixture, found_in};
use crate::support::book::clock;
use crate::support::desk::Desk;

fn draft(key: String, words: &str) -> Draft {
    let body = format!("{{\"fields\":{{\"opener\":\"{words}\"}}}}");
    Draft { key, title: "Plan".to_owned(), body, at: clock().now().utc() }
}

/// The state folder of a user, and the files of their book in it.
fn state(fixture: &Fixture) -> (PathBuf, Aside) {
    let state = fixture.folder.path().join("state");
    let aside = Aside::in_state_folder(&fixture.path, &state);
    (state, aside)
}

fn left_in(state: &Path, words: &[&str]) -> Vec<String> {
    found_in(&state.join("drafts/any"), &words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
}

#[test]
fn texts_about_them_end_and_texts_about_others_lose_the_name() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    let (state, aside) = state(&fixture);
    let kept = |key: String, words: &str, beside: Option<&str>| aside.keep(&draft(key, words), beside).unwrap();
    kept(format!("plan:{}", fixture.person), "Say smorvaline", None);
    kept(format!("plan:{}", fixture.person), "Say drenquivol", Some("window"));
    kept(pasted_key(0), &format!("{EMAIL} quintarbel"), None);
    kept("account:new".to_owned(), &format!("with {} plumbesque", fixture.person), None);
    kept(format!("plan:{}", fixture.other), &format!("{NAME}, {NUMBER}: tarnivole"), None);
    kept(format!("log:{}", fixture.other), "sold brackentil", None);
    let theirs = ["smorvaline", "drenquivol", "quintarbel", "plumbesque", "zorbenfeld", "91 23 87 64"];
    assert_eq!(left_in(&state, &theirs).len(), 7, "{:?}", left_in(&state, &theirs));
    store.lay_aside(draft(format!("log:{}", fixture.person), "held smorvaline"));
    let done = erase_person(&mut store, fixture.person, NAME, Some(&aside)).unwrap();
    assert_eq!((done.waiting, done.left.as_slice()), (4, [].as_slice()));
    assert!(done.text().contains("texts that waited beside the book, ended: 4"), "{}", done.text());
    assert_eq!(left_in(&state, &theirs), [""; 0]);
    assert_eq!(left_in(&state, &["tarnivole", "brackentil"]).len(), 2);
    assert_eq!(bytes_beside(&state.join("drafts/any")).len(), 2, "files with texts of others");
    assert_eq!(store.draft(&format!("log:{}", fixture.person)).unwrap(), None, "held while the book was open");
    let waiting = aside.waiting();
    assert!(waiting.iter().any(|one| one.draft.body.contains("(erased), (erased): tarnivole")), "{waiting:?}");
}

#[test]
fn a_text_that_waits_elsewhere_and_a_form_that_is_still_open_bring_nobody_back() {
    let fixture = fixture();
    let mut store = fixture.open(1);
    store.erase(fixture.person, NAME).unwrap();
    let (state, aside) = state(&fixture);
    let key = format!("plan:{}", fixture.person);
    store.save_draft(&draft(key.clone(), "Say smorvaline")).unwrap();
    assert_eq!(store.draft(&key).unwrap(), None);
    aside.keep(&draft(key.clone(), "Say smorvaline"), None).unwrap();
    aside.keep(&draft(pasted_key(0), &format!("{EMAIL} quintarbel")), None).unwrap();
    aside.keep(&draft(pasted_key(1), "plumbesque\",\"phones\":\"22 33 44 55, +47 912 38 764"), None).unwrap();
    aside.keep(&draft(format!("plan:{}", fixture.other), "sold brackentil"), None).unwrap();
    drop(store);
    let clock = clock();
    let book = Book::at(&fixture.path, Arc::<whynow::clock::FixedClock>::clone(&clock), Session::default(), false);
    let mut desk = Desk::at(book.with_state(Some(state.clone())), clock);
    assert_eq!(desk.store().draft(&key).unwrap(), None);
    assert!(desk.store().draft(&format!("plan:{}", fixture.other)).unwrap().is_some(), "somebody else's is back");
    assert_eq!(left_in(&state, &["smorvaline", "quintarbel", "plumbesque", "brackentil"]), [""; 0]);
    drop(desk);
    let theirs = ["smorvaline", "quintarbel", "plumbesque"].map(str::to_owned);
    assert_eq!(found_in(&fixture.path, &theirs), [""; 0]);
}
