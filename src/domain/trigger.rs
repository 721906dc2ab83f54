//! Triggers: what happened or will happen to *them*, and how fresh it is on a day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, CampaignId, ContactId, TriggerId};

/// Whose world changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One person.
    Person,
    /// The company itself.
    #[default]
    Company,
    /// Everyone in its industry.
    Industry,
    /// Its market: prices, rates, demand.
    Market,
    /// Its competitors or suppliers.
    Competitor,
    /// The people it sells to.
    TheirCustomers,
    /// Our side: our own event, or a seller's reason. Never the customer's reason by itself.
    Ours,
}

/// Did it happen to them, or did we make it happen?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It happened.
    #[default]
    Event,
    /// We drive it: our study, our invitation.
    Activity,
}

/// How sure the evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A rumour or a guess.
    Low,
    /// One decent source.
    #[default]
    Medium,
    /// Filed, announced or said by them.
    High,
}

/// Where a trigger stands in the inbox.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "detail")]
pub enum Status {
    /// Nobody looked yet.
    #[default]
    Inbox,
    /// It counts.
    Kept,
    /// It does not, and why.
    Rejected(String),
    /// Comes back on this day.
    Snoozed(NaiveDate),
    /// The same event as this one.
    Merged(TriggerId),
}

/// Something that happened or will happen, seen from the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trigger {
    /// Nil until stored.
    pub id: TriggerId,
    /// Key of its [`Kind`], such as `leadership_change`.
    pub kind: String,
    /// One line: what happened.
    pub headline: String,
    /// More, as the source words it.
    pub summary: String,
    /// Who says so: a paper, a filing, a person.
    pub source: String,
    /// Where to read it.
    pub url: Option<String>,
    /// The day it happened or became known.
    pub occurred_on: NaiveDate,
    /// The day it takes effect, where that differs.
    pub effective_on: Option<NaiveDate>,
    /// Whose world changed.
    pub scope: Scope,
    /// Event or activity.
    pub origin: Origin,
    /// 1–5; 0 for a seller's reason.
    pub strength: u8,
    /// How sure the evidence is.
    pub confidence: Confidence,
    /// Where it stands.
    pub status: Status,
    /// The accounts it touches.
    pub accounts: Vec<AccountId>,
    /// The person it is about, for [`Scope::Person`].
    pub contact: Option<ContactId>,
    /// The campaign it feeds.
    pub campaign: Option<CampaignId>,
    /// The company as its source names it: what an unmatched trigger is matched by later.
    pub company: Option<String>,
    /// The company's CIK as its source gives it.
    pub cik: Option<u64>,
    /// The company's ticker as its source gives it.
    pub ticker: Option<String>,
    /// The source's own id; the same one never enters twice.
    pub external: Option<String>,
    /// What it means for them, as far as known.
    pub impact: String,
}

/// A type of trigger with its defaults: shown as "default, not measured".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Stable key, `snake_case`.
    pub key: String,
    /// What people read: "new leader".
    pub label: String,
    /// Whose world changes.
    pub scope: Scope,
    /// Event or activity.
    #[serde(default)]
    pub origin: Origin,
    /// 1–5; 0 for a seller's reason.
    pub strength: u8,
    /// Days until it peaks.
    pub onset: u16,
    /// Days after the peak in which it loses half.
    pub half_life: u16,
    /// Days after which it is worth nothing.
    pub expiry: u16,
    /// Never enough alone: a download, a newsletter open.
    #[serde(default)]
    pub weak: bool,
    /// Bad news for them: no congratulations.
    #[serde(default)]
    pub sensitive: bool,
    /// What the kind is good for, or where it is seen.
    #[serde(default)]
    pub note: String,
}

/// Every kind the program knows, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kinds(pub Vec<Kind>);

/// Where a trigger stands in its life on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreshnessState {
    /// Before its onset: wait a little.
    TooEarly,
    /// Now.
    Peak,
    /// Past the peak, still a reason.
    Fading,
    /// Worth nothing any more.
    Stale,
}

/// A trigger's worth on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Freshness {
    /// 0–1.
    pub value: f64,
    /// The word for it.
    pub state: FreshnessState,
    /// Days since it happened (negative: still ahead).
    pub age: i64,
}
