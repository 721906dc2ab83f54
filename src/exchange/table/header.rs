//! Detects the layout of a table: its delimiter, quoting and header line.

use std::io::{self, Cursor};

use crate::domain::import::options::ReadOptions;
use crate::domain::query::ImportKind;
use crate::domain::text::{clean_line, first_and_more};

use super::csv_rows::{DelimitedRows, Quoting, Row, RowSource};
use crate::exchange::bytes::DecodedText;
use crate::exchange::error::ExchangeError;
use crate::exchange::presets;
use crate::exchange::presets::FieldColumns;

/// Delimiters that are tried, in order of preference if the file does not decide.
const DELIMITERS: [u8; 4] = *b",;\t|";
/// Stands for "no delimiter", so that every line is one cell: a control character that hardly any file contains.
pub(crate) const NONE: u8 = 0x1F;
/// Rows within which the header must be found; preambles are shorter than this.
const PREAMBLE: usize = 40;
/// Rows that are compared to detect the layout.
pub(crate) const SAMPLE: usize = 80;
/// Rows that are searched for an example value of each column.
const SAMPLES: usize = 20;

/// The detected layout of a file.
pub(crate) struct TableLayout {
    pub(crate) delimiter: u8,
    pub(crate) quoting: Quoting,
    pub(crate) header: Header,
}

/// The header line, mapped to fields.
pub(crate) struct Header {
    pub(crate) line: u64,
    pub(crate) columns: FieldColumns,
    /// Number of cells that a row may have.
    pub(crate) width: usize,
    /// True if the file is a corrected file of rejected rows, whose line and reason precede the original columns.
    pub(crate) mended: bool,
    /// True if rows have an additional first cell with their number.
    pub(crate) numbered: bool,
    /// Number of columns without a name after the named ones.
    pub(crate) nameless: usize,
}

impl Header {
    /// Maps `row` as the header, without considering other rows.
    pub(in crate::exchange) fn of(row: &Row, kind: ImportKind, how: &ReadOptions) -> Header {
        let mut cells = header_cells(row);
        // What `--rejects` wrote: the rows of the import as they were, behind two columns of ours.
        let mended = matches!(&cells[..], [line, reason, _, ..] if line == "line" && reason == "reason");
        if mended {
            cells.drain(..2);
        }
        let (columns, width) = (FieldColumns::of(kind, &cells, how), cells.len());
        Header { line: row.line, columns, width, mended, numbered: false, nameless: 0 }
    }

    /// Adjusts the header if rows are regularly wider: numbered in a first cell, or with columns that have no name.
    fn widen(mut self, kind: ImportKind, how: &ReadOptions, row: &Row, below: &[Row]) -> Header {
        let reach = |row: &Row| (0..row.len()).rev().find(|at| !row.cell(*at).trim().is_empty()).map_or(0, |at| at + 1);
        let reaches: Vec<usize> = below.iter().map(reach).filter(|reach| *reach > 1).collect();
        let widest = reaches.iter().max().copied().unwrap_or(0);
        let wide = reaches.iter().filter(|reach| **reach > self.width).count();
        // Nine rows of ten, and not by far: a few wider rows have a delimiter that was not quoted, and are refused as
        // rows.
        if self.mended || reaches.len() < 3 || wide * 10 < reaches.len() * 9 || widest > self.width * 2 + 4 {
            return self;
        }
        // A blank after the delimiter is a comma of a text, not a border of cells.
        if below.iter().any(|row| row.cells().skip(1).any(|cell| cell.starts_with(' '))) {
            return self;
        }
        let number = |row: &Row| row.cell(0).trim().parse::<u64>().ok();
        let runs = below.windows(2).all(|two| matches!(two, [a, b] if number(a).map(|n| n + 1) == number(b)));
        // R's `write.table` gives its rows a number in front and the header no name for it.
        if widest == self.width + 1 && runs && below.first().and_then(number).is_some_and(|first| first < 2) {
            let mut cells = header_cells(row);
            cells.insert(0, String::new());
            self.columns = FieldColumns::of(kind, &cells, how);
            self.numbered = true;
        } else {
            self.nameless = widest - self.width;
        }
        self.width = widest;
        self
    }
}

/// Returns the layout that maps most columns to fields.
pub(super) fn of_text(
    file: &str,
    text: &DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableLayout, ExchangeError> {
    match best_of_text(file, text, kind, how)? {
        Some(layout) => Ok(layout),
        None => {
            let (told, start) = stated_delimiter(file, text, how)?;
            let (_, rows) = likely_delimiter(text, start, &candidates(told));
            Err(no_header_among(file, &rows, kind, how))
        }
    }
}

/// Returns the layout; if no line has the required columns, judges by shape alone: the delimiter that splits most rows
/// alike, and the widest of the first rows as header.
pub(super) fn of_text_to_look(
    file: &str,
    text: &DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableLayout, ExchangeError> {
    if let Some(layout) = best_of_text(file, text, kind, how)? {
        return Ok(layout);
    }
    let (told, start) = stated_delimiter(file, text, how)?;
    let (delimiter, rows) = likely_delimiter(text, start, &candidates(told));
    match likely_header(&rows, how) {
        Some(row) => Ok(TableLayout { delimiter, quoting: Quoting::default(), header: Header::of(row, kind, how) }),
        None => Err(ExchangeError::Empty { file: file.to_owned() }),
    }
}

/// Returns the delimiter that the options or the file name, and the byte offset at which the rows start.
fn stated_delimiter(file: &str, text: &DecodedText, how: &ReadOptions) -> Result<(Option<u8>, usize), ExchangeError> {
    let (told, start) = told_delimiter(&text.head);
    let told = match how.delimiter {
        Some(delimiter) => Some(u8::try_from(delimiter).ok().filter(u8::is_ascii).ok_or_else(|| {
            ExchangeError::not_readable(file, format!("“{delimiter}” cannot part its columns; known are , ; | and tab"))
        })?),
        None => told,
    };
    Ok((told, start))
}

fn candidates(told: Option<u8>) -> Vec<u8> {
    told.map_or_else(|| DELIMITERS.to_vec(), |delimiter| vec![delimiter])
}

fn best_of_text(
    file: &str,
    text: &DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<Option<TableLayout>, ExchangeError> {
    let (told, start) = stated_delimiter(file, text, how)?;
    let candidates = candidates(told);
    let mut best: Option<(TableLayout, Vec<Row>)> = None;
    for delimiter in candidates.iter().copied() {
        let rows =
            sample(text, delimiter, Quoting::default(), start).map_err(|source| ExchangeError::io(file, source))?;
        let Some(header) = header_among(&rows, kind, how) else { continue };
        let rank = |header: &Header| (header.columns.count(), header.width);
        // Understood columns first: a comma inside quoted addresses makes a file with semicolons look wider, never
        // better known. Only a strictly better delimiter wins, so that the order of the list decides a draw.
        if best.as_ref().is_none_or(|(best, _)| rank(&header) > rank(&best.header)) {
            best = Some((TableLayout { delimiter, quoting: Quoting::default(), header }, rows));
        }
    }
    let Some((mut layout, rows)) = best else { return Ok(None) };
    // A do-not-call list of bare numbers has a header of one word put before it, and its rows may hold two.
    if told.is_none() && kind != ImportKind::DoNotCall && is_one_column(&layout, &rows) {
        layout.delimiter = NONE;
    }
    // Habits of quoting show only once the delimiter is known, and the sample was cut by the usual ones.
    layout.quoting = quoting(&layout, &rows, &text.head);
    if layout.quoting != Quoting::default() {
        let rows =
            sample(text, layout.delimiter, layout.quoting, start).map_err(|source| ExchangeError::io(file, source))?;
        if let Some(header) = header_among(&rows, kind, how) {
            layout.header = header;
        }
    }
    Ok(Some(layout))
}

/// Returns the row that maps most columns, or the one that the options name.
pub(crate) fn header_among(rows: &[Row], kind: ImportKind, how: &ReadOptions) -> Option<Header> {
    let mut best: Option<(usize, Header)> = None;
    let named = |row: &Row| how.header_line.is_none_or(|line| row.line == line);
    let candidates = rows.iter().enumerate().filter(|(_, row)| named(row));
    for (at, row) in candidates.take(PREAMBLE) {
        // A row that cannot beat the best is not worth the look: sheets may be 16,384 columns wide.
        let enough = best.as_ref().map_or(0, |(_, best)| best.columns.count());
        if row.cells().filter(|cell| !cell.trim().is_empty()).take(enough + 1).count() < enough.max(1) {
            continue;
        }
        let header = Header::of(row, kind, how);
        // Of two header lines one below the other, the lower names the columns.
        let better = |(above, best): &(usize, Header)| {
            let (more, less) = (header.columns.count(), best.columns.count());
            more > less || (more == less && at - above == 1)
        };
        if header.columns.missing(kind).is_empty() && best.as_ref().is_none_or(better) {
            best = Some((at, header));
        }
    }
    let (at, header) = best?;
    Some(header.widen(kind, how, rows.get(at)?, rows.get(at + 1..).unwrap_or_default()))
}

/// Reads the rows from which a layout is detected.
pub(crate) fn first_rows(from: &mut Box<dyn RowSource>) -> io::Result<Vec<Row>> {
    let mut rows = Vec::new();
    while rows.len() < SAMPLE
        && let Some(row) = from.next_row()?
    {
        rows.push(row);
    }
    Ok(rows)
}

/// Returns true for a list with a single-column header: commas in it are text.
fn is_one_column(layout: &TableLayout, rows: &[Row]) -> bool {
    let below = || rows.iter().filter(|row| row.line > layout.header.line);
    layout.header.width == 1 && below().filter(|row| row.len() == 1).count() * 2 >= below().count()
}

/// Detects the quoting style of the file.
fn quoting(layout: &TableLayout, rows: &[Row], head: &[u8]) -> Quoting {
    let usual = Quoting::default();
    let quote = if is_single_quoted(layout, rows) { b'\'' } else { usual.quote };
    let header = rows.iter().find(|row| row.line == layout.header.line);
    let padded = header.is_some_and(|row| row.cells().any(|cell| cell.starts_with(" \"") && cell.ends_with('"')));
    let ends = |byte: u8| byte == layout.delimiter || matches!(byte, b'\r' | b'\n' | b'"');
    // A backslash right before a closing quote ends a value such as C:\ and escapes nothing.
    let inside = |four: &[u8]| matches!(four, [_, b'\\', b'"', after] if !ends(*after));
    Quoting { quote, backslash: head.windows(4).any(inside), padded }
}

/// Returns true if the file quotes its cells with apostrophes.
fn is_single_quoted(layout: &TableLayout, rows: &[Row]) -> bool {
    let quoted = |cell: &str| cell.len() >= 2 && cell.starts_with('\'') && cell.ends_with('\'');
    let header = rows.iter().find(|row| row.line == layout.header.line);
    let all = header.is_some_and(|row| row.len() > 1 && row.cells().all(|cell| quoted(cell.trim())));
    let below = rows.iter().filter(|row| row.line > layout.header.line);
    // The header and every row: one 's-Hertogenbosch among the towns makes no quoting style.
    all && below.clone().all(|row| row.cells().any(|cell| cell.trim().starts_with('\'')))
}

/// Returns the delimiter that a first line `sep=;` names, and the length of that line in bytes.
fn told_delimiter(head: &[u8]) -> (Option<u8>, usize) {
    let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let bare = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match bare {
        // Excel obeys this line and does not show it; programs that write for Excel put it first.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] if !delimiter.is_ascii_alphanumeric() => {
            // Without its line end: that one stays in front of the rows, and their lines are those of the file.
            (Some(*delimiter), line.len())
        }
        _ => (None, 0),
    }
}

/// Splits the head into rows; the last one is left out if the file continues after the head.
fn sample(text: &DecodedText, delimiter: u8, quoting: Quoting, start: usize) -> io::Result<Vec<Row>> {
    let head = text.head.get(start..).unwrap_or_default().to_vec();
    let mut rows = DelimitedRows::new(Cursor::new(head), delimiter, 1).quoted_as(quoting);
    let mut sample = Vec::new();
    while sample.len() < SAMPLE
        && let Some(row) = rows.next_row()?
    {
        sample.push(row);
    }
    // The last row was cut where the head ends.
    if !text.whole && sample.len() > 1 && sample.len() < SAMPLE {
        sample.pop();
    }
    Ok(sample)
}

/// Returns header cells as one line each.
pub(crate) fn header_cells(row: &Row) -> Vec<String> {
    let one = |cell: &str| cell.split_whitespace().collect::<Vec<_>>().join(" ");
    // Files that were joined, or saved twice, have a mark before the first name even behind the first bytes.
    row.cells().map(|cell| one(cell.trim_matches(['\u{FEFF}', '\u{200B}', '\0']))).collect()
}

/// Returns the number of header cells without blank ones at the end.
fn header_width(row: &Row) -> usize {
    let blank = |index: &usize| row.cell(*index).trim().is_empty();
    row.len() - (0..row.len()).rev().take_while(blank).count()
}

/// Returns the delimiter that splits most rows into the same number of cells, and those rows.
fn likely_delimiter(text: &DecodedText, start: usize, candidates: &[u8]) -> (u8, Vec<Row>) {
    let cut = |delimiter: &u8| (*delimiter, sample(text, *delimiter, Quoting::default(), start).unwrap_or_default());
    let widest = |rows: &[Row]| rows.iter().map(header_width).max().unwrap_or(0);
    // Reversed, because `max_by_key` returns the last of equals: the comma wins a tie.
    let cut = candidates.iter().map(cut).rev();
    cut.max_by_key(|(_, rows)| (regular(rows), widest(rows))).unwrap_or_default()
}

/// Returns the widest of the first rows, or the one that the options name.
pub(crate) fn likely_header<'r>(rows: &'r [Row], how: &ReadOptions) -> Option<&'r Row> {
    let named = |row: &&Row| how.header_line.is_none_or(|line| row.line == line);
    // Reversed, because `max_by_key` returns the last of equals: the upper of two lines as wide wins.
    rows.iter().take(PREAMBLE).filter(named).rev().max_by_key(|row| header_width(row))
}

/// Makes the error for rows without a header, which lists the columns as seen.
pub(super) fn no_header_among(file: &str, rows: &[Row], kind: ImportKind, how: &ReadOptions) -> ExchangeError {
    let Some(likely) = likely_header(rows, how) else {
        return match how.header_line {
            Some(line) => ExchangeError::not_readable(
                file,
                format!("there is no row on line {line} among its first {SAMPLE}: which line is the header?"),
            ),
            None => ExchangeError::Empty { file: file.to_owned() },
        };
    };
    let below: Vec<&Row> = rows.iter().filter(|row| row.line > likely.line).take(SAMPLES).collect();
    let header = header_cells(likely);
    let columns = FieldColumns::of(kind, &header, how);
    let shown = header.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
    let shown: Vec<String> = shown.map(|(index, cell)| column_with_sample(cell, index, &below)).collect();
    ExchangeError::NoColumns {
        file: file.to_owned(),
        missing: columns.missing(kind).join(", nor for "),
        seen: first_and_more(&shown, 12),
        expected: presets::expected_names(kind),
        map: columns.to_map(kind),
    }
}

/// Returns a column's name with its first value: `“Firmenbez.” (Acme a.s.)`.
fn column_with_sample(header: &str, index: usize, below: &[&Row]) -> String {
    let value = below.iter().map(|row| row.cell(index).trim()).find(|cell| !cell.is_empty());
    let value = value.map(|cell| format!(" ({})", clean_line(cell, 24))).unwrap_or_default();
    format!("{}{value}", in_quotes(header))
}

/// Returns how many rows have as many cells as the first one, 0 if that has only one.
fn regular(rows: &[Row]) -> usize {
    let width = rows.first().map_or(0, Row::len);
    if width < 2 { 0 } else { rows.iter().filter(|row| row.len() == width).count() }
}

fn in_quotes(cell: &str) -> String {
    let clean = clean_line(cell, 40);
    format!("“{clean}”")
}
