//! Honest by its keys: who said so is pressed, an override is a sentence, and what warns is asked once when the clock starts.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, Verdict, VerdictSource};
use whynow::domain::ids::ContactId;
use whynow::domain::scorecard::Period;

use super::day::{count_calls, last_call};
use super::first_person;
use crate::support::desk::Desk;

fn logged(desk: &mut Desk) -> Call {
    let (id, now) = (last_call(desk).id, desk.clock.now());
    desk.store().call_file(id, now).unwrap().unwrap().versions.remove(0)
}

/// An empty book with Ane and Rolf of Norvik Foods; nothing happened to them.
fn norvik() -> (Desk, ContactId, ContactId) {
    let mut desk = Desk::empty();
    let account = Account { name: "Norvik Foods".into(), ..Account::default() };
    let account_id = desk.store().save_account(&account).unwrap();
    let mut person = |name: &str| {
        let contact = Contact { account_id, name: name.into(), zone: Some("Europe/Oslo".into()), ..Contact::default() };
        desk.store().save_contact(&contact).unwrap()
    };
    let (ane, rolf) = (person("Ane Lund"), person("Rolf Dahl"));
    (desk, ane, rolf)
}

#[test]
fn a_verdict_alone_is_a_guess_and_its_source_has_keys_of_its_own() {
    for (keys, verdict, source) in [
        ("y", Verdict::WellSpent, Some(VerdictSource::RepInferred)),
        ("p", Verdict::Partly, Some(VerdictSource::RepInferred)),
        ("n", Verdict::Wasted, Some(VerdictSource::RepInferred)),
        ("a", Verdict::NotAsked, None),
        ("yi", Verdict::WellSpent, Some(VerdictSource::SaidWhenAsked)),
        ("yu", Verdict::WellSpent, Some(VerdictSource::SaidUnprompted)),
        ("iy", Verdict::WellSpent, Some(VerdictSource::SaidWhenAsked)),
        ("yig", Verdict::WellSpent, Some(VerdictSource::RepInferred)),
    ] {
        let mut desk = Desk::sample();
        first_person(&mut desk);
        desk.press(&format!("C{keys}<enter>"));
        let call = last_call(&mut desk);
        assert_eq!((call.verdict, call.source), (Some(verdict), source), "{keys}");
    }
}

#[test]
fn a_call_of_seconds_in_which_they_said_how_it_was_is_asked_about_once_more() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    let before = count_calls(&mut desk);
    desk.press("c");
    desk.wait(Duration::seconds(3));
    desk.press("cyi<enter>");
    assert_eq!(count_calls(&mut desk), before);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("0:03 minutes") && screen.contains("Enter once more"), "{screen}");
    desk.press("<enter>");
    assert_eq!(count_calls(&mut desk), before + 1);
    assert_eq!(last_call(&mut desk).source, Some(VerdictSource::SaidWhenAsked));
    // A guess is not asked about, nor a call of some length.
    for (seconds, keys) in [(3, "y"), (20, "yi")] {
        let mut desk = Desk::sample();
        first_person(&mut desk);
        desk.press("c");
        desk.wait(Duration::seconds(seconds));
        desk.press(&format!("c{keys}<enter>"));
        assert!(desk.notice().starts_with("Logged"), "{seconds} {keys}: {}", desk.notice());
    }
}

#[test]
fn do_not_call_is_lifted_by_lifting_the_mark_and_by_no_box() {
    let (mut desk, ane, _) = norvik();
    desk.store().set_do_not_call(ane, Some("asked on the phone".into())).unwrap();
    desk.wait(Duration::minutes(5));
    desk.press("2<enter>c");
    assert!(desk.app.overlay().is_none(), "no box offers it: {}", desk.screen(80, 24));
    assert!(desk.notice().contains("Do not call: asked on the phone.") && desk.notice().contains("lift the mark"));
    desk.press("Cx<enter>");
    assert_eq!(count_calls(&mut desk), 0);
    assert!(desk.app.overlay().is_none() && desk.screen(80, 24).contains("lift the mark"), "{}", desk.screen(80, 24));
    desk.press("<f10><esc>");
    desk.store().set_do_not_call(ane, None).unwrap();
    desk.press("Cx<enter>");
    assert_eq!(count_calls(&mut desk), 1, "{}", desk.notice());
}

#[test]
fn what_warns_is_asked_once_when_the_clock_starts_and_stands_with_the_call_and_in_the_week() {
    let (mut desk, ..) = norvik();
    desk.press("2<enter>c");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("No live reason: nothing known says why now. Also: no plan."), "{screen}");
    assert!(desk.app.call().is_none());
    desk.press("<esc>");
    assert!(desk.app.call().is_none(), "Esc stops");
    desk.press("c<enter>");
    assert!(desk.app.call().is_some(), "Enter goes on");
    desk.wait(Duration::seconds(60));
    desk.press("cx<enter>");
    assert_eq!(logged(&mut desk).asked, ["no_live_reason", "no_plan"]);
    desk.press("4<enter>");
    let screen = desk.screen(120, 36);
    assert!(screen.contains("Went on after the question: no live reason, no plan"), "{screen}");
    let (rep, today) = (desk.store().rep().unwrap(), desk.clock.now().date());
    let week = Period { from: today - Duration::days(6), until: today, rep: Some(rep) };
    let week = desk.store().self_review(&week, rep).unwrap();
    assert_eq!(week.asked.words(), "1 call: no live reason 1, no plan 1");
}

#[test]
fn a_person_cannot_be_touched_again_and_again_without_a_question() {
    let (mut desk, _, rolf) = norvik();
    let mut questions = 0;
    for _ in 0..11 {
        desk.press("1g2<enter>c");
        let screen = desk.screen(80, 24);
        questions += usize::from(screen.contains("Call Ane Lund?"));
        desk.press("<enter>");
        desk.wait(Duration::seconds(30));
        desk.press("cx<enter>");
    }
    assert_eq!((count_calls(&mut desk), questions), (11, 11));
    assert!(logged(&mut desk).asked.contains(&"fourth_touch".to_owned()));
    // Somebody of the account was talked to today.
    desk.press("1g2<enter>c<enter>");
    desk.wait(Duration::seconds(60));
    desk.press("ca<enter>");
    desk.press("1g2<enter>jc");
    assert!(desk.screen(80, 24).contains("No live reason"), "{}", desk.screen(80, 24));
    desk.press("<enter>");
    desk.wait(Duration::seconds(30));
    desk.press("cx<enter>");
    let call = logged(&mut desk);
    assert_eq!(call.contact_id, rolf);
    assert!(call.asked.contains(&"talked_today".to_owned()), "{:?}", call.asked);
}

#[test]
fn what_blocks_and_what_warns_is_one_box_and_takes_a_sentence() {
    let (mut desk, ..) = norvik();
    desk.wait(Duration::hours(13));
    desk.press("2<enter>c");
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("permitted: 8:00") && screen.contains("nothing known says why now. Also: no plan."),
        "{screen}"
    );
    desk.type_in("urgent");
    desk.press("<enter>");
    assert!(desk.app.call().is_none() && desk.screen(80, 24).contains("at least 3 words"), "{}", desk.screen(80, 24));
    desk.type_in(", she asked for it");
    desk.press("<enter>");
    let running = desk.app.call().cloned().unwrap();
    assert_eq!(running.overrides[0].because, "urgent, she asked for it");
    assert_eq!(running.asked, ["no_live_reason", "no_plan"]);
}

#[test]
fn a_planned_call_on_a_fresh_reason_is_not_asked_about() {
    let mut desk = Desk::sample();
    first_person(&mut desk);
    desk.press("c");
    assert!(desk.app.call().is_some(), "{}", desk.screen(80, 24));
}
