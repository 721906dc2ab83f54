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
    /// Over.
    pub closed: bool,
}

/// An account of a campaign, with what the change means for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CampaignAccount {
    /// Which account.
    pub account_id: AccountId,
    /// What the change means for this one.
    pub impact: String,
}

/// A campaign's line for the account of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Membership {
    /// The account's name.
    pub account: String,
    /// The reason that all its accounts share.
    pub shared_reason: String,
    /// What the change means for this one; empty where nobody wrote it.
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

impl Membership {
    /// The sentence that keeps a plan with this impact from being ready, or `None`.
    pub fn missing_sentence(&self, impact: &str) -> Option<String> {
        let impact = if impact.trim().is_empty() { &self.impact } else { impact };
        let own = !same_line(impact, "") && !same_line(impact, &self.shared_reason);
        let known = !same_line(&self.impact, "") && !same_line(&self.impact, &self.shared_reason);
        (!own || !known).then(|| {
            format!("What does this change mean for {}? The campaign's own line is not an impact.", self.account)
        })
    }

    /// As it stands once a plan with this impact is saved.
    pub fn once_saved(&self, impact: &str) -> Membership {
        let taught = self.taught_by(impact);
        Membership { impact: taught.unwrap_or_else(|| self.impact.clone()), ..self.clone() }
    }

    /// What the account's line becomes when a plan with this impact is saved: the plan's own words where it has none.
    pub fn taught_by(&self, impact: &str) -> Option<String> {
        let own = !same_line(impact, "") && !same_line(impact, &self.shared_reason);
        (own && same_line(&self.impact, "")).then(|| impact.trim().to_owned())
    }
}

/// True if two lines differ in spacing only.
fn same_line(a: &str, b: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(a) == words(b)
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

    #[test]
    fn the_shared_reason_is_no_impact() {
        let shared = "Axle weights change in May.";
        let own = "40 of their 60 lorries are over.";
        for (line, plan, ready) in [
            ("", "", false),
            ("", own, false),
            ("", shared, false),
            (own, own, true),
            (own, "", true),
            (own, "  axle weights\nchange in may. ", false),
            (shared, shared, false),
            (shared, own, false),
        ] {
            let member =
                Membership { account: "Norvik".to_owned(), shared_reason: shared.to_owned(), impact: line.to_owned() };
            let lacks = member.missing_sentence(plan);
            assert_eq!(lacks.is_none(), ready, "{line:?} {plan:?}");
            if let Some(says) = lacks {
                let expected =
                    "What does this change mean for Norvik? The campaign's own line is not an impact.".to_owned();
                assert_eq!(says, expected);
            }
        }
    }

    #[test]
    fn a_plan_teaches_the_campaign_where_nobody_wrote_a_line() {
        let member = |line: &str| Membership {
            shared_reason: "It is law.".to_owned(),
            impact: line.to_owned(),
            ..Membership::default()
        };
        for (line, plan, taught) in [
            ("", " Nine halls. ", Some("Nine halls.")),
            ("", "it is  law.", None),
            ("", "", None),
            ("Two halls.", "Nine halls.", None),
        ] {
            assert_eq!(member(line).taught_by(plan).as_deref(), taught, "{line:?} {plan:?}");
        }
    }
}
