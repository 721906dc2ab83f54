//! Commands: what a screen has the store thread do. Most change the book.

use std::path::PathBuf;

use crate::clock::Moment;
use crate::domain::account::profile::RuleEdit;
use crate::domain::account::{Account, Contact};
use crate::domain::call::due::Due;
use crate::domain::call::{Call, Running, UnfinishedCall};
use crate::domain::campaign::CampaignStart;
use crate::domain::draft::{self, Draft};
use crate::domain::edit::{Edit, LineChange, ValueChange};
use crate::domain::ids::{
    AccountId, CallId, CampaignId, ContactId, FeedId, PromiseId, RepId, ReviewId, TriggerId, WatchId,
};
use crate::domain::import::options::{Import, OwnPreset};
use crate::domain::matching::duplicate_pair::PairDecision;
use crate::domain::plan::Plan;
use crate::domain::query::{KeptPromise, PastChange, ViewsChange, WhoEdit};
use crate::domain::reason::no_answer::Rest;
use crate::domain::review::Review;
use crate::domain::scorecard::kind_strength::Strength;
use crate::domain::scorecard::period::DayRange;
use crate::domain::touch::Touch;
use crate::domain::trigger::triage::{SeenTrigger, Triage};
use crate::domain::trigger::watch_words::WatchWord;
use crate::domain::trigger::{Status, Trigger};

use super::answer::FailedTask;

/// Something for the store thread to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Open the book that the start named; `create` makes an empty one.
    Open {
        /// Make it where there is none.
        create: bool,
    },
    /// Open the fictional sample in a scratch file, for the tour or to look around.
    OpenSample { tour: bool },
    /// Back from the sample to the book that the start named.
    LeaveSample,
    /// Make a backup of the book now.
    BackUp,
    /// Put the backup of this number in the place of the book, and open it.
    Restore(u32),
    /// About what was typed and is not saved.
    Draft(DraftCommand),
    /// About accounts and their people.
    Account(AccountCommand),
    /// About triggers and their kinds.
    Trigger(TriggerCommand),
    /// Save the form of a plan.
    SavePlan(Box<Edit<Plan>>),
    /// Keep the rep's own words a minute.
    SetWpm(u16),
    /// Add, change or remove a rule of the profile.
    EditProfile(Box<RuleEdit>),
    /// Keep who works with this book; a blank name or company stays as it is.
    SetWho(WhoEdit),
    /// Keep the views of Today as they were changed here.
    KeepViews(ViewsChange),
    /// About calls and what was promised in them.
    Call(CallCommand),
    /// About reviews.
    Review(ReviewCommand),
    /// About campaigns.
    Campaign(CampaignCommand),
    /// About feeds and watch words.
    Feed(FeedCommand),
    /// The answer to a question: the drafts of what was typed into it and those that led there, and what it has done.
    Asked { drafts: Vec<String>, command: Box<Command> },
    /// What a person decides about a pair of possible duplicates.
    DecideDuplicate {
        pair: u64,
        decision: PairDecision,
        /// The second of the two stays.
        second: bool,
    },
    /// Keep how a file is read under a name.
    KeepPreset(Box<OwnPreset>),
    /// Write a file for people to read; the book stays as it is.
    WriteFile {
        what: FileCommand,
        /// A file that is there, was not written by the same command, and may be replaced: the one that was asked about.
        replace: Option<PathBuf>,
    },
    /// Import a file; a dry run shows what would happen.
    Import(Box<Import>),
    /// Fetch one feed, or all of them.
    Fetch(Option<FeedId>),
    /// Stop the running import or fetch; nothing of it stays.
    CancelImport,
    /// Stop looking at a file; there will be no answer.
    StopLooking,
    /// Undo the last change.
    Undo(UndoConsent),
    /// Redo it.
    Redo,
}

/// What undo may take back.
#[derive(Debug, Clone, PartialEq)]
pub enum UndoConsent {
    /// What was done since this window was opened; an older change is asked about.
    Since(Moment),
    /// The change that was asked about, and no other.
    This(PastChange),
}

/// A command about what was typed and is not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftCommand {
    /// Keep it.
    Keep(Draft),
    /// Forget the one with this key.
    Discard(String),
    /// This window types into the form with this key, where no other does; or takes it over.
    Claim { key: String, take_over: bool },
    /// It left that form.
    Release(String),
    /// The text of the form with this key that was laid beside another window's is taken into it, or is wanted no more.
    Beside { key: String, path: PathBuf, take: bool },
}

/// A command about accounts and their people.
#[derive(Debug, Clone, PartialEq)]
pub enum AccountCommand {
    /// Save the form of an account.
    Save(Box<Edit<Account>>),
    /// Save the form of a person.
    SaveContact(Box<Edit<Contact>>),
    /// Save the form of a new person, and make the account of this name at which they work.
    SaveContactAtNew(Box<Edit<Contact>>, String),
    /// Do not call this person (and why), or lift it.
    SetDoNotCall(ContactId, ValueChange<Option<String>>),
    /// Erase this person for good; the name that was typed.
    Erase(ContactId, String),
    /// Leave an account alone until a day, or end that.
    Rest(AccountId, ValueChange<Option<Rest>>),
    /// Archive an account or bring it back.
    Archive(AccountId, bool),
}

/// A command about triggers and their kinds.
#[derive(Debug, Clone, PartialEq)]
pub enum TriggerCommand {
    /// Save the form of a trigger.
    Save(Box<Edit<Trigger>>),
    /// Move triggers to a tray, from where they were seen.
    SetStatus(Vec<SeenTrigger>, Status),
    /// One change to several triggers.
    Triage(Vec<TriggerId>, Triage),
    /// Take the strength that a kind's calls suggest.
    TakeStrength(String, Strength),
}

/// A command about calls and what was promised in them.
#[derive(Debug, Clone, PartialEq)]
pub enum CallCommand {
    /// Log a call, end the unfinished call that it was, and mark the promises that it kept.
    Log { call: Box<Call>, ended: Option<Box<UnfinishedCall>>, kept: Vec<PromiseId> },
    /// Save the form of an amendment.
    Amend(Box<Edit<Call>>),
    /// A promise was kept.
    KeepPromise(KeptPromise),
    /// A promise moves to another day or hour.
    MovePromise(PromiseId, ValueChange<Option<Due>>),
    /// A touch that was no call of ours.
    Touch(Box<Touch>),
    /// Keep the call that is going on, or forget it.
    KeepClock(Option<Running>),
    /// Stop the clock; the call is unfinished until it is logged or dismissed.
    StopClock(Box<UnfinishedCall>),
    /// Dismiss an unfinished call.
    Dismiss(Box<UnfinishedCall>),
}

/// A command about reviews.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewCommand {
    /// Save a review.
    Save(Box<Review>),
    /// A line under a review of one's own call.
    Answer(CallId, ReviewId, String),
}

/// A command about campaigns.
#[derive(Debug, Clone, PartialEq)]
pub enum CampaignCommand {
    /// Start one.
    Start(Box<CampaignStart>),
    /// Write what the change means for an account.
    SetImpact(CampaignId, AccountId, LineChange),
    /// Write what was learned.
    SetLearned(CampaignId, LineChange),
    /// Close it.
    Close(CampaignId),
}

/// A command about feeds and watch words.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedCommand {
    /// Add the feed at this address.
    Add(String),
    /// Remove a feed; its items stay.
    Remove(FeedId),
    /// Watch for words.
    AddWords(Box<WatchWord>),
    /// Watch for them no more.
    RemoveWords(WatchId),
}

/// A command to write a file for people to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileCommand {
    /// The summary of a campaign.
    Summary(CampaignId),
    /// The last seven days of a rep, or of whoever logs here.
    Week(Option<RepId>),
    /// What the calls of some days say, as a page for the browser.
    Report(DayRange),
    /// The sheet before a call: about this person, or about whoever is called at the account.
    Sheet(AccountId, Option<ContactId>),
}

impl Command {
    /// What is being done, for the sentence when it fails.
    pub fn task(&self) -> FailedTask {
        match self {
            Command::Asked { command, .. } => command.task(),
            Command::Open { .. }
            | Command::OpenSample { .. }
            | Command::LeaveSample
            | Command::BackUp
            | Command::Restore(_) => FailedTask::Reading,
            Command::WriteFile { .. } => FailedTask::WritingFile,
            // The call clock too is kept without anybody asking, and tried again where that fails.
            Command::Draft(_) | Command::Call(CallCommand::KeepClock(_)) => FailedTask::KeepingDraft,
            Command::SavePlan(_)
            | Command::Account(
                AccountCommand::Save(_) | AccountCommand::SaveContact(_) | AccountCommand::SaveContactAtNew(..),
            )
            | Command::Trigger(TriggerCommand::Save(_))
            | Command::Call(CallCommand::Log { .. } | CallCommand::Amend(_))
            | Command::Review(ReviewCommand::Save(_))
            | Command::EditProfile(_)
            | Command::SetWho(_)
            | Command::Campaign(
                CampaignCommand::Start(_) | CampaignCommand::SetImpact(..) | CampaignCommand::SetLearned(..),
            ) => FailedTask::SavingForm,
            Command::Account(
                AccountCommand::SetDoNotCall(..)
                | AccountCommand::Erase(..)
                | AccountCommand::Rest(..)
                | AccountCommand::Archive(..),
            )
            | Command::Trigger(
                TriggerCommand::SetStatus(..) | TriggerCommand::Triage(..) | TriggerCommand::TakeStrength(..),
            )
            | Command::Call(
                CallCommand::KeepPromise(_)
                | CallCommand::MovePromise(..)
                | CallCommand::Touch(_)
                | CallCommand::StopClock(_)
                | CallCommand::Dismiss(_),
            )
            | Command::Review(ReviewCommand::Answer(..))
            | Command::Campaign(CampaignCommand::Close(_))
            | Command::Feed(_)
            | Command::DecideDuplicate { .. }
            | Command::KeepPreset(_)
            | Command::SetWpm(_)
            | Command::KeepViews(_)
            | Command::Undo(_)
            | Command::Redo => FailedTask::Changing,
            Command::StopLooking => FailedTask::Reading,
            Command::Import(_) | Command::Fetch(_) | Command::CancelImport => FailedTask::Importing,
        }
    }

    /// What is done, whether a question was answered with it or not.
    pub fn deed(&self) -> &Command {
        if let Command::Asked { command, .. } = self { command.deed() } else { self }
    }

    /// The drafts of the question that it answers; `None` for one that answers none.
    pub fn answered_drafts(&self) -> Option<&[String]> {
        if let Command::Asked { drafts, .. } = self { Some(drafts) } else { None }
    }

    /// Keys of the drafts that end once it is done.
    #[expect(clippy::wildcard_enum_match_arm, reason = "few commands come from a form")]
    pub fn ends_drafts(&self) -> Vec<String> {
        // Forms bring their keys along, for one may end the draft of a box besides; the others are known by their
        // rows.
        let of_form = match self {
            Command::Asked { drafts, .. } => Some(drafts),
            Command::Account(AccountCommand::Save(edit)) => Some(&edit.drafts),
            Command::Account(AccountCommand::SaveContact(edit) | AccountCommand::SaveContactAtNew(edit, _)) => {
                Some(&edit.drafts)
            }
            Command::Trigger(TriggerCommand::Save(edit)) => Some(&edit.drafts),
            Command::EditProfile(edit) => Some(&edit.drafts),
            Command::SetWho(edit) => Some(&edit.drafts),
            _other => None,
        };
        let of_row = match self {
            Command::SavePlan(edit) => Some(draft::plan_key(edit.typed.contact_id)),
            Command::Call(CallCommand::Log { call, ended, .. }) => {
                Some(draft::log_key(call.contact_id, ended.as_ref().map(|ended| ended.ran.since)))
            }
            Command::Call(CallCommand::Amend(edit)) => edit.typed.amends.map(draft::amend_key),
            Command::Review(ReviewCommand::Save(review)) => Some(draft::review_key(review.call_id)),
            Command::Campaign(CampaignCommand::Start(start)) => Some(draft::campaign_start_key(start.trigger)),
            Command::Campaign(CampaignCommand::SetImpact(id, ..) | CampaignCommand::SetLearned(id, _)) => {
                Some(draft::campaign_key(*id))
            }
            _other => None,
        };
        of_form.into_iter().flatten().cloned().chain(of_row).collect()
    }

    /// Whether what the screens show may be old once it is done.
    pub fn changes_the_book(&self) -> bool {
        match self.task() {
            FailedTask::SavingForm | FailedTask::Changing | FailedTask::Importing => true,
            FailedTask::Reading | FailedTask::KeepingDraft | FailedTask::WritingFile => false,
        }
    }

    /// Whether it cannot be carried out beside a running import: another one, and undo, which would not know of it.
    pub fn waits_for_an_import(&self) -> bool {
        matches!(
            self.deed(),
            Command::Import(_)
                | Command::Fetch(_)
                | Command::Restore(_)
                | Command::Undo(_)
                | Command::Redo
                | Command::Account(AccountCommand::Erase(..))
        )
    }
}

impl From<DraftCommand> for Command {
    fn from(command: DraftCommand) -> Command {
        Command::Draft(command)
    }
}

impl From<AccountCommand> for Command {
    fn from(command: AccountCommand) -> Command {
        Command::Account(command)
    }
}

impl From<TriggerCommand> for Command {
    fn from(command: TriggerCommand) -> Command {
        Command::Trigger(command)
    }
}

impl From<CallCommand> for Command {
    fn from(command: CallCommand) -> Command {
        Command::Call(command)
    }
}

impl From<ReviewCommand> for Command {
    fn from(command: ReviewCommand) -> Command {
        Command::Review(command)
    }
}

impl From<CampaignCommand> for Command {
    fn from(command: CampaignCommand) -> Command {
        Command::Campaign(command)
    }
}

impl From<FeedCommand> for Command {
    fn from(command: FeedCommand) -> Command {
        Command::Feed(command)
    }
}

impl From<FileCommand> for Command {
    fn from(command: FileCommand) -> Command {
        Command::WriteFile { what: command, replace: None }
    }
}
