//! The head of a box whose list is filtered by typing.

use ratatui::layout::{Position, Rect};

use super::brush::Brush;
use super::form::Form;
use super::theme::Role;

/// Paints the line that is typed into; the caret, and what is left for the list above one line of keys.
pub(in crate::tui) fn head(inner: Rect, form: &Form, brush: &mut Brush) -> Option<(Option<Position>, Rect)> {
    brush.text(inner.x, inner.y, 1, ">", Role::Key);
    let line = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), height: 1, ..inner };
    let field = form.focused()?;
    if field.text.is_blank() {
        brush.text(line.x, line.y, line.width, field.hint, Role::Dim);
    }
    let caret = brush.editor(line, &field.text, &[]);
    Some((caret, Rect { y: inner.y + 2, height: inner.height.saturating_sub(3), ..inner }))
}
