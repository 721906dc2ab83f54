//! Plans: the one that stands for a person, its opener's wordings, and what a log form starts from.
//!
//! A plan stands until a call reaches the person with it. From then on it is spent: it stays beside that call as it was,
//! and the next plan is a new one.

mod call_sheet;
mod detail;
pub(super) mod readiness;
pub(super) mod save;
