//! The why-now check: what an opener must hold, and what it must not, with place and advice.

mod asks;
mod dates;
mod evidence;
mod facts;
mod marks;
mod numbers;
mod pattern;
mod playbook;
mod reading;
mod rules;
mod support;
mod words;

use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use playbook::Playbook;

use super::trigger::Confidence;
use reading::Reading;

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

/// The state of one line of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// The opener does this.
    Ok,
    /// Worth a look.
    Warn,
    /// Not ready to be said.
    Error,
    /// Cannot be judged here: no text, or nothing known about them.
    NotApplicable,
}

/// One line of the checklist beside the opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Stable name of the mark: `their_fact`, `one_ask`.
    pub rule: String,
    /// What people read: "names a fact about them".
    pub words: String,
    /// Does the opener do it?
    pub state: MarkState,
}

/// What to mend in an opener, sorted by place; every place lies on character boundaries.
///
/// Structure is judged before words: a list of phrases alone caught 27 % of the bad texts it was tried on, while
/// asking whether a dated fact about *them* is named told good from bad.
pub fn check(opener: &str, evidence: &Evidence, playbook: &Playbook, wpm: u16) -> Vec<Finding> {
    rules::findings(&Reading::of(opener, evidence, playbook), wpm)
}

/// The checklist beside the opener, always the same lines in the same order.
pub fn marks(opener: &str, evidence: &Evidence, playbook: &Playbook, wpm: u16) -> Vec<Mark> {
    check_with_marks(opener, evidence, playbook, wpm).1
}

/// Both at once, for a screen that shows both on every key.
pub fn check_with_marks(opener: &str, evidence: &Evidence, playbook: &Playbook, wpm: u16) -> (Vec<Finding>, Vec<Mark>) {
    let reading = Reading::of(opener, evidence, playbook);
    let findings = rules::findings(&reading, wpm);
    let marks = marks::marks(&reading, &findings);
    (findings, marks)
}

#[cfg(test)]
mod tests;
