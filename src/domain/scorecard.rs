//! Shares with n and an interval: what the logged calls say, never how many were made.

use serde::{Deserialize, Serialize};

/// Below this many answers a share is "too few" to read.
pub const TOO_FEW: u32 = 20;

/// A share of n with its 95 % Wilson interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many of them.
    pub hits: u32,
    /// Out of how many.
    pub n: u32,
    /// Lower end, 0–1.
    pub low: f64,
    /// Upper end, 0–1.
    pub high: f64,
}

/// What one group's calls say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// The group: a rep, a kind, "everyone".
    pub group: String,
    /// Logged calls and attempts.
    pub calls: u32,
    /// Calls that reached the person.
    pub connected: u32,
    /// Connected calls in which they were asked, or said so unprompted.
    pub asked: Share,
    /// Well spent among those.
    pub well_spent: Share,
    /// Verdicts that are the rep's guess, counted apart.
    pub guessed: u32,
    /// Connected calls that stood on a trigger still live that day.
    pub live_reason: Share,
    /// Median minutes used in connected calls.
    pub median_minutes: Option<f64>,
}

/// What the counts of one group are made from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Calls and attempts.
    pub calls: u32,
    /// Reached the person.
    pub connected: u32,
    /// Verdict said by them: well spent.
    pub well_spent: u32,
    /// Verdict said by them: partly.
    pub partly: u32,
    /// Verdict said by them: wasted.
    pub wasted: u32,
    /// Verdict guessed by the rep.
    pub guessed: u32,
    /// Connected with a trigger that was live that day.
    pub live_reason: u32,
    /// Seconds of each connected call that has them, sorted.
    pub seconds: Vec<u32>,
}
