//! Arguments of the commands about triggers and about the order of the accounts.

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use uuid::Uuid;

use crate::domain::query::Tray;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TriggersCommand {
    /// The triggers of a tray, newest first, with their ids
    List(TrayArgs),
    /// Keep triggers: they count from now on
    Keep(SortedArgs),
    /// Reject triggers, with the reason
    Reject {
        #[command(flatten)]
        which: SortedArgs,
        /// Why they are no reason to call
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Snooze triggers until a day; without one, until each one's time comes
    Snooze {
        #[command(flatten)]
        which: SortedArgs,
        /// The day on which they come back: 2026-12-01, friday, in 3 weeks
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
    },
    /// Say when triggers happened that came without a day; they go to the inbox
    Date {
        #[command(flatten)]
        which: SortedArgs,
        /// The day: yesterday, "14 mar", 2026-03-14
        #[arg(long, value_name = "DAY")]
        on: String,
    },
    /// Link triggers to an account of the book
    Link {
        #[command(flatten)]
        which: SortedArgs,
        /// Name, part of a name, or web domain
        #[arg(long, value_name = "NAME")]
        account: String,
    },
    /// Make an account and link triggers to it
    NewAccount {
        #[command(flatten)]
        which: SortedArgs,
        /// Its name; by default the company that the first trigger names
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TrayArgs {
    /// Which tray
    #[arg(long, default_value = "inbox", value_parser = PossibleValuesParser::new(Tray::ALL.iter().map(|tray| tray.key())))]
    pub(in crate::cli) tray: String,
    /// Only those with these words
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(in crate::cli) filter: String,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(in crate::cli) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// The triggers that a command sorts.
#[derive(Debug, Args)]
pub(in crate::cli) struct SortedArgs {
    /// Ids of the triggers, as `whynow triggers list` prints them
    #[arg(required = true, value_name = "ID")]
    pub(in crate::cli) ids: Vec<Uuid>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct RankArgs {
    /// Each account's points with every addend
    #[arg(long)]
    pub(in crate::cli) explain: bool,
    /// Only accounts with these words
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(in crate::cli) filter: String,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(in crate::cli) limit: usize,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
}
