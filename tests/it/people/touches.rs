//! Touches beside calls: counted where a call that reached nobody is, and nowhere else.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::query::AccountSort;
use whynow::domain::scorecard::Period;
use whynow::domain::touch::{Touch, TouchKind};
use whynow::store::Store;

use crate::support::book::{account, book, call, clock, contact, kept, names, now, today};

fn touch(store: &mut Store, person: ContactId, kind: TouchKind, days: i64) {
    let touch = Touch::new(person, now().0 - Duration::days(days), kind, "The study, as promised");
    store.log_touch(&touch).unwrap();
}

fn one(store: &mut Store) -> (AccountId, ContactId) {
    let id = account(store, "Norvik Foods");
    let ane = contact(store, id, "Ane Lund");
    kept(store, "leadership_change", 5, 20, id);
    (id, ane)
}

fn rules(store: &mut Store, person: ContactId) -> Vec<String> {
    store.plan_file(person, now()).unwrap().guards.into_iter().map(|guard| guard.rule).collect()
}

fn on_today(store: &mut Store) -> usize {
    store.today(now(), 0, 100).unwrap().people.rows.len()
}

#[test]
fn three_e_mails_in_14_days_are_a_swarm_and_two_people_in_7_days_too() {
    let mut store = book();
    let (id, ane) = one(&mut store);
    let per = contact(&mut store, id, "Per Dahl");
    touch(&mut store, ane, TouchKind::Email, 9);
    touch(&mut store, ane, TouchKind::Linkedin, 8);
    assert!(!rules(&mut store, ane).contains(&"swarm".to_owned()));
    touch(&mut store, ane, TouchKind::Chat, 8);
    assert!(rules(&mut store, ane).contains(&"swarm".to_owned()));
    let mut store = book();
    let (_, ane) = one(&mut store);
    touch(&mut store, ane, TouchKind::Email, 15);
    assert!(!rules(&mut store, ane).contains(&"swarm".to_owned()));
    let (id, ane) = one(&mut store);
    let lise = contact(&mut store, id, "Lise Berg");
    touch(&mut store, ane, TouchKind::Email, 2);
    touch(&mut store, lise, TouchKind::Email, 6);
    assert!(rules(&mut store, lise).contains(&"swarm".to_owned()));
    assert!(!per.is_nil());
}

#[test]
fn an_e_mail_counts_as_unanswered_and_a_call_of_theirs_answers_all_that_was_tried() {
    let mut store = book();
    let (id, ane) = one(&mut store);
    for days in [9, 6] {
        touch(&mut store, ane, TouchKind::Email, days);
    }
    assert_eq!(on_today(&mut store), 1);
    touch(&mut store, ane, TouchKind::Linkedin, 3);
    assert_eq!(on_today(&mut store), 0, "three touches without an answer and nothing new");
    let file = store.account_file(id, now()).unwrap().unwrap();
    let tried: Vec<&str> = file.quiet.tried.iter().map(|tried| tried.how.as_str()).collect();
    assert_eq!(tried, ["LinkedIn message left", "e-mail sent", "e-mail sent"]);
    touch(&mut store, ane, TouchKind::TheyCalled, 1);
    assert_eq!(on_today(&mut store), 1);
    assert!(!rules(&mut store, ane).contains(&"silent".to_owned()));
    // Undo takes it back, and what followed from it.
    let undone = store.undo().unwrap().unwrap();
    assert_eq!(undone.label, "they called us: Ane Lund");
    assert_eq!(on_today(&mut store), 0);
    store.redo().unwrap();
    assert_eq!(on_today(&mut store), 1);
}

#[test]
fn a_call_of_theirs_is_no_touch_of_ours() {
    let mut store = book();
    let (_, ane) = one(&mut store);
    for days in [3, 2, 1, 0] {
        touch(&mut store, ane, TouchKind::TheyCalled, days);
    }
    assert!(!rules(&mut store, ane).contains(&"swarm".to_owned()));
}

#[test]
fn touches_are_in_the_history_and_in_no_scorecard() {
    let mut store = book();
    let (id, ane) = one(&mut store);
    let called = call(&mut store, ane);
    store.log_call(&called).unwrap();
    touch(&mut store, ane, TouchKind::Email, 1);
    let period = Period { from: today() - Duration::days(90), until: today(), rep: None };
    let counted = |store: &mut Store| store.scorebook(&period).unwrap();
    let before = counted(&mut store);
    touch(&mut store, ane, TouchKind::Chat, 0);
    assert_eq!(counted(&mut store), before);
    let file = store.account_file(id, now()).unwrap().unwrap();
    let kinds: Vec<TouchKind> = file.touches.iter().map(|row| row.touch.kind).collect();
    assert_eq!(kinds, [TouchKind::Chat, TouchKind::Email]);
    assert_eq!(file.touches[0].contact, "Ane Lund");
    assert_eq!(store.person_file(ane, now()).unwrap().unwrap().touches, file.touches);
}

#[test]
fn the_ranking_of_the_window_and_of_a_fresh_one_agree_on_touches() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = Store::create(&path, clock()).unwrap();
    let (_, ane) = one(&mut store);
    let points = |store: &mut Store| store.today(now(), 0, 9).unwrap().people.rows[0].reason.points;
    let untouched = points(&mut store);
    for days in [12, 9] {
        touch(&mut store, ane, TouchKind::Email, days);
    }
    let touched = points(&mut store);
    assert!(touched < untouched, "{touched} of {untouched}");
    drop(store);
    let mut store = Store::open(&path, clock()).unwrap();
    assert!((points(&mut store) - touched).abs() < f64::EPSILON);
    account(&mut store, "Brandt Polymers");
    assert_eq!(names(&mut store, AccountSort::LastTouch), ["Brandt Polymers", "Norvik Foods"]);
    assert!(store.verify().unwrap().is_empty());
    assert_eq!(clock().now(), now());
}
