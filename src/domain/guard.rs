//! Who must not be interrupted now, and why.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::account::Hours;
use super::call::Verdict;
use super::profile::Fit;
use super::reason::Touches;

/// How much a guard weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// Think twice.
    Warn,
    /// Not without a typed reason, kept for the manager.
    Block,
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

/// A block that was lifted, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Which rule.
    pub rule: String,
    /// The rep's typed reason.
    pub because: String,
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
