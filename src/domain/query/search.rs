//! What a search finds.

use serde::Serialize;

use crate::domain::ids::{AccountId, CallId, ContactId, TriggerId};

/// A hit of the search over everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SearchHit {
    /// A company.
    Account {
        id: AccountId,
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
    /// A person.
    Contact {
        id: ContactId,
        account_id: AccountId,
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
    /// A trigger.
    Trigger {
        id: TriggerId,
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
    /// A call's words or note.
    Call {
        id: CallId,
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
}
