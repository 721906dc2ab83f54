//! What a call stood on and who says so, judged for the time at which it was made.

use std::path::Path;

use chrono::Duration;
use rusqlite::Connection;
use whynow::clock::{Clock, Moment};
use whynow::domain::call::filter::{CallFilter, Flag};
use whynow::domain::call::{Call, Reach, ReasonBy, Running, UnfinishedCall, Verdict, VerdictSource};
use whynow::domain::ids::{CallId, ContactId, RepId, TriggerId};
use whynow::domain::plan::Plan;
use whynow::domain::query::{CallQuery, CallStart};
use whynow::domain::reason::caution::{CautionRule, caution_line};
use whynow::domain::scorecard::{Grouping, Period, Scorebook};
use whynow::store::{ErrorKind, Store};

use crate::support::book::{account, bar, book, call, clock, contact, kept, now, open, today};

/// A book with Ane of Norvik Foods and one live trigger.
fn office() -> (Store, ContactId, TriggerId) {
    let mut store = book();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let trigger = kept(&mut store, "leadership_change", 5, 20, norvik);
    (store, ane, trigger)
}

fn rules(store: &mut Store, contact: ContactId, at: Moment) -> Vec<String> {
    store.log_start(contact, at).unwrap().guards.into_iter().map(|guard| guard.rule).collect()
}

fn scorebook(store: &Store) -> Scorebook {
    store.scorebook(&Period { from: today() - Duration::days(900), until: today(), rep: None }).unwrap()
}

fn cards(book: &Scorebook, by: Grouping) -> Vec<(String, u32)> {
    let cards = &book.groups.iter().find(|(grouping, _)| *grouping == by).unwrap().1;
    cards.iter().map(|card| (card.group.clone(), card.tally.calls)).collect()
}

fn listed(store: &mut Store, selection: CallFilter) -> Vec<CallId> {
    let query = CallQuery { selection, limit: 50, ..CallQuery::default() };
    store.calls(&query).unwrap().rows.iter().map(|row| row.id).collect()
}

#[test]
fn a_reason_is_the_plans_or_the_reps_and_never_the_programs() {
    let (mut store, ane, trigger) = office();
    let start = store.log_start(ane, now()).unwrap();
    assert_eq!((start.call.triggers, start.call.reason_by), (Vec::new(), None), "nobody chose one yet");
    assert_eq!(start.reasons.iter().map(|row| row.id).collect::<Vec<_>>(), [trigger], "it can be chosen");
    store.save_plan(&Plan { contact_id: ane, triggers: vec![trigger], ..Plan::default() }).unwrap();
    let start = store.log_start(ane, now()).unwrap();
    assert_eq!((start.call.triggers, start.call.reason_by), (vec![trigger], Some(ReasonBy::Chosen)));
}

#[test]
fn what_the_program_attached_counts_for_no_kind_and_is_told_apart_everywhere() {
    let (mut store, ane, trigger) = office();
    let mut log = |reason_by| {
        let mut one = call(&mut store, ane);
        one.reason_by = reason_by;
        store.log_call(&one).unwrap();
        one.id
    };
    let (chosen, attached, old) = (log(Some(ReasonBy::Chosen)), log(Some(ReasonBy::Attached)), log(None));
    let none = call(&mut store, ane);
    store.log_call(&Call { triggers: Vec::new(), ..none.clone() }).unwrap();
    let book = scorebook(&store);
    let apart = ReasonBy::Attached.words().to_owned();
    assert_eq!(
        cards(&book, Grouping::Kind),
        [("new leader".to_owned(), 1), (apart.clone(), 2), ("no trigger".to_owned(), 1)]
    );
    assert_eq!(cards(&book, Grouping::Scope), [("company".to_owned(), 1), (apart, 2), ("no trigger".to_owned(), 1)]);
    let tally = &book.everyone.tally;
    assert_eq!((tally.live, tally.attached, tally.fresh_n), (1, 2, 1), "a live reason is one that was chosen");
    let kinds = store.kind_counts().unwrap();
    let kind = kinds.iter().find(|kind| kind.key == "leadership_change").unwrap();
    assert_eq!((kind.used, kind.attached), (1, 2));
    // Lists: by kind the chosen ones, by flag the others; each row says which.
    let of_kind = CallFilter { kind: Some("leadership_change".to_owned()), ..CallFilter::default() };
    assert_eq!(listed(&mut store, of_kind.clone()), [chosen]);
    let flagged = CallFilter { flag: Some(Flag::Attached), ..CallFilter::default() };
    let mut found = listed(&mut store, flagged.clone());
    found.sort();
    assert_eq!(found, [attached, old]);
    assert_eq!(listed(&mut store, CallFilter { kind: of_kind.kind, ..flagged }).len(), 2);
    let row = |store: &mut Store, id| store.call_file(id, now()).unwrap().unwrap().row;
    let headline = store.trigger_file(trigger, now()).unwrap().unwrap().trigger.headline;
    assert_eq!(row(&mut store, chosen).reason_words(), headline);
    assert_eq!(row(&mut store, old).reason_words(), format!("{headline} (attached by the program)"));
    assert_eq!(row(&mut store, none.id).reason_by, None);
    assert_eq!(store.verify().unwrap(), [""; 0]);
}

#[test]
fn calls_of_an_earlier_format_keep_their_hashes_and_read_as_attached() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    std::fs::copy("tests/data/book-1.3.db", &path).unwrap();
    let triggered: u32 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM call_line JOIN call USING (n) WHERE head = 1 AND triggers <> x''", [], |row| {
            row.get(0)
        })
        .unwrap();
    let mut store = Store::open(&path, crate::support::clock_at("2027-03-11T10:00:00+01:00")).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    let period = Period { from: "2020-01-01".parse().unwrap(), until: "2030-01-01".parse().unwrap(), rep: None };
    let book = store.scorebook(&period).unwrap();
    let kinds = cards(&book, Grouping::Kind);
    assert_eq!(kinds.first().unwrap(), &("attached by the program".to_owned(), triggered), "{kinds:?}");
    assert!(kinds.len() <= 2 && book.everyone.tally.live == 0, "{kinds:?}");
    let rows = store.calls(&CallQuery { limit: 300, ..CallQuery::default() }).unwrap().rows;
    assert!(rows.iter().all(|row| row.reason_by.is_none_or(|by| by == ReasonBy::Attached)));
}

#[test]
fn who_chose_a_reason_and_what_was_passed_cannot_be_changed_unseen() {
    for (what, sql) in [
        ("a choice", "UPDATE call SET reason_by = 'attached'"),
        ("a choice taken out", "UPDATE call SET reason_by = NULL"),
        ("a caution taken out", "UPDATE call SET asked = '[]'"),
        ("a caution put in", "UPDATE call SET asked = '[\"no_plan\",\"talked_today\"]'"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        let mut store = open(&path, 0);
        let norvik = account(&mut store, "Norvik Foods");
        let ane = contact(&mut store, norvik, "Ane Lund");
        kept(&mut store, "leadership_change", 5, 20, norvik);
        let mut one = call(&mut store, ane);
        one.asked = vec!["no_plan".to_owned()];
        store.log_call(&one).unwrap();
        assert_eq!(store.verify().unwrap(), [""; 0]);
        drop(store);
        let conn = Connection::open(&path).unwrap();
        assert!(conn.execute_batch(sql).unwrap_err().to_string().contains("append-only"), "{what}");
        conn.execute_batch("DROP TRIGGER call_fixed").unwrap();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let faults = open(&path, 1).verify().unwrap();
        assert!(faults.iter().any(|fault| fault.contains("was changed after it was logged")), "{what}: {faults:?}");
    }
}

#[test]
fn a_call_is_judged_by_what_was_so_when_it_was_made() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let known = kept(&mut store, "leadership_change", 5, 20, norvik);
    clock.advance(Duration::minutes(30));
    let plan =
        Plan { contact_id: ane, triggers: vec![known], opener: "Written at half past".to_owned(), ..Plan::default() };
    store.save_plan(&plan).unwrap();
    let later = kept(&mut store, "acquired", 5, 0, norvik);
    clock.advance(Duration::hours(11));
    let late = clock.now();
    // At half past nine in the evening it is late; the call was made at a quarter past ten.
    assert_eq!(rules(&mut store, ane, late), ["outside_permitted_hours"]);
    let then = Moment(now().0 + Duration::minutes(15));
    assert_eq!(rules(&mut store, ane, then), [""; 0]);
    let start = store.log_start(ane, then).unwrap();
    assert_eq!(start.call.at, then.0);
    assert!(start.plan.is_none() && start.call.plan_id.is_none(), "the plan was written after the call");
    assert_eq!(start.reasons.iter().map(|row| row.id).collect::<Vec<_>>(), [known], "one came up after it");
    let start = store.log_start(ane, late).unwrap();
    assert_eq!(start.call.opener, "Written at half past");
    assert_eq!(start.reasons.iter().map(|row| row.id).collect::<Vec<_>>(), [known, later]);
}

#[test]
fn an_opener_is_the_wording_that_stood_when_the_call_was_made() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let mut plan = Plan { contact_id: ane, opener: "The first wording".to_owned(), ..Plan::default() };
    plan.id = store.save_plan(&plan).unwrap();
    clock.advance(Duration::hours(1));
    plan.opener = "The second wording".to_owned();
    store.save_plan(&plan).unwrap();
    let opener = |store: &mut Store, at| store.log_start(ane, at).unwrap().call.opener;
    assert_eq!(opener(&mut store, Moment(now().0 + Duration::minutes(20))), "The first wording");
    assert_eq!(opener(&mut store, clock.now()), "The second wording");
}

#[test]
fn marks_and_touches_that_came_after_a_call_do_not_speak_against_it() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik Foods");
    let (ane, per) = (contact(&mut store, norvik, "Ane Lund"), contact(&mut store, norvik, "Per Moe"));
    kept(&mut store, "leadership_change", 5, 20, norvik);
    for minutes in [60, 70, 80] {
        let mut one = call(&mut store, per);
        one.at += Duration::minutes(minutes);
        one.triggers.clear();
        store.log_call(&one).unwrap();
    }
    clock.advance(Duration::hours(3));
    store.set_do_not_call(ane, Some("asked at one".to_owned())).unwrap();
    bar(&mut store, "+47 22 00 00 00");
    clock.advance(Duration::minutes(10));
    let late = clock.now();
    assert_eq!(rules(&mut store, ane, late), ["do_not_call", "swarm"]);
    assert_eq!(rules(&mut store, per, late), ["do_not_call", "swarm"]);
    let then = Moment(now().0 + Duration::minutes(5));
    assert_eq!(rules(&mut store, ane, then), [""; 0]);
    assert_eq!(rules(&mut store, per, then), [""; 0]);
    // A mark by a clock that goes ahead holds now all the same.
    let ahead = Moment(late.0 - Duration::seconds(30));
    assert!(rules(&mut store, ane, ahead).contains(&"do_not_call".to_owned()));
}

#[test]
fn an_override_is_refused_where_it_says_too_little_or_lifts_do_not_call() {
    let (mut store, ane, _) = office();
    for (rule, because, says) in [
        ("profile_out", "they agreed", "at least 3 words"),
        ("do_not_call", "she rang us this morning", "lift it on the account"),
    ] {
        let mut one = call(&mut store, ane);
        one.overrides = vec![whynow::domain::call::Override { rule: rule.to_owned(), because: because.to_owned() }];
        let refused = store.log_call(&one).unwrap_err();
        assert!(refused.kind == ErrorKind::Refused && refused.to_string().contains(says), "{refused}");
    }
}

fn asked(store: &Store, whom: Option<ContactId>, account: whynow::domain::ids::AccountId) -> Vec<CautionRule> {
    match store.call_start(account, whom, now()).unwrap() {
        CallStart::Person { cautions, .. } => cautions.into_iter().map(|caution| caution.rule).collect(),
        CallStart::Nobody { .. } => panic!("somebody is known"),
    }
}

#[test]
fn what_is_asked_before_the_clock_starts_comes_from_the_book() {
    use CautionRule::{FourthTouch, NoPlan, NoReason, ReasonUsed, TalkedToday};
    let mut store = book();
    let norvik = account(&mut store, "Norvik Foods");
    let (ane, per) = (contact(&mut store, norvik, "Ane Lund"), contact(&mut store, norvik, "Per Moe"));
    assert_eq!(asked(&store, Some(ane), norvik), [NoReason, NoPlan]);
    let trigger = kept(&mut store, "leadership_change", 5, 20, norvik);
    store.save_plan(&Plan { contact_id: ane, triggers: vec![trigger], ..Plan::default() }).unwrap();
    assert_eq!(asked(&store, Some(ane), norvik), []);
    for nth in 0..3 {
        let mut one = call(&mut store, per);
        (one.reach, one.verdict, one.source) = (Reach::NoAnswer, None, None);
        one.words.clear();
        one.at -= Duration::minutes(nth);
        store.log_call(&one).unwrap();
    }
    assert_eq!(asked(&store, Some(ane), norvik), [FourthTouch]);
    assert_eq!(asked(&store, Some(per), norvik), [FourthTouch, NoPlan], "nobody heard it");
    let mut message = call(&mut store, per);
    (message.reach, message.verdict, message.source) = (Reach::Voicemail, None, None);
    message.words.clear();
    store.log_call(&message).unwrap();
    assert_eq!(asked(&store, Some(per), norvik), [ReasonUsed, FourthTouch, NoPlan]);
    let talked = call(&mut store, per);
    store.log_call(&talked).unwrap();
    let CallStart::Person { cautions, name, .. } = store.call_start(norvik, Some(ane), now()).unwrap() else {
        panic!()
    };
    assert_eq!(cautions[0].rule, TalkedToday);
    assert_eq!(name, "Ane Lund");
    assert_eq!(caution_line(&cautions).unwrap(), "Per Moe of this account was talked to today. Also: fourth touch.");
}

#[test]
fn an_account_without_a_person_says_whom_the_book_knows_there() {
    let mut store = book();
    let (bare, norvik) = (account(&mut store, "Brandt Polymers"), account(&mut store, "Norvik Foods"));
    let ane = contact(&mut store, norvik, "Ane Lund");
    let people = |store: &Store, id| match store.call_start(id, None, now()).unwrap() {
        CallStart::Nobody { name, people, .. } => (name, people.into_iter().map(|one| one.contact).collect::<Vec<_>>()),
        CallStart::Person { .. } => panic!("nobody was named"),
    };
    assert_eq!(people(&store, bare), ("Brandt Polymers".to_owned(), Vec::new()));
    assert_eq!(people(&store, norvik), ("Norvik Foods".to_owned(), vec![ane]));
    assert_eq!(store.call_start(Default::default(), None, now()).unwrap_err().kind, ErrorKind::Missing);
}

#[test]
fn the_questions_that_a_rep_went_on_after_are_counted_in_the_week() {
    let (mut store, ane, _) = office();
    for rules in [&["no_plan"][..], &["no_plan", "fourth_touch"], &[]] {
        let mut one = call(&mut store, ane);
        one.asked = rules.iter().map(|rule| (*rule).to_owned()).collect();
        store.log_call(&one).unwrap();
    }
    let mut before = call(&mut store, ane);
    (before.at, before.asked) = (before.at - Duration::days(9), vec!["talked_today".to_owned()]);
    store.log_call(&before).unwrap();
    let rep: RepId = store.rep().unwrap();
    let week = Period { from: today() - Duration::days(6), until: today(), rep: Some(rep) };
    assert_eq!(store.self_review(&week, rep).unwrap().asked.words(), "2 calls: no plan 2, fourth touch 1");
    store.undo().unwrap();
    let all = Period { from: today() - Duration::days(60), ..week };
    assert_eq!(store.self_review(&all, rep).unwrap().asked.calls, 2, "what was taken back is not counted");
}

fn ended(contact: ContactId, minutes_ago: i64) -> UnfinishedCall {
    let since = now().0 - Duration::minutes(minutes_ago);
    Running { contact, name: "Ane Lund".to_owned(), since, overrides: Vec::new(), asked: vec!["no_plan".to_owned()] }
        .end(since + Duration::seconds(252))
}

#[test]
fn a_call_whose_clock_was_stopped_waits_in_the_book_until_it_is_logged_or_dismissed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (ane, one, other) = {
        let mut store = open(&path, 0);
        let norvik = account(&mut store, "Norvik Foods");
        let ane = contact(&mut store, norvik, "Ane Lund");
        let (one, other) = (ended(ane, 30), ended(ane, 20));
        store.keep_clock(Some(&one.ran)).unwrap();
        assert_eq!(store.running_call().unwrap().as_ref(), Some(&one.ran));
        store.stop_clock(&one).unwrap();
        assert_eq!(store.running_call().unwrap(), None);
        store.stop_clock(&other).unwrap();
        store.stop_clock(&other).unwrap();
        (ane, one, other)
    };
    // After a restart they are there, the older one first.
    let mut store = open(&path, 1);
    assert_eq!(one.seconds, 252);
    assert_eq!(store.unfinished_calls().unwrap(), [one.clone(), other.clone()]);
    assert_eq!(store.today(now(), 0, 10).unwrap().unfinished.len(), 2);
    let mut logged = store.log_start(ane, Moment(one.ran.since)).unwrap().call;
    (logged.reach, logged.seconds) = (Reach::Connected, Some(one.seconds));
    (logged.verdict, logged.source) = (Some(Verdict::WellSpent), Some(VerdictSource::RepInferred));
    store.log_and_keep(&logged, Some(&one), &[]).unwrap();
    assert_eq!(store.unfinished_calls().unwrap(), std::slice::from_ref(&other));
    // Taking the call back gives it back, and so does taking back that it was dismissed.
    store.undo().unwrap();
    assert_eq!(store.unfinished_calls().unwrap(), [one.clone(), other.clone()]);
    store.dismiss_call(&other).unwrap();
    assert_eq!(store.unfinished_calls().unwrap(), std::slice::from_ref(&one));
    assert_eq!(store.dismiss_call(&other).unwrap_err().kind, ErrorKind::Missing);
    store.undo().unwrap();
    assert_eq!(store.unfinished_calls().unwrap(), [one, other]);
    assert_eq!(store.verify().unwrap(), [""; 0]);
    assert!(Path::new(&path).exists());
}
