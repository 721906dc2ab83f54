//! Effects: what the screens want done, as plain data that a test can compare.

use crate::domain::call::Override;
use crate::domain::ids::{AccountId, ContactId, TriggerId};
use crate::domain::text::one_full_stop;

use super::command::{
    AccountCommand, CallCommand, CampaignCommand, Command, DraftCommand, FeedCommand, FileCommand, ReviewCommand,
    TriggerCommand,
};
use super::prompt::Question;
use super::query::{CampaignQuery, InboxQuery, Query, ReviewQuery};
use super::route::{Errand, Route};

/// Something to be carried out: by the store thread, by the terminal, or by [`crate::tui::app::App`] itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// To the store thread: a question.
    Ask(Query),
    /// To the store thread: something to do.
    Do(Command),
    /// To the terminal.
    Terminal(TerminalRequest),
    /// To the app itself: go to a screen.
    Go(Route),
    /// To the app itself: open the form of a trigger, once it is read.
    EditTrigger(TriggerId),
    /// To the app itself: open the form of an account, once it is read.
    EditAccount(AccountId),
    /// To the app itself: close the front screen.
    Close,
    /// To the app itself: ask the person.
    Prompt(Question),
    /// To the app itself: tell the person.
    Say(Notice),
    /// To the app itself: begin an errand with the person of a row. A nil person is nobody: the app asks who it is.
    Begin(Errand, AccountId, ContactId),
    /// To the app itself: start the call clock.
    StartClock {
        contact: ContactId,
        name: String,
        overrides: Vec<Override>,
        /// Keys of the cautions that were passed.
        asked: Vec<String>,
    },
    /// To the front screen: the overrides that the rep typed.
    Overridden(Vec<Override>),
    /// To the form with this key: which values of the fields stand that were changed elsewhere too.
    Settle(String, Side),
    /// To the app itself: this person was called. Back to the list that they were called from; and what is said of the call.
    Called(ContactId, String),
}

/// Whose values stand where a form and somebody else changed the same fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What was typed in the form.
    Mine,
    /// What is in the book.
    Theirs,
}

/// A request to the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalRequest {
    /// Send text to the terminal's clipboard.
    Copy(String),
    /// Open the person's own editor with this text.
    Edit(String),
    /// Open this web page in the person's browser.
    OpenLink(String),
    /// Draw the whole screen anew: something else wrote on it.
    Repaint,
    /// Stop until the shell continues us.
    Suspend,
    /// Give the terminal back and end the program.
    Quit,
}

/// One line for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub says: String,
    pub bad: bool,
}

impl Effect {
    /// Good news.
    pub fn say(says: impl Into<String>) -> Effect {
        Effect::Say(Notice { says: one_full_stop(&says.into()), bad: false })
    }

    /// Bad news: what, why, what to do.
    pub fn complain(says: impl Into<String>) -> Effect {
        Effect::Say(Notice { says: one_full_stop(&says.into()), bad: true })
    }
}

macro_rules! requests {
    ($($effect:ident: $($request:ident),+;)*) => {
        $($(impl From<$request> for Effect {
            fn from(request: $request) -> Effect {
                Effect::$effect(request.into())
            }
        })+)*
    };
}

requests! {
    Ask: Query, InboxQuery, CampaignQuery, ReviewQuery;
    Do: Command, DraftCommand, AccountCommand, TriggerCommand, CallCommand, ReviewCommand, CampaignCommand, FeedCommand,
        FileCommand;
}
