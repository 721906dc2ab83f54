//! What lists and files of the book show: one row type a list, and windows over long lists.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::account::{Account, Contact};
use super::call::{Call, Outcome, Promise, Reach, Verdict, VerdictSource, vocabulary};
use super::campaign::InPlan;
use super::duplicates::SameAs;
use super::guard::{Guard, Standing};
use super::ids::{AccountId, CallId, ContactId, ImportId, PlanId, PromiseId, RepId, TriggerId};
use super::plan::{Lacking, Plan, PlanField};
use super::profile::{Fit, Fitting};
use super::reason::Reason;
use super::review::Review;
use super::selection::{Flags, SOON, Selection};
use super::silence::{Quiet, Rest};
use super::trigger::{Confidence, Freshness, Origin, Scope, Status, Trigger};
use super::week::Week;

/// The visible part of a long list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Window<T> {
    /// Index of the first row in the whole list.
    pub offset: usize,
    /// How long the whole list is.
    pub total: Total,
    /// The rows.
    pub rows: Vec<T>,
}

/// How long a list is; counting stops where it would cost a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Total {
    /// Rows counted.
    pub n: usize,
    /// There are more than were counted.
    pub at_least: bool,
}

impl<T> Default for Window<T> {
    fn default() -> Self {
        Window { offset: 0, total: Total::default(), rows: Vec::new() }
    }
}

/// What Today shows.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Today {
    /// Promises due or overdue, oldest first.
    pub promises: Vec<PromiseRow>,
    /// People ranked by reason.
    pub people: Window<TodayRow>,
    /// Calls logged today.
    pub logged: u32,
    /// Of those, connected calls in which the verdict was theirs.
    pub asked: u32,
    /// Of those, well spent.
    pub well_spent: u32,
    /// Whether there are enough reasons for the week.
    pub week: Week,
}

/// Something owed, as Today lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseRow {
    /// The promise.
    pub promise: Promise,
    /// To whom.
    pub contact: String,
    /// Where they work.
    pub account: String,
}

/// A person worth interrupting, as Today lists them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TodayRow {
    /// Whom to call.
    pub contact_id: ContactId,
    /// Where they work.
    pub account_id: AccountId,
    /// Their name.
    pub contact: String,
    /// Their title.
    pub title: String,
    /// The company.
    pub account: String,
    /// The sum with every addend.
    pub reason: Reason,
    /// The best trigger.
    pub trigger: TriggerRow,
    /// Whether we can serve them.
    pub fit: Fitting,
    /// What speaks against calling now.
    pub guards: Vec<Guard>,
    /// What the guards were computed from.
    #[serde(skip)]
    pub standing: Standing,
    /// Whether a plan stands, and what it lacks; absent without a plan.
    pub plan: Option<PlanState>,
    /// When the account was last called.
    pub last_touch: Option<NaiveDate>,
    /// The first phone number, where there is one.
    pub phone: Option<String>,
}

/// Ready, or how much is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PlanState {
    /// The plan.
    pub id: PlanId,
    /// Things missing; 0 is ready.
    pub missing: u16,
    /// The fields that they are missing from.
    pub lacks: Lacking,
    /// Read-aloud seconds of its opener.
    pub seconds: u16,
}

impl PlanState {
    /// "plan ready, 24 s", or what is missing by the fields' names: "plan lacks impact on them, purpose".
    pub fn says(&self) -> String {
        if self.missing == 0 {
            return format!("plan ready, {} s", self.seconds);
        }
        let names: Vec<&str> = self.lacks.fields().map(PlanField::words).collect();
        if names.is_empty() {
            format!("plan lacks {} things", self.missing)
        } else {
            format!("plan lacks {}", names.join(", "))
        }
    }
}

vocabulary! {
    /// The orders that Accounts offers; each is served by an index.
    AccountSort {
        /// Best reason first.
        Reason = "reason", "why now";
        /// A–Z.
        Name = "name", "name";
        /// Longest untouched first; never touched before all.
        LastTouch = "last_touch", "last touch";
        /// Largest first.
        Size = "size", "size";
    }
}

/// A question for the account list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountQuery {
    /// What was typed; words are prefixes and all must match, `!word` must not.
    pub filter: String,
    /// The order. With a filter the order is always by reason.
    pub sort: AccountSort,
    /// Only this fit.
    pub fit: Option<Fit>,
    /// Index of the first row wanted.
    pub offset: usize,
    /// Rows wanted.
    pub limit: usize,
}

/// An account as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountRow {
    /// Which.
    pub id: AccountId,
    /// Its name.
    pub name: String,
    /// Its industry.
    pub industry: String,
    /// City and region or country.
    pub place: String,
    /// Head count.
    pub employees: Option<u64>,
    /// Whether we can serve it.
    pub fit: Fit,
    /// Its best live trigger.
    pub trigger: Option<TriggerRow>,
    /// Points of its reason today.
    pub points: f64,
    /// People known there.
    pub contacts: u32,
    /// When it was last called.
    pub last_touch: Option<NaiveDate>,
    /// It is left alone until a day, and why.
    pub rest: Option<Rest>,
}

/// Everything one screen shows of an account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountFile {
    /// The company.
    pub account: Account,
    /// Whether we can serve it, and why.
    pub fit: Fitting,
    /// Why now.
    pub reason: Reason,
    /// Its people.
    pub contacts: Vec<ContactRow>,
    /// Its triggers, freshest first; rejected ones are left out.
    pub triggers: Vec<TriggerRow>,
    /// Its calls, newest first (the latest 200).
    pub calls: Vec<CallRow>,
    /// Whether it is enough for now.
    pub quiet: Quiet,
}

/// A person as lists show them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContactRow {
    /// The person.
    pub contact: Contact,
    /// The company.
    pub account: String,
    /// When they were last called.
    pub last_call: Option<NaiveDate>,
    /// The last verdict.
    pub last_verdict: Option<Verdict>,
    /// Whether a plan stands.
    pub plan: Option<PlanState>,
    /// What speaks against calling now.
    pub guards: Vec<Guard>,
}

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

/// A question for the trigger list. Newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TriggerQuery {
    /// Which tray.
    pub tray: Tray,
    /// What was typed.
    pub filter: String,
    /// Index of the first row wanted.
    pub offset: usize,
    /// Rows wanted.
    pub limit: usize,
}

/// A trigger as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriggerRow {
    /// Which.
    pub id: TriggerId,
    /// Key of its kind.
    pub kind: String,
    /// What people read for the kind.
    pub kind_label: String,
    /// One line.
    pub headline: String,
    /// Whose world changed.
    pub scope: Scope,
    /// Event or activity.
    pub origin: Origin,
    /// 0–5.
    pub strength: u8,
    /// How sure.
    pub confidence: Confidence,
    /// The day it happened.
    pub occurred_on: NaiveDate,
    /// Its worth today.
    pub freshness: Freshness,
    /// Where it stands.
    pub status: Status,
    /// Who says so.
    pub source: String,
    /// The first linked account's name, or the company as the source names it.
    pub company: String,
    /// How many accounts it touches; 0 is unmatched.
    pub accounts: u32,
    /// Another one that tells of the same event, where one was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<SameAs>,
}

/// Everything one screen shows of a trigger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TriggerFile {
    /// The trigger.
    pub trigger: Trigger,
    /// Its row.
    pub row: TriggerRow,
    /// The accounts it touches (the first 50).
    pub accounts: Vec<(AccountId, String)>,
}

/// A question for the call list. Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallQuery {
    /// What was typed; matches account, contact, words and note.
    pub filter: String,
    /// Which of them.
    pub selection: Selection,
    /// Index of the first row wanted.
    pub offset: usize,
    /// Rows wanted.
    pub limit: usize,
}

/// A call as lists show it: the latest amendment's values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallRow {
    /// The first row's id: an amended call is one line.
    pub id: CallId,
    /// When it began.
    pub at: DateTime<FixedOffset>,
    /// Who called.
    pub rep_id: RepId,
    /// Their name.
    pub rep: String,
    /// Whom.
    pub contact_id: ContactId,
    /// Their name.
    pub contact: String,
    /// Where they work.
    pub account_id: AccountId,
    /// The company.
    pub account: String,
    /// Whom it reached.
    pub reach: Reach,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// Their verdict.
    pub verdict: Option<Verdict>,
    /// Who says so.
    pub source: Option<VerdictSource>,
    /// Seconds it took.
    pub seconds: Option<u32>,
    /// Their words.
    pub words: String,
    /// Headline of the first trigger used.
    pub trigger: String,
    /// It was amended.
    pub amended: bool,
    /// Somebody else than the rep reviewed it.
    pub reviewed: bool,
    /// What makes it worth a look.
    pub flags: Flags,
}

/// Everything one screen shows of a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallFile {
    /// Its row.
    pub row: CallRow,
    /// First the call as logged, then each amendment.
    pub versions: Vec<Call>,
    /// The plan that stood beside it.
    pub plan: Option<Plan>,
    /// Which wording of the plan's opener was used, and of how many.
    pub wording: Option<(u32, u32)>,
    /// Headlines of the triggers used.
    pub triggers: Vec<TriggerRow>,
    /// Reviews and the rep's answers to them, oldest first.
    pub reviews: Vec<Review>,
    /// The names of everyone who reviewed.
    pub reviewers: Vec<(RepId, String)>,
    /// When each version was logged.
    pub logged: Vec<DateTime<FixedOffset>>,
    /// Who sits at this book.
    pub me: RepId,
}

impl CallFile {
    /// The name of somebody who reviewed.
    pub fn reviewer(&self, id: RepId) -> &str {
        self.reviewers.iter().find(|(rep, _)| *rep == id).map_or("somebody", |(_, name)| name)
    }

    /// Whether a version was logged later than a slip is put right.
    pub fn is_late(&self, version: usize) -> bool {
        let (Some(first), Some(logged)) = (self.logged.first(), self.logged.get(version)) else { return false };
        version > 0 && (*logged - *first).num_milliseconds() > SOON * 60_000
    }

    /// The latest review of the call by its own rep.
    pub fn own_review(&self) -> Option<&Review> {
        self.reviews.iter().rfind(|review| review.reviewer == self.row.rep_id && review.answers.is_none())
    }

    /// The latest review that somebody else wrote and the rep has not answered.
    pub fn unanswered(&self) -> Option<&Review> {
        self.reviews.iter().rfind(|review| {
            review.reviewer != self.row.rep_id
                && review.answers.is_none()
                && self.reviews.iter().all(|answer| answer.answers != Some(review.id))
        })
    }
}

/// Everything the Plan screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanFile {
    /// The plan as saved, or a new one.
    pub plan: Plan,
    /// Saved before.
    pub saved: bool,
    /// Whom.
    pub contact: Contact,
    /// Where they work.
    pub account: Account,
    /// The account's triggers that could be used, best first.
    pub triggers: Vec<TriggerFile>,
    /// Why now.
    pub reason: Reason,
    /// Whether we can serve them.
    pub fit: Fitting,
    /// What speaks against calling now.
    pub guards: Vec<Guard>,
    /// What the guards were computed from.
    #[serde(skip)]
    pub standing: Standing,
    /// Their calls, newest first.
    pub calls: Vec<CallRow>,
    /// What this person's openers were, of this plan and of those before it, newest first.
    pub versions: Vec<OpenerVersion>,
    /// Text that was typed and not saved.
    pub draft: Option<Draft>,
    /// The campaign it belongs to, and what was learned there.
    pub campaign: Option<InPlan>,
}

impl PlanFile {
    /// The trigger the plan stands on: its own first one, else the best one unless it says why it has none.
    pub fn stands_on(&self) -> Option<TriggerId> {
        let without = !self.plan.no_trigger_because.trim().is_empty();
        let best = self.triggers.first().map(|entry| entry.trigger.id);
        self.plan.triggers.first().copied().or(best.filter(|_| !without))
    }
}

/// One kept wording of an opener.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenerVersion {
    /// 1 is the oldest.
    pub number: u32,
    /// When it was saved.
    pub at: DateTime<Utc>,
    /// The wording.
    pub text: String,
    /// The day of the last call that began with it.
    pub used_on: Option<NaiveDate>,
}

/// What a log form starts from.
#[derive(Debug, Clone, PartialEq)]
pub struct LogStart {
    /// An empty call with its id, plan, triggers, opener and rep filled in.
    pub call: Call,
    /// Whom.
    pub contact: Contact,
    /// Where they work.
    pub account: Account,
    /// The plan that stands beside it.
    pub plan: Option<Plan>,
    /// Rows of the triggers.
    pub triggers: Vec<TriggerRow>,
    /// What speaks against calling now.
    pub guards: Vec<Guard>,
    /// Text that was typed and not saved; its call id is the one in `call`.
    pub draft: Option<Draft>,
}

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
pub enum Hit {
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

/// How one row of a file ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "end", content = "reason", rename_all = "snake_case")]
pub enum RowEnd {
    /// It made a new row of the book.
    Created,
    /// It changed one.
    Updated,
    /// The book said so already.
    Same,
    /// It could not enter, and why.
    Rejected(String),
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportTotals {
    /// Data rows read; always the sum of the other four.
    pub read: u64,
    /// New in the book.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// The book said so already.
    pub same: u64,
    /// Could not enter.
    pub rejected: u64,
}

impl ImportTotals {
    /// Counts one more row.
    pub fn count(&mut self, end: &RowEnd) {
        self.read += 1;
        match end {
            RowEnd::Created => self.created += 1,
            RowEnd::Updated => self.updated += 1,
            RowEnd::Same => self.same += 1,
            RowEnd::Rejected(_) => self.rejected += 1,
        }
    }
}

/// A row that did not enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// Line of the file, from 1; the header is line 1.
    pub line: u64,
    /// Why.
    pub reason: String,
    /// The row as read, clipped.
    pub row: String,
}

/// Which column of a file went where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mapped {
    /// The header as the file has it.
    pub column: String,
    /// The field of the book, or nothing where the column is left alone.
    pub field: Option<String>,
}

/// The report of one import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ImportReport {
    /// The file.
    pub file: String,
    /// What it was read as: "CSV, semicolon, Windows-1252".
    pub format: String,
    /// Nothing was kept: the real import, rolled back.
    pub dry_run: bool,
    /// It was stopped on the way: nothing was kept.
    pub cancelled: bool,
    /// The import, where one was kept.
    pub import: Option<ImportId>,
    /// How each column was read.
    pub mapping: Vec<Mapped>,
    /// The counts.
    #[serde(flatten)]
    pub totals: ImportTotals,
    /// Rows linked to an account (triggers and contacts).
    pub matched: u64,
    /// Rows that did not enter, the first 10,000.
    pub rejects: Vec<Reject>,
    /// What else is worth knowing: "3 rows share a CIK with an earlier row: share classes, one account each".
    pub notes: Vec<String>,
}

/// The file types an import takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Companies.
    Accounts,
    /// People.
    Contacts,
    /// What happened.
    Triggers,
    /// Numbers and addresses that must not be called.
    DoNotCall,
    /// Calls made elsewhere.
    Calls,
}

/// A promise that was kept, by id: what `done` on Today writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub promise: PromiseId,
    /// The day.
    pub on: NaiveDate,
}
