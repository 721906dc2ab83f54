//! The import lock of a book: one window imports at a time; the operating system releases the lock when the program
//! dies.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::FlockOperation;

use crate::fault::io_says;
use crate::store::error::{Result, StoreError};
use crate::store::file::file_lock::FileLock;
use crate::store::file::side_files::{IMPORT, beside};

/// The import lock of a book; released when dropped.
pub(crate) struct ImportLock {
    path: PathBuf,
    /// Dropping it releases the lock.
    _lock: FileLock,
}

impl ImportLock {
    /// Takes the lock; `None` if another window is importing. A book in memory cannot be open in another window.
    ///
    /// # Errors
    /// When the file cannot be made, or the file system has no locks: then nobody could tell an import under way from
    /// one that was cut off, and would take it back.
    pub(in crate::store) fn take(book: &Path) -> Result<Option<ImportLock>> {
        let path = beside(book, IMPORT);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
        }
        let file = options
            .open(&path)
            .map_err(|error| StoreError::refused(format!("{}: {}", path.display(), io_says(&error))))?;
        let cannot = |error: io::Error| StoreError::refused(format!("{}: {}", path.display(), io_says(&error)));
        match FileLock::ask(file, FlockOperation::NonBlockingLockExclusive).map_err(cannot)? {
            lock @ FileLock::Held(_) => Ok(Some(ImportLock { path, _lock: lock })),
            FileLock::Elsewhere => Ok(None),
            FileLock::Unsupported => Err(StoreError::refused(format!(
                "{} lies on a drive that keeps no locks, as some network drives do: an import there could not be told from one \
                    that was cut off; move the book to a disk of this computer",
                book.display()
            ))),
        }
    }
}

impl Drop for ImportLock {
    fn drop(&mut self) {
        // Removed while it is held: who waits for the old file takes a lock that nobody else asks for, and finds the
        // import's row gone.
        std::fs::remove_file(&self.path).unwrap_or_default();
    }
}

/// Returns true if the book is a file, so that other windows may have it open.
pub(super) fn is_shared(book: &Path) -> bool {
    book.as_os_str() != ":memory:"
}
