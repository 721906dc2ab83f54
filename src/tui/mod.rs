//! The screens: terminal guard, wait, update, draw. The only place with a terminal.
//!
//! ```text
//! key → keymap → Action → App::update → Vec<Effect> → runtime → store thread → Msg → App::update → view::draw
//! ```

// A new variant of one of our own types stops the build wherever it matters.
#![deny(clippy::wildcard_enum_match_arm, clippy::match_wildcard_for_single_variants)]

pub mod app;
pub mod context;
pub mod message;
pub mod overlay;
pub mod runtime;
pub mod screen;
mod terminal;
pub mod view;
pub mod widgets;

use std::panic::{AssertUnwindSafe, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use crossterm::event::{Event, KeyCode, KeyEvent, MouseButton, MouseEventKind};

use crate::clock::{Clock, Moment};
use crate::config::{Config, Paths};
use crate::job::session::Session;
use crate::store::{self, SealSecret};

use app::App;
use context::ScreenRules;
use message::answer::{Answer, FailedTask};
use message::effect::{Effect, TerminalRequest};
use message::keymap::{Keymap, Layer};
use message::msg::Msg;
use runtime::{Book, Runtime};
use terminal::decode::InputBuffer;
use terminal::external_editor::ExternalEditor;
use terminal::poll::{InputPoll, take_flag};
use terminal::typing_speed::TypingSpeed;
use terminal::{Terminal, browser, unlock};
use widgets::theme::Theme;

/// Longest wait for the store thread at the end; a disk that hangs must not keep the terminal.
const PATIENCE: Duration = Duration::from_secs(2);
/// Milliseconds within which the rest of a key's sequence comes, over a slow line too. Esc is known as Esc only then.
const REST_OF_A_KEY: i64 = 25;

/// Start options of the screens.
#[derive(Debug, Clone)]
pub struct StartOptions {
    pub book: PathBuf,
    pub config: Config,
    /// It is the fictional sample.
    pub demo: bool,
    /// The tour comes first, on a sample of its own.
    pub tour: bool,
}

/// Runs the screens until the person quits or the terminal is gone.
///
/// # Errors
/// The terminal cannot be taken or written; what was typed is kept all the same.
pub fn run(start: StartOptions, clock: Arc<dyn Clock>) -> Result<()> {
    let StartOptions { book, config, demo, tour } = start;
    let (rules, seat, mut faults) = rules(&config);
    let (keymap, wrong_keys) = Keymap::with(&config.keys);
    faults.extend(wrong_keys.into_iter().map(|fault| fault.says));
    let theme = if no_colour() { Theme::Mono } else { Theme::named(config.theme.name()) };
    let mut wait = InputPoll::new().context("The signals could not be set up")?;
    hush_panics();
    let mut terminal = Terminal::take(config.mouse).context("The terminal cannot be used; is this a terminal?")?;
    if !unlock_first(&mut terminal, theme, &mut wait, &book)? {
        return Ok(());
    }
    let is_sealed = store::is_sealed(&book);
    let book = Book::at(&book, Arc::clone(&clock), seat, demo).with_state(Paths::state_of_this_user());
    let runtime = Runtime::start(book, Arc::clone(&clock), wait.waker()?);
    let size = terminal.size().unwrap_or((80, 24));
    let app = App::new(rules, keymap, clock.now(), size);
    let (input, speed, half_since) = (InputBuffer::default(), TypingSpeed::default(), None);
    let mut desk = EventLoop {
        app,
        clock,
        runtime,
        wait,
        input,
        speed,
        half_since,
        terminal,
        theme,
        editing: None,
        is_sealed,
        quitting: false,
    };
    let ran = std::panic::catch_unwind(AssertUnwindSafe(|| {
        desk.work(if tour { Msg::StartTour } else { Msg::Start }, &faults)
    }));
    desk.finish();
    match ran {
        Ok(ran) => ran,
        Err(_panicked) => {
            anyhow::bail!("whynow stopped because of a bug. What you typed is kept; please report what you did.")
        }
    }
}

/// Asks for the passphrase of a sealed book, on a screen of its own. Returns false if whoever sits there left.
fn unlock_first(terminal: &mut Terminal, theme: Theme, wait: &mut InputPoll, book: &Path) -> Result<bool> {
    let Some(file) = store::to_unlock(book).filter(|_| store::IS_BUILT_IN) else { return Ok(true) };
    unlock::ask(terminal, theme, wait, &file, &mut |typed| {
        let secret = SealSecret::from_typed(typed).ok_or_else(String::new)?;
        match store::unlock(&file, &secret) {
            Ok(true) => Ok(()),
            Ok(false) => Err(secret.says_wrong()),
            Err(error) => Err(format!("{error}.")),
        }
    })
}

fn no_colour() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Says where the program failed. Not what it said: a panic's text may hold a prospect's name.
pub fn fault_line(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map_or_else(String::new, |at| format!("{}:{}", at.file(), at.line()));
    format!("whynow {}: fault at {place}\n", env!("CARGO_PKG_VERSION"))
}

/// Only the place is shown, after the terminal is given back. Other threads tell the screen of theirs, which goes on.
fn hush_panics() {
    let screen = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() != screen {
            return;
        }
        terminal::give_back();
        drop(std::io::Write::write_all(&mut std::io::stderr(), fault_line(info).as_bytes()));
    }));
}

/// The rules that are data, with the team's own on top; what cannot be used is said and left out.
fn rules(config: &Config) -> (ScreenRules, Session, Vec<String>) {
    let (seat, mut faults) = Session::of(config);
    let mut rules = ScreenRules::builtin();
    rules.kinds.clone_from(&seat.rules().kinds);
    rules.playbook.clone_from(&seat.rules().playbook);
    if let Some(folder) = &config.openers {
        let (own, wrong) = terminal::external_editor::own_templates(folder);
        rules.templates = own;
        faults.extend(wrong);
    }
    if let Some(wpm) = config.wpm {
        rules.wpm = wpm;
    }
    (rules, seat, faults)
}

/// Says, once the terminal is given back, which text is not in the book and where it is; text that is nowhere is shown.
fn farewell(app: &App, lost: Option<&String>) {
    let mut says = String::new();
    for left in app.left_behind() {
        says.push_str(&format!(
            "Not in the book: {}. {}\nIt is in {}; whynow brings it back when the book can take it.\n",
            left.title, left.why, left.path
        ));
    }
    if let Some(why) = lost {
        says.push_str(&format!("What you typed could not be kept: {why} Here it is:\n"));
        for (title, body) in app.unkept() {
            says.push_str(&format!("\n{title}\n{}\n", crate::job::typed::in_words(&body)));
        }
    }
    // Whoever reads nothing here has no terminal any more.
    drop(std::io::Write::write_all(&mut std::io::stderr(), crate::domain::text::clean(&says).as_bytes()));
}

/// The event loop of the screen thread, with all its handles.
struct EventLoop {
    app: App,
    clock: Arc<dyn Clock>,
    runtime: Runtime,
    wait: InputPoll,
    input: InputBuffer,
    speed: TypingSpeed,
    /// Since when half a key has waited for its rest.
    half_since: Option<Moment>,
    terminal: Terminal,
    theme: Theme,
    editing: Option<ExternalEditor>,
    /// The book is sealed: what is typed stands on no disk unsealed.
    is_sealed: bool,
    quitting: bool,
}

impl EventLoop {
    fn work(&mut self, start: Msg, faults: &[String]) -> Result<()> {
        self.take(start);
        if !faults.is_empty() {
            self.take(Msg::OutsideFailed(format!("Settings: {}", faults.join("; "))));
        }
        self.draw()?;
        while !self.quitting {
            let millis = self.patience(self.clock.now());
            let ended = self.told_to_end();
            let woken =
                self.wait.wait(self.editing.is_none(), Duration::from_millis(if ended { 0 } else { millis }))?;
            if ended || woken.gone || self.told_to_end() {
                return Ok(());
            }
            let before = self.app.now();
            self.take(Msg::Tick(self.clock.now()));
            let mut news = before.0.format("%H%M").to_string() != self.app.now().0.format("%H%M").to_string();
            news |= self.signals()?;
            news |= self.keys(woken.keys)?;
            news |= self.answers();
            news |= self.edited()?;
            if news && !self.quitting {
                self.draw()?;
            }
        }
        Ok(())
    }

    /// Milliseconds until something must be done although nothing happens.
    fn patience(&self, now: Moment) -> u64 {
        let tick = self.app.next_tick(now);
        let half = self.half_since.map_or(tick, |since| (since.millis() + REST_OF_A_KEY - now.millis()).max(1));
        u64::try_from(tick.min(half)).unwrap_or(1_000)
    }

    /// While an editor runs, its end is waited for; Ctrl-C was meant for it.
    fn told_to_end(&self) -> bool {
        let interrupted = take_flag(&self.wait.signals.interrupt);
        self.editing.is_none() && (interrupted || take_flag(&self.wait.signals.end))
    }

    fn draw(&mut self) -> Result<()> {
        if self.editing.is_none() {
            self.terminal.draw(&self.app, self.theme).context("The terminal cannot be written")?;
        }
        Ok(())
    }

    fn take(&mut self, msg: Msg) {
        let effects = self.app.update(msg);
        let claims = self.app.claims().into_iter().map(Effect::from);
        for effect in effects.into_iter().chain(claims) {
            match effect {
                Effect::Ask(query) => self.runtime.ask(query),
                Effect::Do(command) => self.runtime.order(command),
                Effect::Terminal(wish) => self.wish(wish),
                // The app's own: it has carried them out.
                Effect::Go(_)
                | Effect::EditTrigger(_)
                | Effect::EditAccount(_)
                | Effect::Close
                | Effect::Prompt(_)
                | Effect::Say(_)
                | Effect::Begin(..)
                | Effect::StartClock { .. }
                | Effect::Overridden(_)
                | Effect::Settle(..)
                | Effect::Called(..) => {}
            }
        }
    }

    fn wish(&mut self, wish: TerminalRequest) {
        let done = match wish {
            TerminalRequest::Copy(text) => self.terminal.copy(&text),
            TerminalRequest::OpenLink(address) => {
                if let Err(fault) = browser::open(&address) {
                    self.take(Msg::OutsideFailed(fault));
                }
                Ok(())
            }
            TerminalRequest::Quit => {
                self.quitting = true;
                Ok(())
            }
            TerminalRequest::Repaint => self.terminal.return_to(),
            TerminalRequest::Suspend => self.suspend(),
            TerminalRequest::Edit(text) => {
                self.terminal.leave();
                match ExternalEditor::start(&text, self.clock.new_id(), self.is_sealed, self.wait.waker()) {
                    Ok(editing) => {
                        self.editing = Some(editing);
                        Ok(())
                    }
                    Err(fault) => {
                        let back = self.terminal.return_to();
                        self.take(Msg::OutsideFailed(fault));
                        back
                    }
                }
            }
        };
        // A terminal that cannot be written is gone; the next draw or wait says so.
        drop(done);
    }

    /// Stops, with whatever started us, as Ctrl-Z does outside of raw mode. Without a shell nobody could continue us.
    fn suspend(&mut self) -> std::io::Result<()> {
        if rustix::process::getsid(None)? == rustix::process::getpgrp() {
            self.take(Msg::OutsideFailed("There is no shell to go back to: whynow was started without one.".into()));
            return Ok(());
        }
        if self.editing.is_none() {
            self.terminal.leave();
        }
        rustix::process::kill_current_process_group(rustix::process::Signal::STOP)?;
        take_flag(&self.wait.signals.continued);
        if self.editing.is_some() { Ok(()) } else { self.terminal.return_to() }
    }

    fn signals(&mut self) -> Result<bool> {
        let mut news = false;
        if take_flag(&self.wait.signals.stop) {
            self.suspend()?;
            news = true;
        }
        if take_flag(&self.wait.signals.continued) && self.editing.is_none() {
            self.terminal.return_to()?;
            news = true;
        }
        if take_flag(&self.wait.signals.resized) || news {
            let (width, height) = self.terminal.size().unwrap_or((80, 24));
            self.take(Msg::Resize(width, height));
            news = true;
        }
        Ok(news)
    }

    /// Everything that waits is taken before one frame is drawn.
    fn keys(&mut self, ready: bool) -> Result<bool> {
        let mut bytes = [0; 4096];
        let mut news = false;
        let mut more = ready;
        loop {
            while self.editing.is_none() && !self.quitting {
                if let Some(text) = self.input.burst(self.app.layer() == Layer::Nav) {
                    self.speed.burst(self.clock.now().millis());
                    self.take(Msg::Burst(text));
                    news = true;
                    continue;
                }
                let Some(event) = self.input.next() else { break };
                news |= self.event(event);
            }
            if !more || self.editing.is_some() || self.quitting {
                break;
            }
            let read = self.wait.read(&mut bytes)?;
            more = read > 0;
            self.input.take(bytes.get(..read).unwrap_or_default());
            self.half_since = None;
        }
        Ok(self.half_a_key() || news)
    }

    /// Half a key waits for its rest, but not for ever.
    fn half_a_key(&mut self) -> bool {
        if !self.input.is_half() || self.editing.is_some() {
            self.half_since = None;
            return false;
        }
        let now = self.clock.now();
        let since = *self.half_since.get_or_insert(now);
        if now.millis() - since.millis() < REST_OF_A_KEY {
            return false;
        }
        self.half_since = None;
        self.input.give_up().is_some_and(|event| self.event(event))
    }

    fn event(&mut self, event: Event) -> bool {
        let msg = match event {
            Event::Key(key) => Some(self.pressed(key)),
            Event::Paste(text) => Some(Msg::Paste(text)),
            Event::Resize(width, height) => Some(Msg::Resize(width, height)),
            Event::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click { column: mouse.column, row: mouse.row }),
                MouseEventKind::ScrollDown => Some(Msg::Wheel(3)),
                MouseEventKind::ScrollUp => Some(Msg::Wheel(-3)),
                MouseEventKind::Down(MouseButton::Right | MouseButton::Middle)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved
                | MouseEventKind::ScrollLeft
                | MouseEventKind::ScrollRight => None,
            },
            Event::FocusGained | Event::FocusLost => None,
        };
        let news = msg.is_some();
        if let Some(msg) = msg {
            self.take(msg);
        }
        news
    }

    /// A key; in a list a letter that comes faster than anybody types is none.
    fn pressed(&mut self, key: KeyEvent) -> Msg {
        let text = self.speed.is_text(&key, self.clock.now().millis()) && self.app.layer() == Layer::Nav;
        if let KeyCode::Char(letter) = key.code
            && text
        {
            return Msg::Burst(letter.to_string());
        }
        if text { Msg::Burst("\n".to_owned()) } else { Msg::Key(key) }
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
        let Some(result) = self.editing.as_mut().and_then(ExternalEditor::ended) else { return Ok(false) };
        self.editing = None;
        self.terminal.return_to()?;
        self.take(match result {
            Ok(text) => Msg::Edited(text),
            Err(fault) => Msg::OutsideFailed(fault),
        });
        Ok(true)
    }

    /// Keeps what is typed and gives the terminal back, in this order.
    fn finish(mut self) {
        if let Some(text) = self.editing.take().and_then(|editing| editing.saved_so_far()) {
            self.take(Msg::Edited(text));
        }
        self.take(Msg::Closing);
        drop(self.terminal);
        let mut lost = Vec::new();
        for answer in self.runtime.finish(PATIENCE) {
            if let Answer::Failed { doing: FailedTask::KeepingDraft, says } | Answer::Unkept { says, .. } = &answer {
                lost = vec![says.clone()];
            }
            self.app.update(Msg::Book(answer));
        }
        farewell(&self.app, lost.first());
    }
}
