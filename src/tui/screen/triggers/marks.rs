//! Marks: the rows that the next decision takes together.
//!
//! A mark stands only on a row of the list in front. One that stayed behind would let the next key decide about rows that
//! nobody sees.

use crate::domain::ids::TriggerId;
use crate::domain::query::{TriggerRow, Window};
use crate::domain::text::thousands;
use crate::tui::message::answer::{Answer, ChangedRow, FailedTask};
use crate::tui::message::command::{Command, TriggerCommand};

/// Marked triggers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Marks {
    /// In the order in which they were marked: the first is the one that others are merged into.
    ids: Vec<TriggerId>,
    /// What was sent to be decided about: marked again should that fail.
    sent: Vec<TriggerId>,
}

impl Marks {
    /// The marked ones, the first marked first.
    pub(super) fn ids(&self) -> &[TriggerId] {
        &self.ids
    }

    /// Marks a row or takes its mark away.
    pub(super) fn turn(&mut self, id: TriggerId) {
        match self.ids.iter().position(|marked| *marked == id) {
            Some(place) => drop(self.ids.remove(place)),
            None => self.ids.push(id),
        }
    }

    /// Marks these rows too, or none at all where every one of them is marked.
    pub(super) fn turn_all(&mut self, rows: impl Iterator<Item = TriggerId>) {
        if self.turn_on(rows) == 0 {
            self.ids.clear();
        }
    }

    /// Marks these rows too; says how many were not marked.
    fn turn_on(&mut self, rows: impl Iterator<Item = TriggerId>) -> usize {
        let new: Vec<TriggerId> = rows.filter(|id| !self.ids.contains(id)).collect();
        self.ids.extend(&new);
        new.len()
    }

    /// Takes all marks away; a sentence where there were any.
    pub(super) fn clear(&mut self) -> Option<String> {
        let marks = std::mem::take(&mut self.ids).len();
        (marks > 0).then(|| format!("{} unmarked: this is another list.", thousands(marks)))
    }

    /// Takes the marks off what a command decides about, at once: a key may come before its answer.
    pub(super) fn sent(&mut self, command: &Command) {
        let decided = if let Command::Trigger(TriggerCommand::SetStatus(seen, _)) = command {
            seen.iter().map(|one| one.id).collect()
        } else if let Command::Trigger(TriggerCommand::Triage(ids, _)) = command {
            ids.clone()
        } else if let Command::Trigger(TriggerCommand::Save(edit)) = command {
            vec![edit.typed.id]
        } else if let Command::Undo(_) | Command::Redo = command {
            // Either moves rows between the trays that no mark may follow.
            self.ids.clone()
        } else {
            return;
        };
        let (sent, left) = std::mem::take(&mut self.ids).into_iter().partition(|id| decided.contains(id));
        (self.sent, self.ids) = (sent, left);
    }

    /// Gives the marks back where nothing was changed.
    pub(super) fn show(&mut self, answer: &Answer) {
        if let Answer::Saved(_) | Answer::Undone(_) = answer {
            self.sent.clear();
        }
        let failed = matches!(answer, Answer::Failed { doing: FailedTask::Changing | FailedTask::SavingForm, .. });
        let met = matches!(answer, Answer::Meanwhile(ChangedRow::Value { .. }));
        if failed || met || matches!(answer, Answer::OldChange(_)) {
            let later = std::mem::replace(&mut self.ids, std::mem::take(&mut self.sent));
            self.turn_on(later.into_iter());
        }
    }

    /// Takes the marks off rows that left the list, as another window may have decided about them. Where only a part of the
    /// list is loaded, a mark may stand outside of it.
    pub(super) fn keep_those_of(&mut self, window: &Window<TriggerRow>) {
        if window.total.n <= window.rows.len() {
            self.ids.retain(|id| window.rows.iter().any(|row| row.id == *id));
        }
    }
}
