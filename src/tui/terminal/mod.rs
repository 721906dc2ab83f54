//! The terminal: taken with raw mode, alternate screen, mouse and paste; given back as it was, whatever happens.

pub(super) mod browser;
pub(super) mod decode;
pub(super) mod external_editor;
pub(super) mod poll;
pub(super) mod typing_speed;
pub(super) mod unlock;

use std::io::{self, BufWriter, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::app::App;
use super::view;
use super::widgets::theme::Theme;

/// Longest text sent to the clipboard: terminals drop longer ones without a word.
const CLIPBOARD_CAP: usize = 64 * 1024;
/// Clicks and the wheel, in numbers of any size. Not every move: nobody here looks at them, and each would be a wake-up.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// The terminal is ours. Giving it back twice would move the cursor over what was said in between.
static OURS: AtomicBool = AtomicBool::new(false);

/// The terminal in raw mode; dropping it restores the terminal.
pub(super) struct Terminal {
    screen: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    mouse: bool,
}

impl std::fmt::Debug for Terminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").field("mouse", &self.mouse).finish_non_exhaustive()
    }
}

impl Terminal {
    /// Takes the terminal. Nothing is asked of it, so nothing is waited for.
    pub(super) fn take(mouse: bool) -> io::Result<Terminal> {
        enter(mouse)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, stdout()));
        match ratatui::Terminal::new(backend) {
            Ok(screen) => Ok(Terminal { screen, mouse }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Draws a frame, with the real cursor at the caret.
    pub(super) fn draw(&mut self, app: &App, theme: Theme) -> io::Result<()> {
        self.draw_with(|area, buf| view::draw(app, theme, area, buf))
    }

    /// Draws a frame by itself; it returns where the caret stands.
    fn draw_with(&mut self, frame: impl FnOnce(Rect, &mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.screen.draw(|whole| {
            let area = whole.area();
            if let Some(caret) = frame(area, whole.buffer_mut()) {
                whole.set_cursor_position(caret);
            }
        })?;
        Ok(())
    }

    /// Columns and rows now.
    pub(super) fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Sends text to the terminal's clipboard; whether it took it cannot be known.
    pub(super) fn copy(&mut self, text: &str) -> io::Result<()> {
        let text: String = text
            .chars()
            .scan(0, |used, c| {
                *used += c.len_utf8();
                (*used <= CLIPBOARD_CAP).then_some(c)
            })
            .collect();
        let mut out = stdout();
        if std::env::var_os("TMUX").is_some() {
            // tmux passes the sequence on when it is wrapped, its escapes doubled.
            let mut plain = Vec::new();
            execute!(plain, CopyToClipboard::to_clipboard_from(&text))?;
            let doubled = String::from_utf8_lossy(&plain).replace('\x1b', "\x1b\x1b");
            write!(out, "\x1bPtmux;{doubled}\x1b\\")?;
            return out.flush();
        }
        execute!(out, CopyToClipboard::to_clipboard_from(&text))
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave(&self) {
        give_back();
    }

    /// Takes it again and draws everything anew.
    pub(super) fn return_to(&mut self) -> io::Result<()> {
        enter(self.mouse)?;
        let (width, height) = self.size()?;
        // `clear` would ask the terminal where its cursor is, and wait for the answer.
        self.screen.resize(Rect { x: 0, y: 0, width, height })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    // Before the first mode is switched on: a failure half-way is given back as well.
    OURS.store(true, Ordering::SeqCst);
    let entered = switch_on(mouse);
    if entered.is_err() {
        give_back();
    }
    entered
}

fn switch_on(mouse: bool) -> io::Result<()> {
    // Whoever had the terminal while we were stopped may have changed its modes.
    disable_raw_mode()?;
    enable_raw_mode()?;
    let mut out = stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if mouse {
        execute!(out, Print(MOUSE_ON))?;
    }
    Ok(())
}

/// Everything that was switched on is switched off, each on its own: a terminal that is gone stops none of it.
pub(super) fn give_back() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    drop(execute!(out, Print(MOUSE_OFF)));
    drop(execute!(out, DisableBracketedPaste));
    drop(execute!(out, MoveTo(0, 0), Show, LeaveAlternateScreen));
    drop(out.flush());
    drop(disable_raw_mode());
}
