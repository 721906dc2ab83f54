//! Commands for a manager: reviews, scorecards, reports.

pub(super) mod report;
pub(super) mod review;
pub(super) mod scorecard;
