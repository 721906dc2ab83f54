//! Whom first? Pairs and a morning, ordered by hand before the rule was written.

use chrono::{Duration, NaiveDate};

use super::{Reason, ScoredTrigger, Touches, reason};
use crate::domain::account::profile::Fit;
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Confidence, Scope, Trigger};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 11).unwrap()
}

/// Somebody to call: what happened to them, the fit, how often the account was touched.
#[derive(Clone)]
struct Somebody {
    grounds: Vec<ScoredTrigger>,
    fit: Fit,
    touches: u32,
}

/// What happened, some days ago, by the shipped figures of its kind.
fn happened(kind: &str, days_ago: i64) -> Somebody {
    dated(kind, days_ago, None)
}

/// The same with a day of effect still ahead.
fn due(kind: &str, days_ago: i64, in_days: i64) -> Somebody {
    dated(kind, days_ago, Some(in_days))
}

fn dated(key: &str, days_ago: i64, in_days: Option<i64>) -> Somebody {
    let kind = Kinds::builtin().get(key).unwrap_or_else(|| panic!("no kind {key}"));
    let trigger = Trigger {
        kind: key.to_owned(),
        occurred_on: today() - Duration::days(days_ago),
        effective_on: in_days.map(|days| today() + Duration::days(days)),
        scope: kind.scope,
        strength: kind.strength,
        ..Trigger::default()
    };
    let ground = ScoredTrigger::new(&trigger, Kinds::builtin(), today(), false);
    Somebody { grounds: vec![ground], fit: Fit::In, touches: 0 }
}

impl Somebody {
    fn and(mut self, other: Somebody) -> Somebody {
        self.grounds.extend(other.grounds);
        self
    }

    fn change(mut self, change: impl Fn(&mut ScoredTrigger)) -> Somebody {
        self.grounds.iter_mut().for_each(change);
        self
    }

    fn of_strength(self, strength: u8) -> Somebody {
        self.change(|ground| ground.strength = strength)
    }

    fn in_scope(self, scope: Scope) -> Somebody {
        self.change(|ground| ground.scope = scope)
    }

    fn sure(self, confidence: Confidence) -> Somebody {
        self.change(|ground| ground.confidence = confidence)
    }

    fn used_before(self) -> Somebody {
        self.change(|ground| ground.used = true)
    }

    fn fit(self, fit: Fit) -> Somebody {
        Somebody { fit, ..self }
    }

    fn touched(self, touches: u32) -> Somebody {
        Somebody { touches, ..self }
    }

    fn reason(&self) -> Reason {
        reason(&self.grounds, self.fit, Touches { in_30_days: self.touches, ..Touches::default() })
    }
}

/// Each line: the one to call first, the one below, and why a coach would say so.
#[expect(clippy::too_many_lines, reason = "a table")]
fn pairs() -> Vec<(&'static str, Somebody, Somebody)> {
    use Confidence::{High, Low};
    let leader = || happened("leadership_change", 20);
    let launch = || happened("product_launch", 5);
    let won = || happened("contract_won", 5);
    let problem = || happened("demand_shift", 60);
    vec![
        // What passes before what stays.
        ("a new leader in their first weeks above a problem of the whole industry", leader(), problem().of_strength(5)),
        (
            "a deadline in 30 days above a trend without a day, however strong",
            due("compliance_deadline", 60, 30),
            happened("new_standard", 5).of_strength(5),
        ),
        ("the nearer day above the farther", due("regulatory_change", 60, 30), due("regulatory_change", 60, 85)),
        ("a day in sight above one beyond it", due("regulatory_change", 60, 85), due("regulatory_change", 60, 170)),
        ("a day ahead above a day that is past", due("layoff", 40, 20), happened("layoff", 20)),
        ("a rule that binds in seven months below a launch last week", launch(), due("regulatory_change", 60, 210)),
        ("what ends above what lasts, of one strength and age", won(), happened("new_technology", 5)),
        (
            "this week's job posting above a rate that moved two months ago",
            happened("job_posting", 3),
            happened("rate_shift", 60),
        ),
        (
            "a supplier's end of support in 60 days above last quarter's price rise",
            due("vendor_end_of_life", 30, 60),
            happened("vendor_price_rise", 60),
        ),
        (
            "an answer due to inspectors above a layoff of last month",
            due("audit_finding", 30, 40),
            happened("layoff", 40),
        ),
        // Age.
        ("a leader's peak above their first days", happened("leadership_change", 16), happened("leadership_change", 2)),
        (
            "a leader's peak above the fourth month",
            happened("leadership_change", 16),
            happened("leadership_change", 110),
        ),
        (
            "money after three weeks above money of yesterday: the first week is noise",
            happened("funding", 20),
            happened("funding", 1),
        ),
        (
            "a tender of three days above one of three weeks: days count",
            happened("rfp_or_evaluation", 3),
            happened("rfp_or_evaluation", 21),
        ),
        ("a tender of three days above money of two months", happened("rfp_or_evaluation", 3), happened("funding", 60)),
        (
            "what they said last week above what they said last quarter",
            happened("exec_statement", 6),
            happened("exec_statement", 80),
        ),
        ("a visit of yesterday above one of ten days ago", happened("site_visit", 1), happened("site_visit", 10)),
        // More than one thing happened.
        ("two scopes above one", leader().and(won()), leader()),
        (
            "two scopes above one at the top as well",
            happened("leadership_change", 14).and(happened("their_customers_shift", 0)).sure(High),
            happened("leadership_change", 14).sure(High),
        ),
        ("a lasting problem beside a new leader takes nothing from it", leader().and(problem()), leader()),
        ("a strong one alone above two medium ones", leader(), launch().and(happened("industry_study", 10))),
        // How sure, how used.
        ("what they filed above what one source says", leader().sure(High), leader()),
        ("a medium fact above a strong rumour", won().sure(High), happened("acquired", 20).sure(Low)),
        ("a reason they have not heard above one they have", leader(), leader().used_before()),
        ("a new medium reason above a strong one they have heard", won(), leader().used_before()),
        (
            "something new beside the reason they heard lifts it",
            leader().used_before().and(won()),
            leader().used_before(),
        ),
        // The account.
        ("in the profile above its edge", leader(), leader().fit(Fit::Edge)),
        ("in the profile above unknown", leader(), leader().fit(Fit::Unknown)),
        ("unknown above the edge: nothing speaks against it yet", leader().fit(Fit::Unknown), leader().fit(Fit::Edge)),
        (
            "a medium reason at home above a strong one at the edge that fades",
            won(),
            happened("leadership_change", 60).fit(Fit::Edge),
        ),
        ("an untouched account above one touched three times", leader(), leader().touched(3)),
        ("a medium reason untouched above a strong one called five times", launch(), leader().touched(5)),
        // What is no reason, or not enough.
        (
            "anything of theirs above our own news",
            happened("download", 1),
            happened("product_launch", 0).in_scope(Scope::Ours),
        ),
        (
            "what is two months old above two weak kinds of today",
            happened("product_launch", 60),
            happened("download", 0).and(happened("newsletter_open", 0)),
        ),
        ("a weak kind above what is stale", happened("download", 1), happened("funding", 130)),
    ]
}

#[test]
fn who_is_called_first_is_what_a_coach_would_say() {
    let wrong: Vec<String> = pairs()
        .into_iter()
        .filter_map(|(why, first, below)| {
            let (first, below) = (first.reason(), below.reason());
            (first.points <= below.points).then(|| format!("{why}: {} and {}", first.points, below.points))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn some_things_change_nothing() {
    let leader = || happened("leadership_change", 20);
    for (why, one, other) in [
        ("the first touch is free", leader().touched(1), leader()),
        ("two of one scope report one change", leader().and(happened("champion_moved", 30)), leader()),
        ("our own news lifts nobody", leader().and(happened("our_reason", 1)), leader()),
    ] {
        assert_eq!(one.reason().points, other.reason().points, "{why}");
    }
}

#[test]
fn a_morning_is_in_the_order_of_a_coach() {
    let morning = [
        (
            "a customer audits them in 40 days, and their supplier recalled lots",
            due("their_customers_shift", 19, 40)
                .and(happened("recall", 4).in_scope(Scope::Competitor).of_strength(5))
                .sure(Confidence::High),
        ),
        ("the new COO is three weeks in", happened("leadership_change", 21)),
        ("the mill director named the problem in the paper", happened("exec_statement", 11)),
        (
            "a deadline in 30 days, known for two months",
            due("compliance_deadline", 60, 30).sure(Confidence::Medium).touched(2),
        ),
        ("they won the contract of the year", happened("contract_won", 10)),
        ("a law in 68 days", due("regulatory_change", 24, 68).of_strength(4)),
        ("their COO changed ten weeks ago: new leaders act within ninety days", happened("leadership_change", 70)),
        ("demand has been falling for two months", happened("demand_shift", 60)),
        ("their COO changed four months ago: the plans are made", happened("leadership_change", 120)),
        ("a law in eight months", due("regulatory_change", 24, 240)),
    ];
    let points: Vec<(&str, f64)> = morning.iter().map(|(who, one)| (*who, one.reason().points)).collect();
    assert!(points.windows(2).all(|pair| pair[0].1 > pair[1].1), "{points:#?}");
}

#[test]
fn weak_kinds_alone_are_never_enough_and_nothing_counts_outside_the_profile() {
    assert!(happened("download", 0).and(happened("newsletter_open", 0)).reason().weak_only);
    assert_eq!(happened("leadership_change", 20).fit(Fit::Out).reason().points, 0.0);
}
