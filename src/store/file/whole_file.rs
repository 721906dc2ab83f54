//! Files of the book's own that are whole on the disk before they bear their name: backups, books put back, salvaged
//! books. Private to their owner.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::side_files::{OF_SQLITE, beside, folder_of};
use crate::fault::io_says;
use crate::store::error::{ErrorKind, Result, StoreError};

/// Creates a new, empty file that only its owner can read.
pub(in crate::store) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Copies a file to a new one that only its owner can read, and waits for the disk.
pub(in crate::store) fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    let copied = || {
        let (mut source, mut copy) = (File::open(from)?, create_private(to)?);
        io::copy(&mut source, &mut copy)?;
        copy.sync_all()
    };
    copied().map_err(|error: io::Error| {
        let kind = if error.kind() == io::ErrorKind::StorageFull { ErrorKind::Full } else { ErrorKind::Refused };
        StoreError::new(kind, "copying a book", to, format!("{} cannot be written: {}", to.display(), io_says(&error)))
    })
}

/// Gives a file a second name. That costs nothing and cannot fail half-way; where a file system has no second names, the
/// bytes are copied.
pub(in crate::store) fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_no_links| copy_whole(from, to).map_err(io::Error::other))
}

/// Replaces a small file, whole or not at all.
pub(in crate::store) fn put_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let half = HalfFile(beside(path, ".part"));
    half.clear();
    create_private(half.path())?.write_all(bytes)?;
    half.put(path)
}

/// An unfinished file beside its place; removed with SQLite's own files when dropped.
pub(in crate::store) struct HalfFile(PathBuf);

impl HalfFile {
    /// Takes this path for the unfinished file. What a killed run left there is not removed.
    pub(in crate::store) fn new(path: PathBuf) -> HalfFile {
        HalfFile(path)
    }

    pub(in crate::store) fn path(&self) -> &Path {
        &self.0
    }

    /// Removes what a killed run left.
    pub(in crate::store) fn clear(&self) {
        for end in OF_SQLITE.into_iter().chain([""]) {
            // It may never have been made.
            fs::remove_file(beside(&self.0, end)).unwrap_or_default();
        }
    }

    /// Puts the file under its final name, in place of an older one. The name never stands for a file that is not whole
    /// on the disk, also after a power cut where the file system can.
    ///
    /// # Errors
    /// When it cannot be moved; then an older file is unchanged.
    pub(in crate::store) fn put(mut self, path: &Path) -> io::Result<()> {
        File::open(&self.0)?.sync_all()?;
        fs::rename(&self.0, path)?;
        // From here on the name may be somebody else's.
        self.0.clear();
        sync_folder(path);
        Ok(())
    }
}

impl Drop for HalfFile {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            self.clear();
        }
    }
}

/// Makes names in the folder of a file last through a power cut, where the file system can.
pub(in crate::store) fn sync_folder(path: &Path) {
    drop(File::open(folder_of(path)).and_then(|folder| folder.sync_all()));
}
