//! The question whether the call kept a promise that was open with the person.

use crate::domain::call::Outcome;
use crate::domain::ids::PromiseId;
use crate::domain::query::PromiseRow;
use crate::tui::message::effect::Effect;

use super::LogScreen;
use super::choices::{CHOICES, ChoiceRow, PickedKept};

impl LogScreen {
    /// Returns the choices of the form; without an open promise nothing is asked about one.
    pub(super) fn choices(&self) -> Vec<ChoiceRow> {
        let asks_of_a_promise = !self.promises().is_empty();
        CHOICES.into_iter().filter(|row| *row != ChoiceRow::Kept || asks_of_a_promise).collect()
    }

    /// Picks the next or previous answer: not yet, each promise, all of several.
    pub(super) fn turn_kept(&mut self, by: isize) {
        let open = self.promises();
        let ones = open.iter().map(|row| PickedKept::One(row.promise.id));
        let all = (open.len() > 1).then_some(PickedKept::All);
        let answers: Vec<PickedKept> = std::iter::once(PickedKept::NoneYet).chain(ones).chain(all).collect();
        let at = answers.iter().position(|answer| *answer == self.picked.kept).unwrap_or(0);
        let next = (at + answers.len()).wrapping_add_signed(by) % answers.len();
        self.picked.kept = answers.get(next).copied().unwrap_or(PickedKept::NoneYet);
    }

    /// Returns the promises that the call kept.
    pub(super) fn kept_promises(&self) -> Vec<PromiseId> {
        let is_kept = |id: &PromiseId| match self.picked.kept {
            PickedKept::NoneYet => false,
            PickedKept::One(one) => one == *id,
            PickedKept::All => true,
        };
        self.promises().iter().map(|row| row.promise.id).filter(is_kept).collect()
    }

    /// Returns the text of its row: the answer, and which promise it is about.
    pub(super) fn kept_words(&self) -> String {
        let open = self.promises();
        let says = |row: &PromiseRow| format!("{}: {}", row.promise.whose.words(), row.promise.what);
        let picked = match self.picked.kept {
            // Kept elsewhere since the draft was typed.
            PickedKept::One(id) if open.iter().all(|row| row.promise.id != id) => PickedKept::NoneYet,
            picked @ (PickedKept::NoneYet | PickedKept::One(_) | PickedKept::All) => picked,
        };
        match (picked, open) {
            (PickedKept::NoneYet, [only]) => format!("not yet, {}", says(only)),
            (PickedKept::NoneYet, several) => format!("none of {} yet", several.len()),
            (PickedKept::One(id), open) => {
                let row = open.iter().find(|row| row.promise.id == id);
                row.map_or_else(String::new, |row| format!("yes, {}", says(row)))
            }
            (PickedKept::All, several) => format!("yes, all {}", several.len()),
        }
    }

    fn promises(&self) -> &[PromiseRow] {
        self.start.as_ref().filter(|_| self.amends.is_none()).map_or(&[], |start| &start.promises)
    }

    /// Goes on to the next call, with what the rep reads for having logged this one.
    pub(super) fn go_on(&self, already: bool, line: Option<&str>) -> Effect {
        let mut says = if already { "Logged already, and only once.".to_string() } else { "Logged.".to_string() };
        if self.picked.outcome == Some(Outcome::DoNotCall)
            && let Some(start) = &self.start
        {
            says.push_str(&format!(" {} will not be called again.", start.contact.name));
        }
        match self.kept_promises().len() {
            0 => {}
            _ if already => {}
            1 => says.push_str(" The promise is kept."),
            several => says.push_str(&format!(" {several} promises are kept.")),
        }
        if let Some(line) = line {
            says.push_str(&format!(" {line}."));
        }
        Effect::Called(self.contact, says)
    }
}
