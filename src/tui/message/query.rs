//! Queries: what a screen asks the book. None of them changes anything.

use std::mem::discriminant;

use chrono::{DateTime, FixedOffset};

use crate::domain::campaign::CampaignStart;
use crate::domain::capture::CompanyHints;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, RepId, TriggerId};
use crate::domain::import::options::Import;
use crate::domain::query::{AccountQuery, CallQuery, TodayQuery, TriggerQuery};
use crate::domain::scorecard::period::DayRange;

use super::route::Errand;

/// A question to the book.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// A window of Today.
    Today(TodayQuery),
    /// A window of accounts.
    Accounts(AccountQuery),
    /// One account; a person named here is listed even when archived.
    Account(AccountId, Option<ContactId>),
    /// The page of a person.
    Person(ContactId),
    /// What an erasure of this person would take.
    Erasure(ContactId),
    /// One account, for its form.
    AccountForm(AccountId),
    /// Accounts by name, for linking.
    FindAccounts(String),
    /// Anything, by words: accounts, people, triggers, calls.
    Search(String),
    /// A window of triggers.
    Triggers(TriggerQuery),
    /// One trigger.
    Trigger(TriggerId),
    /// One trigger, for its form: never passed over for another one that is asked for later.
    TriggerForm(TriggerId),
    /// A window of calls.
    Calls(CallQuery),
    /// One call.
    Call(CallId),
    /// Calls made despite a block, from a row on.
    Overridden { offset: usize },
    /// Accounts and people that may be one, from a row on.
    Duplicates { offset: usize },
    /// The plan for a person.
    Plan(ContactId),
    /// Guards and cautions for a person; without a person, the people known at the account.
    CallStart(Errand, AccountId, Option<ContactId>),
    /// What a log form starts from.
    LogStart(LogQuery),
    /// What the form of an amendment starts from.
    AmendStart(CallId),
    /// The sheet before a call: about this person, or about whoever is called at the account.
    Sheet(AccountId, Option<ContactId>),
    /// What the calls of some days say: everyone's, or one rep's.
    Scorecard(DayRange, Option<RepId>),
    /// The draft that waits for a form, by its key.
    Draft(String),
    /// All feeds and watch words.
    Feeds,
    /// Who works with this book.
    Who,
    /// The profile, and how many accounts it leaves.
    Profile,
    /// The copies of the book.
    Backups,
    /// What it would mean to go back to the backup of this number.
    GoBack(u32),
    /// What the typed path of a file can become.
    CompletePath(String),
    /// The columns of a file before it is imported.
    Columns(Box<Import>),
    /// The accounts that a campaign's filter finds.
    Targets(Box<CampaignStart>),
    /// About the inbox, the kinds or the accounts without a reason.
    Inbox(InboxQuery),
    /// About campaigns.
    Campaign(CampaignQuery),
    /// About reviews.
    Review(ReviewQuery),
}

/// Asks for the initial values of a log form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogQuery {
    pub contact: ContactId,
    /// When the call was made; `None` is now.
    pub at: Option<DateTime<FixedOffset>>,
    /// When the clock of the unfinished call started.
    pub began: Option<DateTime<FixedOffset>>,
}

/// A question about the inbox, the kinds or the accounts without a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum InboxQuery {
    /// Accounts that a trigger may be about.
    Suggest(TriggerId),
    /// Accounts that a pasted text may be about.
    Match(Box<CompanyHints>),
    /// What became of every kind.
    Kinds,
    /// Accounts in the profile that give no reason to call, from a row on.
    Quiet { offset: usize },
}

/// A question about campaigns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CampaignQuery {
    /// What a campaign on this trigger starts from.
    Seed(TriggerId),
    /// A window of campaigns, from a row on.
    List { offset: usize },
    /// One campaign.
    File(CampaignId),
    /// Who could be called at an account of it.
    Whom(CampaignId, AccountId),
    /// The plan for a person in it.
    Plan(ContactId, CampaignId),
}

/// A question about reviews.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewQuery {
    /// A call as it is reviewed.
    File(CallId),
    /// The call to read after this one, in a selection.
    Next(Box<CallQuery>, CallId),
    /// Names that a selection can be made of.
    Names,
    /// How many reviews wait for a line of the rep.
    Waiting,
}

impl Query {
    /// Whether nobody waits for the answer to an earlier query any more, now that this one is asked.
    pub fn replaces(&self, earlier: &Query) -> bool {
        match self {
            // Asked anew with every letter or every row that is passed: only the last answer is looked at.
            Query::Today(_)
            | Query::Accounts(_)
            | Query::FindAccounts(_)
            | Query::Search(_)
            | Query::Triggers(_)
            | Query::Trigger(_)
            | Query::CallStart(..)
            | Query::CompletePath(_)
            | Query::Targets(_) => discriminant(self) == discriminant(earlier),
            // Two screens may wait for two of a kind; a form waits for its own and opens with nothing else.
            Query::Account(..)
            | Query::Person(_)
            | Query::Erasure(_)
            | Query::AccountForm(_)
            | Query::TriggerForm(_)
            | Query::Calls(_)
            | Query::Call(_)
            | Query::Overridden { .. }
            | Query::Duplicates { .. }
            | Query::Plan(_)
            | Query::LogStart(_)
            | Query::AmendStart(_)
            | Query::Sheet(..)
            | Query::Scorecard(..)
            | Query::Draft(_)
            | Query::Feeds
            | Query::Who
            | Query::Profile
            | Query::Columns(_)
            | Query::Inbox(_)
            | Query::Campaign(_)
            | Query::Backups
            | Query::GoBack(_)
            | Query::Review(_) => false,
        }
    }
}

impl From<InboxQuery> for Query {
    fn from(query: InboxQuery) -> Query {
        Query::Inbox(query)
    }
}

impl From<CampaignQuery> for Query {
    fn from(query: CampaignQuery) -> Query {
        Query::Campaign(query)
    }
}

impl From<ReviewQuery> for Query {
    fn from(query: ReviewQuery) -> Query {
        Query::Review(query)
    }
}
