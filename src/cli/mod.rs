//! The plain lines: arguments to a command, one file a command. The only room that prints.

mod args;
mod calendar;
mod campaign;
mod check;
mod dedupe;
mod demo;
mod desk;
mod docs;
mod end;
mod export;
mod feeds;
mod import;
mod journal;
mod log;
mod merge;
mod note;
mod out;
mod passphrase;
mod phrases;
mod pictures;
mod presets;
mod profile;
mod report;
mod review;
mod scorecard;
mod settings;
mod share;
mod sheet;
mod show;
mod today;
mod whole;

use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Parser;
use clap::error::ErrorKind;

use self::args::{Arguments, Command};
use self::desk::Desk;
use self::end::End;
use self::out::Out;
use crate::tui;

/// Does what the arguments say and gives the exit code: 0 done, 1 failed, 2 wrong use, 3 findings.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let mut out = Out::of_this_process();
    let ended = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => command(arguments, &mut out),
        Err(refused) => usage(&refused, &mut out),
    };
    let ended = ended.and_then(|end| Ok(out.finish().map(|()| end)?));
    match ended {
        Ok(end) => end.code(),
        Err(_) if out.reader_is_gone() => End::Done.code(),
        Err(error) => {
            out.beside(format!("whynow: {}", end::sentences(&error)));
            end::code(&error)
        }
    }
}

fn usage(refused: &clap::Error, out: &mut Out) -> Result<End> {
    let text = refused.render().to_string();
    match refused.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            out.line(text.trim_end())?;
            Ok(End::Done)
        }
        _ => {
            out.beside(text.trim_end());
            Ok(End::Usage)
        }
    }
}

fn command(arguments: Arguments, out: &mut Out) -> Result<End> {
    let Arguments { book, config, command } = arguments;
    match command {
        // These need neither settings nor a book, and must work where both are broken.
        Some(Command::Completions { shell }) => docs::completions(shell, out),
        Some(Command::Man) => docs::man(out),
        Some(Command::Pictures { folder }) => pictures::run(&folder, &desk::places(book, config.as_ref())?, out),
        Some(Command::Config(what)) => settings::run(&what, book, config.as_ref(), out),
        other => at_the_desk(other, &Desk::new(book, config, out)?, out),
    }
}

fn at_the_desk(command: Option<Command>, desk: &Desk, out: &mut Out) -> Result<End> {
    desk.spared.refuse_standard_output()?;
    match command {
        None => screens(desk),
        Some(Command::Demo(args)) => demo::run(&args, desk, out),
        Some(Command::Today(args)) => today::run(&args, desk, out),
        Some(Command::Show(args)) => show::run(&args, desk, out),
        Some(Command::Sheet(args)) => sheet::run(&args, desk, out),
        Some(Command::Log(args)) => log::run(&args, desk, out),
        Some(Command::Review(args)) => review::run(&args, desk, out),
        Some(Command::Note(args)) => note::run(&args, desk, out),
        Some(Command::Check(args)) => check::run(&args, desk, out),
        Some(Command::Import(what)) => whole::import_or(&what, desk, out),
        Some(Command::Export(what)) => whole::export_or(&what, desk, out),
        Some(Command::Share(args)) => share::run(&args, desk, out),
        Some(Command::Merge(args)) => merge::run(&args, desk, out),
        Some(Command::Dedupe(args)) => dedupe::run(&args, desk, out),
        Some(Command::Feeds(what)) => feeds::run(&what, desk, out),
        Some(Command::Watch(what)) => feeds::watch(&what, desk, out),
        Some(Command::Campaign(what)) => campaign::run(&what, desk, out),
        Some(Command::Scorecard(args)) => scorecard::run(&args, desk, out),
        Some(Command::Week(args)) => scorecard::week(&args, desk, out),
        Some(Command::Report(args)) => report::run(&args, desk, out),
        Some(Command::Profile(args)) => profile::run(&args, desk, out),
        Some(Command::Verify(args)) => journal::verify(&args, desk, out),
        Some(Command::Undo) => journal::undo(desk, out),
        Some(Command::Redo) => journal::redo(desk, out),
        Some(Command::Completions { .. } | Command::Man | Command::Pictures { .. } | Command::Config(_)) => {
            Ok(End::Done)
        }
    }
}

fn screens(desk: &Desk) -> Result<End> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        bail!("The screens need a terminal; `whynow today` prints the day in plain lines");
    }
    tui::run(
        tui::Start { book: desk.book.clone(), config: desk.config.clone(), demo: false },
        Arc::clone(&desk.clock),
    )?;
    Ok(End::Done)
}
