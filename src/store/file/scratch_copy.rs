//! A scratch copy of the book for the dry run of a long file, so that other windows can go on writing to the book.

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};

use super::open::{harden, make_file, over};
use super::side_files::{TRY, beside};
use crate::store::error::Result;
use crate::store::seal::Sealing;
use crate::store::{Mode, Store};

/// Pragmas of the copy: it need not survive a crash, so it is written as fast as the disk allows.
const SETUP: &str = "
    PRAGMA journal_mode = MEMORY;
    PRAGMA synchronous = OFF;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA temp_store = MEMORY;
    PRAGMA locking_mode = EXCLUSIVE;
";
/// Pages copied in one step: all of them, so that no other writer makes the copy start again.
const ALL: i32 = -1;

/// A store on a scratch copy; the copy is removed when this value is dropped.
pub struct ScratchStore {
    store: Store,
    _file: ScratchFile,
}

/// A file that is removed when dropped.
struct ScratchFile(PathBuf);

impl Drop for ScratchFile {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap_or_default();
    }
}

impl ScratchStore {
    /// Returns the store on the copy.
    pub fn store(&mut self) -> &mut Store {
        &mut self.store
    }
}

impl Store {
    /// Copies the book to a private file beside it; changes to the copy are discarded with it.
    ///
    /// # Errors
    /// When there is no room for the copy, or when the book cannot be read.
    pub fn copy_to_try(&self) -> Result<ScratchStore> {
        let doing = "copying the book to try the file on";
        self.copied().map_err(|error| error.during(doing, &self.path))
    }

    fn copied(&self) -> Result<ScratchStore> {
        let path = beside(&self.path, TRY);
        // What a run that was cut off left, or what another window has open and keeps until it is done.
        std::fs::remove_file(&path).unwrap_or_default();
        let in_memory = self.path.as_os_str() == ":memory:";
        let (mut conn, file) = if in_memory {
            (Connection::open_in_memory()?, ScratchFile(PathBuf::new()))
        } else {
            make_file(&path)?;
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            (Sealing::read(&self.path)?.connect(&path, flags)?, ScratchFile(path))
        };
        Backup::new(&self.conn, &mut conn)?.step(ALL)?;
        harden(&conn)?;
        conn.execute_batch(SETUP)?;
        let mut store = over(conn, &self.path, Arc::clone(&self.clock), Mode::Writable);
        store.set_rules(self.rules.clone());
        (store.zone, store.week, store.home, store.acting) = (self.zone, self.week, self.home.clone(), self.acting);
        store.company.clone_from(&self.company);
        Ok(ScratchStore { store, _file: file })
    }
}
