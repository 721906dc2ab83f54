//! The scorecards and quotes of a period as a file to show to people: a page for the browser, Markdown, CSV, JSON.
//!
//! | file | what it does |
//! |---|---|
//! | `made` | what it is made from |
//! | `parts` | what a report is made of: sections, tables, charts, every text in them clean |
//! | `sheet`, `groups`, `quoted` | the scorebook and the quotes as those parts |
//! | `figures`, `cells` | shares, days and counts in words, and as cells |
//! | `chart` | where the marks of a chart stand |
//! | `page`, `markdown`, `rows` | the parts as HTML and Markdown, the scorebook as CSV |
//! | `hidden` | the same without the names of reps |

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
    /// The same for a team meeting: reps are "Rep A", "Rep B" in an order of no meaning, and a quote does not say who
    /// called.
    #[must_use]
    pub fn without_names(self) -> ReportSource {
        anonymize::hide_reps(self)
    }

    /// One self-contained page for the browser. It asks for nothing outside itself, and its policy forbids that.
    ///
    /// # Errors
    /// When the page's own template is at fault.
    pub fn html(&self) -> Result<String, PageError> {
        html::html(&sections::sheet(self))
    }

    /// The same parts as Markdown, charts as their tables.
    pub fn markdown(&self) -> String {
        markdown::markdown(&sections::sheet(self))
    }

    /// The figures as a table for spreadsheets, a group a row, formulas guarded; the quotes are in `export calls`.
    pub fn csv(&self) -> Vec<u8> {
        csv::csv(self)
    }

    /// The scorebook and the quotes as they are.
    ///
    /// # Errors
    /// None that a report could cause.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}
