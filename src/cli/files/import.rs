//! `whynow import`: imports a file of another program, with every row accounted for.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::presets;
use crate::cli::args::{ImportArgs, ImportCommand, ImportFile};
use crate::cli::context::{CommandContext, output_file};
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output;
use crate::cli::output::Output;
use crate::domain::import::options;
use crate::domain::query::{ColumnBasis, ColumnMapping, ImportKind, ImportReport};
use crate::domain::text::{clip, pluralize};
use crate::exchange::budget::Limits;
use crate::job::backup;
use crate::job::bundle;
use crate::job::bundle::BundleKind;
use crate::job::bundle_lock;
use crate::job::file::standard_streams::is_standard_output;
use crate::job::import;
use crate::job::import::Proceed;
use crate::store::Store;

/// Most rejected rows that are printed; `--rejects` writes all of them.
const REJECTS: usize = 20;
/// Terminal columns for a rejected row.
const ROW_WIDTH: usize = 60;

pub(super) fn run(what: &ImportFile, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    match &what.what {
        Some(ImportCommand::Accounts(args)) => import(Some(ImportKind::Accounts), args, desk, out),
        Some(ImportCommand::Contacts(args)) => import(Some(ImportKind::Contacts), args, desk, out),
        Some(ImportCommand::Triggers(args)) => import(Some(ImportKind::Triggers), args, desk, out),
        Some(ImportCommand::Calls(args)) => import(Some(ImportKind::Calls), args, desk, out),
        Some(ImportCommand::Dnc(args)) => import(Some(ImportKind::DoNotCall), args, desk, out),
        Some(ImportCommand::Invites(args)) => import(Some(ImportKind::Invites), args, desk, out),
        Some(ImportCommand::Presets(args)) => presets::run(args, desk, out),
        None => import(None, &what.args, desk, out),
    }
}

fn import(kind: Option<ImportKind>, args: &ImportArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    let file = args.file.as_deref().context("Which file? Name it: whynow import FILE")?;
    place_of_rejects(args, file, desk, out)?;
    // A file that cannot be opened must not leave an empty book behind.
    import::check_source(file)?;
    not_a_book(file)?;
    if args.keep_preset.is_some() && import::gives_once(file) {
        let says =
            "--keep-preset looks at the file once more, and a pipe gives its rows only once: save them to a file";
        return Err(UsageError(says.to_owned()).into());
    }
    let mut store = book(args, desk)?;
    let job = options::Import {
        kind,
        path: file.to_owned(),
        dry_run: args.dry_run,
        rejects: args.rejects.clone(),
        replace_rejects: args.replacing.force,
        how: args.mapping.over(args.reading.how()),
    };
    if !args.dry_run {
        backup::says_first(&desk.book).into_iter().for_each(|says| out.beside(says));
    }
    let budget = import::budget(Limits::IMPORT, &desk.clock, &Arc::default());
    let report = import::run(&mut store, &job, &budget, &mut |at| {
        out.progress(&at.says());
        Proceed::Go
    })?;
    if args.json {
        out.json(&report)?;
    } else {
        lines(&report, kind, args, desk, out)?;
    }
    if let Some(name) = &args.keep_preset {
        presets::keep(&mut store, name, &job, &budget, out)?;
    }
    Ok(Exit::Done)
}

/// Checks that the rejected rows may be written to the given file; if that is standard output, other output goes to
/// standard error.
fn place_of_rejects(args: &ImportArgs, read: &Path, desk: &CommandContext, out: &mut Output) -> Result<()> {
    let permit = desk.permit(import::COMMAND, args.replacing).and(read, "the file that is read");
    let file = output_file(args.rejects.as_deref(), &permit)?;
    if args.rejects.is_some() && file.is_none() {
        if args.json {
            return Err(UsageError(output::BOTH.replace("{}", "--rejects")).into());
        }
        out.give_way();
    }
    Ok(())
}

/// Returns an error if the file is a book or a bundle: those are merged, not imported.
fn not_a_book(file: &Path) -> Result<()> {
    let shown = file.display();
    match bundle::sort(file) {
        BundleKind::Other => Ok(()),
        BundleKind::Book => anyhow::bail!("{shown} is a book or a bundle of one: `whynow merge {shown}` merges it"),
        BundleKind::Locked if !bundle_lock::IS_BUILT_IN => {
            anyhow::bail!("{shown} is locked with a passphrase. {}", bundle_lock::ABSENT)
        }
        BundleKind::Locked => {
            anyhow::bail!("{shown} is locked with a passphrase: `whynow merge {shown} --ask` unlocks and merges it")
        }
    }
}

/// Opens the book; a dry run without a book uses an empty one in memory.
fn book(args: &ImportArgs, desk: &CommandContext) -> Result<Store> {
    if args.dry_run && !desk.book.exists() {
        return Ok(Store::in_memory(Arc::clone(&desk.clock))?);
    }
    desk.open_or_create()
}

fn lines(
    report: &ImportReport,
    said: Option<ImportKind>,
    args: &ImportArgs,
    desk: &CommandContext,
    out: &mut Output,
) -> Result<()> {
    out.line(format!("{}: {}", report.file, report.format))?;
    if said.is_none() {
        let (is, word) = kind_words(report.kind);
        let other = kind_words(likely_other_kind(report.kind)).1;
        out.line(format!("Taken for {is} ({word}); `whynow import {other} FILE` would read it as {other}."))?;
    }
    columns(report, out)?;
    counts(report, out)?;
    for note in &report.notes {
        out.line(note)?;
    }
    rejects(report, args, out)?;
    let totals = &report.totals;
    if args.dry_run {
        out.line("A dry run: nothing was kept.")?;
    } else if totals.created + totals.updated == 0 {
        out.line(format!("{} has all of it that can enter; nothing was changed.", desk.book.display()))?;
    } else {
        out.line(format!("In {}; `whynow undo` takes the whole import back.", desk.book.display()))?;
    }
    Ok(())
}

/// Prints how the rows ended, and on which basis known rows were matched.
fn counts(report: &ImportReport, out: &mut Output) -> Result<()> {
    let totals = &report.totals;
    out.line(format!(
        "{} read: {} created, {} updated, {} same, {} rejected",
        totals.read, totals.created, totals.updated, totals.same, totals.rejected
    ))?;
    match report.kind {
        ImportKind::Accounts => {}
        ImportKind::Calls => out.line(format!("{} are of people in the book", report.matched))?,
        ImportKind::Contacts | ImportKind::Triggers | ImportKind::Invites => {
            out.line(format!("{} linked to an account", report.matched))?;
        }
        ImportKind::DoNotCall => {
            let says = "of people in the book; the others stop whoever comes into it with them";
            out.line(format!("{} {says}", report.matched))?;
        }
    }
    for known in &report.known_by {
        out.line(format!("  {}: {}", pluralize(known.rows, "row", "rows"), known.by))?;
    }
    if report.unsure > 0 {
        let says = "may be something you have; they entered as their own, `whynow dedupe` shows them";
        out.line(format!("{} {says}", pluralize(report.unsure, "row", "rows")))?;
    }
    Ok(())
}

/// Prints the first rejected rows with their reasons, and where all of them are.
fn rejects(report: &ImportReport, args: &ImportArgs, out: &mut Output) -> Result<()> {
    for reject in report.rejects.iter().take(REJECTS) {
        out.line(format!("  line {}: {} | {}", reject.line, reject.reason, clip(&reject.row, ROW_WIDTH)))?;
    }
    let rejected = report.totals.rejected;
    let unseen = rejected.saturating_sub(u64::try_from(REJECTS).unwrap_or(u64::MAX));
    match &args.rejects {
        Some(path) => {
            let place = if is_standard_output(path) { "standard output".into() } else { path.display().to_string() };
            out.line(format!("{} in {place}", pluralize(rejected, "rejected row", "rejected rows")))?;
        }
        None if unseen > 0 => out.line(format!("  and {unseen} more; --rejects FILE writes them"))?,
        None => {}
    }
    Ok(())
}

/// Prints the recognised export format, and how every column was mapped.
fn columns(report: &ImportReport, out: &mut Output) -> Result<()> {
    if let Some(likeness) = &report.likeness {
        out.line(likeness.words())?;
    }
    for ColumnMapping { column, field, known, .. } in &report.mapping {
        let left = if *known == ColumnBasis::No { "not understood" } else { "skipped" };
        out.line(format!("  {column} → {}", field.as_deref().unwrap_or(left)))?;
    }
    let unknown = report.mapping.iter().filter(|mapped| mapped.known == ColumnBasis::No).count();
    if unknown > 0 {
        let count = pluralize(unknown, "column", "columns");
        out.line(format!("Not understood: {count}; --map \"COLUMN=FIELD\" says what one is, --map \"COLUMN=note\" keeps it in the notes"))?;
    }
    Ok(())
}

/// Returns what rows of a kind are called, and the word for the kind on the command line.
fn kind_words(kind: ImportKind) -> (&'static str, &'static str) {
    match kind {
        ImportKind::Accounts => ("companies", "accounts"),
        ImportKind::Contacts => ("people", "contacts"),
        ImportKind::Triggers => ("what happened", "triggers"),
        ImportKind::Calls => ("calls", "calls"),
        ImportKind::DoNotCall => ("a do-not-call list", "dnc"),
        ImportKind::Invites => ("meetings", "invites"),
    }
}

/// Returns the kind that a file of this kind is most easily mistaken for.
fn likely_other_kind(kind: ImportKind) -> ImportKind {
    match kind {
        ImportKind::Accounts | ImportKind::DoNotCall => ImportKind::Contacts,
        ImportKind::Contacts | ImportKind::Triggers | ImportKind::Calls | ImportKind::Invites => ImportKind::Accounts,
    }
}
