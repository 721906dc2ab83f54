//! The page of a person, touches that are no calls, callbacks with an hour.

use whynow::domain::call::{NextStep, Reach, Whose};
use whynow::domain::ids::ContactId;
use whynow::domain::touch::TouchKind;
use whynow::tui::message::effect::TerminalRequest;

use crate::support::desk::Desk;
use whynow::clock::Clock;

fn first(desk: &mut Desk) -> ContactId {
    let now = desk.clock.now();
    desk.store().today(now, 0, 1).unwrap().people.rows[0].contact_id
}

/// Goes to the first person of Today, below the promises.
fn to_first(desk: &mut Desk) {
    let now = desk.clock.now();
    let promises = desk.store().today(now, 0, 1).unwrap().promises.len();
    desk.press("1g");
    desk.press(&"j".repeat(promises));
}

fn touches(desk: &mut Desk, person: ContactId) -> Vec<(TouchKind, String)> {
    let now = desk.clock.now();
    let file = desk.store().person_file(person, now).unwrap().unwrap();
    file.touches.into_iter().map(|row| (row.touch.kind, row.touch.note)).collect()
}

#[test]
fn one_key_and_a_letter_write_a_touch_down_and_undo_takes_it_back() {
    let mut desk = Desk::sample();
    let person = first(&mut desk);
    to_first(&mut desk);
    desk.press(",");
    assert!(desk.screen(120, 36).contains("e  e-mail sent"));
    desk.press("e<enter>");
    assert_eq!(touches(&mut desk, person), [(TouchKind::Email, String::new())]);
    assert!(desk.notice().contains("Noted: e-mail sent"), "{}", desk.notice());
    let second = first(&mut desk);
    to_first(&mut desk);
    desk.press(",l");
    desk.type_in("the study");
    desk.press("<enter>");
    assert_eq!(touches(&mut desk, second)[0], (TouchKind::Linkedin, "the study".to_owned()));
    desk.press("u");
    assert_eq!(touches(&mut desk, second), []);
    assert_eq!(touches(&mut desk, person).len(), 1);
}

#[test]
fn after_they_called_the_log_form_stands_open() {
    let mut desk = Desk::sample();
    let person = first(&mut desk);
    to_first(&mut desk);
    desk.press(",t<enter>");
    assert_eq!(touches(&mut desk, person)[0].0, TouchKind::TheyCalled);
    assert!(desk.screen(120, 36).contains("Log > "), "{}", desk.screen(120, 36));
}

#[test]
fn a_persons_page_is_one_key_from_today_and_its_digits_pick_what_is_copied() {
    let mut desk = Desk::sample();
    let person = first(&mut desk);
    let mut known = desk.store().contact(person).unwrap().unwrap();
    known.phones.push(whynow::domain::account::Phone { raw: "+1 604 555 0177".into(), label: "mobile".into() });
    known.role = Some("signs".into());
    desk.store().save_contact(&known).unwrap();
    to_first(&mut desk);
    desk.press(";");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("mobile") && screen.contains("part: signs"), "{screen}");
    let place = known.phones.len();
    desk.press(&format!("{place}y"));
    assert_eq!(desk.wishes.last(), Some(&TerminalRequest::Copy("+1 604 555 0177".into())));
    // A digit that picks nothing is the key that it is everywhere.
    desk.press("9");
    desk.wait(chrono::TimeDelta::seconds(1));
    desk.press("p");
    assert!(desk.screen(120, 36).contains("Plan"));
}

#[test]
fn a_callback_is_typed_with_its_hour_and_moved_from_today() {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let person = first(&mut desk);
    let mut call = desk.store().log_start(person, now).unwrap().call;
    call.reach = Reach::Gatekeeper;
    call.next = Some(NextStep { what: "call back".into(), by: Some(now.date()), time: None, whose: Whose::Ours });
    desk.store().log_call(&call).unwrap();
    desk.press("1Rg");
    let at = |desk: &mut Desk| {
        let file = desk.store().person_file(person, now).unwrap().unwrap();
        let mine = file.promises.into_iter().find(|row| row.promise.what == "call back").unwrap();
        (mine.promise.by, mine.promise.time.map(|time| time.format("%H:%M").to_string()))
    };
    let place = desk.store().today(now, 0, 1).unwrap().promises;
    let place = place.iter().position(|row| row.promise.what == "call back").unwrap();
    desk.press(&"j".repeat(place));
    desk.press("!");
    desk.type_in("tomorrow 3 p.m.");
    desk.press("<enter>");
    assert_eq!(at(&mut desk), (now.date().succ_opt(), Some("15:00".into())));
    assert!(desk.notice().contains("what was agreed first"), "{}", desk.notice());
    desk.press("u");
    assert_eq!(at(&mut desk), (Some(now.date()), None));
}

#[test]
fn a_new_account_and_a_new_person_open_once_they_are_saved_and_accounts_are_edited_in_the_list() {
    let mut desk = Desk::sample();
    desk.press("2n");
    desk.type_in("Aurland Stone");
    desk.press("<ctrl-s>");
    assert!(desk.screen(120, 36).contains("Accounts > Aurland Stone"), "{}", desk.screen(120, 36));
    desk.press("n");
    desk.type_in("Siri Moe");
    desk.press("<ctrl-s>");
    assert!(desk.screen(120, 36).contains("Siri Moe"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("Aurland Stone > Siri Moe"), "{}", desk.screen(120, 36));
    desk.press("2/");
    desk.type_in("aurland");
    desk.press("<enter>e");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Aurland Stone") && screen.contains("Industry"), "{screen}");
}

#[test]
fn the_form_of_a_person_takes_hours_part_and_where_they_went() {
    let mut desk = Desk::sample();
    let person = first(&mut desk);
    to_first(&mut desk);
    desk.press(";e");
    desk.press(&"<tab>".repeat(6));
    desk.press(&"<backspace>".repeat(11));
    desk.type_in("9-11:30");
    desk.press("<tab>");
    desk.press(&"<backspace>".repeat(40));
    desk.type_in("decides");
    desk.press("<tab>");
    desk.type_in("2026-03-02");
    desk.press("<tab>");
    desk.type_in("Brandt Polymers");
    desk.press("<ctrl-s>");
    let known = desk.store().contact(person).unwrap().unwrap();
    assert_eq!(known.hours.map(|hours| hours.until.format("%H:%M").to_string()).as_deref(), Some("11:30"));
    assert_eq!((known.role.as_deref(), known.moved_to.as_deref()), (Some("decides"), Some("Brandt Polymers")));
    let screen = desk.screen(120, 36);
    assert!(screen.contains("They left on 2 Mar 2026, now at Brandt Polymers."), "{screen}");
}
