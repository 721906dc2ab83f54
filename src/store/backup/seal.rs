//! A book sealed, unsealed, or sealed anew: written whole beside its place, compared row by row, then put there. At every
//! moment the old book or the new one is at its place, and whole.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::{BackupCheck, Backups, LEFT_FREE, StopFlag, copy, free_bytes, megabytes};
use crate::clock::Clock;
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::file::side_files::{OF_SQLITE, SEAL, TRY, beside, folder_of};
use crate::store::file::whole_file::{HalfFile, create_private};
use crate::store::seal::{self, NewSeal, Sealing};

const DOING: &str = "writing the book anew";
/// How long another window may take to let the book go.
const PATIENCE: Duration = Duration::from_secs(2);

impl Backups {
    /// Seals the book with a new seal, in place of an earlier one if it has one. Nothing unsealed of it is left under its
    /// name or beside it; its backups stay as they are.
    ///
    /// # Errors
    /// When another window has the book open, when it is damaged, or when there is no room; it is as it was then.
    pub fn seal_book(&self, with: &NewSeal, clock: &Arc<dyn Clock>) -> Result<()> {
        rewrite(&self.book, &with.sealing, clock).map_err(|error| error.during(DOING, &self.book))?;
        self.clear_scratch();
        Ok(())
    }

    /// Takes the seal from the book; its backups stay as they are.
    ///
    /// # Errors
    /// As [`Backups::seal_book`].
    pub fn unseal_book(&self, clock: &Arc<dyn Clock>) -> Result<()> {
        rewrite(&self.book, &Sealing::default(), clock).map_err(|error| error.during(DOING, &self.book))
    }

    /// Returns the copies of the book that are not sealed as it is: backups, and books that a restore kept aside.
    pub fn sealed_otherwise(&self) -> Vec<PathBuf> {
        let alike = |path: &PathBuf| seal::are_alike(&self.book, path);
        let backups = self.list().into_iter().map(|backup| backup.path);
        backups.chain(self.kept_aside()).filter(|path| !alike(path)).collect()
    }

    /// Seals a copy of the book as the book is, or takes its seal from it if the book has none.
    ///
    /// # Errors
    /// When the copy is damaged, sealed with a passphrase that was not typed, or cannot be written; it is as it was then.
    pub fn seal_copy(&self, copy: &Path, clock: &Arc<dyn Clock>) -> Result<()> {
        let known = self.list().into_iter().find(|backup| backup.path == copy);
        rewrite(copy, &Sealing::read(&self.book)?, clock).map_err(|error| error.during(DOING, copy))?;
        if let (Some(check), Some(name)) = (known.and_then(|backup| backup.check), copy.file_name()) {
            let sha256 = copy::digest(copy, &StopFlag::default())?;
            self.note(&name.to_string_lossy(), BackupCheck { sha256, ..check });
        }
        Ok(())
    }

    /// Removes a copy of the book, with what SQLite keeps beside it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove_copy(&self, copy: &Path) -> Result<()> {
        let removed = fs::remove_file(copy).map_err(|error| self.cannot(&error));
        clear_side_files(copy);
        removed
    }

    /// Returns the books that a restore kept aside.
    pub fn kept_aside(&self) -> Vec<PathBuf> {
        let begins = format!("{}-aside-", self.named.trim_end_matches(".db"));
        let entries = fs::read_dir(folder_of(&self.book)).into_iter().flatten().flatten();
        let is_one = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(&begins) && name.ends_with(".db")
        };
        entries.map(|entry| entry.path()).filter(is_one).collect()
    }

    /// Removes what killed runs left of the book before it was sealed: the copy of a dry run, halves, received bundles.
    fn clear_scratch(&self) {
        for end in [TRY, ".restore.part"] {
            HalfFile::new(beside(&self.book, end)).clear();
        }
        for entry in fs::read_dir(folder_of(&self.book)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(".whynow-") && name.contains(".tmp") {
                fs::remove_file(entry.path()).unwrap_or_default();
            }
        }
    }
}

/// Writes a book anew, sealed otherwise, and puts it in its own place.
fn rewrite(path: &Path, to: &Sealing, clock: &Arc<dyn Clock>) -> Result<()> {
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let bytes = fs::metadata(path).map_or(0, |found| found.len());
    if let Some(free) = free_bytes(path).filter(|free| *free < bytes.saturating_add(LEFT_FREE)) {
        let says = format!("the new file takes {}, and {} are free", megabytes(bytes), megabytes(free));
        return Err(StoreError::new(ErrorKind::Full, DOING, path, says));
    }
    let old = hold(path)?;
    let half = HalfFile::new(beside(path, SEAL));
    half.clear();
    create_private(half.path()).map_err(|error| {
        StoreError::new(
            ErrorKind::Refused,
            DOING,
            path,
            format!("{} cannot be written: {error}", half.path().display()),
        )
    })?;
    export(&old, half.path(), to)?;
    let faults = copy::faults(half.path(), clock, &StopFlag::default())?;
    if let Some(fault) = faults.pages.first() {
        return Err(StoreError::new(ErrorKind::Damaged, DOING, path, fault));
    }
    // Checking a book of an older format makes these beside it; they must not go under its new name.
    clear_side_files(half.path());
    half.put(path).map_err(|error| {
        StoreError::new(ErrorKind::Refused, DOING, path, format!("{} cannot be put there: {error}", path.display()))
    })?;
    // Held until here, so that nobody wrote into the old file.
    drop(old);
    clear_side_files(path);
    Ok(())
}

/// Opens a book so that nobody else has it open until this is dropped; all of it is in the one file then.
fn hold(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let held = || -> Result<(Connection, String)> {
        let conn = seal::connect(path, flags)?;
        conn.busy_timeout(PATIENCE)?;
        conn.execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA locking_mode = EXCLUSIVE;",
        )?;
        let journal = conn.query_row("PRAGMA journal_mode = DELETE", [], only_value)?;
        conn.execute_batch("BEGIN EXCLUSIVE; COMMIT;")?;
        Ok((conn, journal))
    };
    match held() {
        Ok((conn, journal)) if journal == "delete" => Ok(conn),
        Err(error) if error.kind != ErrorKind::Locked => Err(error),
        Ok(_) | Err(_) => Err(StoreError::refused(
            "another window has the book open; close it there first, so that nothing is logged into the old file",
        )),
    }
}

/// Writes everything that a book holds to an empty file, sealed otherwise, and compares the two.
fn export(old: &Connection, half: &Path, to: &Sealing) -> Result<()> {
    to.attach(old, half, "half")?;
    old.execute_batch(
        "PRAGMA half.journal_mode = OFF; PRAGMA half.synchronous = OFF; PRAGMA half.cache_size = -32000;",
    )?;
    old.execute_batch("BEGIN")?;
    old.query_row("SELECT sqlcipher_export('half')", [], |_row| Ok(()))?;
    old.execute_batch("COMMIT")?;
    // The export leaves these two behind.
    for pragma in ["application_id", "user_version"] {
        let value: i32 = old.query_row(&format!("PRAGMA main.{pragma}"), [], only_value)?;
        old.execute_batch(&format!("PRAGMA half.{pragma} = {value}"))?;
    }
    compare(old)?;
    old.execute_batch("DETACH half")?;
    Ok(())
}

/// Compares every row of the new file with the old one.
fn compare(both: &Connection) -> Result<()> {
    let unlike = |what: &str| {
        StoreError::refused(format!("the new file is not like the old one in {what}; the book is as it was"))
    };
    let parts = |base: &str| -> Result<Vec<(String, String, Option<String>)>> {
        let sql = format!("SELECT type, name, sql FROM {base}.sqlite_schema ORDER BY type, name");
        let read = |row: &rusqlite::Row<'_>| Ok((row.get("type")?, row.get("name")?, row.get("sql")?));
        Ok(both.prepare(&sql)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
    };
    if parts("main")? != parts("half")? {
        return Err(unlike("its tables"));
    }
    let stored = "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND rootpage > 0";
    let tables = both.prepare(stored)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<String>>>()?;
    for table in tables {
        let mut old = both.prepare(&format!("SELECT * FROM main.\"{table}\""))?;
        let mut new = both.prepare(&format!("SELECT * FROM half.\"{table}\""))?;
        let columns = old.column_count();
        let (mut old, mut new) = (old.query([])?, new.query([])?);
        loop {
            match (old.next()?, new.next()?) {
                (None, None) => break,
                // By number: all columns, whatever they are called.
                (Some(old), Some(new)) if (0..columns).all(|at| old.get_ref(at) == new.get_ref(at)) => {}
                (Some(_) | None, _) => return Err(unlike(&format!("\"{table}\""))),
            }
        }
    }
    Ok(())
}

fn clear_side_files(path: &Path) {
    for end in OF_SQLITE {
        // It may never have been made.
        fs::remove_file(beside(path, end)).unwrap_or_default();
    }
}
