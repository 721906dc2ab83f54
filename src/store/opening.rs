//! Opens a book for use: opens its file, then rolls back an import that was interrupted.

use std::path::Path;
use std::sync::Arc;

use rustix::fs::{Access, access};

use super::backup::{Backups, Occasion, StopFlag};
use super::cells::only_value;
use super::error::{ErrorKind, Result, StoreError};
use super::file::open::OPENING;
use super::file::side_files::{SEAL, beside, folder_of};
use super::file::whole_file::HalfFile;
use super::file::{open, schema};
use super::import::rollback;
use super::{Mode, Store, reserve};
use crate::clock::Clock;
use crate::domain::progress::roughly;

/// Accounts, with all that hangs on them, brought to a newer format in a second; measured on a million.
const UPGRADED: u64 = 3_700;
/// Bytes copied and checked in a second.
const COPIED: u64 = 60_000_000;
/// Shortest time, in seconds, that is told.
const NOTICED: u64 = 3;

impl Store {
    /// Opens a book for writing; if that is not allowed, for reading, and [`Store::mode`] says why. Rolls back an
    /// import that was interrupted.
    ///
    /// # Errors
    /// When the file is missing, not a book, newer, damaged, or held by another program; each as one sentence.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        Store::open_telling(path, clock, &mut |_says| {})
    }

    /// Opens a book as [`Store::open`] does; `tell` takes a sentence before each thing that may take long: what is done and
    /// about how long it takes.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_telling(path: &Path, clock: Arc<dyn Clock>, tell: &mut dyn FnMut(String)) -> Result<Store> {
        let version = open::inspect(path)?;
        if version < schema::current() {
            upgrade_says(path, version).into_iter().for_each(&mut *tell);
            back_up_before_upgrade(path, &clock)?;
        }
        let mut store = open::existing(path, clock)?;
        if store.mode == Mode::Writable {
            // Whoever seals a book has it alone, so nobody is at it: a run that was killed left this.
            HalfFile::new(beside(path, SEAL)).clear();
            match take_back_on_any_disk(&mut store, tell) {
                // What the import left is read with the rest, until there is room to take it back.
                Err(error) if error.kind == ErrorKind::Full => store.mode = Mode::ReadOnly(reserve::FULL.to_owned()),
                done => done.map_err(|error| error.during(OPENING, path))?,
            }
        }
        Ok(store)
    }
}

/// Makes a backup of a book that is about to be brought to a newer format.
///
/// # Errors
/// When there is no room for it, or it cannot be made for another reason: an older whynow does not read the newer format,
/// so without a backup there is no way back. Whoever does not want one says so with [`Store::upgrade_without_backup`].
fn back_up_before_upgrade(path: &Path, clock: &Arc<dyn Clock>) -> Result<()> {
    match Backups::of_book(path).make(Occasion::Upgrade, clock, &StopFlag::default()) {
        Ok(_) => Ok(()),
        Err(error) if error.kind == ErrorKind::Damaged => Err(error),
        // A book that cannot be written is not brought anywhere; opening it says so.
        Err(_) if !may_be_written(path) => Ok(()),
        Err(error) => Err(StoreError::refused(format!(
            "{} is of an older format and stays so, because no backup could be made first: {error}. Open it again then; \
                `whynow doctor --upgrade-without-backup` goes on without one",
            path.display()
        ))),
    }
}

/// Asked without opening the file: that would change an older one.
fn may_be_written(book: &Path) -> bool {
    [book, folder_of(book)].into_iter().all(|path| access(path, Access::WRITE_OK).is_ok())
}

impl Store {
    /// Brings a book of an older format up to date without a backup first.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn upgrade_without_backup(path: &Path, clock: Arc<dyn Clock>) -> Result<()> {
        open::existing(path, clock).map(drop)
    }
}

/// Says how long it takes to bring a large book to the present format; `None` if nobody would notice.
fn upgrade_says(path: &Path, version: i32) -> Option<String> {
    let accounts: i64 =
        schema::look_at(path, |conn| conn.query_row("SELECT max(n) FROM account", [], only_value)).ok()?;
    let bytes = std::fs::metadata(path).ok()?.len();
    let seconds = u64::try_from(accounts).ok()? / UPGRADED + bytes / COPIED;
    (seconds >= NOTICED).then(|| {
        let (from, to) = (version % 1_000, schema::current() % 1_000);
        format!(
            "The book is brought from format 1.{from} to 1.{to}, with a backup first: that takes {}. Stopping it leaves the \
                book as it was",
            roughly(seconds)
        )
    })
}

/// Takes an interrupted import back; on a full disk with the room of the reserve.
fn take_back_on_any_disk(store: &mut Store, tell: &mut dyn FnMut(String)) -> Result<()> {
    match rollback::take_back_unfinished(store, &mut *tell) {
        Err(error) if error.kind == ErrorKind::Full && reserve::give(&store.path) => {
            rollback::take_back_unfinished(store, tell)
        }
        done => done,
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
