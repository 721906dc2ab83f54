//! What is typed while the book has not answered yet.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::Duration;
use whynow::domain::edit::{Edit, LineChange};
use whynow::domain::ids::CampaignId;
use whynow::tui::message::answer::{Answer, AskedEnd, FailedTask, Saved};
use whynow::tui::message::command::{Command, FileCommand};
use whynow::tui::message::effect::Effect;
use whynow::tui::message::msg::Msg;

use super::{assert_asked, elsewhere};
use crate::support::book::drafts;
use crate::support::desk::{Desk, key};

/// What the book is told to do once a key is pressed; it answers later.
fn held(desk: &mut Desk, name: &str) -> Vec<Command> {
    let effects = desk.app.update(Msg::Key(key(name)));
    effects
        .into_iter()
        .filter_map(|effect| if let Effect::Do(command) = effect { Some(command) } else { None })
        .collect()
}

fn carry(desk: &mut Desk, command: Command) -> Vec<Answer> {
    let mut answers = Vec::new();
    desk.book.carry(command, &Arc::new(AtomicBool::new(false)), &mut |answer| answers.push(answer));
    answers
}

/// Presses a key whose command the book carries out only after `meanwhile`.
fn slow(desk: &mut Desk, name: &str, meanwhile: impl FnOnce(&mut Desk)) {
    let effects = desk.app.update(Msg::Key(key(name)));
    meanwhile(desk);
    for effect in effects {
        let answers = match effect {
            Effect::Do(command) => carry(desk, command),
            Effect::Ask(query) => {
                let mut answers = Vec::new();
                desk.book.answer(query, &mut |answer| answers.push(answer));
                answers
            }
            other => panic!("{other:?}"),
        };
        answers.into_iter().for_each(|answer| desk.send(Msg::Book(answer)));
    }
}

#[test]
fn what_is_typed_right_after_a_save_is_kept() {
    let mut desk = Desk::sample();
    desk.press("p");
    desk.type_in("Saved. ");
    slow(&mut desk, "ctrl-s", |desk| desk.type_in("And typed since. "));
    assert!(desk.notice().starts_with("Saved."), "{}", desk.notice());
    assert!(desk.app.has_unsaved_text(), "it waits to be kept");
    desk.wait(Duration::seconds(2));
    let kept = drafts(desk.store().path());
    assert!(kept.iter().any(|(_, body)| body.contains("And typed since. ")), "{kept:?}");
    desk.press("<ctrl-s>");
    assert!(!desk.app.has_unsaved_text(), "a form that holds nothing new has nothing to keep");
}

#[test]
fn a_question_that_comes_while_another_is_answered_waits_for_it() {
    let mut desk = Desk::sample();
    desk.press("3d");
    desk.type_in("sold ");
    let there = Answer::FileThere(FileCommand::Week(None), "week.md".into());
    desk.send(Msg::Book(there.clone()));
    desk.send(Msg::Book(there));
    assert!(desk.notice().contains("asked once this is closed"), "{}", desk.notice());
    desk.type_in("yesterday");
    assert!(desk.screen(120, 36).contains("sold yesterday"), "{}", desk.screen(120, 36));
    desk.press("<esc>");
    assert!(desk.screen(120, 36).contains("week.md is there already"), "{}", desk.screen(120, 36));
    let kept = drafts(desk.store().path());
    assert!(kept.iter().any(|(_, body)| body.contains("sold yesterday")), "{kept:?}");
    desk.press("n");
    assert!(!desk.screen(120, 36).contains("week.md"), "it is asked once\n{}", desk.screen(120, 36));
}

#[test]
fn which_value_stands_is_decided_for_the_form_that_met_another_and_saves_no_other() {
    let mut desk = Desk::sample();
    desk.press("p");
    desk.type_in("Mine. ");
    let contact = drafts_after(&mut desk)[0].0.trim_start_matches("plan:").parse().unwrap();
    let contact = whynow::domain::ids::ContactId(contact);
    let now = whynow::clock::Clock::now(desk.clock.as_ref());
    let mut other = elsewhere(&mut desk);
    let read = other.plan_file(contact, now).unwrap().plan;
    let mut typed = read.clone();
    typed.opener = "Theirs.".into();
    other.edit_plan(&Edit { read, typed, drafts: Vec::new() }).unwrap();
    let before = desk.store().who_calls().unwrap();
    slow(&mut desk, "ctrl-s", |desk| {
        desk.press("<ctrl-p>");
        desk.type_in("the name and the company");
        desk.press("<enter>");
        assert!(desk.screen(120, 36).contains("Your name"), "{}", desk.screen(120, 36));
        desk.type_in("Marit");
    });
    assert_asked(&mut desk, "a plan", "Theirs.", "Mine.");
    desk.press("y");
    assert!(desk.store().plan_file(contact, now).unwrap().plan.opener.starts_with("Mine."), "{}", desk.notice());
    assert_eq!(desk.store().who_calls().unwrap(), before, "the form that covers it is not saved");
    assert!(desk.screen(120, 36).contains("Marit"), "{}", desk.screen(120, 36));
}

fn drafts_after(desk: &mut Desk) -> Vec<(String, String)> {
    desk.wait(Duration::seconds(2));
    drafts(desk.store().path())
}

/// In the first line of the sample's campaign.
fn first_line() -> (Desk, CampaignId) {
    let mut desk = Desk::sample();
    let id = desk.store().campaign_rows(0, 1).unwrap().rows[0].id;
    desk.press("B<enter>e");
    (desk, id)
}

fn lines(desk: &mut Desk, id: CampaignId) -> Vec<String> {
    let file = desk.store().campaign_file(id).unwrap().unwrap();
    file.members.into_iter().map(|member| member.impact).collect()
}

#[test]
fn a_line_that_the_book_refuses_waits_behind_the_one_that_is_typed_by_then() {
    let (mut desk, id) = first_line();
    desk.type_in(" First line");
    let sent = desk.app.update(Msg::Key(key("down")));
    assert_eq!(sent.len(), 1, "{sent:?}");
    desk.type_in(" Second");
    desk.send(Msg::Book(Answer::Failed { doing: FailedTask::SavingForm, says: "the disk is full".into() }));
    desk.type_in(" line");
    let kept = drafts_after(&mut desk);
    for typed in [" First line", " Second line"] {
        assert!(kept.iter().any(|(_, body)| body.contains(typed)), "{typed}: {kept:?}");
    }
    // A crash: both come back, one after the other.
    let clock = desk.clock.clone();
    let store = whynow::store::Store::open(desk.store().path(), clock.clone()).unwrap();
    let mut again = Desk::with(store, clock);
    again.press("B<enter>");
    assert!(again.notice().contains("is back"), "{}", again.notice());
    for desk in [&mut again, &mut desk] {
        desk.press("<ctrl-s>");
        assert!(desk.screen(120, 36).contains("First line"), "{}\n{}", desk.notice(), desk.screen(120, 36));
        desk.press("<ctrl-s>");
    }
    let saved = lines(&mut again, id);
    for typed in ["First line", "Second line"] {
        assert!(saved.iter().any(|line| line.ends_with(typed)), "{typed}: {saved:?}");
    }
    assert_eq!(drafts(desk.store().path()), []);
}

#[test]
fn a_line_that_met_another_is_asked_about_once_the_one_that_is_typed_is_left() {
    let (mut desk, id) = first_line();
    let member = desk.store().campaign_file(id).unwrap().unwrap().members[0].clone();
    desk.type_in(" Mine.");
    let change = LineChange { read: member.impact.clone(), typed: "Theirs.".into() };
    elsewhere(&mut desk).set_impact(id, member.account_id, &change).unwrap();
    slow(&mut desk, "down", |desk| desk.type_in(" Yesterday"));
    assert!(desk.notice().contains("you are asked once this one is left"), "{}", desk.notice());
    desk.type_in(" y");
    assert!(desk.screen(120, 36).contains("Yesterday y"), "{}", desk.screen(120, 36));
    desk.press("<ctrl-s>");
    let start: String = member.impact.chars().take(20).collect();
    assert_asked(&mut desk, "a line", "Theirs.", &start);
    desk.press("y");
    let saved = lines(&mut desk, id);
    assert!(saved.iter().any(|line| line.ends_with("Mine.")), "{saved:?}");
    assert!(saved.iter().any(|line| line.ends_with("Yesterday y")), "{saved:?}");
}

#[test]
fn of_two_answers_on_their_way_each_ends_its_own_text_and_a_refused_one_is_asked_again() {
    let mut desk = Desk::sample();
    let mut sent = Vec::new();
    for (way, text) in [("3d", "sold long ago"), ("2<enter>,<enter>", "they wrote back")] {
        desk.press(way);
        desk.type_in(text);
        desk.wait(Duration::seconds(2));
        sent.extend(held(&mut desk, "enter"));
    }
    assert_eq!(drafts(desk.store().path()).len(), 2);
    let second = sent.pop().unwrap();
    let first = sent.pop().unwrap();
    let refused = first.answered_drafts().unwrap().to_vec();
    // Something else is saved meanwhile: that is no answer to either.
    desk.send(Msg::Book(Answer::Saved(Saved::Other("The views are kept.".into()))));
    assert_eq!(drafts(desk.store().path()).len(), 2, "both still wait for theirs");
    desk.send(Msg::Book(Answer::Asked { drafts: refused, end: AskedEnd::Refused }));
    desk.send(Msg::Book(Answer::Failed { doing: FailedTask::Changing, says: "the disk is full".into() }));
    assert!(desk.screen(120, 36).contains("sold long ago"), "the one that was refused\n{}", desk.screen(120, 36));
    for answer in carry(&mut desk, second) {
        desk.send(Msg::Book(answer));
    }
    let kept = drafts(desk.store().path());
    assert!(kept.len() == 1 && kept[0].1.contains("sold long ago"), "{kept:?}");
    desk.press("<enter>");
    assert!(desk.notice().starts_with("Rejected."), "{}", desk.notice());
    assert_eq!(drafts(desk.store().path()), []);
}

#[test]
fn the_page_of_who_works_here_stays_until_it_is_saved_itself() {
    let mut desk = Desk::sample();
    desk.press("@");
    desk.type_in(" Berg");
    let sent = held(&mut desk, "ctrl-s");
    desk.send(Msg::Book(Answer::Saved(Saved::Other("The views are kept.".into()))));
    assert!(desk.screen(120, 36).contains("Solheim Berg"), "something else was saved\n{}", desk.screen(120, 36));
    for command in sent {
        for answer in carry(&mut desk, command) {
            desk.send(Msg::Book(answer));
        }
    }
    assert!(!desk.screen(120, 36).contains("Your name"), "{}", desk.screen(120, 36));
    assert_eq!(desk.store().who_calls().unwrap().name, "Marit Solheim Berg");
}
