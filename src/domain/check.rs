//! The why-now check: what an opener must hold, and what it must not, with place and advice.

use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::trigger::Confidence;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Not ready to be said.
    Error,
}

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable name of the rule: `no_dated_fact`, `check_in`.
    pub rule: String,
    /// Error or warning.
    pub severity: Severity,
    /// Bytes of the text it is about; the whole text where nothing smaller fits.
    pub place: Range<usize>,
    /// One sentence: what is wrong.
    pub says: String,
    /// One sentence: what to do.
    pub advice: String,
}

/// What is known about the person when the opener is checked. Empty for plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The account's name and aliases.
    pub company: Vec<String>,
    /// The person's names.
    pub person: Vec<String>,
    /// The triggers of the plan.
    pub facts: Vec<Fact>,
    /// Other text that may back a claim: impact, value, notes.
    pub backing: Vec<String>,
    /// Whether a call with this person was logged before.
    pub spoken_before: bool,
    /// The day of the check.
    pub today: Option<NaiveDate>,
}

/// A trigger as the check sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Headline and summary.
    pub text: String,
    /// The day it happened.
    pub on: NaiveDate,
    /// Still live today.
    pub live: bool,
    /// Never enough alone.
    pub weak: bool,
    /// Bad news for them.
    pub sensitive: bool,
    /// How sure it is.
    pub confidence: Confidence,
}
