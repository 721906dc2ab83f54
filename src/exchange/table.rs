//! Any delimited text: which delimiter, which line is the header, which lines at the end are no data.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, Cursor};
use std::rc::Rc;

use crate::domain::reading::{DayOrder, How};
use crate::domain::rows::ImportKind;

use super::bytes::Text;
use super::error::ExchangeError;
use super::fields::Fields;
use super::notes::Notes;
use super::presets::{self, Columns};
use super::record::{Reading, Record};
use super::rows::{Row, Rows, Source};

/// Delimiters that occur, best first where a file does not decide.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// A header stands within the first rows: a preamble is shorter than this.
const PREAMBLE: usize = 30;
/// Rows that are compared to tell the delimiter of a file without a known header.
const SAMPLE: usize = 60;
/// Rows in which a value is looked for that shows what a column holds.
const SAMPLES: usize = 20;

/// An opened table: its header is understood, its rows come one by one.
pub(super) struct Table {
    pub(super) file: String,
    kind: ImportKind,
    /// `CSV, semicolon, Windows-1252`.
    pub(super) format: String,
    pub(super) columns: Columns,
    pub(super) notes: Notes,
    pub(super) delimiter: u8,
    /// Which number comes first in 03/04/2026, where somebody said so.
    pub(super) days: Option<DayOrder>,
    /// Nothing in the file tells it, and nobody said so.
    pub(super) days_open: bool,
    rows: Box<dyn Source>,
    /// Rows read ahead, to be given first.
    ahead: VecDeque<Row>,
    width: usize,
    in_footer: bool,
    transcoded: bool,
    malformed: Rc<Cell<bool>>,
}

/// A guess at how a file is laid out.
struct Layout {
    delimiter: u8,
    /// Line of the header.
    line: u64,
    columns: Columns,
    width: usize,
}

/// Finds delimiter and header, and stands before the first data row.
pub(super) fn open(file: &str, text: Text, kind: ImportKind, how: &How) -> Result<Table, ExchangeError> {
    check_preset(file, how)?;
    match best_layout(&text, kind, how) {
        Some(layout) => at(file, text, kind, how, layout),
        None => Err(no_header(file, &text, kind, how)),
    }
}

/// The same where columns that are needed may be missing: then the likeliest line is the header.
pub(super) fn open_to_look(file: &str, text: Text, kind: ImportKind, how: &How) -> Result<Table, ExchangeError> {
    check_preset(file, how)?;
    match best_layout(&text, kind, how).or_else(|| likely_layout(&text, kind, how)) {
        Some(layout) => at(file, text, kind, how, layout),
        None => Err(ExchangeError::Empty { file: file.to_owned() }),
    }
}

/// The columns that a text would be read by as this kind, where it has what that needs.
pub(super) fn columns_as(text: &Text, kind: ImportKind, how: &How) -> Option<Columns> {
    best_layout(text, kind, how).map(|layout| layout.columns)
}

/// The columns of the likeliest header, whatever is missing in it.
pub(super) fn likely_columns(text: &Text, kind: ImportKind, how: &How) -> Option<Columns> {
    likely_layout(text, kind, how).map(|layout| layout.columns)
}

fn check_preset(file: &str, how: &How) -> Result<(), ExchangeError> {
    let Some(name) = &how.preset else { return Ok(()) };
    presets::check_name(name).map_err(|says| ExchangeError::not_readable(file, says))
}

fn at(file: &str, text: Text, kind: ImportKind, how: &How, layout: Layout) -> Result<Table, ExchangeError> {
    presets::check_map(kind, &layout.columns.header, how).map_err(|says| ExchangeError::not_readable(file, says))?;
    let transcoded = text.encoding != "UTF-8";
    let mut table = Table {
        file: file.to_owned(),
        kind,
        format: format_words(layout.delimiter, text.encoding, layout.columns.preset.map(|preset| preset.name.as_str())),
        notes: Notes::default(),
        delimiter: layout.delimiter,
        days: how.days,
        days_open: false,
        rows: Box::new(Rows::new(text.stream, layout.delimiter, 1)),
        ahead: VecDeque::new(),
        width: layout.width,
        in_footer: false,
        transcoded,
        malformed: text.malformed,
        columns: layout.columns,
    };
    let first = table.skip_to_data(layout.line).map_err(|source| ExchangeError::io(file, source))?;
    match first {
        Some(row) => table.ahead.push_back(row),
        None => return Err(ExchangeError::NoRows { file: file.to_owned(), line: layout.line }),
    }
    Ok(table)
}

/// Delimiters that the file may have, and where its rows start.
fn candidates(text: &Text, how: &How) -> (Vec<u8>, usize) {
    let (told, start) = told_delimiter(&text.head);
    let told = how.delimiter.and_then(|told| u8::try_from(told).ok()).or(told);
    (told.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter]), start)
}

fn best_layout(text: &Text, kind: ImportKind, how: &How) -> Option<Layout> {
    let (candidates, start) = candidates(text, how);
    let layouts = candidates.iter().filter_map(|delimiter| layout(text, *delimiter, start, kind, how).ok().flatten());
    // `max_by_key` takes the last of equals, and the candidates stand best first.
    layouts.collect::<Vec<_>>().into_iter().rev().max_by_key(|layout| (layout.columns.count(), layout.width))
}

/// The layout by shape alone: the delimiter that cuts most rows alike, and the widest of the first rows.
fn likely_layout(text: &Text, kind: ImportKind, how: &How) -> Option<Layout> {
    let (candidates, start) = candidates(text, how);
    let cut = |delimiter: &u8| (*delimiter, sample(text, *delimiter, start).unwrap_or_default());
    let widest = |rows: &[Row]| rows.iter().map(header_width).max().unwrap_or(0);
    let cut = candidates.iter().map(cut).rev();
    let (delimiter, rows) = cut.max_by_key(|(_, rows)| (regular(rows), widest(rows)))?;
    let likely = rows.iter().take(PREAMBLE).rev().max_by_key(|row| header_width(row))?;
    let columns = Columns::of(kind, &header_cells(likely), how);
    Some(Layout { delimiter, line: likely.line, columns, width: likely.len() })
}

impl Table {
    /// Its rows, each read by `value` where it can be trusted.
    pub(super) fn records<T: 'static>(
        mut self,
        value: impl Fn(&Fields<'_>) -> Result<T, String> + 'static,
    ) -> Reading<T> {
        let (kind, format, notes) = (self.kind, self.format.clone(), self.notes.clone());
        let Columns { header, mapping, likeness, .. } = self.columns.clone();
        let days_open = self.days_open;
        let records = std::iter::from_fn(move || {
            let row = self.next_row().map_err(|source| ExchangeError::io(&self.file, source)).transpose()?;
            Some(row.map(|row| Record { line: row.line, value: self.value_of(&row, &value), raw: row }))
        });
        Reading { kind, format, header, likeness, mapping, days_open, notes, records: Box::new(records) }
    }

    fn value_of<T>(&self, row: &Row, value: impl Fn(&Fields<'_>) -> Result<T, String>) -> Result<T, String> {
        match &row.fault {
            Some(fault) => Err(fault.clone()),
            None => value(&Fields { columns: &self.columns, row, notes: &self.notes }),
        }
    }

    /// Reads up to `rows` rows without giving them away: what a decision about the whole file is made on.
    pub(super) fn peek(&mut self, rows: usize) -> io::Result<impl Iterator<Item = &Row>> {
        while self.ahead.len() < rows {
            match self.read()? {
                Some(row) => self.ahead.push_back(row),
                None => break,
            }
        }
        Ok(self.ahead.iter())
    }

    /// The next data row; one that cannot be trusted carries its fault.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Row>> {
        match self.ahead.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.read(),
        }
    }

    fn skip_to_data(&mut self, header_line: u64) -> io::Result<Option<Row>> {
        while let Some(row) = self.rows.next_row()? {
            if row.line >= header_line {
                break;
            }
        }
        self.read()
    }

    fn read(&mut self) -> io::Result<Option<Row>> {
        while let Some(mut row) = self.rows.next_row()? {
            if row.is_blank() {
                continue;
            }
            if self.is_footer(&row) {
                self.notes.count("a report's footer, not data", row.line);
                continue;
            }
            self.judge(&mut row);
            return Ok(Some(row));
        }
        Ok(None)
    }

    /// Looks for what makes a whole row useless.
    fn judge(&mut self, row: &mut Row) {
        if row.other_encoding && row.fault.is_none() {
            self.notes.count("not UTF-8 like the rest, read as Windows-1252", row.line);
        }
        let surplus = (self.width..row.len()).filter(|index| !row.cell(*index).trim().is_empty()).count();
        if surplus > 0 {
            let fault = format!(
                "{} cells where the header has {}: is a {} inside a value not quoted?",
                row.len(),
                self.width,
                delimiter_word(self.delimiter)
            );
            row.fault.get_or_insert(fault);
        }
        if self.transcoded && self.malformed.get() && row.cells().any(|cell| cell.contains('\u{FFFD}')) {
            row.fault.get_or_insert("some of its bytes are not in the file's encoding".to_owned());
        }
    }

    /// Reports end with a few lines about themselves, after a line that gives them away.
    fn is_footer(&mut self, row: &Row) -> bool {
        let mut filled = row.cells().filter(|cell| !cell.trim().is_empty());
        let (Some(alone), None) = (filled.next(), filled.next()) else {
            self.in_footer = false;
            return false;
        };
        self.in_footer = (self.in_footer && self.width > 1) || is_footer_line(alone);
        self.in_footer
    }
}

/// A line that reports write under their rows.
fn is_footer_line(cell: &str) -> bool {
    const OPENINGS: [&str; 6] =
        ["grand total", "confidential information", "copyright (c)", "copyright ©", "generated by:", "total records"];
    let lower = cell.trim().to_lowercase();
    OPENINGS.iter().any(|opening| lower.starts_with(opening))
}

/// The delimiter that a first line `sep=;` names, and the bytes that line takes.
fn told_delimiter(head: &[u8]) -> (Option<u8>, usize) {
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let bare = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match bare {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if !delimiter.is_ascii_alphanumeric() => {
            (Some(*delimiter), line.len())
        }
        _ => (None, 0),
    }
}

/// The head cut into rows; the last is left out where the file goes on behind the head.
fn sample(text: &Text, delimiter: u8, start: usize) -> io::Result<Vec<Row>> {
    let head = text.head.get(start..).unwrap_or_default().to_vec();
    let mut rows = Rows::new(Cursor::new(head), delimiter, 1);
    let mut sample = Vec::new();
    while sample.len() < SAMPLE
        && let Some(row) = rows.next_row()?
    {
        sample.push(row);
    }
    if !text.whole && sample.len() > 1 && sample.len() < SAMPLE {
        sample.pop();
    }
    Ok(sample)
}

/// The layout with this delimiter: the first line with all needed names is the header.
fn layout(text: &Text, delimiter: u8, start: usize, kind: ImportKind, how: &How) -> io::Result<Option<Layout>> {
    for row in sample(text, delimiter, start)?.iter().take(PREAMBLE) {
        let columns = Columns::of(kind, &header_cells(row), how);
        if columns.missing(kind).is_empty() {
            return Ok(Some(Layout { delimiter, line: row.line, columns, width: row.len() }));
        }
    }
    Ok(None)
}

fn header_cells(row: &Row) -> Vec<String> {
    row.cells().map(|cell| cell.trim_matches(['\u{FEFF}', ' ', '\t']).to_owned()).collect()
}

/// Blank headers at the end are no columns.
fn header_width(row: &Row) -> usize {
    let blank = |index: &usize| row.cell(*index).trim().is_empty();
    row.len() - (0..row.len()).rev().take_while(blank).count()
}

/// The message for a file without a header: the columns as seen, with the delimiter that fits best.
fn no_header(file: &str, text: &Text, kind: ImportKind, how: &How) -> ExchangeError {
    let Some(likely) = likely_layout(text, kind, how) else { return ExchangeError::Empty { file: file.to_owned() } };
    let (_, start) = candidates(text, how);
    let rows = sample(text, likely.delimiter, start).unwrap_or_default();
    let below: Vec<&Row> = rows.iter().filter(|row| row.line > likely.line).take(SAMPLES).collect();
    let Columns { header, .. } = &likely.columns;
    let named = header.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let shown: Vec<String> = named.take(12).map(|(index, cell)| seen(cell, index, &below)).collect();
    let more = header.len().saturating_sub(12);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    ExchangeError::NoColumns {
        file: file.to_owned(),
        missing: likely.columns.missing(kind).join(", nor for "),
        seen: format!("{}{more}", shown.join(", ")),
        expected: presets::expected(kind),
        map: likely.columns.to_map(kind),
    }
}

/// A column with the first thing that stands in it: `“Firmenbez.” (Acme a.s.)`.
fn seen(header: &str, index: usize, below: &[&Row]) -> String {
    let value = below.iter().map(|row| row.cell(index).trim()).find(|cell| !cell.is_empty());
    let value = value.map(|cell| format!(" ({})", crate::domain::text::clean_line(cell, 24))).unwrap_or_default();
    format!("{}{value}", quoted(header))
}

/// How many rows have as many cells as the first, if more than one.
fn regular(rows: &[Row]) -> usize {
    let width = rows.first().map_or(0, Row::len);
    if width < 2 { 0 } else { rows.iter().filter(|row| row.len() == width).count() }
}

fn quoted(cell: &str) -> String {
    let clean = crate::domain::text::clean_line(cell, 40);
    format!("“{clean}”")
}

fn format_words(delimiter: u8, encoding: &str, preset: Option<&str>) -> String {
    let preset = preset.map(|name| format!(", {name}")).unwrap_or_default();
    format!("CSV, {}, {encoding}{preset}", delimiter_word(delimiter))
}

fn delimiter_word(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "bar".to_owned(),
        other => format!("“{}”", char::from(other)),
    }
}
