//! The call plan: the work before the call, and what it still lacks.

use serde::{Deserialize, Serialize};

use super::ids::{AccountId, CampaignId, ContactId, PlanId, TriggerId};

/// Everything thought through before the call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Nil until stored.
    pub id: PlanId,
    /// Whom to call.
    pub contact_id: ContactId,
    /// Where they work.
    pub account_id: AccountId,
    /// The reasons, best first.
    pub triggers: Vec<TriggerId>,
    /// Why to call without a trigger; a plan has a live trigger or says this.
    pub no_trigger_because: String,
    /// What the trigger means for them.
    pub impact: String,
    /// Why now and not in six to nine months.
    pub why_not_later: String,
    /// What the call is for.
    pub purpose: String,
    /// What they keep even if they never buy.
    pub value: String,
    /// Their goal that it serves.
    pub their_goal: String,
    /// What to ask.
    pub questions: String,
    /// Minutes asked of them.
    pub minutes: Option<u16>,
    /// The next step hoped for.
    pub next_step: String,
    /// What will be said first.
    pub opener: String,
    /// Key of the template the opener was drafted from.
    pub template: Option<String>,
    /// The campaign it belongs to.
    pub campaign: Option<CampaignId>,
}

/// The fields of a plan that a person types, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanField {
    /// The opener.
    Opener,
    /// What it means for them.
    Impact,
    /// Why now.
    WhyNotLater,
    /// What the call is for.
    Purpose,
    /// What they keep.
    Value,
    /// Their goal.
    TheirGoal,
    /// What to ask.
    Questions,
    /// Minutes asked.
    Minutes,
    /// Next step hoped for.
    NextStep,
    /// Why without a trigger.
    NoTriggerBecause,
}

/// Something the plan still lacks: a required field, a live trigger, or an error of the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The field to go to.
    pub field: PlanField,
    /// One sentence: what is missing.
    pub says: String,
}
