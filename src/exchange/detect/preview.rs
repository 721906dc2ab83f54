//! Previews a file before its import: its columns, sample values, and the fields they map to.

use crate::domain::import::options::{ColumnPreview, ImportPreview, ReadOptions, Target};
use crate::domain::matching::domain_of;
use crate::domain::query::{ColumnBasis, ColumnMapping, ImportKind};
use crate::domain::text::clean_line;

use super::{kind, refuse_markup};
use crate::exchange::bytes::DecodedText;
use crate::exchange::contentline::{self, ContentLineFormat, OpenedContent};
use crate::exchange::entities::do_not_call;
use crate::exchange::error::ExchangeError;
use crate::exchange::presets;
use crate::exchange::presets::fields_of;
use crate::exchange::source::Source;
use crate::exchange::table;
use crate::exchange::table::TableReader;
use crate::exchange::table::csv_rows::Row;
use crate::exchange::{bytes, cells, json};

/// Rows that are searched for an example value of each column.
const ROWS: usize = 20;
/// Longest value shown, in characters.
const CLIP: usize = 60;

/// Previews a file; `kind` says what its rows are, if that is known. Required columns may be missing. The format is
/// detected as [`read`](crate::exchange::read) does; cards, calendars and feeds have no columns to preview.
///
/// # Errors
/// When the file cannot be read, or is not a table.
pub fn look(
    file: &str,
    bytes: impl Into<Source>,
    kind: Option<ImportKind>,
    how: &ReadOptions,
) -> Result<ImportPreview, ExchangeError> {
    let source = bytes.into();
    let budget = source.budget();
    look_at(file, source, kind, how).map_err(|error| error.or_halt(file, &budget))
}

fn look_at(
    file: &str,
    raw: Source,
    kind: Option<ImportKind>,
    how: &ReadOptions,
) -> Result<ImportPreview, ExchangeError> {
    let raw = match contentline::open(file, raw)? {
        OpenedContent::Other(raw) => raw,
        OpenedContent::These(ContentLineFormat::Cards | ContentLineFormat::Calendar, _) => {
            return Err(ExchangeError::not_readable(file, "it has no columns: it is a file of cards or meetings"));
        }
    };
    let (kind, raw) = match kind {
        Some(kind) => (kind, raw),
        None => kind::likely_kind(file, raw, how)?,
    };
    let mut table = opened(file, bytes::open(file, raw)?, kind, how)?;
    let rows: Vec<Row> = table.peek(ROWS).map_err(|source| ExchangeError::io(file, source))?.cloned().collect();
    Ok(preview(kind, &table, &rows, how))
}

fn opened(file: &str, text: DecodedText, kind: ImportKind, how: &ReadOptions) -> Result<TableReader, ExchangeError> {
    if json::is_json(&text) {
        return json::open(file, text, kind, how);
    }
    refuse_markup(file, &text)?;
    let text = if kind == ImportKind::DoNotCall { do_not_call::ensure_header(text).0 } else { text };
    table::open_to_look(file, text, kind, how)
}

fn preview(kind: ImportKind, table: &TableReader, rows: &[Row], how: &ReadOptions) -> ImportPreview {
    let columns = &table.columns;
    let named = columns.header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty());
    let looked = named.zip(&columns.mapping).map(|((index, _), mapped)| looked_at(kind, index, mapped, rows, how));
    ImportPreview {
        kind,
        format: table.format.clone(),
        likeness: columns.likeness.clone(),
        columns: looked.collect(),
        fields: fields(kind, &columns.missing(kind)),
        missing: columns.missing(kind),
    }
}

/// Returns the fields to choose from: missing ones first, register numbers last.
fn fields(kind: ImportKind, missing: &[String]) -> Vec<(String, String)> {
    let wanted = |label: &str| missing.iter().any(|words| words.split(" or ").any(|one| one == label));
    let mut fields: Vec<(String, String)> =
        fields_of(kind).map(|(key, label)| (key.to_owned(), label.to_owned())).collect();
    // `false` sorts first: what is missing stands where the rep looks.
    fields.sort_by_key(|(key, label)| (!wanted(label), key.starts_with("register_"), label.clone()));
    fields
}

fn looked_at(kind: ImportKind, index: usize, mapped: &ColumnMapping, rows: &[Row], how: &ReadOptions) -> ColumnPreview {
    let mut filled = rows.iter().map(|row| row.cell(index).trim()).filter(|cell| !cell.is_empty());
    let sample = filled.clone().next().map(|cell| clean_line(cell, CLIP)).unwrap_or_default();
    let target = match (&mapped.key, stated_target(how, &mapped.column)) {
        (Some(key), _) => Target::Field(key.clone()),
        (None, Some(Target::Note)) => Target::Note,
        (None, _) => Target::Ignore,
    };
    // A column that is understood by its name is not doubted by its values: many a phone column holds one address.
    let offered = if mapped.known == ColumnBasis::No { by_values(kind, &mut filled) } else { None };
    let known = if offered.is_some() { ColumnBasis::Values } else { mapped.known };
    ColumnPreview { header: mapped.column.clone(), sample, target, offered, known }
}

fn stated_target<'h>(how: &'h ReadOptions, header: &str) -> Option<&'h Target> {
    how.map.iter().find(|(name, _)| presets::key(name) == presets::key(header)).map(|(_, target)| target)
}

/// Suggests a field that fits all sample values: e-mail addresses, telephone numbers and web pages are recognised,
/// other values are not.
fn by_values<'r>(kind: ImportKind, values: &mut impl Iterator<Item = &'r str>) -> Option<String> {
    let values: Vec<&str> = values.collect();
    let all = |holds: &dyn Fn(&str) -> bool| !values.is_empty() && values.iter().all(|value| holds(value));
    let wanted = if all(&|value| value.contains('@') && !cells::emails(value).is_empty()) {
        ["email", "email"]
    } else if all(&|value| value.contains('.') && !value.contains(' ') && domain_of(value).is_some()) {
        ["domain", "company_domain"]
    } else if all(&is_number_to_call) {
        ["phone", "phone"]
    } else {
        return None;
    };
    wanted.into_iter().find(|field| fields_of(kind).any(|(key, _)| key == *field)).map(str::to_owned)
}

/// Returns true for a plus sign followed by 8–15 digits and no letters, as only telephone numbers are written.
fn is_number_to_call(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    value.starts_with('+') && (8..=15).contains(&digits) && !value.chars().any(char::is_alphabetic)
}
