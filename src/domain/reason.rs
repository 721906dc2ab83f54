//! What makes someone worth interrupting now, with every addend; and the same in six months.

use serde::{Deserialize, Serialize};

use super::ids::TriggerId;
use super::profile::Fit;
use super::trigger::{Freshness, Scope};

/// Days ahead for the "why not in six months?" question.
pub const SIX_MONTHS: i64 = 182;

/// One trigger as the reason counts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Which trigger.
    pub trigger: TriggerId,
    /// Its one line.
    pub headline: String,
    /// Label of its kind.
    pub kind: String,
    /// Whose world changed.
    pub scope: Scope,
    /// 0–5.
    pub strength: u8,
    /// Never enough alone.
    pub weak: bool,
    /// Its freshness today.
    pub now: Freshness,
    /// Its freshness [`SIX_MONTHS`] on.
    pub later: Freshness,
}

/// How much an account was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touches {
    /// Calls and attempts of the last 14 days.
    pub in_14_days: u32,
    /// Calls and attempts of the last 30 days.
    pub in_30_days: u32,
    /// Different people of the account in the last 7 days.
    pub people_in_7_days: u32,
}

/// One line of the sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addend {
    /// What it is: "new leader, strength 5 × 0.92 fresh".
    pub label: String,
    /// What it adds (or takes), in points.
    pub points: f64,
}

/// Why someone is worth interrupting now.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reason {
    /// 0–100.
    pub points: f64,
    /// Every line of the sum, in order; they add up to `points`.
    pub addends: Vec<Addend>,
    /// The same sum in six months, with the touches forgotten.
    pub later: f64,
    /// The trigger that carries it.
    pub best: Option<TriggerId>,
    /// Only weak kinds: not enough to call.
    pub weak_only: bool,
}

/// What multiplies the sum for a [`Fit`]. Source: the design's table (in 1, edge 0.6, unknown 0.8, out 0).
pub fn fit_factor(fit: Fit) -> f64 {
    match fit {
        Fit::In => 1.0,
        Fit::Edge => 0.6,
        Fit::Unknown => 0.8,
        Fit::Out => 0.0,
    }
}
