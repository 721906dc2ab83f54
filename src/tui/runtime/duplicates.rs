//! Answers requests about possible duplicates.

use crate::store::{Store, StoreError};
use crate::tui::message::effect::Twinning;
use crate::tui::message::msg::{Answer, Doing, Saved};
use crate::tui::widgets::list::WINDOW;

/// What is being done, for the sentence when it fails.
pub(super) fn doing(asked: Twinning) -> Doing {
    match asked {
        Twinning::List(_) => Doing::Reading,
        Twinning::Decide(..) => Doing::Changing,
    }
}

/// Asks the book, or changes it.
pub(super) fn answer(store: &mut Store, asked: Twinning) -> Result<Answer, StoreError> {
    match asked {
        Twinning::List(offset) => Ok(Answer::Twins(store.twins(offset, WINDOW)?)),
        Twinning::Decide(pair, decision, second) => {
            let says = store.decide_twin(pair, decision, second)?;
            let mut letters = says.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            Ok(Answer::Saved(Saved::Other(format!("{first}{}. u takes it back.", letters.as_str()))))
        }
    }
}
