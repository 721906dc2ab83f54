//! Read models of triggers, for the inbox and the trigger's own pane.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::call::vocabulary;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::trigger::freshness::Freshness;
use crate::domain::trigger::same_event::SameEvent;
use crate::domain::trigger::{Confidence, Origin, Scope, Status, Trigger};

vocabulary! {
    /// The trays of Triggers.
    Tray {
        /// New ones, unmatched ones among them.
        Inbox = "inbox", "inbox";
        /// Kept and still worth something.
        Kept = "kept", "kept";
        /// Coming back on a day.
        Snoozed = "snoozed", "snoozed";
        /// Rejected, with reasons.
        Rejected = "rejected", "rejected";
    }
}

/// A query for the trigger list. Newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerQuery {
    pub tray: Tray,
    pub filter: String,
    /// Index of the first row wanted.
    pub offset: usize,
    pub limit: usize,
}

/// A trigger as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriggerRow {
    pub id: TriggerId,
    /// Key of its kind.
    pub kind: String,
    /// What people read for the kind.
    pub kind_label: String,
    pub headline: String,
    pub scope: Scope,
    pub origin: Origin,
    /// 0–5.
    pub strength: u8,
    pub confidence: Confidence,
    /// The day it happened.
    pub occurred_on: NaiveDate,
    /// Its worth today.
    pub freshness: Freshness,
    pub status: Status,
    pub source: String,
    /// The first linked account's name, or the company as the source names it.
    pub company: String,
    /// How many accounts it touches; 0 is unmatched.
    pub accounts: u32,
    /// Another one that tells of the same event, where one was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<SameEvent>,
}

/// Everything the trigger screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriggerDetail {
    pub trigger: Trigger,
    pub row: TriggerRow,
    /// The accounts it touches (the first 50).
    pub accounts: Vec<(AccountId, String)>,
}
