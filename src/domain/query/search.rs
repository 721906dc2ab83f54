//! Hits of the search.

use serde::Serialize;

use crate::domain::ids::{AccountId, CallId, ContactId, TriggerId};

/// A hit of the search across everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum SearchHit {
    /// A company that matches.
    Account {
        id: AccountId,
        title: String,
        /// Words around the match.
        excerpt: String,
    },
    /// A person who matches.
    Contact {
        id: ContactId,
        account_id: AccountId,
        title: String,
        /// Words around the match.
        excerpt: String,
    },
    /// A trigger that matches.
    Trigger {
        id: TriggerId,
        title: String,
        /// Words around the match.
        excerpt: String,
    },
    /// A call whose quote or note matches.
    Call {
        id: CallId,
        title: String,
        /// Words around the match.
        excerpt: String,
    },
}
