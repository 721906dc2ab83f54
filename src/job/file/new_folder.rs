//! A folder that is written beside its target and renamed once everything in it is on disk.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::half_written::{free_name, sync_folder};
use super::protected::Spared;
use super::standard_streams::is_standard_output;
use crate::store::folder_of;

/// A new folder that only its owner can read. Dropped before [`NewFolder::finish`], it leaves nothing behind.
pub(in crate::job) struct NewFolder {
    path: PathBuf,
    /// The unfinished folder; empty once it was moved.
    half: PathBuf,
}

impl NewFolder {
    /// Starts a folder.
    ///
    /// # Errors
    /// When the path is a protected file, or there is something other than an empty folder, or it cannot be made.
    pub(in crate::job) fn begin(path: &Path, spared: &Spared) -> Result<NewFolder> {
        spared.refuse(path)?;
        check_free_or_empty(path)?;
        let half = free_name(path);
        let made = DirBuilder::new().mode(0o700).create(&half);
        made.with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(NewFolder { path: path.to_owned(), half })
    }

    /// Makes a file in the folder that only its owner can read. Returns it with its path for messages.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(in crate::job) fn file(&self, name: &str) -> Result<(PathBuf, File)> {
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.half.join(name));
        let path = self.path.join(name);
        let file = made.with_context(|| format!("{} cannot be written", path.display()))?;
        Ok((path, file))
    }

    /// Moves the folder to its target. Its files are on disk already.
    ///
    /// # Errors
    /// When it cannot be moved, or when somebody has put something in its place meanwhile.
    pub(in crate::job) fn finish(mut self) -> Result<()> {
        sync_folder(&self.half);
        check_free_or_empty(&self.path)?;
        fs::rename(&self.half, &self.path).with_context(|| format!("{} cannot be made", self.path.display()))?;
        self.half.clear();
        sync_folder(folder_of(&self.path));
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.half.as_os_str().is_empty() {
            // What cannot be removed is private, and says by its name what it is.
            drop(fs::remove_dir_all(&self.half));
        }
    }
}

/// Returns an error unless the path is free or an empty folder.
fn check_free_or_empty(folder: &Path) -> Result<()> {
    let shown = folder.display();
    if is_standard_output(folder) || folder.file_name().is_none() {
        bail!("{shown} cannot be the name of a new folder");
    }
    let Ok(found) = fs::symlink_metadata(folder) else { return Ok(()) };
    if !found.is_dir() {
        bail!("{shown} is there already and is not a folder: name a new one");
    }
    let mut inside = fs::read_dir(folder).with_context(|| format!("{shown} cannot be read"))?;
    if inside.next().is_some() {
        bail!("{shown} is there already and not empty: name a new folder");
    }
    Ok(())
}
