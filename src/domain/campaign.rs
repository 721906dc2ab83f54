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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_account_without_a_line_of_its_own_has_the_shared_reason() {
        let [one, two, stranger] = [1, 2, 3].map(|n| AccountId(Uuid::from_u128(n)));
        let campaign = Campaign {
            shared_reason: "axle weights change in May".to_owned(),
            accounts: vec![
                Touched { account_id: one, impact: "40 of their 60 lorries are over".to_owned() },
                Touched { account_id: two, impact: "  ".to_owned() },
            ],
            ..Campaign::default()
        };
        assert_eq!(campaign.impact_on(one), "40 of their 60 lorries are over");
        assert_eq!(campaign.impact_on(two), "axle weights change in May");
        assert_eq!(campaign.impact_on(stranger), "axle weights change in May");
        assert_eq!(campaign.without_impact(), 1);
    }
}
