//! Draws what can be imported and the stage of the import.

use ratatui::layout::Rect;

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
        let hint = if inner.right() >= x + 13 { "Tab changes" } else { "Tab" };
        brush.text(x + 2, inner.y, inner.right().saturating_sub(x + 2), hint, Role::Dim);
    }

    pub(super) fn draw_stage(&self, area: Rect, brush: &mut Brush) {
        match &self.stage {
            ImportStage::Choosing => {
                let used = match &self.fault {
                    Some(fault) => brush.paragraph(area, fault, Role::Bad) + 1,
                    None => 0,
                };
                let says = "Enter looks at it and shows what would happen; nothing is kept by that.\n\nCSV of any delimiter and encoding, as Salesforce, HubSpot, Apollo, LinkedIn, Google, Outlook, Pipedrive or a spreadsheet write it. Triggers also come as Atom, RSS or JSON feeds. Every row ends as created, updated, same or rejected with a reason.\n\nA book or bundle that a colleague shared is merged, whatever stands above.";
                brush.paragraph(layout::top(area, used).1, says, Role::Dim);
            }
            ImportStage::Looking => {
                brush.text(area.x, area.y, area.width, "looking at the file …", Role::Dim);
            }
            ImportStage::Columns(_) => {}
            ImportStage::Running { dry_run, at } => {
                let verb = if *dry_run { "Looking at it" } else { "Importing" };
                let meter = Brush::meter(f64::from(at.percent().unwrap_or(0)) / 100.0, 30);
                brush.text(area.x, area.y, area.width, &format!("{verb} {meter}"), Role::Text);
                brush.text(area.x, area.y + 1, area.width, &at.says(), Role::Text);
                brush.text(area.x, area.y + 3, area.width, "Ctrl-C cancels; nothing of it is kept.", Role::Dim);
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
