//! Read models: one row type per list, one detail type per screen, and windows over long lists.

mod accounts;
mod calls;
mod found;
mod imports;
mod list;
mod plans;
mod today;
mod triggers;

pub use accounts::{AccountFile, AccountQuery, AccountRow, AccountSort, ContactRow};
pub use calls::{CallFile, CallQuery, CallRow, LogStart};
pub use found::{Draft, Hit};
pub use imports::{ImportKind, ImportReport, ImportTotals, Known, KnownBy, Likeness, Mapped, Reject, RowEnd};
pub use list::{Total, Window};
pub use plans::{OpenerVersion, PlanFile, PlanState};
pub use today::{Kept, PromiseRow, Today, TodayRow};
pub use triggers::{Tray, TriggerFile, TriggerQuery, TriggerRow};
