//! Text that was typed and not saved: one row for each form.

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, CallId, CampaignId, ContactId, TriggerId};

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

/// Returns the key of a plan's form.
pub fn plan_key(contact: ContactId) -> String {
    format!("plan:{contact}")
}

/// Returns the key of a log form; an unfinished call has one of its own, by the start of its clock.
pub fn log_key(contact: ContactId, began: Option<DateTime<FixedOffset>>) -> String {
    let began = began.map_or(String::new(), |at| format!(":{}", at.timestamp_millis()));
    format!("{LOG}{contact}{began}")
}

/// Returns the key of an amendment's form, given the first version of its call.
pub fn amend_key(first: CallId) -> String {
    format!("{AMEND}{first}")
}

/// Returns the key of the form in which a call is reviewed.
pub fn review_key(call: CallId) -> String {
    format!("review:{call}")
}

/// Returns the key of the form that starts a campaign about a trigger.
pub fn campaign_start_key(trigger: TriggerId) -> String {
    format!("campaign-start:{trigger}")
}

/// Returns the key of the line that is typed into a campaign.
pub fn campaign_key(campaign: CampaignId) -> String {
    format!("campaign:{campaign}")
}

/// Returns the key of a person's form; a new person has the nil id.
pub fn contact_key(account: AccountId, contact: ContactId) -> String {
    format!("{CONTACT}{account}:{contact}")
}

/// Returns the key of the form of a person who was pasted, given a mark of the text.
pub fn pasted_key(mark: u64) -> String {
    format!("{CONTACT}pasted:{mark:016x}")
}

/// Whether a key is that of a person's form.
pub fn is_contact_key(key: &str) -> bool {
    key.starts_with(CONTACT)
}

/// Whether a key is that of a form which logs or amends a call.
pub fn is_call_key(key: &str) -> bool {
    key.starts_with(LOG) || key.starts_with(AMEND)
}

const CONTACT: &str = "contact:";
const LOG: &str = "log:";
const AMEND: &str = "amend:";
