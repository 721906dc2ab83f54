//! Facts: what happened outside. Plain data.

use crossterm::event::KeyEvent;

use crate::clock::Moment;

use super::answer::Answer;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The program starts.
    Start,
    /// The program starts with the tour.
    StartTour,
    /// The time now.
    Tick(Moment),
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
    /// Letters that came at once, without the marks of a paste.
    Burst(String),
    /// A mouse click.
    Click {
        /// Column from the left.
        column: u16,
        /// Row from the top.
        row: u16,
    },
    /// The mouse wheel: rows, negative is up.
    Wheel(i16),
    /// The terminal has this size now.
    Resize(u16, u16),
    /// The person's own editor gave this back.
    Edited(String),
    /// A program or a file outside the book could not be used: the editor, the browser, the shell, the settings.
    OutsideFailed(String),
    /// The terminal is gone or the machine asks us to end: keep what is typed.
    Closing,
    /// The store thread answers.
    Book(Answer),
}
