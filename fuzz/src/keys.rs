//! Keys in any order, at any size: no key takes the screens down, nothing that drives a terminal is drawn, and what is
//! typed when the terminal goes is kept.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::Duration;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use whynow::clock::Moment;
use whynow::tui::app::App;
use whynow::tui::context::ScreenRules;
use whynow::tui::message::command::Command;
use whynow::tui::message::effect::Effect;
use whynow::tui::message::keymap::Keymap;
use whynow::tui::message::msg::Msg;
use whynow::tui::message::query::Query;
use whynow::tui::runtime::Book;
use whynow::tui::view;
use whynow::tui::widgets::theme::Theme;

use super::books;

/// Most events of one run.
const EVENTS: usize = 160;
/// Keys that are no letters, in the order of the bytes that stand for them.
const OTHERS: [(KeyCode, KeyModifiers); 24] = [
    (KeyCode::Enter, KeyModifiers::NONE),
    (KeyCode::Esc, KeyModifiers::NONE),
    (KeyCode::Tab, KeyModifiers::NONE),
    (KeyCode::BackTab, KeyModifiers::SHIFT),
    (KeyCode::Up, KeyModifiers::NONE),
    (KeyCode::Down, KeyModifiers::NONE),
    (KeyCode::Left, KeyModifiers::NONE),
    (KeyCode::Right, KeyModifiers::NONE),
    (KeyCode::Home, KeyModifiers::NONE),
    (KeyCode::End, KeyModifiers::NONE),
    (KeyCode::PageUp, KeyModifiers::NONE),
    (KeyCode::PageDown, KeyModifiers::NONE),
    (KeyCode::Backspace, KeyModifiers::NONE),
    (KeyCode::Delete, KeyModifiers::NONE),
    (KeyCode::F(1), KeyModifiers::NONE),
    (KeyCode::Char('s'), KeyModifiers::CONTROL),
    (KeyCode::Char('z'), KeyModifiers::CONTROL),
    (KeyCode::Char('y'), KeyModifiers::CONTROL),
    (KeyCode::Char('w'), KeyModifiers::CONTROL),
    (KeyCode::Char('u'), KeyModifiers::CONTROL),
    (KeyCode::Char('l'), KeyModifiers::CONTROL),
    (KeyCode::Char('n'), KeyModifiers::CONTROL),
    (KeyCode::Char('p'), KeyModifiers::CONTROL),
    (KeyCode::Char('e'), KeyModifiers::ALT),
];

/// Takes printable bytes as letters and the others as keys, pastes, sizes and time that passes.
pub fn run(data: &[u8]) {
    let folder = books::folder();
    let store = books::opened(&folder.path().join("book.db"), books::sample());
    let clock = books::clock(1);
    let size = (80, 24);
    let app = App::new(ScreenRules::builtin(), Keymap::default(), clock.now(), size);
    let mut desk = Desk { app, book: Book::of(store, clock), now: books::clock(1).now(), size };
    desk.settle(Msg::Start);
    for msg in events(data, desk.now).into_iter().take(EVENTS) {
        if let Msg::Resize(width, height) = msg {
            desk.size = (width, height);
        }
        desk.settle(msg);
        desk.look();
    }
    desk.settle(Msg::Closing);
}

fn events(data: &[u8], mut now: Moment) -> Vec<Msg> {
    let (mut rest, mut events) = (data, Vec::new());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        events.push(match first {
            b' '..=b'~' => Msg::Key(KeyEvent::new(KeyCode::Char(char::from(*first)), KeyModifiers::NONE)),
            0x80..=0x9F => {
                let (text, after) = rest.split_at(usize::from(first - 0x80).min(rest.len()));
                rest = after;
                Msg::Paste(String::from_utf8_lossy(text).into_owned())
            }
            0xA0..=0xA7 => {
                let (two, after) = rest.split_at(rest.len().min(2));
                rest = after;
                let side = |at: usize| u16::from(two.get(at).copied().unwrap_or(40));
                Msg::Resize(side(0).min(200), side(1).min(80))
            }
            0xA8..=0xAF => {
                now = Moment(now.0 + Duration::minutes(i64::from(first - 0xA8) * 47));
                Msg::Tick(now)
            }
            0xB0..=0xB7 => Msg::Wheel(i16::from(*first) - 0xB4),
            0xB8..=0xBF => {
                let (two, after) = rest.split_at(rest.len().min(2));
                rest = after;
                let side = |at: usize| u16::from(two.get(at).copied().unwrap_or(3));
                Msg::Click { column: side(0), row: side(1) }
            }
            other => {
                let (code, modifiers) = OTHERS[usize::from(*other) % OTHERS.len()];
                Msg::Key(KeyEvent::new(code, modifiers))
            }
        });
    }
    events
}

/// The app in front of a book, on one thread.
struct Desk {
    app: App,
    book: Book,
    now: Moment,
    size: (u16, u16),
}

impl Desk {
    fn settle(&mut self, msg: Msg) {
        let mut messages = VecDeque::from([msg]);
        while let Some(msg) = messages.pop_front() {
            for effect in self.app.update(msg) {
                let mut tell = |answer| messages.push_back(Msg::Book(answer));
                match effect {
                    // Nothing here may read or write a file that a random path names, or reach the network.
                    Effect::Ask(Query::Columns(_) | Query::CompletePath(_))
                    | Effect::Do(Command::Import(_) | Command::Fetch(_) | Command::WriteFile { .. }) => {}
                    Effect::Do(Command::Open { .. } | Command::OpenSample { .. } | Command::LeaveSample) => {}
                    Effect::Ask(query) => self.book.answer(query, &mut tell),
                    Effect::Do(command) => self.book.carry(command, &Arc::new(AtomicBool::new(false)), &mut tell),
                    _terminal => {}
                }
            }
        }
    }

    fn look(&self) {
        let (width, height) = self.size;
        let area = Rect { x: 0, y: 0, width, height };
        let mut buffer = Buffer::empty(area);
        view::draw(&self.app, Theme::Terminal, area, &mut buffer);
        let drives = |cell: &ratatui::buffer::Cell| cell.symbol().chars().any(char::is_control);
        assert!(!buffer.content.iter().any(drives), "a control character is drawn");
    }
}
