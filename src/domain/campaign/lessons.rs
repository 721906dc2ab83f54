//! Lessons of a campaign for its next call: quotes, and the rep's own notes.

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
    /// The rep's note on the call.
    pub note: String,
}

/// The campaign as a plan of one of its calls shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CampaignBrief {
    pub id: CampaignId,
    /// Name of the campaign.
    pub name: String,
    /// True if the campaign is closed, so that nobody is called in it any more.
    pub closed: bool,
    /// The account's place in the campaign, with its impact line.
    pub member: Option<Membership>,
    /// What the rep has learned in the campaign.
    pub learned: String,
    /// Quotes from the campaign's other calls, newest first.
    pub quotes: Vec<Quote>,
    /// The trigger behind the campaign.
    pub trigger: Option<TriggerId>,
}
