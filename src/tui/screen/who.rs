//! Who works with this book: the name on calls, files and bundles, and the company that openers say. Asked once, with a
//! new book.

use ratatui::layout::{Position, Rect};

use crate::tui::message::action::Action;
use crate::tui::message::answer::Answer;
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit::TextEdit;
use crate::tui::widgets::theme::Role;

use super::{Act, ActTable, Screen};
use crate::tui::context::{Ctx, Offer};

/// Longest name of a person or a company, in characters.
const LONGEST: usize = 100;
/// Columns before a field.
const LABEL: u16 = 10;

/// The form of the rep's own name and company.
#[derive(Debug, Clone, PartialEq)]
pub struct WhoScreen {
    form: Form,
    loaded: bool,
    /// Nobody was asked before.
    first: bool,
}

impl Default for WhoScreen {
    fn default() -> Self {
        let field = |name, label, hint| Field::of(name, label, hint, TextEdit::line(LONGEST));
        let fields = vec![
            field("name", "Name", "first and last name"),
            field("company", "Company", "as you say it on the telephone"),
        ];
        WhoScreen { form: Form::new(fields), loaded: false, first: false }
    }
}

impl WhoScreen {
    fn save(&mut self) -> Vec<Effect> {
        let [name, company] = ["name", "company"].map(|field| self.form.get(field).trim().to_owned());
        vec![Command::SetWho { name, company }.into(), Effect::Close]
    }

    fn save_and_go_on_tour(&mut self) -> Vec<Effect> {
        let mut effects = self.save();
        effects.push(Command::OpenSample { tour: true }.into());
        effects
    }

    /// Leaves it; whoever was asked for the first time is not asked again.
    fn skip(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let asked = || Command::SetWho { name: String::new(), company: String::new() }.into();
        let asked = (self.first && ctx.read_only.is_none()).then(asked);
        asked.into_iter().chain([Effect::Close]).collect()
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        self.form.step(by);
        Vec::new()
    }

    fn is_last(&self) -> bool {
        self.form.focus + 1 == self.form.fields.len()
    }

    fn says(&self) -> &'static str {
        if self.first {
            "Who works with this book? Your name stands on the calls that you log and in every file, report and bundle \
             that you give away; your company is what openers say. Esc skips it: nobody asks again, and @ opens this \
             page at any time. Ctrl-N saves it and shows you around: three minutes on a sample book, yours stays as it is."
        } else {
            "Your name stands on the calls that you log, those before too, and in every file, report and bundle that you \
             give away; your company is what openers say."
        }
    }
}

impl ActTable for WhoScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::offered(Action::Save, |_, ctx| Offer::writing(ctx), |screen, _| screen.save()),
        Act::offered(
            Action::Tour,
            |screen, ctx| if screen.first { Offer::writing(ctx) } else { Offer::No },
            |screen, _| screen.save_and_go_on_tour(),
        ),
        Act::always(Action::NextPane, |screen, _| screen.step(1)),
        Act::always(Action::PreviousPane, |screen, _| screen.step(-1)),
        Act::always(Action::Back, Self::skip),
        Act::undo_text(),
        Act::redo_text(),
    ];
}

impl Screen for WhoScreen {
    fn title(&self) -> String {
        "You".into()
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn enter(&self) -> Option<&'static str> {
        Some(if self.is_last() { "save" } else { "next" })
    }

    fn hints(&self) -> Vec<Action> {
        let tour = self.first.then_some(Action::Tour);
        tour.into_iter().chain([Action::Save, Action::NextPane, Action::Back]).collect()
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        (!self.loaded).then(|| Query::Who.into()).into_iter().collect()
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if *stroke == TextKey::Enter && self.is_last() {
            return self.act_or_say(ctx);
        }
        match self.form.step_of(stroke) {
            Some(by) => self.step(by),
            None => {
                self.form.stroke(stroke, LONGEST);
                Vec::new()
            }
        }
    }

    fn show(&mut self, answer: &Answer, _ctx: &Ctx) -> Vec<Effect> {
        if let (Answer::Who(who), false) = (answer, self.loaded) {
            (self.loaded, self.first) = (true, !who.asked);
            for (field, text) in [("name", &who.name), ("company", &who.company)] {
                // What is typed by now is newer.
                if self.form.get(field).is_empty() {
                    self.form.fill(field, text);
                }
            }
        }
        Vec::new()
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let area = layout::middle(ctx.area, ctx.area.width.saturating_sub(2).min(76), 13);
        let inner = brush.pane(area, "You", true);
        let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
        let top = inner.y + brush.paragraph(inner, self.says(), Role::Dim) + 1;
        let mut caret = None;
        for (y, (place, field)) in (top..).zip(self.form.fields.iter().enumerate()) {
            if y >= inner.bottom() {
                break;
            }
            let front = place == self.form.focus;
            brush.text(inner.x, y, LABEL, field.label, if front { Role::Strong } else { Role::Text });
            let line = Rect { x: inner.x + LABEL, y, width: inner.width.saturating_sub(LABEL), height: 1 };
            if field.text.as_str().is_empty() {
                brush.text(line.x, y, line.width, field.hint, Role::Dim);
            }
            let at = brush.editor(line, &field.text, &[]);
            caret = if front { at } else { caret };
        }
        caret
    }
}

impl WhoScreen {
    fn act_or_say(&mut self, ctx: &Ctx) -> Vec<Effect> {
        match ctx.read_only {
            Some(why) => vec![Effect::complain(format!("Nothing can be saved: {why}."))],
            None => self.save(),
        }
    }
}
