//! Read models of accounts and contacts, for lists and screens.

use chrono::NaiveDate;
use serde::Serialize;

use super::calls::CallRow;
use super::triggers::TriggerRow;
use crate::domain::account::profile::{Fit, FitResult};
use crate::domain::account::{Account, Contact};
use crate::domain::call::{Verdict, vocabulary};
use crate::domain::ids::AccountId;
use crate::domain::plan::state::PlanState;
use crate::domain::reason::Reason;
use crate::domain::reason::guard::Guard;
use crate::domain::reason::no_answer::{NoAnswerDetail, Rest};

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

/// A query for the account list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountQuery {
    /// What was typed; words are prefixes and all must match, `!word` must not.
    pub filter: String,
    /// The order. With a filter the order is always by reason.
    pub sort: AccountSort,
    pub fit: Option<Fit>,
    /// Index of the first row wanted.
    pub offset: usize,
    pub limit: usize,
}

/// An account as the list shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountRow {
    pub id: AccountId,
    pub name: String,
    pub industry: String,
    /// City and region or country.
    pub place: String,
    pub employees: Option<u64>,
    /// Whether we can serve it.
    pub fit: Fit,
    /// Its best live trigger.
    pub trigger: Option<TriggerRow>,
    /// Points of its reason today.
    pub points: f64,
    pub contacts: u32,
    /// When it was last called.
    pub last_touch: Option<NaiveDate>,
    /// It rests until a day, and why.
    pub rest: Option<Rest>,
}

/// Everything the account screen shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountDetail {
    pub account: Account,
    /// Whether we can serve it, and why.
    pub fit: FitResult,
    pub reason: Reason,
    pub contacts: Vec<ContactRow>,
    /// Its triggers, freshest first; rejected ones are left out.
    pub triggers: Vec<TriggerRow>,
    /// Its calls, newest first (the latest 200).
    pub calls: Vec<CallRow>,
    /// Whether it is enough for now.
    pub quiet: NoAnswerDetail,
}

/// A person as lists show them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContactRow {
    pub contact: Contact,
    /// Their telephone numbers as the world dials them, `+420602123456` (E.164), in their order; `None` for one that
    /// cannot be read so.
    pub e164: Vec<Option<String>>,
    pub account: String,
    /// When they were last called.
    pub last_call: Option<NaiveDate>,
    pub last_verdict: Option<Verdict>,
    /// Whether a plan stands.
    pub plan: Option<PlanState>,
    /// What speaks against calling now.
    pub guards: Vec<Guard>,
}
