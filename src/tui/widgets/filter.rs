//! The line in which a list is filtered as you type.

use super::brush::Brush;
use super::form::{Form, TextKey};
use super::text_edit::TextEdit;
use super::theme::Role;
use crate::domain::text;
use crate::domain::text::NAME_CAP;
use crate::tui::message::action::Movement;
use crate::tui::message::keymap::Layer;

use ratatui::layout::{Position, Rect};

/// A filter and whether it is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    form: Form,
    /// The keys go to the filter.
    pub typing: bool,
    /// The whole text is selected: what is typed next takes its place.
    selected: bool,
}

/// The effect of a key in the filter on its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterEvent {
    /// The selection moves.
    Moved(Movement),
    /// There is another text to ask for.
    Changed,
    /// Nothing.
    Nothing,
}

impl Default for Filter {
    fn default() -> Self {
        let field = super::form::Field::of("filter", "/", "", TextEdit::line(NAME_CAP));
        Filter { form: Form::new(vec![field]), typing: false, selected: false }
    }
}

impl Filter {
    /// The words that narrow the list; empty where nothing does.
    pub fn text(&self) -> &str {
        self.form.get("filter")
    }

    /// It is being typed, or narrows the list.
    pub fn is_in_use(&self) -> bool {
        self.typing || !self.text().is_empty()
    }

    /// Letters are text while it is being typed.
    pub fn layer(&self) -> Layer {
        if self.typing { Layer::Text } else { Layer::Nav }
    }

    /// Begins to type. What stood there narrows the list until something takes its place, as in a browser's find.
    pub fn begin(&mut self) {
        (self.typing, self.selected) = (true, !self.text().is_empty());
    }

    /// Gives it a stroke: up and down go on to the list, Enter leaves the line, the rest is text.
    pub fn stroke(&mut self, stroke: &TextKey) -> FilterEvent {
        if let Some(by) = stroke.line_step() {
            return FilterEvent::Moved(Movement::along(by));
        }
        if *stroke == TextKey::Enter {
            (self.typing, self.selected) = (false, false);
            return FilterEvent::Nothing;
        }
        if std::mem::take(&mut self.selected) && takes_the_place(stroke) {
            self.form.set("filter", "");
            self.form.stroke(stroke, NAME_CAP);
            return FilterEvent::Changed;
        }
        if self.form.stroke(stroke, NAME_CAP) { FilterEvent::Changed } else { FilterEvent::Nothing }
    }

    /// Empties it; true when there was something.
    pub fn clear(&mut self) -> bool {
        (self.typing, self.selected) = (false, false);
        let had = !self.text().is_empty();
        self.form.set("filter", "");
        had
    }

    /// Paints `/text`; returns the caret while typing.
    pub fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        if !self.typing && self.text().is_empty() {
            return None;
        }
        let typed = if self.selected { Role::Selected } else { Role::Strong };
        let pieces = [(" /", Role::Key), (self.text(), typed), (" ", Role::Text)];
        brush.spans(area.x, area.y, area.width, &pieces);
        let before = self.form.focused().map_or(0, |field| field.text.caret());
        let caret = 2 + u16::try_from(text::width(self.text().get(..before).unwrap_or_default())).unwrap_or(0);
        self.typing.then(|| Position { x: (area.x + caret).min(area.right().saturating_sub(1)), y: area.y })
    }
}

/// Whether a stroke takes the place of a selected text; a movement only ends the selection.
fn takes_the_place(stroke: &TextKey) -> bool {
    match stroke {
        TextKey::Char(_)
        | TextKey::Paste(_)
        | TextKey::Replace(_)
        | TextKey::Backspace
        | TextKey::Delete
        | TextKey::DeleteWord
        | TextKey::DeleteToBlank
        | TextKey::DeleteToStart
        | TextKey::DeleteToEnd => true,
        TextKey::Enter | TextKey::Move(_) | TextKey::Undo | TextKey::Redo => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_in(filter: &mut Filter, text: &str) {
        for c in text.chars() {
            filter.stroke(&TextKey::Char(c));
        }
    }

    #[test]
    fn a_filter_begun_again_takes_the_place_of_the_old_one_or_keeps_it() {
        use crate::tui::widgets::text_edit::Move;
        for (strokes, left) in [
            (vec![TextKey::Char('n')], "n"),
            (vec![TextKey::Paste("nor".into())], "nor"),
            (vec![TextKey::Backspace], ""),
            (vec![TextKey::Move(Move::End), TextKey::Char('n')], "haldn"),
            (vec![TextKey::Enter], "hald"),
        ] {
            let mut filter = Filter::default();
            filter.begin();
            type_in(&mut filter, "hald");
            filter.stroke(&TextKey::Enter);
            filter.begin();
            for stroke in &strokes {
                filter.stroke(stroke);
            }
            assert_eq!(filter.text(), left, "{strokes:?}");
        }
    }
}
