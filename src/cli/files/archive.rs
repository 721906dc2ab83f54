//! `whynow export --all` and `whynow import --all`: archive the book to a folder of files, and restore it.

use std::path::Path;

use anyhow::Result;

use super::{export, import};
use crate::cli::args::{ExportRootArgs, ImportFile};
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::domain::text::pluralize;
use crate::job::archive;
use crate::job::file::standard_streams::is_standard_output;

pub(crate) fn export_or(args: &ExportRootArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    match (&args.all, &args.what) {
        (Some(folder), _) => export_all(folder, desk, out),
        (None, Some(what)) => export::run(what, desk, out),
        (None, None) => Err(UsageError("name what to export, or --all FOLDER".to_owned()).into()),
    }
}

pub(crate) fn import_or(args: &ImportFile, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    match &args.all {
        Some(folder) => import_all(folder, desk, out),
        None => import::run(args, desk, out),
    }
}

fn export_all(folder: &Path, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    if is_standard_output(folder) {
        return Err(UsageError("A whole book is a folder of files: name a new folder".to_owned()).into());
    }
    desk.spared.refuse(folder)?;
    desk.tell_of_seal();
    let rows = archive::export(&desk.open()?, folder)?;
    out.line(format!("{} in {}; its README.md says what is where.", rows_of(rows), folder.display()))?;
    Ok(Exit::Done)
}

fn import_all(folder: &Path, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let taken = archive::import(folder, &desk.book, &desk.clock)?;
    out.line(format!("{} read from {}.", rows_of(taken.rows), folder.display()))?;
    for count in &taken.report.counts {
        out.line(format!("{}: {} new, {} changed, {} same", count.what, count.new, count.changed, count.same))?;
    }
    for note in taken.report.notes() {
        out.line(note)?;
    }
    let book = desk.book.display();
    out.line(match taken.made {
        true => format!("The book is {book}."),
        false => format!("In {book}, row by row; `whynow undo` takes back what was restored."),
    })?;
    Ok(Exit::Done)
}

fn rows_of(rows: u64) -> String {
    pluralize(usize::try_from(rows).unwrap_or(usize::MAX), "row", "rows")
}
