//! Routes: where a screen leads. Each is a row of the table of screens.

use crate::domain::account::{Account, Contact};
use crate::domain::call::{Call, UnfinishedCall};
use crate::domain::capture::CapturedText;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, TriggerId};
use crate::domain::query::CallQuery;
use crate::domain::trigger::Trigger;

/// A navigation target.
#[derive(Debug, Clone, PartialEq)]
pub enum Route {
    /// Today.
    Today,
    /// The account list.
    Accounts,
    /// The trigger trays.
    Triggers,
    /// The call list.
    Calls,
    /// Calls to read, and the scorecard.
    Review,
    /// One account.
    Account(AccountId),
    /// One account, with this person selected.
    Person(AccountId, ContactId),
    /// The page of a person.
    PersonPage(ContactId),
    /// The plan for a person.
    Plan(ContactId),
    /// Every campaign.
    Campaigns,
    /// One campaign.
    Campaign(CampaignId),
    /// A campaign before it starts, on this trigger.
    StartCampaign(TriggerId),
    /// The plan for a person, in a campaign.
    PlanIn(ContactId, CampaignId),
    /// The log form.
    Log {
        contact: ContactId,
        /// The unfinished call; `None` for a call made without the clock.
        ended: Option<Box<UnfinishedCall>>,
    },
    /// One call.
    Call(CallId),
    /// One call as it is reviewed, and the list that it is one of.
    Reviewing(CallId, Box<CallQuery>),
    /// The amendment form of a call.
    Amend(Box<Call>),
    /// The form of a company, person or trigger; a nil id is a new one.
    Edit(Subject),
    /// The import screen.
    Import,
    /// Where items come from.
    Feeds,
    /// Who works with this book.
    Who,
    /// Which companies we can serve.
    Profile,
    /// Calls made despite a block.
    Overrides,
    /// Accounts and people that may be one.
    Duplicates,
    /// The sheet before a call, about a person or about whoever is called there.
    Sheet(AccountId, Option<ContactId>),
    /// The box into which something is pasted.
    Capture,
    /// The form of a trigger, filled from a text.
    Clipping {
        clipping: Box<CapturedText>,
        /// It was typed into the box.
        boxed: bool,
    },
    /// The copies of the book.
    Backups,
    /// What became of every kind of trigger.
    Kinds,
    /// Accounts that give no reason to call.
    Quiet,
    /// What the calls say: shares, one question a view.
    Scorecard,
}

/// The subject of an edit form.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A company.
    Account(Box<Account>),
    /// A person, and where they work.
    Contact(Box<Contact>, String),
    /// A trigger, and the account it is first linked to.
    Trigger(Box<Trigger>),
}

/// What is begun about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// The call clock starts.
    Call,
    /// A call made without the clock is logged.
    Log,
    /// A call is planned.
    Plan,
    /// The call sheet is shown.
    Sheet,
}

impl Route {
    /// The account of a row, with the row's person selected; a nil person is nobody.
    pub fn person(account: AccountId, contact: ContactId) -> Route {
        if contact.is_nil() { Route::Account(account) } else { Route::Person(account, contact) }
    }
}
