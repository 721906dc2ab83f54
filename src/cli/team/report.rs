//! `whynow report`: writes scorecards and quotes of a period to a file to show.

use std::path::Path;

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::scorecard::find;
use crate::cli::args::{ReportArgs, ReportTo};
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::scorecard::period::DayRange;
use crate::job::export::report::{ReportFormat, ReportOptions, report, write_report};

pub(crate) fn run(args: &ReportArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let today = desk.now().date();
    let span = span(args, today).map_err(UsageError)?;
    let Some((form, path)) = form(&args.to) else { bail!("a report needs a file to go to") };
    let permit = desk.permit("report", args.replacing);
    let path = output_file(Some(path), &permit)?;
    let store = desk.open()?;
    let rep = args.rep.as_deref().map(|name| find(&store, name)).transpose()?;
    let period = span.period(today, store.first_day()?, rep);
    let wanted = ReportOptions { period, hide_names: args.hide_names, form };
    match path {
        None => out.bytes(&report(&store, &wanted, today)?)?,
        Some(path) => {
            write_report(&store, &wanted, Some(path), &permit, today)?;
            out.beside(format!("The report is in {}.", path.display()));
        }
    }
    Ok(Exit::Done)
}

fn form(to: &ReportTo) -> Option<(ReportFormat, &Path)> {
    let forms = [
        (ReportFormat::Html, &to.html),
        (ReportFormat::Markdown, &to.md),
        (ReportFormat::Json, &to.json),
        (ReportFormat::Csv, &to.csv),
    ];
    forms.into_iter().find_map(|(form, path)| Some((form, path.as_deref()?)))
}

/// Returns the requested days; the last 90 if none are given.
fn span(args: &ReportArgs, today: NaiveDate) -> Result<DayRange, String> {
    match (&args.from, &args.until) {
        (Some(from), Some(until)) => DayRange::parse(&format!("{from} to {until}"), today),
        (Some(from), None) => DayRange::parse(from, today),
        (None, Some(_) | None) => Ok(DayRange::default()),
    }
}
