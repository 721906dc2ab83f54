//! Read models: one row type per list, one detail type per screen, and windows over long lists.

mod accounts;
mod calls;
pub mod overrides;
mod plans;
pub mod quotes;
pub mod review;
mod search;
mod today;
mod triggers;

pub use super::import::report::{
    ImportKind, ImportReport, ImportTotals, Known, KnownBy, Likeness, Mapped, Reject, RowEnd,
};
pub use super::window::{Total, Window};
pub use accounts::{AccountFile, AccountQuery, AccountRow, AccountSort, ContactRow};
pub use calls::{CallFile, CallQuery, CallRow, LogStart};
pub use plans::{OpenerVersion, PlanFile, PlanState};
pub use search::{Draft, Hit};
pub use today::{Kept, PromiseRow, Today, TodayRow};
pub use triggers::{Tray, TriggerFile, TriggerQuery, TriggerRow};
