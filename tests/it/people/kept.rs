//! A call that kept a promise says so as it is logged.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::call::{NextStep, Reach, Whose};
use whynow::domain::ids::ContactId;
use whynow::domain::query::PromiseRow;
use whynow::store::Store;

use crate::support::book::{account, book, call, contact, now, today};
use crate::support::desk::Desk;
use crate::support::home::Home;

fn promised(store: &mut Store, person: ContactId, what: &str, days: i64) {
    let mut call = call(store, person);
    let by = Some(today() + Duration::days(days));
    call.next = Some(NextStep { what: what.to_owned(), by, time: None, whose: Whose::Ours });
    store.log_call(&call).unwrap();
}

fn open(store: &mut Store, person: ContactId) -> Vec<String> {
    let words = |row: PromiseRow| row.promise.what;
    store.person_file(person, now()).unwrap().unwrap().promises.into_iter().map(words).collect()
}

#[test]
fn the_promise_is_kept_on_the_day_of_the_call_and_undo_opens_it_again() {
    let mut store = book();
    let id = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, id, "Ane Lund");
    promised(&mut store, ane, "send the lot map", 0);
    promised(&mut store, ane, "call back", 2);
    let start = store.log_start(ane, now()).unwrap();
    let [first, second] = start.promises.as_slice() else { panic!("{:?}", start.promises) };
    assert_eq!((first.promise.what.as_str(), second.promise.what.as_str()), ("send the lot map", "call back"));
    let mut call = call(&mut store, ane);
    call.at -= Duration::days(1);
    store.log_and_keep(&call, None, &[first.promise.id]).unwrap();
    assert_eq!(open(&mut store, ane), ["call back"]);
    assert!(store.verify().unwrap().is_empty());
    assert!(store.undo().unwrap().unwrap().label.starts_with("logged a call with Ane Lund"));
    assert_eq!(open(&mut store, ane), ["send the lot map", "call back"]);
}

/// The first person of Today in the sample book, with one promise to them.
fn callback() -> (Desk, ContactId) {
    let mut desk = Desk::sample();
    let at = desk.clock.now();
    let person = desk.store().today(at, 0, 1).unwrap().people.rows[0].contact_id;
    for row in desk.store().person_file(person, at).unwrap().unwrap().promises {
        desk.store().keep_promise(row.promise.id, Some(at.date())).unwrap();
    }
    let mut call = desk.store().log_start(person, at).unwrap().call;
    call.reach = Reach::Connected;
    let by = Some(at.date());
    call.next = Some(NextStep { what: "read her the lot map".into(), by, time: None, whose: Whose::Ours });
    desk.store().log_call(&call).unwrap();
    log_form(&mut desk, person);
    (desk, person)
}

/// Opens the log form of a person from their page.
fn log_form(desk: &mut Desk, person: ContactId) {
    let name = desk.store().contact(person).unwrap().unwrap().name;
    desk.press("1f");
    desk.type_in(&name);
    desk.press("<enter>C");
}

#[test]
fn the_log_form_asks_only_where_a_promise_is_open_and_h_answers_it() {
    let (mut desk, person) = callback();
    assert!(desk.screen(80, 24).contains("h < not yet, ours: read her the lot map >"), "{}", desk.screen(80, 24));
    // Nothing said: it stays open.
    desk.press("x<enter>");
    assert_eq!(open(desk.store(), person), ["read her the lot map"]);
    log_form(&mut desk, person);
    desk.press("h");
    assert!(desk.screen(80, 24).contains("[h < yes, ours: read her the lot map >]"), "{}", desk.screen(80, 24));
    desk.press("x<enter>");
    assert!(desk.notice().contains("The promise is kept."), "{}", desk.notice());
    assert_eq!(open(desk.store(), person), Vec::<String>::new());
    log_form(&mut desk, person);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Log > ") && !screen.contains("Promise kept?"), "{screen}");
}

#[test]
fn what_was_answered_is_kept_with_the_draft_of_the_form() {
    let (mut desk, person) = callback();
    desk.press("h");
    desk.wait(Duration::seconds(2));
    desk.press("<esc>");
    log_form(&mut desk, person);
    assert!(desk.screen(80, 24).contains("yes, ours: read her the lot map"), "{}", desk.screen(80, 24));
    desk.press("x<enter>");
    assert_eq!(open(desk.store(), person), Vec::<String>::new());
}

#[test]
fn the_command_line_says_which_promise_a_call_kept_and_which_is_open() {
    let home = Home::with_sample();
    let log = |more: &[&'static str]| {
        let log = ["log", "linn.skarbo@fjordline.example", "--reach", "connected", "--override", "she asked for it"];
        home.run(&log.iter().chain(more).copied().collect::<Vec<_>>())
    };
    let says = |more: &[&'static str], words: &[&str]| {
        let said = log(more);
        assert_eq!(said.code, 0, "{said:?}");
        assert!(words.iter().all(|word| said.out.contains(word)), "{}", said.out);
    };
    log(&["--kept", "all"]);
    log(&["--kept"]).fails(2, &["No promise is open with them"]);
    says(&["--next", "send the lot map", "--by", "fri 14:00"], &["send the lot map", "14:00"]);
    says(&["--next", "send the check list"], &["Still open, ours: send the lot map"]);
    says(&["--kept", "?"], &["1. ours: send the lot map", "2. ours: send the check list"]);
    log(&["--kept"]).fails(2, &["Several open promises", "2. ours: send the check list"]);
    log(&["--kept", "horses"]).fails(2, &["None of their open promises"]);
    says(&["--kept", "lot map"], &["Kept, ours: send the lot map.", "Still open, ours: send the check list"]);
    says(&["--kept"], &["Kept, ours: send the check list."]);
}
