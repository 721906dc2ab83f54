//! The line in which a list is filtered as you type.

use super::brush::Brush;
use super::form::{Form, TextKey};
use super::text_edit::TextEdit;
use super::theme::Role;
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
        Filter { form: Form::new(vec![field]), typing: false }
    }
}

impl Filter {
    /// What was typed.
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

    /// Gives it a stroke: up and down go on to the list, Enter leaves the line, the rest is text.
    pub fn stroke(&mut self, stroke: &TextKey) -> FilterEvent {
        if let Some(by) = stroke.line_step() {
            return FilterEvent::Moved(Movement::along(by));
        }
        if *stroke == TextKey::Enter {
            self.typing = false;
            return FilterEvent::Nothing;
        }
        if self.form.stroke(stroke, NAME_CAP) { FilterEvent::Changed } else { FilterEvent::Nothing }
    }

    /// Empties it; true when there was something.
    pub fn clear(&mut self) -> bool {
        self.typing = false;
        let had = !self.text().is_empty();
        self.form.set("filter", "");
        had
    }

    /// Paints `/text`; returns the caret while typing.
    pub fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        if !self.typing && self.text().is_empty() {
            return None;
        }
        let pieces = [(" /", Role::Key), (self.text(), Role::Strong), (" ", Role::Text)];
        brush.spans(area.x, area.y, area.width, &pieces);
        let caret = 2 + u16::try_from(crate::domain::text::width(self.text())).unwrap_or(0);
        self.typing.then(|| Position { x: (area.x + caret).min(area.right().saturating_sub(1)), y: area.y })
    }
}
