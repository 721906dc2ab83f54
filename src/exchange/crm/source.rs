//! The data of a call that a CRM export is written from.

use crate::domain::account::{Account, Contact};
use crate::domain::call::Call;
use crate::domain::ids::CallId;

/// A call with its latest values, and whom it was with.
#[derive(Debug, Clone, PartialEq)]
pub struct CrmCall {
    /// The same for every amendment.
    pub id: CallId,
    pub call: Call,
    pub amended: bool,
    pub contact: Contact,
    pub account: Account,
    pub rep: String,
    /// Headlines of the triggers used.
    pub triggers: Vec<String>,
}
