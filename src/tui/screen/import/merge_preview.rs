//! Preview or report of merging a bundle: counts, notes, every overwritten value.

use ratatui::layout::Rect;

use crate::domain::import::merge_report::{MergeReport, OverwrittenValue};
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::theme::Role;

use crate::tui::widgets::format;

/// Overwritten values that are listed; `whynow merge --report` writes all of them.
const LISTED: usize = 200;

/// Draws the report from a line on.
pub(super) fn draw(report: &MergeReport, scrolled: usize, area: Rect, brush: &mut Brush) {
    let totals = report.totals();
    let head = format!(
        "A bundle: {} new, {} changed, {} same",
        format::thousands(totals.new),
        format::thousands(totals.changed),
        format::thousands(totals.same)
    );
    brush.text(area.x, area.y, area.width, &head, Role::Strong);
    let next = match (report.dry_run, report.is_nothing()) {
        (true, false) => "Enter merges it. Nothing is kept yet.",
        (true, true) => "Your book has all of it already. Enter closes.",
        (false, _) => "Done. u takes the whole merge back. Enter closes.",
    };
    brush.text(area.x, area.y + 1, area.width, next, Role::Key);
    let lines = lines(report);
    let mut list = Rect { y: area.y + 3, height: area.height.saturating_sub(3), ..area };
    if lines.len() > usize::from(list.height) {
        list.height = list.height.saturating_sub(1);
        let width = list.width.saturating_sub(1);
        brush.text(list.x + 1, list.bottom(), width, "Up and Down show the rest.", Role::Dim);
    }
    let first = scrolled.min(lines.len().saturating_sub(usize::from(list.height)));
    for (y, (left, right, role)) in (list.y..list.bottom()).zip(lines.into_iter().skip(first)) {
        let cells = [Cell::new(left, Role::Dim), Cell::new(right, role)];
        brush.row(Rect { y, height: 1, ..list }, false, &[ColumnWidth::Fixed(11), ColumnWidth::Flex(1)], &cells);
    }
}

/// What to know first, then what is overwritten, then the counts.
pub(super) fn lines(report: &MergeReport) -> Vec<(String, String, Role)> {
    let mut lines: Vec<(String, String, Role)> =
        report.notes().into_iter().map(|note| ("note".to_owned(), note, Role::Warn)).collect();
    let would = if report.dry_run { "overwrites" } else { "overwrote" };
    for value in report.overwritten.iter().take(LISTED) {
        lines.push((would.to_owned(), says(value), Role::Text));
    }
    if report.overwritten.len() > LISTED {
        let more = report.overwritten.len() - LISTED;
        let says = format!("and {} more; `whynow merge --report FILE` writes them", format::thousands(more as u64));
        lines.push((String::new(), says, Role::Dim));
    }
    for count in &report.counts {
        let says = format!(
            "{}: {} new, {} changed, {} same",
            count.what,
            format::thousands(count.new),
            format::thousands(count.changed),
            format::thousands(count.same)
        );
        lines.push((String::new(), says, Role::Dim));
    }
    lines
}

fn says(value: &OverwrittenValue) -> String {
    let text =
        |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", text.replace('\n', " ")) };
    format!(
        "{}, {}: {} -> {} ({}, {})",
        value.what,
        value.field,
        text(&value.old),
        text(&value.new),
        value.by,
        value.at
    )
}
