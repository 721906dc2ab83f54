//! Rows and details of triggers, for the inbox and a trigger's screen.

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::domain::account::profile::Fit;
use crate::domain::call::vocabulary;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::trigger::freshness::{Freshness, said_day};
use crate::domain::trigger::same_event::SameEvent;
use crate::domain::trigger::{Confidence, Origin, Scope, Status, Trigger};

vocabulary! {
    /// The trays into which triggers are sorted.
    Tray {
        /// New triggers that still have points, including unmatched ones.
        Inbox = "inbox", "inbox";
        /// Kept triggers that still have points.
        Kept = "kept", "kept";
        /// Triggers that return on a day.
        Snoozed = "snoozed", "snoozed";
        /// Rejected triggers, with reasons.
        Rejected = "rejected", "rejected";
        /// Triggers of the inbox and kept ones that wait for a day, because nobody has said when it happened.
        Undated = "undated", "undated";
        /// Triggers of the inbox and kept ones that are worth nothing any more.
        Expired = "expired", "expired";
    }
}

/// A query for the trigger list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerQuery {
    pub tray: Tray,
    pub filter: String,
    /// Index of the first row requested.
    pub offset: usize,
    pub limit: usize,
}

/// A trigger as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriggerRow {
    pub id: TriggerId,
    /// Key of the trigger's kind.
    pub kind: String,
    /// Name of the kind for people.
    pub kind_label: String,
    pub headline: String,
    pub scope: Scope,
    pub origin: Origin,
    /// Strength of the trigger, 0–5.
    pub strength: u8,
    pub confidence: Confidence,
    /// Day on which the event happened; null in JSON if nobody has said.
    #[serde(serialize_with = "write_day")]
    pub occurred_on: NaiveDate,
    /// Freshness of the trigger today.
    pub freshness: Freshness,
    pub status: Status,
    pub source: String,
    /// Name of the first linked account, or the company as the source names it.
    pub company: String,
    /// Number of linked accounts; 0 means unmatched.
    pub accounts: u32,
    /// Whether the first linked account fits the profile; `None` if there is none.
    pub fit: Option<Fit>,
    /// Number of people known at the first linked account.
    pub people: u32,
    /// Points that the trigger alone is worth today at the first linked account if kept, 0–100.
    pub points: f64,
    /// Another trigger that reports the same event, if one was searched for and found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<SameEvent>,
}

fn write_day<S: Serializer>(day: &NaiveDate, to: S) -> Result<S::Ok, S::Error> {
    said_day(*day).serialize(to)
}

/// Everything the trigger screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriggerDetail {
    pub trigger: Trigger,
    pub row: TriggerRow,
    /// The first 50 linked accounts.
    pub accounts: Vec<(AccountId, String)>,
}
