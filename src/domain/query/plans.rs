//! Read models of plans, for lists and the plan screen.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::calls::CallRow;
use super::search::Draft;
use super::triggers::TriggerDetail;
use crate::domain::account::profile::FitResult;
use crate::domain::account::{Account, Contact};
use crate::domain::campaign::CampaignBrief;
use crate::domain::ids::{PlanId, TriggerId};
use crate::domain::plan::{MissingFields, Plan, PlanField};
use crate::domain::reason::Reason;
use crate::domain::reason::guard::{Guard, Standing};

/// Ready, or how much is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlanState {
    /// The plan.
    pub id: PlanId,
    /// Things missing; 0 is ready.
    pub missing: u16,
    /// The fields that they are missing from.
    pub lacks: MissingFields,
    /// Read-aloud seconds of its opener.
    pub seconds: u16,
}

impl PlanState {
    /// "plan ready, 24 s", or what is missing by the fields' names: "plan lacks impact on them, purpose".
    pub fn says(&self) -> String {
        if self.missing == 0 {
            return format!("plan ready, {} s", self.seconds);
        }
        let names: Vec<&str> = self.lacks.fields().map(PlanField::words).collect();
        if names.is_empty() {
            format!("plan lacks {} things", self.missing)
        } else {
            format!("plan lacks {}", names.join(", "))
        }
    }
}

/// Everything the plan screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanDetail {
    /// The plan as saved, or a new one.
    pub plan: Plan,
    /// Saved before.
    pub saved: bool,
    /// Whom.
    pub contact: Contact,
    /// Where they work.
    pub account: Account,
    /// The account's triggers that could be used, best first.
    pub triggers: Vec<TriggerDetail>,
    /// Why now.
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
    /// Its text.
    pub text: String,
    /// The day of the last call that began with it.
    pub used_on: Option<NaiveDate>,
}
