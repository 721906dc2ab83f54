//! Arguments of the commands about one person.

use std::path::PathBuf;

use clap::Args;

use super::ReplaceArgs;

#[derive(Debug, Args)]
pub(in crate::cli) struct WhichPersonArgs {
    /// Name or a part of it, an e-mail address, or a number
    pub(in crate::cli) name: Option<String>,
    /// The account, where several people have the name: a name or a part of it
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) account: Option<String>,
    /// A number of theirs, or its last digits, where several people have the name
    #[arg(long, value_name = "NUMBER")]
    pub(in crate::cli) number: Option<String>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct PersonArgs {
    #[command(flatten)]
    pub(in crate::cli) who: WhichPersonArgs,
    /// Print a page for the browser
    #[arg(long, conflicts_with = "json")]
    pub(in crate::cli) html: bool,
    /// Print JSON
    #[arg(long)]
    pub(in crate::cli) json: bool,
    /// Write the page, or with --json the JSON, to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) out: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) replacing: ReplaceArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct EraseArgs {
    #[command(flatten)]
    pub(in crate::cli) who: WhichPersonArgs,
    /// Show what would go, and erase nothing
    #[arg(long, conflicts_with = "yes_name")]
    pub(in crate::cli) dry_run: bool,
    /// Their name, for a script; otherwise it is asked for
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) yes_name: Option<String>,
    /// Copies or backups of the book in which everybody who was erased is erased too
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(in crate::cli) also: Vec<PathBuf>,
    /// Erase everybody who was erased in the backups of the book too
    #[arg(long)]
    pub(in crate::cli) backups: bool,
    /// Write the receipt to this file; by default beside the book
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) receipt: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) replacing: ReplaceArgs,
    /// Let somebody who was erased come in again: their name, address or number
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["name", "also", "backups", "yes_name", "dry_run", "receipt"])]
    pub(in crate::cli) lift: Option<String>,
}
