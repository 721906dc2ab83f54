//! Rows and details of calls, for lists, the call screen and the log form.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::today::PromiseRow;
use super::triggers::TriggerRow;
use crate::domain::account::{Account, Contact};
use crate::domain::call::filter::{CallFilter, CallFlags, SOON};
use crate::domain::call::{Call, Outcome, Reach, ReasonBy, Verdict, VerdictSource};
use crate::domain::draft::Draft;
use crate::domain::ids::{AccountId, CallId, ContactId, RepId, ReviewId, TriggerId};
use crate::domain::plan::Plan;
use crate::domain::reason::caution::Caution;
use crate::domain::reason::guard::Guard;
use crate::domain::review::Review;
use crate::domain::way_forward::{Change, DecisionFacts, WayForward};

/// A query for the call list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallQuery {
    /// Text typed as filter; matches account, contact, quote and note.
    pub filter: String,
    pub selection: CallFilter,
    /// Index of the first row requested.
    pub offset: usize,
    pub limit: usize,
}

/// A call as lists show it, with the values of its latest amendment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallRow {
    /// Id of the first version; an amended call is one line.
    pub id: CallId,
    pub at: DateTime<FixedOffset>,
    pub rep_id: RepId,
    pub rep: String,
    pub contact_id: ContactId,
    pub contact: String,
    pub account_id: AccountId,
    pub account: String,
    pub reach: Reach,
    /// How the call ended.
    pub outcome: Option<Outcome>,
    pub verdict: Option<Verdict>,
    pub source: Option<VerdictSource>,
    pub seconds: Option<u32>,
    pub words: String,
    /// Headline of the first trigger used.
    pub trigger: String,
    /// Who chose that trigger; `None` without one.
    pub reason_by: Option<ReasonBy>,
    pub amended: bool,
    /// True if somebody other than the rep reviewed the call.
    pub reviewed: bool,
    /// Reasons to look at the call.
    pub flags: CallFlags,
}

/// Everything the call screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallDetail {
    pub row: CallRow,
    /// The call as first logged, then each amendment.
    pub versions: Vec<Call>,
    /// The plan the call was made with.
    pub plan: Option<Plan>,
    /// Number of the opener version that was used, and how many there are.
    pub wording: Option<(u32, u32)>,
    /// The triggers used.
    pub triggers: Vec<TriggerRow>,
    /// Reviews and the rep's answers to them, oldest first.
    pub reviews: Vec<Review>,
    /// Names of everyone who reviewed.
    pub reviewers: Vec<(RepId, String)>,
    /// When each version was logged.
    pub logged: Vec<DateTime<FixedOffset>>,
    /// The rep of this book.
    pub me: RepId,
    /// Reviews whose scores were left out, because the rep of this book has not scored yet.
    pub withheld: Vec<ReviewId>,
}

/// Text in place of withheld scores.
pub const WITHHELD: &str = "shown once you have scored this call yourself";

impl CallDetail {
    /// Removes the scores of everybody else, rep and reviewers, until the rep of this book has scored the call: a score that
    /// was seen first sways the second.
    #[must_use]
    pub fn with_scores_withheld(mut self) -> CallDetail {
        let me = self.me;
        // An answer without scores is no scoring: it must not bring out the other side's.
        if self.reviews.iter().any(|review| review.reviewer == me && !review.scores.is_empty()) {
            return self;
        }
        for review in self.reviews.iter_mut().filter(|review| review.reviewer != me && !review.scores.is_empty()) {
            review.scores.clear();
            self.withheld.push(review.id);
        }
        self
    }

    /// Returns a sentence about an attached or missing reason; `None` if the rep chose one.
    pub fn reason_says(&self) -> Option<&'static str> {
        match (self.row.reason_by, self.versions.first().and_then(|call| call.reason_by)) {
            (Some(ReasonBy::Attached), _) => Some("Attached by the program: nobody says that the call stood on it."),
            (Some(ReasonBy::Chosen), _) => None,
            (None, Some(_)) => Some("None of their live reasons, says the rep."),
            (None, None) => Some("No reason was named when it was logged."),
        }
    }

    /// Returns the name of a reviewer.
    pub fn reviewer(&self, id: RepId) -> &str {
        self.reviewers.iter().find(|(rep, _)| *rep == id).map_or("somebody", |(_, name)| name)
    }

    /// Returns true if a version was logged more than [`SOON`] minutes after the first, too late for correcting a slip.
    pub fn is_late(&self, version: usize) -> bool {
        let (Some(first), Some(logged)) = (self.logged.first(), self.logged.get(version)) else { return false };
        version > 0 && (*logged - *first).num_milliseconds() > SOON * 60_000
    }

    /// Returns the latest review by somebody else that the rep has not answered.
    pub fn unanswered(&self) -> Option<&Review> {
        self.reviews.iter().rfind(|review| {
            review.reviewer != self.row.rep_id
                && review.answers.is_none()
                && self.reviews.iter().all(|answer| answer.answers != Some(review.id))
        })
    }
}

impl CallRow {
    /// Returns the reason as lists show it; an attached one says so.
    pub fn reason_words(&self) -> String {
        match self.reason_by {
            Some(ReasonBy::Attached) => format!("{} ({})", self.trigger, ReasonBy::Attached.words()),
            Some(ReasonBy::Chosen) | None => self.trigger.clone(),
        }
    }
}

/// What is looked at before the call clock starts.
#[derive(Debug, Clone, PartialEq)]
pub enum CallStart {
    /// The person with the guards that apply now.
    Person {
        contact: ContactId,
        name: String,
        guards: Vec<Guard>,
        /// Cautions to ask about before the clock starts.
        cautions: Vec<Caution>,
    },
    /// The row names no person: the account, and the people known there.
    Nobody { account: AccountId, name: String, people: Vec<KnownPerson> },
}

/// A person at an account, as one choice of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    pub contact: ContactId,
    pub name: String,
    pub title: String,
}

/// The initial values of a log form, as of the time at which the call was made.
#[derive(Debug, Clone, PartialEq)]
pub struct LogStart {
    /// A new call with id, time, plan, the plan's reason, opener and rep filled in.
    pub call: Call,
    pub contact: Contact,
    pub account: Account,
    /// The plan that was open when the call was made.
    pub plan: Option<Plan>,
    /// List rows of the triggers that the call can stand on: the plan's, then the account's others that were live; none
    /// younger than the call.
    pub reasons: Vec<TriggerRow>,
    /// Guards against calling at that time.
    pub guards: Vec<Guard>,
    /// Promises that are open with the person, ours and theirs, the earliest first; the call may have kept them.
    pub promises: Vec<PromiseRow>,
    /// Draft that was typed and not saved; its call id is the one in `call`.
    pub draft: Option<Draft>,
    /// How far the rep was with the person before the call, and who else has a part in the decision.
    pub decision: DecisionFacts,
}

impl LogStart {
    /// Returns the person's way forward for a call that stood on a trigger, or on none.
    pub fn way_forward(&self, stood_on: Option<TriggerId>, today: NaiveDate) -> WayForward {
        let trigger = self.reasons.iter().find(|reason| Some(reason.id) == stood_on);
        let change = trigger.map(|row| Change { id: row.id, kind: &row.kind, scope: row.scope });
        self.decision.way_forward(&self.account.name, change, today)
    }
}
