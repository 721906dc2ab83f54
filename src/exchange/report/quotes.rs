//! Builds the section with quotes: the prospects' own words, verbatim.

use crate::domain::call::{ReasonBy, VerdictSource};
use crate::domain::query::CallRow;
use crate::domain::text::pluralize;

use super::blocks::{Block, ColumnHead, ReportCell, ReportSection, ReportTable};
use super::source::ReportSource;

/// Builds the section of calls with a quote; `None` if there is none.
pub(super) fn quotes_section(report: &ReportSource) -> Option<ReportSection> {
    let calls = &report.quotes.calls;
    if calls.is_empty() {
        return None;
    }
    let shown = u32::try_from(calls.len()).unwrap_or(u32::MAX);
    let says = if report.quotes.more {
        format!("The newest {} with a quote; earlier ones are in the book.", pluralize(shown, "call", "calls"))
    } else {
        format!("{} with a quote, the newest first.", pluralize(shown, "call", "calls"))
    };
    let mut heads = vec![
        ColumnHead::text("When"),
        ColumnHead::text("Whom"),
        ColumnHead::text("Their reason"),
        ColumnHead::text("Verdict"),
    ];
    heads.push(ColumnHead::text("Their words"));
    if !report.names_hidden {
        heads.push(ColumnHead::text("Who called"));
    }
    let table = ReportTable {
        caption: "Calls in which their words were written down".to_owned(),
        class: "quotes",
        heads,
        rows: calls.iter().map(|call| row(call, report.names_hidden)).collect(),
    };
    Some(ReportSection {
        id: "quotes".to_owned(),
        title: "In their words".to_owned(),
        says: vec![says],
        blocks: vec![Block { table: Some(table), ..Block::default() }],
        ..ReportSection::default()
    })
}

fn row(call: &CallRow, names_hidden: bool) -> Vec<ReportCell> {
    let when = ReportCell::line(&call.at.format("%-d %b %Y").to_string());
    // Sorted by its text, "14 Aug" would stand before "2 Jan".
    let when = ReportCell { value: Some(call.at.format("%Y-%m-%dT%H:%M").to_string()), ..when };
    let minutes = call.seconds.map(|seconds| format!(", {} min", (seconds + 30) / 60)).unwrap_or_default();
    let amended = if call.amended { ", amended" } else { "" };
    let mut cells = vec![
        when.under(&format!("{}{minutes}{amended}", call.at.format("%H:%M"))),
        ReportCell::line(&call.contact).under(&call.account),
        reason(call),
        verdict(call),
        ReportCell::said(&call.words),
    ];
    cells.extend((!names_hidden).then(|| ReportCell::line(&call.rep)));
    cells
}

/// Returns the reason; an attached one says so.
fn reason(call: &CallRow) -> ReportCell {
    match call.reason_by {
        None => ReportCell::missing("none"),
        Some(ReasonBy::Chosen) => ReportCell::line(&call.trigger),
        Some(ReasonBy::Attached) => ReportCell::line(&call.trigger).under(ReasonBy::Attached.words()),
    }
}

/// Returns a cell with the verdict and who said so, worded for readers other than the rep: "my guess" becomes the rep's
/// guess.
fn verdict(call: &CallRow) -> ReportCell {
    let Some(verdict) = call.verdict else { return ReportCell::missing("no verdict") };
    let source = match call.source {
        Some(VerdictSource::RepInferred) => "the rep's guess",
        Some(source @ (VerdictSource::SaidUnprompted | VerdictSource::SaidWhenAsked)) => source.words(),
        None => "",
    };
    ReportCell::line(verdict.words()).under(source)
}
