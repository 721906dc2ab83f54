//! The line in which a list is filtered as you type.

use crate::domain::text::NAME_CAP;
use crate::tui::editor::Text;
use crate::tui::form::{Form, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::paint::Brush;
use crate::tui::theme::Role;

use ratatui::layout::{Position, Rect};

/// A filter and whether it is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    form: Form,
    /// The keys go to the filter.
    pub typing: bool,
}

impl Default for Filter {
    fn default() -> Self {
        let field = crate::tui::form::Field { name: "filter", label: "/", hint: "", text: Text::line(NAME_CAP) };
        Filter { form: Form::new(vec![field]), typing: false }
    }
}

impl Filter {
    /// What was typed.
    pub fn text(&self) -> &str {
        self.form.get("filter")
    }

    /// Letters are text while it is being typed.
    pub fn layer(&self) -> Layer {
        if self.typing { Layer::Text } else { Layer::Nav }
    }

    /// Gives it a stroke; true when the text changed.
    pub fn stroke(&mut self, stroke: &Stroke) -> bool {
        if *stroke == Stroke::Enter {
            self.typing = false;
            return false;
        }
        self.form.stroke(stroke, NAME_CAP)
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
