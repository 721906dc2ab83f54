//! Rows and details that lists and screens show, and windows over long lists.

mod accounts;
mod calls;
pub mod overrides;
mod person;
mod plans;
mod profile;
pub mod quotes;
pub mod review;
mod search;
mod today;
mod today_view;
mod touches;
mod triggers;
mod who;

use chrono::{DateTime, Utc};

pub use super::draft::Draft;
pub use super::import::report::{
    ColumnBasis, ColumnMapping, GoneAccounts, ImportKind, ImportReport, ImportTotals, MatchCount, PresetSimilarity,
    Reject, RowResult,
};
pub use super::plan::state::PlanState;
pub use super::window::{Total, Window};
pub use accounts::{AccountDetail, AccountQuery, AccountRow, AccountSort, ContactRow};
pub use calls::{CallDetail, CallQuery, CallRow, CallStart, KnownPerson, LogStart, WITHHELD};
pub use person::PersonDetail;
pub use plans::{OpenerVersion, PlanDetail};
pub use profile::ProfileDetail;
pub use search::SearchHit;
pub use today::{KeptPromise, MeetingRow, PromiseRow, Today, TodayRow};
pub use today_view::{MOST_VIEWS, SavedView, TodayQuery, TodaySort, TodayView, ViewsChange};
pub use touches::TouchRow;
pub use triggers::{Tray, TriggerDetail, TriggerQuery, TriggerRow};
pub use who::{WhoCalls, WhoEdit};

/// A change of the book that undo would take back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// What was done: "logged a call with Ane Lund".
    pub label: String,
    pub at: DateTime<Utc>,
}
