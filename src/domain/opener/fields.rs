//! The fields of a template, and the placeholder for each that is unknown.

use chrono::NaiveDate;

use super::introduction::{DayStyle, Introduction};
use crate::domain::account::{Account, Contact};
use crate::domain::plan::Plan;
use crate::domain::trigger::event_days::effective_day;
use crate::domain::trigger::kind::Kind;
use crate::domain::trigger::newcomer::{is_said_of, newcomer, same_person};
use crate::domain::trigger::{Confidence, Trigger};

/// The facts from which a template is filled.
#[derive(Debug, Clone, Copy)]
pub struct DraftContext<'a> {
    /// Name and company of the rep, as the opener says them.
    pub rep: &'a Introduction,
    pub contact: &'a Contact,
    pub account: &'a Account,
    /// The first trigger of the plan.
    pub trigger: Option<&'a Trigger>,
    pub kind: Option<&'a Kind>,
    /// The plan, for impact, value and other fields.
    pub plan: &'a Plan,
    /// Day for which the opener is drafted.
    pub today: NaiveDate,
}

/// A field: its name in a template, the text of its gap, how it is said, and the function that returns its value.
pub(super) struct TemplateField {
    pub name: &'static str,
    pub gap: &'static str,
    pub said: Said,
    pub value: fn(&DraftContext) -> String,
}

/// How the value of a field is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// As it stands: a name.
    Plain,
    /// A day: ISO text, which `when` and `day` put into words.
    Day,
    /// A whole number, in words.
    Number,
    /// What somebody wrote: at most so many spoken words have room.
    Text(usize),
    /// A headline, which stands after "that": at most so many spoken words.
    Headline(usize),
}

/// Every field, in the order of the help.
// The words for which a field has room count against the 25 seconds of a whole opener, to which `tests/shipped.rs`
// holds every template.
pub(super) const FIELDS: [TemplateField; 33] = [
    TemplateField { name: "rep.name", gap: "your name", said: Said::Plain, value: |known| known.rep.name.clone() },
    TemplateField {
        name: "rep.company",
        gap: "your company",
        said: Said::Plain,
        value: |known| known.rep.company.clone(),
    },
    TemplateField { name: "rep.american", gap: "where you call from", said: Said::Plain, value: american },
    TemplateField {
        name: "contact.called",
        gap: "their name",
        said: Said::Plain,
        value: |known| known.contact.called().to_owned(),
    },
    TemplateField {
        name: "contact.name",
        gap: "their full name",
        said: Said::Plain,
        value: |known| known.contact.name.clone(),
    },
    TemplateField {
        name: "contact.title",
        gap: "their role",
        said: Said::Plain,
        value: |known| known.contact.title.clone().unwrap_or_default(),
    },
    TemplateField {
        name: "contact.goal",
        gap: "what they want to achieve",
        said: Said::Text(12),
        value: |known| known.contact.goal.clone().unwrap_or_default(),
    },
    TemplateField {
        name: "account.name",
        gap: "their company",
        said: Said::Plain,
        value: |known| known.account.name.clone(),
    },
    TemplateField {
        name: "account.industry",
        gap: "their industry",
        said: Said::Plain,
        value: |known| known.account.industry.clone().unwrap_or_default(),
    },
    TemplateField {
        name: "account.city",
        gap: "their city",
        said: Said::Plain,
        value: |known| known.account.city.clone().unwrap_or_default(),
    },
    TemplateField {
        name: "account.country",
        gap: "their country",
        said: Said::Plain,
        value: |known| known.account.country.clone().unwrap_or_default(),
    },
    TemplateField {
        name: "trigger.headline",
        gap: "what happened",
        said: Said::Headline(11),
        value: |known| of_trigger(known, |trigger| trigger.headline.clone()),
    },
    TemplateField {
        name: "trigger.summary",
        gap: "what happened, in a sentence",
        said: Said::Text(12),
        value: |known| of_trigger(known, |trigger| trigger.summary.clone()),
    },
    TemplateField {
        name: "trigger.source",
        gap: "who says so",
        said: Said::Plain,
        value: |known| of_trigger(known, |trigger| trigger.source.clone()),
    },
    TemplateField {
        name: "trigger.company",
        gap: "the company it is about",
        said: Said::Plain,
        value: |known| of_trigger(known, |trigger| trigger.company.clone().unwrap_or_default()),
    },
    TemplateField { name: "trigger.person", gap: "who it is about", said: Said::Plain, value: person },
    TemplateField {
        name: "trigger.kind",
        gap: "what kind of event it is",
        said: Said::Plain,
        value: |known| known.kind.map(|kind| kind.label.clone()).unwrap_or_default(),
    },
    TemplateField {
        name: "trigger.date",
        gap: "when it happened",
        said: Said::Day,
        value: |known| of_trigger(known, |trigger| trigger.occurred_on.to_string()),
    },
    TemplateField {
        name: "trigger.effective",
        gap: "when it takes effect",
        said: Said::Day,
        value: |known| {
            of_trigger(known, |trigger| trigger.effective_on.map(|date| date.to_string()).unwrap_or_default())
        },
    },
    TemplateField {
        name: "trigger.since",
        gap: "since when",
        said: Said::Day,
        value: |known| begins_on(known).map(|date| date.to_string()).unwrap_or_default(),
    },
    TemplateField { name: "trigger.ahead", gap: "whether it lies ahead", said: Said::Plain, value: lies_ahead },
    TemplateField {
        name: "trigger.doubt",
        gap: "how sure it is",
        said: Said::Plain,
        value: |known| of_trigger(known, rumour_phrase),
    },
    TemplateField {
        name: "trigger.impact",
        gap: "what it means for them",
        said: Said::Text(11),
        value: |known| of_trigger(known, |trigger| trigger.impact.clone()),
    },
    TemplateField {
        name: "plan.impact",
        gap: "what it means for them",
        said: Said::Text(11),
        value: |known| or_else(&known.plan.impact, || of_trigger(known, |trigger| trigger.impact.clone())),
    },
    TemplateField {
        name: "plan.why_not_later",
        gap: "why it cannot wait six months",
        said: Said::Text(9),
        value: |known| known.plan.why_not_later.clone(),
    },
    TemplateField {
        name: "plan.purpose",
        gap: "what the call is for",
        said: Said::Text(9),
        value: |known| known.plan.purpose.clone(),
    },
    TemplateField {
        name: "plan.value",
        gap: "what they keep even if they never buy",
        said: Said::Text(10),
        value: |known| known.plan.value.clone(),
    },
    TemplateField {
        name: "plan.their_goal",
        gap: "which of their goals it serves",
        said: Said::Text(12),
        value: |known| or_else(&known.plan.their_goal, || known.contact.goal.clone().unwrap_or_default()),
    },
    TemplateField {
        name: "plan.questions",
        gap: "what to ask",
        said: Said::Text(12),
        value: |known| known.plan.questions.clone(),
    },
    TemplateField {
        name: "plan.minutes",
        gap: "how many",
        said: Said::Number,
        value: |known| known.plan.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
    },
    TemplateField {
        name: "plan.next_step",
        gap: "the next step",
        said: Said::Text(12),
        value: |known| known.plan.next_step.clone(),
    },
    TemplateField {
        name: "plan.no_trigger_because",
        gap: "why you call without a trigger",
        said: Said::Text(12),
        value: |known| known.plan.no_trigger_because.clone(),
    },
    TemplateField { name: "today", gap: "today", said: Said::Day, value: |known| known.today.to_string() },
];

/// Returns the names of all fields, for a sentence.
pub(super) fn names() -> String {
    FIELDS.iter().map(|field| field.name).collect::<Vec<_>>().join(", ")
}

/// Returns "yes" if the rep speaks American, as they say days; empty elsewhere. Templates have it as a condition.
fn american(known: &DraftContext) -> String {
    match known.rep.days {
        DayStyle::MonthFirst => "yes".to_owned(),
        DayStyle::DayFirst => String::new(),
    }
}

/// Returns the person whom the trigger is about if that is the one to call: the one to whom its headline gives a role,
/// else whom it is linked to or names. What happened to somebody else must not be said as theirs.
fn person(known: &DraftContext) -> String {
    let (name, own) = (known.contact.name.as_str(), known.contact.id);
    let about = |trigger: &Trigger| match newcomer(&trigger.headline, known.account) {
        Some(who) => same_person(&who, name),
        // A person not yet stored has the nil id, and so would every trigger that is linked to nobody known.
        None => (trigger.contact == Some(own) && !own.is_nil()) || is_said_of(&trigger.headline, name),
    };
    if known.trigger.is_some_and(about) { name.to_owned() } else { String::new() }
}

/// Returns the day from which on it holds: the day of effect that the trigger or its headline says, else the day it
/// happened.
fn begins_on(known: &DraftContext) -> Option<NaiveDate> {
    let trigger = known.trigger?;
    let said = || effective_day(&trigger.headline, trigger.occurred_on);
    Some(trigger.effective_on.or_else(said).unwrap_or(trigger.occurred_on))
}

/// Returns "yes" if the event still lies ahead. Templates have it as a condition.
fn lies_ahead(known: &DraftContext) -> String {
    if begins_on(known).is_some_and(|day| day > known.today) { "yes".to_owned() } else { String::new() }
}

fn of_trigger(known: &DraftContext, value: fn(&Trigger) -> String) -> String {
    known.trigger.map(value).unwrap_or_default()
}

/// Returns the words before a claim that is only a rumour; empty for others.
fn rumour_phrase(trigger: &Trigger) -> String {
    match trigger.confidence {
        Confidence::Low => "If the report is right".to_owned(),
        Confidence::Medium | Confidence::High => String::new(),
    }
}

fn or_else(text: &str, other: impl FnOnce() -> String) -> String {
    if text.trim().is_empty() { other() } else { text.to_owned() }
}
