//! Errors of the store, one sentence each.

use std::path::{Path, PathBuf};

use rusqlite::ffi;

/// Kinds of errors that callers tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// Another program holds the write lock.
    Locked,
    /// A newer whynow wrote the book.
    Newer,
    /// An older whynow wrote the book, and it is not writable, so it cannot be upgraded.
    Older,
    /// The file is damaged and cannot be read correctly.
    Damaged,
    /// The disk is full.
    Full,
    /// The book can be read, but not written.
    ReadOnly,
    /// The file exists but is not a book.
    NotOurs,
    /// The book is sealed, and its passphrase was not typed, or this build cannot use it.
    Sealed,
    /// There is no such file, or no such row.
    Missing,
    /// The value is not accepted; the text says why.
    Refused,
    /// Any other error reported by SQLite.
    Sqlite,
}

/// An error of the book: its kind, what the program was doing, which file, and SQLite's own message if there is one.
#[derive(Debug)]
pub struct StoreError {
    /// Kind of the error.
    pub kind: ErrorKind,
    /// What the program was doing: "logging the call".
    pub doing: String,
    /// Path of the book.
    pub path: PathBuf,
    /// Further details; empty if there are none.
    pub detail: String,
    source: Option<Box<rusqlite::Error>>,
}

/// Result of the store's functions.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    pub(super) fn new(kind: ErrorKind, doing: &str, path: &Path, detail: impl Into<String>) -> StoreError {
        StoreError { kind, doing: doing.to_owned(), path: path.to_owned(), detail: detail.into(), source: None }
    }

    /// Makes an error for a value that is not accepted, with the sentence shown to the rep.
    pub fn refused(says: impl Into<String>) -> StoreError {
        StoreError::new(ErrorKind::Refused, "", Path::new(""), says)
    }

    /// Returns true if the disk, not what was asked of it, is at fault.
    pub(super) fn is_io(&self) -> bool {
        // What the disk reports has words of our own in the place of its source.
        self.kind == ErrorKind::Sqlite && self.source.is_none()
    }

    /// Adds what was being done and to which file, if the error does not say so yet.
    pub(super) fn during(mut self, doing: &str, path: &Path) -> StoreError {
        if self.doing.is_empty() {
            doing.clone_into(&mut self.doing);
        }
        if self.path.as_os_str().is_empty() {
            path.clone_into(&mut self.path);
        }
        self
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let (kind, words) = (kind_of(&error), words_of(&error));
        // SQLite's words for a disk that is full or failed tell nobody anything.
        let detail = match words {
            Some(words) => words.to_owned(),
            None if kind == ErrorKind::Full => String::new(),
            // SQLite says so too of a page that the disk refuses to read.
            None if is_corrupt(&error) => "a page of it does not hold, or the disk cannot read it".to_owned(),
            None => error.to_string(),
        };
        let known = words.is_some() || kind == ErrorKind::Full || is_corrupt(&error);
        let source = (!known).then(|| Box::new(error));
        StoreError { kind, doing: String::new(), path: PathBuf::new(), detail, source }
    }
}

fn is_corrupt(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _) if failure.code == rusqlite::ErrorCode::DatabaseCorrupt)
}

/// Says what the disk did not do, and what helps; `None` for what is no fault of the disk.
fn words_of(error: &rusqlite::Error) -> Option<&'static str> {
    let rusqlite::Error::SqliteFailure(failure, _) = error else { return None };
    if failure.code != rusqlite::ErrorCode::SystemIoFailure {
        return None;
    }
    Some(match failure.extended_code {
        ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS => {
            "the disk cannot be read there; copy the file to another disk while it can be, and run `whynow verify`"
        }
        ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_TRUNCATE => {
            "the disk does not take more, by a limit of this user or by a fault; see to the limit, or copy the file to \
             another disk, and try again"
        }
        ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC | ffi::SQLITE_IOERR_CLOSE => {
            "the disk does not say that it has what was written; copy the file to another disk"
        }
        ffi::SQLITE_IOERR_LOCK
        | ffi::SQLITE_IOERR_UNLOCK
        | ffi::SQLITE_IOERR_RDLOCK
        | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK
        | ffi::SQLITE_IOERR_SHMLOCK
        | ffi::SQLITE_IOERR_SHMOPEN => {
            "this disk lets no two programs share a file, as network drives do; copy the file to a disk of this computer"
        }
        _other => "the disk reports a fault; copy the file to another disk, and try again",
    })
}

/// What SQLite reports as a fault of the disk where it is full: the file of the write-ahead log's index could not be made
/// longer, or could not be given its pages.
const NO_ROOM: [i32; 2] = [ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP];

fn kind_of(error: &rusqlite::Error) -> ErrorKind {
    use rusqlite::ErrorCode;
    match error {
        rusqlite::Error::SqliteFailure(failure, _) if NO_ROOM.contains(&failure.extended_code) => ErrorKind::Full,
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ErrorKind::Locked,
            ErrorCode::DatabaseCorrupt => ErrorKind::Damaged,
            ErrorCode::NotADatabase => ErrorKind::NotOurs,
            ErrorCode::DiskFull => ErrorKind::Full,
            ErrorCode::ReadOnly => ErrorKind::ReadOnly,
            ErrorCode::CannotOpen => ErrorKind::Missing,
            _ => ErrorKind::Sqlite,
        },
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::Utf8Error(..) => ErrorKind::Damaged,
        rusqlite::Error::QueryReturnedNoRows => ErrorKind::Missing,
        _ => ErrorKind::Sqlite,
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (named, doing, detail) = (self.path.display().to_string(), &self.doing, &self.detail);
        let file = if named.is_empty() { "the book" } else { &named };
        let doing = if doing.is_empty() { "reading" } else { doing };
        match self.kind {
            ErrorKind::Locked => {
                write!(f, "{doing}: {file} is locked by another program; close it there, or try again in a moment")
            }
            ErrorKind::Newer => {
                write!(f, "{file} was written by a newer whynow ({detail}); install that version to open it")
            }
            ErrorKind::Older => write!(
                f,
                "{doing}: {file} is of an older format; open it once where it may be written, and it is brought up to date"
            ),
            ErrorKind::Damaged => write!(
                f,
                "{doing}: {file} is damaged ({detail}); keep the file. `whynow salvage` reads what can still be read"
            ),
            ErrorKind::Full if detail.is_empty() => {
                write!(
                    f,
                    "{doing}: nothing of it is saved, the disk with {file} is full; free 2 MB there and try again"
                )
            }
            ErrorKind::Full => {
                write!(f, "{doing}: the disk with {file} has no room: {detail}; free some space and try again")
            }
            ErrorKind::ReadOnly => {
                write!(f, "{doing}: {file} may be read but not written; check its permissions and those of its folder")
            }
            ErrorKind::NotOurs => write!(f, "{file} is not a whynow book: {detail}; name another file with --book"),
            ErrorKind::Sealed => write!(f, "{file} is sealed with a passphrase: {detail}"),
            ErrorKind::Missing => write!(f, "{doing}: {detail}"),
            ErrorKind::Refused => write!(f, "{detail}"),
            ErrorKind::Sqlite => write!(f, "{doing}: {file}: {detail}"),
        }
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|error| error as &(dyn std::error::Error + 'static))
    }
}
