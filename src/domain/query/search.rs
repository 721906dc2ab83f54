//! Hits of the search, and drafts of unsaved text.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::ids::{AccountId, CallId, ContactId, TriggerId};

/// Text typed and not saved yet: one row a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Which form: `plan:<contact id>`, `log:<contact id>`, `account:new` …
    pub key: String,
    /// What it is, for people: "Log > Norvik Foods > Ane Lund".
    pub title: String,
    /// Every field's text by name, the focused field and the caret, as JSON.
    pub body: String,
    /// When it was last typed in.
    pub at: DateTime<Utc>,
    /// The device and process that holds it, so that a second window opens it read-only.
    pub held_by: Option<String>,
}

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
