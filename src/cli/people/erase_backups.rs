//! The backups of the book, and whoever was erased in it.

use anyhow::{Result, bail};

use crate::cli::context::CommandContext;
use crate::cli::output::Output;
use crate::domain::text::pluralize;
use crate::job::backup;
use crate::store::{Backups, Occasion, Store};

/// Names the backups that may hold somebody, before they are erased.
pub(super) fn name(desk: &CommandContext, out: &mut Output) -> Result<()> {
    let backups = Backups::of_book(&desk.book);
    let all = backups.list();
    let (Some(last), Some(first)) = (all.first(), all.last()) else { return Ok(()) };
    let (many, folder) = (pluralize(all.len(), "backup", "backups"), backups.folder().display());
    let days = (first.at.date_naive(), last.at.date_naive());
    out.line(match days.0 == days.1 {
        true => format!("May be in {many} too, of {}, in {folder}: --backups erases there as well.", days.0),
        false => {
            format!("May be in {many} too, of {} to {}, in {folder}: --backups erases there as well.", days.0, days.1)
        }
    })?;
    Ok(())
}

/// Makes a backup, so that an erasure of the wrong person is not the end of what the log says of others.
pub(super) fn make_first(store: &Store, out: &mut Output) -> Result<()> {
    backup::says_first(store.path()).into_iter().for_each(|says| out.beside(says));
    if let Some(says) = store.back_up_before(Occasion::Erase)? {
        out.line(says)?;
    }
    Ok(())
}

/// Erases in every backup whoever was erased in the book.
pub(super) fn erase(desk: &CommandContext, out: &mut Output) -> Result<()> {
    let (backups, mut failed) = (Backups::of_book(&desk.book), 0);
    for backup in backups.list() {
        match backups.erase_in(&backup, &desk.clock) {
            Ok(left) => {
                out.line(format!("Backup {} holds nobody who was erased.", backup.number))?;
                for says in left {
                    out.line(says)?;
                }
            }
            Err(error) => {
                failed += 1;
                out.line(format!("Backup {} still holds who was erased: {error}", backup.number))?;
            }
        }
    }
    match failed {
        0 => Ok(()),
        failed => {
            bail!("{} could not be changed: delete what you can do without", pluralize(failed, "backup", "backups"))
        }
    }
}
