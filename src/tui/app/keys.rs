//! Handles keys, pastes and clicks.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;

use crate::tui::context::Offer;
use crate::tui::message::action::Action;
use crate::tui::message::command::{Command, UndoConsent};
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::keymap::Layer;
use crate::tui::message::prompt::Question;
use crate::tui::overlay::help::help;
use crate::tui::overlay::palette::{Palette, PaletteEntry};
use crate::tui::overlay::prompt::Prompt;
use crate::tui::widgets::form::TextKey;
use crate::tui::widgets::text_edit::Move;

use crate::tui::screen::NO_TEXT;

use super::screens::door;
use super::tabs::{tab_at, tab_route};
use super::{App, Overlay};

/// An action of the app's own, and what carries it out.
type OwnAction = (Action, fn(&mut App) -> Vec<Effect>);

/// What the app itself does, on every screen.
const EVERYWHERE: &[OwnAction] = &[
    (Action::Search, |_| vec![Effect::Prompt(Question::Search)]),
    (Action::Undo, |app| app.change(Command::Undo(UndoConsent::Since(app.opened_at)))),
    (Action::Redo, |app| app.change(Command::Redo)),
    (Action::Help, App::open_help),
    (Action::Palette, App::open_palette),
    (Action::Menu, App::open_menu),
    (Action::Tour, App::go_on_tour),
    (Action::EndTour, App::end_tour),
    (Action::Suspend, App::suspend),
    (Action::Interrupt, App::interrupt),
    (Action::Back, App::back),
    (Action::Quit, App::quit),
];

/// What the app does about the screen in front, where that has a use for it.
const ABOUT_THE_FRONT: &[OwnAction] = &[
    (Action::NextRecord, |app| app.walk(1)),
    (Action::PreviousRecord, |app| app.walk(-1)),
    (Action::Editor, App::open_editor),
];

impl App {
    pub(super) fn key(&mut self, event: &KeyEvent) -> Vec<Effect> {
        self.notice = None;
        let action = self.keymap.resolve(self.layer(), event);
        if action == Some(Action::Interrupt) {
            return self.interrupt();
        }
        if self.overlay.is_some() {
            return self.overlay_key(event, action);
        }
        if self.is_rest_of_a_word(event) {
            return self.rest_of_a_word(event);
        }
        self.dead_since = None;
        if self.takes_digit(event) {
            return Vec::new();
        }
        match (action, self.unplaced.take(), stroke_of(event)) {
            (Some(Action::Capture), Some(unplaced), _) => self.place_text(unplaced),
            (Some(action), ..) if self.is_dead(action) => self.dead_key(event, Some(action)),
            (Some(action), ..) => self.run(action),
            (None, _, Some(stroke)) if self.front().layer() == Layer::Text => self.typed(&stroke),
            (None, ..) => self.dead_key(event, None),
        }
    }

    /// Whether a digit picks something on the front screen.
    fn takes_digit(&mut self, event: &KeyEvent) -> bool {
        let KeyCode::Char(letter) = event.code else { return false };
        let digit = letter.to_digit(10).filter(|_| event.modifiers.is_empty() && self.layer() == Layer::Nav);
        let digit = digit.and_then(|digit| usize::try_from(digit).ok());
        digit.is_some_and(|digit| self.with_front(|screen, ctx| screen.digit(digit, ctx)))
    }

    pub(super) fn typed(&mut self, stroke: &TextKey) -> Vec<Effect> {
        if let Some(effects) = self.held_elsewhere(Some(stroke), None) {
            return effects;
        }
        match self.overlay.as_mut() {
            Some(Overlay::Ask(ask)) => {
                let effects = ask.stroke(stroke);
                self.note_typing();
                return effects;
            }
            Some(Overlay::Palette(palette)) => {
                palette.stroke(stroke);
                return Vec::new();
            }
            None => {}
        }
        if self.front().layer() == Layer::Nav {
            let TextKey::Paste(text) = stroke else { return Vec::new() };
            let taken = self.with_front(|screen, ctx| screen.paste(text, ctx));
            return taken.unwrap_or_else(|| self.unplaced_text(text));
        }
        let effects = self.with_front(|screen, ctx| screen.stroke(stroke, ctx));
        self.note_typing();
        effects
    }

    pub(super) fn overlay_key(&mut self, event: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
        match action {
            Some(Action::Back) => return self.close_overlay(),
            Some(Action::Discard) => return self.discard_prompt(),
            Some(_) | None => {}
        }
        if let Some(effects) = self.held_elsewhere(stroke_of(event).as_ref(), action) {
            return effects;
        }
        let up = event.code == KeyCode::Up || action == Some(Action::PreviousPane);
        let down = event.code == KeyCode::Down || action == Some(Action::NextPane);
        let by = isize::from(down) - isize::from(up);
        let effects = match (self.overlay.take(), stroke_of(event)) {
            (Some(Overlay::Ask(ask)), stroke) => self.prompt_key(ask, by, stroke),
            (Some(Overlay::Palette(palette)), Some(TextKey::Enter)) if by == 0 => {
                return self.chosen(palette.chosen().cloned());
            }
            (Some(Overlay::Palette(mut palette)), stroke) => {
                match stroke.filter(|_| by == 0) {
                    Some(stroke) => palette.stroke(&stroke),
                    None => palette.go(by),
                }
                self.overlay = Some(Overlay::Palette(palette));
                Vec::new()
            }
            (None, _) => Vec::new(),
        };
        self.note_typing();
        effects
    }

    /// Gives a key to a question; one that is not answered by it stays in front.
    fn prompt_key(&mut self, mut ask: Prompt, by: isize, stroke: Option<TextKey>) -> Vec<Effect> {
        let (answer, effects) = match stroke.filter(|_| by == 0) {
            None => {
                ask.go(by);
                (None, Vec::new())
            }
            Some(TextKey::Enter) => (ask.answer(&self.ctx()), Vec::new()),
            Some(stroke) => match ask.answer_of_key(&stroke) {
                Some(answer) => (Some(answer), Vec::new()),
                None => (None, ask.stroke(&stroke)),
            },
        };
        match answer {
            Some(answer) => self.follow_answer(ask, answer),
            None => {
                self.overlay = Some(Overlay::Ask(ask));
                effects
            }
        }
    }

    pub(super) fn chosen(&mut self, entry: Option<PaletteEntry>) -> Vec<Effect> {
        match entry {
            None => Vec::new(),
            Some(PaletteEntry { off: Some(why), .. }) => vec![Effect::complain(why)],
            Some(entry) => self.run(entry.action),
        }
    }

    /// Carries out an action: the app's own, or the front screen's.
    pub(super) fn run(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.held_elsewhere(None, Some(action)) {
            return effects;
        }
        if let Some(route) = door(action) {
            return vec![Effect::Go(route)];
        }
        // While a call runs, its key hangs up, whoever is in front.
        if action == Action::Call && self.call.is_some() {
            return self.hang_up();
        }
        match EVERYWHERE.iter().chain(ABOUT_THE_FRONT).find(|(own, _)| *own == action) {
            Some((_, carry_out)) => carry_out(self),
            None => self.screens_own(action),
        }
    }

    /// Whether an action is the app's own that asks the front screen.
    pub(super) fn is_about_the_front(&self, action: Action) -> bool {
        ABOUT_THE_FRONT.iter().any(|(own, _)| *own == action)
    }

    fn open_help(&mut self) -> Vec<Effect> {
        let palette = help(self.layer(), &self.entries(false), &self.keymap);
        self.over(palette)
    }

    fn open_palette(&mut self) -> Vec<Effect> {
        let palette = Palette::new("All commands", self.entries(false));
        self.over(palette)
    }

    fn open_menu(&mut self) -> Vec<Effect> {
        let palette = Palette::new("What can be done here", self.entries(true));
        self.over(palette)
    }

    fn suspend(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        effects.push(Effect::Terminal(TerminalRequest::Suspend));
        effects
    }

    pub(super) fn screens_own(&mut self, action: Action) -> Vec<Effect> {
        match self.front().offers(action, &self.ctx()) {
            Offer::Yes => {
                let effects = self.with_front(|screen, ctx| screen.act(action, ctx));
                self.note_typing();
                effects
            }
            Offer::Off(why) => vec![Effect::complain(format!("{}: {why}", action.short()))],
            Offer::No => Vec::new(),
        }
    }

    pub(super) fn over(&mut self, palette: Palette) -> Vec<Effect> {
        self.overlay = Some(Overlay::Palette(palette));
        Vec::new()
    }

    /// Every command with its keys here and why it is off; `own` leaves out what works everywhere.
    pub(super) fn entries(&self, own: bool) -> Vec<PaletteEntry> {
        let (layer, ctx) = (self.front().layer(), self.ctx());
        Action::ALL
            .iter()
            .filter_map(|action| {
                let offer = match is_global(*action) {
                    true if own => return None,
                    false if own && moves(*action) => return None,
                    true if *action == Action::EndTour && self.tour.is_none() => Offer::Off("no tour goes on".into()),
                    true => Offer::Yes,
                    false => self.front().offers(*action, &ctx),
                };
                let off = match offer {
                    Offer::Yes => None,
                    Offer::Off(why) => Some(why),
                    Offer::No if own => return None,
                    Offer::No => Some("not on this screen".to_string()),
                };
                let keys = self.keymap.keys(layer, *action).into_iter().take(2).collect::<Vec<_>>().join(" ");
                Some(PaletteEntry { action: *action, keys, off })
            })
            .collect()
    }

    pub(super) fn back(&mut self) -> Vec<Effect> {
        if self.front().offers(Action::Back, &self.ctx()) == Offer::Yes {
            let mut effects = self.keep_drafts();
            effects.extend(self.with_front(|screen, ctx| screen.act(Action::Back, ctx)));
            return effects;
        }
        if self.is_at_the_top() {
            vec![Effect::say("This is the top. q quits; what you typed is kept.")]
        } else {
            vec![Effect::Close]
        }
    }

    pub(super) fn quit(&mut self) -> Vec<Effect> {
        if self.is_at_the_top() { self.leave_all() } else { vec![Effect::Close] }
    }

    /// Where there is no book, nothing lies below the screen that says so.
    fn is_at_the_top(&self) -> bool {
        self.stack.len() <= usize::from(self.book.is_none())
    }

    pub(super) fn interrupt(&mut self) -> Vec<Effect> {
        if self.importing {
            return vec![Command::CancelImport.into(), Effect::say("Cancelling; nothing of it is kept.")];
        }
        self.leave_all()
    }

    pub(super) fn leave_all(&mut self) -> Vec<Effect> {
        let mut effects = self.keep_drafts();
        effects.push(Effect::Terminal(TerminalRequest::Quit));
        effects
    }

    pub(super) fn change(&mut self, command: Command) -> Vec<Effect> {
        match self.book.as_ref().map(|book| &book.read_only) {
            Some(None) => vec![command.into()],
            Some(Some(why)) => vec![Effect::complain(format!("The book can only be read: {why}"))],
            None => Vec::new(),
        }
    }

    pub(super) fn open_editor(&mut self) -> Vec<Effect> {
        match self.front().offers(Action::Editor, &self.ctx()) {
            Offer::Yes => {
                let mut effects = self.keep_drafts();
                effects.extend(self.with_front(|screen, ctx| screen.act(Action::Editor, ctx)));
                effects
            }
            Offer::Off(why) => vec![Effect::complain(format!("editor: {why}"))],
            Offer::No => vec![Effect::complain(format!("editor: {NO_TEXT}"))],
        }
    }

    pub(super) fn edited(&mut self, text: &str) -> Vec<Effect> {
        let text = text.strip_suffix('\n').unwrap_or(text).to_string();
        let effects = self.with_front(|screen, ctx| screen.stroke(&TextKey::Replace(text), ctx));
        self.note_typing();
        effects
    }

    pub(super) fn click(&mut self, at: Position) -> Vec<Effect> {
        self.notice = None;
        if self.overlay.is_some() {
            return self.close_overlay();
        }
        if at.y == 0 && self.stack.is_empty() {
            return tab_at(self, at.x).and_then(tab_route).map(Effect::Go).into_iter().collect();
        }
        let effects = self.with_front(|screen, ctx| screen.click(at, ctx));
        self.note_typing();
        effects
    }

    pub(super) fn wheel(&mut self, by: i16) -> Vec<Effect> {
        let action = if by > 0 { Action::Down } else { Action::Up };
        let mut effects = Vec::new();
        for _ in 0..by.unsigned_abs().min(10) {
            effects = if self.overlay.is_none() && self.front().layer() == Layer::Nav {
                self.screens_own(action)
            } else {
                Vec::new()
            };
        }
        effects
    }
}

/// Moving about: no use in a menu of what can be done with a row.
fn moves(action: Action) -> bool {
    matches!(
        action,
        Action::Open
            | Action::Down
            | Action::Up
            | Action::PageDown
            | Action::PageUp
            | Action::Top
            | Action::Bottom
            | Action::NextPane
            | Action::PreviousPane
            | Action::Filter
            | Action::Refresh
    )
}

/// Actions that work on every screen.
pub(super) fn is_global(action: Action) -> bool {
    door(action).is_some() || EVERYWHERE.iter().any(|(own, _)| *own == action)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the keys of crossterm, of which few are text")]
fn stroke_of(event: &KeyEvent) -> Option<TextKey> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL) && !event.modifiers.contains(KeyModifiers::ALT);
    let alt = event.modifiers.contains(KeyModifiers::ALT) && !event.modifiers.contains(KeyModifiers::CONTROL);
    Some(match event.code {
        KeyCode::Char('w') if control => TextKey::DeleteToBlank,
        KeyCode::Char('u') if control => TextKey::DeleteToStart,
        KeyCode::Char('k') if control => TextKey::DeleteToEnd,
        KeyCode::Char('a') if control => TextKey::Move(Move::Home),
        KeyCode::Char('e') if control => TextKey::Move(Move::End),
        KeyCode::Char('b') if alt => TextKey::Move(Move::WordLeft),
        KeyCode::Char('f') if alt => TextKey::Move(Move::WordRight),
        KeyCode::Char(_) if control || alt => return None,
        KeyCode::Char(c) => TextKey::Char(c),
        KeyCode::Enter => TextKey::Enter,
        KeyCode::Backspace if control || alt => TextKey::DeleteWord,
        KeyCode::Backspace => TextKey::Backspace,
        KeyCode::Delete => TextKey::Delete,
        KeyCode::Left if control || alt => TextKey::Move(Move::WordLeft),
        KeyCode::Right if control || alt => TextKey::Move(Move::WordRight),
        KeyCode::Left => TextKey::Move(Move::Left),
        KeyCode::Right => TextKey::Move(Move::Right),
        KeyCode::Up => TextKey::Move(Move::Up),
        KeyCode::Down => TextKey::Move(Move::Down),
        KeyCode::Home => TextKey::Move(Move::Home),
        KeyCode::End => TextKey::Move(Move::End),
        _ => return None,
    })
}
