//! The desk a test sits at: a book, a clock that stands still, the app, and the runtime carried out inline.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use chrono::Duration;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use whynow::clock::{Clock, FixedClock};
use whynow::job;
use whynow::store::{Mode, Store};
use whynow::tui::app::App;
use whynow::tui::context::ScreenRules;
use whynow::tui::message::keymap::{Key, Keymap};
use whynow::tui::message::msg::Msg;
use whynow::tui::runtime::{Book, Inline};
use whynow::tui::view;
use whynow::tui::widgets::theme::Theme;

/// Thursday 12 March 2026, 09:12 in Oslo.
pub(crate) const NOW: &str = "2026-03-12T09:12:00+01:00";

/// Everything a person has in front of them, without a terminal.
pub(crate) struct Desk {
    inline: Inline,
    pub(crate) clock: Arc<FixedClock>,
    folder: Option<tempfile::TempDir>,
}

impl Deref for Desk {
    type Target = Inline;

    fn deref(&self) -> &Inline {
        &self.inline
    }
}

impl DerefMut for Desk {
    fn deref_mut(&mut self) -> &mut Inline {
        &mut self.inline
    }
}

pub(crate) fn clock() -> Arc<FixedClock> {
    super::clock_at(NOW)
}

/// The sample book, built once for all tests: a minute before now, so that new ids differ.
fn sample_file() -> &'static Path {
    static SAMPLE: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_folder, path) = SAMPLE.get_or_init(|| {
        let clock = clock();
        clock.advance(Duration::minutes(-1));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sample.db");
        let mut store = Store::create(&path, clock.clone()).unwrap();
        job::demo::build(&mut store, clock.now()).unwrap();
        drop(store);
        (folder, path)
    });
    path
}

pub(crate) fn rules() -> ScreenRules {
    ScreenRules::builtin()
}

impl Desk {
    /// A desk with an empty book in memory.
    pub(crate) fn empty() -> Desk {
        let clock = clock();
        let store = Store::in_memory(clock.clone()).unwrap();
        Desk::with(store, clock)
    }

    /// A desk with an empty book on disk, which a test looks into.
    pub(crate) fn on_disk() -> Desk {
        let clock = clock();
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::with(Store::create(&folder.path().join("book.db"), clock.clone()).unwrap(), clock);
        desk.folder = Some(folder);
        desk
    }

    /// A desk with the fictional sample book.
    pub(crate) fn sample() -> Desk {
        let clock = clock();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        std::fs::copy(sample_file(), &path).unwrap();
        let mut desk = Desk::with(Store::open(&path, clock.clone()).unwrap(), clock);
        desk.folder = Some(folder);
        desk
    }

    /// A desk with this store.
    pub(crate) fn with(mut store: Store, clock: Arc<FixedClock>) -> Desk {
        // Whoever sits here was asked before; a book that can only be read asks nobody.
        let asked = matches!(store.mode(), Mode::Writable);
        asked.then(|| store.set_who_calls("", "").unwrap());
        let book = Book::of(store, clock.clone());
        Desk::at(book, clock)
    }

    /// A desk in front of a book that is not open yet.
    pub(crate) fn at(book: Book, clock: Arc<FixedClock>) -> Desk {
        let app = App::new(rules(), Keymap::default(), clock.now(), (120, 36));
        Desk { inline: Inline::start(app, book), clock, folder: None }
    }

    /// Gives the app a message and carries out what it asks for until nothing is left.
    pub(crate) fn send(&mut self, msg: Msg) {
        self.inline.settle(msg);
    }

    /// Presses keys: letters as they are, others in angle brackets: `jj<enter>`, `<ctrl-s>`.
    pub(crate) fn press(&mut self, keys: &str) {
        for event in parse(keys) {
            self.send(Msg::Key(event));
        }
    }

    /// Types text letter by letter.
    pub(crate) fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            self.send(Msg::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, by: Duration) {
        self.clock.advance(by);
        self.send(Msg::Tick(self.clock.now()));
    }

    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.send(Msg::Resize(width, height));
    }

    /// The screen as text.
    pub(crate) fn screen(&mut self, width: u16, height: u16) -> String {
        text_of(&self.draw(width, height, Theme::Terminal).0)
    }

    pub(crate) fn draw(&mut self, width: u16, height: u16, theme: Theme) -> (Buffer, Option<Position>) {
        self.resize(width, height);
        let area = Rect { x: 0, y: 0, width, height };
        let mut buffer = Buffer::empty(area);
        let caret = view::draw(&self.app, theme, area, &mut buffer);
        (buffer, caret)
    }

    /// What stands on the screen's lower lines: the notice.
    pub(crate) fn notice(&self) -> String {
        self.app.notice().map(|notice| notice.says.clone()).unwrap_or_default()
    }

    pub(crate) fn store(&mut self) -> &mut Store {
        self.book.store().unwrap()
    }
}

/// The rows of a buffer, without blanks at their ends.
pub(crate) fn text_of(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = whynow::domain::text::width(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// Which cells are reversed, bold, dim, underlined or coloured, one letter a cell: for screens whose looks matter.
pub(crate) fn roles_of(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        for x in 0..buffer.area.width {
            let cell = &buffer[(x, y)];
            let letter = if cell.modifier.contains(Modifier::REVERSED) {
                'R'
            } else if cell.fg != ratatui::style::Color::Reset {
                'C'
            } else if cell.modifier.contains(Modifier::BOLD) {
                'B'
            } else if cell.modifier.contains(Modifier::DIM) {
                'd'
            } else {
                '.'
            };
            line.push(if cell.symbol() == " " && letter != 'R' { ' ' } else { letter });
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn parse(keys: &str) -> Vec<KeyEvent> {
    let mut out = Vec::new();
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>'))
            && let Some(event) = event(name)
        {
            out.push(event);
            rest = after;
        } else {
            out.push(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
            rest = rest.strip_prefix(c).unwrap();
        }
    }
    out
}

fn event(name: &str) -> Option<KeyEvent> {
    Key::parse(name).map(Key::event)
}

/// The press of a key by its name: `enter`, `ctrl-s`.
pub(crate) fn key(name: &str) -> KeyEvent {
    event(name).unwrap()
}
