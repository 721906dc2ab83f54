//! The evidence an opener is checked against: the facts known about a person.

use chrono::NaiveDate;

use crate::domain::account::{Account, Contact};
use crate::domain::plan::Plan;
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Confidence, Trigger};

/// The facts an opener is checked against. Empty for plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// The account's name and aliases.
    pub company: Vec<String>,
    pub person: Vec<String>,
    /// The triggers of the plan.
    pub facts: Vec<TriggerFact>,
    /// Other text that may back a claim: impact, value, notes.
    pub backing: Vec<String>,
    /// Whether a call with this person was logged before.
    pub spoken_before: bool,
    /// The day of the check.
    pub today: Option<NaiveDate>,
}

/// A trigger as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerFact {
    pub text: String,
    /// The day it happened.
    pub on: NaiveDate,
    /// The day it takes effect, where that differs.
    pub effective: Option<NaiveDate>,
    /// Still live today.
    pub live: bool,
    pub weak: bool,
    /// Bad news for them.
    pub sensitive: bool,
    /// How sure it is.
    pub confidence: Confidence,
}

impl Evidence {
    /// Everything that may back an opener: the triggers, the person, the company, and the plan's own fields.
    pub fn gather<'a>(
        plan: &Plan,
        contact: &Contact,
        account: &Account,
        triggers: impl Iterator<Item = &'a Trigger>,
        kinds: &Kinds,
        today: NaiveDate,
    ) -> Evidence {
        let facts = triggers
            .map(|trigger| {
                let kind = kinds.get_or_other(&trigger.kind);
                TriggerFact {
                    text: [trigger.headline.as_str(), &trigger.summary, &trigger.impact, &trigger.source].join(" "),
                    on: trigger.occurred_on,
                    effective: trigger.effective_on,
                    live: trigger.freshness(kinds, today).value > 0.0,
                    weak: kind.weak,
                    sensitive: kind.sensitive,
                    confidence: trigger.confidence,
                }
            })
            .collect();
        let fields = [&plan.impact, &plan.why_not_later, &plan.purpose, &plan.value, &plan.their_goal, &plan.next_step];
        let minutes = plan.minutes.map(|minutes| format!("{minutes} minutes"));
        Evidence {
            company: std::iter::once(&account.name).chain(&account.aliases).cloned().collect(),
            person: vec![contact.name.clone(), contact.called().to_string()],
            facts,
            backing: fields
                .into_iter()
                .chain([&account.notes, &contact.notes])
                .chain(&contact.goal)
                .chain(&minutes)
                .filter(|text| !text.is_empty())
                .cloned()
                .collect(),
            spoken_before: false,
            today: Some(today),
        }
    }
}
