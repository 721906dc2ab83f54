//! Rows and details of calls, for lists, the call screen and the log form.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;

use super::triggers::TriggerRow;
use crate::domain::account::{Account, Contact};
use crate::domain::call::filter::{CallFilter, CallFlags, SOON};
use crate::domain::call::{Call, Outcome, Reach, Verdict, VerdictSource};
use crate::domain::draft::Draft;
use crate::domain::ids::{AccountId, CallId, ContactId, RepId};
use crate::domain::plan::Plan;
use crate::domain::reason::guard::Guard;
use crate::domain::review::Review;

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
}

impl CallDetail {
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

/// The initial values of a log form.
#[derive(Debug, Clone, PartialEq)]
pub struct LogStart {
    /// A new call with id, plan, triggers, opener and rep filled in.
    pub call: Call,
    pub contact: Contact,
    pub account: Account,
    /// The open plan for the call.
    pub plan: Option<Plan>,
    /// List rows of the triggers.
    pub triggers: Vec<TriggerRow>,
    /// Guards against calling now.
    pub guards: Vec<Guard>,
    /// Draft that was typed and not saved; its call id is the one in `call`.
    pub draft: Option<Draft>,
}
