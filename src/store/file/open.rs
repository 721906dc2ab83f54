//! Opens a book: checks the file, decides who may write, and configures SQLite.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind as IoKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::schema::{self, APPLICATION_ID};
use super::side_files::beside;
use crate::clock::Clock;
use crate::fault::io_says;
use crate::store::cells::only_value;
use crate::store::derive;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::seal::{self, Sealing};
use crate::store::{Mode, Store, reserve};

pub(crate) const OPENING: &str = "opening the book";

/// Length of the header of a SQLite file, in bytes.
pub(in crate::store) const HEADER: usize = 100;

/// Pragmas of every connection; the busy timeout comes first, because the later ones may have to wait for a lock.
const SETUP: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA secure_delete = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -4000;
    PRAGMA wal_autocheckpoint = 100;
    PRAGMA journal_size_limit = 1048576;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
";
pub(crate) const SETUP_READING: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -4000;
    PRAGMA query_only = ON;
";

impl Store {
    /// Creates a new, empty book and its folder. An existing file is left untouched.
    ///
    /// # Errors
    /// When a file exists at the path, or the folder or file cannot be made.
    pub fn create(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        make_file(path)?;
        seal::note_opening(path);
        let conn = writable(path).map_err(|error| error.during("making the book", path))?;
        schema::build(&conn, clock.as_ref()).map_err(|error| error.during("making the book", path))?;
        Ok(over(conn, path, clock, Mode::Writable))
    }

    /// Opens a book read-only.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_read_only(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        inspect(path)?;
        readable(path, clock, "it was opened for reading only")
    }

    /// Makes a book in memory; it is lost when the store is dropped.
    ///
    /// # Errors
    /// When memory runs out.
    pub fn in_memory(clock: Arc<dyn Clock>) -> Result<Store> {
        let path = PathBuf::from(":memory:");
        let conn = Connection::open_in_memory()?;
        harden(&conn)?;
        conn.execute_batch(SETUP)?;
        schema::build(&conn, clock.as_ref()).map_err(|error| error.during("making the book", &path))?;
        Ok(over(conn, &path, clock, Mode::Writable))
    }
}

/// Opens a book as [`Store::open`] does, without rolling back an interrupted import.
pub(crate) fn existing(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
    inspect(path)?;
    seal::note_opening(path);
    let open = || writable(path).and_then(|conn| schema::upgrade(&conn, clock.as_ref()).map(|()| conn));
    let opened = match open() {
        Err(error) if error.kind == ErrorKind::Full && reserve::give(path) => open(),
        opened => opened,
    };
    match opened {
        Ok(conn) => Ok(over(conn, path, clock, Mode::Writable)),
        Err(error) if matches!(error.kind, ErrorKind::ReadOnly | ErrorKind::Missing) => {
            readable(path, clock, "the file or its folder may not be written")
        }
        Err(error) if error.kind == ErrorKind::Full => readable_without_room(path, clock),
        Err(error) => Err(error.during(OPENING, path)),
    }
}

/// Opens the book for reading on a disk without room for the files that windows share: for this window alone, which keeps
/// the index of the write-ahead log in memory.
fn readable_without_room(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let open = || -> Result<Connection> {
        let conn = seal::connect(path, flags)?;
        harden(&conn)?;
        // Before the first look at the file: from then on it is too late.
        conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE;")?;
        conn.execute_batch(SETUP_READING)?;
        check_version(&conn, path)?;
        Ok(conn)
    };
    let conn = open().map_err(|error| error.during(OPENING, path))?;
    if schema::is_older(&conn)? {
        return Err(StoreError::new(ErrorKind::Full, OPENING, path, ""));
    }
    Ok(over(conn, path, clock, Mode::ReadOnly(reserve::FULL.to_owned())))
}

/// Makes a store over an open connection whose writes recompute derived values.
pub(in crate::store) fn over(conn: Connection, path: &Path, clock: Arc<dyn Clock>, mode: Mode) -> Store {
    Store::over(conn, path, clock, mode, derive::settle)
}

/// Checks the file's header without SQLite, so that a file that is not a book, or too new, stays unchanged to the byte.
/// Returns its version.
pub(crate) fn inspect(path: &Path) -> Result<i32> {
    inspect_head(path, &head_of(path)?)
}

/// Returns true if a file's header says that it is a book of a version that can be read, or a sealed book, whose version
/// only its key can read.
pub(crate) fn is_ours(path: &Path) -> bool {
    head_of(path).is_ok_and(|head| seal::is_sealed_head(&head) || inspect_head(path, &head).is_ok())
}

fn head_of(path: &Path) -> Result<Vec<u8>> {
    let fail = |kind, detail: String| Err(StoreError::new(kind, OPENING, path, detail));
    let mut head = Vec::with_capacity(HEADER);
    let read = match File::open(path) {
        Ok(_) if path.is_dir() => return fail(ErrorKind::NotOurs, "it is a folder".to_owned()),
        Ok(file) => file.take(HEADER as u64).read_to_end(&mut head),
        Err(error) if error.kind() == IoKind::NotFound => return fail(ErrorKind::Missing, missing(path)),
        Err(error) => {
            return fail(ErrorKind::Missing, format!("{} cannot be read: {}", path.display(), io_says(&error)));
        }
    };
    match read {
        Ok(_) => Ok(head),
        Err(error) => fail(ErrorKind::Missing, format!("{} cannot be read: {}", path.display(), io_says(&error))),
    }
}

/// Checks the header of a book that stands in a file or in memory, as [`inspect`] does. Returns its version.
pub(crate) fn inspect_head(path: &Path, head: &[u8]) -> Result<i32> {
    let fail = |kind, detail: String| Err(StoreError::new(kind, OPENING, path, detail));
    if head.is_empty() {
        return fail(ErrorKind::NotOurs, "it is empty (0 bytes)".to_owned());
    }
    if seal::is_sealed_head(head) {
        return inspect_sealed(path);
    }
    let Some(application) = application_of(head) else {
        if seal::sealed_backup(path).is_some() {
            let says = "its first page is torn: its backups are sealed books, and this is none any more";
            return fail(ErrorKind::Damaged, says.to_owned());
        }
        return fail(ErrorKind::NotOurs, "it is a file of another kind".to_owned());
    };
    let version = big_endian(head, 60);
    check_identity(path, application, version).map(|()| version)
}

/// Checks a sealed book's version, which only its key can read. Returns it.
fn inspect_sealed(path: &Path) -> Result<i32> {
    if !seal::IS_BUILT_IN {
        return Err(seal::locked_error(path).during(OPENING, path));
    }
    let look = || -> Result<(i32, i32)> {
        let conn = seal::connect_immutable(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        let application = conn.query_row("PRAGMA application_id", [], only_value)?;
        Ok((application, conn.query_row("PRAGMA user_version", [], only_value)?))
    };
    let (application, version) = look().map_err(|error| torn_if_sealed(path, error).during(OPENING, path))?;
    check_identity(path, application, version).map(|()| version)
}

/// Tells damage for what it is: to a key that is known to be right SQLite says of a torn first page what it says of a file
/// of another kind, and of another torn page what it says of a wrong statement.
fn torn_if_sealed(path: &Path, error: StoreError) -> StoreError {
    if matches!(error.kind, ErrorKind::NotOurs | ErrorKind::Sqlite) && seal::is_sealed(path) {
        return StoreError::new(ErrorKind::Damaged, OPENING, path, "a page of it has changed since it was sealed");
    }
    error
}

/// Returns the `application_id` from the header of a SQLite file; `None` for a file of another kind.
pub(super) fn application_of(head: &[u8]) -> Option<i32> {
    (head.starts_with(b"SQLite format 3\0") && head.len() >= HEADER).then(|| big_endian(head, 68))
}

fn check_identity(path: &Path, application: i32, version: i32) -> Result<()> {
    if application != APPLICATION_ID {
        return Err(StoreError::new(ErrorKind::NotOurs, OPENING, path, "it is a database of another program"));
    }
    if version / 1000 > schema::MAJOR {
        let detail = format!("format {}.{}, this one reads {}", version / 1000, version % 1000, schema::MAJOR);
        return Err(StoreError::new(ErrorKind::Newer, OPENING, path, detail));
    }
    Ok(())
}

fn missing(path: &Path) -> String {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        Some(folder) => format!("there is no folder {} for the book; make it, or name another", folder.display()),
        None => format!("there is no book at {}", path.display()),
    }
}

fn big_endian(bytes: &[u8], at: usize) -> i32 {
    let mut four = [0; 4];
    if let Some(found) = bytes.get(at..at + 4) {
        four.copy_from_slice(found);
    }
    i32::from_be_bytes(four)
}

/// Opens a book for writing.
pub(crate) fn writable(path: &Path) -> Result<Connection> {
    writable_as(path, &Sealing::read(path)?)
}

/// Opens a book for writing that is sealed so, or a new file that is to be.
pub(in crate::store) fn writable_as(path: &Path, sealing: &Sealing) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut conn = sealing.connect(path, flags)?;
    if conn.is_readonly("main")? {
        return Err(StoreError::new(ErrorKind::ReadOnly, OPENING, path, ""));
    }
    harden(&conn)?;
    conn.execute_batch(SETUP)?;
    conn.busy_handler(Some(wait_for_the_pen))?;
    check_version(&conn, path)?;
    Ok(conn)
}

/// Busy handler that retries every 3 ms for 5 seconds: a long import releases the write lock only for moments.
fn wait_for_the_pen(looks: i32) -> bool {
    const BETWEEN: std::time::Duration = std::time::Duration::from_millis(3);
    const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
    std::thread::sleep(BETWEEN);
    BETWEEN * u32::try_from(looks).unwrap_or(u32::MAX) < PATIENCE
}

/// Opens the book for reading: with SQLite's side files if they can be created, otherwise the bare file as immutable.
fn readable(path: &Path, clock: Arc<dyn Clock>, why: &str) -> Result<Store> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let attempt = seal::connect(path, flags).and_then(|conn| {
        harden(&conn)?;
        conn.execute_batch(SETUP_READING)?;
        check_version(&conn, path)?;
        Ok(conn)
    });
    let conn = match attempt {
        Ok(conn) => conn,
        Err(error) if matches!(error.kind, ErrorKind::ReadOnly | ErrorKind::Missing) && !has_log(path) => {
            let conn = seal::connect_immutable(path, flags)?;
            harden(&conn)?;
            conn.execute_batch(SETUP_READING)?;
            check_version(&conn, path)?;
            conn
        }
        Err(error) => return Err(error.during(OPENING, path)),
    };
    if schema::is_older(&conn)? {
        return Err(StoreError::new(ErrorKind::Older, OPENING, path, ""));
    }
    Ok(over(conn, path, clock, Mode::ReadOnly(why.to_owned())))
}

/// Checks the version again through SQLite: the write-ahead log may hold a newer one than the file's header.
fn check_version(conn: &Connection, path: &Path) -> Result<()> {
    let version = conn.query_row("PRAGMA user_version", [], only_value);
    let version = version.map_err(|error| StoreError::from(error).during(OPENING, path))?;
    check_identity(path, APPLICATION_ID, version)
}

fn has_log(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|found| found.len() > 0)
}

/// Opens a file for reading that nobody writes to meanwhile; nothing is made or changed beside it.
pub(crate) fn unchanged(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let conn = seal::connect_immutable(path, flags)?;
    harden(&conn)?;
    conn.execute_batch(SETUP_READING)?;
    Ok(conn)
}

/// Restricts a connection to a file that somebody sent.
pub(crate) fn harden(conn: &Connection) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // Without it every new value bound to a query that a partial index could serve plans that query anew: 5 to 20 times
    // the cost of running it.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LENGTH, 1 << 20)?;
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    conn.set_limit(Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256)?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// Creates the file with owner-only permissions before SQLite opens it: SQLite would make it readable by everybody, and
/// its side files inherit the mode.
pub(crate) fn make_file(path: &Path) -> Result<()> {
    let fail = |error: std::io::Error| {
        let kind = match error.kind() {
            IoKind::PermissionDenied | IoKind::ReadOnlyFilesystem => ErrorKind::ReadOnly,
            IoKind::StorageFull => ErrorKind::Full,
            IoKind::AlreadyExists => ErrorKind::Refused,
            _ => ErrorKind::Missing,
        };
        let detail = match kind {
            ErrorKind::Refused => format!("{} exists already; open it, or name another file", path.display()),
            _ => format!("{}: {}", path.display(), io_says(&error)),
        };
        StoreError::new(kind, "making the book", path, detail)
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(fail)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        // What a run that was cut off while making a book leaves behind.
        Err(error) if error.kind() == IoKind::AlreadyExists && is_empty_file(path) => Ok(()),
        other => other.map(drop).map_err(fail),
    }
}

fn is_empty_file(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;

    #[test]
    fn a_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("book.db");
        let synchronous =
            |store: &Store| -> i64 { store.conn.pragma_query_value(None, "synchronous", only_value).unwrap() };
        let made = Store::create(&path, Arc::new(SystemClock)).unwrap();
        assert_eq!(synchronous(&made), 2, "2 is FULL");
        drop(made);
        let opened = Store::open(&path, Arc::new(SystemClock)).unwrap();
        assert_eq!(synchronous(&opened), 2, "2 is FULL");
    }
}
