//! `whynow report`: scorecards and quotes of a period as a file to show.

use std::path::PathBuf;

use anyhow::{Result, bail};
use chrono::NaiveDate;

use super::scorecard::find;
use crate::cli::args::{ReportArgs, ReportTo};
use crate::cli::context::Desk;
use crate::cli::exit::{End, Usage};
use crate::cli::output::Out;
use crate::domain::scorecard::period::Span;
use crate::job::export::report::{Form, Wanted, report, write_report};

pub(crate) fn run(args: &ReportArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let today = desk.now().date();
    let span = span(args, today).map_err(Usage)?;
    let store = desk.open()?;
    let rep = args.rep.as_deref().map(|name| find(&store, name)).transpose()?;
    let Some((form, path)) = form(&args.to) else { bail!("a report needs a file to go to") };
    let period = span.period(today, store.first_day()?, rep);
    let wanted = Wanted { period, hide_names: args.hide_names, form };
    match desk.file(Some(&path))? {
        None => out.bytes(&report(&store, &wanted, today)?)?,
        Some(path) => {
            write_report(&store, &wanted, Some(path), today)?;
            out.beside(format!("The report is in {}.", path.display()));
        }
    }
    Ok(End::Done)
}

fn form(to: &ReportTo) -> Option<(Form, PathBuf)> {
    let forms = [(Form::Html, &to.html), (Form::Markdown, &to.md), (Form::Json, &to.json), (Form::Csv, &to.csv)];
    forms.into_iter().find_map(|(form, path)| Some((form, path.clone()?)))
}

/// The days asked for: the last 90 where nothing is said.
fn span(args: &ReportArgs, today: NaiveDate) -> Result<Span, String> {
    match (&args.from, &args.until) {
        (Some(from), Some(until)) => Span::parse(&format!("{from} to {until}"), today),
        (Some(from), None) => Span::parse(from, today),
        (None, Some(_) | None) => Ok(Span::default()),
    }
}
