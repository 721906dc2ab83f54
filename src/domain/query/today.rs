//! Read models of the Today screen.

use chrono::NaiveDate;
use serde::Serialize;

use super::triggers::TriggerRow;
use crate::domain::account::profile::FitResult;
use crate::domain::call::Promise;
use crate::domain::ids::{AccountId, ContactId, PromiseId};
use crate::domain::plan::state::PlanState;
use crate::domain::reason::Reason;
use crate::domain::reason::guard::{Guard, Standing};
use crate::domain::reason::week_supply::WeekSupply;
use crate::domain::window::Window;

/// Everything the Today screen shows.
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
    pub week: WeekSupply,
}

/// An open promise, as Today lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseRow {
    pub promise: Promise,
    pub contact: String,
    pub account: String,
}

/// A person worth interrupting, as Today lists them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TodayRow {
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub contact: String,
    pub title: String,
    pub account: String,
    /// The sum with every addend.
    pub reason: Reason,
    /// The best trigger.
    pub trigger: TriggerRow,
    /// Whether we can serve them.
    pub fit: FitResult,
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

/// A promise that was kept, by id: written when it is marked done on Today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptPromise {
    pub promise: PromiseId,
    /// The day.
    pub on: NaiveDate,
}
