//! The section with quotes: their words, verbatim.

use crate::domain::call::VerdictSource;
use crate::domain::query::CallRow;

use super::blocks::{Block, Cell, Head, Section, Table};
use super::figures::counted;
use super::source::Report;

/// The calls with a quote; `None` if there is none.
pub(super) fn quoted(report: &Report) -> Option<Section> {
    let calls = &report.quotes.calls;
    if calls.is_empty() {
        return None;
    }
    let shown = u32::try_from(calls.len()).unwrap_or(u32::MAX);
    let says = if report.quotes.more {
        format!("The newest {} with a quote; earlier ones are in the book.", counted(shown, "call", "calls"))
    } else {
        format!("{} with a quote, the newest first.", counted(shown, "call", "calls"))
    };
    let mut heads = vec![Head::text("When"), Head::text("Whom"), Head::text("Their reason"), Head::text("Verdict")];
    heads.push(Head::text("Their words"));
    if !report.names_hidden {
        heads.push(Head::text("Who called"));
    }
    let table = Table {
        caption: "Calls in which their words were written down".to_owned(),
        class: "quotes",
        heads,
        rows: calls.iter().map(|call| row(call, report.names_hidden)).collect(),
    };
    Some(Section {
        id: "quotes".to_owned(),
        title: "In their words".to_owned(),
        says: vec![says],
        blocks: vec![Block { table: Some(table), ..Block::default() }],
        ..Section::default()
    })
}

fn row(call: &CallRow, names_hidden: bool) -> Vec<Cell> {
    let when = Cell::line(&call.at.format("%-d %b %Y").to_string());
    let when = Cell { value: Some(call.at.format("%Y-%m-%dT%H:%M").to_string()), ..when };
    let minutes = call.seconds.map(|seconds| format!(", {} min", (seconds + 30) / 60)).unwrap_or_default();
    let amended = if call.amended { ", amended" } else { "" };
    let mut cells = vec![
        when.under(&format!("{}{minutes}{amended}", call.at.format("%H:%M"))),
        Cell::line(&call.contact).under(&call.account),
        if call.trigger.is_empty() { Cell::none("none") } else { Cell::line(&call.trigger) },
        verdict(call),
        Cell::said(&call.words),
    ];
    cells.extend((!names_hidden).then(|| Cell::line(&call.rep)));
    cells
}

/// The verdict, and under it who says so, seen from outside: "my guess" is the rep's.
fn verdict(call: &CallRow) -> Cell {
    let Some(verdict) = call.verdict else { return Cell::none("no verdict") };
    let source = match call.source {
        Some(VerdictSource::RepInferred) => "the rep's guess",
        Some(source @ (VerdictSource::SaidUnprompted | VerdictSource::SaidWhenAsked)) => source.words(),
        None => "",
    };
    Cell::line(verdict.words()).under(source)
}
