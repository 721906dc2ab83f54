//! Writes the scorecards and quotes of a period as a report for people: an HTML page, Markdown, CSV or JSON.
//!
//! | file | what it does |
//! |---|---|
//! | `source` | the data a report is made from |
//! | `blocks` | the parts of a report: sections, tables, charts; sanitises every text in them |
//! | `sections`, `groups`, `quotes` | turn the scorebook and the quotes into those parts |
//! | `figures`, `share_cells` | format shares, days and counts as text and as cells |
//! | `chart` | computes where the marks of a chart are drawn |
//! | `html`, `markdown`, `csv` | render the parts as HTML and Markdown, the scorebook as CSV |
//! | `anonymize` | removes the names of reps |

mod anonymize;
mod blocks;
mod chart;
mod csv;
mod figures;
mod groups;
mod html;
mod markdown;
mod quotes;
mod sections;
mod share_cells;
mod source;

pub use html::PageError;
pub use source::ReportSource;

impl ReportSource {
    /// Returns the report without names, for a team meeting: reps become "Rep A", "Rep B" in a meaningless order, and
    /// quotes do not say who called.
    #[must_use]
    pub fn without_names(self) -> ReportSource {
        anonymize::hide_reps(self)
    }

    /// Renders a self-contained HTML page. It loads nothing from outside, and its Content-Security-Policy forbids it
    /// to.
    ///
    /// # Errors
    /// When the page's own template has an error.
    pub fn html(&self) -> Result<String, PageError> {
        html::html(&sections::sheet(self))
    }

    /// Renders the report as Markdown, with charts as tables.
    pub fn markdown(&self) -> String {
        markdown::markdown(&sections::sheet(self))
    }

    /// Renders the figures as CSV, one group a row, guarded against formulas; quotes are in `export calls` instead.
    pub fn csv(&self) -> Vec<u8> {
        csv::csv(self)
    }

    /// Renders the scorebook and the quotes as JSON.
    ///
    /// # Errors
    /// None that a report can cause.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}
