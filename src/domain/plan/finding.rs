//! Findings of the check.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Warning,
    /// Not ready to be said.
    Error,
}

/// A finding: one thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable name of the rule: `no_dated_fact`, `check_in`.
    pub rule: String,
    pub severity: Severity,
    /// Bytes of the text it is about; the whole text where nothing smaller fits.
    pub place: Range<usize>,
    /// One sentence: what is wrong.
    pub says: String,
    /// One sentence: what to do.
    pub advice: String,
}
