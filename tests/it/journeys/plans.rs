//! Plans: typed, drafted, saved, compared, and read before a call.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::ids::ContactId;
use whynow::domain::plan::Plan;
use whynow::tui::message::effect::TerminalRequest;

use super::first_person;
use crate::support::book::drafts;
use crate::support::desk::Desk;

/// The plan that stands for a person.
pub(super) fn plan_of(desk: &mut Desk, contact: ContactId) -> Plan {
    let now = desk.clock.now();
    desk.store().plan_file(contact, now).unwrap().plan
}

#[test]
fn what_was_typed_in_a_plan_comes_back_after_leaving_without_saving() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("p");
    desk.type_in("Half a sentence about their ");
    desk.press("<esc>");
    assert!(drafts(desk.store().path()).iter().any(|(_, body)| body.contains("Half a sentence")));
    desk.press("p");
    assert!(desk.screen(120, 36).contains("Half a"), "{}", desk.screen(120, 36));
    assert!(desk.notice().contains("is back"), "{}", desk.notice());
}

#[test]
fn a_saved_plan_leaves_no_draft_and_is_shown_on_today() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("p");
    desk.type_in("words");
    desk.wait(Duration::seconds(3));
    desk.press("<ctrl-s><esc>");
    let waiting = drafts(desk.store().path());
    assert!(!waiting.iter().any(|(key, _)| key.starts_with("plan:")), "{waiting:?}");
    assert!(desk.screen(120, 36).contains("missing") || desk.screen(120, 36).contains("ready"));
}

#[test]
fn a_template_fills_what_is_known_and_leaves_visible_gaps() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("p<f9>");
    assert!(desk.notice().starts_with("Drafted:"), "{}", desk.notice());
}

#[test]
fn a_plan_stands_on_another_reason_or_says_why_it_has_none() {
    let mut desk = Desk::sample();
    let whom = first_person(&mut desk);
    desk.press("p");
    let best = plan_of(&mut desk, whom).triggers;
    while !desk.notice().contains("Without a trigger") {
        desk.press("<ctrl-r>");
    }
    desk.type_in("she asked in May to be called when the lease ends");
    desk.press("<ctrl-s>");
    let saved = plan_of(&mut desk, whom);
    assert_eq!(
        (saved.triggers.len(), saved.no_trigger_because.as_str()),
        (0, "she asked in May to be called when the lease ends")
    );
    desk.press("<esc>p<ctrl-r><ctrl-s>");
    assert_eq!(plan_of(&mut desk, whom).triggers.first(), best.first());
}

#[test]
fn a_wording_that_was_saved_is_compared_and_taken_back() {
    let mut desk = Desk::sample();
    let whom = first_person(&mut desk);
    desk.press("p<f9><ctrl-s>");
    let first = plan_of(&mut desk, whom).opener;
    desk.type_in(" Shall I?");
    desk.press("<ctrl-s><ctrl-o>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("This is the current opener."), "{screen}");
    desk.press("j");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("{+Shall I?+}"), "{screen}");
    desk.press("<enter><ctrl-s>");
    assert_eq!(plan_of(&mut desk, whom).opener, first);
}

#[test]
fn the_sheet_before_a_call_is_read_copied_and_written_to_a_file() {
    let mut desk = Desk::sample();
    desk.press("2/norvik<enter><enter>P");
    let screen = desk.screen(120, 36);
    for part in ["Sheet > Ane Lund, Norvik Foods", "Why now", "The plan", "write a file"] {
        assert!(screen.contains(part), "{part} is not on\n{screen}");
    }
    desk.press("y");
    let Some(TerminalRequest::Copy(copied)) = desk.wishes.last().cloned() else { panic!("nothing was copied") };
    assert!(copied.starts_with("# Ane Lund, Norvik Foods\n") && copied.split_whitespace().count() <= 500);
    desk.press("E");
    let notice = desk.notice();
    let path = notice.trim_start_matches("The sheet is in ").trim_end_matches('.').to_owned();
    let written = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!((path.as_str(), written), ("sheet-ane-lund.md", copied));
    desk.press("<esc>");
    assert!(desk.screen(120, 36).contains("Accounts > Norvik Foods"));
}
