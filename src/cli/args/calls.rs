//! Arguments of the commands that log and review calls, and of those that print figures about them.

use std::path::PathBuf;

use clap::Args;
use clap::builder::TypedValueParser;

use crate::domain::call::filter::Flag;
use crate::domain::call::{Outcome, Reach, Verdict, VerdictSource, Whose};
use crate::domain::scorecard::Grouping;
use crate::domain::scorecard::period::RecentDays;
use crate::domain::touch::TouchKind;

use super::keyed::key_parser;
use super::replacing::ReplaceArgs;

#[derive(Debug, Args)]
pub(crate) struct ScorecardArgs {
    /// One rep only, by name or the beginning of it
    #[arg(long, value_name = "NAME")]
    pub(crate) rep: Option<String>,
    /// How far back, today included: 7, 30, 90, 365 days, or everything
    #[arg(long, default_value = "quarter", value_parser = key_parser(RecentDays::ALL, RecentDays::key, RecentDays::from_key))]
    pub(crate) last: RecentDays,
    /// The last seven days
    #[arg(long, conflicts_with_all = ["last", "from"])]
    pub(crate) week: bool,
    /// From this day on: 2026-01-01, "1 jan"
    #[arg(long, value_name = "DAY", conflicts_with = "last")]
    pub(crate) from: Option<String>,
    /// Until this day, inclusive; today by default
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) until: Option<String>,
    /// Group by this only
    #[arg(long, value_parser = key_parser(Grouping::ALL, Grouping::key, Grouping::from_key))]
    pub(crate) by: Option<Grouping>,
    /// Reps become "rep A", "rep B" …: for a meeting
    #[arg(long)]
    pub(crate) hide_names: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct WeekArgs {
    /// Which rep, by name or the beginning of it; by default the one who logs here
    #[arg(long, value_name = "NAME")]
    pub(crate) rep: Option<String>,
    /// The file to write; - prints it
    #[arg(long, value_name = "FILE", default_value = "-")]
    pub(crate) md: PathBuf,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
    /// Print JSON
    #[arg(long, conflicts_with = "md")]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Name, e-mail address or id of the person
    pub(crate) contact: String,
    /// How far the call got
    #[arg(long, value_parser = key_parser(Reach::ALL, Reach::key, Reach::from_key))]
    pub(crate) reach: Reach,
    /// How it ended, if it reached them
    #[arg(long, value_parser = key_parser(Outcome::ALL, Outcome::key, Outcome::from_key))]
    pub(crate) outcome: Option<Outcome>,
    /// Was it a good investment of their time?
    #[arg(long, value_parser = key_parser(Verdict::ALL, Verdict::key, Verdict::from_key))]
    pub(crate) verdict: Option<Verdict>,
    /// Who says so; without it the verdict is your guess
    #[arg(long, requires = "verdict", value_parser = key_parser(VerdictSource::ALL, VerdictSource::key, VerdictSource::from_key))]
    pub(crate) source: Option<VerdictSource>,
    /// They did say so, though the call took less than 20 seconds
    #[arg(long, requires = "source")]
    pub(crate) sure: bool,
    /// What it stood on: the number or words of a live reason of the account, or none; ? lists them. By default that of the plan that stood
    #[arg(long, value_name = "REASON")]
    pub(crate) reason: Option<String>,
    /// How long it took: 4, 4:30, 270s
    #[arg(long, value_name = "TIME")]
    pub(crate) minutes: Option<String>,
    /// Their words
    #[arg(long)]
    pub(crate) words: Option<String>,
    /// Your note
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// It kept the promise that was open with them; where there are several, its number or words, or all; ? lists them
    #[arg(long, value_name = "PROMISE", num_args = 0..=1, default_missing_value = "")]
    pub(crate) kept: Option<String>,
    /// What happens next
    #[arg(long, value_name = "WHAT")]
    pub(crate) next: Option<String>,
    /// By when: fri, "fri 14:00" on their clock, in 2 weeks, 14 mar, 2026-03-14
    #[arg(long, value_name = "DAY", requires = "next")]
    pub(crate) by: Option<String>,
    /// Who owes it; `ours` by default
    #[arg(long, requires = "next", value_parser = key_parser(Whose::ALL, Whose::key, Whose::from_key))]
    pub(crate) whose: Option<Whose>,
    /// When it began: 14:30, "yesterday 2:30 pm", "mon 14:00", "2 h ago", 2026-03-12T14:30; by default when the clock that was stopped began, else now
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Where they work, when several people have the name
    #[arg(long)]
    pub(crate) account: Option<String>,
    /// Override what blocks the call, with a sentence of at least three words, kept for the manager; do-not-call is lifted on the account only
    #[arg(long = "override", value_name = "WHY")]
    pub(crate) because: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TouchArgs {
    /// Name, e-mail address or id of the person
    pub(crate) contact: String,
    /// What it was
    #[arg(long, value_parser = key_parser(TouchKind::ALL, TouchKind::key, TouchKind::from_key))]
    pub(crate) kind: TouchKind,
    /// What it said, or why they called
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// When it was: 14:30, "yesterday 14:30", 2026-03-12T14:30; now by default
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
    /// Where they work, when several people have the name
    #[arg(long)]
    pub(crate) account: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReviewArgs {
    /// The id of a call, as the list prints it; without one, the list
    pub(crate) call: Option<String>,
    /// Score a criterion from 0 to 3: why_now=2; may be given several times
    #[arg(long, value_name = "CRITERION=N", requires = "call")]
    pub(crate) score: Vec<String>,
    /// What you heard, with their words in quotation marks
    #[arg(long, requires = "call")]
    pub(crate) note: Option<String>,
    /// One focus for the next call
    #[arg(long, requires = "call")]
    pub(crate) focus: Option<String>,
    /// Answer the review of your own call, in one line
    #[arg(long, value_name = "LINE", requires = "call", conflicts_with_all = ["score", "note", "focus"])]
    pub(crate) answer: Option<String>,
    /// Only calls of this rep
    #[arg(long, value_name = "NAME")]
    pub(crate) rep: Option<String>,
    /// Only from this day on: 2 mar, yesterday, 2026-03-02
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Only until this day, inclusive
    #[arg(long, value_name = "DAY")]
    pub(crate) until: Option<String>,
    /// Only calls on this kind of trigger
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Only calls of this campaign
    #[arg(long, value_name = "NAME")]
    pub(crate) campaign: Option<String>,
    /// Only calls with this verdict
    #[arg(long, value_parser = key_parser(Verdict::ALL, Verdict::key, Verdict::from_key))]
    pub(crate) verdict: Option<Verdict>,
    /// Only calls whose verdict has this source
    #[arg(long, value_parser = key_parser(VerdictSource::ALL, VerdictSource::key, VerdictSource::from_key))]
    pub(crate) source: Option<VerdictSource>,
    /// Only calls with this flag
    #[arg(long, value_parser = key_parser(Flag::ALL, Flag::key, Flag::from_key))]
    pub(crate) flag: Option<Flag>,
    /// Reviewed calls too
    #[arg(long)]
    pub(crate) all: bool,
    /// A random sample of this many, among all that match, reviewed or not
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000).map(usize::from))]
    pub(crate) random: Option<usize>,
    /// Seed of the sample: the same seed picks the same calls
    #[arg(long, value_name = "N", requires = "random")]
    pub(crate) seed: Option<u64>,
    /// How many calls to list
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) limit: usize,
    /// Print JSON
    #[arg(long, conflicts_with = "plain")]
    pub(crate) json: bool,
    /// Full sentences, one thing a line, nothing aligned: for a screen reader
    #[arg(long)]
    pub(crate) plain: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) to: ReportTo,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
    /// From this day on: 2026-01-01, "1 jan"; or week, month, quarter, year, all. 90 days by default
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Option<String>,
    /// Until this day, inclusive; today by default
    #[arg(long, value_name = "DAY", requires = "from")]
    pub(crate) until: Option<String>,
    /// One rep only, by name or the beginning of it
    #[arg(long, value_name = "NAME")]
    pub(crate) rep: Option<String>,
    /// Reps become "rep A", "rep B" …, and quotes do not say who called: for a meeting
    #[arg(long)]
    pub(crate) hide_names: bool,
}

/// Target and format of a report; - is standard output.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct ReportTo {
    /// One page for the browser: charts, tables that sort, quotes; nothing leaves it
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Markdown
    #[arg(long, value_name = "FILE")]
    pub(crate) md: Option<PathBuf>,
    /// JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// The figures as a table for spreadsheets
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
}
