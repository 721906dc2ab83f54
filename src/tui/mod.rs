//! The screens: terminal guard, wait, update, draw. The only place with a terminal.
//!
//! ```text
//! key → keymap → Action → App::update → Vec<Effect> → runtime → store thread → Msg → App::update → view::draw
//! ```

pub mod action;
pub mod app;
mod compose;
pub mod editor;
pub mod effect;
pub mod form;
pub mod keymap;
pub mod layout;
pub mod list;
pub mod msg;
pub mod paint;
pub mod picture;
pub mod runtime;
pub mod screen;
mod terminal;
pub mod theme;
pub mod view;
mod wait;

use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use crossterm::event::{Event, MouseButton, MouseEventKind};

use crate::clock::{Clock, SystemClock};
use crate::config::Config;

use app::App;
use compose::Editing;
use effect::{Effect, Wish};
use keymap::Keymap;
use msg::Msg;
use runtime::{Book, Runtime};
use screen::Rules;
use terminal::Terminal;
use theme::Theme;
use wait::{Wait, taken};

/// Longest wait for the store thread at the end; a disk that hangs must not keep the terminal.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the screens start from.
#[derive(Debug, Clone)]
pub struct Start {
    /// The book.
    pub book: PathBuf,
    /// Settings.
    pub config: Config,
    /// It is the fictional sample.
    pub demo: bool,
}

/// Runs the screens until the person quits or the terminal is gone.
///
/// # Errors
/// The terminal cannot be taken or written; what was typed is kept all the same.
pub fn run(start: Start) -> Result<()> {
    let Start { book, config, demo } = start;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let (rules, mut faults) = rules(&config);
    let (keymap, wrong_keys) = Keymap::with(&config.keys);
    faults.extend(wrong_keys);
    let theme = if no_colour() { Theme::Mono } else { Theme::named(config.theme.name()) };
    let wait = Wait::new().context("The signals could not be set up")?;
    let book = Book::at(&book, Arc::clone(&clock), demo);
    let runtime = Runtime::start(book, Arc::clone(&clock), wait.waker()?);
    hush_panics();
    let terminal = Terminal::take(config.mouse).context("The terminal cannot be used; is this a terminal?")?;
    let size = terminal.size().unwrap_or((80, 24));
    let app = App::new(rules, keymap, clock.now(), size);
    let mut desk = Desk { app, clock, runtime, wait, terminal, theme, editing: None, quitting: false };
    let ran = std::panic::catch_unwind(AssertUnwindSafe(|| desk.work(&faults)));
    desk.finish();
    match ran {
        Ok(ran) => ran,
        Err(_panicked) => {
            anyhow::bail!("whynow stopped on a fault of its own. What you typed is kept; please report what you did.")
        }
    }
}

fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// A panic's text may hold a prospect's name: only the place is shown, after the terminal is given back.
fn hush_panics() {
    std::panic::set_hook(Box::new(|info| {
        terminal::give_back();
        let place = info.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
        let version = env!("CARGO_PKG_VERSION");
        drop(std::io::Write::write_all(
            &mut std::io::stderr(),
            format!("whynow {version}: fault at {place}\n").as_bytes(),
        ));
    }));
}

/// The rules as data, with the team's own files on top; what cannot be used is said and left out.
fn rules(config: &Config) -> (Rules, Vec<String>) {
    use crate::domain::check::Playbook;
    use crate::domain::opener;
    use crate::domain::trigger::Kinds;
    let mut faults = Vec::new();
    let mut read = |path: &Option<PathBuf>| {
        let path = path.as_ref()?;
        match std::fs::read_to_string(path) {
            Ok(text) => Some((path.display().to_string(), text)),
            Err(error) => {
                faults.push(format!("{} cannot be read: {error}", path.display()));
                None
            }
        }
    };
    let (own_kinds, own_playbook) = (read(&config.kinds), read(&config.playbook));
    let mut kinds = Kinds::builtin().clone();
    if let Some((path, text)) = own_kinds {
        match Kinds::parse(&text) {
            Ok(own) => kinds = kinds.overlay(own),
            Err(fault) => faults.push(format!("{path}: {fault}")),
        }
    }
    let mut playbook = Playbook::builtin().clone();
    if let Some((path, text)) = own_playbook {
        match Playbook::parse(&text) {
            Ok(own) => playbook = playbook.overlay(own),
            Err(fault) => faults.push(format!("{path}: {fault}")),
        }
    }
    let mut templates = opener::templates().to_vec();
    if let Some(folder) = &config.openers {
        let (own, wrong) = compose::own_templates(folder);
        templates.retain(|template| !own.iter().any(|o| o.key == template.key));
        templates.splice(0..0, own);
        faults.extend(wrong);
    }
    (Rules { kinds, playbook, templates, wpm: config.wpm.unwrap_or(opener::DEFAULT_WPM) }, faults)
}

/// Everything with a handle, on the screen thread.
struct Desk {
    app: App,
    clock: Arc<dyn Clock>,
    runtime: Runtime,
    wait: Wait,
    terminal: Terminal,
    theme: Theme,
    editing: Option<Editing>,
    quitting: bool,
}

impl Desk {
    fn work(&mut self, faults: &[String]) -> Result<()> {
        self.take(Msg::Start);
        if !faults.is_empty() {
            self.take(Msg::EditorFailed(format!("Settings: {}", faults.join("; "))));
        }
        self.draw()?;
        while !self.quitting {
            let now = self.clock.now();
            let millis = self.app.next_tick(now);
            let woken = self
                .wait
                .wait(self.editing.is_none(), Duration::from_millis(u64::try_from(millis).unwrap_or(1_000)))?;
            if woken.gone || (taken(&self.wait.signals.end) && self.editing.is_none()) {
                self.take(Msg::Closing);
                return Ok(());
            }
            let before = self.app.now();
            self.take(Msg::Tick(self.clock.now()));
            let mut news = before.0.format("%H%M").to_string() != self.app.now().0.format("%H%M").to_string();
            news |= self.signals()?;
            news |= woken.keys && self.keys()?;
            news |= self.answers();
            news |= self.edited()?;
            if news && !self.quitting {
                self.draw()?;
            }
        }
        Ok(())
    }

    fn draw(&mut self) -> Result<()> {
        if self.editing.is_none() {
            self.terminal.draw(&self.app, self.theme).context("The terminal cannot be written")?;
        }
        Ok(())
    }

    fn take(&mut self, msg: Msg) {
        for effect in self.app.update(msg) {
            match effect {
                Effect::Book(request) => self.runtime.send(request),
                Effect::Terminal(wish) => self.wish(wish),
                Effect::Go(_) | Effect::Close | Effect::Ask(_) | Effect::Say(_) | Effect::StartClock { .. } => {}
            }
        }
    }

    fn wish(&mut self, wish: Wish) {
        let done = match wish {
            Wish::Copy(text) => self.terminal.copy(&text),
            Wish::Quit => {
                self.quitting = true;
                Ok(())
            }
            Wish::Suspend => self.suspend(),
            Wish::Edit(text) => {
                self.terminal.leave();
                match Editing::start(&text, self.clock.new_id(), self.wait.waker()) {
                    Ok(editing) => {
                        self.editing = Some(editing);
                        Ok(())
                    }
                    Err(fault) => {
                        let back = self.terminal.return_to();
                        self.take(Msg::EditorFailed(fault));
                        back
                    }
                }
            }
        };
        // A terminal that cannot be written is gone; the next draw or wait says so.
        drop(done);
    }

    fn suspend(&mut self) -> std::io::Result<()> {
        self.terminal.leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.terminal.return_to()
    }

    fn signals(&mut self) -> Result<bool> {
        let mut news = taken(&self.wait.signals.continued);
        if taken(&self.wait.signals.stop) {
            self.suspend()?;
            news = true;
        }
        if taken(&self.wait.signals.resized) || news {
            let (width, height) = self.terminal.size().unwrap_or((80, 24));
            self.take(Msg::Resize(width, height));
            news = true;
        }
        Ok(news)
    }

    /// Everything that waits is taken before one frame is drawn.
    fn keys(&mut self) -> Result<bool> {
        let mut news = false;
        while self.editing.is_none() && !self.quitting && crossterm::event::poll(Duration::ZERO)? {
            let msg = match crossterm::event::read()? {
                Event::Key(key) => Some(Msg::Key(key)),
                Event::Paste(text) => Some(Msg::Paste(text)),
                Event::Resize(width, height) => Some(Msg::Resize(width, height)),
                Event::Mouse(mouse) => match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => {
                        Some(Msg::Click { column: mouse.column, row: mouse.row })
                    }
                    MouseEventKind::ScrollDown => Some(Msg::Wheel(3)),
                    MouseEventKind::ScrollUp => Some(Msg::Wheel(-3)),
                    _moved => None,
                },
                Event::FocusGained | Event::FocusLost => None,
            };
            if let Some(msg) = msg {
                news = true;
                self.take(msg);
            }
        }
        Ok(news)
    }

    fn answers(&mut self) -> bool {
        let mut news = false;
        while let Some(answer) = self.runtime.answer() {
            news = true;
            self.take(Msg::Book(answer));
        }
        news
    }

    fn edited(&mut self) -> Result<bool> {
        let Some(result) = self.editing.as_mut().and_then(Editing::ended) else { return Ok(false) };
        self.editing = None;
        // Ctrl-C inside the editor was meant for the editor.
        taken(&self.wait.signals.end);
        self.terminal.return_to()?;
        self.take(match result {
            Ok(text) => Msg::Edited(text),
            Err(fault) => Msg::EditorFailed(fault),
        });
        Ok(true)
    }

    /// Keeps what is typed and gives the terminal back, in this order.
    fn finish(mut self) {
        self.take(Msg::Closing);
        drop(self.terminal);
        self.runtime.finish(PATIENCE);
    }
}
