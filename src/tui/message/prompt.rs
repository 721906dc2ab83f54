//! Questions to the person. How one is answered is the overlay's.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::domain::call::Promise;
use crate::domain::campaign::Prospect;
use crate::domain::edit::Clash;
use crate::domain::erasure::ErasurePreview;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, RepId, ReviewId, TriggerId};
use crate::domain::query::{ContactRow, KnownPerson, PastChange};
use crate::domain::reason::caution::Caution;
use crate::domain::reason::guard::Guard;
use crate::domain::scorecard::period::DayRange;
use crate::domain::touch::TouchKind;
use crate::domain::trigger::triage::SeenTrigger;
use crate::tui::message::answer::BackupOffer;

use super::command::{Command, FileCommand};
use super::route::Errand;

/// What follows an override.
#[derive(Debug, Clone, PartialEq)]
pub enum AfterOverride {
    /// The call clock starts; the same box says the cautions.
    Clock(ContactId, Vec<Caution>),
    /// The log form in front, about this person, saves its call.
    Form(ContactId),
}

/// Where values met others.
#[derive(Debug, Clone, PartialEq)]
pub enum ClashOf {
    /// In the form with this key.
    Form(String),
    /// In a change of a single value, which is carried out over the other by this.
    Change(Box<Command>),
    /// In the form with this key: what it holds, and what was laid beside it in this file.
    Beside(String, PathBuf),
}

/// A question to the person, asked over the front screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Why these triggers do not count; the reasons that a digit takes.
    Reject(Vec<SeenTrigger>, Vec<String>),
    /// Until when this account, by name, rests.
    Rest(AccountId, String),
    /// Why it rests until a day.
    RestWhy(AccountId, String, NaiveDate),
    /// Until when these triggers sleep; and the day on which a single one stops being too early.
    Snooze(Vec<SeenTrigger>, Option<NaiveDate>),
    /// Which account these triggers touch, and which they touch already; the company as the source names it.
    Link(Vec<TriggerId>, Vec<(AccountId, String)>, String),
    /// Whether this address is to be opened in the browser.
    OpenLink(String),
    /// One of several things to do.
    Pick {
        title: String,
        /// What they are, what is said of them, what each does.
        choices: Vec<(String, String, Command)>,
    },
    /// Why this person, by name, must not be called.
    DoNotCall(ContactId, String),
    /// What goes when this person is erased; their name is typed.
    Erase(Box<ErasurePreview>),
    /// Which kind of touch passed between us and this person, by name.
    Touch(ContactId, String),
    /// What it said.
    TouchNote(ContactId, String, TouchKind),
    /// To which day or hour a promise moves; what it is.
    MovePromise(Box<Promise>),
    /// The address of a new feed.
    Feed,
    /// Which words to watch for.
    Words,
    /// For whom: an account or an industry.
    WordsFor(String),
    /// Which of these people of an account something is about.
    Person(PersonWish, Vec<ContactRow>),
    /// Whom to call at an account of a campaign, by its name.
    Whom(CampaignId, String, Vec<Prospect>),
    /// Whose calls of these days are read: everyone's, or those of one of these reps.
    Whose(DayRange, Vec<(RepId, String)>),
    /// Over which days the calls of everyone, or of one rep, are read.
    Days(Option<RepId>),
    /// A line under a review of one's own call; what the review says.
    AnswerReview(CallId, ReviewId, String),
    /// Whatever is looked for: an account, a person, a trigger, a call.
    Search,
    /// Asks whether the last change, made at this time before the window was opened, is undone.
    UndoOld { change: PastChange, at: String },
    /// Asks whether this file, which the same command did not write, is replaced.
    ReplaceFile { what: FileCommand, path: PathBuf },
    /// Asks whether a backup is to take the place of the book; what is torn, where that is why.
    GoBack { offer: BackupOffer, torn: Option<String> },
    /// What was changed elsewhere meanwhile: asks which value is to stand.
    Clashes(ClashOf, Vec<Clash>),
    /// Asks for the reason of an override.
    Override { name: String, blocks: Vec<Guard>, then: AfterOverride },
    /// Asks about cautions before the clock starts.
    Caution { contact: ContactId, name: String, cautions: Vec<Caution> },
    /// Asks for the person of a row without one: somebody known at the account, or a new person.
    Nobody { errand: Errand, account: AccountId, name: String, people: Vec<KnownPerson> },
}

/// What is to be done about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonWish {
    /// Begin an errand with them.
    Begin(Errand),
    /// Mark them do-not-call, or clear the mark.
    DoNotCall,
    /// Copy name and number.
    Copy,
    /// Write a touch down that was no call.
    Touch,
    /// Open their page.
    Page,
}
