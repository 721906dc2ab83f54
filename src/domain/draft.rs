//! Text that was typed and not saved: one row for each form.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Text typed into a form and not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Key of the form: `plan:<contact id>`, `log:<contact id>`, `account:new` …
    pub key: String,
    /// Title for people: "Log > Norvik Foods > Ane Lund".
    pub title: String,
    /// Text of every field by name, the focused field and the cursor position, as JSON.
    pub body: String,
    /// When the draft was last changed.
    pub at: DateTime<Utc>,
}
