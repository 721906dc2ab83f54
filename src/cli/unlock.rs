//! Asks for the passphrase of a sealed book at the terminal, before a command opens it. It is typed there and nowhere else:
//! no argument, no variable, no file and no setting holds it.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};

use super::args::CliCommand;
use super::context::CommandContext;
use super::output::Output;
use super::passphrase;
use crate::store::{ABSENT, IS_BUILT_IN, SealSecret, is_locked, unlock};

/// How often a passphrase may be another one before the command gives up.
const TRIES: usize = 3;

/// Asks for what a command needs before it opens its files.
pub(super) fn ask_before(command: Option<&CliCommand>, desk: &CommandContext, out: &mut Output) -> Result<()> {
    let files = files_opened_by(command, desk);
    if matches!(command, Some(CliCommand::Doctor(_))) && !has_terminal() {
        // It says of a sealed book that it is one, and looks at the rest.
        return Ok(());
    }
    files.iter().try_for_each(|file| ask_for(file, out))
}

/// Returns the files that a command opens as books. Going back to a backup asks by itself, once it knows to which.
fn files_opened_by(command: Option<&CliCommand>, desk: &CommandContext) -> Vec<PathBuf> {
    let book = || vec![desk.book.clone()];
    let Some(command) = command else { return Vec::new() };
    match command {
        CliCommand::Demo(_)
        | CliCommand::Tour
        | CliCommand::Backups(_)
        | CliCommand::Restore(_)
        | CliCommand::Config(_)
        | CliCommand::Completions { .. }
        | CliCommand::Man => Vec::new(),
        CliCommand::Check(args) => {
            if args.account.is_some() {
                book()
            } else {
                Vec::new()
            }
        }
        CliCommand::Salvage(args) => vec![args.from.clone().unwrap_or_else(|| desk.book.clone())],
        CliCommand::Merge(args) => book().into_iter().chain(args.files.clone()).collect(),
        CliCommand::Erase(args) => book().into_iter().chain(args.also.clone()).collect(),
        CliCommand::Today(_)
        | CliCommand::Rank(_)
        | CliCommand::Triggers(_)
        | CliCommand::Show(_)
        | CliCommand::Search(_)
        | CliCommand::Person(_)
        | CliCommand::Sheet(_)
        | CliCommand::Log(_)
        | CliCommand::Touch(_)
        | CliCommand::Review(_)
        | CliCommand::Note(_)
        | CliCommand::Import(_)
        | CliCommand::Export(_)
        | CliCommand::Share(_)
        | CliCommand::Dedupe(_)
        | CliCommand::Feeds(_)
        | CliCommand::Watch(_)
        | CliCommand::Campaign(_)
        | CliCommand::Scorecard(_)
        | CliCommand::Week(_)
        | CliCommand::Report(_)
        | CliCommand::Profile(_)
        | CliCommand::Verify(_)
        | CliCommand::Doctor(_)
        | CliCommand::Backup(_)
        | CliCommand::Seal
        | CliCommand::Unseal
        | CliCommand::Rekey
        | CliCommand::Undo
        | CliCommand::Redo => book(),
    }
}

/// Asks for the passphrase of a file, if it is a sealed book that nobody has unlocked yet.
pub(super) fn ask_for(path: &Path, out: &mut Output) -> Result<()> {
    if !is_locked(path) {
        return Ok(());
    }
    let shown = path.display();
    if !IS_BUILT_IN {
        bail!("{shown} is sealed with a passphrase: {ABSENT}");
    }
    if !has_terminal() {
        bail!("{shown} is sealed: its passphrase can only be typed at a terminal, and there is none");
    }
    for left in (0..TRIES).rev() {
        let typed = passphrase::ask_hidden(&format!("Passphrase of {shown}, or its recovery code: "), out)?;
        let secret =
            SealSecret::from_typed(&typed).ok_or_else(|| anyhow!("Without the passphrase nothing was done"))?;
        if unlock(path, &secret)? {
            return Ok(());
        }
        let wrong = secret.says_wrong();
        out.beside(if left > 0 { format!("{wrong} Try again.") } else { wrong });
    }
    bail!("{shown} was not opened")
}

/// Whether there is a terminal to type at, also where the input is a file.
fn has_terminal() -> bool {
    io::stdin().is_terminal() || File::open("/dev/tty").is_ok()
}
