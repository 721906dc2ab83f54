//! What calls add up to, however they were changed.

use std::collections::BTreeMap;

use chrono::{Duration, Timelike};
use proptest::prelude::*;
use whynow::domain::call::{Call, Outcome, Reach, Verdict, VerdictSource};
use whynow::domain::ids::{CallId, ContactId, RepId};
use whynow::domain::query::CallQuery;
use whynow::domain::scorecard::{Grouping, Period, Scorebook, Tally, Verdicts};
use whynow::store::Store;

use crate::support::book::{account, amend, book, call, contact, kept, now, open, today};

/// One thing somebody does to the log.
#[derive(Debug, Clone)]
enum Deed {
    Log { person: usize, days_ago: i64, verdict: Option<Verdict>, guess: bool },
    Amend { nth: usize, verdict: Verdict },
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let verdict = prop_oneof![Just(Verdict::WellSpent), Just(Verdict::Partly), Just(Verdict::Wasted)];
    prop_oneof![
        3 => (0..3usize, 0..70i64, proptest::option::of(verdict.clone()), any::<bool>())
            .prop_map(|(person, days_ago, verdict, guess)| Deed::Log { person, days_ago, verdict, guess }),
        1 => (0..9usize, verdict).prop_map(|(nth, verdict)| Deed::Amend { nth, verdict }),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
    ]
}

fn said(call: &mut Call, verdict: Option<Verdict>, guess: bool) {
    call.verdict = verdict;
    let source = if guess { VerdictSource::RepInferred } else { VerdictSource::SaidUnprompted };
    call.source = verdict.map(|_| source);
    call.seconds = Some(240);
}

fn act(store: &mut Store, people: &[ContactId], logged: &mut Vec<CallId>, deed: &Deed) {
    match deed {
        Deed::Log { person, days_ago, verdict, guess } => {
            let mut one = call(store, people[*person]);
            one.at -= Duration::days(*days_ago);
            said(&mut one, *verdict, *guess);
            store.log_call(&one).unwrap();
            logged.push(one.id);
        }
        Deed::Amend { nth, verdict } => {
            let Some(id) = logged.get(*nth) else { return };
            let Some(file) = store.call_file(*id, now()).unwrap() else { return };
            let mut one = file.versions.last().unwrap().clone();
            (one.id, one.amends) = (CallId::default(), Some(*id));
            said(&mut one, Some(*verdict), false);
            amend(store, &one).unwrap();
        }
        Deed::Undo => drop(store.undo().unwrap()),
        Deed::Redo => drop(store.redo().unwrap()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_rollups_are_what_the_log_adds_up_to_after_anything(deeds in proptest::collection::vec(deed(), 1..25)) {
        let mut store = book();
        let company = account(&mut store, "Norvik Foods");
        kept(&mut store, "leadership_change", 4, 10, company);
        let people: Vec<ContactId> =
            ["Ane Lund", "Rolf Dahl", "Per Moe"].iter().map(|name| contact(&mut store, company, name)).collect();
        store.begin_history().unwrap();
        let mut logged = Vec::new();
        for deed in &deeds {
            act(&mut store, &people, &mut logged, deed);
        }
        prop_assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    }
}

/// A call of somebody's log.
#[derive(Debug, Clone)]
struct Line {
    rep: usize,
    days_ago: i64,
    hour: i64,
    reach: Reach,
    verdict: Option<(Verdict, VerdictSource)>,
    seconds: Option<u32>,
    triggered: bool,
}

fn line() -> impl Strategy<Value = Line> {
    let verdict = prop_oneof![Just(Verdict::WellSpent), Just(Verdict::Partly), Just(Verdict::Wasted)];
    let source = prop_oneof![
        Just(VerdictSource::SaidUnprompted),
        Just(VerdictSource::SaidWhenAsked),
        Just(VerdictSource::RepInferred)
    ];
    let reach = prop_oneof![4 => Just(Reach::Connected), 1 => Just(Reach::NoAnswer)];
    let seconds = proptest::option::of(0..4_000u32);
    let told = (reach, proptest::option::of((verdict, source)), seconds, any::<bool>());
    (0..3usize, 0..150i64, -2..9i64, told).prop_map(|(rep, days_ago, hour, (reach, verdict, seconds, triggered))| {
        let verdict = verdict.filter(|_| reach == Reach::Connected);
        Line { rep, days_ago, hour, reach, verdict, seconds, triggered }
    })
}

fn written(store: &mut Store, reps: &[RepId], person: ContactId, lines: &[Line]) {
    let blank = call(store, person);
    let calls = lines.iter().enumerate().map(|(nth, line)| {
        let mut one = blank.clone();
        one.id = CallId(uuid::Uuid::from_u128(1 + nth as u128));
        one.rep_id = reps[line.rep];
        one.at -= Duration::days(line.days_ago) - Duration::hours(line.hour);
        one.reach = line.reach;
        one.outcome = (line.reach == Reach::Connected).then_some(Outcome::UsefulNoStep);
        (one.verdict, one.source) = line.verdict.unzip();
        one.seconds = line.seconds;
        if !line.triggered {
            one.triggers = Vec::new();
        }
        one
    });
    store.log_history(calls.collect::<Vec<_>>()).unwrap();
}

/// The calls of a period, read one by one from the log itself.
fn read_one_by_one(store: &mut Store, period: &Period) -> Vec<Call> {
    let query = CallQuery { limit: 1_000, ..CallQuery::default() };
    let rows = store.calls(&query).unwrap().rows;
    let calls = rows.iter().map(|row| store.call_file(row.id, now()).unwrap().unwrap().versions.pop().unwrap());
    let inside = |call: &Call| {
        let day = call.at.date_naive();
        period.from <= day && day <= period.until && period.rep.is_none_or(|rep| rep == call.rep_id)
    };
    calls.filter(inside).collect()
}

fn recount<'a>(calls: impl Iterator<Item = &'a Call>) -> Tally {
    let mut sum = Tally::default();
    for call in calls {
        sum.calls += 1;
        sum.connected += u32::from(call.is_connected());
        let add = |verdicts: &mut Verdicts| match call.verdict {
            Some(Verdict::WellSpent) => verdicts.well_spent += 1,
            Some(Verdict::Partly) => verdicts.partly += 1,
            Some(Verdict::Wasted) => verdicts.wasted += 1,
            Some(Verdict::NotAsked) | None => {}
        };
        match call.source {
            Some(VerdictSource::SaidUnprompted) => {
                add(&mut sum.said);
                add(&mut sum.unprompted);
            }
            Some(VerdictSource::SaidWhenAsked) => add(&mut sum.said),
            Some(VerdictSource::RepInferred) => add(&mut sum.guessed),
            None => {}
        }
    }
    sum
}

/// What a recount by hand knows of a tally.
fn known(tally: &Tally) -> (u32, u32, Verdicts, Verdicts, Verdicts) {
    (tally.calls, tally.connected, tally.said, tally.unprompted, tally.guessed)
}

fn by_key<K: Ord>(calls: &[Call], key: impl Fn(&Call) -> K) -> BTreeMap<K, Vec<&Call>> {
    let mut groups: BTreeMap<K, Vec<&Call>> = BTreeMap::new();
    for call in calls {
        groups.entry(key(call)).or_default().push(call);
    }
    groups
}

fn group(book: &Scorebook, grouping: Grouping) -> BTreeMap<String, Tally> {
    let cards = book.groups.iter().find(|(one, _)| *one == grouping).map(|(_, cards)| cards.clone());
    cards.unwrap_or_default().into_iter().map(|card| (card.key, card.tally)).collect()
}

fn compare(book: &Scorebook, calls: &[Call]) {
    assert_eq!(known(&book.everyone.tally), known(&recount(calls.iter())), "everyone, {:?}", book.period);
    type Key = fn(&Call) -> String;
    let mut keys: Vec<(Grouping, Key)> = vec![
        (Grouping::Hour, |call| call.at.hour().to_string()),
        (Grouping::Kind, |call| if call.triggers.is_empty() { String::new() } else { "leadership_change".to_owned() }),
        (Grouping::Scope, |call| if call.triggers.is_empty() { String::new() } else { "company".to_owned() }),
        (Grouping::Campaign, |_| String::new()),
    ];
    if book.period.rep.is_none() {
        keys.push((Grouping::Rep, |call| call.rep_id.to_string()));
    }
    for (grouping, key) in keys {
        let counted = group(book, grouping);
        let plain = by_key(calls, key);
        assert_eq!(counted.keys().collect::<Vec<_>>(), plain.keys().collect::<Vec<_>>(), "{grouping:?}");
        for (key, calls) in plain {
            assert_eq!(known(&counted[&key]), known(&recount(calls.into_iter())), "{grouping:?} {key}");
        }
    }
    let timed: Vec<Call> = calls.iter().filter(|call| call.is_connected() && call.seconds.is_some()).cloned().collect();
    let minutes = by_key(&timed, |call| ((call.seconds.unwrap() + 30) / 60).min(60));
    let rows: Vec<(u32, u32)> = book.minutes.iter().map(|row| (row.minutes.into(), row.n)).collect();
    let plain: Vec<(u32, u32)> = minutes.iter().map(|(minute, calls)| (*minute, calls.len() as u32)).collect();
    assert_eq!(rows, plain);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn a_scorebook_is_a_plain_recount_of_any_period_of_any_log(
        lines in proptest::collection::vec(line(), 0..60),
        periods in proptest::collection::vec((0..160i64, 0..160i64, proptest::option::of(0..3usize)), 6),
    ) {
        let mut store = book();
        let company = account(&mut store, "Norvik Foods");
        kept(&mut store, "leadership_change", 4, 10, company);
        let person = contact(&mut store, company, "Ane Lund");
        let reps = [store.rep().unwrap(), store.add_rep("Sam").unwrap(), store.add_rep("Ida").unwrap()];
        written(&mut store, &reps, person, &lines);
        for (ago, days, rep) in periods {
            let until = today() - Duration::days(ago);
            let period = Period { from: until - Duration::days(days), until, rep: rep.map(|rep| reps[rep]) };
            let found = store.scorebook(&period).unwrap();
            compare(&found, &read_one_by_one(&mut store, &period));
            let before = read_one_by_one(&mut store, &period.before().unwrap());
            prop_assert_eq!(known(&found.before.tally), known(&recount(before.iter())));
        }
    }
}

#[test]
fn figures_that_are_not_what_the_log_adds_up_to_are_found_and_counted_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = open(&path, 0);
    let company = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, company, "Ane Lund");
    let one = call(&mut store, ane);
    store.log_call(&one).unwrap();
    drop(store);
    let conn = rusqlite::Connection::open(&path).unwrap();
    conn.execute("UPDATE tally SET said_well = said_well + 1 WHERE dim = 0", []).unwrap();
    drop(conn);
    let mut store = open(&path, 1);
    let faults = store.verify().unwrap();
    assert!(faults.len() == 1 && faults[0].contains("--recount"), "{faults:?}");
    store.recount().unwrap();
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
    let period = Period { from: today(), until: today(), rep: None };
    assert_eq!(store.scorebook(&period).unwrap().everyone.well_spent.hits, 1);
}
