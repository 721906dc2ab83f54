//! Reads rows below a header, from delimited text or a sheet: tells data from other rows, and marks rows that cannot be
//! trusted.

mod cell_text;
pub(super) mod csv_rows;
pub(super) mod fields;
pub(super) mod header;
mod non_data_rows;
mod ods;
pub(super) mod workbook;

use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;

use crate::domain::import::options::{DayOrder, ReadOptions};
use crate::domain::query::ImportKind;

use super::bytes::DecodedText;
use super::error::ExchangeError;
use super::notes::Notes;
use super::presets;
use super::presets::FieldColumns;
use super::record::{Record, RecordReader};
use csv_rows::{DelimitedRows, Row, RowSource};
use fields::RowFields;
use header::{Header, TableLayout};
use non_data_rows::MarginKind;
use workbook::SheetReader;

/// Rows directly below the header that may be instructions.
const INSTRUCTIONS: u32 = 4;
/// Rows that a report may have below its data.
const FOOTER: usize = 16;

/// An opened table whose header is mapped and whose rows are read one by one.
pub(super) struct TableReader {
    pub(super) file: String,
    kind: ImportKind,
    /// Format of the table: `CSV, semicolon, Windows-1252`.
    pub(super) format: String,
    pub(super) columns: FieldColumns,
    pub(super) notes: Notes,
    /// Delimiter of the cells; 0 for a sheet.
    pub(super) delimiter: u8,
    /// Order of day and month in 03/04/2026, if the options give it.
    pub(super) days: Option<DayOrder>,
    /// True if neither the file nor the options tell the order of day and month.
    pub(super) days_open: bool,
    how: ReadOptions,
    rows: Box<dyn RowSource>,
    /// Rows that were read ahead and not examined yet.
    unseen: VecDeque<Row>,
    /// Rows that were read ahead and are returned first.
    ahead: VecDeque<Row>,
    width: usize,
    mended: bool,
    numbered: bool,
    in_footer: bool,
    /// Rows returned so far, as far as the count matters; `instructions` counts rows left out directly below the
    /// header.
    given: u32,
    instructions: u32,
    /// Last line of the previous row; `gap` is true if blank rows follow it.
    last_line: u64,
    gap: bool,
    transcoded: bool,
    malformed: Rc<Cell<bool>>,
}

/// Detects delimiter and header of a text and positions the table at its first data row.
pub(super) fn open(
    file: &str,
    text: DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableReader, ExchangeError> {
    check_preset(file, how)?;
    if text.workbook {
        return of_sheet(file, workbook::open(file, text.stream, &text.budget, kind, how)?, kind, how);
    }
    let layout = header::of_text(file, &text, kind, how)?;
    of_text(file, text, layout, kind, how)
}

/// Opens a table for a preview: if required columns are missing, the most likely line is taken as header.
pub(super) fn open_to_look(
    file: &str,
    text: DecodedText,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableReader, ExchangeError> {
    check_preset(file, how)?;
    if text.workbook {
        return of_sheet(file, workbook::open(file, text.stream, &text.budget, kind, how)?, kind, how);
    }
    let layout = header::of_text_to_look(file, &text, kind, how)?;
    of_text(file, text, layout, kind, how)
}

/// Returns the column mapping of a text for this kind; `None` if required columns are missing.
pub(super) fn columns_as(text: &DecodedText, kind: ImportKind, how: &ReadOptions) -> Option<FieldColumns> {
    header::of_text("", text, kind, how).ok().map(|layout| layout.header.columns)
}

/// Returns the column mapping of a text for this kind, even if required columns are missing.
pub(super) fn likely_columns(text: &DecodedText, kind: ImportKind, how: &ReadOptions) -> Option<FieldColumns> {
    header::of_text_to_look("", text, kind, how).ok().map(|layout| layout.header.columns)
}

fn check_preset(file: &str, how: &ReadOptions) -> Result<(), ExchangeError> {
    let Some(name) = &how.preset else { return Ok(()) };
    presets::check_name(name).map_err(|says| ExchangeError::not_readable(file, says))
}

fn of_text(
    file: &str,
    text: DecodedText,
    layout: TableLayout,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableReader, ExchangeError> {
    let notes = Notes::default();
    if let Some(doubt) = &text.doubt {
        notes.say(doubt.clone());
    }
    let sheet = SheetReader {
        rows: Box::new(DelimitedRows::new(text.stream, layout.delimiter, 1).quoted_as(layout.quoting)),
        format: format!("CSV, {}, {}", delimiter_word(layout.delimiter), text.encoding),
        notes,
    };
    let table = TableReader::of(file, sheet, layout.header, kind, how)?;
    let transcoded = text.encoding != "UTF-8";
    TableReader { delimiter: layout.delimiter, transcoded, malformed: text.malformed, ..table }.at_first_row()
}

/// Finds the header of a sheet and positions the table at its first data row.
fn of_sheet(
    file: &str,
    mut sheet: SheetReader,
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableReader, ExchangeError> {
    let rows = header::first_rows(&mut sheet.rows).map_err(|source| ExchangeError::io(file, source))?;
    let Some(header) = header::header_among(&rows, kind, how) else {
        return Err(header::no_header_among(file, &rows, kind, how));
    };
    let mut table = TableReader::of(file, sheet, header, kind, how)?;
    // A sheet comes over a channel and cannot be read again: what the header was found among is given once more.
    table.unseen.extend(rows);
    table.at_first_row()
}

/// Opens a table of rows whose header comes separately.
///
/// # Errors
/// When a required column is missing.
pub(super) fn open_rows(
    file: &str,
    sheet: SheetReader,
    header: &[String],
    kind: ImportKind,
    how: &ReadOptions,
) -> Result<TableReader, ExchangeError> {
    check_preset(file, how)?;
    let row = Row::of(0, header.iter().map(String::as_str));
    let header = Header::of(&row, kind, how);
    if !header.columns.missing(kind).is_empty() {
        return Err(header::no_header_among(file, &[row], kind, &ReadOptions::default()));
    }
    TableReader::of(file, sheet, header, kind, how)
}

impl TableReader {
    fn of(
        file: &str,
        sheet: SheetReader,
        header: Header,
        kind: ImportKind,
        how: &ReadOptions,
    ) -> Result<TableReader, ExchangeError> {
        presets::check_map(kind, &header.columns.header, how)
            .map_err(|says| ExchangeError::not_readable(file, says))?;
        let preset = header.columns.preset.map(|preset| format!(", {}", preset.name)).unwrap_or_default();
        if header.nameless > 0 {
            let columns = if header.nameless == 1 {
                "a column has no name in the header and was"
            } else {
                "some columns have no name in the header and were"
            };
            sheet.notes.say(format!("{columns} skipped"));
        }
        Ok(TableReader {
            file: file.to_owned(),
            kind,
            format: format!("{}{preset}", sheet.format),
            columns: header.columns,
            notes: sheet.notes,
            delimiter: 0,
            days: how.days,
            days_open: false,
            how: how.clone(),
            rows: sheet.rows,
            unseen: VecDeque::new(),
            ahead: VecDeque::new(),
            width: header.width,
            mended: header.mended,
            numbered: header.numbered,
            in_footer: false,
            given: 0,
            instructions: 0,
            last_line: header.line,
            gap: false,
            transcoded: false,
            malformed: Rc::new(Cell::new(false)),
        })
    }

    /// Returns the rows, each converted by `value` unless it cannot be trusted.
    pub(super) fn records<T: 'static>(
        mut self,
        value: impl Fn(&RowFields<'_>) -> Result<T, String> + 'static,
    ) -> RecordReader<T> {
        let (kind, format, notes) = (self.kind, self.format.clone(), self.notes.clone());
        let FieldColumns { mut header, mapping, likeness, .. } = self.columns.clone();
        header.resize(header.len().max(self.width), String::new());
        let days_open = self.days_open;
        let records = std::iter::from_fn(move || {
            let row = self.next_row().map_err(|source| ExchangeError::io(&self.file, source)).transpose()?;
            Some(row.map(|row| Record { line: row.line, value: self.value_of(&row, &value), raw: row }))
        });
        RecordReader { kind, format, header, likeness, mapping, days_open, notes, records: Box::new(records) }
    }

    fn value_of<T>(&self, row: &Row, value: impl Fn(&RowFields<'_>) -> Result<T, String>) -> Result<T, String> {
        match &row.fault {
            Some(fault) => Err(fault.clone()),
            None => value(&RowFields {
                columns: &self.columns,
                row,
                notes: &self.notes,
                country: self.how.country.as_deref(),
            }),
        }
    }

    /// Reads up to `rows` rows ahead, to decide something about the whole file; they are returned again later.
    pub(super) fn peek(&mut self, rows: usize) -> io::Result<impl Iterator<Item = &Row>> {
        while self.ahead.len() < rows {
            match self.read()? {
                Some(row) => self.ahead.push_back(row),
                None => break,
            }
        }
        Ok(self.ahead.iter())
    }

    /// Returns the next data row; a row that cannot be trusted carries its fault.
    pub(super) fn next_row(&mut self) -> io::Result<Option<Row>> {
        match self.ahead.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.read(),
        }
    }

    fn at_first_row(mut self) -> Result<TableReader, ExchangeError> {
        let line = self.last_line;
        let first = self.skip_to_data(line).map_err(|source| ExchangeError::io(&self.file, source))?;
        match first {
            Some(row) => self.ahead.push_back(row),
            None => return Err(ExchangeError::NoRows { file: self.file, line }),
        }
        Ok(self)
    }

    fn skip_to_data(&mut self, header_line: u64) -> io::Result<Option<Row>> {
        while let Some(row) = self.fetch()? {
            // The sample was read from a copy of the head: the rows begin with the first line of the file again.
            if row.line < header_line {
                continue;
            }
            let whole = row.len() + usize::from(self.numbered);
            if row.line == header_line && whole > self.width && !self.mended {
                // The sample ended inside a very long header.
                let header = Header::of(&row, self.kind, &self.how);
                (self.columns, self.width) = (header.columns, header.width);
            }
            break;
        }
        self.read()
    }

    /// Returns the next row of the file, data or not.
    fn fetch(&mut self) -> io::Result<Option<Row>> {
        match self.unseen.pop_front() {
            Some(row) => Ok(Some(row)),
            None => self.rows.next_row(),
        }
    }

    fn read(&mut self) -> io::Result<Option<Row>> {
        while let Some(mut row) = self.fetch()? {
            if row.is_blank() {
                self.gap = true;
                continue;
            }
            if self.mended {
                row.drop_front(2);
            }
            // No source gives empty lines as rows: only the numbers of the lines show that there was one.
            self.gap |= row.line > self.last_line + 1;
            let left_out = self.left_out(&row)?;
            self.last_line = row.last_line();
            self.gap = false;
            if let Some(why) = left_out {
                // Counted, never silent: rows read must equal rows taken, refused and left out.
                self.notes.count(why, row.line);
                continue;
            }
            self.given = self.given.saturating_add(1);
            self.judge(&mut row);
            return Ok(Some(row));
        }
        Ok(None)
    }

    /// Returns why a row is no data; `None` if it is.
    fn left_out(&mut self, row: &Row) -> io::Result<Option<&'static str>> {
        // A damaged row must be reported, even if it looks like a footer.
        if row.fault.is_some() {
            return Ok(None);
        }
        // Only right below the header: further down "(optional)" may be what a column holds.
        if self.given == 0 && self.instructions < INSTRUCTIONS && non_data_rows::is_instruction(row) {
            self.instructions += 1;
            return Ok(Some("a template's instructions, not data"));
        }
        if self.is_header_again(row) {
            return Ok(Some("the header once more, not data"));
        }
        if self.is_title(row)? {
            return Ok(Some("a title above the header once more, not data"));
        }
        Ok(self.is_footer(row)?.then_some("a report's footer, not data"))
    }

    /// Returns true if one cell stands alone above the header once more: the title of the next part of a report.
    fn is_title(&mut self, row: &Row) -> io::Result<bool> {
        // The rows of a mended file are cut only when they are read, and do not compare with its header before.
        if self.width < 2 || self.mended || !non_data_rows::is_alone(row) {
            return Ok(false);
        }
        while self.unseen.iter().all(Row::is_blank) && self.unseen.len() <= FOOTER {
            match self.rows.next_row()? {
                Some(next) => self.unseen.push_back(next),
                None => break,
            }
        }
        Ok(self.unseen.iter().find(|next| !next.is_blank()).is_some_and(|next| self.is_header_again(next)))
    }

    fn is_header_again(&self, row: &Row) -> bool {
        let header = &self.columns.header;
        let same = |(at, name): (usize, &String)| row.cell(at).trim() == name;
        // In a list of one column the header's word may also be an entry.
        header.len() > 1 && row.len() == header.len() && header.iter().enumerate().all(same)
    }

    /// Returns true if a row is a footer of a report. A company may be called "Total" or "Source": a row that could be
    /// one is a footer only if no data follows.
    fn is_footer(&mut self, row: &Row) -> io::Result<bool> {
        let alone = non_data_rows::is_alone(row);
        let footer = match non_data_rows::margin(row) {
            Some(MarginKind::Footer) => true,
            // In a list of one column every row is alone, and "Total" may be the oil company.
            Some(MarginKind::Sum) => self.width > 1,
            Some(MarginKind::Remark | MarginKind::LastSum) => self.width > 1 && self.tail()?.is_some(),
            None if alone && self.width > 1 => self.in_footer || (self.gap && self.tail()? == Some(true)),
            None => false,
        };
        self.in_footer = footer && self.width > 1;
        Ok(footer)
    }

    /// Returns whether one of the remaining rows is clearly a footer; `None` if data follows.
    fn tail(&mut self) -> io::Result<Option<bool>> {
        // One more than a footer may have: then it is known that data follow, without a look at the rest of the file.
        while self.unseen.len() <= FOOTER {
            match self.rows.next_row()? {
                Some(row) => self.unseen.push_back(row),
                None => break,
            }
        }
        let quiet = |row: &Row| row.is_blank() || non_data_rows::is_alone(row) || non_data_rows::margin(row).is_some();
        let ends = self.unseen.len() <= FOOTER && self.unseen.iter().all(quiet);
        let told = self.unseen.iter().any(|row| non_data_rows::margin(row) == Some(MarginKind::Footer));
        Ok(ends.then_some(told))
    }

    /// Checks a row for faults that make it useless.
    fn judge(&mut self, row: &mut Row) {
        if row.other_encoding && row.fault.is_none() {
            self.notes.count("not UTF-8 like the rest, read as Windows-1252", row.line);
        }
        if row.has_hidden_characters() {
            self.notes.count("control or invisible characters were removed", row.line);
        }
        let surplus = (self.width..row.len()).filter(|index| !row.cell(*index).trim().is_empty()).count();
        // A sheet's cells are where they are; in delimited text a surplus cell means that the others have moved.
        if surplus > 0 && self.delimiter == 0 {
            self.notes.count("cells beyond the last column that has a name were skipped", row.line);
            row.cut(self.width);
        } else if surplus > 0 {
            let fault = format!(
                "{} cells where the header has {}: is a {} inside a value not quoted?",
                row.len(),
                self.width,
                delimiter_word(self.delimiter)
            );
            row.fault.get_or_insert(fault);
        }
        // A file may hold U+FFFD of its own from an earlier program; only where decoding met bad bytes is it a fault of
        // this reading.
        if self.transcoded && self.malformed.get() && row.cells().any(|cell| cell.contains('\u{FFFD}')) {
            row.fault.get_or_insert("some of its bytes are not in the file's encoding".to_owned());
        }
    }
}

fn delimiter_word(delimiter: u8) -> String {
    match delimiter {
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        b'\t' => "tab".to_owned(),
        b'|' => "bar".to_owned(),
        b' ' => "space".to_owned(),
        header::NONE => "one column".to_owned(),
        other => format!("“{}”", char::from(other)),
    }
}
