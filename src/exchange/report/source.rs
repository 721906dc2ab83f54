//! The data a report is made from.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::query::quotes::Quotes;
use crate::domain::scorecard::Scorebook;

/// The data a report is made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportSource {
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Names of reps are left out.
    pub names_hidden: bool,
    pub scorebook: Scorebook,
    pub quotes: Quotes,
}
