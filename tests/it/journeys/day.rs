//! A rep's day: whom to call, the call, what is logged, and what is taken back.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::call::{Outcome, Reach, Verdict, VerdictSource};
use whynow::domain::query::{CallQuery, Tray, TriggerQuery};
use whynow::store::Store;
use whynow::tui::message::effect::TerminalRequest;

use super::first_person;
use crate::support::desk::Desk;

pub(super) fn last_call(desk: &mut Desk) -> whynow::domain::query::CallRow {
    let query = CallQuery { limit: 1, ..CallQuery::default() };
    desk.store().calls(&query).unwrap().rows.remove(0)
}

pub(super) fn count_calls(desk: &mut Desk) -> usize {
    desk.store().calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n
}

#[test]
fn three_keys_and_enter_log_a_call_right_after_hanging_up() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    let before = count_calls(&mut desk);
    desk.press("c");
    desk.wait(Duration::seconds(267));
    desk.press("cy<enter>");
    assert_eq!(count_calls(&mut desk), before + 1);
    let call = last_call(&mut desk);
    assert_eq!(
        (call.reach, call.verdict, call.source),
        (Reach::Connected, Some(Verdict::WellSpent), Some(VerdictSource::RepInferred)),
        "who says so is pressed: a verdict alone is a guess"
    );
    assert_eq!(call.seconds, Some(267));
    assert!(desk.notice().starts_with("Logged."), "{}", desk.notice());
}

/// The person of the row that is selected on Today.
fn selected(desk: &mut Desk) -> String {
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Why this one now"), "{screen}");
    screen.lines().find(|line| line.starts_with("│>")).unwrap().to_string()
}

#[test]
fn once_a_call_is_logged_the_next_one_of_today_is_selected_and_named() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    let now = desk.clock.now();
    let people = desk.store().today(now, 0, 200).unwrap().people.rows;
    let free =
        |row: &&whynow::domain::query::TodayRow| !row.guards.iter().any(whynow::domain::reason::guard::Guard::blocks);
    let (called, next) = (people.iter().find(free).unwrap(), people.iter().filter(free).nth(1).unwrap());
    desk.press("Cy<enter>");
    assert_eq!(last_call(&mut desk).contact_id, called.contact_id);
    let says = format!("Next: {}, {}.", next.contact, next.account);
    assert!(desk.notice().ends_with(&says), "{} should end with {says}", desk.notice());
    let headline: String = next.trigger.headline.chars().take(20).collect();
    assert!(selected(&mut desk).contains(&headline));
}

#[test]
fn a_call_logged_from_a_plan_or_an_account_leads_back_to_today() {
    for way in ["p", "<enter>"] {
        let mut desk = Desk::sample();
        first_person(&mut desk);
        desk.press(way);
        let (start, hang_up) = if way == "p" { ("<f4>", "<f4>") } else { ("c", "c") };
        desk.press(start);
        desk.press(hang_up);
        desk.press("x<enter>");
        assert!(desk.notice().contains("Next: "), "{way}: {}", desk.notice());
        selected(&mut desk);
    }
}

#[test]
fn whoever_asks_not_to_be_called_is_blocked_at_once() {
    let mut desk = Desk::sample();
    let contact = first_person(&mut desk);
    desk.press("Cd<enter>");
    let call = last_call(&mut desk);
    assert_eq!((call.outcome, call.verdict), (Some(Outcome::DoNotCall), Some(Verdict::NotAsked)));
    assert!(desk.notice().contains("will not be called again"), "{}", desk.notice());
    let person = desk.store().contact(contact).unwrap().unwrap();
    assert!(person.do_not_call.unwrap().contains("asked on 12 Mar 2026"));
    desk.press("u");
    assert_eq!(desk.store().contact(contact).unwrap().unwrap().do_not_call, None, "one undo takes back both");
}

#[test]
fn a_day_and_a_length_are_shown_as_understood_before_they_are_saved() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<tab><tab><tab><tab><tab><tab><tab><tab>");
    desk.type_in("send the plant list");
    desk.press("<tab>");
    for (typed, shown) in [
        ("fri", "= Fri 13 Mar 2026, tomorrow"),
        ("in 2 weeks", "= Thu 26 Mar 2026, in 14 days"),
        ("14 mar", "= Sat 14 Mar 2026, in 2 days"),
        ("yesterday", "= Wed 11 Mar 2026, in the past"),
        ("so", "? fri, in 2 weeks, 14 mar"),
    ] {
        desk.type_in(typed);
        let screen = desk.screen(80, 24);
        assert!(screen.contains(shown), "{typed}: {screen}");
        desk.press(&"<backspace>".repeat(typed.len()));
    }
    desk.press("<tab><tab>");
    for (typed, shown) in [("4", "= 4:00 minutes"), ("270s", "= 4:30 minutes"), ("4x", "? 4, 4:30 or 270s")] {
        desk.type_in(typed);
        let screen = desk.screen(80, 24);
        assert!(screen.contains(shown), "{typed}: {screen}");
        desk.press(&"<backspace>".repeat(typed.len()));
    }
}

#[test]
fn the_seconds_spent_in_the_form_are_kept_with_the_call() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("c");
    desk.wait(Duration::seconds(60));
    desk.press("c");
    desk.wait(Duration::seconds(7));
    desk.press("y<enter>");
    let (id, now) = (last_call(&mut desk).id, desk.clock.now());
    let file = desk.store().call_file(id, now).unwrap().unwrap();
    assert_eq!((file.versions[0].log_seconds, file.versions[0].seconds), (Some(7), Some(60)));
}

#[test]
fn the_call_clock_runs_on_when_the_window_was_closed_during_a_call() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("c");
    let path = desk.store().path().to_owned();
    let clock = desk.clock.clone();
    clock.advance(Duration::minutes(4));
    let mut again = Desk::with(Store::open(&path, clock.clone()).unwrap(), clock.clone());
    assert!(again.notice().contains("The clock still runs for"), "{}", again.notice());
    again.press("cy<enter>");
    let logged = last_call(&mut again);
    assert_eq!((logged.seconds, logged.verdict), (Some(240), Some(Verdict::WellSpent)));
    let mut third = Desk::with(Store::open(&path, clock.clone()).unwrap(), clock);
    assert!(!third.screen(120, 36).contains("still runs"), "a call that was logged runs no more");
}

#[test]
fn a_call_that_reached_nobody_needs_two_keys_and_holds_no_verdict() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cx<enter>");
    let call = last_call(&mut desk);
    assert_eq!((call.reach, call.verdict), (Reach::NoAnswer, None));
}

#[test]
fn a_guess_is_kept_as_a_guess() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cryg<enter>");
    assert_eq!(last_call(&mut desk).source, Some(VerdictSource::RepInferred));
}

#[test]
fn undo_takes_a_logged_call_back_and_redo_brings_it_again() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    let before = count_calls(&mut desk);
    desk.press("Cy<enter>");
    desk.press("u");
    assert_eq!(count_calls(&mut desk), before, "{}", desk.notice());
    desk.press("U");
    assert_eq!(count_calls(&mut desk), before + 1, "{}", desk.notice());
}

#[test]
fn a_next_step_of_ours_comes_back_as_a_promise_on_its_day() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<tab><tab><tab><tab><tab><tab><tab><tab>");
    desk.type_in("send the plant list");
    desk.press("<tab>");
    desk.type_in("tomorrow");
    desk.press("<enter>");
    desk.wait(Duration::days(1));
    desk.press("1");
    let now = desk.clock.now();
    let due = desk.store().today(now, 0, 1).unwrap().promises;
    let ours = due.iter().find(|row| row.promise.what == "send the plant list").expect("it is due");
    assert_eq!(ours.promise.by, Some(now.date()));
    assert!(desk.screen(120, 36).contains("promised: send the"), "{}", desk.screen(120, 36));
}

#[test]
fn a_trigger_is_kept_rejected_with_a_reason_and_taken_back() {
    let mut desk = Desk::sample();
    desk.press("3");
    let now = desk.clock.now();
    let inbox = |desk: &mut Desk| {
        desk.store()
            .triggers(&TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 500 }, now)
            .unwrap()
            .total
            .n
    };
    let before = inbox(&mut desk);
    desk.press("d");
    desk.type_in("not about them");
    desk.press("<enter>");
    assert_eq!(inbox(&mut desk), before - 1);
    desk.press("u");
    assert_eq!(inbox(&mut desk), before, "{}", desk.notice());
}

#[test]
fn next_and_previous_walk_along_accounts_without_going_back() {
    let mut desk = Desk::sample();
    desk.press("2<enter>");
    let first = desk.screen(120, 36).lines().next().unwrap().to_string();
    desk.press("J");
    let second = desk.screen(120, 36).lines().next().unwrap().to_string();
    assert_ne!(first, second);
    desk.press("K");
    assert_eq!(desk.screen(120, 36).lines().next().unwrap(), first);
}

#[test]
fn an_amended_call_shows_both_values() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<enter>4<enter>");
    desk.press("e");
    desk.press("n<enter>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Amended"), "{screen}");
    let call = last_call(&mut desk);
    assert!(call.amended);
    assert_eq!(call.verdict, Some(Verdict::Wasted));
}

#[test]
fn a_new_account_and_a_person_are_written_down_and_found() {
    let mut desk = Desk::empty();
    desk.press("2n");
    desk.type_in("Zürich Präzision");
    desk.press("<ctrl-s>");
    desk.press("/");
    desk.type_in("zuri");
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("Zürich Präzision"), "{}", desk.screen(120, 36));
    desk.press("<enter>n");
    desk.type_in("Jana Nováková");
    desk.press("<ctrl-s>");
    assert!(desk.screen(120, 36).contains("Jana Nováková"), "{}", desk.screen(120, 36));
}

#[test]
fn the_palette_runs_a_command_by_a_few_letters() {
    let mut desk = Desk::sample();
    desk.press(":");
    desk.type_in("calls");
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("calls"));
}

#[test]
fn copying_is_said_to_be_sent_not_done() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("y");
    assert!(matches!(desk.wishes.last(), Some(TerminalRequest::Copy(_))));
    assert!(desk.notice().starts_with("Sent to the terminal"));
}

#[test]
fn in_a_new_sample_there_is_nothing_to_undo() {
    let mut desk = Desk::sample();
    desk.press("u");
    assert_eq!(desk.notice(), "There is nothing to undo.");
}

#[test]
fn a_person_is_found_by_name_from_anywhere() {
    let mut desk = Desk::sample();
    desk.press("4f");
    desk.type_in("Lund");
    assert!(desk.screen(120, 36).contains("Ane Lund"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    let header = desk.screen(120, 36).lines().next().unwrap().to_string();
    assert!(header.contains("Norvik Foods"), "{header}");
}

#[test]
fn a_trigger_is_opened_edited_and_kept_in_the_words_typed() {
    let mut desk = Desk::sample();
    desk.press("3<enter>");
    assert!(desk.screen(120, 36).contains("Edit trigger"), "{}", desk.screen(120, 36));
    desk.type_in(" again");
    desk.press("<ctrl-s>");
    assert!(desk.screen(120, 36).contains("again"), "{}", desk.screen(120, 36));
}
