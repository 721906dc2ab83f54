//! The one way to write a file that somebody named: put in its place whole, and never over what must stay.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::fd::AsFd;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};

use super::half_written::{Half, folder_of};
use super::protected::Spared;
use super::standard_streams::is_standard_output;

/// Writes a file as [`AtomicFile::begin`] says, whole or not at all; gives what `fill` gives.
///
/// # Errors
/// As [`AtomicFile::begin`] and [`AtomicFile::finish`], and whatever `fill` says.
pub fn write_to<T>(path: &Path, spared: &Spared, fill: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut place = AtomicFile::begin(path, spared)?;
    let done = fill(&mut place)?;
    place.finish()?;
    Ok(done)
}

/// Writes these bytes as [`write_to`] does.
///
/// # Errors
/// As [`write_to`].
pub(crate) fn put(path: &Path, spared: &Spared, bytes: &[u8]) -> Result<()> {
    write_to(path, spared, |out| out.write_all(bytes).with_context(|| cannot(path)))
}

/// A file written beside its place and then renamed. Dropped before [`AtomicFile::finish`], it leaves nothing behind.
pub struct AtomicFile {
    path: PathBuf,
    /// Nothing where it is written through: a pipe, a device, standard output.
    half: Option<Half>,
    file: BufWriter<File>,
}

impl AtomicFile {
    /// Begins a file that only this user can read. A link is not followed: what it points to may be somebody else's. A
    /// pipe or a device is written through, and `-` is standard output.
    ///
    /// # Errors
    /// When it is one of the files that are spared, a link or a folder, or cannot be written.
    pub fn begin(path: &Path, spared: &Spared) -> Result<AtomicFile> {
        let (half, file) = if is_standard_output(path) {
            spared.refuse_standard_output()?;
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

    /// The unfinished file, for what writes by name; nothing where it is written through.
    pub(in crate::job) fn half(&self) -> Option<&Path> {
        self.half.as_ref().map(Half::path)
    }

    /// Everything is on disk; the file stands in its place.
    ///
    /// # Errors
    /// When it cannot be written; then an older file is as it was.
    pub fn finish(self) -> Result<()> {
        let AtomicFile { path, half, file } = self;
        let written = file.into_inner().map_err(io::IntoInnerError::into_error);
        let file = written.with_context(|| cannot(&path))?;
        let Some(half) = half else { return Ok(()) };
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

/// Whether what is there is written through rather than replaced.
fn is_through(path: &Path) -> Result<bool> {
    let shown = path.display();
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
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

/// Why a file could not be begun, and what to do.
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
