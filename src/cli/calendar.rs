//! `whynow export ics`: open promises for a calendar.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use super::args::CalendarArgs;
use super::desk::Desk;
use super::end::End;
use super::out::Out;
use super::phrases::counted;
use crate::job::calendar::{self, Written};
use crate::store::Store;

pub(super) fn run(args: &CalendarArgs, desk: &Desk, out: &mut Out) -> Result<End> {
    let store = desk.open()?;
    let written = match &args.out {
        None => calendar::write(&store, out.answers())?,
        Some(path) => to_file(&store, path)?,
    };
    let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(path) = &args.out {
        out.beside(format!("{} in {}.", counted(whole(written.events), "promise", "promises"), path.display()));
    }
    if written.undated > 0 {
        let left = counted(whole(written.undated), "open promise has", "open promises have");
        out.beside(format!("{left} no day and no place in a calendar."));
    }
    Ok(End::Done)
}

/// Writes beside the target and renames: a calendar that reads the file meanwhile never sees half of it.
fn to_file(store: &Store, path: &Path) -> Result<Written> {
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    let half = Path::new(&half);
    let cannot = || format!("{} cannot be written", half.display());
    let fill = || -> Result<Written> {
        let mut file = BufWriter::new(File::create_new(half).with_context(cannot)?);
        let written = calendar::write(store, &mut file)?;
        file.flush().with_context(cannot)?;
        file.get_ref().sync_all().with_context(cannot)?;
        fs::rename(half, path).with_context(|| format!("{} cannot be replaced", path.display()))?;
        Ok(written)
    };
    let written = fill();
    if written.is_err() {
        drop(fs::remove_file(half));
    }
    written
}
