//! Writes rows of the book to a file page by page, so that memory use does not depend on the book's size.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use crate::exchange::csv_write::TableWriter;
use crate::store::{Page, Result};

/// Rows held in memory at a time.
pub(crate) const PAGE: usize = 500;

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV for spreadsheets: UTF-8, commas, guarded against formulas.
    Csv,
    /// A JSON array with one row a line.
    Json,
}

/// Reads all pages and writes each row in the requested format. Returns how many rows.
pub(super) fn write<T, J: Serialize>(
    format: ExportFormat,
    out: &mut dyn Write,
    header: &[&str],
    page: impl Fn(Option<i64>) -> Result<Page<T>>,
    cells: impl Fn(&T) -> Vec<String>,
    json: impl Fn(T) -> J,
) -> anyhow::Result<u64> {
    match format {
        ExportFormat::Csv => {
            let mut table = TableWriter::new(out, header).context("writing the table")?;
            let rows = for_each_row(page, |row| {
                table.row(cells(&row).iter().map(String::as_str)).context("writing the table")
            })?;
            table.end().context("writing the table")?;
            Ok(rows)
        }
        ExportFormat::Json => {
            let mut first = true;
            out.write_all(b"[").context("writing JSON")?;
            let rows = for_each_row(page, |row| {
                out.write_all(if std::mem::take(&mut first) { b"\n" } else { b",\n" }).context("writing JSON")?;
                serde_json::to_writer(&mut *out, &json(row)).context("writing JSON")
            })?;
            out.write_all(b"\n]\n").context("writing JSON")?;
            Ok(rows)
        }
    }
}

/// Passes every row of every page to `put`. Returns how many rows.
pub(super) fn for_each_row<T>(
    page: impl Fn(Option<i64>) -> Result<Page<T>>,
    mut put: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<u64> {
    let (mut after, mut count) = (None, 0);
    loop {
        let Page { rows, next } = page(after).context("reading the book for an export")?;
        for row in rows {
            put(row)?;
            count += 1;
        }
        if next.is_none() {
            return Ok(count);
        }
        after = next;
    }
}

pub(super) fn text_or_empty(text: Option<&String>) -> String {
    text.cloned().unwrap_or_default()
}

pub(super) fn number(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

pub(super) fn yes_or_empty(flag: bool) -> String {
    if flag { "yes" } else { "" }.to_owned()
}
