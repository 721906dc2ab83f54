//! The read model of a person's page.

use serde::Serialize;

use super::accounts::ContactRow;
use super::calls::CallRow;
use super::today::PromiseRow;
use super::touches::TouchRow;
use crate::domain::ids::AccountId;
use crate::domain::reason::no_answer::Rest;

/// Everything the page of a person shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonDetail {
    pub row: ContactRow,
    pub account_id: AccountId,
    /// The clock at their place, in words: "It is 10:30 at their place (Europe/Oslo)", or that it is unknown.
    pub clock: String,
    /// Their account rests.
    pub rest: Option<Rest>,
    /// Promises that are open, of both sides, the earliest first.
    pub promises: Vec<PromiseRow>,
    /// Calls, newest first.
    pub calls: Vec<CallRow>,
    /// Touches beside calls, newest first.
    pub touches: Vec<TouchRow>,
}
