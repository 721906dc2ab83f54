//! Draws their way forward beside the plan: what they have to decide and could ask, for the reason that is chosen.

use ratatui::layout::Rect;

use crate::domain::query::PlanDetail;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit::wrap;
use crate::tui::widgets::theme::Role;

use super::{PlanPane, PlanScreen};

impl PlanScreen {
    /// Draws the pane that is turned to: what we know, or their way forward.
    pub(super) fn draw_known(&self, file: &PlanDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        match self.side {
            PlanPane::Writing | PlanPane::Evidence | PlanPane::Wordings(_) => {
                self.draw_evidence(file, ctx, area, brush);
            }
            PlanPane::WayForward => self.draw_way(file, ctx, area, brush),
        }
    }

    /// Draws as many whole lines as have room; where some have none, the title says what shows them.
    pub(super) fn draw_way(&self, file: &PlanDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let way = file.way_forward(self.chosen, ctx.now.date());
        let lines: Vec<String> = way.lines().into_iter().map(|(label, text)| format!("{label}: {text}")).collect();
        let inner = layout::inner(area);
        let fitting = fitting(&lines, inner);
        let more = if fitting < lines.len() { ", F3 all" } else { "" };
        brush.pane(area, &format!("Their way forward{more} · {}", way.stage.words()), false);
        let mut pen = TextPen::new(inner);
        lines.iter().take(fitting).for_each(|line| pen.line(brush, line, Role::Text));
    }
}

/// Returns how many lines have room from the top of an area, wrapped and whole.
fn fitting(lines: &[String], area: Rect) -> usize {
    let rows = lines.iter().scan(0, |rows, line| {
        *rows += wrap(line, usize::from(area.width).max(1)).len();
        Some(*rows)
    });
    rows.take_while(|rows| *rows <= usize::from(area.height)).count()
}
