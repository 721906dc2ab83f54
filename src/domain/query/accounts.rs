//! Rows and details of accounts and contacts, for lists and screens.

use chrono::NaiveDate;
use serde::Serialize;

use super::calls::CallRow;
use super::today::PromiseRow;
use super::touches::TouchRow;
use super::triggers::TriggerRow;
use crate::domain::account::profile::{Fit, FitResult};
use crate::domain::account::{Account, Contact};
use crate::domain::call::{Verdict, vocabulary};
use crate::domain::ids::AccountId;
use crate::domain::plan::state::PlanState;
use crate::domain::reason::Reason;
use crate::domain::reason::guard::{ClockThere, Guard};
use crate::domain::reason::no_answer::{NoAnswerDetail, Rest};

vocabulary! {
    /// Sort orders of the account list; an index serves each.
    AccountSort {
        /// Best reason first.
        Reason = "reason", "why now";
        /// Alphabetically by name.
        Name = "name", "name";
        /// Longest without a touch first; never touched before all others.
        LastTouch = "last_touch", "last touch";
        /// Largest head count first.
        Size = "size", "size";
    }
}

/// A query for the account list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountQuery {
    /// Text typed as filter; words are prefixes and all must match, `!word` must not match.
    pub filter: String,
    /// Sort order. With a filter, rows are always ordered by reason.
    pub sort: AccountSort,
    pub fit: Option<Fit>,
    /// Index of the first row requested.
    pub offset: usize,
    pub limit: usize,
}

/// An account as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountRow {
    pub id: AccountId,
    pub name: String,
    pub industry: String,
    /// City, and region or country.
    pub place: String,
    pub employees: Option<u64>,
    /// Whether the account fits the profile.
    pub fit: Fit,
    /// Best live trigger of the account.
    pub trigger: Option<TriggerRow>,
    /// Points of the account's reason today, 0–100.
    pub points: f64,
    pub contacts: u32,
    /// Day of the last call.
    pub last_touch: Option<NaiveDate>,
    /// The account's rest, if it rests.
    pub rest: Option<Rest>,
}

/// Everything the account screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountDetail {
    pub account: Account,
    /// Whether the account fits the profile, and why.
    pub fit: FitResult,
    pub reason: Reason,
    pub contacts: Vec<ContactRow>,
    /// Triggers of the account, freshest first; rejected ones are left out.
    pub triggers: Vec<TriggerRow>,
    /// The latest 200 calls, newest first.
    pub calls: Vec<CallRow>,
    /// Touches beside calls, newest first (the latest 200).
    pub touches: Vec<TouchRow>,
    /// Promises still open there, of both sides.
    pub promises: Vec<PromiseRow>,
    /// Unanswered touches and rest of the account.
    pub quiet: NoAnswerDetail,
}

/// A person as lists show them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContactRow {
    pub contact: Contact,
    /// Telephone numbers in E.164 form (`+420602123456`), in their order; `None` for a number that has no such form.
    pub e164: Vec<Option<String>>,
    pub account: String,
    /// Day of the last call.
    pub last_call: Option<NaiveDate>,
    pub last_verdict: Option<Verdict>,
    /// State of the open plan, if there is one.
    pub plan: Option<PlanState>,
    /// Guards against calling now.
    pub guards: Vec<Guard>,
    /// The clock at their place.
    pub clock: ClockThere,
}
