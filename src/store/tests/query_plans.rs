//! Tests, by SQLite's own query plans, that no list sorts or scans a whole table of accounts or calls.

use std::sync::Arc;

use chrono::DateTime;

use crate::clock::FixedClock;
use crate::domain::call::filter::{CallFilter, Flag};
use crate::domain::call::{Verdict, VerdictSource};
use crate::domain::ids::{CampaignId, RepId};
use crate::store::book::trigger_score;
use crate::store::campaigns::targeting;
use crate::store::inbox::trays;
use crate::store::lists::accounts;
use crate::store::log::{filter, overrides, quotes};
use crate::store::matching::{mentions, triggers};
use crate::store::plans::decision;
use crate::store::scorecards::{calibration, kind_strength, rep_week};
use crate::store::standing::no_answer;
use crate::store::standing::touches;
use crate::store::sync::merge;
use crate::store::tables::{feeds, promises, search_index};
use crate::store::today::{by_reason, no_reason, week};
use crate::store::{Store, duplicates, export, inbox, log, review, scorecards};

fn plan(store: &Store, sql: &str) -> String {
    let mut statement = store.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let values = (1..=statement.parameter_count()).map(|_| 1_i64).collect::<Vec<_>>();
    let lines = statement.query_map(rusqlite::params_from_iter(values), |row| row.get::<_, String>("detail")).unwrap();
    lines.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
}

fn book() -> Store {
    let now = DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap();
    Store::in_memory(Arc::new(FixedClock::at(now))).unwrap()
}

#[test]
fn no_list_sorts_and_none_reads_a_table_without_an_index() {
    let store = book();
    let months = scorecards::months_sql();
    let full_text = [search_index::ACCOUNTS, search_index::CALLS].concat();
    let lists: Vec<&str> = accounts::IN_ORDER
        .into_iter()
        .chain(by_reason::REST)
        .chain([by_reason::SCAN, by_reason::TOUCHES, trigger_score::OF_ACCOUNT])
        .chain([log::PAGE, review::TO_ANSWER])
        .chain([log::OF_ACCOUNT, log::OF_CONTACT, export::pages::CALLS, promises::OWED, promises::DUE, promises::OPEN])
        .chain([decision::LAST_TALK, touches::OF_ACCOUNT, touches::OF_CONTACT, touches::BRIEF, touches::OURS_SINCE])
        .chain(scorecards::LINES)
        .chain(calibration::READ)
        .chain([merge::derived::BY_TRIGGER, merge::derived::BY_PLAN])
        .chain([months.as_str(), rep_week::OWN, rep_week::FIRST, rep_week::ASKED])
        .chain(trays::TRAYS)
        .chain(trays::MATCHING)
        .chain([
            kind_strength::KEPT,
            kind_strength::REJECTED,
            kind_strength::SCORES,
            kind_strength::MEASURED,
            no_reason::TOTAL,
            search_index::TRIGGERS,
        ])
        .chain([
            no_answer::TOUCHES,
            no_answer::SILENT,
            no_answer::TALKED,
            no_answer::RESTING,
            overrides::PAGE,
            overrides::HOW_MANY,
        ])
        .chain([feeds::IN_ORDER, triggers::SAME_PAGE, duplicates::HOW_MANY, mentions::NEXT_NAME, mentions::NEXT_ALIAS])
        .chain([week::READY, week::CALLED, week::INDUSTRY])
        .chain(targeting::FOUND)
        .chain(quotes::NEWEST)
        .chain(full_text)
        .collect();
    for sql in lists {
        let plan = plan(&store, sql);
        for line in plan.lines() {
            let scans = line.starts_with("SCAN")
                && !line.contains("INDEX")
                && !line.contains("(subquery")
                && !line.contains("VIRTUAL TABLE");
            assert!(!line.contains("TEMP B-TREE") && !scans, "{sql}\n{plan}");
        }
    }
}

#[test]
fn long_lists_skip_and_scan_in_an_index_alone() {
    let store = book();
    let covered = accounts::IN_ORDER
        .into_iter()
        .chain(by_reason::REST)
        .chain([by_reason::SCAN, by_reason::TOUCHES])
        .chain(scorecards::LINES)
        .chain([rep_week::OWN, rep_week::FIRST])
        .chain([kind_strength::KEPT, kind_strength::REJECTED, kind_strength::SCORES, no_reason::TOTAL])
        .chain([no_answer::SILENT, no_answer::TALKED, no_answer::RESTING, week::READY, week::CALLED, week::INDUSTRY])
        .chain([log::PAGE, touches::OURS_SINCE])
        .chain(quotes::NEWEST);
    for sql in covered {
        let plan = plan(&store, sql);
        assert!(plan.contains("COVERING INDEX"), "{sql}\n{plan}");
    }
}

#[test]
fn what_may_be_the_same_event_is_found_by_account_or_company_never_by_reading_all_triggers() {
    let store = book();
    for sql in inbox::CANDIDATES {
        let plan = plan(&store, sql);
        assert!(!plan.lines().any(|line| line.starts_with("SCAN") && line != "SCAN own"), "{sql}\n{plan}");
    }
}

#[test]
fn the_months_of_a_rep_are_one_stretch_of_the_rollups() {
    let plan = plan(&book(), &scorecards::months_sql());
    assert_eq!(plan, "SEARCH tally USING PRIMARY KEY (rep=? AND dim=? AND month>? AND month<?)");
}

/// Returns call filters with every single criterion and every pair of them.
fn selections() -> Vec<CallFilter> {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2);
    let one: Vec<fn(&mut CallFilter)> = vec![
        |s| s.rep = Some(RepId::default()),
        |s| s.kind = Some("leadership_change".to_owned()),
        |s| s.campaign = Some(CampaignId::default()),
        |s| s.verdict = Some(Verdict::Wasted),
        |s| s.verdict = Some(Verdict::NotAsked),
        |s| s.source = Some(VerdictSource::SaidWhenAsked),
        |s| s.flag = Some(Flag::Swarm),
        |s| s.connected = true,
        |s| (s.connected, s.unreviewed) = (true, true),
    ];
    let mut all = Vec::new();
    for first in &one {
        for second in &one {
            for (from, until) in [(None, None), (day, day)] {
                let mut selection = CallFilter { from, until, ..CallFilter::default() };
                first(&mut selection);
                second(&mut selection);
                all.push(selection);
            }
        }
    }
    all.extend(Flag::ALL.iter().map(|flag| CallFilter { flag: Some(*flag), ..CallFilter::default() }));
    all
}

#[test]
fn every_selection_of_calls_walks_one_index_and_sorts_nothing() {
    let store = book();
    for selection in selections() {
        let rep = selection.rep.map(|_| 1);
        let picks = filter::CallFilterSql::from_rows(&selection, rep, selection.campaign.map(|_| 1));
        for sql in [picks.page_sql(), picks.count_sql(), picks.after(1, 1).page_sql()] {
            let plan = plan(&store, &sql);
            let walks = plan.contains("USING INDEX") || plan.contains("USING COVERING INDEX");
            assert!(walks && !plan.contains("TEMP B-TREE"), "{selection:?}\n{sql}\n{plan}");
        }
    }
}

#[test]
fn what_a_manager_looks_for_most_is_read_from_an_index_alone() {
    let store = book();
    let flagged = Flag::ALL.iter().map(|flag| CallFilter { flag: Some(*flag), ..CallFilter::to_read() });
    let verdict = CallFilter { verdict: Some(Verdict::Wasted), ..CallFilter::to_read() };
    let kind = CallFilter { kind: Some("layoff".to_owned()), verdict: Some(Verdict::Wasted), ..CallFilter::to_read() };
    let rep = CallFilter { rep: Some(RepId::default()), flag: Some(Flag::Swarm), ..kind.clone() };
    for selection in flagged.chain([CallFilter::to_read(), verdict, kind, rep]) {
        let picks = filter::CallFilterSql::from_rows(&selection, selection.rep.map(|_| 1), None);
        let plan = plan(&store, &picks.page_sql());
        assert!(plan.contains("COVERING INDEX"), "{selection:?}\n{}\n{plan}", picks.page_sql());
    }
}
