//! Rows and details that lists and screens show, and windows over long lists.

mod accounts;
mod calls;
pub mod overrides;
mod plans;
pub mod quotes;
pub mod review;
mod search;
mod today;
mod triggers;

pub use super::draft::Draft;
pub use super::import::report::{
    ColumnBasis, ColumnMapping, ImportKind, ImportReport, ImportTotals, MatchCount, PresetSimilarity, Reject, RowResult,
};
pub use super::plan::state::PlanState;
pub use super::window::{Total, Window};
pub use accounts::{AccountDetail, AccountQuery, AccountRow, AccountSort, ContactRow};
pub use calls::{CallDetail, CallQuery, CallRow, CallStart, KnownPerson, LogStart, WITHHELD};
pub use plans::{OpenerVersion, PlanDetail};
pub use search::SearchHit;
pub use today::{KeptPromise, PromiseRow, Today, TodayRow};
pub use triggers::{Tray, TriggerDetail, TriggerQuery, TriggerRow};
