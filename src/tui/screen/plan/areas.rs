//! Layout of the plan screen.

use ratatui::layout::Rect;

use crate::domain::plan::PlanField;
use crate::tui::context::Ctx;
use crate::tui::widgets::layout;
use crate::tui::widgets::layout::Room;

/// Areas of the screen's parts.
pub(super) struct PlanLayout {
    pub(super) evidence: Option<Rect>,
    pub(super) opener: Rect,
    pub(super) fields: Rect,
    pub(super) check: Rect,
    /// Their way forward, where a tall screen has room for it under the fields.
    pub(super) way: Option<Rect>,
}

/// Fewest rows of the pane with their way forward: two questions in its frame.
const WAY_ROWS: u16 = 6;

impl PlanLayout {
    pub(super) fn of(ctx: &Ctx) -> PlanLayout {
        let field_rows = u16::try_from(PlanField::ALL.len()).unwrap_or(10) + 1;
        if ctx.room == Room::Wide {
            let (evidence, rest) = layout::split_left(ctx.area, ctx.area.width * 28 / 100);
            let (writing, check) = layout::split_left(rest, rest.width * 60 / 100);
            let (opener, fields) = layout::top(writing, writing.height.saturating_sub(field_rows + 4).clamp(6, 12));
            // Two rows more: the focused field grows.
            let (fields, way) = match fields.height.checked_sub(field_rows + 2) {
                Some(rest) if rest >= WAY_ROWS => {
                    let (fields, way) = layout::top(fields, field_rows + 2);
                    (fields, Some(way))
                }
                Some(_) | None => (fields, None),
            };
            return PlanLayout { evidence: Some(evidence), opener, fields, check, way };
        }
        let check_rows = if ctx.area.height >= 20 { 5 } else { 3 };
        let (upper, check) = layout::top(ctx.area, ctx.area.height.saturating_sub(check_rows));
        let (opener, fields) = layout::top(upper, (upper.height / 2).clamp(4, 9));
        PlanLayout { evidence: None, opener, fields, check, way: None }
    }

    pub(super) fn opener_text(&self) -> Rect {
        layout::inner(self.opener)
    }
}
