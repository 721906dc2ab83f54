//! Writes pages of rows from the book to a file: memory stays flat however long the book is.

use std::io::Write;

use anyhow::Context;
use serde::Serialize;

use crate::exchange::csv_write::TableWriter;
use crate::store::{Page, Result};

/// Rows held at a time.
pub(crate) const PAGE: usize = 500;

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A table for spreadsheets: UTF-8, commas, formulas guarded.
    Csv,
    /// A JSON array, a row a line.
    Json,
}

/// Goes through the pages and writes each row in the format asked for.
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

/// Every row of every page; says how many.
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
