//! Log: three keys and Enter right after hanging up. The verdict is theirs; a guess stays a guess.

mod choices;
mod draw;
mod keeping;
mod kept_promise;
mod meeting;
mod stood_on;

use crate::domain::time_zone::Tz;
use chrono::{DateTime, FixedOffset};
use ratatui::layout::Position;

use crate::clock::Moment;
use crate::domain::account::phone_region::Dialling;
use crate::domain::call::due::Due;
use crate::domain::call::{Call, NextStep, Reach, UnfinishedCall, Verdict, parse_minutes};
use crate::domain::draft::{amend_key, log_key};
use crate::domain::edit::Edit;
use crate::domain::ids::ContactId;
use crate::domain::query::LogStart;
use crate::domain::reason::guard::{Guard, Override};
use crate::tui::message::action::Action;
use crate::tui::message::answer::{Answer, ChangedRow, FailedTask, Saved};
use crate::tui::message::command::{CallCommand, DraftCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::keymap::Layer;
use crate::tui::message::other_layout::{is_of_another_script, other_layout_says};
use crate::tui::message::prompt::{AfterOverride, Question};
use crate::tui::message::query::Query;
use crate::tui::overlay::call_person::barred_says;
use crate::tui::widgets::brush::Brush;
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::text_edit::Move;

use choices::{ChoiceRow, LogChoices};
use stood_on::planned;

use super::{Act, ActTable, NOTHING_TYPED, Screen};
use crate::tui::context::{Ctx, FormSketch, Offer};
use crate::tui::widgets::format;

/// The log form of one call, or of its amendment.
#[derive(Debug, Clone, PartialEq)]
pub struct LogScreen {
    contact: ContactId,
    /// The unfinished call.
    ended: Option<Box<UnfinishedCall>>,
    /// Overrides typed when the clock started or here.
    overrides: Vec<Override>,
    start: Option<Box<LogStart>>,
    amends: Option<Box<Amended>>,
    picked: LogChoices,
    form: Form,
    /// Place in the choices followed by the fields.
    focus: usize,
    opened: Option<Moment>,
    /// Time of the last query.
    asked_at: Option<DateTime<FixedOffset>>,
    /// True while the answer to the last query is on its way.
    asking: bool,
    /// True if Enter was pressed meanwhile: the form is saved by the answer.
    entered: bool,
    /// True if the reason was picked here; else it is the plan's.
    chose_reason: bool,
    /// True once a verdict said in haste was asked about: Enter saves it.
    sure: bool,
    touched: bool,
    saving: bool,
    fault: Option<String>,
    /// Fields and choices that were amended elsewhere too.
    clashes: Vec<&'static str>,
}

/// The call that is amended, as the form read it.
#[derive(Debug, Clone, PartialEq)]
struct Amended {
    call: Call,
    picked: LogChoices,
}

/// What is said of a paste, and of a letter without a choice, where letters choose.
const NO_TEXT_HERE: &str = "Letters choose here; Tab goes on to the fields that take text.";

impl LogScreen {
    /// Returns the form for an unfinished call, or for a call made without the clock.
    pub fn new(contact: ContactId, ended: Option<UnfinishedCall>) -> LogScreen {
        let seconds = ended.as_ref().map(|ended| ended.seconds);
        let picked = LogChoices { reach: seconds.map(|_| Reach::Connected), ..LogChoices::default() };
        let minutes = format::minutes(seconds);
        LogScreen {
            contact,
            overrides: ended.as_ref().map(|ended| ended.ran.overrides.clone()).unwrap_or_default(),
            asked_at: ended.as_ref().map(|ended| ended.ran.since),
            ended: ended.map(Box::new),
            asking: false,
            entered: false,
            chose_reason: false,
            sure: false,
            start: None,
            amends: None,
            picked,
            form: Form::new(fields("", "", "", &minutes, "")),
            focus: 0,
            opened: None,
            touched: false,
            saving: false,
            fault: None,
            clashes: Vec::new(),
        }
    }

    /// The form that amends a call: a new row, the first stays visible.
    pub fn amend(call: Call) -> LogScreen {
        let mut screen = LogScreen::new(call.contact_id, None);
        screen.picked = LogChoices::of(&call);
        let what = call.next.as_ref().map_or("", |next| next.what.as_str());
        let by = call.next.as_ref().and_then(NextStep::due).map_or(String::new(), Due::as_typed);
        screen.form = Form::new(fields(&call.words, what, &by, &format::minutes(call.seconds), &call.note));
        screen.amends = Some(Box::new(Amended { call, picked: screen.picked }));
        screen
    }

    fn key(&self) -> String {
        match &self.amends {
            None => log_key(self.contact, self.began()),
            Some(amended) => amend_key(amended.call.amends.unwrap_or(amended.call.id)),
        }
    }

    fn on_choice(&self) -> Option<ChoiceRow> {
        self.choices().get(self.focus).copied()
    }

    fn connected(&self) -> bool {
        self.picked.reach == Some(Reach::Connected)
    }

    fn move_focus(&mut self, by: isize) {
        let count = self.choices().len() + self.form.fields.len();
        self.set_focus((self.focus + count).wrapping_add_signed(by) % count);
    }

    fn set_focus(&mut self, place: usize) {
        self.focus = place;
        self.form.focus = place.saturating_sub(self.choices().len()).min(self.form.fields.len() - 1);
    }

    fn turn(&mut self, row: ChoiceRow, by: isize) {
        match row {
            ChoiceRow::Reason => self.turn_reason(by),
            ChoiceRow::Kept => self.turn_kept(by),
            ChoiceRow::Reach
            | ChoiceRow::Verdict
            | ChoiceRow::Source
            | ChoiceRow::Gained
            | ChoiceRow::Outcome
            | ChoiceRow::Whose => self.picked.turn(row, by),
        }
        self.touched = true;
    }

    fn step(&mut self, by: isize) -> Vec<Effect> {
        self.move_focus(by);
        Vec::new()
    }

    fn discard(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let key = self.key();
        let (opened, start) = (self.opened, self.start.take());
        *self = match self.amends.take() {
            Some(amended) => LogScreen::amend(amended.call),
            None => LogScreen::new(self.contact, self.ended.take().map(|ended| *ended)),
        };
        (self.opened, self.start) = (opened, start);
        if let Some(start) = self.start.as_ref().filter(|_| self.amends.is_none()) {
            self.picked.reason = planned(start);
        }
        let mut effects = vec![DraftCommand::Discard(key).into(), Effect::say("Forgotten.")];
        effects.extend(self.ask(ctx));
        effects
    }

    /// Leaves the form; the unfinished call stays in the book.
    fn leave(&self) -> Vec<Effect> {
        let kept = "Not logged yet: it stands at the top of Today until you log it or dismiss it.";
        let ended = self.ended.is_some() && self.amends.is_none();
        std::iter::once(Effect::Close).chain(ended.then(|| Effect::say(kept))).collect()
    }

    /// The call as the form says it, or the sentence that says what is wrong.
    fn call(&self, ctx: &Ctx) -> Result<Call, String> {
        let base = match (&self.amends, &self.start) {
            (_, None) => return Err("The book is still being read; try again.".into()),
            (Some(amended), Some(_)) => amended.call.clone(),
            (None, Some(start)) => self.made(start, ctx)?,
        };
        let reach = self.picked.reach.ok_or("Whom did you reach? r is the person themselves, x nobody.")?;
        // Where no verdict came with a call there is none: amending something else asks nobody.
        let unsaid = self.amends.is_some() && base.verdict.is_none() && base.reach == reach;
        let not_asked = (reach == Reach::Connected && !unsaid).then_some(Verdict::NotAsked);
        let text = |name, was: &str| {
            if self.keeps(name) { was.to_string() } else { self.form.get(name).trim().to_string() }
        };
        let call = Call {
            reach,
            outcome: self.picked.outcome,
            verdict: self.picked.verdict.or(not_asked),
            source: self.picked.source.filter(|_| !matches!(self.picked.verdict, None | Some(Verdict::NotAsked))),
            learned: self.picked.learned,
            way_forward: self.picked.forward,
            words: text("words", &base.words),
            note: text("note", &base.note),
            next: self.next_step(base.next.as_ref(), ctx)?,
            seconds: self.length(base.seconds)?,
            ..base
        };
        match call.problems().first() {
            Some(problem) => Err(problem.clone()),
            None => Ok(call),
        }
    }

    /// Returns the call with time, reason, overrides and passed cautions, before the answers of the form.
    fn made(&self, start: &LogStart, ctx: &Ctx) -> Result<Call, String> {
        // The time that reasons and guards were read for: "40 min ago" is another second by now.
        let at = self.time_of_call(ctx)?.and(self.asked_at);
        let (triggers, reason_by) = self.stood_on(start)?;
        let asked = self.ended.as_ref().map(|ended| ended.ran.asked.clone()).unwrap_or_default();
        let at = at.or(self.opened.map(|opened| opened.0)).unwrap_or(start.call.at);
        Ok(Call { at, triggers, reason_by, asked, overrides: self.overrides.clone(), ..start.call.clone() })
    }

    /// Whether an amendment leaves a field as it is: its text may not say all of the value.
    fn keeps(&self, name: &str) -> bool {
        self.amends.is_some() && !self.form.fields.iter().any(|field| field.name == name && field.is_changed())
    }

    fn next_step(&self, was: Option<&NextStep>, ctx: &Ctx) -> Result<Option<NextStep>, String> {
        let by = match self.form.filled("by") {
            _ if self.keeps("by") => was.and_then(NextStep::due),
            None => None,
            Some(text) => Some(Due::parse(&text, ctx.now.0, self.their_zone())?),
        };
        let what = if self.keeps("next") { was.map(|next| next.what.clone()) } else { self.form.filled("next") };
        if what.is_none() && by.is_some() {
            return Err("There is a day but no next step. What happens by then?".into());
        }
        let (by, time) = (by.map(|due| due.on), by.and_then(|due| due.time));
        Ok(what.map(|what| NextStep { what, by, time, whose: self.picked.whose }))
    }

    /// Returns the zone of the person's clock.
    fn their_zone(&self) -> Option<Tz> {
        self.start.as_ref().and_then(|start| Dialling::builtin().their_zone(&start.contact, &start.account))
    }

    fn length(&self, was: Option<u32>) -> Result<Option<u32>, String> {
        match self.form.filled("minutes") {
            _ if self.keeps("minutes") => Ok(was),
            None => Ok(None),
            Some(text) => {
                parse_minutes(&text).map(Some).ok_or(format!("\"{text}\" is not a length. Try 4, 4:30 or 270s."))
            }
        }
    }

    fn save(&mut self, ctx: &Ctx) -> Vec<Effect> {
        if let Some(why) = ctx.read_only {
            return vec![Effect::complain(format!("Nothing can be saved: {why}. Your text stays here."))];
        }
        self.ask_for_that_time(ctx);
        self.entered = self.asking;
        if self.entered {
            return vec![Query::LogStart(self.question(self.asked_at)).into()];
        }
        match self.call(ctx) {
            Err(fault) => {
                self.fault = Some(fault);
                Vec::new()
            }
            Ok(call) if call.is_said_in_haste() && !self.sure && self.amends.is_none() => {
                self.sure = true;
                let took = format::minutes(call.seconds);
                self.fault = Some(format!(
                    "The call took {took} minutes, and they said how it was? Enter once more if they did; g makes it your guess."
                ));
                Vec::new()
            }
            Ok(call) => {
                if let Some(asks) = self.ask_why(&call) {
                    return asks;
                }
                self.fault = None;
                self.saving = true;
                vec![self.request(call, ctx)]
            }
        }
    }

    /// Asks for an override of what blocked the call at its time; do-not-call is only said. A call with a clock was
    /// asked when the clock started.
    fn ask_why(&mut self, call: &Call) -> Option<Vec<Effect>> {
        let start = self.start.as_ref().filter(|_| self.amends.is_none())?;
        if self.began() == Some(call.at) {
            return None;
        }
        let open = |guard: &&Guard| guard.blocks() && !guard.is_overridden(&self.overrides);
        let blocks: Vec<Guard> = start.guards.iter().filter(open).cloned().collect();
        if let Some(barred) = blocks.iter().find(|guard| !guard.can_be_overridden()) {
            self.fault = Some(barred_says(barred));
            return Some(Vec::new());
        }
        let ask = || {
            let name = start.contact.name.clone();
            vec![Effect::Prompt(Question::Override {
                name,
                blocks: blocks.clone(),
                then: AfterOverride::Form(self.contact),
            })]
        };
        (!blocks.is_empty()).then(ask)
    }

    fn request(&self, mut call: Call, ctx: &Ctx) -> Effect {
        if let (Some(amended), Some(start)) = (&self.amends, &self.start) {
            (call.id, call.amends) = (start.call.id, start.call.amends);
            let read = self.as_read(amended, ctx);
            return CallCommand::Amend(Box::new(Edit { read, typed: call, drafts: Vec::new() })).into();
        }
        let spent = self.opened.map(|opened| (ctx.now.millis() - opened.millis()) / 1000);
        call.log_seconds = spent.and_then(|seconds| u32::try_from(seconds).ok());
        let kept = self.kept_promises();
        CallCommand::Log { call: Box::new(call), ended: self.ended.clone(), kept }.into()
    }

    fn on_saved(&mut self, saved: &Saved) -> Vec<Effect> {
        let effects = match saved {
            Saved::Call { already, line } => vec![self.go_on(*already, line.as_deref())],
            Saved::Amended(says) => vec![Effect::Close, Effect::say(says.clone())],
            Saved::Plan(..) | Saved::Form { .. } | Saved::Review(_) | Saved::Who(_) | Saved::Other(_) => {
                return Vec::new();
            }
        };
        self.touched = false;
        effects
    }
}

fn fields(words: &str, next: &str, by: &str, minutes: &str, note: &str) -> Vec<Field> {
    vec![
        Field::sentence("words", "Their words", "what they said, as they said it", words),
        Field::sentence("next", "Next step", "what happens next", next),
        Field::line("by", "By", "fri, fri 14:00, in 2 weeks, 14 mar", by),
        Field::line("when", "When", "9:10, yesterday 4pm; empty: now, or as the clock began", ""),
        Field::line("minutes", "Minutes", "4, 4:30 or 270s", minutes),
        Field::sentence("note", "Note", "for yourself and your manager", note),
    ]
}

impl ActTable for LogScreen {
    const ACTS: &'static [Act<Self>] = &[
        Act::always(Action::Save, Self::save),
        Act::always(Action::NextPane, |screen, _| screen.step(1)),
        Act::always(Action::PreviousPane, |screen, _| screen.step(-1)),
        Act::undo_text(),
        Act::redo_text(),
        Act::editor(),
        Act::offered(Action::Discard, |screen, _| Offer::yes_if(screen.touched, NOTHING_TYPED), Self::discard),
        Act::always(Action::Back, |screen, _| screen.leave()),
    ];
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

    fn enter(&self) -> Option<&'static str> {
        Some("save")
    }

    fn hints(&self) -> Vec<Action> {
        vec![Action::NextPane, Action::Discard, Action::Back]
    }

    fn ask(&self, _ctx: &Ctx) -> Vec<Effect> {
        match &self.amends {
            Some(amended) => vec![Query::AmendStart(amended.call.id).into()],
            None => vec![Query::LogStart(self.question(self.asked_at)).into()],
        }
    }

    fn stroke(&mut self, stroke: &TextKey, ctx: &Ctx) -> Vec<Effect> {
        (self.fault, self.entered) = (None, false);
        if *stroke == TextKey::Enter {
            return self.save(ctx);
        }
        self.sure = false;
        match (stroke, self.on_choice()) {
            (TextKey::Move(Move::Down), _) => self.move_focus(1),
            (TextKey::Move(Move::Up), _) => self.move_focus(-1),
            (TextKey::Move(Move::Left), Some(row)) => self.turn(row, -1),
            (TextKey::Move(Move::Right) | TextKey::Char(' '), Some(row)) => self.turn(row, 1),
            (TextKey::Char('s' | 'S'), Some(_)) => self.turn(ChoiceRow::Reason, 1),
            (TextKey::Char('h' | 'H'), Some(_)) => self.turn(ChoiceRow::Kept, 1),
            (TextKey::Char(c), Some(_)) if self.picked.letter(c.to_ascii_lowercase()) => self.touched = true,
            (TextKey::Char(c), Some(_)) if is_of_another_script(*c) => return vec![Effect::say(other_layout_says(*c))],
            (TextKey::Char(_) | TextKey::Paste(_), Some(_)) => return vec![Effect::say(NO_TEXT_HERE)],
            (_, Some(_)) => {}
            (_, None) => self.touched |= self.form.stroke(stroke, usize::from(ctx.area.width)),
        }
        self.ask_for_that_time(ctx)
    }

    fn take_overrides(&mut self, overrides: &[Override], ctx: &Ctx) -> Vec<Effect> {
        self.overrides.extend_from_slice(overrides);
        self.save(ctx)
    }

    fn show(&mut self, answer: &Answer, ctx: &Ctx) -> Vec<Effect> {
        if let Answer::LogStart(query, start) = answer
            && self.amends.is_none()
            && *query == self.question(self.asked_at)
        {
            self.asking = false;
            let mut effects = self.begin(start, ctx);
            if self.entered {
                effects.extend(self.save(ctx));
            }
            return effects;
        }
        if let Answer::AmendStart(id, start) = answer
            && self.amends.as_ref().is_some_and(|amended| amended.call.id == *id)
        {
            return self.begin(start, ctx);
        }
        if let Answer::Failed { doing: FailedTask::SavingForm, .. } = answer {
            self.saving = false;
        }
        if let Answer::Meanwhile(ChangedRow::Call(met)) = answer
            && std::mem::take(&mut self.saving)
        {
            return self.meet(&met.stands);
        }
        let Answer::Saved(saved) = answer else { return Vec::new() };
        if self.saving { self.on_saved(saved) } else { Vec::new() }
    }

    fn draw(&self, ctx: &Ctx, brush: &mut Brush) -> Option<Position> {
        let (form, side) = draw::parts(ctx);
        if let Some(side) = side {
            self.draw_side(ctx, side, brush);
        }
        self.draw_form(ctx, form, brush)
    }

    fn click(&mut self, at: Position, ctx: &Ctx) -> Vec<Effect> {
        let inner = layout::inner(draw::parts(ctx).0);
        if inner.contains(at) {
            let places = self.places(inner.width);
            let row = at.y - inner.y + self.scrolled(&places, inner.height);
            let hit = places.iter().position(|(from, tall)| (*from..from + tall).contains(&row));
            hit.into_iter().for_each(|place| self.set_focus(place));
        }
        Vec::new()
    }

    fn settle(&mut self, side: Side, ctx: &Ctx) -> Vec<Effect> {
        let clashes = std::mem::take(&mut self.clashes);
        match side {
            Side::Mine => self.save(ctx),
            Side::Theirs => self.give_up(&clashes),
        }
    }

    fn claim(&self) -> Option<String> {
        Some(self.key())
    }

    fn sketch(&self) -> Option<FormSketch> {
        let body = serde_json::to_string(&self.kept()).ok()?;
        (self.touched && !self.saving).then(|| FormSketch { key: self.key(), title: self.title(), body })
    }

    fn text(&self) -> Option<String> {
        self.on_choice().is_none().then(|| self.form.focused().map(|field| field.text.as_str().to_string())).flatten()
    }
}
