//! Progress of a campaign: the stage of each account, figures, lessons, and what to do next.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::call::Verdict;
use super::super::ids::{AccountId, CampaignId, ContactId};
use super::super::scorecard::{Share, share};
use super::super::vocabulary::vocabulary;
use super::Campaign;
use super::lessons::Quote;
use crate::domain::account::profile::Fit;
use crate::domain::draft::Draft;
use crate::domain::plan::state::PlanState;

vocabulary! {
    /// Stage of an account in a campaign.
    #[derive(Default)]
    MemberStage {
        /// The account has no impact line.
        #[default]
        NoImpact = "no_impact", "impact?";
        /// No plan for the account is ready.
        NoPlan = "no_plan", "plan";
        /// A plan for the account is ready.
        Ready = "ready", "call";
        /// The account was called, but nobody was reached yet.
        Called = "called", "called";
        /// Somebody at the account was reached.
        Reached = "reached", "reached";
    }
}

/// An account of a campaign, as the campaign screen lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Member {
    pub account_id: AccountId,
    pub name: String,
    /// Industry, in the words of its source.
    pub industry: String,
    /// City, and region or country.
    pub place: String,
    pub employees: Option<u64>,
    /// Whether the account fits the profile.
    pub fit: Fit,
    /// Beginning of the account's notes.
    pub notes: String,
    /// What the change means for the account.
    pub impact: String,
    /// The campaign's open plan for a person at the account, with the person's name.
    pub plan: Option<(PlanState, String)>,
    /// Number of the campaign's calls to the account.
    pub called: u32,
    /// Number of the campaign's calls to the account that reached the person.
    pub reached: u32,
    /// Day of the last call.
    pub last_call: Option<NaiveDate>,
    /// The prospect's verdict, if they were asked.
    pub verdict: Option<Verdict>,
}

/// Progress of a campaign in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CampaignProgress {
    pub accounts: u32,
    /// Accounts with an impact line.
    pub with_impact: u32,
    /// Accounts whose plan is ready, or was when they were called.
    pub planned: u32,
    pub called: u32,
    /// Accounts at which somebody was reached.
    pub reached: u32,
    /// Calls in which the prospect said whether their time was well spent.
    pub asked: u32,
    /// Calls in which the prospect said that it was.
    pub well_spent: u32,
}

/// A campaign as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CampaignRow {
    pub id: CampaignId,
    /// Name of the campaign.
    pub name: String,
    pub headline: String,
    /// Day on which the campaign began.
    pub started_on: Option<NaiveDate>,
    /// Day on which the campaign was closed.
    pub closed_on: Option<NaiveDate>,
    pub closed: bool,
    pub progress: CampaignProgress,
}

/// Everything one screen shows of a campaign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CampaignDetail {
    /// The campaign as stored.
    pub campaign: Campaign,
    pub headline: String,
    /// The accounts of the campaign, in their order.
    pub members: Vec<Member>,
    /// The prospects' quotes, newest first.
    pub quotes: Vec<Quote>,
    pub progress: CampaignProgress,
    /// Draft of an impact line that was typed and not saved.
    pub draft: Option<Draft>,
}

/// A person who could be called at an account of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prospect {
    pub contact_id: ContactId,
    pub name: String,
    pub title: String,
    /// Why the person is offered at this rank: "plan ready", "reached 3 Mar".
    pub because: String,
}

impl Member {
    /// Returns the account's stage.
    pub fn stage(&self) -> MemberStage {
        match (&self.plan, self.called, self.reached) {
            // From the end backwards: who was reached without a written impact is not sent back to write one.
            (_, _, reached) if reached > 0 => MemberStage::Reached,
            (_, called, _) if called > 0 => MemberStage::Called,
            _ if self.impact.trim().is_empty() => MemberStage::NoImpact,
            (Some((PlanState { missing: 0, .. }, _)), _, _) => MemberStage::Ready,
            _ => MemberStage::NoPlan,
        }
    }
}

impl CampaignProgress {
    /// Computes the progress from the accounts and the verdicts given.
    pub fn of(members: &[Member], asked: u32, well_spent: u32) -> CampaignProgress {
        let count = |holds: &dyn Fn(&Member) -> bool| {
            u32::try_from(members.iter().filter(|member| holds(member)).count()).unwrap_or(u32::MAX)
        };
        CampaignProgress {
            accounts: count(&|_| true),
            with_impact: count(&|member| !member.impact.trim().is_empty()),
            // By the stage: who was called had a plan, even if it was put away since.
            planned: count(&|member| !matches!(member.stage(), MemberStage::NoImpact | MemberStage::NoPlan)),
            called: count(&|member| member.called > 0),
            reached: count(&|member| member.reached > 0),
            asked,
            well_spent,
        }
    }

    /// Returns the share of well-spent calls among those in which the prospect was asked.
    pub fn share(&self) -> Share {
        share(self.well_spent, self.asked)
    }
}

/// Returns the index of the account to work on next, searched from `from` on and round: one without an impact line,
/// else one without a ready plan, else one that was not called.
pub fn next_to_do(members: &[Member], from: usize) -> Option<usize> {
    let after = |stage: MemberStage| {
        let from = from.min(members.len());
        (from..members.len()).chain(0..from).find(|at| members.get(*at).is_some_and(|member| member.stage() == stage))
    };
    [MemberStage::NoImpact, MemberStage::NoPlan, MemberStage::Ready].into_iter().find_map(after)
}

#[cfg(test)]
mod tests {
    use super::super::super::ids::PlanId;
    use super::*;
    use crate::domain::plan::readiness::MissingFields;

    fn member(impact: &str, missing: Option<u16>, called: u32, reached: u32) -> Member {
        let plan = missing.map(|missing| {
            (
                PlanState { id: PlanId::default(), missing, lacks: MissingFields::default(), seconds: 20 },
                "Ane".to_owned(),
            )
        });
        Member { impact: impact.to_owned(), plan, called, reached, ..Member::default() }
    }

    #[test]
    fn an_account_without_a_line_is_not_ready_whatever_its_plan_says() {
        for (found, stage) in [
            (member("", None, 0, 0), MemberStage::NoImpact),
            (member(" ", Some(0), 0, 0), MemberStage::NoImpact),
            (member("two halls", None, 0, 0), MemberStage::NoPlan),
            (member("two halls", Some(2), 0, 0), MemberStage::NoPlan),
            (member("two halls", Some(0), 0, 0), MemberStage::Ready),
            (member("two halls", None, 2, 0), MemberStage::Called),
            (member("", None, 3, 1), MemberStage::Reached),
        ] {
            assert_eq!(found.stage(), stage, "{found:?}");
        }
    }

    #[test]
    fn the_figures_count_accounts_and_the_share_counts_answers() {
        let members = [
            member("", None, 0, 0),
            member("a", None, 0, 0),
            member("b", Some(0), 0, 0),
            member("c", None, 1, 0),
            member("d", None, 4, 2),
        ];
        let found = CampaignProgress::of(&members, 2, 1);
        let expected = CampaignProgress {
            accounts: 5,
            with_impact: 4,
            planned: 3,
            called: 2,
            reached: 1,
            asked: 2,
            well_spent: 1,
        };
        assert_eq!(found, expected);
        assert_eq!(found.share().words(), "1 of 2: too few");
    }

    #[test]
    fn next_comes_what_lacks_a_line_then_a_plan_then_a_call() {
        let (done, line) = (member("x", None, 1, 1), member("", None, 0, 0));
        let (plan, call) = (member("x", None, 0, 0), member("x", Some(0), 0, 0));
        for (members, from, next) in [
            (vec![], 0, None),
            (vec![done.clone()], 0, None),
            (vec![call.clone(), plan.clone(), line.clone()], 0, Some(2)),
            (vec![line.clone(), plan.clone(), line.clone()], 0, Some(0)),
            (vec![line.clone(), plan.clone(), line.clone()], 1, Some(2)),
            (vec![line.clone(), plan.clone(), done.clone()], 2, Some(0)),
            (vec![call.clone(), plan.clone(), done.clone()], 2, Some(1)),
            (vec![call.clone(), done.clone()], 1, Some(0)),
            (vec![call.clone()], 0, Some(0)),
            (vec![line, done], 9, Some(0)),
        ] {
            assert_eq!(next_to_do(&members, from), next, "{members:?} from {from}");
        }
    }
}
