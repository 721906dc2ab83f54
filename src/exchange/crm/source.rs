//! The data from which a CRM export is written.

use crate::domain::account::{Account, Contact};
use crate::domain::call::Call;
use crate::domain::ids::CallId;

/// A call with its latest values, and the person it was with.
#[derive(Debug, Clone, PartialEq)]
pub struct CrmCall {
    /// Id of the call, which is the same for every amendment.
    pub id: CallId,
    pub call: Call,
    pub amended: bool,
    pub contact: Contact,
    pub account: Account,
    pub rep: String,
    /// Headlines of the triggers used.
    pub triggers: Vec<String>,
}
