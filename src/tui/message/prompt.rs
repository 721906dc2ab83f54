//! Questions to the person. How one is answered is the overlay's.

use chrono::NaiveDate;

use crate::domain::campaign::Prospect;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, RepId, ReviewId, TriggerId};
use crate::domain::query::ContactRow;
use crate::domain::reason::guard::Guard;
use crate::domain::scorecard::period::DayRange;

use super::command::Command;

/// A question to the person, asked over the front screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Why these triggers do not count.
    Reject(Vec<TriggerId>),
    /// Until when this account, by name, rests.
    Rest(AccountId, String),
    /// Why it rests until a day.
    RestWhy(AccountId, String, NaiveDate),
    /// Until when these triggers sleep; and the day on which a single one stops being too early.
    Snooze(Vec<TriggerId>, Option<NaiveDate>),
    /// Which account these triggers touch, and which they touch already.
    Link(Vec<TriggerId>, Vec<(AccountId, String)>),
    /// One of several things to do.
    Pick {
        title: String,
        /// What they are, what is said of them, what each does.
        choices: Vec<(String, String, Command)>,
    },
    /// Why this person, by name, must not be called.
    DoNotCall(ContactId, String),
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
    /// Why to call despite guards that block.
    Lift {
        contact: ContactId,
        name: String,
        blocks: Vec<Guard>,
        /// Start the call clock; else log a call made without it.
        clock: bool,
    },
}

/// What is to be done about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonWish {
    /// Plan the call.
    Plan,
    /// Start the call clock.
    Call,
    /// Log a call made without it.
    Log,
    /// Read the sheet before the call.
    Sheet,
    /// Mark them do-not-call, or clear the mark.
    DoNotCall,
    /// Copy name and number.
    Copy,
}
