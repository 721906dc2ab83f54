//! Log: three keys and Enter right after hanging up. The verdict is theirs; a guess stays a guess.

use std::collections::BTreeMap;

use ratatui::layout::{Position, Rect};

use crate::clock::Moment;
use crate::domain::call::{
    Answer as Said, Call, NextStep, Outcome, Reach, Verdict, VerdictSource, Whose, parse_day, parse_minutes,
};
use crate::domain::guard::Override;
use crate::domain::ids::ContactId;
use crate::domain::rows::LogStart;
use crate::tui::action::Action;
use crate::tui::editor::Move;
use crate::tui::effect::{Effect, Request};
use crate::tui::form::{Field, Form, Kept, Stroke};
use crate::tui::keymap::Layer;
use crate::tui::layout::{self, Room};
use crate::tui::msg::{Answer, Doing, Saved};
use crate::tui::paint::{Brush, Pen};
use crate::tui::theme::Role;

use super::{Ctx, Offer, Screen, Sketch, show};

/// The choices of the form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Reach,
    Verdict,
    Source,
    Gained,
    Outcome,
    Whose,
}

const CHOICES: [Row; 6] = [Row::Reach, Row::Verdict, Row::Source, Row::Gained, Row::Outcome, Row::Whose];

/// What is picked in the choice rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Picked {
    reach: Option<Reach>,
    verdict: Option<Verdict>,
    source: Option<VerdictSource>,
    outcome: Option<Outcome>,
    learned: Said,
    forward: Said,
    whose: Whose,
}

impl Default for Picked {
    fn default() -> Self {
        Picked {
            reach: None,
            verdict: None,
            source: None,
            outcome: None,
            learned: Said::NotAsked,
            forward: Said::NotAsked,
            whose: Whose::Ours,
        }
    }
}

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

    /// A letter on a choice row sets its answer, whichever row has the focus.
    fn letter(&mut self, c: char) -> bool {
        let picked = &mut self.picked;
        if let Some(reach) = REACH.iter().find(|(key, _)| *key == c).map(|(_, reach)| *reach) {
            picked.reach = Some(reach);
            if reach != Reach::Connected {
                *picked = Picked { reach: Some(reach), whose: picked.whose, ..Picked::default() };
            }
            return true;
        }
        if let Some(verdict) = VERDICT.iter().find(|(key, _)| *key == c).map(|(_, verdict)| *verdict) {
            picked.reach = Some(Reach::Connected);
            picked.verdict = Some(verdict);
            picked.source = match verdict {
                Verdict::NotAsked => None,
                Verdict::WellSpent | Verdict::Partly | Verdict::Wasted => {
                    picked.source.or(Some(VerdictSource::SaidWhenAsked))
                }
            };
            return true;
        }
        match c {
            'u' => picked.source = Some(VerdictSource::SaidUnprompted),
            'i' => picked.source = Some(VerdictSource::SaidWhenAsked),
            'g' => picked.source = Some(VerdictSource::RepInferred),
            'l' => picked.learned = turned(picked.learned),
            'f' => picked.forward = turned(picked.forward),
            _other => return false,
        }
        true
    }

    /// Left and right go through the answers of the focused row.
    fn turn(&mut self, row: Row, by: isize) {
        let picked = &mut self.picked;
        match row {
            Row::Reach => {
                let next = neighbour(Reach::ALL, picked.reach, by);
                let key = REACH.iter().find(|(_, reach)| Some(*reach) == next).map(|(key, _)| *key);
                key.map(|key| self.letter(key));
            }
            Row::Verdict => {
                let next = neighbour(Verdict::ALL, picked.verdict, by);
                let key = VERDICT.iter().find(|(_, verdict)| Some(*verdict) == next).map(|(key, _)| *key);
                key.map(|key| self.letter(key));
            }
            Row::Source => picked.source = neighbour(VerdictSource::ALL, picked.source, by),
            Row::Gained if by < 0 => picked.learned = turned(picked.learned),
            Row::Gained => picked.forward = turned(picked.forward),
            Row::Outcome => picked.outcome = neighbour(Outcome::ALL, picked.outcome, by),
            Row::Whose => picked.whose = if picked.whose == Whose::Ours { Whose::Theirs } else { Whose::Ours },
        }
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

#[rustfmt::skip]
const REACH: [(char, Reach); 7] = [
    ('r', Reach::Connected), ('x', Reach::NoAnswer), ('v', Reach::Voicemail), ('k', Reach::Gatekeeper),
    ('m', Reach::LeftMessage), ('b', Reach::Busy), ('w', Reach::WrongNumber),
];
#[rustfmt::skip]
const VERDICT: [(char, Verdict); 4] =
    [('y', Verdict::WellSpent), ('p', Verdict::Partly), ('n', Verdict::Wasted), ('a', Verdict::NotAsked)];

fn turned(said: Said) -> Said {
    match said {
        Said::NotAsked => Said::Yes,
        Said::Yes => Said::No,
        Said::No => Said::NotAsked,
    }
}

fn neighbour<T: Copy + PartialEq>(all: &[T], now: Option<T>, by: isize) -> Option<T> {
    let count = all.len();
    let at = now.and_then(|now| all.iter().position(|value| *value == now));
    let next = at.map_or(0, |at| (at + count).wrapping_add_signed(by) % count);
    all.get(next).copied()
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

fn pack(picked: &Picked) -> BTreeMap<String, String> {
    let mut extra = BTreeMap::new();
    let mut put = |name: &str, key: Option<&'static str>| {
        key.map(|key| extra.insert(name.to_string(), key.to_string()));
    };
    put("reach", picked.reach.map(Reach::key));
    put("verdict", picked.verdict.map(Verdict::key));
    put("source", picked.source.map(VerdictSource::key));
    put("outcome", picked.outcome.map(Outcome::key));
    put("learned", Some(picked.learned.key()));
    put("forward", Some(picked.forward.key()));
    put("whose", Some(picked.whose.key()));
    extra
}

fn unpack(extra: &BTreeMap<String, String>, before: Picked) -> Picked {
    let get = |name: &str| extra.get(name).map_or("", String::as_str);
    Picked {
        reach: Reach::from_key(get("reach")).or(before.reach),
        verdict: Verdict::from_key(get("verdict")),
        source: VerdictSource::from_key(get("source")),
        outcome: Outcome::from_key(get("outcome")),
        learned: Said::from_key(get("learned")).unwrap_or(Said::NotAsked),
        forward: Said::from_key(get("forward")).unwrap_or(Said::NotAsked),
        whose: Whose::from_key(get("whose")).unwrap_or(Whose::Ours),
    }
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

    fn hints(&self) -> Vec<Action> {
        vec![Action::Save, Action::NextPane, Action::Discard, Action::Back]
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
                self.turn(row, -1);
                self.touched = true;
            }
            (Stroke::Move(Move::Right) | Stroke::Char(' '), Some(row)) => {
                self.turn(row, 1);
                self.touched = true;
            }
            (Stroke::Char(c), Some(_)) => self.touched |= self.letter(c.to_ascii_lowercase()),
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
                let mut says =
                    if *already { "Logged already: nothing was doubled.".to_string() } else { "Logged.".to_string() };
                if let Some(line) = line {
                    says = format!("{says} {line}");
                }
                vec![Effect::Close, Effect::say(says)]
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
            return self.draw_form(form, brush);
        }
        self.draw_form(ctx.area, brush)
    }

    fn click(&mut self, at: Position, _ctx: &Ctx) -> Vec<Effect> {
        let places = self.places();
        if let Some(place) = places.iter().position(|y| *y == at.y) {
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

impl LogScreen {
    /// The screen row of each choice and field: below the header and the border, with one blank after the choices.
    fn places(&self) -> Vec<u16> {
        let choices = u16::try_from(CHOICES.len()).unwrap_or(6);
        (0..CHOICES.len() + self.form.fields.len())
            .map(|place| {
                let place = u16::try_from(place).unwrap_or(0);
                2 + place + u16::from(place >= choices)
            })
            .collect()
    }

    fn draw_form(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let clock = self.seconds.map_or(String::new(), |_| format!(" · the clock ran {}", show::minutes(self.seconds)));
        let inner = brush.pane(area, &format!("How did it go?{clock}"), true);
        let mut caret = None;
        for (place, y) in self.places().into_iter().enumerate() {
            let y = y - 2 + inner.y;
            if y >= inner.bottom() {
                break;
            }
            let line = Rect { y, height: 1, ..inner };
            let focused = place == self.focus;
            brush.text(line.x, y, 1, if focused { ">" } else { " " }, Role::Key);
            match CHOICES.get(place) {
                Some(row) => {
                    let at = self.draw_choice(*row, focused, line, brush);
                    caret = caret.or(at);
                }
                None => {
                    let at = self.draw_field(place - CHOICES.len(), focused, line, brush);
                    caret = caret.or(at);
                }
            }
        }
        let last = self.places().last().copied().unwrap_or(0) - 1 + inner.y;
        let rest = Rect {
            y: last + 1,
            height: inner.bottom().saturating_sub(last + 1),
            x: inner.x + 2,
            width: inner.width.saturating_sub(3),
        };
        if let Some(fault) = &self.fault {
            brush.paragraph(rest, fault, Role::Bad);
        } else if rest.height > 2 {
            brush.paragraph(
                rest,
                "The verdict is what they said. \"Not asked\" is an honest answer; a guess is kept as a guess and counted apart. Letters pick, Enter saves.",
                Role::Dim,
            );
        }
        caret
    }

    fn draw_choice(&self, row: Row, focused: bool, line: Rect, brush: &mut Brush) -> Option<Position> {
        let (label, options, off) = self.options(row);
        brush.text(line.x + 2, line.y, 14, label, if focused { Role::Focus } else { Role::Dim });
        let mut x = line.x + 17;
        for (key, words, chosen) in options {
            let shown = match (key, chosen) {
                (Some(key), true) => format!("[{key} {words}]"),
                (None, true) => format!("[{words}]"),
                (Some(key), false) => format!(" {key} {words} "),
                (None, false) => format!(" {words} "),
            };
            let role = if off {
                Role::Dim
            } else if chosen {
                Role::Strong
            } else {
                Role::Text
            };
            x += brush.text(x, line.y, line.right().saturating_sub(x), &shown, role);
        }
        focused.then_some(Position { x: line.x, y: line.y })
    }

    /// Label, options (key, words, chosen) and whether the row means nothing for this call.
    fn options(&self, row: Row) -> (&'static str, Vec<(Option<char>, String, bool)>, bool) {
        let picked = &self.picked;
        let not_connected = !self.connected();
        match row {
            Row::Reach => (
                "Reached?",
                REACH.iter().map(|(k, r)| (Some(*k), r.words().to_string(), picked.reach == Some(*r))).collect(),
                false,
            ),
            Row::Verdict => {
                let words = |v: Verdict| match v {
                    Verdict::WellSpent => "yes, well spent",
                    Verdict::Partly => "partly",
                    Verdict::Wasted => "no",
                    Verdict::NotAsked => "not asked",
                };
                (
                    "Time well spent?",
                    VERDICT
                        .iter()
                        .map(|(k, v)| (Some(*k), words(*v).to_string(), picked.verdict == Some(*v)))
                        .collect(),
                    not_connected,
                )
            }
            Row::Source => {
                let keyed = [
                    ('u', VerdictSource::SaidUnprompted),
                    ('i', VerdictSource::SaidWhenAsked),
                    ('g', VerdictSource::RepInferred),
                ];
                let off = matches!(picked.verdict, None | Some(Verdict::NotAsked));
                (
                    "Who says so?",
                    keyed.iter().map(|(k, s)| (Some(*k), s.words().to_string(), picked.source == Some(*s))).collect(),
                    off,
                )
            }
            Row::Gained => {
                let options = vec![
                    (Some('l'), format!("learned something: {}", picked.learned.words()), picked.learned == Said::Yes),
                    (
                        Some('f'),
                        format!("found a way forward: {}", picked.forward.words()),
                        picked.forward == Said::Yes,
                    ),
                ];
                ("And they", options, not_connected)
            }
            Row::Outcome => {
                let words = picked.outcome.map_or("none chosen", Outcome::words).to_string();
                ("Outcome", vec![(None, format!("< {words} >"), picked.outcome.is_some())], not_connected)
            }
            Row::Whose => (
                "Next step is",
                Whose::ALL.iter().map(|w| (None, w.words().to_string(), picked.whose == *w)).collect(),
                self.form.get("next").is_empty(),
            ),
        }
    }

    fn draw_field(&self, index: usize, focused: bool, line: Rect, brush: &mut Brush) -> Option<Position> {
        let field = &self.form.fields[index];
        brush.text(line.x + 2, line.y, 14, field.label, if focused { Role::Focus } else { Role::Dim });
        let place = Rect { x: line.x + 17, width: line.width.saturating_sub(18), ..line };
        if field.text.is_blank() {
            brush.text(place.x, line.y, place.width, field.hint, Role::Dim);
        }
        brush.editor(place, &field.text, &[]).filter(|_| focused)
    }

    fn draw_side(&self, ctx: &Ctx, area: Rect, brush: &mut Brush) {
        let inner = brush.pane(area, "What you planned", false);
        let Some(start) = &self.start else { return };
        let mut pen = Pen::new(inner);
        for over in &self.overrides {
            pen.line(
                brush,
                &format!("Called all the same ({}): {}", over.rule.replace('_', " "), over.because),
                Role::Warn,
            );
        }
        match &start.plan {
            None => pen.line(brush, "There was no plan.", Role::Dim),
            Some(plan) => {
                pen.line(brush, &format!("\"{}\"", plan.opener), Role::Text);
                pen.gap();
                for (label, text) in
                    [("purpose", &plan.purpose), ("value to them", &plan.value), ("hoped for", &plan.next_step)]
                {
                    if !text.is_empty() {
                        pen.line(brush, &format!("{label}: {text}"), Role::Dim);
                    }
                }
            }
        }
        pen.gap();
        for trigger in &start.triggers {
            pen.line(
                brush,
                &format!("{} ({})", trigger.headline, show::ago(trigger.occurred_on, ctx.now.date())),
                Role::Dim,
            );
        }
    }
}
