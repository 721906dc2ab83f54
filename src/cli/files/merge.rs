//! `whynow merge`: merges received bundles and books into this one.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use crate::cli::args::MergeArgs;
use crate::cli::context::CommandContext;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output;
use crate::cli::output::Output;
use crate::cli::passphrase;
use crate::domain::import::merge_report::MergeReport;
use crate::domain::text::{clip, pluralize};
use crate::exchange::budget::Limits;
use crate::job::backup;
use crate::job::bundle;
use crate::job::file::atomic_write::AtomicFile;
use crate::job::file::standard_streams::is_standard_output;
use crate::job::import;
use crate::store::Store;

/// Most overwritten values that are printed; `--report` and `--json` have all of them.
const LISTED: usize = 20;
/// Terminal columns for one value.
const WIDTH: usize = 40;

pub(crate) fn run(args: &MergeArgs, desk: &CommandContext, out: &mut Output) -> Result<Exit> {
    // A file that cannot be opened must not leave an empty book behind.
    for file in &args.files {
        fs::metadata(file).with_context(|| format!("{} cannot be read", file.display()))?;
    }
    let wanted = report_of(args, desk, out)?;
    let passphrase = passphrase::read_passphrase(&args.passphrase, false, out)?;
    let mut store = match args.dry_run && !desk.book.exists() {
        true => Store::in_memory(Arc::clone(&desk.clock))?,
        false => desk.open_or_create()?,
    };
    if !args.dry_run {
        backup::says_first(&desk.book).into_iter().for_each(|says| out.beside(says));
    }
    let budget = import::budget(Limits::IMPORT, &desk.clock, &Arc::default());
    let report = bundle::merge(&mut store, &args.files, passphrase.as_ref(), &budget, args.dry_run)?;
    if let Some(place) = wanted {
        let kept = if args.dry_run {
            "The report was not written"
        } else {
            "The merge is in the book, but its report was not written"
        };
        write(place, &report).context(kept)?;
    }
    if args.json {
        out.json(&report)?;
    } else {
        lines(&report, args.report.as_deref(), desk, out)?;
    }
    Ok(Exit::Done)
}

/// Starts the report's file before anything is merged, so that a file that cannot be written stops the command early;
/// `None` without a report.
fn report_of(args: &MergeArgs, desk: &CommandContext, out: &mut Output) -> Result<Option<AtomicFile>> {
    let Some(path) = &args.report else { return Ok(None) };
    if is_standard_output(path) {
        if args.json {
            return Err(UsageError(output::BOTH.replace("{}", "--report")).into());
        }
        out.give_way();
    }
    let permit = desk.permit("merge", args.replacing);
    let permit = args.files.iter().fold(permit, |permit, file| permit.and(file, "a file that is merged"));
    let word = args.passphrase.passphrase_file.iter();
    let permit = word.fold(permit, |permit, file| permit.and(file, bundle::WORD));
    AtomicFile::begin(path, &permit).map(Some)
}

fn write(mut place: AtomicFile, report: &MergeReport) -> Result<()> {
    place.write_all((serde_json::to_string_pretty(report)? + "\n").as_bytes())?;
    place.finish()
}

fn lines(report: &MergeReport, whole: Option<&Path>, desk: &CommandContext, out: &mut Output) -> Result<()> {
    for count in &report.counts {
        out.line(format!("{}: {} new, {} changed, {} same", count.what, count.new, count.changed, count.same))?;
    }
    for note in report.notes() {
        out.line(format!("note: {note}"))?;
    }
    if !report.overwritten.is_empty() {
        let values = pluralize(report.overwritten.len(), "value", "values");
        out.line(format!("{values} {}:", if report.dry_run { "would be overwritten" } else { "overwritten" }))?;
    }
    for value in report.overwritten.iter().take(LISTED) {
        let (old, new) = (in_quotes(&value.old), in_quotes(&value.new));
        out.line(format!("  {}, {}: {old} → {new} ({}, {})", value.what, value.field, value.by, value.at))?;
    }
    match (report.overwritten.len().checked_sub(LISTED), whole) {
        (Some(unseen), Some(path)) if unseen > 0 => out.line(format!("  and {unseen} more in {}", path.display()))?,
        (Some(unseen), None) if unseen > 0 => out.line(format!("  and {unseen} more; --report FILE writes them"))?,
        _ => {}
    }
    match (report.dry_run, report.is_nothing()) {
        (true, _) => out.line("A dry run: nothing was kept."),
        (false, true) => out.line("Your book has all of it already."),
        (false, false) => out.line(format!("In {}; `whynow undo` takes the whole merge back.", desk.book.display())),
    }?;
    Ok(())
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", clip(&text.replace('\n', " "), WIDTH))
}
