//! One question to the person: a line to type, choices to pick, or both. State of the overlay, never a loop of its own.

use ratatui::layout::{Position, Rect};

use crate::domain::call::parse_day;
use crate::domain::guard::{Guard, Override, Weight};
use crate::domain::ids::{AccountId, ContactId, TriggerId};
use crate::domain::text::{NAME_CAP, NOTE_CAP};
use crate::domain::trigger::Status;
use crate::tui::action::Action;
use crate::tui::editor::Text;
use crate::tui::effect::{Effect, Place, Request};
use crate::tui::form::{Field, Form, Stroke};
use crate::tui::layout;
use crate::tui::list::first_shown;
use crate::tui::paint::Brush;
use crate::tui::theme::Role;

use super::Ctx;

/// A question.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    title: String,
    says: String,
    form: Option<Form>,
    choices: Vec<Choice>,
    selected: usize,
    then: Then,
    fault: Option<String>,
}

/// Something to pick.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What it says.
    pub label: String,
    /// What it does.
    pub effects: Vec<Effect>,
}

/// What becomes of a typed line.
#[derive(Debug, Clone, PartialEq)]
enum Then {
    /// Nothing: only choices.
    Pick,
    /// Rejects triggers with this reason.
    Reject(Vec<TriggerId>),
    /// Snoozes triggers to this day.
    Snooze(Vec<TriggerId>),
    /// Looks for accounts as it is typed, and links the picked one.
    Link(TriggerId),
    /// Marks a person as not to be called.
    DoNotCall(ContactId),
    /// Lifts blocks with this reason, then calls.
    Lift { contact: ContactId, name: String, rules: Vec<String>, clock: bool },
}

impl Ask {
    fn new(title: impl Into<String>, says: impl Into<String>, then: Then) -> Ask {
        Ask { title: title.into(), says: says.into(), form: None, choices: Vec::new(), selected: 0, then, fault: None }
    }

    fn typed(mut self, hint: &'static str) -> Ask {
        let cap = if matches!(self.then, Then::Link(_) | Then::Snooze(_)) { NAME_CAP } else { NOTE_CAP / 10 };
        let field = Field { name: "line", label: "", hint, text: Text::line(cap) };
        self.form = Some(Form::new(vec![field]));
        self
    }

    /// Picks one of several.
    pub fn pick(title: impl Into<String>, says: impl Into<String>, choices: Vec<Choice>) -> Effect {
        let mut ask = Ask::new(title, says, Then::Pick);
        ask.choices = choices;
        Effect::Ask(Box::new(ask))
    }

    /// Why these triggers do not count.
    pub fn reject(triggers: Vec<TriggerId>) -> Effect {
        let says = "Why does this not count? One line; it teaches which kinds are worth reading.";
        Effect::Ask(Box::new(
            Ask::new("Reject", says, Then::Reject(triggers)).typed("not about them · old news · wrong company"),
        ))
    }

    /// Until when these triggers sleep.
    pub fn snooze(triggers: Vec<TriggerId>) -> Effect {
        let says = "Until when? \"fri\", \"in 2 weeks\", \"14 mar\".";
        Effect::Ask(Box::new(Ask::new("Snooze", says, Then::Snooze(triggers)).typed("in 2 weeks")))
    }

    /// Which account this trigger touches; `near` are the likely ones.
    pub fn link(trigger: TriggerId, near: &[(AccountId, String)]) -> Effect {
        let says = "Which account does this touch? Type a name, pick, Enter.";
        let mut ask = Ask::new("Link to an account", says, Then::Link(trigger)).typed("name");
        ask.found(near);
        Effect::Ask(Box::new(ask))
    }

    /// Why this person must not be called.
    pub fn do_not_call(contact: ContactId, name: &str) -> Effect {
        let says =
            format!("{name} is not to be called any more. Why? (\"asked on the phone\", \"objected by e-mail\")");
        Effect::Ask(Box::new(Ask::new("Do not call", says, Then::DoNotCall(contact)).typed("asked not to be called")))
    }

    /// Goes on to the call, or asks first for a reason where a guard blocks.
    pub fn before_call(contact: ContactId, name: &str, guards: &[Guard], clock: bool) -> Effect {
        let blocks: Vec<&Guard> = guards.iter().filter(|guard| guard.weight == Weight::Block).collect();
        if blocks.is_empty() {
            return go_call(contact, name, clock, Vec::new());
        }
        let reasons: Vec<&str> = blocks.iter().map(|guard| guard.says.as_str()).collect();
        let says = format!(
            "Not now: {}\n\nCalling all the same needs a reason. Your manager will read it beside the call.",
            reasons.join(" ")
        );
        let rules = blocks.iter().map(|guard| guard.rule.clone()).collect();
        let then = Then::Lift { contact, name: name.to_string(), rules, clock };
        Effect::Ask(Box::new(
            Ask::new(format!("Call {name}?"), says, then).typed("she asked me to call back at this hour"),
        ))
    }

    /// Accounts found for the text that is typed.
    pub fn found(&mut self, accounts: &[(AccountId, String)]) {
        if let Then::Link(trigger) = self.then {
            self.choices = accounts
                .iter()
                .map(|(id, name)| Choice {
                    label: name.clone(),
                    effects: vec![Request::Link(trigger, *id, true).into()],
                })
                .collect();
            self.selected = 0;
        }
    }

    /// The text for which accounts are looked for.
    pub fn looking_for(&self) -> Option<&str> {
        matches!(self.then, Then::Link(_)).then(|| self.line())
    }

    fn line(&self) -> &str {
        self.form.as_ref().map_or("", |form| form.get("line"))
    }

    /// Moves in the choices.
    pub fn go(&mut self, action: Action) {
        let last = self.choices.len().saturating_sub(1);
        match action {
            Action::Down => self.selected = (self.selected + 1).min(last),
            Action::Up => self.selected = self.selected.saturating_sub(1),
            _other => {}
        }
    }

    /// Takes a typed key.
    pub fn stroke(&mut self, stroke: &Stroke) -> Vec<Effect> {
        self.fault = None;
        let changed = self.form.as_mut().is_some_and(|form| form.stroke(stroke, NAME_CAP));
        match self.looking_for() {
            Some(text) if changed => vec![Request::Find(text.to_string()).into()],
            _other => Vec::new(),
        }
    }

    /// Enter: the effects, or nothing while the answer cannot be used (and the box says why).
    pub fn answer(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        if let Some(choice) = self.choices.get(self.selected) {
            return Some(choice.effects.clone());
        }
        let line = self.line().trim().to_string();
        match self.typed_answer(&line, ctx) {
            Ok(effects) => Some(effects),
            Err(fault) => {
                self.fault = Some(fault);
                None
            }
        }
    }

    fn typed_answer(&self, line: &str, ctx: &Ctx) -> Result<Vec<Effect>, String> {
        if line.is_empty() {
            return Err("Type a few words first, or Esc to leave it.".into());
        }
        match &self.then {
            Then::Pick => Ok(Vec::new()),
            Then::Link(_) => Err("No account by that name. 2 and n make one.".into()),
            Then::Reject(ids) => Ok(vec![Request::SetStatus(ids.clone(), Status::Rejected(line.into())).into()]),
            Then::Snooze(ids) => match parse_day(line, ctx.now.date()) {
                Some(day) if day > ctx.now.date() => {
                    Ok(vec![Request::SetStatus(ids.clone(), Status::Snoozed(day)).into()])
                }
                Some(_) => Err("That day is not ahead. Give a later one.".into()),
                None => Err(format!("\"{line}\" is not a day. Try \"fri\", \"in 2 weeks\" or \"14 mar\".")),
            },
            Then::DoNotCall(contact) => Ok(vec![Request::SetDoNotCall(*contact, Some(line.into())).into()]),
            Then::Lift { contact, name, rules, clock } => {
                let overrides =
                    rules.iter().map(|rule| Override { rule: rule.clone(), because: line.into() }).collect();
                Ok(vec![go_call(*contact, name, *clock, overrides)])
            }
        }
    }

    /// Paints the box; returns the caret.
    pub fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let width = area.width.saturating_sub(8).min(72);
        let text_rows = crate::tui::editor::wrap(&self.says, usize::from(width.saturating_sub(4))).len();
        let rows = u16::try_from(text_rows + self.choices.len().min(10) + 6).unwrap_or(12);
        let inside = open_box(area, width, rows, &self.title, brush);
        let mut y = inside.y + brush.paragraph(inside, &self.says, Role::Text) + 1;
        let mut caret = None;
        if let Some(field) = self.form.as_ref().and_then(Form::focused)
            && y < inside.bottom()
        {
            let line = Rect { y, height: 1, x: inside.x + 2, width: inside.width.saturating_sub(2) };
            brush.text(inside.x, y, 1, ">", Role::Key);
            if field.text.is_blank() {
                brush.text(line.x, y, line.width, field.hint, Role::Dim);
            }
            caret = brush.editor(line, &field.text, &[]);
            y += 1;
        }
        if let Some(fault) = &self.fault {
            let rest = Rect { y, height: inside.bottom().saturating_sub(y), ..inside };
            y += brush.paragraph(rest, fault, Role::Bad);
        }
        self.draw_choices(Rect { y, height: inside.bottom().saturating_sub(y + 1), ..inside }, brush);
        let keys = if self.choices.is_empty() {
            "Enter goes on · Esc leaves it"
        } else {
            "Up/Down pick · Enter takes it · Esc leaves it"
        };
        brush.text(inside.x, inside.bottom().saturating_sub(1), inside.width, keys, Role::Dim);
        caret
    }

    fn draw_choices(&self, area: Rect, brush: &mut Brush) {
        let first = first_shown(0, self.selected, usize::from(area.height).max(1));
        for (y, (index, choice)) in (area.y..area.bottom()).zip(self.choices.iter().enumerate().skip(first)) {
            let chosen = index == self.selected;
            brush.text(
                area.x,
                y,
                area.width,
                &format!("{} {}", if chosen { ">" } else { " " }, choice.label),
                Role::Text,
            );
            if chosen {
                brush.mark_selected(Rect { y, height: 1, ..area });
            }
        }
    }
}

fn go_call(contact: ContactId, name: &str, clock: bool, overrides: Vec<Override>) -> Effect {
    if clock {
        Effect::StartClock { contact, name: name.to_string(), overrides }
    } else {
        Effect::Go(Place::Log { contact, seconds: None, overrides })
    }
}

/// A cleared box in the middle with a title; returns the inside with a margin.
pub fn open_box(area: Rect, width: u16, height: u16, title: &str, brush: &mut Brush) -> Rect {
    let outer = layout::middle(area, width, height.min(area.height));
    brush.clear(outer);
    let inner = brush.pane(outer, title, true);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}
