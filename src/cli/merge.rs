//! `whynow merge`: bundles and books that somebody sent, into this one.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::args::MergeArgs;
use super::desk::Desk;
use super::end::End;
use super::out::Out;
use super::passphrase;
use super::phrases::counted;
use crate::domain::merging::MergeReport;
use crate::domain::text::clip;
use crate::job::share;
use crate::store::Store;

/// Overwritten values that the answer lists; `--report` and `--json` have all of them.
const LISTED: usize = 20;
/// Columns of one value.
const WIDTH: usize = 40;

pub(super) fn run(args: &MergeArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    // A file that cannot be opened must not leave an empty book behind.
    for file in &args.files {
        fs::metadata(file).with_context(|| format!("{} cannot be read", file.display()))?;
    }
    let passphrase = passphrase::of(&args.passphrase, false, out)?;
    let mut store = match args.dry_run && !desk.book.exists() {
        true => Store::in_memory(Arc::clone(&desk.clock))?,
        false => desk.open_or_create()?,
    };
    let report = share::merge(&mut store, &args.files, passphrase.as_ref(), args.dry_run)?;
    if let Some(path) = &args.report {
        let text = serde_json::to_string_pretty(&report)?;
        fs::write(path, text + "\n").with_context(|| format!("{} cannot be written", path.display()))?;
    }
    if args.json {
        out.json(&report)?;
    } else {
        lines(&report, args.report.as_deref(), desk, out)?;
    }
    Ok(End::Done)
}

fn lines(report: &MergeReport, whole: Option<&Path>, desk: &Desk, out: &mut Out) -> Result<()> {
    for count in &report.counts {
        out.line(format!("{}: {} new, {} changed, {} same", count.what, count.new, count.changed, count.same))?;
    }
    for note in report.notes() {
        out.line(format!("note: {note}"))?;
    }
    if !report.overwritten.is_empty() {
        let values = counted(report.overwritten.len(), "value", "values");
        out.line(format!("{values} {}:", if report.dry_run { "would be overwritten" } else { "overwritten" }))?;
    }
    for value in report.overwritten.iter().take(LISTED) {
        let (old, new) = (quoted(&value.old), quoted(&value.new));
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

fn quoted(text: &str) -> String {
    format!("\"{}\"", clip(&text.replace('\n', " "), WIDTH))
}
