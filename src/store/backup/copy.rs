//! Copies the pages of a book that others may be writing to, and checks the copy.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest, Sha256};

use super::StopFlag;
use crate::clock::Clock;
use crate::fault::io_says;
use crate::store::Mode;
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::file::open;
use crate::store::file::schema;
use crate::store::file::side_files::beside;
use crate::store::file::whole_file::{HalfFile, copy_whole, create_private};
use crate::store::seal::{self, Sealing};
use crate::store::verify::QuickFaults;

/// Pages copied at once, 2 MiB of a book. While a batch is copied the one before it goes to the disk: a save that waits for
/// the disk never waits for more than two of them.
const BATCH: i32 = 512;

/// Pragmas of the copy while it is written: it counts only once it is whole and on the disk.
const SETUP: &str = "
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA mmap_size = 0;
";

/// A book opened for copying: what it holds at this moment, whatever others write meanwhile.
pub(super) struct Snapshot {
    conn: Connection,
    /// How the book is sealed; the copy is sealed alike.
    sealing: Sealing,
    /// Last revision of the book.
    pub(super) rev: i64,
    /// Size of the copy in bytes.
    pub(super) bytes: u64,
    /// It has no account, no trigger and no draft: an empty book needs no backup.
    pub(super) is_empty: bool,
}

impl Snapshot {
    pub(super) fn open(book: &Path) -> Result<Snapshot> {
        // Not looked at as a plain file first: closing that would give up the locks of a window in this very program.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sealing = Sealing::read(book)?;
        let conn = sealing.connect(book, flags)?;
        open::harden(&conn)?;
        conn.execute_batch(open::SETUP_READING)?;
        // Held until the copy is whole. Writers go on in the log of the book; without this, each of their commits would
        // make the copy begin again.
        conn.execute_batch("BEGIN")?;
        let rev = conn.query_row("SELECT rev FROM book", [], only_value)?;
        let pages: i64 = conn.query_row("PRAGMA page_count", [], only_value)?;
        let page = seal::page_size(&conn)?;
        let sql =
            "SELECT EXISTS (SELECT 1 FROM account) OR EXISTS (SELECT 1 FROM draft) OR EXISTS (SELECT 1 FROM trigger)";
        let holds: bool = conn.query_row(sql, [], only_value)?;
        let bytes = u64::try_from(pages.saturating_mul(page)).unwrap_or(u64::MAX);
        Ok(Snapshot { conn, sealing, rev, bytes, is_empty: !holds })
    }

    /// Checks every page of the book itself.
    pub(super) fn check_pages(&mut self, stop: &StopFlag) -> Result<()> {
        let told = stop.clone();
        self.conn.progress_handler(10_000, Some(move || told.is_set()))?;
        let found = self.conn.query_row("PRAGMA quick_check(1)", [], only_value::<String>);
        match found {
            Ok(says) if says == "ok" => Ok(()),
            Ok(fault) => Err(StoreError::new(ErrorKind::Damaged, "", Path::new(""), fault)),
            Err(_stopped) if stop.is_set() => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes the copy to a new file that only its owner can read; it is on the disk when this returns. Returns false
    /// if it was told to stop.
    pub(super) fn write_to(&self, path: &Path, stop: &StopFlag) -> Result<bool> {
        let failed = |error: io::Error| {
            StoreError::refused(format!("{} cannot be written: {}", path.display(), io_says(&error)))
        };
        let file = create_private(path).map_err(failed)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut copy = self.sealing.connect(path, flags)?;
        copy.execute_batch(SETUP)?;
        if !self.copy_pages(&mut copy, &file, stop, &failed)? {
            return Ok(false);
        }
        // The copy has the book's mark of a write-ahead log; without it a backup can be read where nothing can be
        // written, and is one file.
        copy.query_row("PRAGMA journal_mode = DELETE", [], only_value::<String>)?;
        drop(copy);
        file.sync_all().map_err(failed)?;
        Ok(true)
    }
}

impl Snapshot {
    /// Copies every page and has a thread beside it ask the disk for each batch. Returns false if it was told to stop.
    fn copy_pages(
        &self,
        copy: &mut Connection,
        file: &File,
        stop: &StopFlag,
        failed: &dyn Fn(io::Error) -> StoreError,
    ) -> Result<bool> {
        let pages = Backup::new(&self.conn, copy)?;
        std::thread::scope(|scope| {
            // Without room: a batch waits here until the one before it is on the disk.
            let (written, batches) = sync_channel(0);
            let syncing = scope.spawn(move || batches.iter().try_for_each(|()| file.sync_data()));
            let is_whole = loop {
                if stop.is_set() {
                    break false;
                }
                match pages.step(BATCH)? {
                    StepResult::Done => break true,
                    StepResult::More if written.send(()).is_err() => break true,
                    StepResult::More => {}
                    _busy => std::thread::sleep(std::time::Duration::from_millis(3)),
                }
            };
            drop(written);
            let synced = syncing.join().unwrap_or_else(|_panicked| Err(io::ErrorKind::Other.into()));
            synced.map_err(failed)?;
            Ok(is_whole)
        })
    }
}

/// Returns the faults of a backup: SQLite's own check of every page, then the chain of calls and reviews. A backup of an
/// older format is brought up to date in a scratch copy first.
pub(super) fn faults(backup: &Path, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Result<QuickFaults> {
    if open::inspect(backup)? >= schema::current() {
        return checked(backup, clock, stop);
    }
    let scratch = HalfFile::new(beside(backup, ".check.part"));
    scratch.clear();
    copy_whole(backup, scratch.path())?;
    drop(open::existing(scratch.path(), Arc::clone(clock))?);
    checked(scratch.path(), clock, stop)
}

fn checked(path: &Path, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Result<QuickFaults> {
    let mut conn = open::unchanged(path)?;
    let told = stop.clone();
    conn.progress_handler(10_000, Some(move || told.is_set()))?;
    let store = open::over(conn, path, Arc::clone(clock), Mode::ReadOnly("it is a backup".to_owned()));
    Ok(store.quick_faults(&|| stop.is_set()))
}

/// Returns the SHA-256 of a whole file in hexadecimal digits; empty if it was told to stop.
pub(super) fn digest(path: &Path, stop: &StopFlag) -> Result<String> {
    let failed =
        |error: io::Error| StoreError::refused(format!("{} cannot be read: {}", path.display(), io_says(&error)));
    let mut file = File::open(path).map_err(failed)?;
    let (mut hash, mut bytes) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut bytes).map_err(failed)?;
        if read == 0 {
            return Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        if stop.is_set() {
            return Ok(String::new());
        }
        hash.update(bytes.get(..read).unwrap_or_default());
    }
}
