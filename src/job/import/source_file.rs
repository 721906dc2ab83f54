//! The source file of an import: its name, and how much of it was read.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result, bail};

use crate::domain::progress::JobProgress;
use crate::job::file::standard_streams::is_stdin;

/// Returns what a file is called in messages.
pub(super) fn name_of(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    crate::domain::text::clean_line(&name, 120)
}

/// Counts the bytes read of a file, and knows its length.
pub(crate) struct Meter {
    pub(crate) read: Rc<Cell<u64>>,
    pub(crate) length: u64,
}

impl Meter {
    /// Returns the progress after this many rows.
    pub(in crate::job) fn pace(&self, rows: u64) -> JobProgress {
        JobProgress { rows, bytes: self.read.get(), of_bytes: self.length, millis: 0 }
    }
}

pub(crate) struct MeteredReader {
    inner: Box<dyn Read>,
    read: Rc<Cell<u64>>,
}

impl Read for MeteredReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

/// Opens a regular file; an error for pipes, devices and folders.
pub(crate) fn regular(path: &Path) -> Result<File> {
    let cannot = || format!("{} cannot be read", path.display());
    // A pipe would be waited for: so it is looked at first.
    let found = fs::metadata(path).with_context(cannot)?;
    if !found.is_file() {
        bail!("{} cannot be read: it is not a file", path.display());
    }
    File::open(path).with_context(cannot)
}

/// Makes the error for a file that could not be opened, which says why and what to do.
fn open_error(shown: &str, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::NotFound => anyhow::anyhow!("There is no file {shown}; check the name and the folder"),
        io::ErrorKind::PermissionDenied => anyhow::anyhow!("{shown} may not be read; check its permissions"),
        _other => anyhow::anyhow!("{shown} could not be opened: {error}"),
    }
}

pub(super) fn open(path: &Path) -> anyhow::Result<(MeteredReader, Meter)> {
    let shown = crate::domain::text::clean_line(&path.to_string_lossy(), 400);
    let (inner, length): (Box<dyn Read>, u64) = if is_stdin(path) {
        (Box::new(io::stdin()), 0)
    } else {
        let opened = File::open(path).map_err(|error| open_error(&shown, &error))?;
        let data = opened.metadata().with_context(|| format!("{shown} could not be read"))?;
        anyhow::ensure!(!data.is_dir(), "{shown} is a folder: name one file");
        (Box::new(opened), data.len())
    };
    let read = Rc::new(Cell::new(0));
    Ok((MeteredReader { inner, read: Rc::clone(&read) }, Meter { read, length }))
}
