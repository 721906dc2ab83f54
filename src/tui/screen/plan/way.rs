//! Draws their way forward beside the plan: what they have to decide and could ask, for the reason that is chosen.

use ratatui::layout::Rect;

use crate::domain::query::PlanDetail;
use crate::tui::context::Ctx;
use crate::tui::widgets::brush::{Brush, TextPen};
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

    /// Draws as many whole lines as have room.
    pub(super) fn draw_way(&self, file: &PlanDetail, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let way = file.way_forward(self.chosen, ctx.now.date());
        let inner = brush.pane(area, &format!("Their way forward · {}", way.stage.words()), false);
        let mut pen = TextPen::new(inner);
        for (label, text) in way.lines() {
            if !pen.whole_line(brush, &format!("{label}: {text}"), Role::Text) {
                break;
            }
        }
    }
}
