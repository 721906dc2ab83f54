//! A rep's day: whom to call, the call, what is logged, and what is taken back.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::Account;
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
    let headline: String = next.trigger.headline.chars().take(12).collect();
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
    desk.press("Cy");
    desk.press(&"<tab>".repeat(9));
    desk.type_in("send the plant list");
    desk.press("<tab>");
    for (typed, shown) in [
        ("fri", "= Fri 13 Mar 2026, tomorrow"),
        ("in 2 weeks", "= Thu 26 Mar 2026, in 14 days"),
        ("14 mar", "= Sat 14 Mar 2026, in 2 days"),
        ("yesterday", "= Wed 11 Mar 2026, in the past"),
        ("so", "? fri, fri 14:00, in 2 weeks, 14 mar"),
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
    desk.press("Cy");
    desk.press(&"<tab>".repeat(9));
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
    assert!(desk.screen(120, 36).contains("promised: send"), "{}", desk.screen(120, 36));
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
    desk.press("4A");
    assert!(desk.notice().contains("A amends it there"), "{}", desk.notice());
    let call = last_call(&mut desk);
    assert!(call.amended);
    assert_eq!(call.verdict, Some(Verdict::Wasted));
}

#[test]
fn a_new_account_and_a_person_are_written_down_and_found() {
    let mut desk = Desk::empty();
    desk.press("2n");
    desk.type_in("Zürich Präzision");
    desk.press("<ctrl-s>2/");
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

#[test]
fn today_is_narrowed_by_account_person_title_or_reason() {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let people = desk.store().today(now, 0, 200).unwrap().people.rows;
    let row = people.iter().find(|row| row.account == "Sundvall Papper").unwrap();
    let reason: String = row.trigger.headline.split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    for text in ["sundvall", "SUNDVALL pap", row.contact.as_str(), row.title.as_str(), reason.as_str()] {
        desk.press("1/");
        desk.type_in(text);
        let screen = desk.screen(120, 36);
        assert!(screen.contains("Sundvall Pap") && !screen.contains("Fjordline"), "{text}: {screen}");
        desk.press("<esc>");
        assert!(desk.screen(120, 36).contains("Fjordline"), "{text}");
    }
    // The filter holds while a row is looked at, and promises are narrowed too.
    desk.press("/orban<enter><enter><esc>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("/orban") && screen.contains("1 promised · 1 with a reason"), "{screen}");
    assert!(!screen.contains("Halden"), "{screen}");
}

#[test]
fn a_running_call_covers_no_tab_at_any_width() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("c");
    assert!(desk.app.call().is_some(), "{}", desk.notice());
    for minutes in [0, 99, 1_000] {
        desk.wait(Duration::minutes(minutes));
        for tab in 1..=5 {
            desk.press(&tab.to_string());
            for width in 60..=140 {
                let screen = desk.screen(width, 16);
                let header = screen.lines().next().unwrap();
                for name in ["1 Toda", "2 Acco", "3 Trig", "4 Call", "5 Revi", " min"] {
                    assert!(header.contains(name), "{width}, tab {tab}: {name} is not in {header}");
                }
            }
        }
    }
}

#[test]
fn an_amendment_stands_beside_the_plan_that_its_own_call_had() {
    let mut desk = Desk::sample();
    let contact = first_person(&mut desk);
    let mut plan = super::plans::plan_of(&mut desk, contact);
    plan.opener = "The plan of that call.".into();
    desk.store().save_plan(&plan).unwrap();
    for (reach, minutes) in [(Reach::Voicemail, 1), (Reach::Connected, 2)] {
        desk.wait(Duration::minutes(minutes));
        let now = desk.clock.now();
        let begun = desk.store().log_start(contact, now).unwrap();
        let mut call = begun.call;
        call.reach = reach;
        desk.store().log_call(&call).unwrap();
        let mut later = super::plans::plan_of(&mut desk, contact);
        later.opener = format!("A plan for after {reach:?}.");
        desk.store().save_plan(&later).unwrap();
        let start = desk.store().amend_start(call.id).unwrap();
        assert_eq!(start.plan.map(|plan| plan.opener), Some(call.opener), "{reach:?}");
        assert_eq!(start.guards, begun.guards, "a call does not speak against itself");
    }
    desk.press("4<enter>e");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("What you planned") && screen.contains("A plan for after Voicemail."), "{screen}");
    assert!(!screen.contains("A plan for after Connected."), "{screen}");
}

#[test]
fn a_change_older_than_the_window_is_undone_only_by_a_yes() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("Cy<enter>");
    let (count, clock) = (count_calls(&mut desk), crate::support::desk::clock());
    clock.advance(Duration::minutes(70));
    let path = desk.store().path().to_owned();
    let mut later = Desk::with(Store::open(&path, clock.clone()).unwrap(), clock);
    later.press("u");
    let screen = later.screen(120, 36);
    assert!(screen.contains("from 09:12, before this window"), "{screen}");
    for leaves in ["n", "<esc>", "<enter><esc>", "x<esc>"] {
        later.press(leaves);
        assert_eq!(count_calls(&mut later), count, "{leaves}");
        later.press("u");
    }
    // What was changed while the question stood is not what was said yes to.
    let another = later.store().save_account(&Account { name: "Meanwhile".into(), ..Account::default() }).unwrap();
    later.press("y");
    assert_eq!(count_calls(&mut later), count);
    assert!(later.notice().contains("Something else was changed meanwhile"), "{}", later.notice());
    assert!(later.store().account(another).unwrap().is_some(), "and that stays too");
    later.store().undo().unwrap();
    later.press("uy");
    assert_eq!(count_calls(&mut later), count - 1, "{}", later.notice());
    // What this window changed itself is taken back at once.
    later.press("U");
    later.wait(Duration::minutes(1));
    later.press("1g");
    first_person(&mut later);
    later.press("Cy<enter>");
    let (now, after) = (later.clock.now(), count_calls(&mut later));
    assert!(later.store().last_change().unwrap().is_some_and(|change| change.at == now.utc()));
    later.press("u");
    assert_eq!(count_calls(&mut later), after - 1, "{}", later.notice());
}
