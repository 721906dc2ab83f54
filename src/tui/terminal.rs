//! The terminal: taken with raw mode, alternate screen, mouse and paste; given back as it was, whatever happens.

use std::io::{self, BufWriter, Stdout, Write, stdout};

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::execute;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use ratatui::backend::CrosstermBackend;

use super::app::App;
use super::theme::Theme;
use super::view;

/// Longest text sent to the clipboard: terminals drop longer ones without a word.
const CLIPBOARD_CAP: usize = 64 * 1024;

/// The terminal while it is ours; dropping it gives it back.
pub struct Terminal {
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
    pub fn take(mouse: bool) -> io::Result<Terminal> {
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
    pub fn draw(&mut self, app: &App, theme: Theme) -> io::Result<()> {
        self.screen.draw(|frame| {
            let area = frame.area();
            if let Some(caret) = view::draw(app, theme, area, frame.buffer_mut()) {
                frame.set_cursor_position(caret);
            }
        })?;
        Ok(())
    }

    /// Columns and rows now.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// Sends text to the terminal's clipboard; whether it took it cannot be known.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
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
    pub fn leave(&self) {
        give_back();
    }

    /// Takes it again and draws everything anew.
    pub fn return_to(&mut self) -> io::Result<()> {
        enter(self.mouse)?;
        self.screen.clear()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    let mut out = stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    Ok(())
}

/// Everything that was switched on is switched off, each on its own: a terminal that is gone stops none of it.
pub fn give_back() {
    let mut out = stdout();
    drop(execute!(out, DisableMouseCapture));
    drop(execute!(out, DisableBracketedPaste));
    drop(execute!(out, MoveTo(0, 0), Show, LeaveAlternateScreen));
    drop(out.flush());
    drop(disable_raw_mode());
}
