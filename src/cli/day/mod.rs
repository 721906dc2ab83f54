//! Commands of a rep's day: today, one account, a check, a log entry.

pub(super) mod call_sheet;
pub(super) mod campaign;
pub(super) mod check;
pub(super) mod feeds;
mod kept;
pub(super) mod log;
pub(super) mod note;
pub(super) mod rank;
pub(super) mod search;
pub(super) mod show;
pub(super) mod today;
pub(super) mod touch;
pub(super) mod triggers;
