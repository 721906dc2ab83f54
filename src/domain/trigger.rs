//! Triggers: what happened or will happen to *them*, and how fresh it is on a day.

use std::sync::OnceLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{AccountId, CampaignId, ContactId, TriggerId};
use super::toml_fault::{fault, fault_at};
use super::vocabulary::vocabulary;

/// Highest strength a kind or trigger can have.
pub const STRONGEST: u8 = 5;
/// Days before its day of effect in which a change is worth most.
pub const AHEAD: i64 = 90;
/// Days before its day of effect from which a change is worth at least half: the length of two [`AHEAD`] windows.
const IN_SIGHT: i64 = 2 * AHEAD;

vocabulary! {
    /// Whose world changed.
    #[derive(Default)]
    Scope {
        /// One person.
        Person = "person", "person";
        /// The company itself.
        #[default]
        Company = "company", "company";
        /// Everyone in its industry.
        Industry = "industry", "industry";
        /// Its market: prices, rates, demand.
        Market = "market", "market";
        /// Its competitors or suppliers.
        Competitor = "competitor", "competitor or supplier";
        /// The people it sells to.
        TheirCustomers = "their_customers", "their customers";
        /// Our side: our own event, or a seller's reason. Never the customer's reason by itself.
        Ours = "ours", "ours";
    }
}

vocabulary! {
    /// Did it happen to them, or did we make it happen?
    #[derive(Default)]
    Origin {
        /// It happened.
        #[default]
        Event = "event", "it happened";
        /// We drive it: our study, our invitation.
        Activity = "activity", "we drive it";
    }
}

vocabulary! {
    /// How sure the evidence is.
    #[derive(Default)]
    Confidence {
        /// A rumour or a guess.
        Low = "low", "rumour or guess";
        /// One decent source.
        #[default]
        Medium = "medium", "one decent source";
        /// Filed, announced or said by them.
        High = "high", "filed or said by them";
    }
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

vocabulary! {
    /// Where a trigger stands in its life on one day.
    FreshnessState {
        /// Before its onset: wait a little.
        TooEarly = "too_early", "too early";
        /// Now.
        Peak = "peak", "peak";
        /// Past the peak, still a reason.
        Fading = "fading", "fading";
        /// Worth nothing any more.
        Stale = "stale", "stale";
    }
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

impl Trigger {
    /// Its worth on a day, by the figures of its kind.
    pub fn freshness(&self, kinds: &Kinds, on: NaiveDate) -> Freshness {
        freshness(kinds.get_or_other(&self.kind), self.occurred_on, self.effective_on, on)
    }

    /// The day to name: when it takes effect where that is later, else when it happened. "11 Mar 2026".
    pub fn day_in_words(&self) -> String {
        let (word, day) = match self.effective_on.filter(|day| *day > self.occurred_on) {
            Some(day) => ("from ", day),
            None => ("", self.occurred_on),
        };
        format!("{word}{}", day.format("%-d %b %Y"))
    }

    /// Whether it is a reason of the customer's at all: not ours, and with a strength.
    pub fn is_theirs(&self) -> bool {
        self.scope != Scope::Ours && self.strength > 0
    }

    /// Whether it counts on a day: kept, theirs, and still worth something. Weak kinds are live too; whether one is
    /// enough to call is for [`super::reason::reason`] to say.
    pub fn is_live(&self, kinds: &Kinds, on: NaiveDate) -> bool {
        self.status == Status::Kept && self.is_theirs() && self.freshness(kinds, on).value > 0.0
    }
}

impl Status {
    /// The stable key: book, export, command line.
    pub fn key(&self) -> &'static str {
        match self {
            Status::Inbox => "inbox",
            Status::Kept => "kept",
            Status::Rejected(_) => "rejected",
            Status::Snoozed(_) => "snoozed",
            Status::Merged(_) => "merged",
        }
    }
}

/// A trigger's worth on the day `on`.
///
/// With age a = days since it happened: a < onset is 0.5 + 0.5·a/onset, then 0.5^((a − onset)/half-life), and past the
/// expiry 0. A day of effect after the day it became known moves the peak there: 1 from [`AHEAD`] days before it until
/// that day, then the decay from that day, 0 past the expiry counted from it. Before those days it is too early, and
/// worth what the announcement is still worth as news, but at least a half once the day is within twice [`AHEAD`].
/// Something dated ahead without a day of effect is worth a half, too early, within [`AHEAD`] days of its day, and
/// nothing before.
pub fn freshness(kind: &Kind, occurred_on: NaiveDate, effective_on: Option<NaiveDate>, on: NaiveDate) -> Freshness {
    let age = days(occurred_on, on);
    let (value, state) = match effective_on.filter(|day| *day > occurred_on) {
        Some(day) => towards(kind, age, -days(day, on)),
        None => since(kind, age),
    };
    Freshness { value, state, age }
}

/// The curve of something with a day of effect that is `ahead` days away.
fn towards(kind: &Kind, age: i64, ahead: i64) -> (f64, FreshnessState) {
    if ahead < 0 {
        return fading(kind, -ahead, -ahead);
    }
    if ahead <= AHEAD {
        return (1.0, FreshnessState::Peak);
    }
    let news = if age < 0 { 0.0 } else { since(kind, age).0 };
    let floor = if ahead <= IN_SIGHT { 0.5 } else { 0.0 };
    (f64::max(news, floor), FreshnessState::TooEarly)
}

/// The curve of something that happened `age` days ago.
fn since(kind: &Kind, age: i64) -> (f64, FreshnessState) {
    let onset = i64::from(kind.onset);
    if age < 0 {
        let value = if -age <= AHEAD { 0.5 } else { 0.0 };
        return (value, FreshnessState::TooEarly);
    }
    if age < onset && age <= i64::from(kind.expiry) {
        return (0.5 + 0.5 * real(age) / real(onset), FreshnessState::TooEarly);
    }
    fading(kind, age, age - onset)
}

/// The falling side: `past` days after the peak, `age` days after the day that the expiry counts from.
fn fading(kind: &Kind, age: i64, past: i64) -> (f64, FreshnessState) {
    if age > i64::from(kind.expiry) {
        return (0.0, FreshnessState::Stale);
    }
    let half_life = i64::from(kind.half_life.max(1));
    let value = 0.5_f64.powf(real(past) / real(half_life));
    let state = if 2 * past <= half_life { FreshnessState::Peak } else { FreshnessState::Fading };
    (value, state)
}

fn days(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// Days as a real number; clamped first, because a day count beyond a few thousand says nothing more.
fn real(days: i64) -> f64 {
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}

/// The file of kinds: one `[[kind]]` table each.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindsFile {
    #[serde(default)]
    kind: Vec<toml::Spanned<Kind>>,
}

impl Kinds {
    /// The kinds that ship with the program.
    pub fn builtin() -> &'static Kinds {
        static BUILTIN: OnceLock<Kinds> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            Kinds::parse(include_str!("../../assets/kinds.toml")).expect("the shipped kinds are read by a test")
        })
    }

    /// Reads a file of kinds. An error is one sentence that begins with the line.
    pub fn parse(toml: &str) -> Result<Kinds, String> {
        let file: KindsFile = toml::from_str(toml).map_err(|error| fault(toml, &error))?;
        let mut kinds: Vec<Kind> = Vec::with_capacity(file.kind.len());
        for entry in file.kind {
            let start = entry.span().start;
            let kind = entry.into_inner();
            if let Some(problem) = kind_problem(&kind, &kinds) {
                return Err(fault_at(toml, start, &problem));
            }
            kinds.push(kind);
        }
        Ok(Kinds(kinds))
    }

    /// The kind with this key.
    pub fn get(&self, key: &str) -> Option<&Kind> {
        self.0.iter().find(|kind| kind.key == key)
    }

    /// The kind with this key, or the kind `other`: a book may hold kinds that this program does not know.
    pub fn get_or_other(&self, key: &str) -> &Kind {
        self.get(key)
            .or_else(|| self.get("other"))
            .or_else(|| Kinds::builtin().get("other"))
            .expect("the shipped kinds hold `other`")
    }

    /// These kinds with a team's own on top: the same key replaces, a new key is added.
    #[must_use]
    pub fn overlay(mut self, team: Kinds) -> Kinds {
        for kind in team.0 {
            match self.0.iter_mut().find(|known| known.key == kind.key) {
                Some(known) => *known = kind,
                None => self.0.push(kind),
            }
        }
        self
    }
}

/// What is wrong with a kind, in one sentence without its line.
fn kind_problem(kind: &Kind, before: &[Kind]) -> Option<String> {
    let key = &kind.key;
    if key.is_empty() || !key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Some(format!("the key `{key}` must be lower-case letters, digits and _"));
    }
    if before.iter().any(|known| known.key == *key) {
        return Some(format!("the kind `{key}` stands there twice: take one out"));
    }
    if kind.label.trim().is_empty() {
        return Some(format!("the kind `{key}` has an empty label: give it two or three plain words"));
    }
    if kind.strength > STRONGEST {
        return Some(format!("the kind `{key}` has strength {}: it goes from 0 to {STRONGEST}", kind.strength));
    }
    None
}
