//! Writes files that the user named: whole or not at all, and never over a protected file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::half_written::{Half, folder_of};
use super::protected::Spared;
use super::standard_streams::is_standard_output;

/// Writes a file as [`AtomicFile::begin`] describes, whole or not at all. Returns what `fill` returns.
///
/// # Errors
/// As [`AtomicFile::begin`] and [`AtomicFile::finish`], and what `fill` returns.
pub fn write_to<T>(path: &Path, spared: &Spared, fill: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut place = AtomicFile::begin(path, spared)?;
    let done = fill(&mut place)?;
    place.finish()?;
    Ok(done)
}

/// Writes bytes to a file as [`write_to`] does.
///
/// # Errors
/// As [`write_to`].
pub(crate) fn put(path: &Path, spared: &Spared, bytes: &[u8]) -> Result<()> {
    write_to(path, spared, |out| out.write_all(bytes).with_context(|| cannot(path)))
}

/// A file that is written beside its target and renamed at the end. Dropped before [`AtomicFile::finish`], it leaves
/// nothing behind.
pub struct AtomicFile {
    path: PathBuf,
    /// The unfinished file; `None` for a pipe, a device or standard output, which are written directly.
    half: Option<Half>,
    file: BufWriter<File>,
}

impl AtomicFile {
    /// Starts a file that only this user can read. Symbolic links are refused, because the target may belong to
    /// somebody else. Pipes and devices are written directly, and `-` is standard output.
    ///
    /// # Errors
    /// When the path is a protected file, a link or a folder, or cannot be written.
    pub fn begin(path: &Path, spared: &Spared) -> Result<AtomicFile> {
        let (half, file) = if is_standard_output(path) {
            spared.refuse_standard_output()?;
            // A duplicate: dropping the file must not close the standard output of the program.
            let stream = io::stdout().as_fd().try_clone_to_owned().with_context(|| cannot(path))?;
            (None, File::from(stream))
        } else {
            spared.refuse(path)?;
            if is_through(path)? {
                (None, OpenOptions::new().write(true).open(path).with_context(|| cannot(path))?)
            } else {
                let (half, file) = Half::begun(path).map_err(|error| not_begun(path, error))?;
                (Some(half), file)
            }
        };
        Ok(AtomicFile { path: path.to_owned(), half, file: BufWriter::new(file) })
    }

    /// Returns the path of the unfinished file, for code that writes by name; `None` if the target is written directly.
    pub(in crate::job) fn half(&self) -> Option<&Path> {
        self.half.as_ref().map(Half::path)
    }

    /// Syncs the file and moves it to its target.
    ///
    /// # Errors
    /// When it cannot be written; then an older file is unchanged.
    pub fn finish(self) -> Result<()> {
        let AtomicFile { path, half, file } = self;
        let written = file.into_inner().map_err(io::IntoInnerError::into_error);
        let file = written.with_context(|| cannot(&path))?;
        let Some(half) = half else { return Ok(()) };
        // Before the rename: after a power cut the name must not stand for an empty file.
        file.sync_all().with_context(|| cannot(&path))?;
        half.put(&path).with_context(|| format!("{} cannot be replaced", path.display()))
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

/// Returns true if the target is written directly rather than replaced.
fn is_through(path: &Path) -> Result<bool> {
    let shown = path.display();
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            // Refused at once: the rename would fail only after everything was written.
            if path.file_name().is_none() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
                bail!("\"{shown}\" cannot be the name of a file");
            }
            return Ok(false);
        }
        Err(error) => return Err(error).with_context(|| cannot(path)),
    };
    // /dev/fd/3 is a link to a pipe.
    let kind = fs::metadata(path).map_or(there.file_type(), |found| found.file_type());
    if kind.is_fifo() || kind.is_char_device() {
        return Ok(true);
    }
    if kind.is_dir() {
        bail!("{shown} is a folder: name a file in it");
    }
    if there.is_symlink() {
        bail!("{shown} is a link; name the file itself, so that nothing else is overwritten");
    }
    if !kind.is_file() {
        bail!("{shown} is not a file; name one to write to");
    }
    Ok(false)
}

fn cannot(path: &Path) -> String {
    format!("{} cannot be written", path.display())
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
