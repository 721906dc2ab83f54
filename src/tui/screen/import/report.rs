//! What an import would do or did, and how it read the columns.

use ratatui::layout::Rect;

use crate::domain::query::{ColumnBasis, ColumnMapping, ImportReport, MatchCount};
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::format;
use crate::tui::widgets::theme::Role;

/// Paints a report, scrolled by some rows; `next` says what to do now.
pub(super) fn draw(report: &ImportReport, next: &str, scrolled: usize, area: Rect, brush: &mut Brush) {
    let totals = &report.totals;
    let head = format!(
        "{} {}: {} new, {} updated, {} same, {} rejected",
        format::thousands(totals.read),
        if totals.read == 1 { "row" } else { "rows" },
        format::thousands(totals.created),
        format::thousands(totals.updated),
        format::thousands(totals.same),
        format::thousands(totals.rejected)
    );
    brush.text(area.x, area.y, area.width, &head, Role::Strong);
    brush.text(area.x, area.y + 1, area.width, next, Role::Key);
    brush.text(area.x, area.y + 2, area.width, &read_as(report), Role::Dim);
    let lines = report_lines(report);
    let mut list = Rect { y: area.y + 4, height: area.height.saturating_sub(4), ..area };
    if lines.len() > usize::from(list.height) {
        list.height = list.height.saturating_sub(1);
        brush.text(list.x + 1, list.bottom(), list.width.saturating_sub(1), "Up and Down show the rest.", Role::Dim);
    }
    let first = scrolled.min(lines.len().saturating_sub(usize::from(list.height)));
    for (y, (left, right, role)) in (list.y..list.bottom()).zip(lines.into_iter().skip(first)) {
        let cells = [Cell::new(left, Role::Dim), Cell::new(right, role)];
        brush.row(Rect { y, height: 1, ..list }, false, &[ColumnWidth::Fixed(26), ColumnWidth::Flex(1)], &cells);
    }
}

/// `Salesforce, 94 % of its columns. CSV, comma, Windows-1252`.
fn read_as(report: &ImportReport) -> String {
    match &report.likeness {
        Some(likeness) => format!("{}. {}", likeness.words(), report.format),
        None => report.format.clone(),
    }
}

/// What a report shows below its totals: what did not enter first, then how the columns were read.
pub(super) fn report_lines(report: &ImportReport) -> Vec<(String, String, Role)> {
    let mut lines: Vec<(String, String, Role)> = report
        .rejects
        .iter()
        .map(|r| (format!("line {}", r.line), format!("{} | {}", r.reason, r.row), Role::Warn))
        .collect();
    if let Some(path) = &report.rejects_in {
        lines.insert(0, ("rejected rows".into(), format!("in {path}: mend them there and import that"), Role::Strong));
    }
    if report.unsure > 0 {
        let says = format!("{} may be something you have; Z shows them side by side", format::thousands(report.unsure));
        lines.push(("to decide".into(), says, Role::Warn));
    }
    let known =
        |known: &MatchCount| (format!("{} known by", format::thousands(known.rows)), known.by.clone(), Role::Text);
    lines.extend(report.known_by.iter().map(known));
    lines.extend(report.notes.iter().map(|note| ("note".to_string(), note.clone(), Role::Text)));
    let taken = report.mapping.iter().filter_map(|mapped| Some((mapped, mapped.field.as_ref()?)));
    lines.extend(taken.map(|(mapped, field)| (mapped.column.clone(), format!("-> {field}"), Role::Text)));
    let named = |unknown: bool| -> Vec<&str> {
        let left = report.mapping.iter().filter(|mapped| mapped.field.is_none() && is_unknown(mapped) == unknown);
        left.map(|mapped| mapped.column.as_str()).collect()
    };
    for (words, columns, role) in [("not understood", named(true), Role::Text), ("skipped", named(false), Role::Dim)] {
        if !columns.is_empty() {
            lines.push((words.into(), columns.join(", "), role));
        }
    }
    lines
}

fn is_unknown(mapped: &ColumnMapping) -> bool {
    mapped.known == ColumnBasis::No
}
