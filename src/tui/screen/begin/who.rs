//! Who works with this book: the name on calls, files and bundles, and the company that openers say. Asked once, with a
//! new book.

use ratatui::layout::{Position, Rect};

use crate::domain::draft::Draft;
use crate::domain::query::{WhoCalls, WhoEdit};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, ChangedRow, FailedTask, Saved};
use crate::tui::message::command::{Command, DraftCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::keymap::Layer;
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, FormDraft, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit::TextEdit;
use crate::tui::widgets::theme::Role;

use crate::tui::context::{Ctx, FormSketch, Offer};
use crate::tui::screen::{Act, ActTable, NOTHING_TYPED, Screen, ask_about, is_back};

/// Longest name of a person or a company, in characters.
const LONGEST: usize = 100;
/// Columns before a field.
const LABEL: u16 = 10;

/// The form of the rep's own name and company.
#[derive(Debug, Clone, PartialEq)]
pub struct WhoScreen {
    form: Form,
    /// Who works with the book, as it was read; `None` until then.
    read: Option<WhoCalls>,
    /// The draft that waits for it was asked for and has come.
    restored: bool,
    touched: bool,
    saving: bool,
    /// Fields that were changed elsewhere too.
    clashes: Vec<&'static str>,
    /// Nobody was asked before.
    first: bool,
}

/// Key of its draft.
const KEY: &str = "who";

impl Default for WhoScreen {
    fn default() -> Self {
        let field = |name, label, hint| Field::of(name, label, hint, TextEdit::line(LONGEST));
        let fields = vec![
            field("name", "Name", "first and last name"),
            field("company", "Company", "as you say it on the telephone"),
        ];
        WhoScreen {
            form: Form::new(fields),
            read: None,
            restored: false,
            touched: false,
            saving: false,
            clashes: Vec::new(),
            first: false,
        }
    }
}

impl WhoScreen {
    /// Saves what was typed; the form closes once it is in the book.
    fn save(&mut self) -> Vec<Effect> {
        let [name, company] = ["name", "company"].map(|field| self.form.get(field).trim().to_owned());
        let typed = WhoCalls { name, company, asked: true };
        self.saving = true;
        let read = self.read.clone().unwrap_or_default();
        vec![Command::SetWho(WhoEdit { read, typed, drafts: vec![KEY.into()] }).into()]
    }

    /// Takes who works with the book by now, and asks about what was changed there and here.
    fn meet(&mut self, stands: &WhoCalls) -> Vec<Effect> {
        self.saving = false;
        self.read = Some(stands.clone());
        let mut fresh = WhoScreen::default().form;
        fresh.fill("name", &stands.name);
        fresh.fill("company", &stands.company);
        let clashes = self.form.meet(&fresh);
        self.clashes = clashes.iter().map(|clash| clash.name).collect();
        vec![ask_about(KEY.into(), clashes)]
    }

    fn discard(&mut self) -> Vec<Effect> {
        for field in ["name", "company"] {
            self.form.give_up(&[field]);
        }
        self.touched = false;
        vec![DraftCommand::Discard(KEY.into()).into(), Effect::say("Forgotten.")]
    }

    fn take(&mut self, who: &WhoCalls) {
        self.first = !who.asked;
        self.read = Some(who.clone());
        for (field, text) in [("name", &who.name), ("company", &who.company)] {
            // What is typed by now is newer.
            if self.form.get(field).is_empty() {
                self.form.fill(field, text);
            }
        }
    }

    /// What was typed and not saved comes back, where nothing newer was typed by now.
    fn restore(&mut self, draft: &Draft, ctx: &Ctx) -> Vec<Effect> {
        let kept = serde_json::from_str::<FormDraft>(&draft.body);
        if !kept.is_ok_and(|kept| self.form.restore_changes(&kept)) {
            return Vec::new();
        }
        self.touched = true;
        vec![is_back(draft, "Ctrl-S saves it", ctx)]
    }

    fn save_and_go_on_tour(&mut self) -> Vec<Effect> {
        let mut effects = self.save();
        effects.push(Effect::Close);
        effects.push(Command::OpenSample { tour: true }.into());
        effects
    }

    /// Leaves it; whoever was asked for the first time is not asked again.
    fn skip(&mut self, ctx: &Ctx) -> Vec<Effect> {
        // Blank fields stay as they are in the book: all this says is that somebody was asked.
        let nothing = WhoEdit { read: WhoCalls::default(), typed: WhoCalls::default(), drafts: Vec::new() };
        let asked = || Command::SetWho(nothing).into();
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
        Act::offered(
            Action::Discard,
            |screen, _| Offer::yes_if(screen.touched, NOTHING_TYPED),
            |screen, _| screen.discard(),
        ),
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
        let who = self.read.is_none().then(|| Query::Who.into());
        // Behind it: a draft says what was changed.
        who.into_iter().chain((!self.restored).then(|| Query::Draft(KEY.into()).into())).collect()
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        if *stroke == TextKey::Enter && self.is_last() {
            return self.act_or_say(ctx);
        }
        match self.form.step_of(stroke) {
            Some(by) => self.step(by),
            None => {
                self.touched |= self.form.stroke(stroke, LONGEST);
                Vec::new()
            }
        }
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::Who(who) = answer
            && self.read.is_none()
        {
            self.take(who);
        }
        if let Answer::Draft(key, draft) = answer
            && key == KEY
            && !std::mem::replace(&mut self.restored, true)
        {
            return draft.as_ref().map(|draft| self.restore(draft, ctx)).unwrap_or_default();
        }
        if let Answer::Failed { doing: FailedTask::SavingForm, .. } = answer {
            self.saving = false;
        }
        if let (Answer::Meanwhile(ChangedRow::Who(stands)), true) = (answer, self.saving) {
            return self.meet(stands);
        }
        if let (Answer::Saved(Saved::Who(_)), true) = (answer, self.saving) {
            (self.touched, self.saving) = (false, false);
            return vec![Effect::Close];
        }
        Vec::new()
    }

    fn settle(&mut self, side: Side, _ctx: &Ctx) -> Vec<Effect> {
        let clashes = std::mem::take(&mut self.clashes);
        if side == Side::Theirs {
            self.form.give_up(&clashes);
        }
        self.save()
    }

    fn claim(&self) -> Option<String> {
        Some(KEY.into())
    }

    fn sketch(&self) -> Option<FormSketch> {
        let body = serde_json::to_string(&self.form.keep_changes()).ok()?;
        (self.touched && !self.saving).then(|| FormSketch { key: KEY.into(), title: self.title(), body })
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
