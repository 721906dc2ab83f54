//! A form as it is painted.

use std::collections::BTreeSet;

use ratatui::layout::{Position, Rect};

use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::Form;
use crate::tui::widgets::theme::Role;

/// Paints labels and fields under each other; the focused one shows its hint, one that was read from a text a question
/// mark. Returns the caret.
pub(super) fn draw_form(
    form: &Form,
    area: Rect,
    brush: &mut Brush,
    fault: Option<&str>,
    read: &BTreeSet<&'static str>,
) -> Option<Position> {
    const LABEL: u16 = 18;
    let width = area.width.saturating_sub(LABEL + 2);
    let mut y = area.y;
    let mut caret = None;
    let heights: Vec<u16> = form.fields.iter().map(|field| if field.text.many_lines() { 4 } else { 1 }).collect();
    let skip = skipped(&heights, form.focus, area.height);
    for (index, field) in form.fields.iter().enumerate().skip(skip) {
        let height = heights[index].min(area.bottom().saturating_sub(y));
        if height == 0 {
            break;
        }
        let focused = index == form.focus;
        brush.text(area.x + 1, y, LABEL, field.label, if focused { Role::Focus } else { Role::Dim });
        if read.contains(field.name) {
            brush.text(area.x + LABEL - 1, y, 1, "?", Role::Warn);
        }
        let place = Rect { x: area.x + LABEL + 1, y, width, height };
        if field.text.is_blank() {
            brush.text(place.x, y, width, field.hint, Role::Dim);
        }
        if focused {
            brush.text(area.x, y, 1, ">", Role::Key);
            caret = brush.editor(place, &field.text, &[]);
        } else {
            // From its beginning, not from where its caret stands.
            brush.paragraph(place, field.text.as_str(), Role::Text);
        }
        y += height;
        if let (Some(fault), true) = (fault, focused)
            && y < area.bottom()
        {
            y += brush.paragraph(Rect { y, height: area.bottom() - y, ..place }, fault, Role::Bad);
        }
    }
    caret
}

/// Fields to leave out at the top so that the focused one is seen.
fn skipped(heights: &[u16], focus: usize, room: u16) -> usize {
    (0..=focus).find(|skip| heights[*skip..=focus].iter().sum::<u16>() <= room).unwrap_or(focus)
}
