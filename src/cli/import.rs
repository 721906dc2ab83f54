//! `whynow import`: a file that another program wrote, with every row accounted for.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::args::{Import, ImportArgs};
use super::desk::Desk;
use super::end::End;
use super::out::Out;
use super::phrases::counted;
use crate::domain::reading;
use crate::domain::rows::{ImportKind, ImportReport, Mapped};
use crate::domain::text::clip;
use crate::job::import::{self, Keep};
use crate::store::Store;

/// Rejected rows that the answer lists; `--rejects` writes the rest.
const REJECTS: usize = 20;
/// Columns of a rejected row that are shown.
const ROW_WIDTH: usize = 60;

pub(super) fn run(what: &Import, desk: &Desk, out: &mut Out) -> Result<End> {
    let (kind, args) = match what {
        Import::Accounts(args) => (ImportKind::Accounts, args),
        Import::Contacts(args) => (ImportKind::Contacts, args),
        Import::Triggers(args) => (ImportKind::Triggers, args),
        Import::Calls(args) => (ImportKind::Calls, args),
        Import::Dnc(args) => (ImportKind::DoNotCall, args),
        Import::Invites(args) => (ImportKind::Invites, args),
    };
    // A file that cannot be opened must not leave an empty book behind.
    if args.file != Path::new("-") {
        File::open(&args.file).with_context(|| format!("{} cannot be read", args.file.display()))?;
    }
    let mut store = book(args, desk)?;
    let job = reading::Import {
        kind: Some(kind),
        path: args.file.clone(),
        dry_run: args.dry_run,
        rejects: args.rejects.clone(),
        how: args.reading.how(),
    };
    let report = import::run(&mut store, &job, &mut |at| {
        out.progress(&at.says());
        Keep::Go
    })?;
    if args.json {
        out.json(&report)?;
    } else {
        lines(&report, kind, args, desk, out)?;
    }
    Ok(End::Done)
}

/// The book; for a dry run without one, a book that nobody keeps.
fn book(args: &ImportArgs, desk: &Desk) -> Result<Store> {
    if args.dry_run && !desk.book.exists() {
        return Ok(Store::in_memory(Arc::clone(&desk.clock))?);
    }
    desk.open_or_create()
}

fn lines(report: &ImportReport, kind: ImportKind, args: &ImportArgs, desk: &Desk, out: &mut Out) -> Result<()> {
    out.line(format!("{}: {}", report.file, report.format))?;
    for Mapped { column, field, .. } in &report.mapping {
        out.line(format!("  {column} → {}", field.as_deref().unwrap_or("left alone")))?;
    }
    let totals = &report.totals;
    out.line(format!(
        "{} read: {} created, {} updated, {} same, {} rejected",
        totals.read, totals.created, totals.updated, totals.same, totals.rejected
    ))?;
    match kind {
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
    for note in &report.notes {
        out.line(note)?;
    }
    for reject in report.rejects.iter().take(REJECTS) {
        out.line(format!("  line {}: {} | {}", reject.line, reject.reason, clip(&reject.row, ROW_WIDTH)))?;
    }
    let unseen = usize::try_from(totals.rejected).unwrap_or(usize::MAX).saturating_sub(REJECTS);
    match &args.rejects {
        Some(path) => {
            let written = usize::try_from(totals.rejected).unwrap_or(usize::MAX);
            out.line(format!("{} in {}", counted(written, "rejected row", "rejected rows"), path.display()))?;
        }
        None if unseen > 0 => out.line(format!("  and {unseen} more; --rejects FILE writes them"))?,
        None => {}
    }
    if args.dry_run {
        out.line("A dry run: nothing was kept.")?;
    } else if totals.created + totals.updated == 0 {
        out.line(format!("{} has all of it that can enter; nothing was changed.", desk.book.display()))?;
    } else {
        out.line(format!("In {}; `whynow undo` takes the whole import back.", desk.book.display()))?;
    }
    Ok(())
}
