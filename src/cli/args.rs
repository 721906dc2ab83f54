//! What the command line takes: one definition for parsing, help, completions and the man page.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::config::LANGUAGES;
use crate::domain::call::{Outcome, Reach, Verdict, VerdictSource, Whose};
use crate::domain::scorecard::Grouping;
use crate::domain::selection::Flag;
use crate::domain::span::Length;

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
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open a sample book: fictional companies, three months of calls
    Demo(DemoArgs),
    /// Whom to call now, and why
    Today(TodayArgs),
    /// Everything about one account
    Show(ShowArgs),
    /// One sheet before the call: at most 500 words to print or to read
    Sheet(SheetArgs),
    /// Log a call
    Log(LogArgs),
    /// Calls to review: list them, draw some at random, read one, score it, answer a review
    Review(ReviewArgs),
    /// Put what happened into the inbox: a headline, a filing, an advert
    Note(NoteArgs),
    /// Check an opener: what it lacks, and what it must not say
    Check(CheckArgs),
    /// Take in a file that another program wrote
    #[command(subcommand)]
    Import(Import),
    /// Write what the book holds
    #[command(subcommand)]
    Export(Export),
    /// Write a bundle for the manager or a rep: what changed since a day, as a file they merge
    Share(ShareArgs),
    /// Merge bundles that somebody sent: of two values of one thing the later one stands
    Merge(MergeArgs),
    /// Where news comes from: add, list, remove, fetch what is new
    #[command(subcommand)]
    Feeds(Feeds),
    /// Words whose appearance in an item makes a trigger
    #[command(subcommand)]
    Watch(Watch),
    /// Campaigns: one change, the accounts it touches
    #[command(subcommand)]
    Campaign(Campaigns),
    /// What the calls say: was their time well spent?
    Scorecard(ScorecardArgs),
    /// A rep's last seven days: three best minutes, three wasted, one habit; as Markdown
    Week(WeekArgs),
    /// Scorecards and quotes of a period to show: a page for the browser, or text
    Report(ReportArgs),
    /// Whom you can serve: print the rules, or take new ones from a file
    Profile(ProfileArgs),
    /// Check every page and the chain of calls of the book
    Verify(VerifyArgs),
    /// Take the last action back
    Undo,
    /// Do the last undone action again
    Redo,
    /// Where the settings are, and whether they are right
    #[command(subcommand)]
    Config(Settings),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the man page
    Man,
    /// Make the pictures of the README from real frames of the sample book
    #[command(hide = true)]
    Pictures {
        /// The folder they go to
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// Keep the sample book in this file; it must not be there yet
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
    /// First count the scorecards anew from the log
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
pub(super) struct ScorecardArgs {
    /// One rep only, by name or the beginning of it
    #[arg(long, value_name = "NAME")]
    pub(super) rep: Option<String>,
    /// How far back, today included: 7, 30, 90, 365 days, or everything
    #[arg(long, default_value = "quarter", value_parser = keyed(Length::ALL, Length::key, Length::from_key))]
    pub(super) last: Length,
    /// The last seven days
    #[arg(long, conflicts_with_all = ["last", "from"])]
    pub(super) week: bool,
    /// From this day on: 2026-01-01, "1 jan"
    #[arg(long, value_name = "DAY", conflicts_with = "last")]
    pub(super) from: Option<String>,
    /// Until this day, it included; today where it is left out
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(super) until: Option<String>,
    /// Group by this alone
    #[arg(long, value_parser = keyed(Grouping::ALL, Grouping::key, Grouping::from_key))]
    pub(super) by: Option<Grouping>,
    /// Reps become "rep A", "rep B" …: for a meeting
    #[arg(long)]
    pub(super) hide_names: bool,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct WeekArgs {
    /// Which rep, by name or the beginning of it; the one who logs here where it is left out
    #[arg(long, value_name = "NAME")]
    pub(super) rep: Option<String>,
    /// The file to write; - prints it
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(super) md: PathBuf,
    /// Print JSON
    #[arg(long, conflicts_with = "md")]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// Name, part of a name, or web domain
    pub(super) account: String,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct SheetArgs {
    /// Name, part of a name, or web domain
    pub(super) account: String,
    /// Whom you call there: a name or a part of it; the one with a plan where nobody is named
    #[arg(long, value_name = "NAME")]
    pub(super) contact: Option<String>,
    /// Write it to this Markdown file
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(super) out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// Name, e-mail address or id of the person
    pub(super) contact: String,
    /// Whom the call reached
    #[arg(long, value_parser = keyed(Reach::ALL, Reach::key, Reach::from_key))]
    pub(super) reach: Reach,
    /// What came of it, when it reached them
    #[arg(long, value_parser = keyed(Outcome::ALL, Outcome::key, Outcome::from_key))]
    pub(super) outcome: Option<Outcome>,
    /// Was it a good investment of their time?
    #[arg(long, value_parser = keyed(Verdict::ALL, Verdict::key, Verdict::from_key))]
    pub(super) verdict: Option<Verdict>,
    /// Who says so
    #[arg(long, value_parser = keyed(VerdictSource::ALL, VerdictSource::key, VerdictSource::from_key))]
    pub(super) source: Option<VerdictSource>,
    /// How long it took: 4, 4:30, 270s
    #[arg(long, value_name = "TIME")]
    pub(super) minutes: Option<String>,
    /// Their words
    #[arg(long)]
    pub(super) words: Option<String>,
    /// Your note
    #[arg(long)]
    pub(super) note: Option<String>,
    /// What happens next
    #[arg(long, value_name = "WHAT")]
    pub(super) next: Option<String>,
    /// By when: fri, in 2 weeks, 14 mar, 2026-03-14
    #[arg(long, value_name = "DAY", requires = "next")]
    pub(super) by: Option<String>,
    /// Who owes it; ours where nothing is said
    #[arg(long, requires = "next", value_parser = keyed(Whose::ALL, Whose::key, Whose::from_key))]
    pub(super) whose: Option<Whose>,
    /// When it began: 14:30, "yesterday 14:30", 2026-03-12T14:30; now where nothing is said
    #[arg(long, value_name = "TIME")]
    pub(super) at: Option<String>,
    /// Where they work, when several people have the name
    #[arg(long)]
    pub(super) account: Option<String>,
    /// Why to call although a guard blocks it; kept for the manager
    #[arg(long = "override", value_name = "REASON")]
    pub(super) because: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// The id of a call, as the list prints it; without one, the list
    pub(super) call: Option<String>,
    /// Score a criterion from 0 to 3: why_now=2; may be given several times
    #[arg(long, value_name = "CRITERION=N", requires = "call")]
    pub(super) score: Vec<String>,
    /// What you heard, with their words in quotation marks
    #[arg(long, requires = "call")]
    pub(super) note: Option<String>,
    /// One focus for the next call
    #[arg(long, requires = "call")]
    pub(super) focus: Option<String>,
    /// Answer the review of your own call, in one line
    #[arg(long, value_name = "LINE", requires = "call", conflicts_with_all = ["score", "note", "focus"])]
    pub(super) answer: Option<String>,
    /// Only calls of this rep
    #[arg(long, value_name = "NAME")]
    pub(super) rep: Option<String>,
    /// Only from this day on: 2 mar, yesterday, 2026-03-02
    #[arg(long, value_name = "DAY")]
    pub(super) from: Option<String>,
    /// Only until this day, it included
    #[arg(long, value_name = "DAY")]
    pub(super) until: Option<String>,
    /// Only calls on this kind of trigger
    #[arg(long)]
    pub(super) kind: Option<String>,
    /// Only calls of this campaign
    #[arg(long, value_name = "NAME")]
    pub(super) campaign: Option<String>,
    /// Only calls with this verdict
    #[arg(long, value_parser = keyed(Verdict::ALL, Verdict::key, Verdict::from_key))]
    pub(super) verdict: Option<Verdict>,
    /// Only calls whose verdict comes from here
    #[arg(long, value_parser = keyed(VerdictSource::ALL, VerdictSource::key, VerdictSource::from_key))]
    pub(super) source: Option<VerdictSource>,
    /// Only calls that are worth a look for this
    #[arg(long, value_parser = keyed(Flag::ALL, Flag::key, Flag::from_key))]
    pub(super) flag: Option<Flag>,
    /// Calls that were reviewed too
    #[arg(long)]
    pub(super) all: bool,
    /// Only so many, drawn fairly among all that match, reviewed or not
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000).map(usize::from))]
    pub(super) random: Option<usize>,
    /// What they are drawn by: the same seed draws the same calls
    #[arg(long, value_name = "N", requires = "random")]
    pub(super) seed: Option<u64>,
    /// How many calls are listed
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) limit: usize,
    /// Print JSON
    #[arg(long, conflicts_with = "plain")]
    pub(super) json: bool,
    /// Full sentences, one thing a line, nothing aligned: for a screen reader
    #[arg(long)]
    pub(super) plain: bool,
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
    /// The file; standard input where it is - or left out
    #[arg(default_value = "-")]
    pub(super) file: PathBuf,
    /// The language of the text: en or de; the one of the settings where it is left out
    #[arg(long, value_parser = PossibleValuesParser::new(LANGUAGES.iter().copied()))]
    pub(super) language: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Companies, from CSV
    Accounts(ImportArgs),
    /// People, from CSV
    Contacts(ImportArgs),
    /// What happened, from CSV, Atom, RSS or JSON
    Triggers(ImportArgs),
    /// Calls made elsewhere, from the CSV of a dialler or CRM
    Calls(ImportArgs),
    /// A do-not-call list: numbers and e-mail addresses, as CSV or one a line
    Dnc(ImportArgs),
}

#[derive(Debug, Subcommand)]
pub(super) enum Feeds {
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
pub(super) enum Watch {
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
    /// Everything that is watched for
    List(JsonArgs),
    /// Watch no more for these words; what they made stays
    Remove {
        /// The words, as `watch list` prints them
        words: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The file
    pub(super) file: PathBuf,
    /// Show what would happen and keep nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Write every row that did not enter to this CSV file
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShareArgs {
    /// What was written or came in since this day (2026-11-03, monday, today), or all
    #[arg(long, value_name = "DAY|all")]
    pub(super) since: String,
    /// The bundle; whynow-DAY.db, or .db.age with a passphrase, where it is left out
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) passphrase: PassphraseArgs,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PassphraseArgs {
    /// Lock or unlock with the passphrase in the first line of this file
    #[arg(long, value_name = "FILE", conflicts_with = "ask")]
    pub(super) passphrase_file: Option<PathBuf>,
    /// Lock or unlock with a passphrase that is asked for
    #[arg(long)]
    pub(super) ask: bool,
}

#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    /// Bundles, or whole books, that somebody sent
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Show what would happen and keep nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) passphrase: PassphraseArgs,
    /// Write every overwritten value, old and new, to this JSON file
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Campaigns {
    /// Every campaign with its figures
    List(JsonArgs),
    /// One campaign: who is in, who was left out and why, what was learned, what remains
    Show(CampaignArgs),
    /// End a campaign; from then on it is only read
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
    /// Write the summary to this Markdown file
    #[arg(long, value_name = "FILE")]
    pub(super) md: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// Companies
    Accounts(ExportArgs),
    /// People
    Contacts(ExportArgs),
    /// What happened
    Triggers(ExportArgs),
    /// Logged calls, one line a call with its latest values; also as your CRM takes them
    Calls(CallsArgs),
    /// The do-not-call list, with the numbers and addresses of everybody marked
    Dnc(ExportArgs),
    /// Calls made in spite of a block, with the reason typed, newest first
    Overrides(ExportArgs),
    /// Open promises with a day, as a calendar file
    Ics(CalendarArgs),
}

#[derive(Debug, Args)]
pub(super) struct CalendarArgs {
    /// Write to this file, replacing it only when everything is written
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// CSV or JSON
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub(super) format: Format,
    /// Write to this file, replacing it only when everything is written
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct CallsArgs {
    /// For whom: your CRM, a spreadsheet, or a program
    #[arg(long = "for", value_enum, value_name = "WHOM", conflicts_with = "format")]
    pub(super) whom: Option<Whom>,
    /// CSV or JSON
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub(super) format: Format,
    /// Only what was logged or amended since this day: 2026-03-14, yesterday
    #[arg(long, value_name = "DAY")]
    pub(super) since: Option<String>,
    /// Write to this file, replacing it only when everything is written
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Whom {
    #[value(help = "A table for HubSpot's import of calls")]
    Hubspot,
    #[value(help = "A table of Salesforce tasks")]
    Salesforce,
    #[value(help = "A table with every column")]
    Csv,
    #[value(help = "A JSON object a line, nothing left out")]
    Jsonl,
}

#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    pub(super) to: ReportTo,
    /// From this day on: 2026-01-01, "1 jan"; or week, month, quarter, year, all. 90 days where it is left out
    #[arg(long, value_name = "DAY")]
    pub(super) from: Option<String>,
    /// Until this day, it included; today where it is left out
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(super) until: Option<String>,
    /// One rep only, by name or the beginning of it
    #[arg(long, value_name = "NAME")]
    pub(super) rep: Option<String>,
    /// Reps become "rep A", "rep B" …, and quotes do not say who called: for a meeting
    #[arg(long)]
    pub(super) hide_names: bool,
}

/// Where a report goes, and as what; - is standard output.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct ReportTo {
    /// One page for the browser: charts, tables that sort, quotes; nothing leaves it
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Markdown
    #[arg(long, value_name = "FILE")]
    pub(super) md: Option<PathBuf>,
    /// JSON
    #[arg(long, value_name = "FILE")]
    pub(super) json: Option<PathBuf>,
    /// The figures as a table for spreadsheets
    #[arg(long, value_name = "FILE")]
    pub(super) csv: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Csv,
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Settings {
    /// Where the settings file and the book are
    Path,
    /// Every fault of the settings file, with its line
    Check(JsonArgs),
}

/// A value of one of the closed vocabularies, by its key.
fn keyed<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    key: fn(T) -> &'static str,
    from_key: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    let keys: Vec<&'static str> = all.iter().map(|value| key(*value)).collect();
    PossibleValuesParser::new(keys).map(move |typed| from_key(&typed).expect("the parser let only keys through"))
}
