//! The command line: runs commands, one file each. The only folder that prints.

mod args;
mod book;
mod completions;
mod context;
mod day;
mod exit;
mod files;
mod output;
mod passphrase;
mod people;
mod team;
mod unlock;
mod wording;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use self::args::{Arguments, CliCommand};
use crate::tui;
use context::CommandContext;
use exit::Exit;
use output::Output;

/// Returns the definition of the command line, with every command and option, for the manual.
pub fn definition() -> clap::Command {
    Arguments::command()
}

/// Makes panics say where they came from and nothing else: their text may hold a prospect's name.
pub fn hush_panics() {
    std::panic::set_hook(Box::new(|info| drop(io::stderr().write_all(tui::fault_line(info).as_bytes()))));
}

/// Runs the command that the arguments name and returns the exit code: 0 done, 1 failed, 2 wrong use, 3 findings.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let mut out = Output::of_this_process();
    let ended = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => command(arguments, &mut out),
        Err(refused) => usage(&refused, &mut out),
    };
    // Flushed here and not by a drop: a disk that is full at the last line must end in an error.
    let ended = ended.and_then(|end| Ok(out.finish().map(|()| end)?));
    match ended {
        Ok(end) => end.code(),
        // `whynow today | head` has what it wanted: no message, and no failure for the shell.
        Err(_) if out.reader_is_gone() => Exit::Done.code(),
        Err(error) => {
            out.beside(format!("whynow: {}", exit::sentences(&error)));
            exit::code(&error)
        }
    }
}

fn usage(refused: &clap::Error, out: &mut Output) -> Result<Exit> {
    // Rendered here: clap would print by itself and exit, past the check for a reader that is gone.
    let text = refused.render().to_string();
    match refused.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            out.line(text.trim_end())?;
            Ok(Exit::Done)
        }
        _ => {
            out.beside(text.trim_end());
            Ok(Exit::Usage)
        }
    }
}

fn command(arguments: Arguments, out: &mut Output) -> Result<Exit> {
    let Arguments { book, config, command } = arguments;
    match command {
        // These need neither settings nor a book, and must work where both are broken.
        Some(CliCommand::Completions { shell }) => completions::completions(shell, out),
        Some(CliCommand::Man) => completions::write_man_page(out),
        Some(CliCommand::Config(what)) => book::config::run(&what, book, config.as_ref(), out),
        other => at_the_desk(other, &CommandContext::new(book, config, out)?, out),
    }
}

fn at_the_desk(command: Option<CliCommand>, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    // `whynow export … >> book.db`: the shell opened the file, so only its inode tells what it is.
    desk.spared.refuse_standard_output()?;
    unlock::ask_before(command.as_ref(), desk, out)?;
    match command {
        None => screens(desk, false),
        Some(CliCommand::Tour) => screens(desk, true),
        Some(CliCommand::Demo(args)) => book::demo::run(&args, desk, out),
        Some(CliCommand::Today(args)) => day::today::run(&args, desk, out),
        Some(CliCommand::Rank(args)) => day::rank::run(&args, desk, out),
        Some(CliCommand::Triggers(what)) => day::triggers::run(&what, desk, out),
        Some(CliCommand::Show(args)) => day::show::run(&args, desk, out),
        Some(CliCommand::Person(args)) => people::person::run(&args, desk, out),
        Some(CliCommand::Erase(args)) => people::erase::run(&args, desk, out),
        Some(CliCommand::Sheet(args)) => day::call_sheet::run(&args, desk, out),
        Some(CliCommand::Log(args)) => day::log::run(&args, desk, out),
        Some(CliCommand::Touch(args)) => day::touch::run(&args, desk, out),
        Some(CliCommand::Search(args)) => day::search::run(&args, desk, out),
        Some(CliCommand::Review(args)) => team::review::run(&args, desk, out),
        Some(CliCommand::Note(args)) => day::note::run(&args, desk, out),
        Some(CliCommand::Check(args)) => day::check::run(&args, desk, out),
        Some(CliCommand::Import(what)) => files::archive::import_or(&what, desk, out),
        Some(CliCommand::Export(what)) => files::archive::export_or(&what, desk, out),
        Some(CliCommand::Share(args)) => files::share::run(&args, desk, out),
        Some(CliCommand::Merge(args)) => files::merge::run(&args, desk, out),
        Some(CliCommand::Dedupe(args)) => book::dedupe::run(&args, desk, out),
        Some(CliCommand::Feeds(what)) => day::feeds::run(&what, desk, out),
        Some(CliCommand::Watch(what)) => day::feeds::watch(&what, desk, out),
        Some(CliCommand::Campaign(what)) => day::campaign::run(&what, desk, out),
        Some(CliCommand::Scorecard(args)) => team::scorecard::run(&args, desk, out),
        Some(CliCommand::Week(args)) => team::scorecard::week(&args, desk, out),
        Some(CliCommand::Report(args)) => team::report::run(&args, desk, out),
        Some(CliCommand::Profile(args)) => book::profile::run(&args, desk, out),
        Some(CliCommand::Verify(args)) => book::journal::verify(&args, desk, out),
        Some(CliCommand::Doctor(args)) => book::doctor::run(&args, desk, out),
        Some(CliCommand::Backup(args)) => book::backup::make(&args, desk, out),
        Some(CliCommand::Backups(args)) => book::backup::list(&args, desk, out),
        Some(CliCommand::Restore(args)) => book::restore::run(&args, desk, out),
        Some(CliCommand::Salvage(args)) => book::salvage::run(&args, desk, out),
        Some(CliCommand::Seal) => book::seal::seal(desk, out),
        Some(CliCommand::Unseal) => book::seal::unseal(desk, out),
        Some(CliCommand::Rekey) => book::seal::rekey(desk, out),
        Some(CliCommand::Undo) => book::journal::undo(desk, out),
        Some(CliCommand::Redo) => book::journal::redo(desk, out),
        Some(CliCommand::Completions { .. } | CliCommand::Man | CliCommand::Config(_)) => Ok(Exit::Done),
    }
}

fn screens(desk: &CommandContext, tour: bool) -> Result<Exit> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("The screens need a terminal; `whynow today` prints the day in plain lines");
    }
    tui::run(
        tui::StartOptions { book: desk.book.clone(), config: desk.config.clone(), demo: false, tour },
        Arc::clone(&desk.clock),
    )?;
    Ok(Exit::Done)
}
