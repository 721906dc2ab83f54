//! The box into which something is pasted: a headline, a line of a filing, a row of a list, a job posting, a signature.

use ratatui::layout::{Position, Rect};

use crate::domain::capture;
use crate::domain::draft::Draft;
use crate::tui::message::action::Action;
use crate::tui::message::answer::Answer;
use crate::tui::message::command::DraftCommand;
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::message::route::Route;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen, is_back};
use crate::tui::context::{Ctx, FormSketch, Offer};

/// Key of the box's draft. It waits until the trigger that was read from its text is saved.
pub const KEY: &str = "capture";

/// A text that is not read yet.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptureScreen {
    form: Form,
    touched: bool,
    loaded: bool,
}

impl Default for CaptureScreen {
    fn default() -> Self {
        CaptureScreen { form: Form::new(vec![Field::lines("text", "", "", "")]), touched: false, loaded: false }
    }
}

impl CaptureScreen {
    /// What was typed and not read comes back, where nothing newer was typed by now.
    fn restore(&mut self, draft: &Draft, ctx: &Ctx) -> Vec<Effect> {
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return Vec::new() };
        self.form.restore(&kept);
        self.touched = true;
        vec![is_back(draft, "Ctrl-S reads it", ctx)]
    }

    fn may_read(&self) -> Offer {
        Offer::yes_if(!self.form.get("text").trim().is_empty(), "there is nothing to read: paste or type it first")
    }

    fn read(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let clipping = capture::read(self.form.get("text"), ctx.now.date(), ctx.rules.kinds());
        vec![Effect::Close, Effect::Go(Route::Clipping { clipping: Box::new(clipping), boxed: true })]
    }

    fn discard(&mut self) -> Vec<Effect> {
        // Loaded, so that an answer on its way does not bring back what is discarded.
        *self = CaptureScreen { loaded: true, ..CaptureScreen::default() };
        vec![DraftCommand::Discard(KEY.into()).into(), Effect::say("Forgotten.")]
    }
}

const SAYS: &str = "Paste or type what happened: a headline, an 8-K item, a row of a list, a job posting, somebody's post, a \
                    page's address with its text. Ctrl-S reads it into a trigger form, a signature into the form of a \
                    person; nothing is saved before you save that.";

impl ActTable for CaptureScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::offered(Action::Save, |screen, _| screen.may_read(), Self::read),
        Act::offered(
            Action::Discard,
            |screen, _| Offer::yes_if(screen.touched, "nothing was typed"),
            |screen, _| screen.discard(),
        ),
        Act::undo_text(),
        Act::redo_text(),
        Act::editor(),
    ];
}

impl Screen for CaptureScreen {
    fn title(&self) -> String {
        "Paste what happened".into()
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::Save, Action::Editor, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        (!self.loaded).then(|| Query::Draft(KEY.into()).into()).into_iter().collect()
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        self.touched |= self.form.stroke(stroke, usize::from(ctx.area.width.saturating_sub(4)));
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        let Answer::Draft(key, draft) = answer else { return Vec::new() };
        if self.loaded || key != KEY {
            return Vec::new();
        }
        self.loaded = true;
        // What is typed by now is newer than what was kept.
        let draft = draft.as_ref().filter(|_| !self.touched);
        draft.map(|draft| self.restore(draft, ctx)).unwrap_or_default()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let inner = brush.pane(ctx.area, &self.title(), true);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let said = brush.paragraph(inner, SAYS, Role::Dim) + 1;
        let place = Rect { y: inner.y + said, height: inner.height.saturating_sub(said), ..inner };
        self.form.focused().and_then(|field| brush.editor(place, &field.text, &[]))
    }

    fn claim(&self) -> Option<String> {
        Some(KEY.into())
    }

    fn sketch(&self) -> Option<FormSketch> {
        let body = serde_json::to_string(&self.form.keep()).ok()?;
        self.touched.then(|| FormSketch { key: KEY.into(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        Some(self.form.get("text").to_string())
    }
}
