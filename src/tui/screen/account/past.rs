//! The history of an account: calls, and touches beside them.

use uuid::Uuid;

use crate::domain::ids::ContactId;
use crate::domain::query::{AccountDetail, CallRow, TouchRow};

/// A row of the history.
#[derive(Clone, Copy)]
pub(super) enum Past<'a> {
    Call(&'a CallRow),
    Touch(&'a TouchRow),
}

impl Past<'_> {
    /// Whom it was with.
    pub(super) fn contact(&self) -> ContactId {
        match self {
            Past::Call(row) => row.contact_id,
            Past::Touch(row) => row.touch.contact_id,
        }
    }

    /// What it is known by.
    pub(super) fn id(&self) -> Uuid {
        match self {
            Past::Call(row) => row.id.0,
            Past::Touch(row) => row.touch.id.0,
        }
    }
}

/// Calls and touches beside them, newest first.
pub(super) fn history(file: &AccountDetail) -> Vec<Past<'_>> {
    let made_at = |past: &Past<'_>| match past {
        Past::Call(row) => row.at,
        Past::Touch(row) => row.touch.at,
    };
    let calls = file.calls.iter().map(Past::Call);
    let mut all: Vec<Past<'_>> = calls.chain(file.touches.iter().map(Past::Touch)).collect();
    all.sort_by_key(|past| std::cmp::Reverse(made_at(past)));
    all
}
