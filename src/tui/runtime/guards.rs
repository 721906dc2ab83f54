//! What the store says about guards: calls made in spite of one, and accounts left alone.

use crate::domain::ids::AccountId;
use crate::domain::silence::Rest;
use crate::store::{Store, StoreError};
use crate::tui::list::WINDOW;
use crate::tui::msg::{Answer, Saved};

/// A window of calls made in spite of a block.
pub(super) fn overridden(store: &Store, offset: usize) -> Result<Answer, StoreError> {
    Ok(Answer::Overridden(store.overridden(offset, WINDOW)?))
}

/// Leaves an account alone, or ends that.
pub(super) fn rest(store: &mut Store, id: AccountId, rest: Option<&Rest>) -> Result<Answer, StoreError> {
    store.rest_account(id, rest)?;
    Ok(Answer::Saved(Saved::Other(match rest {
        Some(rest) => format!("Left alone until {}. u takes it back.", rest.until.format("%-d %B %Y")),
        None => "It may be called again. u takes that back.".to_owned(),
    })))
}
