//! A campaign: one change in an industry or market, and every account in the profile that it touches.

mod lessons;
mod progress;
pub(crate) mod summary;
mod targeting;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, CampaignId, TriggerId};

pub use lessons::{CampaignBrief, Quote};
pub use progress::{CampaignDetail, CampaignProgress, CampaignRow, Member, MemberStage, Prospect, next_to_do};
pub use summary::markdown;
pub use targeting::{
    CampaignSeed, CampaignStart, Exclusion, ExclusionReason, MOST_ACCOUNTS, TargetCandidate, TargetField, TargetFilter,
    TargetPreview, TargetSelection, too_many,
};

/// A campaign: one shared reason, many accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Campaign {
    /// Id; nil until stored.
    pub id: CampaignId,
    /// Name of the campaign.
    pub name: String,
    /// The trigger behind the campaign.
    pub trigger: Option<TriggerId>,
    /// The reason that all its accounts share.
    pub shared_reason: String,
    /// The accounts that the change touches, each with its own impact line.
    pub accounts: Vec<CampaignAccount>,
    /// What the rep learned so far, shown before the next call.
    pub learned: String,
    /// How the campaign's accounts were selected, and which were left out.
    pub picked: TargetSelection,
    /// Day on which the campaign began.
    pub started_on: Option<NaiveDate>,
    /// Day on which the campaign was closed.
    pub closed_on: Option<NaiveDate>,
    pub closed: bool,
}

/// An account of a campaign, with what the change means for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CampaignAccount {
    pub account_id: AccountId,
    /// What the change means for this account.
    pub impact: String,
}
