//! Details for the review screen: the call, the check of its opener and its triggers as of the call, and whether the
//! log is unchanged.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::{CallDetail, TriggerRow};
use crate::domain::check::{Finding, Severity};
use crate::domain::draft::Draft;
use crate::domain::trigger::freshness::Freshness;

/// The check of an opener as of when its plan was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCheck {
    pub at: DateTime<Utc>,
    /// Read-aloud seconds of the opener.
    pub seconds: u16,
    pub findings: Vec<Finding>,
}

/// A trigger of a call, with its freshness on the day of the call and today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewedTrigger {
    /// The trigger; its freshness is today's.
    pub trigger: TriggerRow,
    /// Freshness on the day of the call.
    pub then: Freshness,
}

/// Whether the call's rows match the hash chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainState {
    /// Nothing was changed since its last row was logged, at this time.
    Whole(DateTime<FixedOffset>),
    /// Something was changed; the sentence says what.
    Broken(String),
}

/// Everything the review screen shows of a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewDetail {
    /// The call with its plan, versions and reviews.
    pub call: CallDetail,
    /// Check of the opener; `None` if no opener was used.
    pub checked: Option<SavedCheck>,
    /// True if the check was stored before the call; otherwise it was made today, with what was known on the day of the
    /// call.
    pub checked_then: bool,
    /// The triggers that the call stood on.
    pub grounds: Vec<ReviewedTrigger>,
    /// Whether the log is unchanged.
    pub chain: ChainState,
    /// Draft of a review that was typed and not saved.
    pub draft: Option<Draft>,
}

impl SavedCheck {
    /// Counts the findings: `2 errors, 1 warning`, `nothing found`.
    pub fn words(&self) -> String {
        let count = |severity| self.findings.iter().filter(|finding| finding.severity == severity).count();
        let many = |n: usize, what: &str| match n {
            0 => None,
            1 => Some(format!("1 {what}")),
            n => Some(format!("{n} {what}s")),
        };
        let parts: Vec<String> = [many(count(Severity::Error), "error"), many(count(Severity::Warning), "warning")]
            .into_iter()
            .flatten()
            .collect();
        if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
    }
}

impl ChainState {
    /// Describes the state: `log unchanged since 10:47 [chain ok]`, with the day unless it is `today`.
    pub fn words(&self, today: chrono::NaiveDate) -> String {
        match self {
            ChainState::Whole(since) if since.date_naive() == today => {
                format!("log unchanged since {} [chain ok]", since.format("%H:%M"))
            }
            ChainState::Whole(since) => format!("log unchanged since {} [chain ok]", since.format("%-d %b %Y %H:%M")),
            ChainState::Broken(says) => format!("[chain broken] {says}"),
        }
    }
}
