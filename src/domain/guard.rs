//! Who must not be interrupted now, and why.

use chrono::{NaiveDate, NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use super::account::Hours;
pub use super::call::Override;
use super::call::Verdict;
use super::profile::Fit;
use super::reason::Touches;
use super::vocabulary::vocabulary;

vocabulary! {
    /// How much a guard weighs.
    Weight {
        /// Think twice.
        Warn = "warn", "warning";
        /// Not without a typed reason, kept for the manager.
        Block = "block", "block";
    }
}

/// What speaks against calling now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guard {
    /// Stable name of the rule: `do_not_call`, `swarm`.
    pub rule: String,
    /// Warning or block.
    pub weight: Weight,
    /// One sentence for the rep.
    pub says: String,
}

/// Everything the guards look at, gathered by the store.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Why the person must not be called, where a list or they themselves said so.
    pub do_not_call: Option<String>,
    /// Whether we can serve the account.
    pub fit: Fit,
    /// How much the account was touched.
    pub touches: Touches,
    /// Whether any trigger is live today (weak ones alone are not).
    pub live_trigger: bool,
    /// The best trigger's headline, where it was used with this person before.
    pub used_before: Option<String>,
    /// The person's last verdict and its day.
    pub last_verdict: Option<(Verdict, NaiveDate)>,
    /// Whether a trigger came up after that verdict.
    pub new_since_verdict: bool,
    /// Time and weekday at the person's place, and whether the zone is a guess.
    pub their_time: Option<TheirTime>,
    /// The hours they prefer.
    pub hours: Option<Hours>,
}

/// The clock on the prospect's wall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TheirTime {
    /// Time of day there.
    pub time: NaiveTime,
    /// Date there.
    pub date: NaiveDate,
    /// IANA zone.
    pub zone: String,
    /// Taken from the account or a default, not from the person.
    pub guessed: bool,
}

/// First permitted hour at the called person's place, and the first hour after.
///
/// Source: 47 CFR 64.1200(c)(1) (US telemarketing: "before the hour of 8 a.m. or after 9 p.m., local time at the called
/// party's location"). Rules differ by country and state; this is a default, not legal advice.
pub const PERMITTED_HOURS: (u32, u32) = (8, 21);
/// Touches of an account in 14 days from which it is a swarm.
pub const SWARM_TOUCHES: u32 = 3;
/// Different people of an account in 7 days from which it is a swarm.
pub const SWARM_PEOPLE: u32 = 2;

/// What speaks against calling now: blocks first, then warnings.
pub fn guards(standing: &Standing) -> Vec<Guard> {
    let blocks = [do_not_call(standing), outside_permitted_hours(standing), profile_out(standing)];
    let warnings = [
        no_live_trigger(standing),
        swarm(standing),
        same_trigger_used(standing),
        wasted_last_time(standing),
        outside_preferred_hours(standing),
    ];
    blocks.into_iter().chain(warnings).flatten().collect()
}

impl Guard {
    /// Whether the call needs a typed reason first.
    pub fn blocks(&self) -> bool {
        match self.weight {
            Weight::Block => true,
            Weight::Warn => false,
        }
    }

    /// Whether a typed reason lifts it.
    pub fn is_lifted(&self, overrides: &[Override]) -> bool {
        overrides.iter().any(|lifted| lifted.rule == self.rule && !lifted.because.trim().is_empty())
    }
}

fn block(rule: &str, says: String) -> Guard {
    Guard { rule: rule.to_owned(), weight: Weight::Block, says }
}

fn warn(rule: &str, says: String) -> Guard {
    Guard { rule: rule.to_owned(), weight: Weight::Warn, says }
}

fn do_not_call(standing: &Standing) -> Option<Guard> {
    let why = standing.do_not_call.as_deref()?.trim().trim_end_matches('.');
    let why = if why.is_empty() { "no reason is recorded" } else { why };
    Some(block("do_not_call", format!("Do not call: {why}.")))
}

fn outside_permitted_hours(standing: &Standing) -> Option<Guard> {
    let there = standing.their_time.as_ref()?;
    let (from, until) = PERMITTED_HOURS;
    let hour = there.time.hour();
    (hour < from || hour >= until).then(|| {
        block(
            "outside_permitted_hours",
            format!("{}; calls are permitted from {from}:00 to {until}:00.", there.clock()),
        )
    })
}

fn profile_out(standing: &Standing) -> Option<Guard> {
    match standing.fit {
        Fit::Out => Some(block("profile_out", "The account is outside the profile we can serve.".to_owned())),
        Fit::Unknown | Fit::Edge | Fit::In => None,
    }
}

fn no_live_trigger(standing: &Standing) -> Option<Guard> {
    (!standing.live_trigger).then(|| {
        warn("no_live_trigger", "No live trigger: nothing known says why they should be interrupted now.".to_owned())
    })
}

fn swarm(standing: &Standing) -> Option<Guard> {
    let Touches { in_14_days, people_in_7_days, .. } = standing.touches;
    let touches = format!("{in_14_days} touches of this account in 14 days");
    let people = format!("{people_in_7_days} people of this account called in 7 days");
    let says = match (in_14_days >= SWARM_TOUCHES, people_in_7_days >= SWARM_PEOPLE) {
        (true, true) => format!("{touches}, {people}."),
        (true, false) => format!("{touches}."),
        (false, true) => format!("{people}."),
        (false, false) => return None,
    };
    Some(warn("swarm", says))
}

fn same_trigger_used(standing: &Standing) -> Option<Guard> {
    let headline = standing.used_before.as_deref()?.trim().trim_end_matches('.');
    Some(warn("same_trigger_used", format!("This trigger was used with them before: {headline}.")))
}

fn wasted_last_time(standing: &Standing) -> Option<Guard> {
    match standing.last_verdict {
        Some((Verdict::Wasted, on)) if !standing.new_since_verdict => Some(warn(
            "wasted_last_time",
            format!("The call on {} was wasted time, and no trigger is new since.", on.format("%-d %b %Y")),
        )),
        Some((Verdict::WellSpent | Verdict::Partly | Verdict::NotAsked | Verdict::Wasted, _)) | None => None,
    }
}

/// Silent where the permitted hours block already: one sentence about the clock is enough.
fn outside_preferred_hours(standing: &Standing) -> Option<Guard> {
    let (there, hours) = (standing.their_time.as_ref()?, standing.hours?);
    if hours.holds(there.time) || outside_permitted_hours(standing).is_some() {
        return None;
    }
    let (from, until) = (hours.from.format("%-H:%M"), hours.until.format("%-H:%M"));
    Some(warn("outside_preferred_hours", format!("{}; they prefer {from} to {until}.", there.clock())))
}

impl TheirTime {
    /// "It is 22:14 at their place (Europe/Oslo)".
    fn clock(&self) -> String {
        let guess = if self.guessed { ", a guess" } else { "" };
        format!("It is {} at their place ({}{guess})", self.time.format("%-H:%M"), self.zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing speaks against calling.
    fn clear() -> Standing {
        Standing { fit: Fit::In, live_trigger: true, their_time: Some(at(10, 30)), ..Standing::default() }
    }

    fn at(hour: u32, minute: u32) -> TheirTime {
        TheirTime {
            time: NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
            date: NaiveDate::from_ymd_opt(2026, 3, 13).unwrap(),
            zone: "Europe/Oslo".to_owned(),
            guessed: false,
        }
    }

    fn touches(in_14_days: u32, people_in_7_days: u32) -> Touches {
        Touches { in_14_days, people_in_7_days, in_30_days: in_14_days }
    }

    fn hours(from: u32, until: u32) -> Option<Hours> {
        let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        Some(Hours { from: hour(from), until: hour(until) })
    }

    fn said(standing: &Standing) -> Vec<(String, Weight, String)> {
        guards(standing).into_iter().map(|guard| (guard.rule, guard.weight, guard.says)).collect()
    }

    #[test]
    fn each_block_names_its_rule_and_its_figures() {
        for (standing, rule, says) in [
            (
                Standing { do_not_call: Some("asked on 2 Feb".to_owned()), ..clear() },
                "do_not_call",
                "Do not call: asked on 2 Feb.",
            ),
            (
                Standing { do_not_call: Some(String::new()), ..clear() },
                "do_not_call",
                "Do not call: no reason is recorded.",
            ),
            (
                Standing { their_time: Some(at(7, 59)), ..clear() },
                "outside_permitted_hours",
                "It is 7:59 at their place (Europe/Oslo); calls are permitted from 8:00 to 21:00.",
            ),
            (
                Standing { their_time: Some(TheirTime { guessed: true, ..at(21, 0) }), ..clear() },
                "outside_permitted_hours",
                "It is 21:00 at their place (Europe/Oslo, a guess); calls are permitted from 8:00 to 21:00.",
            ),
            (Standing { fit: Fit::Out, ..clear() }, "profile_out", "The account is outside the profile we can serve."),
        ] {
            assert_eq!(said(&standing), [(rule.to_owned(), Weight::Block, says.to_owned())]);
        }
    }

    #[test]
    fn each_warning_names_its_rule_and_its_figures() {
        let wasted = Some((Verdict::Wasted, NaiveDate::from_ymd_opt(2026, 2, 2).unwrap()));
        for (standing, rule, says) in [
            (
                Standing { live_trigger: false, ..clear() },
                "no_live_trigger",
                "No live trigger: nothing known says why they should be interrupted now.",
            ),
            (Standing { touches: touches(3, 1), ..clear() }, "swarm", "3 touches of this account in 14 days."),
            (Standing { touches: touches(2, 2), ..clear() }, "swarm", "2 people of this account called in 7 days."),
            (
                Standing { touches: touches(5, 3), ..clear() },
                "swarm",
                "5 touches of this account in 14 days, 3 people of this account called in 7 days.",
            ),
            (
                Standing { used_before: Some("New COO.".to_owned()), ..clear() },
                "same_trigger_used",
                "This trigger was used with them before: New COO.",
            ),
            (
                Standing { last_verdict: wasted, ..clear() },
                "wasted_last_time",
                "The call on 2 Feb 2026 was wasted time, and no trigger is new since.",
            ),
            (
                Standing { hours: hours(13, 15), ..clear() },
                "outside_preferred_hours",
                "It is 10:30 at their place (Europe/Oslo); they prefer 13:00 to 15:00.",
            ),
        ] {
            assert_eq!(said(&standing), [(rule.to_owned(), Weight::Warn, says.to_owned())]);
        }
    }

    #[test]
    fn nothing_is_said_where_nothing_speaks_against_it() {
        let verdict = |verdict| Some((verdict, NaiveDate::from_ymd_opt(2026, 2, 2).unwrap()));
        for standing in [
            clear(),
            Standing { their_time: Some(at(8, 0)), ..clear() },
            Standing { their_time: Some(at(20, 59)), ..clear() },
            Standing { their_time: None, hours: hours(13, 15), ..clear() },
            Standing { touches: touches(2, 1), ..clear() },
            Standing { fit: Fit::Edge, ..clear() },
            Standing { fit: Fit::Unknown, ..clear() },
            Standing { last_verdict: verdict(Verdict::Wasted), new_since_verdict: true, ..clear() },
            Standing { last_verdict: verdict(Verdict::Partly), ..clear() },
            Standing { last_verdict: verdict(Verdict::WellSpent), ..clear() },
            Standing { hours: hours(10, 11), ..clear() },
            Standing { hours: hours(22, 11), ..clear() },
        ] {
            assert_eq!(guards(&standing), [], "{standing:?}");
        }
    }

    #[test]
    fn blocks_come_first_and_the_clock_is_named_once() {
        let standing = Standing {
            do_not_call: Some("on a list".to_owned()),
            their_time: Some(at(22, 0)),
            hours: hours(9, 11),
            fit: Fit::Out,
            live_trigger: false,
            touches: touches(9, 9),
            ..Standing::default()
        };
        let found = guards(&standing);
        let rules: Vec<&str> = found.iter().map(|guard| guard.rule.as_str()).collect();
        assert_eq!(rules, ["do_not_call", "outside_permitted_hours", "profile_out", "no_live_trigger", "swarm"]);
        assert_eq!(found.iter().map(Guard::blocks).collect::<Vec<_>>(), [true, true, true, false, false]);
    }

    #[test]
    fn a_block_is_lifted_by_a_typed_reason_for_its_own_rule() {
        let guard = guards(&Standing { fit: Fit::Out, ..clear() }).remove(0);
        let lifted = |rule: &str, because: &str| [Override { rule: rule.to_owned(), because: because.to_owned() }];
        assert!(guard.is_lifted(&lifted("profile_out", "a new line of ours serves them")));
        assert!(!guard.is_lifted(&lifted("profile_out", "  ")));
        assert!(!guard.is_lifted(&lifted("do_not_call", "they rang us")));
        assert!(!guard.is_lifted(&[]));
    }
}
