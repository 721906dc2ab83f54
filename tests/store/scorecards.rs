//! What calls add up to, however they were changed.

use chrono::Duration;
use proptest::prelude::*;
use whynow::domain::call::{Call, Verdict, VerdictSource};
use whynow::domain::ids::{CallId, ContactId};
use whynow::store::Store;

use crate::support::{account, book, call, contact, kept, now, open, today};

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
            store.amend_call(&one).unwrap();
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
    assert_eq!(store.scorecards(today(), today()).unwrap()[0].well_spent.hits, 1);
}
