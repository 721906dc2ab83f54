//! `whynow export`: what the book holds, for other programs.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use super::args::{Export, Format};
use super::desk::Desk;
use super::end::End;
use super::out::Out;
use super::phrases::counted;
use crate::job::export::{ExportFormat, ExportKind, export};
use crate::store::Store;

pub(super) fn run(what: &Export, desk: &Desk, out: &mut Out) -> Result<End> {
    let (kind, args) = match what {
        Export::Accounts(args) => (ExportKind::Accounts, args),
        Export::Contacts(args) => (ExportKind::Contacts, args),
        Export::Triggers(args) => (ExportKind::Triggers, args),
        Export::Calls(args) => (ExportKind::Calls, args),
        Export::Dnc(args) => (ExportKind::DoNotCall, args),
        Export::Overrides(args) => (ExportKind::Overrides, args),
        Export::Ics(args) => return super::calendar::run(args, desk, out),
    };
    let format = match args.format {
        Format::Csv => ExportFormat::Csv,
        Format::Json => ExportFormat::Json,
    };
    let mut store = desk.open()?;
    match &args.out {
        None => {
            export(&mut store, kind, format, out.answers())?;
        }
        Some(path) => {
            let rows = to_file(&mut store, kind, format, path)?;
            let rows = usize::try_from(rows).unwrap_or(usize::MAX);
            out.beside(format!("{} in {}.", counted(rows, "row", "rows"), path.display()));
        }
    }
    Ok(End::Done)
}

/// Writes beside the target and renames: a half-written export never stands under its name.
fn to_file(store: &mut Store, kind: ExportKind, format: ExportFormat, path: &Path) -> Result<u64> {
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    let half = Path::new(&half);
    let written = write_all(store, kind, format, half).and_then(|rows| {
        fs::rename(half, path).with_context(|| format!("{} cannot be replaced", path.display()))?;
        Ok(rows)
    });
    if written.is_err() {
        drop(fs::remove_file(half));
    }
    written
}

fn write_all(store: &mut Store, kind: ExportKind, format: ExportFormat, half: &Path) -> Result<u64> {
    let cannot = || format!("{} cannot be written", half.display());
    let mut file = BufWriter::new(File::create_new(half).with_context(cannot)?);
    let rows = export(store, kind, format, &mut file)?;
    file.flush().with_context(cannot)?;
    file.get_ref().sync_all().with_context(cannot)?;
    Ok(rows)
}
