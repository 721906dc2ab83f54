//! Log: three keys and Enter right after hanging up. The verdict is theirs; a guess stays a guess.

mod draw;
mod picked;

use ratatui::layout::Position;

use crate::clock::Moment;
use crate::domain::call::{Call, NextStep, Outcome, Reach, Verdict, Whose, parse_day, parse_minutes};
use crate::domain::guard::Override;
use crate::domain::ids::ContactId;
use crate::domain::rows::LogStart;
use crate::tui::action::Action;
use crate::tui::editor::Move;
use crate::tui::effect::{Effect, Place, Request};
use crate::tui::form::{Field, Form, Kept, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::layout::{self, Room};
use crate::tui::msg::{Answer, Doing, Saved};
use crate::tui::paint::Brush;

use picked::{CHOICES, Picked, Row, pack, unpack};

use super::{Ctx, Offer, Screen, Sketch, show};

/// The log form of one call, or of its amendment.
#[derive(Debug, Clone, PartialEq)]
pub struct LogScreen {
    contact: ContactId,
    seconds: Option<u32>,
    overrides: Vec<Override>,
    start: Option<Box<LogStart>>,
    amends: Option<Box<Call>>,
    picked: Picked,
    form: Form,
    /// Place in [`CHOICES`] followed by the fields.
    focus: usize,
    opened: Option<Moment>,
    touched: bool,
    saving: bool,
    fault: Option<String>,
}

impl LogScreen {
    /// The form after a call; `seconds` where the clock ran.
    pub fn new(contact: ContactId, seconds: Option<u32>, overrides: Vec<Override>) -> LogScreen {
        let picked = Picked { reach: seconds.map(|_| Reach::Connected), ..Picked::default() };
        let minutes = show::minutes(seconds);
        LogScreen {
            contact,
            seconds,
            overrides,
            start: None,
            amends: None,
            picked,
            form: Form::new(fields("", "", "", &minutes, "")),
            focus: 0,
            opened: None,
            touched: false,
            saving: false,
            fault: None,
        }
    }

    /// The form that amends a call: a new row, the first stays visible.
    pub fn amend(call: Call) -> LogScreen {
        let mut screen = LogScreen::new(call.contact_id, call.seconds, Vec::new());
        screen.picked = Picked {
            reach: Some(call.reach),
            verdict: call.verdict,
            source: call.source,
            outcome: call.outcome,
            learned: call.learned,
            forward: call.way_forward,
            whose: call.next.as_ref().map_or(Whose::Ours, |next| next.whose),
        };
        let what = call.next.as_ref().map_or("", |next| next.what.as_str());
        let by = call.next.as_ref().and_then(|next| next.by).map_or(String::new(), |day| day.to_string());
        screen.form = Form::new(fields(&call.words, what, &by, &show::minutes(call.seconds), &call.note));
        screen.amends = Some(Box::new(call));
        screen
    }

    fn key(&self) -> String {
        match &self.amends {
            None => format!("log:{}", self.contact),
            Some(call) => format!("amend:{}", call.id),
        }
    }

    fn on_choice(&self) -> Option<Row> {
        CHOICES.get(self.focus).copied()
    }

    fn connected(&self) -> bool {
        self.picked.reach == Some(Reach::Connected)
    }

    fn move_focus(&mut self, by: isize) {
        let count = CHOICES.len() + self.form.fields.len();
        self.focus = (self.focus + count).wrapping_add_signed(by) % count;
        self.form.focus = self.focus.saturating_sub(CHOICES.len()).min(self.form.fields.len() - 1);
    }

    /// The call as the form says it, or the sentence that says what is wrong.
    fn call(&self, ctx: &Ctx) -> Result<Call, String> {
        let today = ctx.now.date();
        let base = match (&self.amends, &self.start) {
            (Some(call), _) => call.as_ref().clone(),
            (None, Some(start)) => start.call.clone(),
            (None, None) => return Err("The book is still being read; try again.".into()),
        };
        let reach = self.picked.reach.ok_or("Whom did you reach? r is the person themselves, x nobody.")?;
        let by = match self.form.filled("by") {
            None => None,
            Some(text) => Some(
                parse_day(&text, today)
                    .ok_or(format!("\"{text}\" is not a day. Try \"fri\", \"in 2 weeks\" or \"14 mar\"."))?,
            ),
        };
        let seconds = match self.form.filled("minutes") {
            None => None,
            Some(text) => {
                Some(parse_minutes(&text).ok_or(format!("\"{text}\" is not a length. Try 4, 4:30 or 270s."))?)
            }
        };
        let next = self.form.filled("next").map(|what| NextStep { what, by, whose: self.picked.whose });
        if next.is_none() && by.is_some() {
            return Err("There is a day but no next step. What happens by then?".into());
        }
        let call = Call {
            reach,
            outcome: self.picked.outcome,
            verdict: self.picked.verdict.or((reach == Reach::Connected).then_some(Verdict::NotAsked)),
            source: self.picked.source.filter(|_| !matches!(self.picked.verdict, None | Some(Verdict::NotAsked))),
            learned: self.picked.learned,
            way_forward: self.picked.forward,
            words: self.form.get("words").trim().to_string(),
            note: self.form.get("note").trim().to_string(),
            next,
            seconds,
            ..base
        };
        match call.problems().first() {
            Some(problem) => Err(problem.clone()),
            None => Ok(call),
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be saved: {why}. Your text stays here."))];
        }
        match self.call(ctx) {
            Err(fault) => {
                self.fault = Some(fault);
                Vec::new()
            }
            Ok(call) => {
                self.fault = None;
                self.saving = true;
                vec![self.request(call, ctx)]
            }
        }
    }

    fn request(&self, mut call: Call, ctx: &Ctx) -> Effect {
        if self.amends.is_some() {
            return Request::AmendCall(Box::new(call)).into();
        }
        call.overrides.clone_from(&self.overrides);
        let spent = self.opened.map(|opened| (ctx.now.millis() - opened.millis()) / 1000);
        call.log_seconds = spent.and_then(|seconds| u32::try_from(seconds).ok());
        if let (Some(opened), Some(seconds)) = (self.opened, self.seconds) {
            call.at = opened.0 - chrono::Duration::seconds(i64::from(seconds));
        }
        Request::LogCall(Box::new(call)).into()
    }

    /// What the rep reads for having logged it.
    fn given_back(&self, already: bool, line: Option<&str>) -> String {
        let mut says = if already { "Logged already: nothing was doubled.".to_string() } else { "Logged.".to_string() };
        if self.picked.outcome == Some(Outcome::DoNotCall)
            && let Some(start) = &self.start
        {
            says.push_str(&format!(" {} will not be called again.", start.contact.name));
        }
        if let Some(line) = line {
            says.push_str(&format!(" {line}."));
        }
        says
    }

    fn restore(&mut self, start: &LogStart, ctx: &Ctx) -> Vec<Effect> {
        let Some(draft) = &start.draft else { return Vec::new() };
        let Ok(kept) = serde_json::from_str::<Kept>(&draft.body) else { return Vec::new() };
        self.form.restore(&kept);
        self.focus = kept.extra.get("focus").and_then(|f| f.parse().ok()).unwrap_or(0);
        self.picked = unpack(&kept.extra, self.picked);
        self.touched = true;
        let at = draft.at.with_timezone(ctx.now.0.offset()).format("%H:%M");
        vec![Effect::say(format!("What you typed at {at} is back. Enter saves it, F10 forgets it."))]
    }
}

fn fields(words: &str, next: &str, by: &str, minutes: &str, note: &str) -> Vec<Field> {
    vec![
        Field::line("words", "Their words", "what they said, as they said it", words),
        Field::line("next", "Next step", "what happens next", next),
        Field::line("by", "By", "fri, in 2 weeks, 14 mar", by),
        Field::line("minutes", "Minutes", "4, 4:30 or 270s", minutes),
        Field {
            name: "note",
            label: "Note",
            hint: "for yourself and your manager",
            text: crate::tui::editor::Text::line(crate::domain::text::NOTE_CAP).with(note),
        },
    ]
}

impl Screen for LogScreen {
    fn title(&self) -> String {
        let verb = if self.amends.is_some() { "Amend" } else { "Log" };
        match &self.start {
            Some(start) => format!("{verb} > {} > {}", start.account.name, start.contact.name),
            None => verb.to_string(),
        }
    }

    fn layer(&self) -> Layer {
        Layer::Text
    }

    fn offers(&self, action: Action, _ctx: &Ctx) -> Offer {
        match action {
            Action::Discard if !self.touched => Offer::Off("nothing was typed that is not saved".into()),
            Action::Save
            | Action::NextPane
            | Action::PreviousPane
            | Action::UndoText
            | Action::RedoText
            | Action::Editor
            | Action::Discard => Offer::Yes,
            _other => Offer::No,
        }
    }

    fn enter(&self) -> Option<&'static str> {
        Some("save")
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::NextPane, Action::Discard, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        vec![Request::LogStart(self.contact).into()]
    }

    fn act(&mut self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        match action {
            Action::NextPane => self.move_focus(1),
            Action::PreviousPane => self.move_focus(-1),
            Action::Save => return self.save(ctx),
            Action::UndoText => return self.stroke(&Stroke::Undo, ctx),
            Action::RedoText => return self.stroke(&Stroke::Redo, ctx),
            Action::Discard => {
                let key = self.key();
                let (opened, start) = (self.opened, self.start.take());
                *self = match self.amends.take() {
                    Some(call) => LogScreen::amend(*call),
                    None => LogScreen::new(self.contact, self.seconds, std::mem::take(&mut self.overrides)),
                };
                self.opened = opened;
                self.start = start;
                return vec![Request::DiscardDraft(key).into(), Effect::say("Forgotten.")];
            }
            _other => {}
        }
        Vec::new()
    }

    fn stroke(&mut self, stroke: &Stroke, ctx: &Ctx) -> Vec<Effect> {
        self.fault = None;
        match (stroke, self.on_choice()) {
            (Stroke::Enter, _) => return self.save(ctx),
            (Stroke::Move(Move::Down), _) => self.move_focus(1),
            (Stroke::Move(Move::Up), _) => self.move_focus(-1),
            (Stroke::Move(Move::Left), Some(row)) => {
                self.picked.turn(row, -1);
                self.touched = true;
            }
            (Stroke::Move(Move::Right) | Stroke::Char(' '), Some(row)) => {
                self.picked.turn(row, 1);
                self.touched = true;
            }
            (Stroke::Char(c), Some(_)) => self.touched |= self.picked.letter(c.to_ascii_lowercase()),
            (_, Some(_)) => {}
            (_, None) => self.touched |= self.form.stroke(stroke, usize::from(ctx.area.width)),
        }
        Vec::new()
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        match answer {
            Answer::LogStart(contact, start) if *contact == self.contact && self.start.is_none() => {
                self.start = Some(start.clone());
                self.opened = Some(ctx.now);
                if self.amends.is_none() { self.restore(start, ctx) } else { Vec::new() }
            }
            Answer::Saved(Saved::Call { already, line }) if self.saving => {
                self.touched = false;
                if self.amends.is_some() {
                    return vec![Effect::Close, Effect::say("Amended. The first value stays beside it.")];
                }
                vec![Effect::Go(Place::Next(self.contact, self.given_back(*already, line.as_deref())))]
            }
            Answer::Failed { doing: Doing::SavingForm, .. } => {
                self.saving = false;
                Vec::new()
            }
            _other => Vec::new(),
        }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        if ctx.room == Room::Wide {
            let (form, side) = layout::left(ctx.area, ctx.area.width * 64 / 100);
            self.draw_side(ctx, side, brush);
            return self.draw_form(ctx, form, brush);
        }
        self.draw_form(ctx, ctx.area, brush)
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let inner = layout::inside(ctx.area);
        let row = at.y.saturating_sub(inner.y);
        let hit = self.places(inner.width).iter().position(|(from, tall)| (*from..from + tall).contains(&row));
        if let Some(place) = hit {
            self.focus = place;
            self.form.focus = place.saturating_sub(CHOICES.len()).min(self.form.fields.len() - 1);
        }
        Vec::new()
    }

    fn sketch(&self) -> Option<Sketch> {
        let mut kept = self.form.keep();
        kept.extra = pack(&self.picked);
        kept.extra.insert("focus".into(), self.focus.to_string());
        if let Some(start) = &self.start {
            kept.extra.insert("call".into(), start.call.id.to_string());
        }
        let body = serde_json::to_string(&kept).ok()?;
        self.touched.then(|| Sketch { key: self.key(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        self.on_choice().is_none().then(|| self.form.focused().map(|field| field.text.as_str().to_string())).flatten()
    }
}
