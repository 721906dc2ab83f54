//! The source file of an import: its name, and how much of it was read.

use std::cell::Cell;
use std::fs::{self, File, FileType};
use std::io::{self, Read, Seek};
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result, bail};

use super::pipe::PipeReader;
use crate::domain::progress::JobProgress;
use crate::exchange;
use crate::exchange::Source;
use crate::exchange::budget::Budget;
use crate::fault::io_says;
use crate::job::file::standard_streams::is_stdin;

/// Returns what a file is called in messages.
pub(super) fn name_of(path: &Path) -> String {
    if is_stdin(path) {
        return "standard input".to_owned();
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    crate::domain::text::clean_line(&name, 120)
}

/// Returns true for standard input and pipes: what they give can be read only once.
pub fn gives_once(path: &Path) -> bool {
    is_stdin(path) || fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo())
}

/// Checks that a path leads to something that can be read, without opening it: a pipe would be waited for.
///
/// # Errors
/// A sentence that says why it does not.
pub fn check_source(path: &Path) -> Result<()> {
    if is_stdin(path) {
        return Ok(());
    }
    let shown = display_path(path);
    let found = fs::metadata(path).map_err(|error| open_error(&shown, &error))?;
    match unreadable(found.file_type()) {
        Some(what) => bail!("{shown} is {what}"),
        None => Ok(()),
    }
}

/// Returns what a path leads to, if that is neither a file nor a pipe.
fn unreadable(kind: FileType) -> Option<&'static str> {
    if kind.is_dir() {
        Some("a folder: name one file")
    } else if kind.is_char_device() || kind.is_block_device() {
        Some("a device and no file: name one file")
    } else if kind.is_socket() {
        Some("a socket and no file: name one file")
    } else {
        None
    }
}

fn display_path(path: &Path) -> String {
    crate::domain::text::clean_line(&path.to_string_lossy(), 400)
}

/// Counts the bytes read of a file, and knows its length.
pub(crate) struct Meter {
    pub(crate) read: Rc<Cell<u64>>,
    /// Length in bytes; 0 if it is not known.
    pub(crate) length: u64,
    /// True if the file may hold far more than its length says: a workbook, or what comes down a pipe.
    pub(crate) open_ended: bool,
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
        _other => anyhow::anyhow!("{shown} could not be opened: {}", io_says(error)),
    }
}

/// Opens a file, a pipe or standard input to be read within a budget.
///
/// # Errors
/// A sentence that says why it cannot be read.
pub(super) fn open(path: &Path, budget: &Budget) -> Result<(Source, Meter)> {
    check_source(path)?;
    let shown = display_path(path);
    let (inner, length, open_ended): (Box<dyn Read>, u64, bool) = if is_stdin(path) {
        (Box::new(io::stdin()), 0, true)
    } else if gives_once(path) {
        let pipe = PipeReader::open(path, budget.clone()).map_err(|error| open_error(&shown, &error))?;
        (Box::new(pipe), 0, true)
    } else {
        let mut opened = File::open(path).map_err(|error| open_error(&shown, &error))?;
        let cannot = || format!("{shown} could not be read");
        let data = opened.metadata().with_context(cannot)?;
        let mut head = Vec::new();
        opened.by_ref().take(8).read_to_end(&mut head).with_context(cannot)?;
        opened.rewind().with_context(cannot)?;
        (Box::new(opened), data.len(), exchange::is_packed(&head))
    };
    let read = Rc::new(Cell::new(0));
    let metered = MeteredReader { inner, read: Rc::clone(&read) };
    Ok((Source::within(metered, budget.clone()), Meter { read, length, open_ended }))
}
