//! The log cannot be lost, wrong or for nobody: every call has its person, its time, its reason, and an end.

use chrono::{DateTime, Duration, FixedOffset};
use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, ReasonBy};
use whynow::domain::ids::{AccountId, ContactId, TriggerId};
use whynow::domain::plan::Plan;
use whynow::domain::trigger::{Status, Trigger};
use whynow::store::Store;
use whynow::tui::message::msg::Msg;

use super::day::{count_calls, last_call};
use super::first_person;
use crate::support::desk::Desk;

/// The last call, whole.
fn logged(desk: &mut Desk) -> Call {
    let (id, now) = (last_call(desk).id, desk.clock.now());
    desk.store().call_file(id, now).unwrap().unwrap().versions.remove(0)
}

/// An empty book with Norvik Foods, a reason to call there, and these people.
fn norvik(people: &[&str]) -> (Desk, AccountId, TriggerId) {
    let mut desk = Desk::empty();
    let account = Account { name: "Norvik Foods".into(), ..Account::default() };
    let account_id = desk.store().save_account(&account).unwrap();
    for name in people {
        desk.store().save_contact(&Contact { account_id, name: (*name).into(), ..Contact::default() }).unwrap();
    }
    let trigger = happened(&mut desk, account_id, "New plant at Lund", 3);
    (desk, account_id, trigger)
}

fn happened(desk: &mut Desk, account: AccountId, headline: &str, days_ago: i64) -> TriggerId {
    let trigger = Trigger {
        kind: "new_site".into(),
        headline: headline.into(),
        strength: 4,
        occurred_on: desk.clock.now().date() - Duration::days(days_ago),
        status: Status::Kept,
        accounts: vec![account],
        ..Trigger::default()
    };
    desk.store().save_trigger(&trigger).unwrap()
}

fn person(desk: &mut Desk, account: AccountId) -> ContactId {
    let now = desk.clock.now();
    desk.store().account_file(account, now).unwrap().unwrap().contacts[0].contact.id
}

#[test]
fn from_a_row_without_a_person_one_adds_the_person_or_chooses_one() {
    // Today, the accounts, the account itself and the trigger: each asks, nothing starts, nothing waits for ever.
    for way in ["1", "2", "2<enter>", "3<tab>"] {
        for key in ["c", "C", "p", "P"] {
            let (mut desk, account, _) = norvik(&[]);
            desk.press(&format!("{way}{key}"));
            let screen = desk.screen(80, 24);
            assert!(screen.contains("Nobody is known at Norvik Foods"), "{way} {key}: {screen}");
            assert!(!screen.contains("reading the book"), "{way} {key}: {screen}");
            assert!(desk.app.call().is_none() && desk.store().running_call().unwrap().is_none());
            desk.press("a");
            desk.type_in("Ane Lund");
            desk.press("<ctrl-s>");
            let now = desk.clock.now();
            let known = desk.store().account_file(account, now).unwrap().unwrap().contacts;
            assert!(!known.is_empty(), "{way} {key}: {} {}", desk.notice(), desk.screen(80, 24));
            let ane = known[0].contact.id;
            assert_eq!(desk.store().contact(ane).unwrap().unwrap().name, "Ane Lund", "{way} {key}");
        }
    }
}

#[test]
fn somebody_who_is_known_at_the_account_of_a_row_is_chosen() {
    for (key, title) in [("p", "Plan > Norvik Foods > Rolf Dahl"), ("C", "Log > Norvik Foods > Rolf Dahl")] {
        let (mut desk, ..) = norvik(&["Ane Lund", "Rolf Dahl"]);
        desk.press(&format!("2{key}"));
        assert!(desk.screen(80, 24).contains("Who at Norvik Foods?"), "{}", desk.screen(80, 24));
        desk.press("<down><enter>");
        assert!(desk.screen(80, 24).contains(title), "{}", desk.screen(80, 24));
    }
    let (mut desk, ..) = norvik(&["Ane Lund", "Rolf Dahl"]);
    desk.press("2c<down><enter><enter>");
    assert_eq!(desk.app.call().map(|call| call.name.as_str()), Some("Rolf Dahl"));
}

#[test]
fn where_nobody_is_known_nothing_is_said_to_speak_for_a_call() {
    let (mut desk, ..) = norvik(&[]);
    desk.press("1");
    let screen = desk.screen(120, 36);
    assert!(!screen.contains("nothing speaks against calling"), "{screen}");
    assert!(screen.contains("nobody is known there"), "{screen}");
}

#[test]
fn a_question_that_has_no_answer_says_why() {
    let (mut desk, account, _) = norvik(&["Ane Lund"]);
    let ane = person(&mut desk, account);
    desk.press("2<enter>");
    // Another window takes the person out while this one opens the plan.
    desk.store().undo().unwrap();
    desk.store().undo().unwrap();
    assert!(desk.store().contact(ane).unwrap().is_none());
    desk.press("p");
    let screen = desk.screen(80, 24);
    assert!(!screen.contains("reading the book"), "{screen}");
    assert!(screen.contains("could not be read") && screen.contains("no longer in the book"), "{screen}");
    desk.press("<esc>");
    assert!(!desk.screen(80, 24).contains("could not be read"));
}

/// Twenty-one o'clock, with a plan that was written at six.
fn evening() -> (Desk, AccountId, TriggerId) {
    let (mut desk, account, trigger) = norvik(&["Ane Lund"]);
    let ane = person(&mut desk, account);
    let contact = desk.store().contact(ane).unwrap().unwrap();
    desk.store().save_contact(&Contact { zone: Some("Europe/Oslo".into()), ..contact }).unwrap();
    desk.wait(Duration::hours(9));
    let opener = "Ane, you open a plant in Lund".to_owned();
    let plan = Plan { contact_id: ane, triggers: vec![trigger], opener, ..Plan::default() };
    desk.store().save_plan(&plan).unwrap();
    desk.wait(Duration::hours(3));
    (desk, account, trigger)
}

fn instant(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

#[test]
fn a_call_of_this_morning_that_is_logged_at_night_is_judged_by_the_morning() {
    let (mut desk, account, trigger) = evening();
    let later = happened(&mut desk, account, "Recall today", 0);
    desk.press("2<enter>C");
    assert!(desk.screen(120, 36).contains("permitted: 8:00 to 21:00"), "{}", desk.screen(120, 36));
    desk.press(&format!("y{}", "<tab>".repeat(10)));
    desk.type_in("9:20");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("= today 09:20") && screen.contains("There was no plan"), "{screen}");
    assert!(!screen.contains("permitted:") && !screen.contains("Recall today"), "{screen}");
    desk.press("<enter>");
    let call = logged(&mut desk);
    assert_eq!(call.at, instant("2026-03-12T09:20:00+01:00"), "{}", desk.notice());
    assert_eq!((call.overrides, call.plan_id), (Vec::new(), None));
    assert!(call.triggers.is_empty(), "the plan was written later, and nobody chose a reason");
    let _ = (trigger, later);
}

#[test]
fn a_call_of_some_minutes_ago_is_saved_though_the_clock_goes_on_over_its_form() {
    for (waited, at) in [(20, "2026-03-12T09:02:00+01:00"), (300, "2026-03-12T09:07:00+01:00")] {
        let (mut desk, ..) = norvik(&["Ane Lund"]);
        desk.press(&format!("2<enter>Cx{}", "<tab>".repeat(10)));
        desk.type_in("10 min ago");
        desk.wait(Duration::seconds(waited));
        desk.press("<enter>");
        assert_eq!(count_calls(&mut desk), 1, "after {waited} s: {}", desk.screen(80, 24));
        assert_eq!(logged(&mut desk).at, instant(at), "after {waited} s");
    }
}

#[test]
fn what_blocked_a_call_when_it_was_made_takes_a_sentence() {
    let (mut desk, ..) = evening();
    let before = count_calls(&mut desk);
    desk.press("2<enter>Cx<enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("At that time") && screen.contains("Why did you call?"), "{screen}");
    for short in ["", "she agreed"] {
        desk.type_in(short);
        desk.press("<enter>");
        assert_eq!(count_calls(&mut desk), before, "\"{short}\" is no sentence");
    }
    assert!(desk.screen(80, 24).contains("at least 3 words"), "{}", desk.screen(80, 24));
    desk.type_in(" to nine in the evening");
    desk.press("<enter>");
    assert_eq!(count_calls(&mut desk), before + 1, "{}", desk.notice());
    assert_eq!(logged(&mut desk).overrides[0].because, "she agreed to nine in the evening");
}

#[test]
fn a_time_ahead_or_none_at_all_is_refused_with_a_sentence() {
    let (mut desk, ..) = norvik(&["Ane Lund"]);
    for (typed, says) in [("17:30", "still ahead"), ("soonish", "is not a time")] {
        desk.press("1g2<enter>C");
        desk.press(&format!("x{}", "<tab>".repeat(10)));
        desk.type_in(typed);
        desk.press("<enter>");
        let screen = desk.screen(80, 24);
        assert!(screen.contains(says), "{typed}: {screen}");
        assert_eq!(count_calls(&mut desk), 0);
        desk.press("<f10><esc><esc>");
    }
}

#[test]
fn a_reason_that_is_younger_than_the_call_goes_and_it_is_said() {
    let (mut desk, account, _) = norvik(&["Ane Lund"]);
    desk.wait(Duration::hours(2));
    let recall = happened(&mut desk, account, "Recall today", 0);
    desk.press("2<enter>Cys");
    for _ in 0..3 {
        if desk.screen(120, 36).contains("> Recall today") {
            break;
        }
        desk.press("s");
    }
    desk.press(&"<tab>".repeat(10));
    desk.type_in("9:20");
    desk.press("<enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("younger than the call: s chooses another"), "{screen}");
    assert_eq!(count_calls(&mut desk), 0);
    desk.press("<backtab><backtab><backtab><backtab><backtab>s<enter>");
    assert!(!logged(&mut desk).triggers.contains(&recall), "{}", desk.notice());
}

#[test]
fn the_reason_of_a_call_is_the_plans_or_chosen_and_there_is_none_of_these() {
    let stood_on = |keys: &str, planned: bool| {
        let (mut desk, account, trigger) = norvik(&["Ane Lund"]);
        let other = happened(&mut desk, account, "Recall last week", 8);
        let ane = person(&mut desk, account);
        if planned {
            desk.store().save_plan(&Plan { contact_id: ane, triggers: vec![other], ..Plan::default() }).unwrap();
        }
        desk.press(&format!("2<enter>Cx{keys}<enter>"));
        let call = logged(&mut desk);
        let name = |id: &TriggerId| if *id == trigger { "plant" } else { "recall" };
        (call.triggers.iter().map(name).collect::<Vec<_>>(), call.reason_by)
    };
    let chosen = Some(ReasonBy::Chosen);
    assert_eq!(stood_on("", false), (vec![], None), "nobody said");
    assert_eq!(stood_on("", true), (vec!["recall"], chosen), "the plan's");
    assert_eq!(stood_on("s", false).1, chosen);
    assert_eq!(stood_on("sss", false), (vec![], chosen), "none of these");
    assert_eq!(stood_on("s", true).0.len() + stood_on("ss", true).0.len(), 1, "the other one, then none of these");
}

#[test]
fn a_clock_that_was_stopped_and_left_is_unfinished_until_it_is_logged() {
    let (mut desk, ..) = norvik(&["Ane Lund"]);
    let called = |desk: &mut Desk| {
        desk.press("2<enter>c<enter>");
        desk.wait(Duration::seconds(252));
        desk.press("c");
    };
    called(&mut desk);
    desk.press("<esc>");
    assert!(desk.notice().contains("top of Today"), "{}", desk.notice());
    desk.press("1");
    for (width, height) in [(60, 16), (80, 24), (120, 36)] {
        let screen = desk.screen(width, height);
        assert!(screen.contains("1 unfinished") && screen.contains("Ane Lund"), "{screen}");
    }
    let screen = desk.screen(120, 36);
    assert!(screen.contains("unfinished call, 4:12") && screen.contains("Enter logs it"), "{screen}");
    // Another window, or this one after a crash, shows it too; and what was typed comes back with it.
    desk.press("g<enter>yi<tab><tab><tab><tab><tab><tab><tab>");
    desk.type_in("That helped");
    desk.press("<esc>");
    desk.press("1gg<enter>");
    assert!(desk.screen(120, 36).contains("That helped"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    let call = logged(&mut desk);
    assert_eq!((call.seconds, call.at), (Some(252), instant("2026-03-12T09:12:00+01:00")));
    assert_eq!(desk.store().unfinished_calls().unwrap(), []);
    assert!(!desk.screen(120, 36).contains("unfinished"));
    // Taken back, it is unfinished again.
    desk.press("u");
    assert_eq!(desk.store().unfinished_calls().unwrap().len(), 1);
}

#[test]
fn an_unfinished_call_outlives_the_window_and_is_dismissed_by_a_key() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("c");
    desk.wait(Duration::seconds(60));
    // The window is killed with the form open.
    desk.press("c");
    let (path, clock) = (desk.store().path().to_owned(), desk.clock.clone());
    let mut again = Desk::with(Store::open(&path, clock.clone()).unwrap(), clock);
    assert!(again.screen(120, 36).contains("1 unfinished"), "{}", again.screen(120, 36));
    again.press("ggc");
    assert!(again.notice().contains("not logged yet"), "nothing else is done with it: {}", again.notice());
    again.press("D");
    assert!(again.notice().starts_with("Dismissed"), "{}", again.notice());
    assert_eq!(again.store().unfinished_calls().unwrap(), []);
    again.press("u");
    assert_eq!(again.store().unfinished_calls().unwrap().len(), 1, "{}", again.notice());
}

#[test]
fn two_unfinished_calls_with_one_person_are_two_forms() {
    let (mut desk, ..) = norvik(&["Ane Lund"]);
    for seconds in [30, 90] {
        desk.press("2<enter>c<enter>");
        desk.wait(Duration::seconds(seconds));
        desk.press("c");
        desk.press("n<tab><tab><tab><tab><tab><tab><tab>");
        desk.type_in(&format!("after {seconds}"));
        desk.press("<esc>");
    }
    desk.press("1gg<enter>");
    assert!(desk.screen(120, 36).contains("after 30"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    assert_eq!((logged(&mut desk).seconds, logged(&mut desk).words.as_str()), (Some(30), "after 30"));
    desk.press("1gg<enter>");
    assert!(desk.screen(120, 36).contains("after 90"), "{}", desk.screen(120, 36));
    desk.press("<enter>");
    assert_eq!((logged(&mut desk).seconds, logged(&mut desk).words.as_str()), (Some(90), "after 90"));
}

#[test]
fn a_click_goes_to_the_row_under_it_also_where_the_form_is_scrolled_or_stands_beside_something() {
    for (width, height) in [(120, 36), (80, 24), (60, 16)] {
        let mut desk = Desk::sample();
        desk.resize(width, height);
        first_person(&mut desk);
        desk.press("cc");
        let focus = |screen: &str| screen.lines().find(|line| line.starts_with("│>")).unwrap_or_default().to_owned();
        let labels = ["Their words", "Next step ", "Promise kept?", "Outcome"];
        for label in labels.into_iter().take(if height < 20 { 3 } else { 4 }) {
            // From the last field, so that what does not fit is above it.
            while !focus(&desk.screen(width, height)).contains("Note") {
                desk.press("<tab>");
            }
            let row = desk.screen(width, height).lines().position(|line| line.contains(label)).unwrap();
            desk.send(Msg::Click { column: 8, row: u16::try_from(row).unwrap() });
            let screen = desk.screen(width, height);
            assert!(focus(&screen).contains(label), "{label} {width}x{height}\n{screen}");
        }
    }
}
