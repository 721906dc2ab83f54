//! Answers: what the store thread says. Each carries the question it belongs to, so that a stale one is dropped.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::domain::account::{Account, Contact};
use crate::domain::call::filter::FilterNames;
use crate::domain::call::{Call, Running};
use crate::domain::call_sheet::CallSheet;
use crate::domain::campaign::{CampaignDetail, CampaignRow, CampaignSeed, CampaignStart, Prospect, TargetPreview};
use crate::domain::capture::CompanyHints;
use crate::domain::draft::Draft;
use crate::domain::edit::Meanwhile;
use crate::domain::erasure::ErasurePreview;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, RepId, TriggerId};
use crate::domain::import::feed::{Feed, FetchReport};
use crate::domain::import::merge_report::MergeReport;
use crate::domain::import::options::{Import, ImportPreview};
use crate::domain::import::path_completion::PathCompletion;
use crate::domain::matching::duplicate_pair::DuplicatePair;
use crate::domain::plan::Plan;
use crate::domain::progress::JobProgress;
use crate::domain::query::overrides::OverriddenCall;
use crate::domain::query::review::ReviewDetail;
use crate::domain::query::{
    AccountDetail, AccountQuery, AccountRow, CallDetail, CallQuery, CallRow, CallStart, ImportReport, LogStart,
    PastChange, PersonDetail, PlanDetail, ProfileDetail, SearchHit, Today, TodayQuery, TriggerDetail, TriggerQuery,
    TriggerRow, WhoCalls, Window,
};
use crate::domain::scorecard::Scorebook;
use crate::domain::scorecard::kind_strength::{KindCount, Strength};
use crate::domain::scorecard::period::DayRange;
use crate::domain::trigger::Trigger;
use crate::domain::trigger::triage::AccountSuggestion;
use crate::domain::trigger::watch_questions::NoReasonRow;
use crate::domain::trigger::watch_words::WatchWord;

use super::command::{Command, FileCommand};
use super::query::LogQuery;
use super::route::Errand;

/// An answer of the store thread.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The book is open.
    Opened(OpenedBook),
    /// There is no book at this path yet; the backup of one that stood there, where there is one.
    NoBook(String, Option<BackupOffer>),
    /// The book cannot be used, and why; the backup to go back to, where that would mend it.
    Unusable(String, Option<BackupOffer>),
    /// The copies of the book, the latest first.
    Backups(Vec<BackupRow>),
    /// A backup that somebody may want to go back to; what was done when a torn page was met, and what is torn.
    GoBack { offer: BackupOffer, torn: Option<(FailedTask, String)> },
    /// Something that nobody waited for went wrong: what, and what to do.
    Trouble(String),
    /// The book is being opened, and what that takes, in a sentence.
    Opening(String),
    /// A window of Today and the question it answers.
    Today(TodayQuery, Box<Today>),
    /// A window of accounts and the question it answers.
    Accounts(AccountQuery, Window<AccountRow>),
    /// One account.
    Account(AccountId, Option<Box<AccountDetail>>),
    /// The page of a person.
    Person(ContactId, Option<Box<PersonDetail>>),
    /// What an erasure would take of a person who is in the book.
    Erasure(ContactId, Option<Box<ErasurePreview>>),
    /// One account, for its form.
    AccountForm(AccountId, Option<Box<Account>>),
    /// Accounts found for a text.
    Found(String, Vec<(AccountId, String)>),
    /// What was found for a text.
    Hits(String, Vec<SearchHit>),
    /// A window of triggers and the question it answers.
    Triggers(TriggerQuery, Window<TriggerRow>),
    /// One trigger.
    Trigger(TriggerId, Option<Box<TriggerDetail>>),
    /// A window of calls and the question it answers.
    Calls(CallQuery, Window<CallRow>),
    /// One call.
    Call(CallId, Option<Box<CallDetail>>),
    /// A window of calls made despite a block.
    Overridden(Window<OverriddenCall>),
    /// A window of duplicate pairs.
    Twins(Window<DuplicatePair>),
    /// The plan for a person.
    Plan(ContactId, Box<PlanDetail>),
    /// Guards and cautions before a call, with the errand that asked.
    CallStart(Errand, AccountId, Option<ContactId>, Box<CallStart>),
    /// The initial values of a log form, with the query that they answer.
    LogStart(LogQuery, Box<LogStart>),
    /// What the form of an amendment starts from.
    AmendStart(CallId, Box<LogStart>),
    /// What the calls of some days say.
    Scored(ScorecardAnswer),
    /// The draft that waits for a form, by its key; nothing where none does.
    Draft(String, Option<Draft>),
    /// What was typed is on disk, or nothing of it needs to be: the key of its form. The call clock has none.
    DraftKept(Option<String>),
    /// The book could not take a draft: it is in a file of the state folder.
    DraftAside {
        /// Key of its form.
        key: String,
        /// What was typed into, for people.
        title: String,
        path: String,
        why: String,
    },
    /// The form with this key is open in another window.
    OpenElsewhere {
        key: String,
        since: DateTime<Utc>,
        /// Where text is that this window typed into it after that.
        path: Option<String>,
    },
    /// The form with this key is this window's: it is opened anew.
    OpenHere { key: String, with: TextOf },
    /// Text of a form that is this window's was laid beside another window's: it is shown beside what the form holds.
    Beside {
        draft: Draft,
        path: PathBuf,
        /// The draft of the form.
        kept: Option<Draft>,
    },
    /// A text could be kept nowhere: the key of its form, and why.
    Unkept { key: String, says: String },
    /// A change is on disk.
    Saved(Saved),
    /// What became of the answer to a question, by its drafts; comes before what the answer itself came to.
    Asked { drafts: Vec<String>, end: AskedEnd },
    /// A form was not saved: fields of its row were changed elsewhere meanwhile.
    Meanwhile(ChangedRow),
    /// The disk with the book is almost full, or is so no more.
    ShortOfRoom(bool),
    /// The book was changed: by us or in another window. What is shown may be old.
    Changed,
    /// A request failed; what was asked, why, what to do. Nothing was changed.
    Failed {
        /// The form's draft key, where the request came from a form.
        doing: FailedTask,
        says: String,
    },
    /// Undo or redo was done (or refused, in words).
    Undone(String),
    /// The file that was to be written is there already, and nothing shows that the same command wrote it.
    FileThere(FileCommand, PathBuf),
    /// The last change is older than the window in which it was to be taken back.
    OldChange(PastChange),
    /// How far an import is.
    Progress(JobProgress),
    /// What an import did, or would do.
    Imported(Box<ImportReport>),
    /// What merging a shared book did, or would do.
    Merged(Box<MergeReport>),
    /// What the inbox asked for.
    Inbox(InboxAnswer),
    /// Feeds and watch words.
    Feeds(Vec<Feed>, Vec<WatchWord>),
    /// Who works with this book.
    Who(WhoCalls),
    /// The profile, and how many accounts it leaves.
    Profile(Box<ProfileDetail>),
    /// Which feed is being fetched, in words.
    Fetching(String),
    /// What a fetch brought.
    Fetched(Box<FetchReport>),
    /// About campaigns.
    Campaign(CampaignAnswer),
    /// The sheet before a call; nothing where nobody is known at the account.
    Sheet(AccountId, Option<ContactId>, Option<Box<CallSheet>>),
    /// About reviewing.
    Review(ReviewAnswer),
    /// About files before they are imported.
    Importing(ImportAnswer),
}

/// An answer about a file before its import.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportAnswer {
    /// Its columns, and the question that this answers; nothing for a file that is no table.
    Looked(Box<Import>, Option<Box<ImportPreview>>),
    /// What a typed path can become, with the path as it was typed.
    Completed(String, PathCompletion),
}

/// An answer about reviews.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewAnswer {
    /// A call as it is reviewed.
    File(CallId, Option<Box<ReviewDetail>>),
    /// The call to read after this one.
    Next(CallId, Option<CallId>),
    /// Names that a selection can be made of.
    Names(Box<FilterNames>),
    /// How many reviews wait for a line of the rep.
    Waiting(usize),
}

/// An answer for the inbox, the kinds or the accounts without a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum InboxAnswer {
    /// Accounts that a trigger may be about, and why.
    Suggested(TriggerId, Vec<AccountSuggestion>),
    /// Accounts that a pasted text may be about, and why.
    Matched(Box<CompanyHints>, Vec<AccountSuggestion>),
    /// The reasons to offer for a rejection, the commonest first.
    RejectReasons(Vec<String>),
    /// What became of every kind.
    Kinds(Vec<KindCount>),
    /// Accounts that give no reason to call.
    Quiet(Window<NoReasonRow>),
    /// The strengths that were taken from this book's calls, by key of the kind.
    Measured(Vec<(String, Strength)>),
}

/// Scorecards, with the question they answer.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorecardAnswer {
    /// Which days were asked for.
    pub span: DayRange,
    pub rep: Option<RepId>,
    pub book: Box<Scorebook>,
    /// Everyone who could be asked for, by name.
    pub reps: Vec<(RepId, String)>,
}

/// An answer about campaigns.
#[derive(Debug, Clone, PartialEq)]
pub enum CampaignAnswer {
    /// What one starts from; nothing when the trigger is gone.
    Seed(TriggerId, Option<Box<CampaignSeed>>),
    /// What a filter finds, and the question it answers.
    Picking(Box<CampaignStart>, Box<TargetPreview>),
    /// A window of campaigns.
    List(Window<CampaignRow>),
    /// One campaign.
    File(CampaignId, Option<Box<CampaignDetail>>),
    /// Who could be called at an account of it.
    Whom(CampaignId, AccountId, Vec<Prospect>),
    /// It was started.
    Started(CampaignId),
    /// It was closed, and can only be read.
    Closed(CampaignId),
}

/// The task that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailedTask {
    /// Answering a query, or opening a book.
    Reading,
    /// Saving a form: its text stays on screen.
    SavingForm,
    /// Keeping a draft: tried again.
    KeepingDraft,
    /// Writing a file for people to read.
    WritingFile,
    /// Any other change.
    Changing,
    /// An import.
    Importing,
}

/// The book as it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedBook {
    pub path: String,
    /// Why it can only be read, where that is so.
    pub read_only: Option<String>,
    /// What is wrong with the settings, or with the clock, in sentences.
    pub warnings: Vec<String>,
    /// It was last written ahead of the clock.
    pub clock_went_back: bool,
    /// The rep's own words a minute, where measured.
    pub wpm: Option<u16>,
    /// The call that was going on when the last window closed.
    pub running: Option<Running>,
    /// It is the fictional sample.
    pub sample: bool,
    /// The tour begins on it.
    pub tour: bool,
    /// Nobody was asked yet who works with it.
    pub asks_who: bool,
}

/// A row that was changed elsewhere while its form was open, as it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum ChangedRow {
    Account(Meanwhile<Account>),
    Contact(Meanwhile<Contact>),
    Trigger(Meanwhile<Trigger>),
    Plan(Meanwhile<Plan>),
    Call(Meanwhile<Call>),
    /// A single value: what stands, what was to be set, what it is, and what sets it over the other.
    Value {
        label: &'static str,
        stands: String,
        typed: String,
        again: Box<Command>,
    },
    /// What a change means for an account, or what was learned of a campaign.
    Line(CampaignId, String),
    /// Who works with this book.
    Who(WhoCalls),
}

/// A backup, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRow {
    pub number: u32,
    /// When it was made: "30 Nov 2026 15:50".
    pub made: String,
    /// What it was made for: "before an import".
    pub why: &'static str,
    /// "3.2 MB".
    pub size: String,
    /// What its last check found, and when.
    pub found: String,
    pub is_sound: bool,
}

/// A backup that can take the place of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupOffer {
    pub number: u32,
    /// When it was made: "30 Nov 2026 15:50".
    pub made: String,
    /// Why it was made, and how large it is: "before an import, 3.2 MB".
    pub about: String,
}

/// Whose text a form holds that is opened anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextOf {
    /// What the window typed that it was taken over from.
    Taken,
    /// What a window laid aside that the book could not take.
    Aside,
    /// What was laid beside it, and is taken in the place of what it held.
    Beside,
}

/// What became of the answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedEnd {
    /// The book has it.
    Done,
    /// The value was set elsewhere meanwhile: both are shown.
    Met,
    /// It was refused.
    Refused,
}

/// A change that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// The plan for a person.
    Plan(ContactId),
    /// A call, and one line given back.
    Call {
        /// It had been logged before: nothing was doubled.
        already: bool,
        /// "2 of your last 3 new-leader calls were well spent".
        line: Option<String>,
    },
    /// An amendment, in words.
    Amended(String),
    /// A company, person or trigger from a form.
    Form {
        /// The account that it is, or is about.
        account: Option<AccountId>,
        /// The person that it is.
        contact: Option<ContactId>,
        /// The words: "Norvik Foods saved".
        says: String,
    },
    /// A review of this call.
    Review(CallId),
    /// Who works with this book; the words.
    Who(String),
    /// Something small: the words.
    Other(String),
}
