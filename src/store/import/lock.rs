//! The import lock of a book: one window imports at a time; the operating system releases the lock when the program
//! dies.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

use crate::fault::io_says;
use crate::store::error::{Result, StoreError};
use crate::store::file::side_files::{IMPORT, beside};

/// The import lock of a book; released when dropped.
pub(crate) struct ImportLock {
    path: PathBuf,
    /// The locked file; closing it releases the lock.
    _file: File,
}

impl ImportLock {
    /// Takes the lock; `None` if another window is importing. A book in memory cannot be open in another window.
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
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(ImportLock { path, _file: file })),
            Err(_held) => Ok(None),
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
