//! Plans: the open plan of a person, the versions of its opener, and the initial values of a log form.
//!
//! A plan is open until a call reaches the person with it. Then it is used: it is kept unchanged beside that call, and
//! the next plan is a new one.

mod call_sheet;
pub(crate) mod decision;
mod detail;
mod log_start;
pub(super) mod readiness;
pub(super) mod save;
