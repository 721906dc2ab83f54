//! Key scripts about enough: leaving alone, not answering, blocks lifted, lists of those who must not be called.

use std::io::Write;

use crate::support::desk::Desk;
use chrono::Duration;
use whynow::clock::Clock;
use whynow::config::Config;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::Reach;
use whynow::domain::ids::AccountId;
use whynow::domain::plan::Plan;
use whynow::domain::trigger::{Scope, Status, Trigger};
use whynow::job::session::Session;

/// An empty book with one account that did not answer three calls; two reasons, two people.
fn silent() -> (Desk, AccountId) {
    let mut desk = Desk::empty();
    let today = desk.clock.now().date();
    let store = desk.store();
    let new = Account { name: "Norvik Foods".into(), zone: Some("Europe/Oslo".into()), ..Account::default() };
    let account = store.save_account(&new).unwrap();
    let mut person = |name: &str| {
        store.save_contact(&Contact { account_id: account, name: name.into(), ..Contact::default() }).unwrap()
    };
    let (ane, _) = (person("Ane Lund"), person("Per Dahl"));
    let mut happened = |kind: &str, headline: &str, scope| {
        let trigger = Trigger {
            kind: kind.into(),
            headline: headline.into(),
            scope,
            strength: 4,
            occurred_on: today - Duration::days(20),
            status: Status::Kept,
            accounts: vec![account],
            ..Trigger::default()
        };
        store.save_trigger(&trigger).unwrap()
    };
    let used = happened("acquired", "Norvik Foods was bought", Scope::Company);
    happened("regulatory_change", "Lot records become law", Scope::Industry);
    let value = "a list of plants that lost their records in a merger".to_owned();
    store.save_plan(&Plan { contact_id: ane, triggers: vec![used], value, ..Plan::default() }).unwrap();
    let now = desk.clock.now();
    for days in [9, 6, 3] {
        let store = desk.store();
        let mut call = store.log_start(ane, now).unwrap().call;
        call.reach = Reach::Voicemail;
        call.at -= Duration::days(days);
        store.log_call(&call).unwrap();
    }
    desk.press("R");
    (desk, account)
}

#[test]
fn a_silent_account_says_what_was_tried_and_what_else_there_is_at_every_size() {
    let (mut desk, _) = silent();
    assert!(desk.screen(120, 36).contains("Nobody has a reason today"), "{}", desk.screen(120, 36));
    desk.press("2<enter>");
    let wide = desk.screen(120, 36);
    for words in [
        "3 touches unanswered, and nothing new since 9 Mar 2026: one more is a nudge.",
        "Ane Lund, voicemail: Norvik Foods was bought",
        "offered them: a list of plants that lost their records",
        "another person: Per Dahl",
        "another reason (industry): Lot records become law",
        "sent without an ask, or leave it until a date: z",
    ] {
        assert!(wide.contains(words), "{words}\n{wide}");
    }
    assert!(desk.screen(80, 24).contains("History 3  Tried"), "{}", desk.screen(80, 24));
    desk.press("<backtab>");
    for (width, height) in [(80, 24), (60, 16)] {
        let screen = desk.screen(width, height);
        assert!(
            screen.contains("[Tried]") && screen.contains("voicemail") && screen.contains("until a date: z"),
            "{screen}"
        );
    }
}

#[test]
fn z_leaves_an_account_alone_after_showing_the_day_and_it_comes_back_by_itself() {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let today = desk.store().today(now, 0, 1).unwrap();
    let first = today.people.rows[0].account.clone();
    let listed = |desk: &mut Desk| {
        let now = desk.clock.now();
        desk.store().today(now, 0, 200).unwrap().people.rows.iter().any(|row| row.account == first)
    };
    desk.press(&"j".repeat(today.promises.len()));
    desk.press("z");
    desk.type_in("yesterday");
    desk.press("<enter>");
    assert!(desk.screen(80, 24).contains("That day is not ahead"), "{}", desk.screen(80, 24));
    desk.press("<ctrl-w>");
    desk.type_in("in 3 weeks");
    desk.press("<enter>");
    assert!(desk.screen(60, 16).contains("Until Thursday 2 April 2026. Why?"), "{}", desk.screen(60, 16));
    assert!(listed(&mut desk), "nothing is saved before the reason");
    desk.type_in("their budget is closed");
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Resting until 2 April 2026."), "{}", desk.notice());
    assert!(!listed(&mut desk));
    desk.press("u");
    assert!(listed(&mut desk), "{}", desk.notice());
    desk.press("U");
    desk.press("2/");
    desk.type_in(&first);
    assert!(desk.screen(120, 36).contains("rests until 2 Apr: their"), "{}", desk.screen(120, 36));
    desk.press("<enter><enter>");
    assert!(desk.screen(120, 36).contains("Resting until 2 Apr 2026: their budget"), "{}", desk.screen(120, 36));
    // A call is blocked, and can be made all the same with a reason.
    desk.press("Cx<enter>");
    assert!(desk.screen(80, 24).contains("Resting until"), "{}", desk.screen(80, 24));
    desk.press("<esc><f10><esc>");
    desk.wait(Duration::days(21));
    assert!(listed(&mut desk), "the day has come");
}

#[test]
fn z_on_an_account_at_rest_ends_the_rest() {
    let (mut desk, _) = silent();
    desk.press("2<enter>z");
    desk.type_in("next month");
    desk.press("<enter>");
    desk.type_in("no answer");
    desk.press("<enter>");
    assert!(desk.screen(80, 24).contains("z ends that"), "{}", desk.screen(80, 24));
    desk.press("z");
    assert!(desk.notice().starts_with("Its rest is over."), "{}", desk.notice());
    assert!(!desk.screen(80, 24).contains("z ends that"));
}

#[test]
fn the_manager_reads_which_blocks_were_lifted_and_opens_the_call() {
    let mut desk = Desk::sample();
    desk.press("5O");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Fresh money, worth a try.") && screen.contains("no fit"), "{screen}");
    assert!(screen.contains("Quill Street"), "{screen}");
    let narrow = desk.screen(60, 16);
    assert!(narrow.contains("It ended: WASTED"), "{narrow}");
    desk.press("<enter>");
    assert!(desk.screen(120, 36).contains("Tyler Brandt"), "{}", desk.screen(120, 36));
    desk.press("<esc>");
    assert!(desk.screen(120, 36).contains("despite a block"));
}

#[test]
fn an_empty_list_of_overrides_says_what_it_is_for() {
    let mut desk = Desk::empty();
    desk.press("O");
    assert!(desk.screen(80, 24).contains("No block was ever overridden."), "{}", desk.screen(80, 24));
}

#[test]
fn archiving_and_do_not_call_are_reached_from_the_menu_of_an_account() {
    let mut desk = Desk::sample();
    desk.press("2<enter>x");
    desk.type_in("do not call");
    desk.press("<enter>");
    desk.type_in("asked on the phone");
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Marked do-not-call."), "{}", desk.notice());
    desk.press("x");
    desk.type_in("archive");
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Archived."), "{}", desk.notice());
}

#[test]
fn a_do_not_call_list_is_looked_at_imported_and_taken_back_from_the_import_screen() {
    let mut desk = Desk::sample();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"+44 20 7946 0151\n+47 99 99 99 99\nnobody\n").unwrap();
    desk.press("I<backtab><backtab>");
    assert!(desk.screen(60, 16).contains("[do-not-call]"), "{}", desk.screen(60, 16));
    desk.type_in(&file.path().display().to_string());
    desk.press("<enter>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("3 rows: 2 new, 0 updated, 0 same, 1 rejected"), "{screen}");
    desk.press("<enter><enter>");
    let barred = |desk: &mut Desk| {
        let now = desk.clock.now();
        let id = desk.store().find_account("Penhallow Dairies").unwrap()[0].0;
        let people = desk.store().account_file(id, now).unwrap().unwrap().contacts;
        people.iter().any(|row| row.guards.iter().any(|guard| guard.rule == "do_not_call"))
    };
    assert!(barred(&mut desk));
    desk.press("u");
    assert!(!barred(&mut desk), "{}", desk.notice());
}

#[test]
fn today_says_whether_there_are_enough_reasons_in_the_room_there_is() {
    let mut desk = Desk::sample();
    let wide = desk.screen(120, 36);
    assert!(wide.contains("live reasons · ") && wide.contains("of 20 (default) calls this week"), "{wide}");
    let short = desk.screen(60, 16);
    assert!(short.contains("reasons · ") && short.contains("of 20 calls"), "{short}");
}

#[test]
fn a_teams_own_hours_take_the_place_of_a_row_and_a_fault_in_them_has_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("config.toml");
    std::fs::write(&settings, "[guards]\nhours = \"ours.toml\"\n").unwrap();
    let table = |hours: &str| {
        let rule =
            format!("[[rule]]\nplace = \"NO\"\nweekdays = \"{hours}\"\nsaturday = \"none\"\nsunday = \"none\"\n");
        std::fs::write(folder.path().join("ours.toml"), rule + "source = \"our lawyer\"\nas_of = \"2026-03\"\n")
            .unwrap();
        Session::of(&Config::read(&settings).0)
    };
    let mut desk = Desk::sample();
    let (seat, faults) = table("13:00-15:00");
    assert_eq!(faults, Vec::<String>::new());
    seat.take(desk.store()).unwrap();
    desk.press("2/norvik<enter><enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("permitted: 13:00 to 15:00 (NO; our lawyer, as"), "{screen}");
    let (_, faults) = table("soon");
    assert!(faults.len() == 1 && faults[0].contains("ours.toml: line 1: weekdays is \"soon\""), "{faults:?}");
}
