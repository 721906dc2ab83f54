//! A file put in its place whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Writes a file that only this user can read, in place of an older one only when all of it is on disk.
///
/// # Errors
/// As [`Place::begin`] and [`Place::finish`].
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut place = Place::begin(path)?;
    place.write_all(bytes).with_context(|| format!("{} cannot be written", path.display()))?;
    place.finish()
}

/// A file being written beside its place. Dropped before [`Place::finish`], it never was there.
pub(super) struct Place {
    path: PathBuf,
    half: PathBuf,
    file: Option<BufWriter<File>>,
}

impl Place {
    /// Begins a file that only this user can read. A link is not followed: what it points to may be somebody else's.
    ///
    /// # Errors
    /// When it cannot be written, or the place is a link or a folder.
    pub(super) fn begin(path: &Path) -> Result<Place> {
        match fs::symlink_metadata(path) {
            Ok(there) if there.is_symlink() => {
                bail!("{} is a link; name the file itself, so that nothing else is overwritten", path.display())
            }
            Ok(there) if !there.is_file() => bail!("{} is not a file; name one to write to", path.display()),
            Ok(_) | Err(_) => {}
        }
        let half = beside(path);
        // What a program that was killed left behind under this number; a link there is removed, not followed.
        drop(fs::remove_file(&half));
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half);
        let file = opened.with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(Place { path: path.to_owned(), half, file: Some(BufWriter::new(file)) })
    }

    /// Everything is on disk; the file stands in its place.
    ///
    /// # Errors
    /// When it cannot be written; then an older file is as it was.
    pub(super) fn finish(mut self) -> Result<()> {
        let written = self.file.take().ok_or_else(|| io::Error::other("it is closed")).and_then(|file| {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.sync_all()
        });
        written.with_context(|| format!("{} cannot be written", self.path.display()))?;
        fs::rename(&self.half, &self.path).with_context(|| format!("{} cannot be replaced", self.path.display()))
    }
}

impl Write for Place {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_mut().map_or_else(|| Err(io::Error::other("it is closed")), |file| file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // After a rename there is nothing under this name.
        drop(fs::remove_file(&self.half));
    }
}

/// A name of this process's own in the same folder, so that two programs never write into one half.
fn beside(path: &Path) -> PathBuf {
    let mut half = path.as_os_str().to_owned();
    half.push(format!(".{}.part", std::process::id()));
    PathBuf::from(half)
}
