//! What a search finds.

use serde::Serialize;

use crate::domain::ids::{AccountId, CallId, ContactId, TriggerId};

/// A hit of the search over everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SearchHit {
    /// A company.
    Account {
        /// Which.
        id: AccountId,
        /// Its name.
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
    /// A person.
    Contact {
        /// Which.
        id: ContactId,
        /// Where they work.
        account_id: AccountId,
        /// Their name.
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
    /// A trigger.
    Trigger {
        /// Which.
        id: TriggerId,
        /// Its headline.
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
    /// A call's words or note.
    Call {
        /// Which.
        id: CallId,
        /// Whom and when.
        title: String,
        /// The words around the hit.
        excerpt: String,
    },
}
