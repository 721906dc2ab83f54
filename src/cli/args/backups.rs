//! Arguments of the commands that look after the book's file.

use std::path::PathBuf;

use clap::Args;

use super::{PassphraseArgs, ReplaceArgs};

#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    /// Also copy the backup into this folder: another disk, a stick
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: Option<PathBuf>,
    /// Lock that copy with a passphrase, which is asked for
    #[arg(long, requires = "to")]
    pub(crate) seal: bool,
    /// Take the passphrase from the first line of this file
    #[arg(long, value_name = "FILE", requires = "seal")]
    pub(crate) passphrase_file: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The number of a backup, or the file of one; by default the latest that is sound
    #[arg(value_name = "NUMBER|FILE")]
    pub(crate) which: Option<String>,
    /// Say which calls would be missing, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Take it although its log has a fault
    #[arg(long)]
    pub(crate) anyway: bool,
    #[command(flatten)]
    pub(crate) passphrase: PassphraseArgs,
}

#[derive(Debug, Args)]
pub(crate) struct SalvageArgs {
    /// The damaged book; by default yours
    #[arg(value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
    /// The new book, which must not exist yet
    #[arg(long, value_name = "NEW.db")]
    pub(crate) to: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Show a report for whoever helps, without anything of a customer, and write it to this file after a yes
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pub(crate) bundle: Option<PathBuf>,
    /// Mend what can be mended: who may open the book, and what a wrong clock has stamped
    #[arg(long, conflicts_with_all = ["bundle", "json"])]
    pub(crate) mend: bool,
    /// Bring a book of an older format up to date although no backup of it could be made
    #[arg(long, conflicts_with_all = ["bundle", "json"])]
    pub(crate) upgrade_without_backup: bool,
    /// Write the report without asking
    #[arg(long, requires = "bundle")]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) replacing: ReplaceArgs,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}
