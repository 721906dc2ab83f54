//! Writes files that the user named: whole or not at all, and only where the permit allows it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::half_written::Half;
use super::mark;
use super::permit::{WritePermit, WriteTarget, cannot};
use crate::store::folder_of;

/// Writes a file as [`AtomicFile::begin`] describes, whole or not at all. Returns what `fill` returns.
///
/// # Errors
/// As [`AtomicFile::begin`] and [`AtomicFile::finish`], and what `fill` returns.
pub fn write_to<T>(path: &Path, permit: &WritePermit, fill: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut place = AtomicFile::begin(path, permit)?;
    let done = fill(&mut place)?;
    place.finish()?;
    Ok(done)
}

/// Writes bytes to a file as [`write_to`] does.
///
/// # Errors
/// As [`write_to`].
pub(crate) fn put(path: &Path, permit: &WritePermit, bytes: &[u8]) -> Result<()> {
    write_to(path, permit, |out| out.write_all(bytes).with_context(|| cannot(path)))
}

/// A file that is written beside its target and renamed at the end. Dropped before [`AtomicFile::finish`], it leaves
/// nothing behind.
pub struct AtomicFile {
    path: PathBuf,
    permit: WritePermit,
    /// The unfinished file; `None` for a pipe, a device or standard output, which are written directly.
    half: Option<Half>,
    file: BufWriter<File>,
}

impl AtomicFile {
    /// Starts a file that only this user can read. Pipes and devices are written directly, and `-` is standard output.
    ///
    /// # Errors
    /// As [`WritePermit::check`], or when the file cannot be written.
    pub fn begin(path: &Path, permit: &WritePermit) -> Result<AtomicFile> {
        let (half, file) = match permit.target(path)? {
            WriteTarget::Stream => {
                // A duplicate: dropping the file must not close the standard output of the program.
                let stream = io::stdout().as_fd().try_clone_to_owned().with_context(|| cannot(path))?;
                (None, File::from(stream))
            }
            WriteTarget::Through => (None, OpenOptions::new().write(true).open(path).with_context(|| cannot(path))?),
            WriteTarget::Old | WriteTarget::New => {
                let (half, file) = Half::begun(path).map_err(|error| not_begun(path, error))?;
                (Some(half), file)
            }
        };
        Ok(AtomicFile { path: path.to_owned(), permit: permit.clone(), half, file: BufWriter::new(file) })
    }

    /// Returns the path of the unfinished file, for code that writes by name; `None` if the target is written directly.
    pub(in crate::job) fn half(&self) -> Option<&Path> {
        self.half.as_ref().map(Half::path)
    }

    /// Syncs the file and moves it to its target.
    ///
    /// # Errors
    /// When it cannot be written, or when somebody has put a file in its place meanwhile; then an older file is
    /// unchanged.
    pub fn finish(self) -> Result<()> {
        let AtomicFile { path, permit, half, file } = self;
        let written = file.into_inner().map_err(io::IntoInnerError::into_error);
        let file = written.with_context(|| cannot(&path))?;
        let Some(half) = half else { return Ok(()) };
        // Before the rename: after a power cut the name must not stand for an empty file.
        file.sync_all().with_context(|| cannot(&path))?;
        mark::mark(&file, permit.command());
        let moved = match permit.target(&path)? {
            WriteTarget::Old => half.put(&path),
            WriteTarget::New => half.put_new(&path),
            WriteTarget::Stream | WriteTarget::Through => {
                bail!("{} was made meanwhile: name another file", path.display())
            }
        };
        moved.with_context(|| format!("{} cannot be replaced", path.display()))
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Makes the error for a file that could not be started, which says why and what to do.
fn not_begun(path: &Path, error: io::Error) -> anyhow::Error {
    let (cannot, folder) = (cannot(path), folder_of(path));
    let shown = folder.display();
    match error.kind() {
        io::ErrorKind::NotFound if !folder.exists() => anyhow!("{cannot}: there is no folder {shown}; make it first"),
        io::ErrorKind::NotADirectory => anyhow!("{cannot}: {shown} is not a folder"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            anyhow!("{cannot}: you may not write into the folder {shown}; name another")
        }
        _other => anyhow::Error::from(error).context(cannot),
    }
}
