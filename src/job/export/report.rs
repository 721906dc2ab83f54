//! Writes the scorecards and quotes of a period to a file.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chrono::NaiveDate;

use crate::domain::scorecard::Period;
use crate::exchange::report::ReportSource;
use crate::job::file::atomic_write::put;
use crate::job::file::permit::WritePermit;
use crate::store::Store;

/// Format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// The report as an HTML page.
    Html,
    /// The report as Markdown.
    Markdown,
    /// The report as JSON.
    Json,
    /// The report's figures as CSV for spreadsheets.
    Csv,
}

/// Options of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportOptions {
    pub period: Period,
    /// True to leave out the names of reps.
    pub hide_names: bool,
    pub form: ReportFormat,
}

/// Returns the report as the content of its file.
///
/// # Errors
/// When the book cannot be read.
pub fn report(store: &Store, wanted: &ReportOptions, today: NaiveDate) -> Result<Vec<u8>> {
    let doing = "reading the book for a report";
    let scorebook = store.scorebook(&wanted.period).context(doing)?;
    let quotes = store.quotes(&wanted.period).context(doing)?;
    let named = ReportSource { made_on: today, names_hidden: false, scorebook, quotes };
    let report = if wanted.hide_names { named.without_names() } else { named };
    Ok(match wanted.form {
        ReportFormat::Html => report.html()?.into_bytes(),
        ReportFormat::Markdown => report.markdown().into_bytes(),
        ReportFormat::Json => {
            let mut text = report.json().context("writing JSON")?;
            text.push('\n');
            text.into_bytes()
        }
        ReportFormat::Csv => report.csv(),
    })
}

/// Writes the report to a file, replacing an older one only when everything is written. Without a path, the file is
/// written to the current directory and named after the period. Returns its path.
///
/// # Errors
/// When the book cannot be read or the file cannot be written.
pub fn write_report(
    store: &Store,
    wanted: &ReportOptions,
    path: Option<&Path>,
    permit: &WritePermit,
    today: NaiveDate,
) -> Result<PathBuf> {
    let path = path.map_or_else(|| PathBuf::from(name_of(wanted)), Path::to_owned);
    put(&path, permit, &report(store, wanted, today)?)?;
    Ok(path)
}

fn name_of(wanted: &ReportOptions) -> String {
    let end = match wanted.form {
        ReportFormat::Html => "html",
        ReportFormat::Markdown => "md",
        ReportFormat::Json => "json",
        ReportFormat::Csv => "csv",
    };
    format!("report-{}-to-{}.{end}", wanted.period.from, wanted.period.until)
}
