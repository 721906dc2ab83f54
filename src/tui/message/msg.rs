//! Facts: what happened outside. Plain data; answers carry the question they belong to.

use crossterm::event::KeyEvent;

use crate::clock::Moment;
use crate::domain::call::Running;
use crate::domain::call::filter::Named;
use crate::domain::call_sheet::Sheet;
use crate::domain::campaign::{CampaignFile, CampaignRow, Picking, Seed, Start, Whom};
use crate::domain::capture::Hints;
use crate::domain::ids::{AccountId, CallId, CampaignId, ContactId, RepId, TriggerId};
use crate::domain::import::feed::{Feed, FetchReport};
use crate::domain::import::merge_report::MergeReport;
use crate::domain::import::options::{Import, Look};
use crate::domain::matching::duplicate_pair::Twin;
use crate::domain::progress::Pace;
use crate::domain::query::overrides::Overridden;
use crate::domain::query::review::ReviewFile;
use crate::domain::query::{
    AccountFile, AccountQuery, AccountRow, CallFile, CallQuery, CallRow, Draft, Hit, ImportReport, LogStart, PlanFile,
    Today, TriggerFile, TriggerQuery, TriggerRow, Window,
};
use crate::domain::scorecard::Scorebook;
use crate::domain::scorecard::kind_strength::{KindCount, Strength};
use crate::domain::scorecard::period::Span;
use crate::domain::trigger::triage::Suggestion;
use crate::domain::trigger::watch_questions::QuietRow;
use crate::domain::trigger::watch_words::WatchWord;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The program starts.
    Start,
    /// The time now.
    Tick(Moment),
    /// A key.
    Key(KeyEvent),
    /// A paste.
    Paste(String),
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
    /// The person's own editor could not be used.
    EditorFailed(String),
    /// The terminal is gone or the machine asks us to end: keep what is typed.
    Closing,
    /// The store thread answers.
    Book(Answer),
}

/// An answer of the store thread.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The book is open.
    Opened(Opened),
    /// There is no book at this path yet.
    NoBook(String),
    /// The book cannot be used, and why.
    Unusable(String),
    /// What Today shows.
    Today(Box<Today>),
    /// A window of accounts and the question it answers.
    Accounts(AccountQuery, Window<AccountRow>),
    /// One account.
    Account(AccountId, Option<Box<AccountFile>>),
    /// Accounts found for a text.
    Found(String, Vec<(AccountId, String)>),
    /// What was found for a text.
    Hits(String, Vec<Hit>),
    /// A window of triggers and the question it answers.
    Triggers(TriggerQuery, Window<TriggerRow>),
    /// One trigger.
    Trigger(TriggerId, Option<Box<TriggerFile>>),
    /// A window of calls and the question it answers.
    Calls(CallQuery, Window<CallRow>),
    /// One call.
    Call(CallId, Option<Box<CallFile>>),
    /// A window of calls made despite a block.
    Overridden(Window<Overridden>),
    /// A window of pairs that may be one.
    Twins(Window<Twin>),
    /// The plan for a person.
    Plan(ContactId, Box<PlanFile>),
    /// What a log form starts from.
    LogStart(ContactId, Box<LogStart>),
    /// What the form of an amendment starts from.
    AmendStart(CallId, Box<LogStart>),
    /// What the calls of some days say.
    Scored(Scored),
    /// The draft that waits for a form, by its key; nothing where none does.
    Draft(String, Option<Draft>),
    /// A draft is on disk.
    DraftKept,
    /// A change is on disk.
    Saved(Saved),
    /// The book was changed: by us or in another window. What is shown may be old.
    Changed,
    /// A request failed; what was asked, why, what to do. Nothing was changed.
    Failed {
        /// The form's draft key, where the request came from a form.
        doing: Doing,
        /// The sentence.
        says: String,
    },
    /// Undo or redo was done (or refused, in words).
    Undone(String),
    /// How far an import is.
    Progress(Pace),
    /// What an import did, or would do.
    Imported(Box<ImportReport>),
    /// What merging a shared book did, or would do.
    Merged(Box<MergeReport>),
    /// What the inbox asked for.
    Inbox(InboxAnswer),
    /// Feeds and watch words.
    Feeds(Vec<Feed>, Vec<WatchWord>),
    /// Which feed is being fetched, in words.
    Fetching(String),
    /// What a fetch brought.
    Fetched(Box<FetchReport>),
    /// About campaigns.
    Campaign(CampaignAnswer),
    /// The sheet before a call; nothing where nobody is known at the account.
    Sheet(AccountId, Option<ContactId>, Option<Box<Sheet>>),
    /// About reviewing.
    Review(ReviewAnswer),
    /// About files before they are imported.
    Importing(ImportAnswer),
}

/// An answer about a file before its import.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportAnswer {
    /// Its columns, and the question that this answers; nothing for a file that is no table.
    Looked(Box<Import>, Option<Box<Look>>),
}

/// An answer about reviews.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewAnswer {
    /// A call as it is reviewed.
    File(CallId, Option<Box<ReviewFile>>),
    /// The call to read after this one.
    Next(CallId, Option<CallId>),
    /// Names that a selection can be made of.
    Names(Box<Named>),
    /// How many reviews wait for a line of the rep.
    Waiting(usize),
}

/// An answer for the inbox, the kinds or the accounts without a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum InboxAnswer {
    /// Accounts that a trigger may be about, and why.
    Suggested(TriggerId, Vec<Suggestion>),
    /// Accounts that a pasted text may be about, and why.
    Matched(Box<Hints>, Vec<Suggestion>),
    /// What became of every kind.
    Kinds(Vec<KindCount>),
    /// Accounts that give no reason to call.
    Quiet(Window<QuietRow>),
    /// The strengths that were taken from this book's calls, by key of the kind.
    Measured(Vec<(String, Strength)>),
}

/// Scorecards, with the question they answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Which days were asked for.
    pub span: Span,
    /// Whose.
    pub rep: Option<RepId>,
    /// What they say.
    pub book: Box<Scorebook>,
    /// Everyone who could be asked for, by name.
    pub reps: Vec<(RepId, String)>,
}

/// An answer about campaigns.
#[derive(Debug, Clone, PartialEq)]
pub enum CampaignAnswer {
    /// What one starts from; nothing when the trigger is gone.
    Seed(TriggerId, Option<Box<Seed>>),
    /// What a filter finds, and the question it answers.
    Picking(Box<Start>, Box<Picking>),
    /// A window of campaigns.
    List(Window<CampaignRow>),
    /// One campaign.
    File(CampaignId, Option<Box<CampaignFile>>),
    /// Who could be called at an account of it.
    Whom(CampaignId, AccountId, Vec<Whom>),
    /// It was started.
    Started(CampaignId),
    /// It was closed; the words.
    Closed(CampaignId),
}

/// The task that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// A question.
    Reading,
    /// Saving a form: its text stays on screen.
    SavingForm,
    /// Keeping a draft: tried again.
    KeepingDraft,
    /// Any other change.
    Changing,
    /// An import.
    Importing,
}

/// The book as it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its file.
    pub path: String,
    /// Why it can only be read, where that is so.
    pub read_only: Option<String>,
    /// The rep's own words a minute, where measured.
    pub wpm: Option<u16>,
    /// The call that was going on when the last window closed.
    pub running: Option<Running>,
    /// It is the fictional sample.
    pub sample: bool,
}

/// A change that is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// A plan; and the fields, in words, that were changed elsewhere too.
    Plan(ContactId, Vec<&'static str>),
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
        /// The account to show now.
        account: Option<AccountId>,
        /// The words: "Norvik Foods saved".
        says: String,
    },
    /// A review of this call.
    Review(CallId),
    /// Something small: the words.
    Other(String),
}
