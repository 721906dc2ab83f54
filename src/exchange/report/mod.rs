//! The scorecards and quotes of a period as a file to show to people: a page for the browser, Markdown, CSV, JSON.
//!
//! | file | what it does |
//! |---|---|
//! | `parts` | what a report is made of: sections, tables, charts, every text in them clean |
//! | `sheet`, `groups`, `quoted` | the scorebook and the quotes as those parts |
//! | `figures` | shares, days and counts in words |
//! | `chart` | where the marks of a chart stand |
//! | `page`, `markdown`, `rows` | the parts as HTML and Markdown, the scorebook as CSV |
//! | `hidden` | the same without the names of reps |

mod chart;
mod figures;
mod groups;
mod hidden;
mod markdown;
mod page;
mod parts;
mod quoted;
mod rows;
mod sheet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::quotes::Quotes;
use crate::domain::scorecard::Scorebook;

pub use page::PageError;

/// What a report is made from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The day it was made.
    pub made_on: NaiveDate,
    /// Names of reps are left out.
    pub names_hidden: bool,
    /// The figures.
    pub scorebook: Scorebook,
    /// What they said.
    pub quotes: Quotes,
}

impl Report {
    /// The same for a team meeting: reps are "Rep A", "Rep B" in an order of no meaning, and a quote does not say who
    /// called.
    #[must_use]
    pub fn without_names(self) -> Report {
        hidden::hidden(self)
    }

    /// One self-contained page for the browser. It asks for nothing outside itself, and its policy forbids that.
    ///
    /// # Errors
    /// When the page's own template is at fault.
    pub fn html(&self) -> Result<String, PageError> {
        page::html(&sheet::sheet(self))
    }

    /// The same parts as Markdown, charts as their tables.
    pub fn markdown(&self) -> String {
        markdown::markdown(&sheet::sheet(self))
    }

    /// The figures as a table for spreadsheets, a group a row, formulas guarded; the quotes are in `export calls`.
    pub fn csv(&self) -> Vec<u8> {
        rows::csv(self)
    }

    /// The scorebook and the quotes as they are.
    ///
    /// # Errors
    /// None that a report could cause.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}
