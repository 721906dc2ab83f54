//! What was learned in a campaign, as the next call of it is shown.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::super::ids::{CallId, CampaignId, TriggerId};
use super::Membership;

/// Something they said, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The call.
    pub call: CallId,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Who.
    pub contact: String,
    /// Where they work.
    pub account: String,
    /// Their words.
    pub words: String,
    /// What the rep noted.
    pub note: String,
}

/// What the plan of a call in a campaign is shown of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InPlan {
    /// Which.
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
