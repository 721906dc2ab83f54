//! Keeps people erased in what takes the place of a book, and erases in the backups whoever was erased in the book.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::FlockOperation;

use super::{Backup, BackupCheck, Backups, StopFlag, copy};
use crate::clock::Clock;
use crate::domain::erasure::RECEIPT;
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::file::open;
use crate::store::file::side_files::{beside, folder_of};
use crate::store::file::whole_file::{HalfFile, copy_whole};

/// Most books that are asked who was erased.
const ASKED: usize = 4;
/// Format from which on somebody can be erased: 1.7.
const SINCE: i32 = 1_007;

impl Backups {
    /// Erases in a copy that is to take the place of the book whoever was erased in the book; where that cannot be read,
    /// whoever the newest readable backup says. Returns what somebody should look at, in sentences.
    pub(super) fn keep_erased(&self, copy: &Path, from: &Path, clock: &Arc<dyn Clock>) -> Result<Vec<String>> {
        let backups = self.list().into_iter().filter(|backup| backup.is_sound() && backup.path != from);
        let asked = std::iter::once(self.book.clone()).chain(backups.map(|backup| backup.path)).take(ASKED);
        for (place, book) in asked.enumerate() {
            // What cannot be asked says nothing; a copy that cannot be written must not be taken for one without them.
            let Ok(from) = whoever_was_erased(&book, clock) else { continue };
            let left = erase_again(copy, from, clock)?;
            return Ok(if place == 0 { left } else { left.into_iter().chain(self.unsure()).collect() });
        }
        Ok(self.unsure().into_iter().collect())
    }

    /// Says that somebody may be back who was erased, if anybody ever was: their receipts lie beside the book.
    fn unsure(&self) -> Option<String> {
        let is_receipt = |name: &str| name.starts_with(RECEIPT) && name.ends_with(".txt");
        let beside = fs::read_dir(folder_of(&self.book)).into_iter().flatten().flatten();
        let any = beside.map(|entry| entry.file_name()).any(|name| name.to_str().is_some_and(is_receipt));
        any.then(|| {
            "The book that stood here could not be asked who was erased since this backup: look at the receipts \
                erasure-….txt beside it, and erase again whoever is back"
                .to_owned()
        })
    }

    /// Erases in one of the backups whoever was erased in the book: in a copy that is checked and takes its place.
    /// Returns what should be looked at, in sentences.
    ///
    /// # Errors
    /// When the backup is damaged, or there is no room for the copy; the backup is as it was then.
    pub fn erase_in(&self, backup: &Backup, clock: &Arc<dyn Clock>) -> Result<Vec<String>> {
        // Another window must not thin, check or erase in it meanwhile.
        let _lock = self.lock(FlockOperation::LockExclusive)?;
        self.clear_halves();
        let half = HalfFile::new(beside(&backup.path, ".erase.part"));
        copy_whole(&backup.path, half.path())?;
        let left = erase_again(half.path(), whoever_was_erased(&self.book, clock)?, clock)?;
        let faults = copy::faults(half.path(), clock, &StopFlag::default())?;
        if let Some(page) = faults.pages.first() {
            return Err(StoreError::new(ErrorKind::Damaged, "erasing in a backup", &backup.path, page));
        }
        let sha256 = copy::digest(half.path(), &StopFlag::default())?;
        let name = backup.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // With neither hash, a backup whose erasing is killed here counts as unchecked, and not as changed by somebody.
        self.forget_check(&name).map_err(|error| self.cannot(&error))?;
        half.put(&backup.path).map_err(|error| self.cannot(&error))?;
        let rev = backup.check.as_ref().map_or(0, |check| check.rev);
        let fault = faults.log.into_iter().next();
        self.note(&name, BackupCheck { sha256, rev, at: clock.now().millis(), fault });
        Ok(left)
    }
}

/// Returns a book in which somebody was erased; `None` if nobody was.
fn whoever_was_erased(book: &Path, clock: &Arc<dyn Clock>) -> Result<Option<Store>> {
    if open::inspect(book)? < SINCE {
        return Ok(None);
    }
    let store = Store::open_read_only(book, Arc::clone(clock))?;
    let any: bool = store.conn.query_row("SELECT EXISTS (SELECT 1 FROM erasure)", [], only_value)?;
    Ok(any.then_some(store))
}

/// Erases in a copy of the book whoever was erased in another one; the copy is one file afterwards.
fn erase_again(copy: &Path, from: Option<Store>, clock: &Arc<dyn Clock>) -> Result<Vec<String>> {
    let Some(from) = from else { return Ok(Vec::new()) };
    let mut store = open::existing(copy, Arc::clone(clock))?;
    let (_marks, left) = store.take_erasures(&from)?;
    store.conn.query_row("PRAGMA journal_mode = DELETE", [], only_value::<String>)?;
    Ok(left)
}
