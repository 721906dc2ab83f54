//! Writes rejected rows to a CSV table, to be corrected and imported again.

use std::path::Path;

use anyhow::{Context, Result};

use crate::exchange::Row;
use crate::exchange::csv_write::TableWriter;
use crate::job::file::atomic_write::AtomicFile;
use crate::job::file::permit::WritePermit;

/// The table that is written: line and reason, followed by the file's own columns.
pub(crate) struct RejectsWriter {
    table: TableWriter<AtomicFile>,
    /// True if the file is no table, so that each row is written as one text.
    whole: bool,
    path: String,
    any: bool,
}

impl RejectsWriter {
    /// Starts the table for a file with these columns.
    ///
    /// # Errors
    /// When the permit forbids the path, or it cannot be written.
    pub(in crate::job) fn begin(path: &Path, permit: &WritePermit, header: &[String]) -> Result<RejectsWriter> {
        let whole = header.is_empty();
        let columns = ["line", "reason"].into_iter().chain(header.iter().map(String::as_str));
        let columns: Vec<&str> = columns.chain(whole.then_some("row")).collect();
        let table =
            TableWriter::ragged(AtomicFile::begin(path, permit)?, &columns).context("writing the rejected rows")?;
        Ok(RejectsWriter { table, whole, path: path.display().to_string(), any: false })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(in crate::job) fn row(&mut self, line: u64, reason: &str, row: &Row) -> Result<()> {
        self.any = true;
        let line = line.to_string();
        let front = [line.as_str(), reason].into_iter();
        let written = if self.whole {
            let clipped = row.clipped();
            self.table.row(front.chain([clipped.as_str()]))
        } else {
            self.table.row(front.chain(row.cells()))
        };
        written.context("writing the rejected rows")
    }

    /// Finishes the file; returns its path if it has any row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(in crate::job) fn finish(self) -> Result<Option<String>> {
        self.table.end().context("writing the rejected rows")?.finish()?;
        Ok(self.any.then_some(self.path))
    }
}
