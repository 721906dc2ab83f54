//! The review screen's data: the call, its opener's check and triggers as they were then, and the state of the log.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::{CallDetail, TriggerRow};
use crate::domain::check::{Finding, Severity};
use crate::domain::draft::Draft;
use crate::domain::trigger::freshness::Freshness;

/// The check of an opener at the time its plan was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedCheck {
    pub at: DateTime<Utc>,
    /// Seconds it takes to say.
    pub seconds: u16,
    pub findings: Vec<Finding>,
}

/// A trigger of a call: what it was worth on the day of the call, and what it is worth today.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewedTrigger {
    /// The trigger; its freshness is today's.
    pub trigger: TriggerRow,
    /// Its freshness on the day of the call.
    pub then: Freshness,
}

/// Whether the call's rows match the hash chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainState {
    /// Nothing was changed since its last row was logged.
    Whole(DateTime<FixedOffset>),
    /// Something was, in one sentence.
    Broken(String),
}

/// Everything the review screen shows of a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReviewDetail {
    /// The call with its plan, its versions and its reviews.
    pub call: CallDetail,
    /// The opener's check; absent where no opener was used.
    pub checked: Option<SavedCheck>,
    /// It is the check at the time; else it was checked today, against what was known on the day of the call.
    pub checked_then: bool,
    /// What it stood on.
    pub grounds: Vec<ReviewedTrigger>,
    /// Whether the log is what was logged.
    pub chain: ChainState,
    /// What was typed of a review and not saved.
    pub draft: Option<Draft>,
}

impl SavedCheck {
    /// `2 errors, 1 warning`, `nothing found`.
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
    /// `log unchanged since 10:47 [chain ok]`, with the day where it is not `today`.
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
