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
    let why = standing.do_not_call.as_deref()?.trim();
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
