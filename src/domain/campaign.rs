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

impl Campaign {
    /// What the change means for one account; the shared reason where nobody wrote a line of its own.
    pub fn impact_on(&self, account: AccountId) -> &str {
        self.accounts
            .iter()
            .find(|touched| touched.account_id == account)
            .map(|touched| touched.impact.trim())
            .filter(|impact| !impact.is_empty())
            .unwrap_or(&self.shared_reason)
    }

    /// Accounts that still lack a line of their own.
    pub fn without_impact(&self) -> usize {
        self.accounts.iter().filter(|touched| touched.impact.trim().is_empty()).count()
    }
}
