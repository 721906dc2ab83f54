//! Details of plans, for lists and the plan screen.

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
use crate::domain::opener::Introduction;
use crate::domain::plan::Plan;
use crate::domain::reason::Reason;
use crate::domain::reason::guard::{Guard, Standing};
use crate::domain::trigger::kind::Kinds;
use crate::domain::way_forward::{Change, DecisionFacts, WayForward};

/// Everything the plan screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDetail {
    /// The plan as saved, or a new one.
    pub plan: Plan,
    /// Who calls.
    pub rep: Introduction,
    pub saved: bool,
    pub contact: Contact,
    pub account: Account,
    /// Triggers of the account that could be used, best first.
    pub triggers: Vec<TriggerDetail>,
    pub reason: Reason,
    /// Whether the account fits the profile.
    pub fit: FitResult,
    /// Guards against calling now.
    pub guards: Vec<Guard>,
    /// The facts from which the guards were computed.
    #[serde(skip)]
    pub standing: Standing,
    /// Calls with the person, newest first.
    pub calls: Vec<CallRow>,
    /// The person's opener versions, of this plan and earlier ones, newest first.
    pub versions: Vec<OpenerVersion>,
    /// Draft that was typed and not saved.
    pub draft: Option<Draft>,
    /// The campaign that the plan belongs to, with what was learned in it.
    pub campaign: Option<CampaignBrief>,
    /// How far the rep is with the person, and who else has a part in the decision.
    pub decision: DecisionFacts,
}

impl PlanDetail {
    /// Returns the trigger that the plan stands on: its own first one, else the best one, unless the plan says why it
    /// has none.
    pub fn stands_on(&self) -> Option<TriggerId> {
        let without = !self.plan.no_trigger_because.trim().is_empty();
        let best = self.triggers.first().map(|entry| entry.trigger.id);
        self.plan.triggers.first().copied().or(best.filter(|_| !without))
    }
}

impl PlanDetail {
    /// Returns the person's way forward for a call that stands on a trigger, or on none.
    pub fn way_forward(&self, stands_on: Option<TriggerId>, today: NaiveDate) -> WayForward {
        let trigger = self.triggers.iter().map(|entry| &entry.trigger).find(|trigger| Some(trigger.id) == stands_on);
        let change = trigger.map(|one| Change { id: one.id, kind: &one.kind, scope: one.scope });
        self.decision.way_forward(&self.account.name, change, today)
    }
}

/// A saved version of an opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenerVersion {
    /// Number of the version; 1 is the oldest.
    pub number: u32,
    /// When the version was saved.
    pub at: DateTime<Utc>,
    pub text: String,
    /// Day of the last call that began with it.
    pub used_on: Option<NaiveDate>,
}

impl PlanDetail {
    /// Returns the evidence for the opener of a plan that is being written.
    pub fn evidence(&self, plan: &Plan, kinds: &Kinds, today: NaiveDate) -> Evidence {
        let triggers = self.triggers.iter().map(|file| &file.trigger);
        let gathered = Evidence::gather(plan, &self.contact, &self.account, triggers, kinds, today);
        let spoken_before = self.calls.iter().any(|call| call.reach == Reach::Connected);
        Evidence { spoken_before, ..gathered }
    }
}
