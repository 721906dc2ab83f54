//! The box into which something is pasted: a headline, a line of a filing, a row of a list, a job advert.

use ratatui::layout::{Position, Rect};

use crate::domain::clipping;
use crate::tui::action::Action;
use crate::tui::effect::{Effect, Place};
use crate::tui::form::{Field, Form, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::msg::Answer;
use crate::tui::paint::Brush;
use crate::tui::theme::Role;

use super::{Ctx, Offer, Screen};

/// A text that is not read yet.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptureScreen {
    form: Form,
}

impl Default for CaptureScreen {
    fn default() -> Self {
        CaptureScreen { form: Form::new(vec![Field::lines("text", "", "", "")]) }
    }
}

const SAYS: &str = "Paste or type what happened: a headline, an 8-K item, a row of a list, a job advert, a page's address with \
                    its text. Ctrl-S reads it into a trigger form; nothing is saved before you save that.";

impl Screen for CaptureScreen {
    fn title(&self) -> String {
        "Paste what happened".into()
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::Save if self.form.get("text").trim().is_empty() => {
                Offer::Off("there is nothing to read: paste or type it first".into())
            }
            Action::Save | Action::UndoText | Action::RedoText | Action::Editor => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Save, Action::Editor, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::Save => {
                let clipping = clipping::read(self.form.get("text"), ctx.now.date(), ctx.rules.kinds());
                vec![Effect::Close, Effect::Go(Place::Clipping(Box::new(clipping)))]
            }
            Action::UndoText => self.stroke(&Stroke::Undo, ctx),
            Action::RedoText => self.stroke(&Stroke::Redo, ctx),
            _other => Vec::new(),
        }
    }

    fn stroke(&mut self, stroke: &Stroke, ctx: &Ctx) -> Vec<Effect> {
        self.form.stroke(stroke, usize::from(ctx.area.width.saturating_sub(4)));
        Vec::new()
    }

    fn show(&mut self, _answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, &self.title(), true);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let said = brush.paragraph(inner, SAYS, Role::Dim) + 1;
        let place = Rect { y: inner.y + said, height: inner.height.saturating_sub(said), ..inner };
        self.form.focused().and_then(|field| brush.editor(place, &field.text, &[]))
    }

    fn text(&self) -> Option<String> {
        Some(self.form.get("text").to_string())
    }
}
