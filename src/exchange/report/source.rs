//! The data a report is made from.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::query::quotes::Quotes;
use crate::domain::scorecard::Scorebook;

/// The data a report is made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportSource {
    /// Day on which the report is made.
    pub made_on: NaiveDate,
    /// True if names of reps are left out.
    pub names_hidden: bool,
    pub scorebook: Scorebook,
    pub quotes: Quotes,
}
