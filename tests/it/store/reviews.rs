//! Reviewing: which calls, what is read beside one, scores, answers, the chain.

use std::collections::BTreeSet;

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::Account;
use whynow::domain::account::profile::{Profile, ProfileField, ProfileRule, Test};
use whynow::domain::call::filter::{CallFilter, Flag, SampleDraw};
use whynow::domain::call::{Call, Override, Verdict, VerdictSource};
use whynow::domain::ids::{AccountId, CallId, ContactId, RepId, ReviewId};
use whynow::domain::plan::Plan;
use whynow::domain::query::CallQuery;
use whynow::domain::query::review::ChainState;
use whynow::domain::review::{Criterion, Review};
use whynow::store::{ErrorKind, Store};

use crate::support::book::{account, amend, book, call, clock, contact, kept, now, open, today};

struct Office {
    store: Store,
    me: RepId,
    manager: RepId,
    norvik: AccountId,
    ane: ContactId,
}

fn office() -> Office {
    let mut store = book();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let me = store.rep().unwrap();
    let manager = store.add_rep("Ingrid").unwrap();
    Office { store, me, manager, norvik, ane }
}

fn logged(store: &mut Store, contact: ContactId, change: impl FnOnce(&mut Call)) -> CallId {
    let mut call = call(store, contact);
    change(&mut call);
    store.log_call(&call).unwrap();
    call.id
}

fn review(call_id: CallId, scores: &[(Criterion, u8)]) -> Review {
    Review {
        id: ReviewId::default(),
        call_id,
        reviewer: RepId::default(),
        at: now().0,
        scores: scores.to_vec(),
        note: "A note".to_owned(),
        focus: String::new(),
        answers: None,
    }
}

fn ids(store: &mut Store, selection: CallFilter) -> Vec<CallId> {
    let query = CallQuery { selection, limit: 1_000, ..CallQuery::default() };
    let window = store.calls(&query).unwrap();
    assert_eq!(window.total.n, window.rows.len(), "what is counted is what is listed");
    window.rows.into_iter().map(|row| row.id).collect()
}

fn flagged(store: &mut Store, flag: Flag) -> Vec<CallId> {
    ids(store, CallFilter { flag: Some(flag), ..CallFilter::default() })
}

#[test]
fn only_a_review_by_somebody_else_takes_a_call_off_the_list() {
    let Office { mut store, manager, me, ane, .. } = office();
    let id = logged(&mut store, ane, |_| {});
    store.save_review(&review(id, &[(Criterion::WhyNow, 3)])).unwrap();
    assert_eq!(ids(&mut store, CallFilter::to_read()), [id], "a rep's own score is no review");
    store.act_as(manager);
    store.save_review(&review(id, &[(Criterion::WhyNow, 1)])).unwrap();
    assert!(ids(&mut store, CallFilter::to_read()).is_empty());
    let file = store.call_file(id, now()).unwrap().unwrap();
    let scores: Vec<_> = file.reviews.iter().map(|one| (one.reviewer, one.score(Criterion::WhyNow))).collect();
    assert_eq!(scores, [(me, Some(3)), (manager, Some(1))], "both stand side by side");
    assert_eq!(file.reviewer(manager), "Ingrid");
    assert!(file.row.reviewed);
}

#[test]
fn each_side_scores_before_it_sees_the_others_scores() {
    let Office { mut store, me, manager, ane, .. } = office();
    let seen = |store: &mut Store, who, id| -> Vec<(RepId, usize)> {
        store.act_as(who);
        let file = store.call_file(id, now()).unwrap().unwrap();
        for review in &file.reviews {
            assert!(review.scores.is_empty() || !file.withheld.contains(&review.id));
        }
        file.reviews.iter().map(|review| (review.reviewer, review.scores.len())).collect()
    };
    let other = store.add_rep("Olav").unwrap();
    let scored = |store: &mut Store, who, id| {
        store.act_as(who);
        store.save_review(&review(id, &[(Criterion::WhyNow, 2)])).unwrap();
    };
    let id = logged(&mut store, ane, |_| {});
    scored(&mut store, me, id);
    assert_eq!(seen(&mut store, manager, id), [(me, 0)], "a reviewer who has not scored");
    assert_eq!(store.call_file(id, now()).unwrap().unwrap().withheld.len(), 1, "and it is said");
    assert_eq!(seen(&mut store, me, id), [(me, 1)]);
    scored(&mut store, manager, id);
    assert_eq!(seen(&mut store, manager, id), [(me, 1), (manager, 1)]);
    assert_eq!(seen(&mut store, other, id), [(me, 0), (manager, 0)], "another reviewer, who has not scored");
    store.act_as(me);
    let id = logged(&mut store, ane, |_| {});
    scored(&mut store, manager, id);
    assert_eq!(seen(&mut store, me, id), [(manager, 0)], "the rep who has not scored");
    store.save_review(&Review { note: "I read it".to_owned(), ..review(id, &[]) }).unwrap();
    assert_eq!(seen(&mut store, me, id)[0], (manager, 0), "a note is no score");
}

#[test]
fn a_rep_answers_in_one_line_and_the_chain_holds_it() {
    let Office { mut store, manager, me, ane, .. } = office();
    let id = logged(&mut store, ane, |_| {});
    store.act_as(manager);
    let reviewed = store.save_review(&review(id, &[(Criterion::WhyNow, 1)])).unwrap();
    let answer = Review { answers: Some(reviewed), ..review(id, &[]) };
    let refused = store.save_review(&answer).unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Refused, "only the rep answers: {refused}");
    store.act_as(me);
    assert_eq!(store.reviews_to_answer(now()).unwrap(), 1);
    let answered = store.save_review(&answer).unwrap();
    assert_eq!(store.reviews_to_answer(now()).unwrap(), 0);
    let file = store.call_file(id, now()).unwrap().unwrap();
    assert_eq!(file.reviews[1].answers, Some(reviewed));
    assert!(file.unanswered().is_none() && file.reviews[1].scores.is_empty(), "an answer is no score");
    let of_answer = Review { answers: Some(answered), ..review(id, &[]) };
    assert_eq!(store.save_review(&of_answer).unwrap_err().kind, ErrorKind::Refused, "an answer is not answered");
    let blank = Review { note: " ".to_owned(), ..answer.clone() };
    assert_eq!(store.save_review(&blank).unwrap_err().kind, ErrorKind::Refused);
    assert_eq!(store.verify().unwrap(), [""; 0]);
    store.undo().unwrap();
    assert_eq!(store.reviews_to_answer(now()).unwrap(), 1);
}

#[test]
fn an_answer_that_is_turned_into_another_is_found_by_verify() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let (me, manager) = (store.rep().unwrap(), store.add_rep("Ingrid").unwrap());
    let id = logged(&mut store, ane, |_| {});
    store.act_as(manager);
    let reviewed = store.save_review(&review(id, &[(Criterion::WhyNow, 1)])).unwrap();
    store.act_as(me);
    store.save_review(&Review { answers: Some(reviewed), ..review(id, &[]) }).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute_batch("DROP TRIGGER review_fixed; UPDATE review SET answers = NULL WHERE answers IS NOT NULL")
        .unwrap();
    drop(conn);
    let faults = open(&path, 1).verify().unwrap();
    assert!(faults.iter().any(|fault| fault.starts_with("review ") && fault.contains("was changed")), "{faults:?}");
}

#[test]
fn no_quote_no_score() {
    let Office { mut store, manager, ane, .. } = office();
    let silent = logged(&mut store, ane, |call| call.words.clear());
    store.act_as(manager);
    let scored = review(silent, &[(Criterion::HonestVerdict, 2)]);
    let refused = store.save_review(&scored).unwrap_err();
    assert!(refused.to_string().contains("No quote, no score"), "{refused}");
    let quoted = Review { note: "on tape: \"that helped\"".to_owned(), ..scored };
    store.save_review(&quoted).unwrap();
    let blank = Review { note: String::new(), ..review(silent, &[]) };
    assert_eq!(store.save_review(&blank).unwrap_err().kind, ErrorKind::Refused);
}

#[test]
fn each_flag_holds_when_it_should() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    kept(&mut store, "leadership_change", 5, 5, norvik);
    let plain = logged(&mut store, ane, |_| {});
    for flag in Flag::ALL {
        assert!(flagged(&mut store, *flag).is_empty(), "{flag:?} holds for a call with nothing wrong");
    }
    let lifted = logged(&mut store, ane, |call| {
        call.overrides = vec![Override { rule: "swarm".to_owned(), because: "she asked us to".to_owned() }];
    });
    assert_eq!(flagged(&mut store, Flag::Overridden), [lifted]);
    let guessed = logged(&mut store, ane, |call| call.source = Some(VerdictSource::RepInferred));
    assert_eq!(flagged(&mut store, Flag::Guessed), [guessed]);
    let bare = logged(&mut store, ane, |call| call.triggers.clear());
    assert_eq!(flagged(&mut store, Flag::NoTrigger), [bare]);
    let doubt = |store: &mut Store, id: CallId| {
        let mut amended = store.call_file(id, now()).unwrap().unwrap().versions.remove(0);
        (amended.id, amended.amends, amended.verdict) = (CallId::default(), Some(id), Some(Verdict::Partly));
        amend(store, &amended).unwrap();
    };
    clock.advance(Duration::minutes(5));
    doubt(&mut store, plain);
    assert!(flagged(&mut store, Flag::AmendedLate).is_empty(), "a slip put right is not late");
    clock.advance(Duration::minutes(30));
    doubt(&mut store, lifted);
    assert_eq!(flagged(&mut store, Flag::AmendedLate), [lifted]);
    let file = store.call_file(plain, now()).unwrap().unwrap();
    assert!(!file.is_late(1));
    assert!(store.call_file(lifted, now()).unwrap().unwrap().is_late(1));
}

#[test]
fn a_company_out_of_the_profile_is_flagged() {
    let Office { mut store, ane, .. } = office();
    let industry = |name: &str| Some(name.to_owned());
    let mill = Account { name: "Mill".to_owned(), industry: industry("Paper"), ..Account::default() };
    let mill = store.save_account(&mill).unwrap();
    let bo = contact(&mut store, mill, "Bo");
    let rule = ProfileRule { field: ProfileField::Industry, must: true, test: Test::AnyOf(vec!["Food".to_owned()]) };
    store.set_profile(&Profile { rules: vec![rule] }).unwrap();
    logged(&mut store, ane, |_| {});
    let out = logged(&mut store, bo, |_| {});
    assert_eq!(flagged(&mut store, Flag::OutOfProfile), [out]);
}

#[test]
fn a_swarm_is_seen_in_the_order_of_the_calls_whatever_the_order_of_logging() {
    let Office { mut store, norvik, ane, .. } = office();
    let rolf = contact(&mut store, norvik, "Rolf Dahl");
    let per = contact(&mut store, norvik, "Per Moe");
    let days = |days: i64| move |call: &mut Call| call.at -= Duration::days(days);
    let latest = logged(&mut store, ane, days(0));
    let earlier = logged(&mut store, rolf, days(2));
    assert_eq!(
        flagged(&mut store, Flag::Swarm),
        [latest],
        "the second person there in a week, logged before the first"
    );
    let before = logged(&mut store, per, days(8));
    assert_eq!(flagged(&mut store, Flag::Swarm), [latest, earlier], "the second person in the week of that call too");
    let alone = logged(&mut store, per, days(30));
    assert!(!flagged(&mut store, Flag::Swarm).iter().any(|call| [before, alone].contains(call)));
    // The third call in two weeks is into a swarm, though all are to one person.
    let again = logged(&mut store, per, days(29));
    assert!(!flagged(&mut store, Flag::Swarm).contains(&again), "the second");
    let third = logged(&mut store, per, days(28));
    assert!(flagged(&mut store, Flag::Swarm).contains(&third));
}

#[test]
fn a_selection_narrows_by_all_it_says() {
    let Office { mut store, manager, norvik, ane, me } = office();
    kept(&mut store, "leadership_change", 5, 5, norvik);
    let mine = logged(&mut store, ane, |call| call.at -= Duration::days(3));
    store.act_as(manager);
    let theirs = logged(&mut store, ane, |call| {
        (call.verdict, call.source) = (Some(Verdict::Wasted), Some(VerdictSource::SaidUnprompted));
    });
    let unasked = logged(&mut store, ane, |call| (call.verdict, call.source) = (Some(Verdict::NotAsked), None));
    let day = |days: i64| Some(today() - Duration::days(days));
    let all = CallFilter::default();
    for (selection, found) in [
        (CallFilter { rep: Some(me), ..all.clone() }, vec![mine]),
        (CallFilter { rep: Some(manager), verdict: Some(Verdict::Wasted), ..all.clone() }, vec![theirs]),
        (CallFilter { from: day(1), verdict: Some(Verdict::Wasted), ..all.clone() }, vec![theirs]),
        (CallFilter { from: day(4), until: day(3), ..all.clone() }, vec![mine]),
        (CallFilter { until: day(4), ..all.clone() }, vec![]),
        (CallFilter { verdict: Some(Verdict::NotAsked), ..all.clone() }, vec![unasked]),
        (CallFilter { source: Some(VerdictSource::SaidUnprompted), ..all.clone() }, vec![theirs]),
        (CallFilter { source: Some(VerdictSource::SaidWhenAsked), rep: Some(manager), ..all.clone() }, vec![]),
        (CallFilter { kind: Some("leadership_change".to_owned()), rep: Some(me), ..all.clone() }, vec![mine]),
        (CallFilter { kind: Some("layoff".to_owned()), ..all.clone() }, vec![]),
    ] {
        assert_eq!(ids(&mut store, selection.clone()), found, "{selection:?}");
        let typed = CallQuery { filter: "ane".to_owned(), selection, limit: 10, ..CallQuery::default() };
        assert_eq!(store.calls(&typed).unwrap().rows.iter().map(|row| row.id).collect::<Vec<_>>(), found);
    }
}

fn many(store: &mut Store, contact: ContactId, n: i64) -> Vec<CallId> {
    let calls: Vec<Call> = (0..n)
        .map(|nth| {
            let mut call = call(store, contact);
            call.at -= Duration::hours(nth * 11);
            call
        })
        .collect();
    let ids = calls.iter().map(|call| call.id).collect();
    store.log_history(calls).unwrap();
    ids
}

fn drawn(seed: u64) -> CallFilter {
    CallFilter { sample: Some(SampleDraw { size: 5, seed }), ..CallFilter::to_read() }
}

#[test]
fn the_same_seed_draws_the_same_calls_and_reviewing_one_changes_nothing() {
    let Office { mut store, manager, ane, .. } = office();
    many(&mut store, ane, 40);
    let five = ids(&mut store, drawn(4711));
    assert_eq!(five.len(), 5);
    assert_eq!(ids(&mut store, drawn(4711)), five);
    assert_ne!(ids(&mut store, drawn(4712)), five);
    store.act_as(manager);
    let query = CallQuery { selection: drawn(4711), ..CallQuery::default() };
    let mut read = BTreeSet::new();
    let mut next = Some(five[0]);
    while let Some(id) = next {
        assert!(read.insert(id), "no call comes twice");
        store.save_review(&review(id, &[(Criterion::WhyNow, 2)])).unwrap();
        next = store.next_to_read(&query, id).unwrap();
    }
    assert_eq!(read, five.iter().copied().collect(), "each of the five once, and no other");
    assert_eq!(ids(&mut store, drawn(4711)), five);
    let mut seen = BTreeSet::new();
    for seed in 0..120 {
        seen.extend(ids(&mut store, drawn(seed)));
    }
    assert_eq!(seen.len(), 40, "every call can be drawn");
}

#[test]
fn a_long_log_is_drawn_from_by_lot_and_only_from_the_selection() {
    let Office { mut store, ane, .. } = office();
    let all = many(&mut store, ane, 2_010);
    let five = ids(&mut store, drawn(4711));
    assert_eq!((five.len(), ids(&mut store, drawn(4711))), (5, five.clone()));
    assert!(five.iter().all(|id| all.contains(id)));
    assert_ne!(ids(&mut store, drawn(4712)), five);
}

#[test]
fn the_next_call_to_read_is_an_older_one_then_the_newest_and_none_twice() {
    let Office { mut store, manager, ane, .. } = office();
    let all = many(&mut store, ane, 4);
    store.act_as(manager);
    let query = CallQuery { selection: CallFilter::to_read(), ..CallQuery::default() };
    let mut order = vec![all[1]];
    while let Some(next) = {
        let here = *order.last().unwrap();
        store.save_review(&review(here, &[(Criterion::WhyNow, 2)])).unwrap();
        store.next_to_read(&query, here).unwrap()
    } {
        order.push(next);
    }
    assert_eq!(order, [all[1], all[2], all[3], all[0]]);
}

#[test]
fn a_rep_who_scores_their_own_calls_comes_to_an_end() {
    let Office { mut store, ane, .. } = office();
    let all = many(&mut store, ane, 2);
    let query = CallQuery { selection: CallFilter::to_read(), ..CallQuery::default() };
    store.save_review(&review(all[0], &[(Criterion::WhyNow, 2)])).unwrap();
    assert_eq!(store.next_to_read(&query, all[0]).unwrap(), Some(all[1]));
    store.save_review(&review(all[1], &[(Criterion::WhyNow, 2)])).unwrap();
    assert_eq!(store.next_to_read(&query, all[1]).unwrap(), None);
}

#[test]
fn the_check_and_the_freshness_are_those_of_the_day_of_the_call() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    kept(&mut store, "leadership_change", 5, 20, norvik);
    let fresh = store.plan_file(ane, clock.now()).unwrap().plan;
    store.save_plan(&Plan { opener: "Just checking in, Ane.".to_owned(), ..fresh }).unwrap();
    clock.advance(Duration::minutes(5));
    let mut called = store.log_start(ane, clock.now()).unwrap().call;
    called.reach = whynow::domain::call::Reach::Connected;
    called.verdict = Some(Verdict::NotAsked);
    store.log_call(&called).unwrap();
    clock.advance(Duration::days(200));
    let file = store.review_file(called.id, clock.now()).unwrap().unwrap();
    let checked = file.checked.unwrap();
    assert!(file.checked_then && !checked.findings.is_empty(), "{checked:?}");
    assert_eq!(checked.at, now().utc());
    assert!(file.grounds[0].then.value > 0.0, "live on the day of the call");
    assert!(file.grounds[0].trigger.freshness.value < file.grounds[0].then.value, "today it is not what it was");
}

#[test]
fn a_call_with_an_opener_of_no_plan_is_checked_today() {
    let Office { mut store, ane, .. } = office();
    let id = logged(&mut store, ane, |call| call.opener = "Just checking in, Ane.".to_owned());
    let file = store.review_file(id, now()).unwrap().unwrap();
    assert!(!file.checked_then && !file.checked.unwrap().findings.is_empty());
    let silent = logged(&mut store, ane, |call| call.opener.clear());
    assert!(store.review_file(silent, now()).unwrap().unwrap().checked.is_none());
}

#[test]
fn a_changed_row_is_named_beside_its_own_call_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let first = logged(&mut store, ane, |_| {});
    let second = logged(&mut store, ane, |_| {});
    let third = logged(&mut store, ane, |_| {});
    let state = |store: &mut Store, id| store.review_file(id, now()).unwrap().unwrap().chain;
    assert_eq!(state(&mut store, second), ChainState::Whole(now().0));
    assert_eq!(state(&mut store, second).words(today()), "log unchanged since 10:00 [chain ok]");
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    let quiet = "DROP TRIGGER call_fixed; UPDATE call SET verdict = 'wasted' WHERE seq = 2";
    conn.execute_batch(quiet).unwrap();
    drop(conn);
    let mut store = open(&path, 1);
    assert!(matches!(state(&mut store, second), ChainState::Broken(_)));
    for id in [first, third] {
        assert!(matches!(state(&mut store, id), ChainState::Whole(_)));
    }
}
