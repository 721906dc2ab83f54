//! Rows of the Today screen.

use crate::domain::time_zone::Tz;
use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::Serialize;

use super::today_view::SavedView;
use super::triggers::TriggerRow;
use crate::domain::account::profile::FitResult;
use crate::domain::call::{Promise, UnfinishedCall};
use crate::domain::ids::{AccountId, CampaignId, ContactId, PlanId, PromiseId};
use crate::domain::plan::state::PlanState;
use crate::domain::reason::Reason;
use crate::domain::reason::guard::{ClockThere, Guard, Standing};
use crate::domain::reason::opening::Opening;
use crate::domain::reason::week_supply::WeekSupply;
use crate::domain::window::Window;

/// Everything the Today screen shows.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Today {
    /// Unfinished calls, oldest first.
    pub unfinished: Vec<UnfinishedCall>,
    /// Promises due or overdue, oldest first.
    pub promises: Vec<PromiseRow>,
    /// Meetings of today, by their hour.
    pub meetings: Vec<MeetingRow>,
    /// People ranked by reason.
    pub people: Window<TodayRow>,
    /// Calls logged today.
    pub logged: u32,
    /// Of these, connected calls in which the prospect gave a verdict.
    pub asked: u32,
    /// Of these, calls that the prospect called well spent.
    pub well_spent: u32,
    /// Whether there are enough reasons for the week.
    pub week: WeekSupply,
    /// The campaigns that are open, the latest first: each is a view.
    #[serde(skip)]
    pub campaigns: Vec<(CampaignId, String)>,
    /// The views that the rep saved.
    #[serde(skip)]
    pub views: Vec<SavedView>,
}

/// An open promise, as Today lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseRow {
    pub promise: Promise,
    pub contact: String,
    pub title: String,
    pub account: String,
    /// The zone of the person's clock; `None` where it is unknown or was not asked for.
    #[serde(skip)]
    pub zone: Option<Tz>,
    /// The hour from which the person may be called, if that is not now; of promises that are due.
    #[serde(skip)]
    pub opens: Option<Opening>,
    /// Their first telephone number, of promises that are due.
    #[serde(skip)]
    pub phone: Option<String>,
}

/// A meeting of today that an open plan is for, as Today lists it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct MeetingRow {
    pub plan: PlanId,
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub contact: String,
    pub title: String,
    pub account: String,
    /// What the plan says the meeting is for.
    pub subject: String,
    /// When it begins, on the rep's clock; `None` if it lasts all day.
    pub at: Option<DateTime<FixedOffset>>,
    pub minutes: Option<u16>,
    /// First telephone number, if there is one.
    #[serde(skip)]
    pub phone: Option<String>,
}

impl MeetingRow {
    /// Returns what it is for, or the question where no plan says it.
    pub fn about(&self) -> &str {
        if self.subject.trim().is_empty() { "what for?" } else { &self.subject }
    }

    /// The hour in words: "at 14:00", "all day".
    pub fn hour(&self) -> String {
        self.at.map_or_else(|| "all day".to_owned(), |at| at.format("at %-H:%M").to_string())
    }
}

/// A person worth calling, as Today lists them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TodayRow {
    pub contact_id: ContactId,
    pub account_id: AccountId,
    pub contact: String,
    pub title: String,
    pub account: String,
    /// The zone of the person's clock, set or guessed; `None` where it is unknown.
    #[serde(skip)]
    pub zone: Option<Tz>,
    /// City, state and country of the account, as far as they are known.
    #[serde(skip)]
    pub place: String,
    /// The reason with every addend.
    pub reason: Reason,
    /// Best trigger of the account.
    pub trigger: TriggerRow,
    /// Whether the account fits the profile.
    pub fit: FitResult,
    /// Guards against calling now.
    pub guards: Vec<Guard>,
    /// The hour from which they may be called, if that is not now.
    pub opens: Option<Opening>,
    /// The clock at their place.
    pub clock: ClockThere,
    /// The facts from which the guards were computed.
    #[serde(skip)]
    pub standing: Standing,
    /// State of the open plan, and what it lacks; `None` without a plan.
    pub plan: Option<PlanState>,
    /// Day of the account's last call.
    pub last_touch: Option<NaiveDate>,
    /// First telephone number, if there is one.
    pub phone: Option<String>,
}

/// A promise that was marked as kept on Today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptPromise {
    pub promise: PromiseId,
    /// Day on which the promise was kept.
    pub on: NaiveDate,
}
