//! Read models of calls, for lists, the call screen and the log form.

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

/// A query for the call list. Newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallQuery {
    /// What was typed; matches account, contact, words and note.
    pub filter: String,
    pub selection: CallFilter,
    /// Index of the first row wanted.
    pub offset: usize,
    pub limit: usize,
}

/// A call as lists show it: the latest amendment's values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallRow {
    /// The first row's id: an amended call is one line.
    pub id: CallId,
    pub at: DateTime<FixedOffset>,
    pub rep_id: RepId,
    pub rep: String,
    pub contact_id: ContactId,
    pub contact: String,
    pub account_id: AccountId,
    pub account: String,
    pub reach: Reach,
    /// What came of it.
    pub outcome: Option<Outcome>,
    pub verdict: Option<Verdict>,
    pub source: Option<VerdictSource>,
    pub seconds: Option<u32>,
    pub words: String,
    /// Headline of the first trigger used.
    pub trigger: String,
    pub amended: bool,
    /// Somebody else than the rep reviewed it.
    pub reviewed: bool,
    /// What makes it worth a look.
    pub flags: CallFlags,
}

/// Everything the call screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallDetail {
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

impl CallDetail {
    /// The name of somebody who reviewed.
    pub fn reviewer(&self, id: RepId) -> &str {
        self.reviewers.iter().find(|(rep, _)| *rep == id).map_or("somebody", |(_, name)| name)
    }

    /// True if a version was logged later than a slip is put right.
    pub fn is_late(&self, version: usize) -> bool {
        let (Some(first), Some(logged)) = (self.logged.first(), self.logged.get(version)) else { return false };
        version > 0 && (*logged - *first).num_milliseconds() > SOON * 60_000
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

/// The values a log form starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct LogStart {
    /// An empty call with its id, plan, triggers, opener and rep filled in.
    pub call: Call,
    pub contact: Contact,
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
