//! Lessons of a campaign for its next call: quotes and the rep's own notes.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::super::ids::{CallId, CampaignId, TriggerId};
use crate::domain::plan::readiness::Membership;

/// A quote and the call it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    pub call: CallId,
    pub at: DateTime<FixedOffset>,
    pub contact: String,
    pub account: String,
    pub words: String,
    /// What the rep noted.
    pub note: String,
}

/// The campaign as the plan of one of its calls shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CampaignBrief {
    pub id: CampaignId,
    /// What people call it.
    pub name: String,
    /// Over: nothing more is called in it.
    pub closed: bool,
    /// What it says of the account.
    pub member: Option<Membership>,
    /// The rep's own lessons.
    pub learned: String,
    /// What was said in other calls, newest first.
    pub quotes: Vec<Quote>,
    /// The change behind it.
    pub trigger: Option<TriggerId>,
}
