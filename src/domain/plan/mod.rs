//! The call plan: its fields, and what it still lacks.

pub(super) mod finding;
pub mod meeting;
pub mod readiness;
pub mod recurrence;
pub mod speech;
pub mod state;

use serde::{Deserialize, Serialize};

use super::call::parse_minutes;
use super::ids::{AccountId, CampaignId, ContactId, PlanId, TriggerId};
use super::trigger::Trigger;
use super::vocabulary::vocabulary;
use crate::domain::text::capital;

/// A call plan: what the rep prepared before the call.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Plan {
    /// Id; nil until stored.
    pub id: PlanId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    /// The triggers that the plan stands on, best first.
    pub triggers: Vec<TriggerId>,
    /// Why to call without a trigger; a plan needs a live trigger or this.
    pub no_trigger_because: String,
    /// What the trigger means for the prospect.
    pub impact: String,
    /// Why the call is to be made now, and not in six to nine months.
    pub why_not_later: String,
    /// Purpose of the call.
    pub purpose: String,
    /// What the prospect gains even if they never buy.
    pub value: String,
    /// The prospect's goal that the call serves.
    pub their_goal: String,
    pub questions: String,
    /// Minutes that the rep will ask for.
    pub minutes: Option<u16>,
    /// The next step that the rep hopes for.
    pub next_step: String,
    /// What the rep will say first.
    pub opener: String,
    /// Key of the template from which the opener was drafted.
    pub template: Option<String>,
    /// The campaign that the plan belongs to.
    pub campaign: Option<CampaignId>,
}

vocabulary! {
    /// The fields of a plan that a person types, in the order of the form.
    PlanField {
        /// What the rep says first.
        Opener = "opener", "opener";
        /// The impact on the prospect.
        Impact = "impact", "impact on them";
        /// Why to call now and not later.
        WhyNotLater = "why_not_later", "why not later";
        /// The purpose of the call.
        Purpose = "purpose", "purpose";
        /// What the prospect gains.
        Value = "value", "value to them";
        /// The prospect's goal.
        TheirGoal = "their_goal", "their goal";
        /// Questions to ask.
        Questions = "questions", "questions";
        /// Minutes to ask for.
        Minutes = "minutes", "minutes asked";
        /// The next step hoped for.
        NextStep = "next_step", "next step";
        /// Why to call without a trigger.
        NoTriggerBecause = "no_trigger_because", "why no trigger";
    }
}

impl Plan {
    /// Makes this the plan's first trigger and keeps the others; `None` removes all triggers.
    pub fn stand_on(&mut self, trigger: Option<TriggerId>) {
        let Some(trigger) = trigger else {
            self.triggers.clear();
            return;
        };
        match self.triggers.iter().position(|id| *id == trigger) {
            Some(at) => self.triggers.swap(0, at),
            None if self.triggers.is_empty() => self.triggers.push(trigger),
            // The other reasons of the plan stay; only the first is exchanged, for the opener speaks of the first.
            None => self.triggers[0] = trigger,
        }
    }

    /// Returns the text of a field, as the form shows it.
    pub fn field(&self, field: PlanField) -> String {
        match field {
            PlanField::Opener => self.opener.clone(),
            PlanField::Impact => self.impact.clone(),
            PlanField::WhyNotLater => self.why_not_later.clone(),
            PlanField::Purpose => self.purpose.clone(),
            PlanField::Value => self.value.clone(),
            PlanField::TheirGoal => self.their_goal.clone(),
            PlanField::Questions => self.questions.clone(),
            PlanField::Minutes => self.minutes.map_or_else(String::new, |minutes| minutes.to_string()),
            PlanField::NextStep => self.next_step.clone(),
            PlanField::NoTriggerBecause => self.no_trigger_because.clone(),
        }
    }

    /// Sets a field from the form's text. Minutes that are no number become `None`.
    pub fn set(&mut self, field: PlanField, text: String) {
        match field {
            PlanField::Opener => self.opener = text,
            PlanField::Impact => self.impact = text,
            PlanField::WhyNotLater => self.why_not_later = text,
            PlanField::Purpose => self.purpose = text,
            PlanField::Value => self.value = text,
            PlanField::TheirGoal => self.their_goal = text,
            PlanField::Questions => self.questions = text,
            PlanField::Minutes => {
                // Rounded up: who asks for four and a half minutes takes five.
                self.minutes = parse_minutes(&text).and_then(|seconds| u16::try_from(seconds.div_ceil(60)).ok());
            }
            PlanField::NextStep => self.next_step = text,
            PlanField::NoTriggerBecause => self.no_trigger_because = text,
        }
    }

    /// Returns the answer to "why now?": the trigger, its date, the cost of waiting. What is missing appears as a
    /// placeholder.
    pub fn why_now_line(&self, trigger: Option<&Trigger>) -> String {
        let what = match trigger {
            Some(trigger) => {
                format!("{} ({})", sentence(&trigger.headline, "[what happened]"), trigger.day_in_words())
            }
            None => sentence(&self.impact, "[what changed for them]"),
        };
        format!("{what}. {}.", capital(&sentence(&self.why_not_later, "[what waiting costs them]")))
    }
}

/// Returns a text as one line without its full stop, or the placeholder if it is empty.
fn sentence(text: &str, gap: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line.trim_end_matches('.');
    if line.is_empty() { gap.to_owned() } else { line.to_owned() }
}

impl PlanField {
    /// Returns the field's label on the form.
    pub fn label(self) -> &'static str {
        self.words()
    }

    /// Returns the hint shown in the empty field.
    pub fn hint(self) -> &'static str {
        match self {
            PlanField::Opener => "What will you say first? Their news before your name for it.",
            PlanField::Impact => "What does this mean for them?",
            PlanField::WhyNotLater => "What does it cost them to wait six to nine months?",
            PlanField::Purpose => "What is this call for, in one line you could tell them?",
            PlanField::Value => "What do they keep even if they never buy?",
            PlanField::TheirGoal => "Which of their goals does this serve, in their words?",
            PlanField::Questions => "What do you need to ask that you cannot look up?",
            PlanField::Minutes => "How many minutes do you ask of them?",
            PlanField::NextStep => "What would a good next step be for them?",
            PlanField::NoTriggerBecause => "Nothing happened to them: why is it worth their time anyway?",
        }
    }

    /// Returns true if the field holds more than one line.
    pub fn multiline(self) -> bool {
        match self {
            PlanField::Opener
            | PlanField::Impact
            | PlanField::WhyNotLater
            | PlanField::Value
            | PlanField::Questions
            | PlanField::NoTriggerBecause => true,
            PlanField::Purpose | PlanField::TheirGoal | PlanField::Minutes | PlanField::NextStep => false,
        }
    }

    /// Returns true if the plan is not ready without this field. Why to call without a trigger is required only if no
    /// trigger is live.
    pub fn is_required(self) -> bool {
        match self {
            PlanField::Opener | PlanField::Impact | PlanField::WhyNotLater | PlanField::Purpose | PlanField::Value => {
                true
            }
            PlanField::TheirGoal
            | PlanField::Questions
            | PlanField::Minutes
            | PlanField::NextStep
            | PlanField::NoTriggerBecause => false,
        }
    }

    /// Returns the sentence that says the field is empty.
    fn lack(self) -> &'static str {
        match self {
            PlanField::Opener => "No opener yet.",
            PlanField::Impact => "It does not say what this means for them.",
            PlanField::WhyNotLater => "It does not say why now and not in six months.",
            PlanField::Purpose => "It does not say what the call is for.",
            PlanField::Value => "It does not say what they keep even if they never buy.",
            PlanField::TheirGoal => "It does not name which of their goals it serves.",
            PlanField::Questions => "It holds no question.",
            PlanField::Minutes => "It does not say how many minutes to ask for.",
            PlanField::NextStep => "It names no next step.",
            PlanField::NoTriggerBecause => "It does not say why to call without a trigger.",
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;

    /// Makes a plan that lacks nothing.
    pub(super) fn ready() -> Plan {
        Plan {
            contact_id: ContactId(Uuid::from_u128(1)),
            impact: "Two plants share the line.".to_owned(),
            why_not_later: "The order cut-off is on Thursday.".to_owned(),
            purpose: "Agree which plant to look at first.".to_owned(),
            value: "How two dairies re-routed in 48 hours.".to_owned(),
            opener: "Ane, your supplier recalled three lots on Tuesday.".to_owned(),
            ..Plan::default()
        }
    }

    #[test]
    fn every_field_gives_back_what_was_set() {
        let mut plan = Plan::default();
        for field in PlanField::ALL.iter().copied() {
            plan.set(field, "12".to_owned());
            assert_eq!(plan.field(field), "12", "{field:?}");
            assert!(!field.hint().is_empty() && !field.label().is_empty());
            assert_eq!(PlanField::from_key(field.key()), Some(field));
        }
    }

    #[test]
    fn minutes_are_whole_and_rounded_up() {
        let mut plan = Plan::default();
        for (text, minutes) in [("3", Some(3)), ("3 min", Some(3)), ("90s", Some(2)), ("soon", None), ("", None)] {
            plan.set(PlanField::Minutes, text.to_owned());
            assert_eq!(plan.minutes, minutes, "{text}");
        }
    }

    #[test]
    fn why_now_names_the_trigger_its_date_and_the_cost_of_waiting() {
        let trigger = Trigger {
            headline: "Supplier recalled three lots.".to_owned(),
            occurred_on: NaiveDate::from_ymd_opt(2026, 3, 11).unwrap(),
            ..Trigger::default()
        };
        let dated = Trigger { effective_on: NaiveDate::from_ymd_opt(2026, 5, 1), ..trigger.clone() };
        let small = Plan { why_not_later: "printers are booked out from s.r.o.".to_owned(), ..ready() };
        for (plan, trigger, line) in [
            (small, Some(&trigger), "Supplier recalled three lots (11 Mar 2026). Printers are booked out from s.r.o."),
            (ready(), Some(&trigger), "Supplier recalled three lots (11 Mar 2026). The order cut-off is on Thursday."),
            (
                ready(),
                Some(&dated),
                "Supplier recalled three lots (from 1 May 2026). The order cut-off is on Thursday.",
            ),
            (ready(), None, "Two plants share the line. The order cut-off is on Thursday."),
            (Plan::default(), Some(&trigger), "Supplier recalled three lots (11 Mar 2026). [what waiting costs them]."),
            (Plan::default(), None, "[what changed for them]. [what waiting costs them]."),
        ] {
            assert_eq!(plan.why_now_line(trigger), line);
        }
    }
}
