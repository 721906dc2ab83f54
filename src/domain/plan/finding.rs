//! Findings of the check.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A finding that should be improved.
    Warning,
    /// A finding that must be corrected before the opener is used.
    Error,
}

/// One thing to correct in an opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Key of the rule: `no_dated_fact`, `check_in`.
    pub rule: String,
    pub severity: Severity,
    /// Bytes of the text that it is about; the whole text if nothing smaller fits.
    pub place: Range<usize>,
    /// What is wrong, in one sentence.
    pub says: String,
    /// What to do, in one sentence.
    pub advice: String,
}
