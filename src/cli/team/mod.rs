//! What a manager reads: reviews, scorecards, reports.

pub(super) mod report;
pub(super) mod review;
pub(super) mod scorecard;
