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
    /// Nil until stored.
    pub id: CampaignId,
    /// What people call it.
    pub name: String,
    /// The change behind it.
    pub trigger: Option<TriggerId>,
    /// The reason they share.
    pub shared_reason: String,
    /// The accounts it touches, each with its own impact line.
    pub accounts: Vec<CampaignAccount>,
    /// What the rep learned so far, shown before the next call.
    pub learned: String,
    /// How its accounts were picked, and who was left out.
    pub picked: TargetSelection,
    /// The day it began.
    pub started_on: Option<NaiveDate>,
    /// The day it ended.
    pub closed_on: Option<NaiveDate>,
    pub closed: bool,
}

/// An account of a campaign, with what the change means for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CampaignAccount {
    pub account_id: AccountId,
    /// What the change means for this one.
    pub impact: String,
}

impl Campaign {
    /// What the change means for one account; empty where nobody wrote a line of its own: the shared reason is no impact.
    pub fn impact_on(&self, account: AccountId) -> &str {
        let own = self.accounts.iter().find(|touched| touched.account_id == account);
        own.map_or("", |touched| touched.impact.trim())
    }

    /// Accounts that still lack a line of their own.
    pub fn without_impact(&self) -> usize {
        self.accounts.iter().filter(|touched| touched.impact.trim().is_empty()).count()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_account_without_a_line_of_its_own_has_no_impact() {
        let [one, two, stranger] = [1, 2, 3].map(|n| AccountId(Uuid::from_u128(n)));
        let campaign = Campaign {
            shared_reason: "axle weights change in May".to_owned(),
            accounts: vec![
                CampaignAccount { account_id: one, impact: "40 of their 60 lorries are over".to_owned() },
                CampaignAccount { account_id: two, impact: "  ".to_owned() },
            ],
            ..Campaign::default()
        };
        assert_eq!(campaign.impact_on(one), "40 of their 60 lorries are over");
        assert_eq!(campaign.impact_on(two), "");
        assert_eq!(campaign.impact_on(stranger), "");
        assert_eq!(campaign.without_impact(), 1);
    }
}
