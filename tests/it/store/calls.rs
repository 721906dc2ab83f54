//! Logging, amending, promises, drafts.

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::call::filter::CallFilter;
use whynow::domain::call::{Call, NextStep, Outcome, Reach, Verdict, VerdictSource, Whose};
use whynow::domain::draft::Draft;
use whynow::domain::edit::{Edit, Edited};
use whynow::domain::ids::{CallId, ContactId};
use whynow::domain::plan::Plan;
use whynow::domain::query::CallQuery;
use whynow::domain::review::{Criterion, Review};
use whynow::domain::scorecard::Period;
use whynow::store::{ErrorKind, Store};

use crate::support::book::{
    account, amend, amended, book, call, calls, clock, contact, kept, next_undo, now, open, today,
};

fn ane() -> (Store, ContactId) {
    let mut store = book();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    (store, ane)
}

fn draft(key: &str, body: &str) -> Draft {
    Draft { key: key.to_owned(), title: "Log > Norvik > Ane".to_owned(), body: body.to_owned(), at: now().utc() }
}

#[test]
fn a_call_is_logged_once_and_takes_its_draft_along() {
    let (mut store, ane) = ane();
    let call = call(&mut store, ane);
    store.save_draft(&draft(&format!("log:{ane}"), &format!("{{\"extra\":{{\"call\":\"{}\"}}}}", call.id))).unwrap();
    assert_eq!(store.log_start(ane, now()).unwrap().call.id, call.id, "the form's id waits in its draft");
    assert!(!store.log_call(&call).unwrap().already);
    assert_eq!(store.log_start(ane, now()).unwrap().draft, None);
    assert!(store.log_call(&call).unwrap().already);
    assert_eq!(calls(&mut store, "").total.n, 1);
}

#[test]
fn a_draft_that_comes_behind_the_saving_of_its_call_does_not_stand_in_the_way_of_the_next() {
    let (mut store, ane) = ane();
    let call = call(&mut store, ane);
    store.log_call(&call).unwrap();
    store.save_draft(&draft(&format!("log:{ane}"), &format!("{{\"extra\":{{\"call\":\"{}\"}}}}", call.id))).unwrap();
    assert_eq!(store.log_start(ane, now()).unwrap().draft, None);
    assert_ne!(store.log_start(ane, now()).unwrap().call.id, call.id);
}

#[test]
fn a_call_logged_elsewhere_leaves_the_form_of_another_one_alone() {
    let (mut store, ane) = ane();
    let typed = call(&mut store, ane);
    store.save_draft(&draft(&format!("log:{ane}"), &format!("{{\"extra\":{{\"call\":\"{}\"}}}}", typed.id))).unwrap();
    let mut other = call(&mut store, ane);
    other.id = CallId(clock().new_id());
    assert!(!store.log_call(&other).unwrap().already);
    assert_eq!(store.log_start(ane, now()).unwrap().call.id, typed.id, "the form still waits");
    assert!(!store.log_call(&typed).unwrap().already);
    assert_eq!((calls(&mut store, "").total.n, store.log_start(ane, now()).unwrap().draft), (2, None));
}

#[test]
fn a_logged_call_reads_back_as_it_was() {
    let (mut store, ane) = ane();
    let mut call = call(&mut store, ane);
    call.seconds = Some(270);
    call.next =
        Some(NextStep { what: "Send the figures".to_owned(), by: Some(today()), time: None, whose: Whose::Ours });
    call.outcome = Some(Outcome::NextStepAgreed);
    store.log_call(&call).unwrap();
    let file = store.call_file(call.id, now()).unwrap().unwrap();
    assert_eq!(file.versions, [call]);
    assert_eq!((file.row.contact.as_str(), file.row.account.as_str()), ("Ane Lund", "Norvik Foods"));
}

#[test]
fn a_call_whose_axes_contradict_each_other_is_refused_with_a_sentence() {
    let (mut store, ane) = ane();
    let mut call = call(&mut store, ane);
    call.reach = Reach::Voicemail;
    let error = store.log_call(&call).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Refused);
    assert!(error.to_string().contains("needs a call that reached them"), "{error}");
}

#[test]
fn an_amendment_is_a_new_row_and_the_first_value_stays_visible() {
    let (mut store, ane) = ane();
    let first = call(&mut store, ane);
    store.log_call(&first).unwrap();
    let mut second = first.clone();
    (second.id, second.amends) = (CallId::default(), Some(first.id));
    second.verdict = Some(Verdict::Wasted);
    amend(&mut store, &second).unwrap();
    let list = calls(&mut store, "");
    assert_eq!(list.total.n, 1, "an amended call is one line");
    assert_eq!((list.rows[0].verdict, list.rows[0].amended), (Some(Verdict::Wasted), true));
    let verdicts: Vec<_> =
        store.call_file(first.id, now()).unwrap().unwrap().versions.iter().map(|call| call.verdict).collect();
    assert_eq!(verdicts, [Some(Verdict::WellSpent), Some(Verdict::Wasted)]);
    store.undo().unwrap();
    assert_eq!(calls(&mut store, "").rows[0].verdict, Some(Verdict::WellSpent));
}

/// The form of an amendment as a window opens it, with something changed in it.
fn amending(store: &mut Store, call: CallId, change: impl Fn(&mut Call)) -> Edit<Call> {
    let read = store.amend_start(call).unwrap().call;
    let mut edit = Edit { typed: read.clone(), read, drafts: Vec::new() };
    change(&mut edit.typed);
    edit
}

#[test]
fn an_amendment_is_saved_once_from_its_form_and_takes_its_draft_along() {
    let (mut store, ane) = ane();
    let first = call(&mut store, ane);
    store.log_call(&first).unwrap();
    let edit = amending(&mut store, first.id, |call| call.verdict = Some(Verdict::Wasted));
    let body = format!("{{\"extra\":{{\"call\":\"{}\"}}}}", edit.typed.id);
    store.save_draft(&draft(&format!("amend:{}", first.id), &body)).unwrap();
    assert_eq!(store.amend_start(first.id).unwrap().call.id, edit.typed.id, "the form's id waits in its draft");
    assert!(!amended(store.edit_call(&edit).unwrap()).already);
    assert!(amended(store.edit_call(&edit).unwrap()).already);
    assert_eq!(store.call_file(first.id, now()).unwrap().unwrap().versions.len(), 2);
    assert_eq!(store.amend_start(first.id).unwrap().draft, None);
    store.undo().unwrap();
    let again = amending(&mut store, first.id, |call| call.verdict = Some(Verdict::Partly));
    assert_ne!(again.typed.id, edit.typed.id, "what undo gave back is another amendment");
    assert!(!amended(store.edit_call(&again).unwrap()).already);
    assert_eq!(calls(&mut store, "").rows[0].verdict, Some(Verdict::Partly));
    assert_eq!(store.amend_start(first.id).unwrap().draft, None);
}

#[test]
fn amendments_of_two_windows_change_only_what_was_changed_in_each() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let norvik = account(&mut first, "Norvik Foods");
    let ane = contact(&mut first, norvik, "Ane Lund");
    let logged = call(&mut first, ane);
    first.log_call(&logged).unwrap();
    let late = amending(&mut second, logged.id, |call| {
        (call.words, call.note) = ("It did not help".to_owned(), "rings back".to_owned());
    });
    let early = amending(&mut first, logged.id, |call| {
        (call.words, call.verdict) = ("Not really".to_owned(), Some(Verdict::Wasted));
    });
    assert!(matches!(first.edit_call(&early).unwrap(), Edited::Saved(_)));
    let Edited::Meanwhile(met) = second.edit_call(&late).unwrap() else { panic!("both changed the words") };
    assert_eq!((met.fields, met.stands.words.as_str()), (vec!["their words"], "Not really"));
    let standing = first.call_file(logged.id, now()).unwrap().unwrap().versions.len();
    assert_eq!(standing, 2, "nothing of it was saved");
    // The form has shown both, and is saved once more.
    let late = Edit { read: Call { words: "Not really".to_owned(), ..late.read.clone() }, ..late };
    assert!(matches!(second.edit_call(&late).unwrap(), Edited::Saved(_)));
    let stands = first.call_file(logged.id, now()).unwrap().unwrap().versions.pop().unwrap();
    assert_eq!((stands.words.as_str(), stands.note.as_str()), ("It did not help", "rings back"));
    assert_eq!(stands.verdict, Some(Verdict::Wasted), "the other window's amendment stands");
}

#[test]
fn the_scorecard_counts_a_late_change_of_verdict_by_its_first_value() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let first = call(&mut store, ane);
    store.log_call(&first).unwrap();
    let period = Period { from: today(), until: today(), rep: None };
    let well = |store: &Store| store.scorebook(&period).unwrap().everyone.well_spent.hits;
    let say = |store: &mut Store, verdict: Verdict| {
        let mut amended = first.clone();
        (amended.id, amended.amends, amended.verdict) = (CallId::default(), Some(first.id), Some(verdict));
        amend(store, &amended).unwrap();
    };
    assert_eq!(well(&store), 1);
    clock.advance(Duration::minutes(5));
    say(&mut store, Verdict::Wasted);
    assert_eq!(well(&store), 0, "a slip put right at once counts");
    clock.advance(Duration::minutes(30));
    say(&mut store, Verdict::WellSpent);
    assert_eq!(well(&store), 0, "half an hour later it is shown, not counted");
    assert_eq!(calls(&mut store, "").rows[0].verdict, Some(Verdict::WellSpent));
}

#[test]
fn the_scorecard_counts_everyone_then_each_rep_and_guesses_apart() {
    let (mut store, ane) = ane();
    let sam = store.add_rep("Sam").unwrap();
    let mine = call(&mut store, ane);
    store.log_call(&mine).unwrap();
    store.act_as(sam);
    let mut guessed = call(&mut store, ane);
    guessed.source = Some(VerdictSource::RepInferred);
    guessed.seconds = Some(240);
    store.log_call(&guessed).unwrap();
    let mut nobody = call(&mut store, ane);
    (nobody.reach, nobody.verdict, nobody.source) = (Reach::NoAnswer, None, None);
    store.log_call(&nobody).unwrap();
    let found = store.scorebook(&Period { from: today(), until: today(), rep: None }).unwrap();
    let cards = [vec![found.everyone], found.groups[0].1.clone()].concat();
    let groups: Vec<(&str, u32, u32, u32, u32)> = cards
        .iter()
        .map(|card| {
            (
                card.group.as_str(),
                card.tally.calls,
                card.tally.connected,
                card.well_spent.hits,
                card.tally.guessed.total(),
            )
        })
        .collect();
    assert_eq!(groups, [("everyone", 3, 2, 1, 1), ("Sam", 2, 1, 0, 1), ("me", 1, 1, 1, 0)]);
    assert_eq!(cards[1].median_minutes, Some(4.0));
}

#[test]
fn do_not_call_blocks_the_person_at_once() {
    let (mut store, ane) = ane();
    let mut call = call(&mut store, ane);
    call.outcome = Some(Outcome::DoNotCall);
    store.log_call(&call).unwrap();
    let why = store.contact(ane).unwrap().unwrap().do_not_call.unwrap();
    assert_eq!(why, "asked on 11 Mar 2026 not to be called");
    let guards = store.log_start(ane, now()).unwrap().guards;
    assert!(guards.iter().any(whynow::domain::reason::guard::Guard::blocks), "{guards:?}");
    store.undo().unwrap();
    assert_eq!(store.contact(ane).unwrap().unwrap().do_not_call, None);
}

#[test]
fn a_next_step_is_a_promise_until_it_is_kept() {
    let (mut store, ane) = ane();
    let mut call = call(&mut store, ane);
    call.outcome = Some(Outcome::NextStepAgreed);
    let by = today() - Duration::days(1);
    call.next = Some(NextStep { what: "Send the figures".to_owned(), by: Some(by), time: None, whose: Whose::Ours });
    store.log_call(&call).unwrap();
    let due = store.today(now(), 0, 10).unwrap().promises;
    assert_eq!((due.len(), due[0].promise.what.as_str(), due[0].contact.as_str()), (1, "Send the figures", "Ane Lund"));
    store.keep_promise(due[0].promise.id, Some(today())).unwrap();
    assert!(store.today(now(), 0, 10).unwrap().promises.is_empty());
    store.undo().unwrap();
    assert_eq!(store.today(now(), 0, 10).unwrap().promises.len(), 1);
}

#[test]
fn the_third_verdict_on_a_kind_says_how_the_last_three_went() {
    let (mut store, ane) = ane();
    let norvik = store.contact(ane).unwrap().unwrap().account_id;
    kept(&mut store, "leadership_change", 5, 20, norvik);
    let mut lines = Vec::new();
    for verdict in [Verdict::WellSpent, Verdict::Wasted, Verdict::WellSpent] {
        let mut call = call(&mut store, ane);
        call.verdict = Some(verdict);
        lines.push(store.log_call(&call).unwrap().line);
    }
    assert_eq!(lines[..2], [None, None]);
    let line = lines[2].as_deref().unwrap();
    assert!(line.starts_with("2 of your last 3 ") && line.ends_with("were well spent"), "{line}");
}

#[test]
fn a_plan_stands_until_a_call_reaches_the_person_with_it() {
    let (mut store, ane) = ane();
    let plan = Plan { contact_id: ane, opener: "Hello Ane".to_owned(), ..Plan::default() };
    let id = store.save_plan(&plan).unwrap();
    let mut voicemail = call(&mut store, ane);
    (voicemail.reach, voicemail.verdict, voicemail.source) = (Reach::Voicemail, None, None);
    assert_eq!((voicemail.plan_id, voicemail.opener.as_str()), (Some(id), "Hello Ane"));
    store.log_call(&voicemail).unwrap();
    assert_eq!(store.plan_file(ane, now()).unwrap().plan.id, id, "nobody heard it yet");
    let reached = call(&mut store, ane);
    store.log_call(&reached).unwrap();
    assert!(!store.plan_file(ane, now()).unwrap().saved, "the next plan is a new one");
    assert_eq!(store.call_file(reached.id, now()).unwrap().unwrap().plan.unwrap().opener, "Hello Ane");
    let next = Plan { contact_id: ane, opener: "Hello again".to_owned(), id, ..Plan::default() };
    assert_ne!(store.save_plan(&next).unwrap(), id, "a spent plan is not written over");
    assert_eq!(store.call_file(reached.id, now()).unwrap().unwrap().plan.unwrap().opener, "Hello Ane");
}

#[test]
fn every_wording_of_an_opener_is_kept_and_the_draft_goes() {
    let (mut store, ane) = ane();
    store.save_draft(&draft(&format!("plan:{ane}"), "half a word")).unwrap();
    for opener in ["One", "Two", "Two", "Three"] {
        let saved = store.plan_file(ane, now()).unwrap().plan;
        store.save_plan(&Plan { opener: opener.to_owned(), ..saved }).unwrap();
    }
    let file = store.plan_file(ane, now()).unwrap();
    let texts: Vec<&str> = file.versions.iter().map(|version| version.text.as_str()).collect();
    assert_eq!(texts, ["Three", "Two", "One"]);
    assert!(file.draft.is_none() && file.contact.name == "Ane Lund");
}

#[test]
fn a_review_stands_beside_the_call_and_takes_it_off_the_list() {
    let (mut store, ane) = ane();
    let call = call(&mut store, ane);
    store.log_call(&call).unwrap();
    let unreviewed = CallQuery { selection: CallFilter::to_read(), limit: 10, ..CallQuery::default() };
    assert_eq!(store.calls(&unreviewed).unwrap().total.n, 1);
    let review = Review {
        id: Default::default(),
        call_id: call.id,
        reviewer: Default::default(),
        at: now().0,
        scores: vec![(Criterion::WhyNow, 2)],
        note: "They said why themselves".to_owned(),
        focus: "Ask for their goal".to_owned(),
        answers: None,
    };
    let manager = store.add_rep("Ingrid").unwrap();
    store.act_as(manager);
    store.save_review(&review).unwrap();
    assert_eq!(store.calls(&unreviewed).unwrap().total.n, 0);
    assert_eq!(store.call_file(call.id, now()).unwrap().unwrap().reviews[0].focus, "Ask for their goal");
    store.undo().unwrap();
    assert_eq!(store.calls(&unreviewed).unwrap().total.n, 1);
    assert!(store.call_file(call.id, now()).unwrap().unwrap().reviews.is_empty());
}

#[test]
fn a_draft_that_is_dropped_is_gone_and_was_no_action() {
    let (mut store, ane) = ane();
    let (key, before) = (format!("log:{ane}"), next_undo(&mut store));
    store.save_draft(&draft(&key, "typed")).unwrap();
    assert_eq!(store.log_start(ane, now()).unwrap().draft.unwrap().body, "typed");
    store.discard_draft(&key).unwrap();
    assert_eq!(store.log_start(ane, now()).unwrap().draft, None);
    assert_eq!(next_undo(&mut store), before, "drafts are no actions");
}

#[test]
fn earlier_calls_come_in_together_and_go_together() {
    let (mut store, ane) = ane();
    let history: Vec<_> = (1..=5)
        .map(|days| {
            let mut call = call(&mut store, ane);
            call.at -= Duration::days(days);
            call
        })
        .collect();
    assert_eq!(store.log_history(history.clone()).unwrap(), 5);
    assert_eq!(store.log_history(history).unwrap(), 0, "a second time they are known");
    assert_eq!(calls(&mut store, "").total.n, 5);
    assert_eq!(store.verify().unwrap(), [""; 0]);
    assert_eq!(store.undo().unwrap().unwrap().label, "logged 5 earlier calls");
    assert_eq!(calls(&mut store, "").total.n, 0);
    store.redo().unwrap();
    assert_eq!(calls(&mut store, "helped").total.n, 5);
}
