//! Read models of plans, for lists and the plan screen.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::calls::CallRow;
use super::triggers::TriggerDetail;
use crate::domain::account::profile::FitResult;
use crate::domain::account::{Account, Contact};
use crate::domain::call::Reach;
use crate::domain::campaign::CampaignBrief;
use crate::domain::check::Evidence;
use crate::domain::draft::Draft;
use crate::domain::ids::TriggerId;
use crate::domain::plan::Plan;
use crate::domain::reason::Reason;
use crate::domain::reason::guard::{Guard, Standing};
use crate::domain::trigger::kind::Kinds;

/// Everything the plan screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDetail {
    /// The plan as saved, or a new one.
    pub plan: Plan,
    pub saved: bool,
    pub contact: Contact,
    pub account: Account,
    /// The account's triggers that could be used, best first.
    pub triggers: Vec<TriggerDetail>,
    pub reason: Reason,
    /// Whether we can serve them.
    pub fit: FitResult,
    /// What speaks against calling now.
    pub guards: Vec<Guard>,
    /// What the guards were computed from.
    #[serde(skip)]
    pub standing: Standing,
    /// Their calls, newest first.
    pub calls: Vec<CallRow>,
    /// What this person's openers were, of this plan and of those before it, newest first.
    pub versions: Vec<OpenerVersion>,
    /// Text that was typed and not saved.
    pub draft: Option<Draft>,
    /// The campaign it belongs to, and what was learned there.
    pub campaign: Option<CampaignBrief>,
}

impl PlanDetail {
    /// The trigger the plan stands on: its own first one, else the best one unless it says why it has none.
    pub fn stands_on(&self) -> Option<TriggerId> {
        let without = !self.plan.no_trigger_because.trim().is_empty();
        let best = self.triggers.first().map(|entry| entry.trigger.id);
        self.plan.triggers.first().copied().or(best.filter(|_| !without))
    }
}

/// A saved version of an opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenerVersion {
    /// 1 is the oldest.
    pub number: u32,
    /// When it was saved.
    pub at: DateTime<Utc>,
    pub text: String,
    /// The day of the last call that began with it.
    pub used_on: Option<NaiveDate>,
}

impl PlanDetail {
    /// The evidence for an opener of this plan as it is being written.
    pub fn evidence(&self, plan: &Plan, kinds: &Kinds, today: NaiveDate) -> Evidence {
        let triggers = self.triggers.iter().map(|file| &file.trigger);
        let gathered = Evidence::gather(plan, &self.contact, &self.account, triggers, kinds, today);
        let spoken_before = self.calls.iter().any(|call| call.reach == Reach::Connected);
        Evidence { spoken_before, ..gathered }
    }
}
