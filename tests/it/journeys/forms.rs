//! Forms that are left, come back, fail, or stand open in two windows.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::Contact;
use whynow::domain::call::{Reach, Verdict};
use whynow::domain::edit::Edit;
use whynow::domain::plan::Plan;
use whynow::store::Store;
use whynow::tui::message::answer::{Answer, FailedTask};
use whynow::tui::message::msg::Msg;

use super::day::{count_calls, last_call};
use super::first_person;
use super::plans::plan_of;
use crate::support::book::drafts;
use crate::support::desk::{Desk, clock, key};

#[test]
fn a_call_taken_back_and_corrected_in_its_form_is_logged_as_a_new_one() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    let before = count_calls(&mut desk);
    desk.press("Cy");
    desk.wait(Duration::seconds(3));
    desk.press("<enter>");
    let wrong = last_call(&mut desk).id;
    // The next one of Today stands selected: back to the one that was called.
    desk.press("u");
    assert_eq!(count_calls(&mut desk), before, "{}", desk.notice());
    desk.press("1g");
    first_person(&mut desk);
    desk.press("C");
    assert!(desk.notice().contains("is back"), "{}", desk.notice());
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Logged."), "{}", desk.notice());
    assert_eq!(count_calls(&mut desk), before + 1);
    assert_ne!(last_call(&mut desk).id, wrong);
    desk.press("U");
    assert_eq!(count_calls(&mut desk), before + 1, "{}", desk.notice());
}

/// Another window on the book of this one, a minute later so that new ids differ.
fn second_window(desk: &mut Desk) -> Desk {
    let clock = clock();
    clock.advance(Duration::minutes(1));
    let path = desk.store().path().to_owned();
    Desk::with(Store::open(&path, clock.clone()).unwrap(), clock)
}

#[test]
fn what_was_typed_in_a_form_comes_back_when_it_is_opened_again_and_goes_with_the_save() {
    let forms = [
        ("a new account", "2", "n"),
        ("an account", "2/norvik<enter><enter><tab><tab>", "e"),
        ("a new person", "2/norvik<enter><enter>", "n"),
        ("a person", "2/norvik<enter><enter>", "e"),
        ("a new trigger", "3", "n"),
        ("a new trigger of an account", "2/norvik<enter><enter><tab>", "n"),
        ("a trigger", "2/norvik<enter><enter><tab>", "e"),
    ];
    for (form, way, open) in forms {
        let mut desk = Desk::sample();
        desk.press(way);
        desk.press(open);
        desk.type_in("Zz typed");
        desk.press("<esc>");
        assert!(!desk.screen(120, 36).contains("TEXT"), "{form}: it is left\n{}", desk.screen(120, 36));
        desk.press(open);
        assert!(desk.notice().contains("is back. Ctrl-S saves it, F10 discards it."), "{form}: {}", desk.notice());
        assert!(desk.screen(120, 36).contains("Zz typed"), "{form}\n{}", desk.screen(120, 36));
        desk.press("<ctrl-s>");
        assert!(desk.notice().contains("saved"), "{form}: {}", desk.notice());
        assert_eq!(drafts(desk.store().path()), [], "{form}");
        desk.press(open);
        assert!(!desk.notice().contains("is back"), "{form}: {}", desk.notice());
    }
}

#[test]
fn a_draft_that_is_forgotten_or_of_another_account_does_not_come_back() {
    let mut desk = Desk::sample();
    desk.press("2/norvik<enter><enter><tab>n");
    desk.type_in("Only theirs");
    desk.press("<esc><esc>2/halden<enter><enter><tab>n");
    assert!(!desk.screen(120, 36).contains("Only theirs"), "{}", desk.screen(120, 36));
    desk.press("<esc>2n");
    desk.type_in("Zzeebrugge");
    desk.press("<f10><esc>n");
    assert!(!desk.screen(120, 36).contains("Zzeebrugge"), "{}", desk.screen(120, 36));
    desk.type_in("Zzeebrugge");
    desk.wait(Duration::seconds(3));
    assert!(drafts(desk.store().path()).iter().any(|(_, body)| body.contains("Zzeebrugge")), "the same words again");
}

#[test]
fn a_form_left_open_and_one_that_came_back_write_only_what_was_typed_in_them() {
    for came_back in [false, true] {
        let mut desk = Desk::sample();
        let norvik = desk.store().find_account("Norvik Foods").unwrap()[0].0;
        desk.press("2/norvik<enter><enter>e<tab><tab>");
        desk.type_in(" of everything");
        if came_back {
            desk.press("<esc>");
        }
        let mut other = second_window(&mut desk);
        let now = other.clock.now();
        let read = other.store().account_file(norvik, now).unwrap().unwrap().contacts[0].contact.clone();
        other.store().set_do_not_call(read.id, Some("asked".into())).unwrap();
        let typed = Contact { title: Some("CFO".into()), notes: "from elsewhere".into(), ..read.clone() };
        other.store().edit_contact(&Edit { read: read.clone(), typed, drafts: Vec::new() }).unwrap();
        if came_back {
            desk.press("e");
            assert!(desk.notice().contains("is back"), "{}", desk.notice());
        }
        desk.press("<ctrl-s>");
        let asked = desk.screen(120, 36);
        for says in ["Changed elsewhere meanwhile", "Title", "there: CFO", "of everything", "y saves yours"] {
            assert!(asked.contains(says), "{says}:\n{asked}");
        }
        assert_eq!(desk.store().contact(read.id).unwrap().unwrap().title.as_deref(), Some("CFO"), "nothing is saved");
        desk.press("y");
        assert!(desk.notice().contains("saved"), "{}", desk.notice());
        let stands = desk.store().contact(read.id).unwrap().unwrap();
        assert_eq!(stands.title, read.title.map(|title| title + " of everything"));
        assert_eq!((stands.notes.as_str(), stands.do_not_call.as_deref()), ("from elsewhere", Some("asked")));
    }
}

#[test]
fn a_plan_left_open_writes_only_what_was_typed_in_it_and_shows_what_both_changed() {
    let mut desk = Desk::sample();
    let whom = first_person(&mut desk);
    desk.press("p");
    desk.type_in("Mine. ");
    let mut other = second_window(&mut desk);
    let read = plan_of(&mut other, whom);
    let typed = Plan { value: "a list they keep".into(), purpose: "theirs".into(), ..read.clone() };
    other.store().edit_plan(&Edit { read, typed, drafts: Vec::new() }).unwrap();
    desk.press("<ctrl-s>");
    assert!(desk.notice().starts_with("Saved."), "{}", desk.notice());
    let stands = plan_of(&mut desk, whom);
    assert!(stands.opener.contains("Mine."), "{}", stands.opener);
    assert_eq!((stands.value.as_str(), stands.purpose.as_str()), ("a list they keep", "theirs"));
    let again = Edit { read: stands.clone(), typed: Plan { opener: "Theirs.".into(), ..stands }, drafts: Vec::new() };
    desk.type_in("And more. ");
    other.store().edit_plan(&again).unwrap();
    desk.press("<ctrl-s>");
    let asked = desk.screen(120, 36);
    assert!(asked.contains("there: Theirs.") && asked.contains("And more."), "{asked}");
    assert_eq!(plan_of(&mut desk, whom).opener, "Theirs.");
    desk.press("y");
    assert!(plan_of(&mut desk, whom).opener.contains("And more."));
    desk.type_in("Still more. ");
    desk.press("<ctrl-s>");
    assert!(desk.notice().starts_with("Saved."), "its own save is no change from elsewhere: {}", desk.notice());
}

#[test]
fn a_form_whose_save_failed_keeps_its_text_and_two_keys_save_it_once() {
    let mut desk = Desk::on_disk();
    desk.press("2n");
    desk.type_in("Zürich Präzision");
    let saves = desk.app.update(Msg::Key(key("ctrl-s")));
    assert_eq!(saves.len(), 1);
    assert_eq!(desk.app.update(Msg::Key(key("ctrl-s"))), [], "it is on its way");
    desk.send(Msg::Book(Answer::Failed { doing: FailedTask::SavingForm, says: "the disk is full".into() }));
    desk.wait(Duration::seconds(3));
    assert!(drafts(desk.store().path()).iter().any(|(_, body)| body.contains("Präzision")));
    desk.press("<ctrl-s>");
    assert_eq!(desk.store().find_account("Zürich Präzision").unwrap().len(), 1, "{}", desk.notice());
}

#[test]
fn an_amendment_that_was_not_saved_comes_back_and_goes_with_the_save_also_of_an_amended_call() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<enter>4<enter>");
    for (key, verdict) in [("n", Verdict::Wasted), ("p", Verdict::Partly)] {
        desk.press("e");
        desk.press(key);
        desk.press(&"<tab>".repeat(7));
        desk.type_in("nobody knew");
        desk.press("<esc>");
        assert_ne!(last_call(&mut desk).verdict, Some(verdict));
        desk.press("e");
        assert!(desk.notice().contains("is back. Enter saves it, F10 discards it."), "{}", desk.notice());
        assert!(desk.screen(120, 36).contains("nobody knew"), "{}", desk.screen(120, 36));
        desk.press("<enter>");
        assert!(desk.notice().starts_with("Amended."), "{}", desk.notice());
        assert_eq!(last_call(&mut desk).verdict, Some(verdict));
        assert_eq!(drafts(desk.store().path()), []);
    }
}

#[test]
fn amending_the_verdict_leaves_long_words_and_a_missing_answer_as_they_are() {
    let mut desk = Desk::sample();
    let contact = first_person(&mut desk);
    let now = desk.clock.now();
    let mut call = desk.store().log_start(contact, now).unwrap().call;
    (call.reach, call.words) = (Reach::Connected, "word ".repeat(100).trim().to_string());
    desk.store().log_call(&call).unwrap();
    desk.press("4<enter>e");
    desk.press(&"<tab>".repeat(12));
    desk.type_in("she sounded tired");
    desk.press("<enter>");
    let stands = desk.store().call_file(call.id, now).unwrap().unwrap().versions.pop().unwrap();
    assert_eq!((stands.words, stands.note.as_str()), (call.words, "she sounded tired"));
    assert_eq!(stands.verdict, None);
}
