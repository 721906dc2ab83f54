//! One question to the person: a line to type, choices to pick, or both. State of the overlay, never a loop of its own.

use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};

use crate::domain::call::{Override, parse_day};
use crate::domain::edit::ValueChange;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::import::feed;
use crate::domain::query::SearchHit;
use crate::domain::reason::guard::Guard;
use crate::domain::reason::no_answer::Rest;
use crate::domain::scorecard::period::{DayRange, RecentDays};
use crate::domain::text::{NAME_CAP, NOTE_CAP, fold};
use crate::domain::touch::{Touch, TouchKind};
use crate::domain::trigger::Status;
use crate::domain::trigger::triage::AccountSuggestion;
use crate::tui::message::command::{AccountCommand, Command, FeedCommand, ReviewCommand, TriggerCommand, UndoConsent};
use crate::tui::message::effect::{Effect, Side, TerminalRequest};
use crate::tui::message::prompt::{AfterOverride, Question};
use crate::tui::message::query::Query;
use crate::tui::widgets::brush::{Brush, Cell, ColumnWidth};
use crate::tui::widgets::form::{Field, Form, TextKey};
use crate::tui::widgets::layout;
use crate::tui::widgets::list::first_shown;
use crate::tui::widgets::text_edit::TextEdit;
use crate::tui::widgets::theme::Role;

use super::call_person::start_clock;
use super::prompt_option::{
    PromptOption, choice, choice_of, industry, length, link, move_promise, new_account, new_person, one_of_them,
    options_that_hold, person, rejections, settled, to_onset, touch, touched, watch_targets, whom_or_new, whose,
};
use super::prompt_words::{hint, letters, says, title};
use crate::tui::context::Ctx;

/// A question as it is being answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Prompt {
    pub(super) question: Question,
    pub(super) form: Form,
    /// Something was typed, or came back.
    pub(super) touched: bool,
    /// Keys of the drafts of the questions that led to this one.
    pub(super) earlier: Vec<String>,
    found: Vec<PromptOption>,
    selected: usize,
    fault: Option<String>,
    /// The text that was looked for when this was found.
    answered: String,
    /// Enter came while something else was still shown: it waits for what the typed text finds.
    entered: bool,
}

/// Asks until when an account rests, or ends the rest it has.
pub fn before_rest(account: AccountId, name: &str, rest: Option<&Rest>) -> Effect {
    match rest {
        Some(rest) => AccountCommand::Rest(account, ValueChange { read: Some(rest.clone()), typed: None }).into(),
        None => Effect::Prompt(Question::Rest(account, name.to_string())),
    }
}

impl Prompt {
    /// A question before anything is typed.
    pub fn new(question: Question) -> Prompt {
        let field = Field::of("line", "", hint(&question), TextEdit::line(NOTE_CAP / 10));
        let mut ask = Prompt {
            question,
            form: Form::new(vec![field]),
            touched: false,
            earlier: Vec::new(),
            found: Vec::new(),
            selected: 0,
            fault: None,
            answered: String::new(),
            entered: false,
        };
        ask.offer();
        ask
    }

    /// The same, asked behind others whose drafts end with this one.
    pub fn led_by(self, earlier: Vec<String>) -> Prompt {
        Prompt { earlier, ..self }
    }

    /// Accounts found for the text that is typed.
    pub fn found(&mut self, accounts: &[(AccountId, String)]) {
        self.answered = self.line().to_string();
        if let Question::WordsFor(words) = &self.question {
            self.found = watch_targets(words, self.line(), accounts);
            self.selected = 0;
            return;
        }
        let Question::Link(ids, linked, _) = &self.question else { return };
        let choice = |(id, name): &(AccountId, String)| link(ids, linked, *id, name, "");
        let known: Vec<&str> = accounts.iter().map(|(_, name)| name.as_str()).collect();
        let new = new_account(ids, self.line(), &known);
        self.found = accounts.iter().map(choice).chain(new).collect();
        self.selected = 0;
    }

    /// Accounts that the trigger may be about: offered until something is typed, before those it touches already.
    pub fn suggested(&mut self, trigger: TriggerId, suggestions: &[AccountSuggestion]) {
        let Question::Link(ids, linked, company) = &self.question else { return };
        // Too late once something is typed: what that finds must not give way to an answer from before it.
        if ids.first() != Some(&trigger) || !self.line().is_empty() {
            return;
        }
        let new = suggestions.iter().filter(|found| linked.iter().all(|(id, _)| *id != found.id));
        let mut offered: Vec<PromptOption> =
            new.map(|found| link(ids, linked, found.id, &found.name, &found.why)).collect();
        offered.extend(linked.iter().map(|(id, name)| link(ids, linked, *id, name, "")));
        let known: Vec<&str> = offered.iter().map(|one| one.label.as_str()).collect();
        let new = new_account(ids, company, &known);
        offered.extend(new);
        self.found = offered;
        self.selected = 0;
    }

    /// What can be picked before, or beside, what is typed.
    pub(super) fn offer(&mut self) {
        let typed = fold(self.line().trim());
        let offered = match &self.question {
            Question::Snooze(ids, ripe) if typed.is_empty() && (ripe.is_some() || ids.len() > 1) => {
                vec![to_onset(ids, *ripe)]
            }
            Question::Pick { choices, .. } => options_that_hold(&typed, choices.iter().map(choice)),
            Question::Days(rep) => RecentDays::ALL
                .iter()
                .filter(|length| length.key().starts_with(&typed))
                .map(|one| length(*one, *rep))
                .collect(),
            Question::Whose(span, reps) => {
                let everyone = whose("everyone", "the whole team", *span, None);
                let reps = reps.iter().map(|(id, name)| whose(name, "", *span, Some(*id)));
                options_that_hold(&typed, std::iter::once(everyone).chain(reps))
            }
            Question::Person(wish, people) => people
                .iter()
                .filter(|row| fold(&row.contact.name).contains(&typed))
                .map(|row| one_of_them(*wish, row))
                .collect(),
            Question::Whom(campaign, _, people) => people.iter().map(|one| person(one, *campaign)).collect(),
            Question::Nobody { errand, account, name, people } => whom_or_new(*errand, *account, name, people),
            Question::Reject(ids, reasons) if typed.is_empty() => rejections(ids, reasons),
            Question::Touch(contact, name) => TouchKind::ALL.iter().map(|kind| touch(*contact, name, *kind)).collect(),
            Question::Snooze(..)
            | Question::TouchNote(..)
            | Question::MovePromise(..)
            | Question::Reject(..)
            | Question::OpenLink(_)
            | Question::Link(..)
            | Question::Feed
            | Question::Words
            | Question::WordsFor(_)
            | Question::Rest(..)
            | Question::RestWhy(..)
            | Question::DoNotCall(..)
            | Question::Erase(_)
            | Question::Search
            | Question::AnswerReview(..)
            | Question::Caution { .. }
            | Question::UndoOld { .. }
            | Question::ReplaceFile { .. }
            | Question::GoBack { .. }
            | Question::Clashes(..)
            | Question::Override { .. } => Vec::new(),
        };
        self.found = offered;
        self.selected = 0;
    }

    /// What was found for the text that is typed.
    pub fn hit(&mut self, hits: &[SearchHit]) {
        self.answered = self.line().to_string();
        self.found = hits.iter().map(choice_of).collect();
        self.selected = 0;
    }

    /// The text for which something is looked for.
    pub fn looking_for(&self) -> Option<&str> {
        matches!(self.question, Question::Link(..) | Question::WordsFor(_) | Question::Search).then(|| self.line())
    }

    /// Enter waited, and what it waited for is there.
    pub fn is_due(&self) -> bool {
        self.entered && !self.is_late()
    }

    /// What is shown was found for an earlier text.
    fn is_late(&self) -> bool {
        self.looking_for().is_some_and(|text| text != self.answered)
    }

    fn line(&self) -> &str {
        self.form.get("line")
    }

    /// Moves in the choices.
    pub fn go(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Returns what a key of this question does, which ends it: the digit of a reason, the letter for a new person, yes
    /// or no.
    pub fn answer_of_key(&self, stroke: &TextKey) -> Option<Vec<Effect>> {
        match (&self.question, stroke) {
            // Only as the first key: behind a letter a digit belongs to the reason that is typed.
            (Question::Reject(ids, reasons), TextKey::Char(digit)) if self.line().is_empty() => {
                let place = usize::try_from(digit.to_digit(10)?).ok()?.checked_sub(1)?;
                rejections(ids, reasons).into_iter().nth(place).map(|reason| vec![reason.does])
            }
            (Question::Nobody { account, name, .. }, TextKey::Char('a')) => Some(vec![new_person(*account, name)]),
            (Question::UndoOld { change, .. }, TextKey::Char('y' | 'Y')) => {
                Some(vec![Command::Undo(UndoConsent::This(change.clone())).into()])
            }
            (Question::ReplaceFile { what, path }, TextKey::Char('y' | 'Y')) => {
                Some(vec![Command::WriteFile { what: *what, replace: Some(path.clone()) }.into()])
            }
            (Question::GoBack { offer, .. }, TextKey::Char('y' | 'Y')) => {
                Some(vec![Command::Restore(offer.number).into()])
            }
            (
                Question::UndoOld { .. } | Question::ReplaceFile { .. } | Question::GoBack { .. },
                TextKey::Char('n' | 'N'),
            ) => Some(Vec::new()),
            (Question::Clashes(of, _), TextKey::Char('y' | 'Y')) => Some(settled(of, Side::Mine)),
            (Question::Clashes(of, _), TextKey::Char('t' | 'T')) => Some(settled(of, Side::Theirs)),
            (Question::Touch(contact, name), TextKey::Char(letter)) => {
                let kind = TouchKind::ALL.iter().find(|kind| kind.letter() == letter.to_ascii_lowercase());
                kind.map(|kind| vec![touch(*contact, name, *kind).does])
            }
            (_question, _stroke) => None,
        }
    }

    /// Takes a typed key.
    pub fn stroke(&mut self, stroke: &TextKey) -> Vec<Effect> {
        // Another key takes a waiting Enter back: it was meant for the text before.
        (self.fault, self.entered) = (None, false);
        if !self.takes_text() {
            return Vec::new();
        }
        let changed = self.form.stroke(stroke, NAME_CAP);
        if !changed {
            return Vec::new();
        }
        self.touched = true;
        match self.question {
            Question::Link(..) | Question::WordsFor(_) => vec![Query::FindAccounts(self.line().to_string()).into()],
            Question::Feed | Question::Words => Vec::new(),
            Question::Search => vec![Query::Search(self.line().to_string()).into()],
            Question::Snooze(..)
            | Question::Reject(..)
            | Question::Pick { .. }
            | Question::Days(_)
            | Question::Whose(..)
            | Question::Person(..) => {
                self.offer();
                Vec::new()
            }
            Question::OpenLink(_)
            | Question::Touch(..)
            | Question::TouchNote(..)
            | Question::MovePromise(..)
            | Question::Rest(..)
            | Question::RestWhy(..)
            | Question::DoNotCall(..)
            | Question::Erase(_)
            | Question::Whom(..)
            | Question::AnswerReview(..)
            | Question::Caution { .. }
            | Question::Nobody { .. }
            | Question::UndoOld { .. }
            | Question::ReplaceFile { .. }
            | Question::GoBack { .. }
            | Question::Clashes(..)
            | Question::Override { .. } => Vec::new(),
        }
    }

    /// True if the question has a field.
    fn takes_text(&self) -> bool {
        !hint(&self.question).is_empty()
    }

    /// Enter: the effects, or nothing while the answer cannot be used (and the box says why).
    pub fn answer(&mut self, ctx: &Ctx) -> Option<Vec<Effect>> {
        // What is shown was found for an earlier text: Enter would take a row that nobody chose.
        self.entered = self.is_late();
        if self.entered {
            return None;
        }
        if let Some(choice) = self.found.get(self.selected) {
            return Some(vec![choice.does.clone()]);
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
        match &self.question {
            Question::Caution { contact, name, cautions } => {
                Ok(vec![start_clock(*contact, name, Vec::new(), cautions)])
            }
            Question::UndoOld { .. }
            | Question::ReplaceFile { .. }
            | Question::GoBack { .. }
            | Question::Clashes(..) => Err(letters(&self.question).unwrap_or_default().into()),
            Question::OpenLink(address) => Ok(vec![Effect::Terminal(TerminalRequest::OpenLink(address.clone()))]),
            Question::TouchNote(contact, _, kind) => Ok(touched(&Touch::new(*contact, ctx.now.0, *kind, line))),
            _typed if line.is_empty() => Err("Type a few words first, or Esc to cancel.".into()),
            Question::Whom(..) | Question::Nobody { .. } => {
                Err("Nobody is known there. n on the account writes one down.".into())
            }
            Question::AnswerReview(call, review, _) => {
                Ok(vec![ReviewCommand::Answer(*call, *review, line.into()).into()])
            }
            Question::Touch(..) => Err("Pick what it was: its letter, or Enter.".into()),
            Question::MovePromise(promise) => move_promise(promise, line, ctx.now),
            Question::Search => Err(format!("Nothing in the book holds \"{line}\".")),
            Question::Link(..) => Err("No account by that name.".into()),
            Question::Days(rep) => {
                let span = DayRange::parse(line, ctx.now.date())?;
                Ok(vec![Query::Scorecard(span, *rep).into()])
            }
            Question::Pick { .. } | Question::Whose(..) | Question::Person(..) => {
                Err(format!("Nothing in the list is called \"{line}\"."))
            }
            Question::Feed => feed::address(line).map(|address| vec![FeedCommand::Add(address).into()]),
            Question::Words => Ok(vec![Effect::Prompt(Question::WordsFor(line.into()))]),
            Question::WordsFor(words) => Ok(vec![industry(words, line)]),
            Question::Reject(ids, _) => {
                Ok(vec![TriggerCommand::SetStatus(ids.clone(), Status::Rejected(line.into())).into()])
            }
            Question::Snooze(ids, _) => {
                Ok(vec![TriggerCommand::SetStatus(ids.clone(), Status::Snoozed(day_ahead(line, ctx)?)).into()])
            }
            Question::Rest(id, name) => {
                Ok(vec![Effect::Prompt(Question::RestWhy(*id, name.clone(), day_ahead(line, ctx)?))])
            }
            Question::RestWhy(id, _, until) => {
                // It is asked for only where there is none.
                let rest = Some(Rest { until: *until, because: line.into() });
                Ok(vec![AccountCommand::Rest(*id, ValueChange { read: None, typed: rest }).into()])
            }
            Question::DoNotCall(contact, _) => {
                let mark = ValueChange { read: None, typed: Some(line.into()) };
                Ok(vec![AccountCommand::SetDoNotCall(*contact, mark).into()])
            }
            Question::Erase(preview) if fold(line) != fold(&preview.name) => {
                Err(format!("That is not their name. Type {} to erase them, or Esc.", preview.name))
            }
            Question::Erase(preview) => Ok(vec![AccountCommand::Erase(preview.id, line.into()).into()]),
            Question::Override { name, blocks, then } => after_override(line, name, blocks, then),
        }
    }

    /// Paints the box; returns the caret.
    pub fn draw(&self, area: Rect, brush: &mut Brush) -> Option<Position> {
        let width = area.width.saturating_sub(8).min(72);
        let text_rows =
            crate::tui::widgets::text_edit::wrap(&says(&self.question), usize::from(width.saturating_sub(4))).len();
        let rows = u16::try_from(text_rows + self.found.len().min(10) + 6).unwrap_or(12);
        let inside = open_box(area, width, rows, &title(&self.question), brush);
        // What is typed and the keys have the last two lines, however much is said.
        let said = Rect { height: inside.height.saturating_sub(2), ..inside };
        let below = inside.y + brush.paragraph(said, &says(&self.question), Role::Text) + 1;
        let mut y = if self.takes_text() { below.min(inside.bottom().saturating_sub(2)) } else { below };
        let mut caret = None;
        if let Some(field) = self.form.focused().filter(|_| self.takes_text())
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
        if self.found.is_empty() && self.looking_for().is_some_and(|text| text.trim().len() > 1) {
            brush.text(inside.x, y, inside.width, "Nothing by those words yet.", Role::Dim);
        }
        let keys = if let Some(letters) = letters(&self.question) {
            letters
        } else if self.looking_for().is_some() && self.found.is_empty() {
            "Esc cancels"
        } else if self.found.is_empty() {
            "Enter goes on · Esc cancels"
        } else {
            "Up/Down pick · Enter takes it · Esc cancels"
        };
        brush.text(inside.x, inside.bottom().saturating_sub(1), inside.width, keys, Role::Dim);
        caret
    }

    fn draw_choices(&self, area: Rect, brush: &mut Brush) {
        let first = first_shown(0, self.selected, usize::from(area.height).max(1));
        let columns = [ColumnWidth::Flex(3), ColumnWidth::Flex(4)];
        for (y, (index, choice)) in (area.y..area.bottom()).zip(self.found.iter().enumerate().skip(first)) {
            let cells = [Cell::new(choice.label.clone(), Role::Text), Cell::new(choice.about.clone(), Role::Dim)];
            let used = if choice.about.is_empty() { 1 } else { 2 };
            brush.row(Rect { y, height: 1, ..area }, index == self.selected, &columns[..used], &cells[..used]);
        }
    }
}

/// Carries out what was asked, with this sentence for each block; an error if it is no sentence.
fn after_override(line: &str, name: &str, blocks: &[Guard], then: &AfterOverride) -> Result<Vec<Effect>, String> {
    let overrides: Vec<Override> =
        blocks.iter().map(|guard| Override { rule: guard.rule.clone(), because: line.into() }).collect();
    match (overrides.iter().find_map(Override::problem), then) {
        (Some(problem), _) => Err(problem),
        (None, AfterOverride::Clock(contact, cautions)) => Ok(vec![start_clock(*contact, name, overrides, cautions)]),
        (None, AfterOverride::Form(_)) => Ok(vec![Effect::Overridden(overrides)]),
    }
}

fn day_ahead(line: &str, ctx: &Ctx) -> Result<NaiveDate, String> {
    match parse_day(line, ctx.now.date()) {
        Some(day) if day > ctx.now.date() => Ok(day),
        Some(_) => Err("That day is not ahead. Give a later one.".into()),
        None => Err(format!("\"{line}\" is not a day. Try \"fri\", \"in 2 weeks\" or \"14 mar\".")),
    }
}

/// A cleared box in the middle with a title; returns the inside with a margin.
pub fn open_box(area: Rect, width: u16, height: u16, title: &str, brush: &mut Brush) -> Rect {
    let outer = layout::middle(area, width, height.min(area.height));
    brush.clear(outer);
    let inner = brush.pane(outer, title, true);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}
