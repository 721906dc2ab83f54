//! Text that was typed and not saved: one row a form.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
}
