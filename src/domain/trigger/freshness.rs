//! How much a trigger is worth on a day: it rises until its onset, halves with its half-life, and ends at its expiry.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::{FreshnessState, Trigger};
use crate::domain::dates::wording::{relative_day, relative_day_short};
use crate::domain::ids::{TriggerId, entered_at};

/// Days before its day of effect within which a change is worth most.
pub const AHEAD: i64 = 90;

/// Days before its day of effect within which a change is worth at least half: twice [`AHEAD`].
const IN_SIGHT: i64 = 2 * AHEAD;

// The first day there is, so that every sum over days finds it long past.
/// The day that stands for "nobody has said when": a trigger with it is worth nothing until it has a day.
pub const UNDATED: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("the calendar has a first day");
/// The word that stands for it in a table.
pub const UNDATED_WORD: &str = "undated";

/// What stands for the day or the age of a trigger without a day.
pub const NO_DAY: &str = "no day";

/// Freshness of a trigger on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Freshness {
    /// Freshness, 0–1.
    pub value: f64,
    /// State in words.
    pub state: FreshnessState,
    /// Days since the event happened; negative if it is still ahead, `None` if nobody has said when.
    pub age: Option<i64>,
}

impl Trigger {
    /// Returns true if nobody has said when it happened.
    pub fn is_undated(&self) -> bool {
        self.occurred_on == UNDATED
    }
}

/// Returns when it happened, seen from `today`, in words: "3 days ago"; "no day" if nobody has said.
pub fn day_ago(occurred_on: NaiveDate, today: NaiveDate) -> String {
    if occurred_on == UNDATED { NO_DAY.to_owned() } else { relative_day(occurred_on, today) }
}

/// Returns when it happened as [`day_ago`] does, in few letters: "3 d ago".
pub fn day_ago_short(occurred_on: NaiveDate, today: NaiveDate) -> String {
    if occurred_on == UNDATED { NO_DAY.to_owned() } else { relative_day_short(occurred_on, today) }
}

/// Returns the day of a trigger; `None` if nobody has said it.
pub(crate) fn said_day(day: NaiveDate) -> Option<NaiveDate> {
    (day != UNDATED).then_some(day)
}

/// Returns a trigger's freshness on the day `on`.
///
/// With age a = days since it happened: for a < onset it is 0.5 + 0.5·a/onset, then 0.5^((a − onset)/half-life), and 0
/// past the expiry. A day of effect after the day it became known moves the peak there: 1 from [`AHEAD`] days before it
/// until that day, then the decay from that day, 0 past the expiry counted from it. Before that it is too early, and
/// worth what the announcement is still worth as news, but at least a half once the day is within twice [`AHEAD`].
/// Something dated in the future without a day of effect is too early: worth a half within [`AHEAD`] days of its day,
/// and nothing before. What has no day is worth nothing.
pub fn freshness(kind: &Kind, occurred_on: NaiveDate, effective_on: Option<NaiveDate>, on: NaiveDate) -> Freshness {
    if occurred_on == UNDATED {
        return Freshness { value: 0.0, state: FreshnessState::Stale, age: None };
    }
    let age = days(occurred_on, on);
    let (value, state) = match effective_on.filter(|day| *day > occurred_on) {
        // A day of effect that is no later than the day it became known moves nothing: the news is the event.
        Some(day) => freshness_until(kind, age, -days(day, on)),
        None => freshness_since(kind, age),
    };
    Freshness { value, state, age: Some(age) }
}

/// True for a trigger that happened on the day of the call or later and entered the book after the call began: the call
/// cannot have stood on it.
pub fn is_younger(id: TriggerId, occurred_on: NaiveDate, at: DateTime<FixedOffset>) -> bool {
    let day = at.date_naive();
    entered_at(id.0).map_or(occurred_on > day, |entered| entered > at && occurred_on >= day)
}

/// Returns the freshness of something whose day of effect is `ahead` days away.
fn freshness_until(kind: &Kind, age: i64, ahead: i64) -> (f64, FreshnessState) {
    if ahead < 0 {
        return freshness_after_peak(kind, -ahead, -ahead);
    }
    if ahead <= AHEAD {
        return (1.0, FreshnessState::Peak);
    }
    // Announced for a later day and not announced yet: nothing is known today.
    let news = if age < 0 { 0.0 } else { freshness_since(kind, age).0 };
    let floor = if ahead <= IN_SIGHT { 0.5 } else { 0.0 };
    (f64::max(news, floor), FreshnessState::TooEarly)
}

/// Returns the freshness of something that happened `age` days ago.
fn freshness_since(kind: &Kind, age: i64) -> (f64, FreshnessState) {
    let onset = i64::from(kind.onset);
    if age < 0 {
        let value = if -age <= AHEAD { 0.5 } else { 0.0 };
        return (value, FreshnessState::TooEarly);
    }
    // A kind whose expiry is shorter than its onset never peaks.
    if age < onset && age <= i64::from(kind.expiry) {
        return (0.5 + 0.5 * days_as_f64(age) / days_as_f64(onset), FreshnessState::TooEarly);
    }
    freshness_after_peak(kind, age, age - onset)
}

/// Returns the freshness after the peak: `past` days after it, and `age` days after the day that the expiry counts
/// from.
fn freshness_after_peak(kind: &Kind, age: i64, past: i64) -> (f64, FreshnessState) {
    if age > i64::from(kind.expiry) {
        return (0.0, FreshnessState::Stale);
    }
    // A team's table may say 0, and a share of 0 days is no number.
    let half_life = i64::from(kind.half_life.max(1));
    let value = 0.5_f64.powf(days_as_f64(past) / days_as_f64(half_life));
    let state = if 2 * past <= half_life { FreshnessState::Peak } else { FreshnessState::Fading };
    (value, state)
}

fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// Converts days to a float, clamped: a day count beyond a few thousand says nothing more.
fn days_as_f64(days: i64) -> f64 {
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}
