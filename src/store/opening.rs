//! Opens a book for use: opens its file, then rolls back an import that was interrupted.

use std::path::Path;
use std::sync::Arc;

use super::backup::{Backups, Occasion, StopFlag};
use super::error::{ErrorKind, Result};
use super::file::open::OPENING;
use super::file::{open, schema};
use super::import::rollback;
use super::{Mode, Store};
use crate::clock::Clock;

impl Store {
    /// Opens a book for writing; if that is not allowed, for reading, and [`Store::mode`] says why. Rolls back an
    /// import that was interrupted.
    ///
    /// # Errors
    /// When the file is missing, not a book, newer, damaged, or held by another program; each as one sentence.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        back_up_before_upgrade(path, &clock)?;
        let mut store = open::existing(path, clock)?;
        if store.mode == Mode::Writable {
            rollback::take_back_unfinished(&mut store).map_err(|error| error.during(OPENING, path))?;
        }
        Ok(store)
    }
}

/// Makes a backup of a book that is about to be brought to a newer format. That goes through as a whole or not at all,
/// so a disk without room for the backup does not keep anybody from their book.
fn back_up_before_upgrade(path: &Path, clock: &Arc<dyn Clock>) -> Result<()> {
    if open::inspect(path)? >= schema::current() {
        return Ok(());
    }
    match Backups::of_book(path).make(Occasion::Upgrade, clock, &StopFlag::default()) {
        Err(error) if error.kind == ErrorKind::Damaged => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

impl Store {
    /// Makes a backup before something large is done to the book. Returns why there is none, in a sentence, if the disk
    /// did not allow it.
    ///
    /// # Errors
    /// When the book turns out to be damaged: then nothing should be written into it.
    pub fn back_up_before(&self, what: Occasion) -> Result<Option<String>> {
        match Backups::of_book(self.path()).make(what, &self.clock, &StopFlag::default()) {
            Ok(_) => Ok(None),
            Err(error) if error.kind == ErrorKind::Damaged => Err(error),
            Err(error) => Ok(Some(format!("No backup was made first: {error}"))),
        }
    }
}
