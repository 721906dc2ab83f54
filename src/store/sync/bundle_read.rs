//! Opens a received bundle safely: as a private read-only copy whose tables must equal ours.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, OpenFlags};

use crate::fault::io_says;
use crate::store::Store;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::file::open;
use crate::store::file::schema;
use crate::store::file::schema::MAJOR;
use crate::store::file::side_files::{OF_SQLITE, beside};
use crate::store::file::unfinished::{passing, sweep};
use crate::store::seal;

/// Largest bundle accepted, in bytes.
const LARGEST: u64 = 4 << 30;
/// Largest bundle that is held in memory, in bytes: what SQLite takes there.
const LARGEST_IN_MEMORY: u64 = 1 << 30;
/// Most rows of one table that are accepted.
const MOST_ROWS: i64 = 5_000_000;
/// Most SQLite virtual-machine steps for the checks of one file; a sound file of ten million calls needs fewer.
const STEPS_AT_ONCE: i32 = 1_000_000;

/// A received bundle, opened from a private copy that is removed when this value is dropped, or in memory.
pub struct Bundle {
    pub(crate) conn: Connection,
    /// File name of the bundle, for messages.
    pub(crate) name: String,
    /// The private copy, deleted when this value is dropped; absent where the bundle is in memory.
    _copy: Option<TempCopy>,
}

pub(crate) struct TempCopy(PathBuf);

impl TempCopy {
    /// Makes a value that removes the file at this path when dropped.
    pub(in crate::store) fn at(path: PathBuf) -> TempCopy {
        TempCopy(path)
    }

    /// Returns the path of the copy.
    pub(in crate::store) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for TempCopy {
    fn drop(&mut self) {
        for end in OF_SQLITE.into_iter().chain([""]) {
            // It may be gone already; a copy that stays is private and harmless.
            drop(std::fs::remove_file(beside(&self.0, end)));
        }
    }
}

impl Store {
    /// Copies a received book beside this one, checks it, and opens the copy for reading. An older version is upgraded
    /// in the copy.
    ///
    /// # Errors
    /// When the file is not a book, of a newer major version, damaged, too large, or contains anything that whynow does
    /// not create; one sentence that names the file.
    pub fn read_bundle(&self, name: &str, bytes: &mut dyn Read) -> Result<Bundle> {
        let copy = TempCopy(self.scratch());
        copy_capped(name, bytes, &copy.0)?;
        let version = open::inspect(&copy.0).map_err(|error| name_file(name, error))?;
        let about = |error: StoreError| name_file(name, error);
        let current = schema::current();
        if version < current {
            let mut conn = writable(&copy.0).map_err(about)?;
            check(&mut conn, name, version)?;
            schema::upgrade(&conn, self.clock.as_ref()).map_err(about)?;
            conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").map_err(|error| damaged_error(name, &error))?;
        }
        let mut conn = reading(&copy.0).map_err(about)?;
        check(&mut conn, name, version.max(current))?;
        check_row_counts(&conn, name)?;
        Ok(Bundle { conn, name: name.to_owned(), _copy: Some(copy) })
    }

    /// Opens a received book as [`Store::read_bundle`] does, in memory: what came locked is never written unlocked.
    ///
    /// # Errors
    /// As [`Store::read_bundle`], and when it is larger than a gigabyte.
    pub fn read_bundle_in_memory(&self, name: &str, bytes: &mut dyn Read) -> Result<Bundle> {
        let about = |error: StoreError| name_file(name, error);
        let cannot = |error: std::io::Error| StoreError::refused(format!("{name} cannot be read: {error}"));
        let mut whole = Vec::new();
        bytes.take(LARGEST_IN_MEMORY + 1).read_to_end(&mut whole).map_err(cannot)?;
        if whole.len() as u64 > LARGEST_IN_MEMORY {
            return Err(StoreError::refused(format!("{name} is larger than 1 GB: share a shorter span of days.")));
        }
        let head = whole.get(..open::HEADER).unwrap_or(&whole);
        let version = open::inspect_head(Path::new(name), head).map_err(about)?;
        // The mark of a write-ahead log, which nothing in memory has.
        whole.get_mut(18..20).into_iter().for_each(|marks| marks.fill(1));
        let mut conn = in_memory(&whole).map_err(about)?;
        if version < schema::current() {
            check(&mut conn, name, version)?;
            schema::upgrade(&conn, self.clock.as_ref()).map_err(about)?;
        }
        conn.execute_batch(open::SETUP_READING).map_err(|error| damaged_error(name, &error))?;
        check(&mut conn, name, version.max(schema::current()))?;
        check_row_counts(&conn, name)?;
        Ok(Bundle { conn, name: name.to_owned(), _copy: None })
    }

    /// Returns the path of a new temporary file beside the book.
    pub(in crate::store) fn scratch(&self) -> PathBuf {
        let folder = self.path.parent().filter(|folder| folder.is_dir() && !folder.as_os_str().is_empty());
        let folder = folder.map_or_else(std::env::temp_dir, Path::to_owned);
        sweep(&folder);
        passing(&folder)
    }
}

impl Bundle {
    /// Opens a book that was assembled here, with the same checks as a received one.
    pub(in crate::store) fn of(copy: TempCopy, name: &str) -> Result<Bundle> {
        let mut conn = reading(&copy.0).map_err(|error| name_file(name, error))?;
        check(&mut conn, name, schema::current())?;
        check_row_counts(&conn, name)?;
        Ok(Bundle { conn, name: name.to_owned(), _copy: Some(copy) })
    }
}

fn in_memory(whole: &[u8]) -> Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    open::harden(&conn)?;
    conn.deserialize_read_exact(MAIN_DB, whole, whole.len(), false)?;
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY")?;
    Ok(conn)
}

fn copy_capped(name: &str, bytes: &mut dyn Read, path: &Path) -> Result<()> {
    let cannot = |error: std::io::Error| {
        let says = format!("{name} cannot be copied to {}: {}", path.display(), io_says(&error));
        StoreError::new(ErrorKind::Missing, "reading a shared book", path, says)
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(cannot)?;
    let length = std::io::copy(&mut bytes.take(LARGEST + 1), &mut file).map_err(cannot)?;
    if length > LARGEST {
        return Err(StoreError::refused(format!("{name} is larger than 4 GB: share a shorter span of days.")));
    }
    Ok(())
}

fn name_file(name: &str, error: StoreError) -> StoreError {
    let why = match error.kind {
        ErrorKind::Newer => format!(
            "{name} was written by a newer whynow ({}); install that version to merge it. Nothing was merged.",
            error.detail
        ),
        ErrorKind::NotOurs => format!("{name} is not a whynow book: {}. Nothing was merged.", error.detail),
        ErrorKind::Sealed => format!("{name} is sealed with a passphrase: {}. Nothing was merged.", error.detail),
        ErrorKind::Refused => error.detail,
        ErrorKind::Locked
        | ErrorKind::Older
        | ErrorKind::Damaged
        | ErrorKind::Full
        | ErrorKind::ReadOnly
        | ErrorKind::Missing
        | ErrorKind::Sqlite => {
            format!("{name} is damaged or was not made by whynow ({}). Nothing was merged.", error.detail)
        }
    };
    StoreError::refused(why)
}

/// Makes the error for a file that is damaged or was not made by whynow.
pub(super) fn damaged_error(name: &str, error: &rusqlite::Error) -> StoreError {
    StoreError::refused(format!("{name} is damaged or was not made by whynow ({error}). Nothing was merged."))
}

fn writable(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = seal::connect(path, flags)?;
    open::harden(&conn)?;
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY")?;
    Ok(conn)
}

fn reading(path: &Path) -> Result<Connection> {
    let conn = open::unchanged(path)?;
    conn.busy_timeout(Duration::ZERO)?;
    Ok(conn)
}

/// Checks that the file is sound and that its schema is exactly what whynow creates: anything more could run when read.
fn check(conn: &mut Connection, name: &str, version: i32) -> Result<()> {
    let mut steps = 0;
    let patience = move || {
        steps += 1;
        steps > 20_000
    };
    conn.progress_handler(STEPS_AT_ONCE, Some(patience)).map_err(|error| damaged_error(name, &error))?;
    let sound = conn.query_row("PRAGMA quick_check(1)", [], only_value::<String>);
    match sound.map_err(|error| damaged_error(name, &error))?.as_str() {
        "ok" => {}
        fault => {
            return Err(StoreError::refused(format!("{name} is damaged ({}). Nothing was merged.", shorten(fault))));
        }
    }
    if version / 1000 == MAJOR && version <= schema::current() {
        acting_parts(conn, name, version)?;
    }
    if version >= schema::current() {
        let ours = schema::reference(schema::current()).map_err(|error| name_file(name, error))?;
        for table in catalog::bundled() {
            same_columns(conn, &ours, name, table.name)?;
        }
    }
    Ok(())
}

/// Checks that triggers and views are exactly those of that version; in a newer minor version they are allowed, because
/// the file is only read and they never run.
fn acting_parts(conn: &Connection, name: &str, version: i32) -> Result<()> {
    let reference = schema::reference(version).map_err(|error| name_file(name, error))?;
    let sql = "SELECT type || ' ' || name AS part, coalesce(sql, '') AS sql FROM sqlite_schema WHERE type IN ('trigger', 'view')
        OR (type = 'table' AND sql LIKE 'CREATE VIRTUAL%')";
    let parts = |conn: &Connection| -> rusqlite::Result<BTreeSet<(String, String)>> {
        conn.prepare(sql)?.query_map([], |row| Ok((row.get("part")?, row.get("sql")?)))?.collect()
    };
    let known = parts(&reference)?;
    let found = parts(conn).map_err(|error| damaged_error(name, &error))?;
    match found.difference(&known).next() {
        Some((part, _)) => Err(StoreError::refused(format!(
            "{name} holds a {} that whynow does not make. Nothing was merged.",
            shorten(part)
        ))),
        None => Ok(()),
    }
}

fn same_columns(conn: &Connection, ours: &Connection, name: &str, table: &str) -> Result<()> {
    type ColumnInfo = (String, String, i64);
    let sql = "SELECT name, upper(type) AS type, hidden FROM pragma_table_xinfo(?1)";
    let columns = |conn: &Connection| -> rusqlite::Result<Vec<ColumnInfo>> {
        conn.prepare(sql)?
            .query_map([table], |row| Ok((row.get("name")?, row.get("type")?, row.get("hidden")?)))?
            .collect()
    };
    let is_table =
        "SELECT count(*) FROM sqlite_schema WHERE name = ?1 AND type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
    let plain: i64 = conn.query_row(is_table, [table], only_value).map_err(|error| damaged_error(name, &error))?;
    let found = columns(conn).map_err(|error| damaged_error(name, &error))?;
    let missing = columns(ours)?.into_iter().find(|column| !found.contains(column));
    match missing {
        None if plain == 1 => Ok(()),
        None => Err(StoreError::refused(format!("{name} has no table \"{table}\" of whynow's. Nothing was merged."))),
        Some((column, ..)) => Err(StoreError::refused(format!(
            "{name} has no column \"{column}\" of whynow's in its table \"{table}\". Nothing was merged."
        ))),
    }
}

fn check_row_counts(conn: &Connection, name: &str) -> Result<()> {
    for table in catalog::bundled().map(|table| table.name) {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let rows: i64 = conn.query_row(&sql, [], only_value).map_err(|error| damaged_error(name, &error))?;
        if rows > MOST_ROWS {
            let says = format!(
                "{name} has {rows} rows in \"{table}\": more than {MOST_ROWS} are refused. Share a shorter span of days."
            );
            return Err(StoreError::refused(says));
        }
    }
    Ok(())
}

fn shorten(text: &str) -> String {
    crate::store::sanitize::line(text).chars().take(80).collect()
}
