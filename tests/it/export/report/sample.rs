//! A report made by hand: figures that can be read and ones that are too few, and names that attack.

use chrono::{DateTime, NaiveDate};
use whynow::domain::call::filter::CallFlags;
use whynow::domain::call::{Reach, ReasonBy, Verdict, VerdictSource};
use whynow::domain::ids::{AccountId, CallId, ContactId, RepId};
use whynow::domain::query::CallRow;
use whynow::domain::query::quotes::Quotes;
use whynow::domain::review::Criterion;
use whynow::domain::scorecard::agreement::ScoreGap;
use whynow::domain::scorecard::{
    Calibration, Grouping, MinuteRow, Period, Scorebook, Scorecard, Tally, Verdicts, share,
};
use whynow::exchange::report::ReportSource;

/// What a name must never become.
pub(crate) const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"onload=\"alert(1)",
    "javascript:alert(1)",
    "</style><img src=http://evil.example/x onerror=alert(1)>",
    "a\u{202e}txt.exe\u{2066}b",
    "{{ 7 * 7 }}{% raw %}",
    "=HYPERLINK(\"http://evil.example\")",
];

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn card(key: &str, group: &str, connected: u32, well: u32, partly: u32, wasted: u32) -> Scorecard {
    let tally = Tally {
        calls: connected * 3,
        connected,
        said: Verdicts { well_spent: well, partly, wasted },
        guessed: Verdicts { well_spent: 25, partly: 1, wasted: 0 },
        live: connected / 2,
        fresh_sum: 50 * u64::from(connected),
        fresh_n: connected,
        ready: connected / 3,
        ..Tally::default()
    };
    Scorecard { median_minutes: Some(6.0), ..tally.scorecard(key, group) }
}

fn call(nth: i64, contact: &str, words: &str) -> CallRow {
    CallRow {
        id: CallId::default(),
        at: DateTime::parse_from_rfc3339("2026-03-11T10:00:00+01:00").unwrap() - chrono::Duration::days(nth),
        rep: "Ida Berg".to_owned(),
        contact_id: ContactId::default(),
        contact: contact.to_owned(),
        account_id: AccountId::default(),
        account: "Norvik Foods".to_owned(),
        reach: Reach::Connected,
        outcome: None,
        verdict: Some(Verdict::WellSpent),
        source: Some(VerdictSource::SaidWhenAsked),
        seconds: Some(270),
        words: words.to_owned(),
        trigger: "A new COO".to_owned(),
        reason_by: Some(ReasonBy::Chosen),
        amended: nth == 1,
        reviewed: false,
        rep_id: RepId::default(),
        flags: CallFlags::default(),
    }
}

/// Two reps, kinds with attacking names, hours, minutes, calibration, quotes.
pub(crate) fn report() -> ReportSource {
    let kinds = HOSTILE.iter().map(|name| card(name, name, 30, 12, 4, 6));
    let kinds = kinds.chain([card("funding", "Funding", 60, 50, 2, 1), card("", "no trigger", 9, 3, 2, 1)]);
    let hours = (8..18).map(|hour| card(&hour.to_string(), &hour.to_string(), 2 * hour, hour, 5, 3));
    let minutes = (0..=40).map(|minutes| MinuteRow {
        minutes,
        n: 9,
        well_spent: share(if minutes < 12 { 6 } else { 1 }, if minutes < 21 { 8 } else { 1 }),
    });
    let mut calls: Vec<CallRow> = HOSTILE.iter().zip(1..).map(|(name, nth)| call(nth, name, name)).collect();
    calls.push(call(9, "Ane Lund", "\"This helped.\"\nTwice."));
    calls.push(call(10, "Ane Lund", "\"Call again in May.\""));
    ReportSource {
        made_on: day("2026-03-12"),
        names_hidden: false,
        scorebook: Scorebook {
            period: Period { from: day("2026-01-01"), until: day("2026-03-12"), rep: None },
            everyone: card("", "everyone", 214, 121, 30, 29),
            before: card("", "everyone", 190, 90, 40, 40),
            groups: vec![
                (Grouping::Rep, vec![card("r1", "Ida Berg", 150, 100, 20, 9), card("r2", "Sam Roth", 14, 3, 2, 1)]),
                (Grouping::Kind, kinds.collect()),
                (Grouping::Hour, hours.collect()),
            ],
            left_out: vec![(Grouping::Kind, 4)],
            minutes: minutes.collect(),
            calibration: Calibration {
                criteria: vec![ScoreGap {
                    criterion: Criterion::WhyNow,
                    rep: 2.6,
                    reviewer: 1.9,
                    n: 12,
                    interval: None,
                }],
                reviewers: Vec::new(),
                guessed: share(25, 26),
                asked: share(80, 130),
            },
        },
        quotes: Quotes { calls, more: true },
    }
}
