//! Backups of a book: whole copies in a folder beside it, made by SQLite's backup interface, checked before they count,
//! and thinned by the days in their names.
//!
//! Knows no screen and no command. A backup gets its name last: what bears one was whole, on the disk and sound.

mod copy;
mod erased;
mod ledger;
mod missing;
mod name;
mod restore;
mod seal;
mod thinning;

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, FixedOffset, Utc};
use rustix::fs::{FlockOperation, statvfs};

pub use ledger::BackupCheck;
pub use missing::MissingCall;
pub use name::Occasion;
pub use restore::Restored;

use super::convert::utc;
use super::error::{ErrorKind, Result, StoreError};
use super::file::file_lock::FileLock;
use super::file::open;
use super::file::side_files::CHECKS;
use super::file::whole_file::HalfFile;
use super::seal::BACKUPS;
use crate::clock::Clock;
use crate::fault::io_says;
use copy::Snapshot;
use ledger::CheckLedger;
use name::BackupName;
use thinning::DatedBackup;

/// Shortest time between two backups at start, in milliseconds.
const BETWEEN_STARTS: i64 = 30 * 60 * 1_000;
/// Bytes that must stay free on the disk beside a new backup.
const LEFT_FREE: u64 = 32 << 20;
const DOING: &str = "making a backup";

/// Tells long work to stop; whoever holds a clone can set it.
#[derive(Debug, Clone, Default)]
pub struct StopFlag(Arc<AtomicBool>);

impl StopFlag {
    /// Has the work stop at its next look.
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// The backups of one book.
#[derive(Debug, Clone)]
pub struct Backups {
    book: PathBuf,
    /// File name of the book, as it stands in the names of its backups.
    named: String,
    folder: PathBuf,
}

/// A backup of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its number, from 1; each is larger than all before it.
    pub number: u32,
    /// When it was made, as its name says.
    pub at: DateTime<Utc>,
    pub occasion: Occasion,
    pub path: PathBuf,
    pub bytes: u64,
    /// What its last check found; `None` if nothing is known of one.
    pub check: Option<BackupCheck>,
}

impl Backup {
    /// Says when it was made, by the clock here: "30 Nov 2026 15:50".
    pub fn made(&self, here: FixedOffset) -> String {
        moment_words(self.at.timestamp_millis(), here)
    }

    /// Says what its last check found, and when.
    pub fn last_check_says(&self, here: FixedOffset) -> String {
        let Some(check) = &self.check else { return "not checked here yet".to_owned() };
        match &check.fault {
            None => format!("sound on {}", moment_words(check.at, here)),
            Some(fault) => format!("FAULT: {fault}"),
        }
    }

    /// Returns true unless its last check found it damaged.
    pub fn is_sound(&self) -> bool {
        self.check.as_ref().is_none_or(|check| check.fault.is_none())
    }
}

/// What came of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackupResult {
    /// It was made.
    Made(Box<Backup>),
    /// The latest one holds everything already.
    NothingNew(Box<Backup>),
    /// There is nothing to back up: a book in memory, an empty one, or one that may not be written beside.
    NotNeeded,
    /// Another window is making one.
    Elsewhere,
    /// It was told to stop.
    Stopped,
}

impl Backups {
    /// Returns the backups of a book; the folder is made with the first of them. A link is followed to its book.
    pub fn of_book(book: &Path) -> Backups {
        let real = book.canonicalize().unwrap_or_else(|_| book.to_owned());
        let named = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Backups { folder: real.with_file_name(BACKUPS), named, book: real }
    }

    /// Returns the folder that holds them.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns every backup whose name and header say that it is one of this book, the latest first.
    pub fn list(&self) -> Vec<Backup> {
        let checks = CheckLedger::read(&self.checks());
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut found: Vec<Backup> = entries.filter_map(|entry| self.read(&entry.path(), &checks)).collect();
        found.sort_by_key(|backup| std::cmp::Reverse(backup.number));
        found
    }

    fn read(&self, path: &Path, checks: &CheckLedger) -> Option<Backup> {
        let file_name = path.file_name()?.to_str()?;
        let BackupName { book, number, at, occasion } = BackupName::parse(file_name)?;
        let file = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
        (book == self.named && open::is_ours(path)).then(|| Backup {
            number,
            at,
            occasion,
            path: path.to_owned(),
            bytes: file.len(),
            check: checks.get(file_name).cloned(),
        })
    }

    /// Makes a backup at start if the book has changed since the last one and that is half an hour old. Does not wait
    /// for another window that makes one.
    ///
    /// # Errors
    /// As [`Backups::make`].
    pub fn make_at_start(&self, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Result<BackupResult> {
        let now = clock.now().millis();
        if let Some(last) = self.list().into_iter().next() {
            let age = now - last.at.timestamp_millis();
            // A backup of the future says that a clock is wrong; it holds up no other.
            if (0..BETWEEN_STARTS).contains(&age) {
                return Ok(BackupResult::NothingNew(Box::new(last)));
            }
        }
        if !self.book.is_file() {
            return Ok(BackupResult::NotNeeded);
        }
        self.make_folder()?;
        let lock = self.lock(FlockOperation::NonBlockingLockExclusive)?;
        self.make_behind(&lock, Occasion::Start, clock, stop)
    }

    /// Makes a backup unless the latest holds everything already: copied page by page while others may write, then
    /// checked, then named, then thinned. Waits for another window that makes one.
    ///
    /// # Errors
    /// When the disk has no room for it, when the folder cannot be written, or when the book turns out to be damaged:
    /// a damaged copy never counts as a backup.
    pub fn make(&self, occasion: Occasion, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Result<BackupResult> {
        if !self.book.is_file() {
            return Ok(BackupResult::NotNeeded);
        }
        self.make_folder()?;
        let lock = self.lock(FlockOperation::LockExclusive)?;
        self.make_behind(&lock, occasion, clock, stop)
    }

    /// Makes the backup while the folder is locked. Where the file system has no locks it is made all the same: two windows
    /// that make one at once then number theirs alike, and the names keep them apart.
    fn make_behind(
        &self,
        lock: &FileLock,
        occasion: Occasion,
        clock: &Arc<dyn Clock>,
        stop: &StopFlag,
    ) -> Result<BackupResult> {
        match lock {
            FileLock::Held(_) => self.clear_halves(),
            FileLock::Elsewhere => return Ok(BackupResult::Elsewhere),
            // What is half written may be another window's.
            FileLock::Unsupported => {}
        }
        let mut book = Snapshot::open(&self.book).map_err(|error| error.during(DOING, &self.book))?;
        let all = self.list();
        let holds_all = |backup: &&Backup| backup.check.as_ref().is_some_and(|check| check.rev == book.rev);
        if let Some(latest) = all.first().filter(holds_all) {
            // What holds everything is no comfort where the book has been torn since. At start nobody waits for that.
            if occasion != Occasion::Start {
                book.check_pages(stop).map_err(|error| error.during(DOING, &self.book))?;
            }
            return Ok(BackupResult::NothingNew(Box::new(latest.clone())));
        }
        if book.is_empty {
            return Ok(BackupResult::NotNeeded);
        }
        check_room(&self.folder, book.bytes, "a backup", DOING)?;
        let number = all.first().map_or(0, |last| last.number) + 1;
        let at = clock.now().utc();
        let name = BackupName { book: self.named.clone(), number, at, occasion }.format();
        let (path, half) = (self.folder.join(&name), HalfFile::new(self.folder.join(format!("{name}.part"))));
        let written = book.write_to(half.path(), stop).map_err(|error| error.during(DOING, &self.book))?;
        let rev = book.rev;
        drop(book);
        if !written {
            return Ok(BackupResult::Stopped);
        }
        let faults = copy::faults(half.path(), clock, stop);
        if stop.is_set() {
            return Ok(BackupResult::Stopped);
        }
        let faults = faults.map_err(|error| error.during(DOING, &self.book))?;
        if let Some(fault) = faults.pages.into_iter().next() {
            return Err(StoreError::new(ErrorKind::Damaged, DOING, &self.book, fault));
        }
        // A fault of the log is the book's own, and the rest of the book is still worth a backup.
        let fault = faults.log.into_iter().next();
        let check = BackupCheck { sha256: copy::digest(half.path(), stop)?, rev, at: at.timestamp_millis(), fault };
        if stop.is_set() {
            return Ok(BackupResult::Stopped);
        }
        half.put(&path).map_err(|error| self.cannot(&error))?;
        self.note(&name, check);
        self.thin();
        let checks = CheckLedger::read(&self.checks());
        self.read(&path, &checks)
            .map(|made| BackupResult::Made(Box::new(made)))
            .ok_or_else(|| StoreError::refused(format!("{} is gone again: something else removed it", path.display())))
    }

    /// Checks the backup again whose last check is the oldest: its bytes against the hash it was made with, its pages
    /// and its chain. Returns it with what was found; `None` if there is none, another window is at it, or it was told
    /// to stop.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub fn recheck_oldest(&self, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Result<Option<Backup>> {
        let due = |backup: &Backup| backup.check.as_ref().map_or(i64::MIN, |check| check.at);
        let Some(mut oldest) = self.list().into_iter().filter(Backup::is_sound).min_by_key(due) else {
            return Ok(None);
        };
        let lock = self.lock(FlockOperation::NonBlockingLockExclusive)?;
        if matches!(lock, FileLock::Elsewhere) {
            return Ok(None);
        }
        let check = self.checked(&oldest, clock, stop)?;
        if stop.is_set() {
            return Ok(None);
        }
        if let Some(name) = oldest.path.file_name() {
            self.note(&name.to_string_lossy(), check.clone());
        }
        oldest.check = Some(check);
        Ok(Some(oldest))
    }

    fn checked(&self, backup: &Backup, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Result<BackupCheck> {
        let sha256 = copy::digest(&backup.path, stop)?;
        let (torn, log) = match copy::faults(&backup.path, clock, stop) {
            Ok(faults) => (faults.pages.into_iter().next(), faults.log.into_iter().next()),
            Err(error) if matches!(error.kind, ErrorKind::Damaged | ErrorKind::NotOurs) => (Some(error.detail), None),
            // The disk or the rights of this user: that says nothing of the backup.
            Err(error) => return Err(error),
        };
        let known = backup.check.as_ref();
        let changed = known.is_some_and(|known| known.sha256 != sha256);
        let torn = torn.or_else(|| {
            changed.then(|| "its bytes are not those that were written: the disk or somebody changed it".to_owned())
        });
        // A torn backup holds no moment of the book any more: else there would never be a new one of it.
        let rev = known.filter(|_| torn.is_none()).map_or(0, |known| known.rev);
        let (fault, at) = (torn.or(log), clock.now().millis());
        let sha256 = known.map_or(sha256, |known| known.sha256.clone());
        Ok(BackupCheck { sha256, rev, at, fault })
    }

    /// Notes that a listed backup was found damaged, so that no other window offers it.
    fn note_damage(&self, backup: &Backup, fault: String, clock: &Arc<dyn Clock>) {
        let sha256 = backup.check.as_ref().map_or_else(String::new, |check| check.sha256.clone());
        if let Some(name) = backup.path.file_name() {
            let check = BackupCheck { sha256, rev: 0, at: clock.now().millis(), fault: Some(fault) };
            self.note(&name.to_string_lossy(), check);
        }
    }

    /// Removes what is one too many: of the sound backups and of the others, each by themselves, so that one with a
    /// fault never takes the place of a sound one.
    fn thin(&self) {
        let dated = |backup: &Backup| DatedBackup {
            number: backup.number,
            day: backup.at.date_naive(),
            is_way_back: backup.occasion.is_way_back(),
        };
        let (sound, others): (Vec<Backup>, Vec<Backup>) = self.list().into_iter().partition(Backup::is_sound);
        for group in [sound, others] {
            let gone = thinning::superfluous(&group.iter().map(dated).collect::<Vec<_>>());
            for backup in group.iter().filter(|backup| gone.contains(&backup.number)) {
                // What cannot be removed now is one too many at the next backup as well.
                fs::remove_file(&backup.path).unwrap_or_default();
            }
        }
    }

    fn checks(&self) -> PathBuf {
        self.folder.join(format!("{}{CHECKS}", self.named))
    }

    fn note(&self, name: &str, check: BackupCheck) {
        let path = self.checks();
        // Without the note the backup counts as unchecked, and is checked again.
        CheckLedger::read(&path).note(&path, name, check).unwrap_or_default();
    }

    fn forget_check(&self, name: &str) -> io::Result<()> {
        let path = self.checks();
        CheckLedger::read(&path).forget(&path, name)
    }

    fn make_folder(&self) -> Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        match builder.create(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.folder.is_dir() => Ok(()),
            made => made.map_err(|error| self.cannot(&error)),
        }
    }

    /// Locks the folder: one window at a time makes and thins backups. The lock ends with the program.
    fn lock(&self, how: FlockOperation) -> Result<FileLock> {
        let locked = File::open(&self.folder).and_then(|folder| FileLock::ask(folder, how));
        locked.map_err(|error| self.cannot(&error))
    }

    /// Removes what a run that was killed left half written. The folder is locked: nobody else is writing.
    fn clear_halves(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_ours = name
                .to_str()
                .is_some_and(|name| name.starts_with(&self.named) && name.contains(".db.") && name.contains(".part"));
            if is_ours {
                fs::remove_file(entry.path()).unwrap_or_default();
            }
        }
    }

    fn cannot(&self, error: &io::Error) -> StoreError {
        let kind = match error.kind() {
            io::ErrorKind::StorageFull => ErrorKind::Full,
            _ => ErrorKind::Refused,
        };
        let says = format!("{} cannot be written: {}", self.folder.display(), io_says(error));
        StoreError::new(kind, DOING, &self.folder, says)
    }
}

/// Makes sure that a folder has room for so many bytes, called what they are, and leaves some to the book.
fn check_room(folder: &Path, bytes: u64, what: &str, doing: &str) -> Result<()> {
    let Some(free) = free_bytes(folder).filter(|free| *free < bytes.saturating_add(LEFT_FREE)) else { return Ok(()) };
    let [bytes, free, left] = [bytes, free, LEFT_FREE].map(megabytes);
    let says = format!("{what} takes {bytes}, {free} are free, and {left} of them are left to the book");
    Err(StoreError::new(ErrorKind::Full, doing, folder, says))
}

/// Formats an instant by the clock here: "30 Nov 2026 15:50".
fn moment_words(millis: i64, here: FixedOffset) -> String {
    utc(millis).with_timezone(&here).format("%-d %b %Y %H:%M").to_string()
}

/// Returns the bytes that are free for this user on the disk of a path; `None` if the system does not say.
pub fn free_bytes(path: &Path) -> Option<u64> {
    let disk = statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Formats bytes as megabytes: "3.2 MB".
pub fn megabytes(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
    let megabytes = bytes as f64 / 1_000_000.0;
    format!("{megabytes:.1} MB")
}
