//! Writes rejected rows as a table to be mended and imported again.

use std::path::Path;

use anyhow::{Context, Result};

use crate::exchange::Row;
use crate::exchange::csv_write::TableWriter;
use crate::job::file::atomic_write::AtomicFile;
use crate::job::file::protected::Spared;

/// The table being written: line and reason before the columns that the file has.
pub(crate) struct RejectsWriter {
    table: TableWriter<AtomicFile>,
    /// The file is no table: a row is one text.
    whole: bool,
    path: String,
    any: bool,
}

impl RejectsWriter {
    /// Begins it, for a file with these columns.
    ///
    /// # Errors
    /// When it is one of the files that are spared, or cannot be written.
    pub(in crate::job) fn begin(path: &Path, spared: &Spared, header: &[String]) -> Result<RejectsWriter> {
        let whole = header.is_empty();
        let columns = ["line", "reason"].into_iter().chain(header.iter().map(String::as_str));
        let columns: Vec<&str> = columns.chain(whole.then_some("row")).collect();
        let table =
            TableWriter::ragged(AtomicFile::begin(path, spared)?, &columns).context("writing the rejected rows")?;
        Ok(RejectsWriter { table, whole, path: path.display().to_string(), any: false })
    }

    /// One more row.
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

    /// All of it stands in its place; where, if there is any row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(in crate::job) fn finish(self) -> Result<Option<String>> {
        self.table.end().context("writing the rejected rows")?.finish()?;
        Ok(self.any.then_some(self.path))
    }
}
