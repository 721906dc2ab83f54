//! The evidence that an opener is checked against: the facts known about a person.

use chrono::NaiveDate;

use crate::domain::account::{Account, Contact};
use crate::domain::plan::Plan;
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::newcomer::newcomer;
use crate::domain::trigger::{Confidence, Trigger};

/// The facts that an opener is checked against; empty for plain text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// Name and aliases of the account.
    pub company: Vec<String>,
    pub person: Vec<String>,
    /// The triggers of the plan.
    pub facts: Vec<TriggerFact>,
    /// Other texts that may support a claim: impact, value, notes.
    pub backing: Vec<String>,
    /// True if a call with this person was logged before.
    pub spoken_before: bool,
    /// Day of the check.
    pub today: Option<NaiveDate>,
}

/// A trigger as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerFact {
    pub text: String,
    /// Day on which the event happened.
    pub on: NaiveDate,
    /// Day on which the event takes effect, if that differs.
    pub effective: Option<NaiveDate>,
    /// The person to whom the event gives a new role, as the headline names them.
    pub newcomer: Option<String>,
    /// True if the trigger is still live on the day of the check.
    pub live: bool,
    pub weak: bool,
    /// True if the event is bad news for the prospect.
    pub sensitive: bool,
    /// How good the evidence for the event is.
    pub confidence: Confidence,
}

impl TriggerFact {
    /// Makes a fact of what somebody types beside an opener: it happened on this day, and is theirs to answer for.
    pub fn as_typed(text: &str, on: NaiveDate) -> TriggerFact {
        TriggerFact {
            text: text.to_owned(),
            on,
            effective: None,
            newcomer: None,
            live: true,
            weak: false,
            sensitive: false,
            confidence: Confidence::default(),
        }
    }
}

impl Evidence {
    /// Collects everything that may support an opener: triggers, person, company, and the plan's own fields.
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
                    // The source too: "the Dairy Post writes" is backed.
                    text: [trigger.headline.as_str(), &trigger.summary, &trigger.impact, &trigger.source].join(" "),
                    on: trigger.occurred_on,
                    effective: trigger.effective_on,
                    newcomer: newcomer(&trigger.headline, account),
                    live: trigger.freshness(kinds, today).value > 0.0,
                    weak: kind.weak,
                    sensitive: kind.sensitive,
                    confidence: trigger.confidence,
                }
            })
            .collect();
        let fields = [&plan.impact, &plan.why_not_later, &plan.purpose, &plan.value, &plan.their_goal, &plan.next_step];
        // Or the very minutes that the opener asks for would be a figure without support.
        let minutes = plan.minutes.map(|minutes| format!("{minutes} minutes"));
        Evidence {
            company: std::iter::once(&account.name).chain(&account.aliases).cloned().collect(),
            // Both: openers say "Ane" where headlines have "Ane Lund", and neither must look like a stranger.
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
