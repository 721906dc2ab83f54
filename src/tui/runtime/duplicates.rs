//! Answers requests about possible duplicates.

use crate::store::{Store, StoreError};
use crate::tui::message::effect::DuplicateRequest;
use crate::tui::message::msg::{Answer, FailedTask, Saved};
use crate::tui::widgets::list::WINDOW;

/// What is being done, for the sentence when it fails.
pub(super) fn doing(asked: DuplicateRequest) -> FailedTask {
    match asked {
        DuplicateRequest::List(_) => FailedTask::Reading,
        DuplicateRequest::Decide(..) => FailedTask::Changing,
    }
}

/// Asks the book, or changes it.
pub(super) fn answer(store: &mut Store, asked: DuplicateRequest) -> Result<Answer, StoreError> {
    match asked {
        DuplicateRequest::List(offset) => Ok(Answer::Twins(store.twins(offset, WINDOW)?)),
        DuplicateRequest::Decide(pair, decision, second) => {
            let says = store.decide_twin(pair, decision, second)?;
            let mut letters = says.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            Ok(Answer::Saved(Saved::Other(format!("{first}{}. u takes it back.", letters.as_str()))))
        }
    }
}
