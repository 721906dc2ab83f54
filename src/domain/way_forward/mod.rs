//! Their way forward: what a customer has to decide next, who else on their side belongs in it, what others in their
//! place did, and what comes next for them.

mod parts;
mod questions;
mod stage;

use chrono::NaiveDate;
use serde::Serialize;

use super::ids::TriggerId;
use super::opener::DayStyle;
use super::trigger::Scope;

pub use parts::PersonInDecision;
pub use questions::{WayQuestion, WaySubject};
pub use stage::Stage;

/// What the book knows of a person's decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionFacts {
    pub stage: Stage,
    /// Everybody known at the account who is still there.
    pub people: Vec<PersonInDecision>,
    /// Days on which triggers of the account take effect.
    pub effective: Vec<(TriggerId, NaiveDate)>,
    /// How the rep says a day.
    pub days: DayStyle,
}

/// The trigger that a call stands on, as far as the way forward depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    pub id: TriggerId,
    pub kind: &'a str,
    pub scope: Scope,
}

/// A person's way forward, as it is shown beside a plan, a call sheet and a log form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WayForward {
    pub stage: Stage,
    /// Who has which part in the decision, and which part nobody is known for: one or two sentences.
    pub who: Vec<String>,
    /// One question on each subject, in the order in which they come up.
    pub questions: Vec<WayQuestion>,
}

impl DecisionFacts {
    /// Returns the way forward at a company, for a call that stands on a change or on none.
    pub fn way_forward(&self, company: &str, change: Option<Change<'_>>, today: NaiveDate) -> WayForward {
        WayForward {
            stage: self.stage,
            who: parts::who_belongs(&self.people),
            questions: questions::questions(self, company, change, today),
        }
    }
}

impl WayForward {
    /// Returns label and text of each line: what they decide and who else belongs in it first, for where only two or
    /// three have room.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines: Vec<(&'static str, String)> =
            self.questions.iter().map(|question| (question.about.words(), question.text.clone())).collect();
        if !self.who.is_empty() {
            lines.insert(lines.len().min(2), ("Their parts", self.who.join(" ")));
        }
        lines
    }
}

#[cfg(test)]
mod tests;
