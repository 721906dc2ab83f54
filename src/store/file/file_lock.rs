//! Locks of whole files between windows; the system gives them up when a program ends, however it ends.

use std::fs::File;
use std::io;
use std::path::Path;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

/// What came of asking for a lock.
pub(in crate::store) enum FileLock {
    /// It is held until this is dropped.
    Held(#[expect(dead_code, reason = "closing the file gives up the lock")] File),
    /// Another window holds it.
    Elsewhere,
    /// The file system has no locks.
    Unsupported,
}

impl FileLock {
    /// Asks for the lock of an open file or folder.
    ///
    /// # Errors
    /// When the system cannot say whether it is free.
    pub(in crate::store) fn ask(file: File, how: FlockOperation) -> io::Result<FileLock> {
        loop {
            return match flock(&file, how) {
                Ok(()) => Ok(FileLock::Held(file)),
                Err(Errno::INTR) => continue,
                Err(Errno::WOULDBLOCK) => Ok(FileLock::Elsewhere),
                Err(Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP | Errno::INVAL) => Ok(FileLock::Unsupported),
                Err(error) => Err(error.into()),
            };
        }
    }
}

/// Returns false if the file system of a folder has no locks; windows on a book there do not know of each other's backups
/// and imports.
pub fn keeps_locks(folder: &Path) -> bool {
    let asked = File::open(folder).and_then(|folder| FileLock::ask(folder, FlockOperation::NonBlockingLockShared));
    !matches!(asked, Ok(FileLock::Unsupported))
}
