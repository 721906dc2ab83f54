//! The screen on which the passphrase of a sealed book is typed, before anything of the book is opened. What is typed is
//! shown as dots, and kept nowhere.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::decode::InputBuffer;
use super::poll::{InputPoll, take_flag};
use super::{Terminal, Theme};
use crate::tui::widgets::brush::{Brush, TextPen};
use crate::tui::widgets::layout;
use crate::tui::widgets::theme::Role;

/// How long is waited for the rest of a key's sequence; and for anything at all.
const REST_OF_A_KEY: Duration = Duration::from_millis(25);
const LONG: Duration = Duration::from_secs(60);

/// What stands on the screen.
#[derive(Debug, Default)]
struct Asking {
    path: String,
    typed: String,
    /// Why the last one did not open it.
    says: String,
}

/// What a key came to.
#[derive(Debug, PartialEq, Eq)]
enum Pressed {
    Nothing,
    Try,
    Leave,
}

/// Asks until `attempt` takes what was typed, or says in a sentence why not. Returns false if whoever sits there left, or
/// the terminal is gone.
pub(in crate::tui) fn ask(
    terminal: &mut Terminal,
    theme: Theme,
    wait: &mut InputPoll,
    book: &Path,
    attempt: &mut dyn FnMut(&str) -> Result<(), String>,
) -> Result<bool> {
    let mut asking = Asking { path: book.display().to_string(), ..Asking::default() };
    let (mut input, mut bytes) = (InputBuffer::default(), [0; 4096]);
    loop {
        terminal.draw_with(|area, buf| asking.draw(theme, area, buf))?;
        let woken = wait.wait(true, if input.is_half() { REST_OF_A_KEY } else { LONG })?;
        if woken.gone || take_flag(&wait.signals.end) || take_flag(&wait.signals.interrupt) {
            return Ok(false);
        }
        if woken.keys {
            let read = wait.read(&mut bytes)?;
            input.take(bytes.get(..read).unwrap_or_default());
        }
        let rest = if woken.keys { None } else { input.give_up() };
        let events: Vec<Event> = std::iter::from_fn(|| input.next()).chain(rest).collect();
        for event in events {
            match asking.take(event) {
                Pressed::Nothing => {}
                Pressed::Leave => return Ok(false),
                Pressed::Try => {
                    "One moment…".clone_into(&mut asking.says);
                    terminal.draw_with(|area, buf| asking.draw(theme, area, buf))?;
                    match attempt(&std::mem::take(&mut asking.typed)) {
                        Ok(()) => return Ok(true),
                        Err(says) => asking.says = says,
                    }
                }
            }
        }
    }
}

impl Asking {
    fn take(&mut self, event: Event) -> Pressed {
        match event {
            Event::Paste(text) => {
                self.typed.extend(text.chars().filter(|c| !c.is_control()));
                Pressed::Nothing
            }
            Event::Key(key) if key.kind != KeyEventKind::Release => self.press(key),
            Event::Key(_) | Event::Mouse(_) | Event::Resize(..) | Event::FocusGained | Event::FocusLost => {
                Pressed::Nothing
            }
        }
    }

    fn press(&mut self, key: KeyEvent) -> Pressed {
        match (key.code, key.modifiers.contains(KeyModifiers::CONTROL)) {
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'd'), true) => return Pressed::Leave,
            (KeyCode::Enter, _) if !self.typed.is_empty() => return Pressed::Try,
            (KeyCode::Char('u'), true) => self.typed.clear(),
            (KeyCode::Backspace, _) => drop(self.typed.pop()),
            (KeyCode::Char(letter), false) => self.typed.push(letter),
            _other => {}
        }
        Pressed::Nothing
    }

    fn draw(&self, theme: Theme, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let mut brush = Brush { theme, buf };
        brush.clear(area);
        let area = layout::middle(area, area.width.saturating_sub(6).min(76), 14);
        let mut pen = TextPen::new(area);
        pen.line(&mut brush, "whynow: a sealed book", Role::Title);
        pen.gap();
        pen.line(&mut brush, &format!("{} is sealed with a passphrase.", self.path), Role::Text);
        pen.gap();
        let line = pen.rest();
        let label = brush.text(line.x, line.y, line.width, "Passphrase: ", Role::Strong);
        // Room for the caret stays at the end.
        let room = line.width.saturating_sub(label + 1);
        let dots = u16::try_from(self.typed.chars().count()).unwrap_or(u16::MAX).min(room);
        brush.text(line.x + label, line.y, room, &"•".repeat(usize::from(dots)), Role::Text);
        let caret = (line.height > 0).then_some(Position { x: line.x + label + dots, y: line.y });
        pen.gap();
        pen.gap();
        if !self.says.is_empty() {
            pen.line(&mut brush, &self.says, Role::Warn);
            pen.gap();
        }
        pen.line(
            &mut brush,
            "Enter opens it, Esc leaves, Ctrl-U begins anew. The recovery code opens it too.",
            Role::Dim,
        );
        caret
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(asking: &Asking, width: u16, height: u16) -> (String, Option<Position>) {
        let area = Rect { x: 0, y: 0, width, height };
        let mut buf = Buffer::empty(area);
        let caret = asking.draw(Theme::Mono, area, &mut buf);
        let rows = (0..height).map(|y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>());
        (rows.collect::<Vec<_>>().join("\n"), caret)
    }

    fn key(code: KeyCode) -> Event {
        Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    #[test]
    fn what_is_typed_is_dots_and_every_small_size_holds() {
        let mut asking = Asking { path: "/home/ane/book.db".to_owned(), ..Asking::default() };
        "horse".chars().for_each(|letter| assert_eq!(asking.take(key(KeyCode::Char(letter))), Pressed::Nothing));
        let (shown, caret) = seen(&asking, 80, 24);
        assert!(shown.contains("/home/ane/book.db is sealed") && shown.contains("Passphrase: •••••"), "{shown}");
        assert!(!shown.contains("horse") && caret.is_some(), "{shown}");
        for (width, height) in [(0, 0), (1, 1), (10, 3), (20, 6), (300, 2)] {
            seen(&asking, width, height);
        }
        "That is another passphrase.".clone_into(&mut asking.says);
        assert!(seen(&asking, 80, 24).0.contains("another passphrase"));
    }

    #[test]
    fn enter_tries_what_was_typed_and_esc_leaves() {
        let mut asking = Asking::default();
        assert_eq!(asking.take(key(KeyCode::Enter)), Pressed::Nothing, "nothing was typed yet");
        asking.take(Event::Paste("paßword\n".to_owned()));
        asking.take(key(KeyCode::Backspace));
        assert_eq!(asking.typed, "paßwor");
        assert_eq!(asking.take(key(KeyCode::Enter)), Pressed::Try);
        asking.take(Event::Key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL)));
        assert_eq!(asking.typed, "");
        assert_eq!(asking.take(key(KeyCode::Esc)), Pressed::Leave);
    }
}
