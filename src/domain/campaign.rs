//! A campaign: one change in an industry or market, and every account in the profile that it touches.

use serde::{Deserialize, Serialize};

use super::ids::{AccountId, CampaignId, TriggerId};

/// One shared reason, many accounts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Campaign {
    /// Nil until stored.
    pub id: CampaignId,
    /// What people call it.
    pub name: String,
    /// The change behind it.
    pub trigger: Option<TriggerId>,
    /// The reason they share.
    pub shared_reason: String,
    /// The accounts it touches, each with its own impact line.
    pub accounts: Vec<Touched>,
    /// What was learned so far, shown before the next call.
    pub learned: String,
    /// Over.
    pub closed: bool,
}

/// One account of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touched {
    /// Which account.
    pub account_id: AccountId,
    /// What the change means for this one.
    pub impact: String,
}
