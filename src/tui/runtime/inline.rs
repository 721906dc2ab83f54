//! The app and the book on one thread: everything is answered before the next message. For pictures and tests.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::tui::app::App;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::msg::Msg;

use super::Book;

/// An app in front of a book, without threads and without a terminal.
#[derive(Debug)]
pub struct Inline {
    pub app: App,
    /// The book, open or not yet.
    pub book: Book,
    /// What the terminal was asked for.
    pub wishes: Vec<TerminalRequest>,
    cancel: Arc<AtomicBool>,
}

impl Inline {
    /// Sits down in front of the book and starts.
    pub fn start(app: App, book: Book) -> Inline {
        let mut inline = Inline { app, book, wishes: Vec::new(), cancel: Arc::default() };
        inline.settle(Msg::Start);
        inline
    }

    /// Gives the app a message and carries out what it asks for until nothing is left.
    pub fn settle(&mut self, msg: Msg) {
        let mut messages = VecDeque::from([msg]);
        while let Some(msg) = messages.pop_front() {
            let effects = self.app.update(msg);
            let claims = self.app.claims().into_iter().map(Effect::from);
            for effect in effects.into_iter().chain(claims) {
                match effect {
                    Effect::Ask(query) => self.book.answer(query, &mut |answer| messages.push_back(Msg::Book(answer))),
                    Effect::Do(command) => {
                        self.book.carry(command, &self.cancel, &mut |answer| messages.push_back(Msg::Book(answer)));
                    }
                    Effect::Terminal(wish) => self.wishes.push(wish),
                    own @ (Effect::Go(_)
                    | Effect::EditTrigger(_)
                    | Effect::EditAccount(_)
                    | Effect::Close
                    | Effect::Prompt(_)
                    | Effect::Say(_)
                    | Effect::Begin(..)
                    | Effect::StartClock { .. }
                    | Effect::Overridden(_)
                    | Effect::Settle(..)
                    | Effect::Called(..)) => debug_assert!(false, "the app let its own effect out: {own:?}"),
                }
            }
        }
    }
}
