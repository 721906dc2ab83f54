//! Every connection to a file of the book's: keyed where the file is sealed.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use super::header::{PLAIN, Salt};
use super::key::BookKey;
use super::{ABSENT, IS_BUILT_IN};
use crate::store::cells::only_value;
use crate::store::error::{ErrorKind, Result, StoreError};

/// Name of the folder beside a book that holds its backups.
pub(in crate::store) const BACKUPS: &str = "backups";

/// What this process was told: the keys that were typed, and of the books that it has open whether they are sealed.
struct Ring {
    keys: Vec<BookKey>,
    open: Vec<(FileIdentity, Option<Salt>)>,
}

/// Device and number of a file, which the locks of this process are about, and when it was made: numbers are given again.
type FileIdentity = (u64, u64, Option<SystemTime>);

/// One for the whole process, as the locks on a file are: a connection is made on many threads, and none of them must have
/// to be told the key.
static RING: Mutex<Ring> = Mutex::new(Ring { keys: Vec::new(), open: Vec::new() });

fn ring() -> MutexGuard<'static, Ring> {
    RING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a file is sealed: not at all, or with a key.
#[derive(Clone, Default)]
pub struct Sealing(pub(super) Option<BookKey>);

impl std::fmt::Debug for Sealing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Sealing(sealed)" } else { "Sealing(not sealed)" })
    }
}

impl Sealing {
    /// Returns how a file is sealed; one that is not there, or is empty, is not.
    ///
    /// # Errors
    /// When it is sealed, and its passphrase was not typed.
    pub fn read(path: &Path) -> Result<Sealing> {
        // Not even looked at in a build that could do nothing with it: whoever opens a book has looked at it before.
        let salt = if IS_BUILT_IN { salt_of(path) } else { None };
        let Some(salt) = salt else { return Ok(Sealing(None)) };
        let key = ring().keys.iter().find(|key| key.salt() == salt).cloned();
        key.map(|key| Sealing(Some(key))).ok_or_else(|| locked_error(path))
    }

    /// Returns true if the file is sealed.
    pub fn is_sealed(&self) -> bool {
        self.0.is_some()
    }

    /// Opens a file that is sealed so, or is to be: a new one.
    pub(in crate::store) fn connect(&self, path: &Path, flags: OpenFlags) -> Result<Connection> {
        self.give_key(Connection::open_with_flags(path, flags)?)
    }

    /// Opens a file without making anything beside it. Nobody may write to it meanwhile.
    pub(in crate::store) fn connect_immutable(&self, path: &Path, flags: OpenFlags) -> Result<Connection> {
        self.give_key(Connection::open_with_flags(immutable_uri(path), flags | OpenFlags::SQLITE_OPEN_URI)?)
    }

    /// Attaches a new file to a connection, sealed so.
    pub(in crate::store) fn attach(&self, conn: &Connection, path: &Path, name: &str) -> Result<()> {
        let refused = || StoreError::refused(format!("{} is no name that SQLite takes", path.display()));
        let path = path.to_str().ok_or_else(refused)?;
        let key = self.0.as_ref().map(BookKey::spec).unwrap_or_default();
        conn.execute(&format!("ATTACH ?1 AS {name} KEY ?2"), [path, key.as_str()])?;
        Ok(())
    }

    /// The key before anything else is asked: SQLCipher would say on the terminal, across the screen, what it thinks of
    /// another one.
    fn give_key(&self, conn: Connection) -> Result<Connection> {
        if let Some(key) = &self.0 {
            conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
            conn.execute_batch(&format!("PRAGMA key = \"{}\";", key.spec()))?;
        }
        Ok(conn)
    }

    /// Seals a text that is to stand beside the book; `None` if the book is not sealed.
    ///
    /// # Errors
    /// When it cannot be sealed.
    pub fn seal_text(&self, text: &[u8]) -> Option<Result<String>> {
        self.0.as_ref().map(|key| key.seal_text(text))
    }

    /// Returns a text that was sealed for this book.
    pub fn open_text(&self, sealed: &str) -> Option<Vec<u8>> {
        self.0.as_ref()?.open_text(sealed)
    }
}

/// Opens a file, with its key where it is sealed.
pub(in crate::store) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    Sealing::read(path)?.connect(path, flags)
}

/// Opens a file without making anything beside it. Nobody may write to it meanwhile.
pub(in crate::store) fn connect_immutable(path: &Path, flags: OpenFlags) -> Result<Connection> {
    Sealing::read(path)?.connect_immutable(path, flags)
}

/// Returns true if a file says that it is a sealed book; nothing is asked of its pages.
pub fn is_sealed(path: &Path) -> bool {
    Salt::in_file(path).is_some()
}

/// Returns true if a file is a sealed book whose key this process was not told.
pub fn is_locked(path: &Path) -> bool {
    Salt::in_file(path).is_some_and(|salt| !ring().keys.iter().any(|key| key.salt() == salt))
}

/// Returns true if two files are sealed with the same key, or neither is sealed.
pub(in crate::store) fn are_alike(one: &Path, other: &Path) -> bool {
    salt_of(one) == Salt::in_file(other)
}

/// Returns the error of a sealed book whose passphrase was not typed, or cannot be used by this build.
pub(in crate::store) fn locked_error(path: &Path) -> StoreError {
    let why = if IS_BUILT_IN { "its passphrase was not typed here" } else { ABSENT };
    StoreError::new(ErrorKind::Sealed, "", path, why)
}

/// Notes that a book is about to be opened: from here on it is not looked at as a plain file, because closing that would give up
/// the locks that this process holds on it.
pub(in crate::store) fn note_opening(path: &Path) {
    let Some(file) = identity(path).filter(|_| IS_BUILT_IN) else { return };
    let known = ring().open.iter().any(|(other, _)| *other == file);
    if !known {
        let salt = Salt::in_file(path);
        ring().open.push((file, salt));
    }
}

/// Returns a sealed backup beside a book that is none itself, or none any more: then the book was sealed.
pub(in crate::store) fn sealed_backup(book: &Path) -> Option<PathBuf> {
    let name = format!("{}-", book.file_name().unwrap_or_default().to_string_lossy());
    let entries = fs::read_dir(book.with_file_name(BACKUPS)).ok()?.flatten();
    let of_book = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name));
    of_book.map(|entry| entry.path()).filter(|path| is_sealed(path)).max()
}

/// Returns the file whose passphrase is needed before a book can be worked with: the book itself, or the latest backup of
/// one that is torn or gone. `None` if none is.
pub fn to_unlock(book: &Path) -> Option<PathBuf> {
    if is_sealed(book) {
        return is_locked(book).then(|| book.to_owned());
    }
    let mut head = Vec::with_capacity(PLAIN.len());
    let read = File::open(book).and_then(|file| file.take(PLAIN.len() as u64).read_to_end(&mut head));
    let is_plain = read.is_ok() && head == PLAIN;
    sealed_backup(book).filter(|backup| !is_plain && is_locked(backup))
}

/// Returns the bytes of a page. SQLCipher answers for a sealed book in text.
pub(in crate::store) fn page_size(conn: &Connection) -> Result<i64> {
    Ok(match conn.query_row("PRAGMA page_size", [], only_value)? {
        Value::Integer(bytes) => bytes,
        Value::Text(bytes) => bytes.parse().unwrap_or(0),
        Value::Null | Value::Real(_) | Value::Blob(_) => 0,
    })
}

pub(super) fn keep(key: BookKey) {
    let mut ring = ring();
    ring.keys.retain(|known| known.salt() != key.salt());
    ring.keys.push(key);
}

fn salt_of(path: &Path) -> Option<Salt> {
    let known =
        identity(path).and_then(|file| ring().open.iter().find(|(other, _)| *other == file).map(|(_, salt)| *salt));
    known.unwrap_or_else(|| Salt::in_file(path))
}

fn identity(path: &Path) -> Option<FileIdentity> {
    let found = path.metadata().ok().filter(fs::Metadata::is_file)?;
    Some((found.dev(), found.ino(), found.created().ok()))
}

fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}
