//! Answers requests about guards: overridden calls and resting accounts.

use crate::domain::ids::AccountId;
use crate::domain::reason::no_answer::Rest;
use crate::store::{Store, StoreError};
use crate::tui::message::msg::{Answer, Saved};
use crate::tui::widgets::list::WINDOW;

/// A window of calls made despite a block.
pub(super) fn list_overridden(store: &Store, offset: usize) -> Result<Answer, StoreError> {
    Ok(Answer::Overridden(store.overridden(offset, WINDOW)?))
}

/// Leaves an account alone, or ends that.
pub(super) fn set_rest(store: &mut Store, id: AccountId, rest: Option<&Rest>) -> Result<Answer, StoreError> {
    store.rest_account(id, rest)?;
    Ok(Answer::Saved(Saved::Other(match rest {
        Some(rest) => format!("Resting until {}. u takes it back.", rest.until.format("%-d %B %Y")),
        None => "Its rest is over. u takes that back.".to_owned(),
    })))
}
