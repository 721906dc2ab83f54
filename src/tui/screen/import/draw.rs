//! Draws what can be imported and the stage of the import.

use ratatui::layout::Rect;

use crate::domain::text;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::layout;
use crate::tui::widgets::theme::Role;

use super::{ImportScreen, ImportStage, KINDS, merge_preview, report};

impl ImportScreen {
    /// What the rows are; where there is no room for all, the one that is chosen.
    pub(super) fn draw_kinds(&self, inner: Rect, brush: &mut Brush) {
        let mut x = inner.x + 1 + brush.text(inner.x + 1, inner.y, 10, "What  ", Role::Dim);
        let all = inner.width >= 76;
        for (kind, name) in KINDS.iter().filter(|(kind, _)| all || *kind == self.kind) {
            let front = *kind == self.kind;
            let label = if front { format!("[{name}]") } else { format!(" {name} ") };
            let role = if front { Role::Strong } else { Role::Text };
            x += brush.text(x, inner.y, inner.right().saturating_sub(x), &label, role);
        }
        let key = if matches!(self.stage, ImportStage::Choosing) { "Shift-Tab" } else { "Tab" };
        let hint = if inner.right() >= x + 19 { format!("{key} changes") } else { key.to_owned() };
        brush.text(x + 2, inner.y, inner.right().saturating_sub(x + 2), &hint, Role::Dim);
    }

    pub(super) fn draw_stage(&self, area: Rect, brush: &mut Brush) {
        match &self.stage {
            ImportStage::Choosing => {
                let used = match &self.fault {
                    Some(fault) => brush.paragraph(area, fault, Role::Bad) + 1,
                    None => 0,
                };
                let below = layout::top(area, used).1;
                if !self.names.is_empty() {
                    return draw_names(&self.names, below, brush);
                }
                let says = "Tab completes the path, and lists what begins like it. Enter looks at it and shows what would happen; nothing is kept by that.\n\nCSV of any delimiter and encoding, as Salesforce, HubSpot, Apollo, LinkedIn, Google, Outlook, Pipedrive or a spreadsheet write it. Triggers also come as Atom, RSS or JSON feeds. Every row ends as created, updated, same or rejected with a reason.\n\nA book or bundle that a colleague shared is merged, whatever stands above.";
                brush.paragraph(below, says, Role::Dim);
            }
            ImportStage::Looking => {
                brush.text(area.x, area.y, area.width, "Looking at the file … Esc stops that.", Role::Dim);
            }
            ImportStage::Columns(_) => {}
            ImportStage::Running { dry_run, at } => {
                let verb = if *dry_run { "Looking at it" } else { "Importing" };
                let meter = Brush::meter(f64::from(at.percent().unwrap_or(0)) / 100.0, 30);
                brush.text(area.x, area.y, area.width, &format!("{verb} {meter}"), Role::Text);
                brush.text(area.x, area.y + 1, area.width, &at.says(), Role::Text);
                let stops = if *dry_run { "Esc stops it" } else { "Ctrl-C cancels" };
                let says = format!("{stops}; nothing of it is kept.");
                brush.text(area.x, area.y + 3, area.width, &says, Role::Dim);
            }
            ImportStage::Preview(report) => {
                report::draw(report, "Enter imports it. Nothing is kept yet.", self.scrolled, area, brush);
            }
            ImportStage::Shared(report) => merge_preview::draw(report, self.scrolled, area, brush),
            ImportStage::Done(report) => {
                let nothing = report.totals.created + report.totals.updated == 0;
                let says = if nothing {
                    "Your book has all of it that can enter; nothing was changed. Enter closes."
                } else {
                    "Done. u takes the whole import back. Enter closes."
                };
                report::draw(report, says, self.scrolled, area, brush);
            }
        }
    }
}

/// The names that a path can become, in columns; what has no room is counted.
fn draw_names(names: &[String], area: Rect, brush: &mut Brush) {
    brush.text(
        area.x,
        area.y,
        area.width,
        &format!("{} begin so; Tab again fills what they share.", names.len()),
        Role::Dim,
    );
    let list = layout::top(area, 1).1;
    let widest = names.iter().map(|name| text::width(name)).max().unwrap_or(0).clamp(12, 38);
    let width = u16::try_from(widest + 2).unwrap_or(40);
    let columns = (list.width / width).max(1);
    let rows = usize::from(list.height.saturating_sub(1));
    let room = rows * usize::from(columns);
    for (place, name) in names.iter().take(room).enumerate() {
        let (column, row) = (place / rows.max(1), place % rows.max(1));
        let x = list.x + u16::try_from(column).unwrap_or(0) * width;
        let role = if name.ends_with('/') { Role::Strong } else { Role::Text };
        brush.text(x, list.y + u16::try_from(row).unwrap_or(0), width.saturating_sub(1), name, role);
    }
    if names.len() > room {
        let more = format!("and {} more: type a letter or two", names.len() - room);
        brush.text(list.x, list.bottom().saturating_sub(1), list.width, &more, Role::Dim);
    }
}
