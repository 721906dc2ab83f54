//! The command line: one definition for parsing, help, completions and the man page.

mod backups;
mod calls;
mod files;
mod keyed;
mod mapping;
mod people;
mod read_options;
mod replacing;
mod triggers;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::config::LANGUAGES;

pub(super) use backups::{BackupArgs, DoctorArgs, RestoreArgs, SalvageArgs};
pub(super) use calls::{LogArgs, ReportArgs, ReportTo, ReviewArgs, ScorecardArgs, TouchArgs, WeekArgs};
pub(super) use files::{
    CalendarArgs, CallsArgs, CallsFormatArg, ContactFormat, ContactsArgs, DedupeArgs, ExportCommand, ExportRootArgs,
    Format, ImportArgs, ImportCommand, ImportFile, MergeArgs, PassphraseArgs, PresetsArgs, ShareArgs,
};
pub(super) use people::{EraseArgs, PersonArgs, WhichPersonArgs};
pub(super) use replacing::ReplaceArgs;
pub(super) use triggers::{RankArgs, SortedArgs, TrayArgs, TriggersCommand};

/// Whom to interrupt now, and why now.
///
/// Without a command the screens open on your book.
#[derive(Debug, Parser)]
#[command(name = "whynow", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 failed, 2 wrong use, 3 findings.")]
pub(super) struct Arguments {
    /// The book to work on; the platform's data directory holds yours
    #[arg(long, global = true, value_name = "FILE", env = "WHYNOW_BOOK")]
    pub(super) book: Option<PathBuf>,
    /// The settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<CliCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum CliCommand {
    /// Open a sample book: fictional companies, three months of calls
    Demo(DemoArgs),
    /// A tour of three minutes on the sample book: keep a trigger, plan, call, log, keep a promise
    Tour,
    /// Whom to call now, and why
    Today(TodayArgs),
    /// The accounts in the order of their reasons to call
    Rank(RankArgs),
    /// What happened: list a tray, keep, reject, snooze, link, give a day to what came without
    #[command(subcommand)]
    Triggers(TriggersCommand),
    /// Everything about one account
    Show(ShowArgs),
    /// Find an account, a person, a trigger or a call by words, an address or a telephone number
    Search(SearchArgs),
    /// Everything that the book holds about one person, what was said to them and by them
    Person(PersonArgs),
    /// Erase a person for good; their calls stay as facts without words
    Erase(EraseArgs),
    /// The call sheet: at most 500 words to print or read before the call
    Sheet(SheetArgs),
    /// Log a call
    Log(LogArgs),
    /// Write down a touch that was no call: an e-mail sent, a message left elsewhere, a call of theirs
    Touch(TouchArgs),
    /// Calls to review: list them, pick some at random, read one, score it, answer a review
    Review(ReviewArgs),
    /// Put what happened into the inbox: a headline, a filing, a job posting
    Note(NoteArgs),
    /// Check an opener: what it lacks, and what it must not say
    Check(CheckArgs),
    /// Import a file from another program
    Import(ImportFile),
    /// Export rows of the book, or all of it
    Export(ExportRootArgs),
    /// Write a bundle for the manager or a rep: what is new since a day
    Share(ShareArgs),
    /// Merge bundles that somebody sent; where values differ, the later one wins
    Merge(MergeArgs),
    /// Find duplicates in the book, look at them, merge them or keep them apart
    Dedupe(DedupeArgs),
    /// Where news comes from: add, list, remove, fetch what is new
    #[command(subcommand)]
    Feeds(FeedsCommand),
    /// Watch words: an item with them becomes a trigger
    #[command(subcommand)]
    Watch(WatchCommand),
    /// Campaigns: one change, the accounts it touches
    #[command(subcommand)]
    Campaign(CampaignsCommand),
    /// What the calls say: was their time well spent?
    Scorecard(ScorecardArgs),
    /// A rep's last seven days: three best minutes, three wasted, one habit; as Markdown
    Week(WeekArgs),
    /// Scorecards and quotes of a period to show: a page for the browser, or text
    Report(ReportArgs),
    /// The companies you can serve: print the rules, or load new ones from a file
    Profile(ProfileArgs),
    /// Check every page of the book and its chain of calls
    Verify(VerifyArgs),
    /// What the book's surroundings are like: drive, modes, disk, backups, clock; and what to do
    Doctor(DoctorArgs),
    /// Make a backup now: a whole copy beside the book, checked before it counts
    Backup(BackupArgs),
    /// List the backups: when, why, how large, when last found sound
    Backups(JsonArgs),
    /// Put a backup in the place of the book; the book that stands there is kept aside
    Restore(RestoreArgs),
    /// Read every row that can still be read of a damaged book into a new one
    Salvage(SalvageArgs),
    /// Seal the book with a passphrase, which is typed whenever it is opened; its recovery code is shown once
    Seal,
    /// Take the seal from the book: it can be read by whoever has the file then
    Unseal,
    /// Give a sealed book another passphrase and another recovery code
    Rekey,
    /// Undo the last action
    Undo,
    /// Redo the last undone action
    Redo,
    /// Where the settings are, and whether they are valid
    #[command(subcommand)]
    Config(SettingsCommand),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the man page
    Man,
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Keep the sample book in this file, which must not exist yet
    #[arg(long, value_name = "FILE")]
    pub(super) keep: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct JsonArgs {
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// First recount the scorecards from the log
    #[arg(long)]
    pub(super) recount: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    /// A TOML file of rules
    pub(super) file: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TodayArgs {
    /// How many people
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
    /// Print JSON
    #[arg(long, conflicts_with = "plain")]
    pub(super) json: bool,
    /// Full sentences, one thing a line, nothing aligned: for a screen reader
    #[arg(long)]
    pub(super) plain: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Name, part of a name, web domain, or telephone number
    pub(super) account: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// Words of a name, a headline, a note or a call; or a number, with its country or without
    #[arg(required = true, value_name = "TEXT")]
    pub(super) text: Vec<String>,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct SheetArgs {
    /// Name, part of a name, web domain, or telephone number
    pub(super) account: String,
    /// The person you call there: a name or a part of it; by default the one with a plan
    #[arg(long, value_name = "NAME")]
    pub(super) contact: Option<String>,
    /// Write it to this Markdown file; - is standard output
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) replacing: ReplaceArgs,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct NoteArgs {
    /// The text as it was pasted; - reads standard input
    #[arg(required = true, value_name = "TEXT")]
    pub(super) text: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The file; - is the standard input
    #[arg(default_value = "-")]
    pub(super) file: PathBuf,
    /// The language of the text; by default that of the settings
    #[arg(long, value_parser = PossibleValuesParser::new(LANGUAGES.iter().copied()))]
    pub(super) language: Option<String>,
    /// The account that it is for: its triggers and names back what the opener says
    #[arg(long, value_name = "NAME")]
    pub(super) account: Option<String>,
    /// The person that it is for, with their plan; a name or a part of it
    #[arg(long, value_name = "NAME", requires = "account")]
    pub(super) contact: Option<String>,
    /// Something that happened there, known to you and not in the book; may be given several times
    #[arg(long, value_name = "TEXT")]
    pub(super) fact: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum FeedsCommand {
    /// Add a feed by its address, or the addresses in a file (one a line, or OPML)
    Add {
        /// The address or the file
        #[arg(value_name = "ADDRESS|FILE")]
        from: String,
    },
    /// Every feed, when it was last fetched and how that ended
    List(JsonArgs),
    /// Remove a feed; its items stay
    Remove {
        /// Its address or title, or a part of one
        name: String,
    },
    /// Fetch all feeds or one; new items go into the inbox. Nothing is fetched unless you ask
    Fetch {
        /// Its address or title, or a part of one
        name: Option<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum WatchCommand {
    /// Watch for words, in the order given, for one account or a whole industry
    Add {
        /// The words
        words: String,
        /// The account that an item with them touches
        #[arg(long, value_name = "NAME", conflicts_with = "industry")]
        account: Option<String>,
        /// The industry that an item with them touches
        #[arg(long, value_name = "NAME")]
        industry: Option<String>,
        /// The kind of trigger it becomes: regulatory_change, "new leader"
        #[arg(long)]
        kind: String,
    },
    /// List the watch words
    List(JsonArgs),
    /// Stop watching for these words; their triggers stay
    Remove {
        /// The words, as `watch list` prints them
        words: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum CampaignsCommand {
    /// Every campaign with its figures
    List(JsonArgs),
    /// One campaign: who is in, who was left out and why, what was learned, what remains
    Show(CampaignArgs),
    /// Close a campaign; after that it is read-only
    Close(CloseArgs),
}

#[derive(Debug, Args)]
pub(super) struct CampaignArgs {
    /// Its name, or the beginning of it
    pub(super) name: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CloseArgs {
    /// Its name, or the beginning of it
    pub(super) name: String,
    /// Write the summary to this Markdown file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(super) md: Option<PathBuf>,
    #[command(flatten)]
    pub(super) replacing: ReplaceArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum SettingsCommand {
    /// Where the settings file and the book are
    Path,
    /// Every error in the settings file, with its line
    Check(JsonArgs),
}
