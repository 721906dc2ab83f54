//! Effects: what the screens want done, as plain data that a test can compare.

use chrono::NaiveDate;

use crate::domain::account::{Account, Contact};
use crate::domain::call::{Call, Override, Running};
use crate::domain::campaign::{CampaignStart, Prospect};
use crate::domain::capture::{CapturedText, CompanyHints};
use crate::domain::draft::Draft;
use crate::domain::edit::Edit;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, FeedId, RepId, ReviewId, TriggerId, WatchId};
use crate::domain::import::options::{Import, OwnPreset};
use crate::domain::matching::duplicate_pair::PairDecision;
use crate::domain::plan::Plan;
use crate::domain::query::{AccountQuery, CallQuery, KeptPromise, TriggerQuery};
use crate::domain::reason::guard::Guard;
use crate::domain::reason::no_answer::Rest;
use crate::domain::review::Review;
use crate::domain::scorecard::kind_strength::Strength;
use crate::domain::scorecard::period::DayRange;
use crate::domain::trigger::triage::Triage;
use crate::domain::trigger::watch_words::WatchWord;
use crate::domain::trigger::{Status, Trigger};

/// Something to be carried out: by the store thread, by the terminal, or by [`crate::tui::app::App`] itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// To the store thread: a question or a change.
    Book(Request),
    /// To the terminal.
    Terminal(TerminalRequest),
    /// To the app itself: go somewhere.
    Go(Route),
    /// To the app itself: close the front screen.
    Close,
    /// To the app itself: ask the person.
    Ask(Question),
    /// To the app itself: tell the person.
    Say(Notice),
    /// To the app itself: start the call clock.
    StartClock { contact: ContactId, name: String, overrides: Vec<Override> },
}

/// A question to the book, or a change of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// Open the book that the start named; `create` makes an empty one.
    Open {
        /// Make it where there is none.
        create: bool,
    },
    /// Open the fictional sample in a scratch file.
    OpenSample,
    /// What Today shows, from a row on.
    Today { offset: usize },
    /// A window of accounts.
    Accounts(AccountQuery),
    /// One account; a person named here is listed even when archived.
    Account(AccountId, Option<ContactId>),
    /// Accounts by name, for linking.
    Find(String),
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
    /// Accounts and people that may be one.
    Twins(DuplicateRequest),
    /// Calls made despite a block, from a row on.
    Overridden { offset: usize },
    /// The plan for a person.
    Plan(ContactId),
    /// What a log form starts from.
    LogStart(ContactId),
    /// What the form of an amendment starts from.
    AmendStart(CallId),
    /// Scorecards.
    Scoring(ScorecardRequest),
    /// The draft that waits for a form, by its key.
    Draft(String),
    /// Keep a draft.
    SaveDraft(Draft),
    /// Forget a draft.
    DiscardDraft(String),
    /// Save the form of a plan.
    SavePlan(Box<Edit<Plan>>),
    /// Save the form of an account.
    SaveAccount(Box<Edit<Account>>),
    /// Save the form of a person.
    SaveContact(Box<Edit<Contact>>),
    /// Save the form of a trigger.
    SaveTrigger(Box<Edit<Trigger>>),
    /// Move triggers to a tray.
    SetStatus(Vec<TriggerId>, Status),
    /// Link a trigger to an account, or unlink it.
    Link(TriggerId, AccountId, bool),
    /// Do not call this person (and why), or lift it.
    SetDoNotCall(ContactId, Option<String>),
    /// Leave an account alone until a day, or end that.
    Rest(AccountId, Option<Rest>),
    /// Archive an account or bring it back.
    Archive(AccountId, bool),
    /// Log a call.
    LogCall(Box<Call>),
    /// Save the form of an amendment.
    AmendCall(Box<Edit<Call>>),
    /// A promise was kept.
    KeepPromise(KeptPromise),
    /// Keep the call that is going on, or forget it.
    KeepClock(Option<Running>),
    /// Keep the rep's own words a minute.
    SetWpm(u16),
    /// Undo the last change.
    Undo,
    /// Redo it.
    Redo,
    /// Import a file; a dry run shows what would happen.
    Import(Box<Import>),
    /// Stop the running import or fetch; nothing of it stays.
    CancelImport,
    /// What the inbox asks for and does.
    Inbox(InboxRequest),
    /// Feeds and watch words: their lists, and changes of them.
    Watching(WatchRequest),
    /// Fetch one feed, or all of them.
    Fetch(Option<FeedId>),
    /// What a campaign's filter finds.
    Pick(Box<CampaignStart>),
    /// Anything else about campaigns.
    Campaign(CampaignRequest),
    /// Anything about reviewing.
    Review(ReviewRequest),
    /// The sheet before a call.
    Sheet(CallSheetRequest),
    /// Anything about files before they are imported.
    Importing(ImportRequest),
}

/// A request about a file before its import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportRequest {
    /// Look at its columns.
    Look(Box<Import>),
    /// Keep how it is read under a name.
    Keep(Box<OwnPreset>),
}

/// A request about possible duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DuplicateRequest {
    /// A window of the tray, from a row on.
    List(usize),
    /// What a person decides about a pair; whether the second one stays.
    Decide(u64, PairDecision, bool),
}

/// A request for a call sheet: of this person, or of whoever is called at the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallSheetRequest {
    /// Write it for the screen.
    Read(AccountId, Option<ContactId>),
    /// Write it to a file.
    Write(AccountId, Option<ContactId>),
}

/// A request of the inbox, the kinds or the accounts without a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum InboxRequest {
    /// Accounts that a trigger may be about.
    Suggest(TriggerId),
    /// Accounts that a pasted text may be about.
    Match(Box<CompanyHints>),
    /// One change to several triggers.
    Triage(Vec<TriggerId>, Triage),
    /// What became of every kind.
    Kinds,
    /// Take the strength that a kind's calls suggest.
    TakeStrength(String, Strength),
    /// Accounts in the profile that give no reason to call, from a row on.
    Quiet(usize),
}

impl InboxRequest {
    /// True if it changes the book.
    pub fn changes(&self) -> bool {
        match self {
            InboxRequest::Triage(..) | InboxRequest::TakeStrength(..) => true,
            InboxRequest::Suggest(_) | InboxRequest::Match(_) | InboxRequest::Kinds | InboxRequest::Quiet(_) => false,
        }
    }
}

/// A request for scorecards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ScorecardRequest {
    /// What the calls of some days say: everyone's, or one rep's.
    Book(DayRange, Option<RepId>),
    /// Write the last seven days of a rep, or of whoever logs here, to a file.
    Week(Option<RepId>),
    /// Write what the calls of some days say to a page for the browser.
    Report(DayRange),
}

/// A request about feeds and watch words.
#[derive(Debug, Clone, PartialEq)]
pub enum WatchRequest {
    /// All of both.
    List,
    /// Add the feed at this address.
    Add(String),
    /// Remove a feed; its items stay.
    Remove(FeedId),
    /// Watch for words.
    AddWords(Box<WatchWord>),
    /// Watch for them no more.
    RemoveWords(WatchId),
}

/// A request about reviews.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewRequest {
    /// A call as it is reviewed.
    File(CallId),
    /// The call to read after this one, in a selection.
    Next(Box<CallQuery>, CallId),
    /// Names that a selection can be made of.
    Names,
    /// How many reviews wait for a line of the rep.
    Waiting,
    /// Save a review.
    Save(Box<Review>),
    /// A line under a review of one's own call.
    Answer(CallId, ReviewId, String),
}

/// A request about campaigns.
#[derive(Debug, Clone, PartialEq)]
pub enum CampaignRequest {
    /// What a campaign on this trigger starts from.
    Seed(TriggerId),
    /// A window of campaigns, from a row on.
    List(usize),
    /// One campaign.
    File(CampaignId),
    /// Who could be called at an account of it.
    Whom(CampaignId, AccountId),
    /// The plan for a person in it.
    Plan(ContactId, CampaignId),
    /// Start one.
    Start(Box<CampaignStart>),
    /// Write what the change means for an account.
    Impact(CampaignId, AccountId, String),
    /// Write what was learned.
    Learned(CampaignId, String),
    /// Close it.
    Close(CampaignId),
    /// Write its summary to a file.
    Export(CampaignId),
}

/// A request to the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TerminalRequest {
    /// Send text to the terminal's clipboard.
    Copy(String),
    /// Open the person's own editor with this text.
    Edit(String),
    /// Stop until the shell continues us.
    Suspend,
    /// End.
    Quit,
}

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
        /// Seconds the clock ran; absent where the call was made without it.
        seconds: Option<u32>,
        overrides: Vec<Override>,
    },
    /// Back to the list of people to call, after this one was called; and what is said of that call.
    Next(ContactId, String),
    /// The form of a trigger, once it is read.
    Trigger(TriggerId),
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
    /// Calls made despite a block.
    Overrides,
    /// Accounts and people that may be one.
    Twins,
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
    /// What became of every kind of trigger.
    Kinds,
    /// Accounts that give no reason to call.
    Quiet,
    /// What the calls say: shares, one question a view.
    Scorecard,
}

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
        choices: Vec<(String, String, Request)>,
    },
    /// Why this person, by name, must not be called.
    DoNotCall(ContactId, String),
    /// The address of a new feed.
    Feed,
    /// Which words to watch for.
    Words,
    /// For whom: an account or an industry.
    WordsFor(String),
    /// Whom to call at an account of a campaign, by its name.
    Whom(CampaignId, String, Vec<Prospect>),
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

/// One line for the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub says: String,
    pub bad: bool,
}

impl Route {
    /// The account of a row, with the row's person selected; a nil person is nobody.
    pub fn person(account: AccountId, contact: ContactId) -> Route {
        if contact.is_nil() { Route::Account(account) } else { Route::Person(account, contact) }
    }
}

impl Effect {
    /// Good news.
    pub fn say(says: impl Into<String>) -> Effect {
        Effect::Say(Notice { says: says.into(), bad: false })
    }

    /// Bad news: what, why, what to do.
    pub fn complain(says: impl Into<String>) -> Effect {
        Effect::Say(Notice { says: says.into(), bad: true })
    }
}

impl From<InboxRequest> for Effect {
    fn from(request: InboxRequest) -> Effect {
        Effect::Book(Request::Inbox(request))
    }
}

impl From<ScorecardRequest> for Request {
    fn from(request: ScorecardRequest) -> Request {
        Request::Scoring(request)
    }
}

impl From<ImportRequest> for Effect {
    fn from(request: ImportRequest) -> Effect {
        Effect::Book(Request::Importing(request))
    }
}

impl From<ReviewRequest> for Effect {
    fn from(request: ReviewRequest) -> Effect {
        Effect::Book(Request::Review(request))
    }
}

impl From<Request> for Effect {
    fn from(request: Request) -> Effect {
        Effect::Book(request)
    }
}
