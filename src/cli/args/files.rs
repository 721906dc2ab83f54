//! Arguments of the commands that read and write files.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::mapping::MappingArgs;
use super::read_options::ReadingArgs;
use super::replacing::ReplaceArgs;
use crate::job::bundle_lock;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportFile {
    /// Restore a whole book from the folder that `export --all` wrote: into a new book, or row by row into this one
    #[arg(long, value_name = "FOLDER", conflicts_with = "file")]
    pub(crate) all: Option<PathBuf>,
    /// What its rows are; detected from the file if left out
    #[command(subcommand)]
    pub(crate) what: Option<ImportCommand>,
    #[command(flatten)]
    pub(crate) args: ImportArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ImportCommand {
    /// Companies, from CSV
    Accounts(ImportArgs),
    /// People, from CSV or the cards of an address book (vCard)
    Contacts(ImportArgs),
    /// Meetings that propose call plans, from a calendar or an invitation (iCalendar)
    Invites(ImportArgs),
    /// What happened, from CSV, Atom, RSS or JSON
    Triggers(ImportArgs),
    /// Calls made in a dialler or CRM, from its CSV
    Calls(ImportArgs),
    /// A do-not-call list: numbers and e-mail addresses, as CSV or one a line
    Dnc(ImportArgs),
    /// Known exports with their columns, and your own presets
    Presets(PresetsArgs),
}

#[derive(Debug, Args)]
pub(crate) struct PresetsArgs {
    /// Forget a preset of your own (undo brings it back)
    #[arg(long, value_name = "NAME")]
    pub(crate) remove: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// The file; - is the standard input
    #[arg(required = true)]
    pub(crate) file: Option<PathBuf>,
    /// Show what would happen and keep nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write every rejected row to this CSV file
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
    /// Keep these options as a preset of your own, for the next file like this one
    #[arg(long, value_name = "NAME")]
    pub(crate) keep_preset: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) mapping: MappingArgs,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DedupeArgs {
    /// Merge every pair that shares a unique id: a CIK, an id in another system
    #[arg(long, conflicts_with = "pair")]
    pub(crate) merge: bool,
    /// Decide about this pair
    #[arg(long, value_name = "N")]
    pub(crate) pair: Option<u64>,
    /// They are the same: merge the second into the first
    #[arg(long, requires = "pair", conflicts_with = "two")]
    pub(crate) same: bool,
    /// They are two: keep them apart and do not ask again
    #[arg(long, requires = "pair")]
    pub(crate) two: bool,
    /// With --same: merge the first into the second
    #[arg(long, requires = "same")]
    pub(crate) second: bool,
    /// How many pairs to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ShareArgs {
    /// What is new since this day (2026-11-03, monday, today), or all
    #[arg(long, value_name = "DAY|all")]
    pub(crate) since: String,
    /// The bundle; by default whynow-DAY.db, or .db.age with a passphrase
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

const BY_FILE: &str = match bundle_lock::IS_BUILT_IN {
    true => "Lock or unlock with the passphrase in the first line of this file",
    false => {
        "Not in this build, which has no locked bundles (--features lock); the age tool locks and unlocks them too"
    }
};
const BY_ASKING: &str = match bundle_lock::IS_BUILT_IN {
    true => "Lock or unlock with a passphrase that is asked for",
    false => "Not in this build either",
};

#[derive(Debug, Args)]
pub(crate) struct PassphraseArgs {
    #[arg(long, value_name = "FILE", conflicts_with = "ask", help = BY_FILE)]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, help = BY_ASKING)]
    pub(crate) ask: bool,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// Bundles, or whole books, that somebody sent
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Show what would happen and keep nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
    /// Write every overwritten value, old and new, to this JSON file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub(crate) struct ExportRootArgs {
    /// Archive the whole book to this new folder, as plain files that need no program to be read
    #[arg(long, value_name = "FOLDER")]
    pub(crate) all: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) what: Option<ExportCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ExportCommand {
    /// Companies
    Accounts(ExportArgs),
    /// People; as cards, without archived ones, for a phone or a mail program
    Contacts(ContactsArgs),
    /// What happened
    Triggers(ExportArgs),
    /// Logged calls, one line a call with its latest values; also in the form your CRM takes
    Calls(CallsArgs),
    /// The do-not-call list, with the numbers and addresses of everybody marked
    Dnc(ExportArgs),
    /// Overrides: calls made despite a block, with the typed reason, newest first
    Overrides(ExportArgs),
    /// Open promises with a day, as a calendar file
    Ics(CalendarArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CalendarArgs {
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// CSV or JSON
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub(crate) format: Format,
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ContactsArgs {
    /// CSV, JSON or cards (vCard 4.0)
    #[arg(long, value_enum, default_value_t = ContactFormat::Csv)]
    pub(crate) format: ContactFormat,
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
}

#[derive(Debug, Args)]
pub(crate) struct CallsArgs {
    /// For whom: your CRM, a spreadsheet, or a program
    #[arg(long = "for", value_enum, value_name = "WHOM", conflicts_with = "format")]
    pub(crate) whom: Option<CallsFormatArg>,
    /// CSV or JSON
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub(crate) format: Format,
    /// Only what was logged or amended since this day: 2026-03-14, yesterday
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<String>,
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CallsFormatArg {
    #[value(help = "A table for HubSpot's import of calls")]
    Hubspot,
    #[value(help = "A table of Salesforce tasks")]
    Salesforce,
    #[value(help = "A table with every column")]
    Csv,
    #[value(help = "A JSON object a line, nothing left out")]
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ContactFormat {
    Csv,
    Json,
    Vcf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Csv,
    Json,
}
