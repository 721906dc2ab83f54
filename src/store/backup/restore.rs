//! Puts a backup in the place of a book. The book that stood there is kept aside, whatever state it is in.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{OpenFlags, params};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;

use super::copy::{self, Snapshot};
use super::missing::{self, MissingCall};
use super::{Backup, Backups, StopFlag, check_room};
use crate::clock::Clock;
use crate::fault::io_says;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::file::open;
use crate::store::file::side_files::{OF_SQLITE, beside, folder_of};
use crate::store::file::whole_file::{HalfFile, copy_whole, link_or_copy, sync_folder};
use crate::store::seal;

const DOING: &str = "going back to a backup";

/// A book that was put in the place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Where the book that stood there is kept now; `None` if there was none.
    pub aside: Option<PathBuf>,
    /// Calls that the book which stood there held and this one does not, the oldest first: those that could be read.
    pub missing: Vec<MissingCall>,
    /// Where they are listed.
    pub list: Option<PathBuf>,
    /// What is wrong with the log in the backup, if it was taken all the same, and who may be in it again, in sentences.
    pub notes: Vec<String>,
}

impl Backups {
    /// Puts a backup, or another copy of the book, in the place of the book: checked, copied whole, then moved. The
    /// book that stood there, with its write-ahead log, is kept beside it under another name. From then on another
    /// device writes the log, so that what was shared after the backup can be merged back. Whoever was erased in the book
    /// that stood there stays erased.
    ///
    /// # Errors
    /// When the file is no book or damaged, another window has the book open, or there is no room; nothing has changed
    /// then. A fault in the log alone stops it too, unless it is to be taken `anyway`.
    pub fn restore(&self, from: &Path, anyway: bool, clock: &Arc<dyn Clock>) -> Result<Restored> {
        let listed = self.list().into_iter().find(|backup| backup.path == from);
        let checked = self.put_in_place(from, listed.as_ref(), anyway, clock);
        if let (Err(RestoreFault::Damaged(fault)), Some(listed)) = (&checked, &listed) {
            self.note_damage(listed, fault.clone(), clock);
        }
        checked.map_err(|fault| fault.into_error(from))
    }

    fn put_in_place(
        &self,
        from: &Path,
        listed: Option<&Backup>,
        anyway: bool,
        clock: &Arc<dyn Clock>,
    ) -> Result<Restored, RestoreFault> {
        open::inspect(from)?;
        check_bytes(from, listed, anyway)?;
        // Asked twice: reading the old book gives up what is held of it.
        drop(self.take_alone()?);
        let half = self.copy_beside(from)?;
        let mut notes = judge(half.path(), anyway, clock)?;
        let erased = self.keep_erased(half.path(), from, clock);
        notes.extend(erased.map_err(|error| error.during(DOING, &self.book))?);
        let held = self.take_alone()?;
        begin_as_another_device(half.path(), clock.as_ref()).map_err(|error| error.during(DOING, &self.book))?;
        let aside = self.keep_aside(clock.as_ref()).map_err(|error| io_error(&self.book, &error))?;
        for end in OF_SQLITE {
            // A log that stays would be played into the restored book and ruin it; it is kept aside by now.
            match fs::remove_file(beside(&self.book, end)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(io_error(&self.book, &error).into());
                }
                Ok(()) | Err(_) => {}
            }
        }
        half.put(&self.book).map_err(|error| io_error(&self.book, &error))?;
        drop(held);
        let (missing, list) = match aside.as_deref().map(|aside| self.list_missing(aside)) {
            Some(Ok(told)) => told,
            // What cannot be read of it at all is for `salvage`.
            Some(Err(error)) => {
                notes.push(format!("Which calls were made after this backup cannot be told: {error}"));
                (Vec::new(), None)
            }
            None => (Vec::new(), None),
        };
        Ok(Restored { aside, missing, list, notes })
    }

    /// Lists the calls that went with the book that was kept aside.
    fn list_missing(&self, aside: &Path) -> Result<(Vec<MissingCall>, Option<PathBuf>)> {
        let missing = missing::missing_calls(aside, &self.book)?;
        let list = missing::keep_list(aside, &missing).map_err(|error| io_error(aside, &error))?;
        Ok((missing, list))
    }

    /// Copies what is to take the place of the book beside it, with what stands in its write-ahead log.
    fn copy_beside(&self, from: &Path) -> Result<HalfFile> {
        let bytes = fs::metadata(from).map_err(|error| io_error(from, &error))?.len();
        check_room(folder_of(&self.book), bytes, "the copy", DOING)?;
        let half = HalfFile::new(beside(&self.book, ".restore.part"));
        half.clear();
        let copied = if fs::metadata(beside(from, "-wal")).is_ok_and(|log| log.len() > 0) {
            Snapshot::open(from).and_then(|whole| whole.write_to(half.path(), &StopFlag::default()).map(drop))
        } else {
            copy_whole(from, half.path())
        };
        copied.map(|()| half).map_err(|error| error.during(DOING, &self.book))
    }

    /// Makes sure that nobody has the book open, and that nobody opens it until this is dropped.
    fn take_alone(&self) -> Result<Vec<File>> {
        let mut held = Vec::new();
        // SQLite keeps a lock on each of the two while a book is open; these are closed only behind the move, because
        // closing them gives up all locks of this program on the file.
        for path in [self.book.clone(), beside(&self.book, "-shm")] {
            let file = match File::options().read(true).write(true).open(&path) {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(io_error(&path, &error)),
            };
            match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => {}
                Err(Errno::AGAIN | Errno::ACCESS) => {
                    let says = "another window has the book open; close it there first, so that nothing is logged into \
                        the old file";
                    return Err(StoreError::refused(says));
                }
                Err(error) => return Err(io_error(&path, &error.into())),
            }
            held.push(file);
        }
        Ok(held)
    }

    /// Gives the book and its write-ahead log a second name; the first one stays for now.
    fn keep_aside(&self, clock: &dyn Clock) -> io::Result<Option<PathBuf>> {
        if !self.book.exists() {
            return Ok(None);
        }
        let (stem, at) = (self.named.trim_end_matches(".db"), clock.now().utc().format("%Y%m%dT%H%M%SZ"));
        let named = |try_: u32| {
            let again = if try_ == 0 { String::new() } else { format!("-{try_}") };
            self.book.with_file_name(format!("{stem}-aside-{at}{again}.db"))
        };
        let aside = (0..).map(named).find(|name| name.symlink_metadata().is_err()).unwrap_or_else(|| named(0));
        link_or_copy(&self.book, &aside)?;
        for end in ["-wal", "-journal"] {
            if fs::metadata(beside(&self.book, end)).is_ok_and(|log| log.len() > 0) {
                link_or_copy(&beside(&self.book, end), &beside(&aside, end))?;
            }
        }
        sync_folder(&aside);
        Ok(Some(aside))
    }
}

/// Why a book was not put in the place of another.
enum RestoreFault {
    /// What is to take its place is damaged, and how.
    Damaged(String),
    /// Anything else: the disk, another window.
    Other(StoreError),
}

impl From<StoreError> for RestoreFault {
    fn from(error: StoreError) -> RestoreFault {
        RestoreFault::Other(error)
    }
}

impl RestoreFault {
    fn into_error(self, from: &Path) -> StoreError {
        match self {
            RestoreFault::Damaged(fault) => {
                let says = format!("{} is damaged ({fault}); nothing was changed, take another one", from.display());
                StoreError::refused(says)
            }
            RestoreFault::Other(error) => error,
        }
    }
}

/// Compares a listed backup with the hash that it was made with.
fn check_bytes(from: &Path, listed: Option<&Backup>, anyway: bool) -> Result<(), RestoreFault> {
    match listed.and_then(|backup| backup.check.as_ref()) {
        Some(check) if !anyway && copy::digest(from, &StopFlag::default())? != check.sha256 => {
            Err(RestoreFault::Damaged("its bytes are not those that were written".to_owned()))
        }
        Some(_) | None => Ok(()),
    }
}

/// Checks the copy of what is to take the place of the book. Returns the faults of its log, if they are to be taken.
fn judge(copy: &Path, anyway: bool, clock: &Arc<dyn Clock>) -> Result<Vec<String>, RestoreFault> {
    let faults = copy::faults(copy, clock, &StopFlag::default()).map_err(|error| match error.kind {
        ErrorKind::Full | ErrorKind::ReadOnly => RestoreFault::Other(error),
        _ => RestoreFault::Damaged(error.detail),
    })?;
    if let Some(page) = faults.pages.into_iter().next() {
        return Err(RestoreFault::Damaged(page));
    }
    match faults.log.first() {
        Some(fault) if !anyway => Err(RestoreFault::Damaged(fault.clone())),
        Some(_) | None => Ok(faults.log),
    }
}

/// Has another device write from here on. Calls that the old one logged behind the backup may be in other books: two
/// different rows under one number of one device could never be merged.
fn begin_as_another_device(book: &Path, clock: &dyn Clock) -> Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = seal::connect(book, flags)?;
    open::harden(&conn)?;
    conn.execute_batch("PRAGMA synchronous = FULL; BEGIN IMMEDIATE")?;
    conn.execute("UPDATE book SET rev = max(rev + 1, ?1)", [clock.now().millis() << 16])?;
    let sql = "INSERT INTO device (id, rev, hash) SELECT ?1, rev, zeroblob(32) FROM book";
    conn.execute(sql, params![clock.new_id().as_bytes()])?;
    conn.execute("UPDATE book SET device = ?1", [conn.last_insert_rowid()])?;
    conn.execute_batch("COMMIT")?;
    Ok(())
}

fn io_error(path: &Path, error: &io::Error) -> StoreError {
    let kind = if error.kind() == io::ErrorKind::StorageFull { ErrorKind::Full } else { ErrorKind::Refused };
    StoreError::new(kind, DOING, path, format!("{}: {}", path.display(), io_says(error)))
}
