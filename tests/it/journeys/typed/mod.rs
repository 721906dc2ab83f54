//! What is typed outside of the big forms: into questions, the profile, the page of who works here, the import. And what
//! two windows typed at the same time.

mod slow;
mod values;
mod windows;

use whynow::clock::Clock;
use whynow::domain::account::profile::{Profile, ProfileField, ProfileRule, RuleEdit};
use whynow::domain::call::{Call, Verdict};
use whynow::domain::edit::{Edit, LineChange};
use whynow::domain::ids::CallId;
use whynow::domain::query::{WhoCalls, WhoEdit};
use whynow::store::Store;
use whynow::tui::message::answer::{Answer, AskedEnd, FailedTask};
use whynow::tui::message::effect::Effect;
use whynow::tui::message::msg::Msg;

use chrono::Duration;

use super::day::last_call;
use super::first_person;
use crate::support::book::{drafts, review_to_answer};
use crate::support::desk::{Desk, clock};

/// A place where text is typed: its name, the way to it, the keys that open it, and those that open it again.
type Place = (&'static str, &'static str, &'static str, &'static str);

/// Questions whose answer somebody composes.
const QUESTIONS: &[Place] = &[
    ("why a trigger does not count", "3", "d", "d"),
    ("until when a trigger sleeps", "3", "s", "s"),
    ("until when an account rests", "2<enter>", "z", "z"),
    ("why it rests", "2<enter>", "zin 6 weeks<enter>", "z<enter>"),
    ("why nobody may call", "2<enter>", "xdo not call<enter>", "xdo not call<enter>"),
    ("what a mail said", "2<enter>", ",<enter>", ",<enter>"),
    ("to which hour a promise moves", "1", "!", "!"),
    ("a feed", "3W", "n", "n"),
    ("watch words", "3W<tab>", "n", "n"),
    ("for whom they are watched", "3W<tab>", "nsalmon<enter>", "n<enter>"),
    ("why somebody is called all the same", "2<enter>zin 6 weeks<enter>no budget<enter>", "c", "c"),
    ("an answer to a review", "4<enter>", "i", "i"),
];

/// Forms beside those of accounts, people, triggers and plans.
const FORMS: &[Place] = &[
    ("a new rule of the profile", "%", "n", "n"),
    ("a rule of the profile", "%", "e", "e"),
    ("who works here", "", "@", "@"),
    ("a file to import", "", "I", "I"),
    ("the paste box", "3", "v", "v"),
];

const TYPED: &str = "Zz 7 words";

#[test]
fn what_is_typed_into_a_question_or_a_small_form_comes_back_with_its_caret() {
    for (place, way, open, again) in QUESTIONS.iter().chain(FORMS) {
        let mut desk = Desk::sample();
        review_to_answer(desk.store());
        desk.press(way);
        desk.press(open);
        desk.type_in(TYPED);
        desk.press("<left><left>");
        let caret = desk.draw(120, 36, whynow::tui::widgets::theme::Theme::Terminal).1;
        assert!(caret.is_some(), "{place}: nothing shows where it is typed");
        desk.press("<esc>");
        assert!(!desk.screen(120, 36).contains(TYPED), "{place}: it is left\n{}", desk.screen(120, 36));
        desk.press(again);
        assert!(desk.screen(120, 36).contains(TYPED), "{place}: {}\n{}", desk.notice(), desk.screen(120, 36));
        assert!(desk.notice().contains("is back"), "{place}: {}", desk.notice());
        assert_eq!(desk.draw(120, 36, whynow::tui::widgets::theme::Theme::Terminal).1, caret, "{place}: the caret");
        desk.press("<f10><esc>");
        desk.press(again);
        assert!(!desk.screen(120, 36).contains(TYPED), "{place}: forgotten\n{}", desk.screen(120, 36));
    }
}

#[test]
fn an_answer_that_is_in_the_book_leaves_no_draft_and_one_that_is_refused_is_asked_again() {
    let mut desk = Desk::sample();
    desk.press("2<enter>zin 6 weeks<enter>");
    desk.type_in("their budget is closed");
    desk.wait(Duration::seconds(2));
    assert_eq!(drafts(desk.store().path()).len(), 2, "the day and the reason");
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Resting until"), "{}", desk.notice());
    assert_eq!(drafts(desk.store().path()), []);
    desk.press("3d");
    desk.type_in("sold long ago");
    let sent = desk.app.update(Msg::Key(crate::support::desk::key("enter")));
    let [Effect::Do(sent)] = sent.as_slice() else { panic!("{sent:?}") };
    let refused = sent.answered_drafts().unwrap().to_vec();
    desk.send(Msg::Book(Answer::Asked { drafts: refused, end: AskedEnd::Refused }));
    desk.send(Msg::Book(Answer::Failed { doing: FailedTask::Changing, says: "the disk is full".into() }));
    assert!(desk.screen(120, 36).contains("sold long ago"), "{}", desk.screen(120, 36));
    desk.wait(Duration::seconds(2));
    assert!(drafts(desk.store().path()).iter().any(|(_, body)| body.contains("sold long ago")));
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Rejected."), "{}", desk.notice());
    assert_eq!(drafts(desk.store().path()), []);
}

#[test]
fn a_line_that_only_finds_something_is_not_kept() {
    for (way, typed) in [("f", "norvik"), ("2/", "norvik"), (":", "plan"), ("3L", "norvik")] {
        let mut desk = Desk::sample();
        desk.press(way);
        desk.type_in(typed);
        desk.wait(Duration::seconds(2));
        desk.press("<esc>");
        assert_eq!(drafts(desk.store().path()), [], "{way}");
    }
}

/// The same book in another window.
fn elsewhere(desk: &mut Desk) -> Store {
    let path = desk.store().path().to_owned();
    let clock = clock();
    // New ids differ.
    clock.advance(Duration::seconds(-30));
    Store::open(&path, clock).unwrap()
}

fn assert_asked(desk: &mut Desk, place: &str, there: &str, yours: &str) {
    let asked = desk.screen(120, 36);
    for says in ["Changed elsewhere meanwhile", &format!("there: {there}"), &format!("yours: {yours}")] {
        assert!(asked.contains(says), "{place}: {says}\n{}\n{asked}", desk.notice());
    }
}

#[test]
fn an_amendment_that_meets_another_shows_both_and_takes_the_one_that_is_chosen() {
    for (answer, stands) in [("y", ("nobody knew", "n")), ("t", ("they all knew", "y"))] {
        let mut desk = Desk::sample();
        first_person(&mut desk);
        desk.press("Cy<enter>4<enter>en");
        desk.press(&"<tab>".repeat(7));
        desk.type_in("nobody knew");
        let id = last_call(&mut desk).id;
        let now = desk.clock.now();
        let mut other = elsewhere(&mut desk);
        let read = other.call_file(id, now).unwrap().unwrap().versions.pop().unwrap();
        let words = "they all knew".to_owned();
        let typed = Call { words, amends: Some(id), id: CallId::default(), ..read.clone() };
        other.edit_call(&Edit { read, typed, drafts: Vec::new() }).unwrap();
        desk.press("<enter>");
        assert_asked(&mut desk, "an amendment", "they all knew", "nobody knew");
        desk.press(answer);
        if answer == "t" {
            desk.press("<enter>");
        }
        assert!(desk.notice().starts_with("Amended."), "{}", desk.notice());
        let now = last_call(&mut desk);
        assert_eq!(now.words, stands.0);
        assert_eq!(now.verdict.map(Verdict::key), Some("wasted"), "what only this window changed");
    }
}

#[test]
fn a_line_of_a_campaign_that_meets_another_shows_both_before_it_is_saved() {
    for (answer, stands) in [("y", "Mine."), ("t", "Theirs.")] {
        let mut desk = Desk::sample();
        let id = desk.store().campaign_rows(0, 1).unwrap().rows[0].id;
        let learned = desk.store().campaign_file(id).unwrap().unwrap().campaign.learned;
        desk.press("B<enter><tab>e");
        desk.press(&"<backspace>".repeat(learned.chars().count()));
        desk.type_in("Mine.");
        let change = LineChange { read: learned, typed: "Theirs.".into() };
        elsewhere(&mut desk).set_learned(id, &change).unwrap();
        desk.press("<ctrl-s>");
        assert_asked(&mut desk, "a campaign", "Theirs.", "Mine.");
        desk.press(answer);
        assert_eq!(desk.store().campaign_file(id).unwrap().unwrap().campaign.learned, stands);
    }
}

#[test]
fn who_works_here_writes_only_what_was_changed_and_shows_what_both_changed() {
    let mut desk = Desk::sample();
    desk.store().set_who_calls("Marit Solheim", "Fjord Trace").unwrap();
    desk.press("@<tab>");
    desk.type_in(" AS");
    let read = desk.store().who_calls().unwrap();
    let renamed = WhoCalls { name: "Marit Berg".into(), ..read.clone() };
    elsewhere(&mut desk).edit_who_calls(&WhoEdit { read, typed: renamed, drafts: Vec::new() }).unwrap();
    desk.press("<ctrl-s>");
    let who = desk.store().who_calls().unwrap();
    assert_eq!((who.name.as_str(), who.company.as_str()), ("Marit Berg", "Fjord Trace AS"), "{}", desk.notice());
    desk.press("@");
    desk.type_in("-Moe");
    let typed = WhoCalls { name: "M. Berg".into(), ..who.clone() };
    elsewhere(&mut desk).edit_who_calls(&WhoEdit { read: who, typed, drafts: Vec::new() }).unwrap();
    desk.press("<ctrl-s>");
    assert_asked(&mut desk, "who works here", "M. Berg", "Marit Berg-Moe");
    desk.press("y");
    assert_eq!(desk.store().who_calls().unwrap().name, "Marit Berg-Moe");
}

fn rule(test: &str, must: &str) -> ProfileRule {
    ProfileRule::from_typed(ProfileField::Industry.key(), test, must).unwrap()
}

#[test]
fn rules_of_the_profile_that_two_windows_change_both_stay() {
    let mut desk = Desk::sample();
    let (food, steel) = (rule("Food", "must"), rule("Steel", "wish"));
    desk.store().set_profile(&Profile { rules: vec![food.clone()] }).unwrap();
    desk.press("%e<tab>");
    desk.type_in(", Logistics");
    let mut other = elsewhere(&mut desk);
    let adds = RuleEdit { read: None, typed: Some(steel.clone()), drafts: Vec::new() };
    other.edit_profile(&adds).unwrap();
    desk.press("<ctrl-s>");
    assert_eq!(desk.store().profile().unwrap().rules, [rule("Food, Logistics", "must"), steel.clone()]);
    desk.press("ge<tab>");
    desk.type_in(", Retail");
    let changed = rule("Food", "wish");
    let changes = RuleEdit { read: Some(rule("Food, Logistics", "must")), typed: Some(changed.clone()), ..adds };
    other.edit_profile(&changes).unwrap();
    desk.press("<ctrl-s>");
    let refused = desk.screen(120, 36);
    assert!(refused.contains("changed or removed elsewhere meanwhile") && refused.contains("Retail"), "{refused}");
    desk.press("<ctrl-s>");
    let both = [changed, steel, rule("Food, Logistics, Retail", "must")];
    assert_eq!(desk.store().profile().unwrap().rules, both, "{}", desk.notice());
    assert_eq!(drafts(desk.store().path()), []);
}
