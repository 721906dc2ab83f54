//! Sends a backup somewhere else, locked with a passphrase if one is given, and takes a locked one back.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::bundle;
use super::bundle::BundleKind;
use super::bundle_lock;
use super::bundle_lock::Passphrase;
use super::file::half_written::Half;
use crate::domain::progress::roughly;
use crate::store::Backup;

/// Bytes of a book that are copied and checked in a second.
const COPIED: u64 = 60_000_000;
/// Shortest time, in seconds, that is told.
const NOTICED: u64 = 3;

/// Says that a backup of a book is made first, and about how long that takes; `None` if nobody would notice.
pub fn says_first(book: &Path) -> Option<String> {
    let seconds = fs::metadata(book).ok()?.len() / COPIED;
    (seconds >= NOTICED).then(|| format!("A backup of the book is made first: that takes {}.", roughly(seconds)))
}

/// Writes a copy of a backup into a folder: whole, on the disk, under its own name and readable by its owner alone.
/// What is locked is never written there unlocked. Returns the path of the copy.
///
/// # Errors
/// When the folder is missing, cannot be written, or holds a file of that name already.
pub fn send_to(backup: &Backup, folder: &Path, passphrase: Option<&Passphrase>) -> Result<PathBuf> {
    if !folder.is_dir() {
        bail!("There is no folder {}: make it first, or name another", folder.display());
    }
    let mut name = backup.path.file_name().unwrap_or_default().to_owned();
    if passphrase.is_some() {
        name.push(".age");
    }
    let path = folder.join(name);
    if path.symlink_metadata().is_ok() {
        bail!("{} is there already: this backup was sent there before", path.display());
    }
    let cannot = || format!("{} cannot be written", path.display());
    let (half, mut file) = Half::begun(&path).with_context(cannot)?;
    let mut whole = File::open(&backup.path).with_context(|| format!("{} cannot be read", backup.path.display()))?;
    match passphrase {
        Some(passphrase) => bundle_lock::lock(&mut whole, &mut file, passphrase).with_context(cannot)?,
        None => io::copy(&mut whole, &mut file).map(drop).with_context(cannot)?,
    }
    file.sync_all().with_context(cannot)?;
    half.put(&path).with_context(cannot)?;
    Ok(path)
}

/// A backup that was unlocked into a private file, which is removed when this is dropped.
pub struct UnlockedBackup(Half);

impl UnlockedBackup {
    /// Returns the path of the unlocked file.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// Unlocks a backup beside the book that it is to replace; `None` if the file is not locked.
///
/// # Errors
/// When it is locked and there is no passphrase, or another one, or when there is no room.
pub fn unlock_beside(book: &Path, file: &Path, passphrase: Option<&Passphrase>) -> Result<Option<UnlockedBackup>> {
    if bundle::sort(file) != BundleKind::Locked {
        return Ok(None);
    }
    let shown = file.display();
    let Some(passphrase) = passphrase else {
        bundle_lock::needed()?;
        bail!("{shown} is locked with a passphrase: say --ask, or name a file that holds it with --passphrase-file");
    };
    let locked = fs::File::open(file).with_context(|| format!("{shown} cannot be read"))?;
    let mut bytes = bundle_lock::unlock(locked, passphrase).with_context(|| format!("{shown} cannot be unlocked"))?;
    let (half, mut open) = Half::begun(book).with_context(|| format!("{} cannot be written beside", book.display()))?;
    io::copy(&mut bytes, &mut open).with_context(|| format!("{shown} cannot be unlocked"))?;
    open.sync_all()?;
    Ok(Some(UnlockedBackup(half)))
}
