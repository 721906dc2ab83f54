//! Splits delimited bytes into rows of cells, each with the line on which it begins.
//!
//! Made for files as they occur: any line end, quotes that are never closed, cells of any length. No row is lost
//! silently; a row that cannot be trusted carries its fault.

use std::io::{self, BufRead, BufReader, Read};

use crate::exchange::bytes::row_decode;

pub use crate::exchange::row::Row;

/// Longest cell that is read, in bytes; a longer one makes its row invalid, but no other.
const CELL_CAP: usize = 1024 * 1024;
/// Longest row that is read, in bytes.
const ROW_CAP: usize = 8 * 1024 * 1024;
/// Most cells of a row; no sheet has more.
const CELLS_CAP: usize = 100_000;
/// Bytes kept after an opening quote, to be read again line by line if the quote is never closed.
const REREAD_CAP: usize = 16 * 1024 * 1024;

/// A source of rows: delimited bytes, the sheet of a workbook, or the objects of a list.
pub(crate) trait RowSource {
    /// Returns the next row that is not empty, `None` at the end; a row that cannot be trusted carries its fault.
    fn next_row(&mut self) -> io::Result<Option<Row>>;
}

/// The quoting style of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quoting {
    /// The quote character.
    pub(crate) quote: u8,
    /// True if a quote within a cell is escaped with a backslash rather than doubled.
    pub(crate) backslash: bool,
    /// True if a blank follows the delimiter before the quote.
    pub(crate) padded: bool,
}

impl Default for Quoting {
    fn default() -> Quoting {
        Quoting { quote: b'"', backslash: false, padded: false }
    }
}

/// Reads delimited bytes as rows.
pub(crate) struct DelimitedRows {
    input: Box<dyn BufRead>,
    /// Bytes to be read again before the input continues.
    again: Vec<u8>,
    again_at: usize,
    row: RowBuilder,
}

impl DelimitedRows {
    /// Makes a reader of `input`, whose first byte is on line `line`.
    pub(in crate::exchange) fn new<R: Read + 'static>(input: R, delimiter: u8, line: u64) -> DelimitedRows {
        let input = Box::new(BufReader::with_capacity(64 * 1024, input));
        DelimitedRows { input, again: Vec::new(), again_at: 0, row: RowBuilder::new(delimiter, line) }
    }

    /// Sets the quoting style.
    pub(in crate::exchange) fn quoted_as(mut self, quoting: Quoting) -> DelimitedRows {
        self.row.quoting = quoting;
        self
    }

    /// Returns the last row, if the file does not end with a line end; text after an unclosed quote is read again.
    fn last_row(&mut self) -> Option<Row> {
        if self.row.at != RowState::Quoted {
            return self.row.finish(None);
        }
        // The quote was opened on the last line: nothing stands below it that could be read again.
        if self.row.reread_line == 0 || !self.row.multiline {
            return self.row.finish(Some(UNCLOSED.to_owned()));
        }
        if self.row.reread.len() >= REREAD_CAP {
            let lost = self.row.line - self.row.begins;
            return self.row.finish(Some(format!("{UNCLOSED}, so the {lost} lines after it could not be read")));
        }
        // At the end of the file no quote closes the cell any more. From here on a quoted cell may not run over lines:
        // with the same rules the rest would end in the same place, again and again.
        let row = self.break_off();
        self.row.multiline = false;
        row
    }

    /// Abandons a quoted cell of several lines: its first line becomes a row with a fault, the other lines are read
    /// again.
    fn break_off(&mut self) -> Option<Row> {
        let mut again = std::mem::take(&mut self.row.reread);
        // What was being read again and is not used yet comes behind what was read since, or its rows would be lost.
        again.extend_from_slice(self.again.get(self.again_at..).unwrap_or_default());
        (self.again, self.again_at) = (again, 0);
        let (line, multiline) = (self.row.reread_line, self.row.multiline);
        let row = self.row.finish(Some(UNCLOSED.to_owned()));
        self.row = RowBuilder { quoting: self.row.quoting, ..RowBuilder::new(self.row.delimiter, line) };
        self.row.multiline = multiline;
        row
    }
}

impl RowSource for DelimitedRows {
    fn next_row(&mut self) -> io::Result<Option<Row>> {
        loop {
            let ended = if self.again_at < self.again.len() {
                let (used, ended) = self.row.feed(self.again.get(self.again_at..).unwrap_or_default());
                self.again_at += used;
                ended
            } else {
                let chunk = match self.input.fill_buf() {
                    Ok(chunk) => chunk,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => return Err(error),
                };
                if chunk.is_empty() {
                    return Ok(self.last_row());
                }
                let (used, ended) = self.row.feed(chunk);
                self.input.consume(used);
                ended
            };
            // A quote that was never closed pairs with the opening quote of a cell further down; only the text behind
            // that one shows it. Without this a single stray quote swallows every row up to the next quoted cell.
            if ended && self.row.mispaired {
                return Ok(self.break_off());
            }
            if ended && let Some(row) = self.row.finish(None) {
                return Ok(Some(row));
            }
        }
    }
}

const UNCLOSED: &str = "a quote opened on this line is never closed";

/// State of the reader inside a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowState {
    CellStart,
    Plain,
    Quoted,
    /// After a quote in a quoted cell: it ends the cell, or is the first half of a doubled quote.
    QuoteInQuoted,
}

/// The row that is being read.
struct RowBuilder {
    delimiter: u8,
    quoting: Quoting,
    /// Line of the next byte; `begins` is the line on which the row began.
    line: u64,
    begins: u64,
    /// True if the last byte was a CR; an LF after it belongs to the same line end.
    after_cr: bool,
    /// True if quoted cells may span several lines.
    multiline: bool,
    at: RowState,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    quoted: bool,
    too_long: bool,
    too_many: bool,
    /// True if text follows a quote that seemed to end a cell of several lines: the quote opened another cell instead.
    mispaired: bool,
    /// Raw bytes of a quoted cell from its second line on; `reread_line` is that line, 0 for a row on one line.
    reread: Vec<u8>,
    reread_line: u64,
}

impl RowBuilder {
    fn new(delimiter: u8, line: u64) -> RowBuilder {
        RowBuilder {
            delimiter,
            quoting: Quoting::default(),
            line,
            begins: line,
            after_cr: false,
            multiline: true,
            at: RowState::CellStart,
            bytes: Vec::new(),
            ends: Vec::new(),
            quoted: false,
            too_long: false,
            too_many: false,
            mispaired: false,
            reread: Vec::new(),
            reread_line: 0,
        }
    }

    /// Reads bytes up to the end of a row; returns how many, and whether the row is complete.
    fn feed(&mut self, chunk: &[u8]) -> (usize, bool) {
        let mut used = 0;
        while let Some(rest) = chunk.get(used..)
            && let Some(first) = rest.first()
        {
            let run = self.plain_run(rest);
            // Runs, not bytes: nearly all of a file is plain text, and this loop is where reading spends its time.
            if run > 0 {
                self.keep(rest.get(..run).unwrap_or_default());
                self.remember(rest.get(..run).unwrap_or_default());
                self.after_cr = false;
                used += run;
                continue;
            }
            used += 1;
            if self.take_special(*first) {
                return (used, true);
            }
        }
        (used, false)
    }

    /// Returns how many of the next bytes are ordinary text.
    fn plain_run(&mut self, rest: &[u8]) -> usize {
        let (delimiter, Quoting { quote, padded, .. }) = (self.delimiter, self.quoting);
        match self.at {
            RowState::Quoted => {
                rest.iter().position(|b| matches!(b, b'\n' | b'\r') || *b == quote).unwrap_or(rest.len())
            }
            RowState::CellStart if rest.first() == Some(&quote) || (padded && rest.first() == Some(&b' ')) => 0,
            RowState::CellStart | RowState::Plain => {
                let ends = |b: &u8| matches!(b, b'\n' | b'\r') || *b == delimiter;
                let run = rest.iter().position(ends).unwrap_or(rest.len());
                if run > 0 {
                    self.at = RowState::Plain;
                }
                run
            }
            RowState::QuoteInQuoted => 0,
        }
    }

    /// Handles one byte with a special meaning; returns true if it ends the row.
    fn take_special(&mut self, byte: u8) -> bool {
        let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
        let second_half = byte == b'\n' && after_cr;
        if self.at == RowState::Quoted {
            return self.special_in_quotes(byte, second_half);
        }
        // The CR of this CR LF ended the row already. Inside quotes, above, the LF is text and must be kept.
        if second_half {
            return false;
        }
        if self.at == RowState::QuoteInQuoted && byte == self.quoting.quote {
            self.at = RowState::Quoted;
            self.keep(&[byte]);
            self.remember(&[byte]);
            return false;
        }
        match byte {
            b'\n' | b'\r' => {
                self.line += 1;
                return true;
            }
            // Only at the start of a cell: further in, as in 24" pipe, a quote is text.
            byte if byte == self.quoting.quote && self.at == RowState::CellStart => {
                self.at = RowState::Quoted;
                self.quoted = true;
            }
            byte if byte == self.delimiter => self.end_cell(),
            // Comes here with padded quoting alone; otherwise `plain_run` has taken the blank as text.
            b' ' if self.at == RowState::CellStart => {}
            byte if self.at == RowState::QuoteInQuoted && !matches!(byte, b' ' | b'\t') && self.may_be_reread() => {
                self.remember(&[byte]);
                self.mispaired = true;
                return true;
            }
            // Text after a closing quote: kept, as spreadsheets do.
            byte => {
                self.at = RowState::Plain;
                self.keep(&[byte]);
            }
        }
        self.remember(&[byte]);
        false
    }

    fn special_in_quotes(&mut self, byte: u8, second_half: bool) -> bool {
        if byte == self.quoting.quote && self.quoting.backslash && self.bytes.last() == Some(&b'\\') {
            // The backslash is on its own here already; it was the escape and not text.
            self.bytes.pop();
            self.keep(&[byte]);
            self.remember(&[byte]);
            return false;
        }
        if byte == self.quoting.quote {
            self.at = RowState::QuoteInQuoted;
            self.remember(&[byte]);
            return false;
        }
        if !second_half {
            self.line += 1;
            if !self.multiline {
                return true;
            }
        }
        self.keep(&[byte]);
        // CR LF is two bytes and one line end: the LF moves the start behind itself.
        if self.reread_line == 0 || (second_half && self.reread.is_empty()) {
            // The text to read again starts after this line end.
            self.reread_line = self.line;
        } else {
            self.remember(&[byte]);
        }
        false
    }

    fn may_be_reread(&self) -> bool {
        // At the cap the rest is read as one cell after all; `last_row` then says how many lines that cost.
        self.reread_line > 0 && self.multiline && self.reread.len() < REREAD_CAP
    }

    fn end_cell(&mut self) {
        let start = self.ends.last().copied().unwrap_or(0);
        // The cell is kept up to the cap of the row, so that its line is still counted and the rows behind it keep
        // theirs.
        self.too_long |= self.bytes.len() - start > CELL_CAP;
        // Delimiters are not in `bytes`, so the cap of the row does not stop fifty megabytes of commas.
        if self.ends.len() < CELLS_CAP {
            self.ends.push(self.bytes.len());
        } else {
            self.too_many = true;
        }
        self.at = RowState::CellStart;
    }

    fn keep(&mut self, bytes: &[u8]) {
        // What is beyond the cap is dropped but read on, so that the end of the row, and with it the next one, is
        // found.
        if self.bytes.len() + bytes.len() > ROW_CAP {
            self.too_long = true;
        } else {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Keeps raw bytes from the second line of a quoted cell on, in case the quote is never closed.
    fn remember(&mut self, bytes: &[u8]) {
        if self.may_be_reread() {
            self.reread.extend_from_slice(bytes);
        }
    }

    /// Returns the row and starts the next one; `None` for an empty line.
    fn finish(&mut self, fault: Option<String>) -> Option<Row> {
        let open_quote = self.at == RowState::Quoted && fault.is_none();
        // A line that holds nothing but "" is a row of one blank cell, not an empty line.
        let empty = self.ends.is_empty() && self.bytes.is_empty() && !self.quoted && fault.is_none();
        let line = std::mem::replace(&mut self.begins, self.line);
        if empty {
            self.at = RowState::CellStart;
            return None;
        }
        self.end_cell();
        let mut ends = std::mem::take(&mut self.ends);
        // Rows of a file are alike: the next one needs about as many.
        self.ends.reserve(ends.len());
        let decoded = row_decode::decode(std::mem::take(&mut self.bytes), &mut ends);
        let too_long = std::mem::take(&mut self.too_long);
        let too_many = std::mem::take(&mut self.too_many);
        self.quoted = false;
        self.reread.clear();
        self.reread_line = 0;
        let fault = fault
            .or_else(|| open_quote.then(|| UNCLOSED.to_owned()))
            .or_else(|| too_long.then(|| format!("a cell is longer than {} MB", CELL_CAP / (1024 * 1024))))
            .or_else(|| too_many.then(|| format!("it has more than {CELLS_CAP} cells")))
            .or(decoded.fault);
        Some(Row { line, text: decoded.text, ends, fault, other_encoding: decoded.other_encoding })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn rows(text: &[u8]) -> Vec<(u64, Vec<String>, Option<String>)> {
        let mut rows = DelimitedRows::new(Cursor::new(text.to_vec()), b',', 1);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().unwrap() {
            all.push((row.line, row.cells().map(str::to_owned).collect(), row.fault.clone()));
        }
        all
    }

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        rows(text.as_bytes()).into_iter().map(|(line, cells, _)| (line, cells)).collect()
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>) {
        (line, cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn every_line_end_counts_one_line() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "3,\"x", "y\"", "5,6"].join(end);
            let quoted = format!("x{end}y");
            let expected = vec![row(1, &["a", "b"]), row(2, &["1", "2"]), row(4, &["3", &quoted]), row(6, &["5", "6"])];
            assert_eq!(cells(&text), expected, "{end:?}");
            assert_eq!(cells(&format!("{text}{end}")), expected, "{end:?} at the end");
        }
    }

    #[test]
    fn quotes_are_read_as_spreadsheets_write_them() {
        assert_eq!(cells("1,\"ha \"\"ha\"\" ha\",\"\"\n"), [row(1, &["1", "ha \"ha\" ha", ""])]);
        assert_eq!(cells("5\" pipe,\"a\"b,"), [row(1, &["5\" pipe", "ab", ""])]);
        assert_eq!(cells("\"\"\n"), [row(1, &[""])]);
    }

    #[test]
    fn an_unclosed_quote_costs_its_own_row_only() {
        let all = rows(b"a,b\n1,\"open\n2,two\n3,\"three\"\n");
        let lines: Vec<_> =
            all.iter().map(|(line, cells, fault)| (*line, cells[0].as_str(), fault.is_some())).collect();
        assert_eq!(lines, [(1, "a", false), (2, "1", true), (3, "2", false), (4, "3", false)]);
        assert_eq!(all[3].1, ["3", "three"]);
        let crlf = rows(b"a\r\n\"open\r\ntwo\r\n");
        assert_eq!(crlf.iter().map(|(line, _, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(crlf[2].1, ["two"]);
    }

    #[test]
    fn the_common_edge_cases_are_read_as_others_read_them() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/csv-spectrum");
        let mut seen = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|kind| kind != "csv") {
                continue;
            }
            let wanted: Vec<serde_json::Map<String, serde_json::Value>> =
                serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
            let mut found = rows(&std::fs::read(&path).unwrap()).into_iter();
            let header = found.next().unwrap().1;
            let found: Vec<serde_json::Map<_, _>> = found
                .map(|(_, cells, _)| {
                    header.iter().cloned().zip(cells.into_iter().map(serde_json::Value::from)).collect()
                })
                .collect();
            assert_eq!(found, wanted, "{}", path.display());
            seen += 1;
        }
        assert_eq!(seen, 10);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end_as_rows(bytes in proptest::collection::vec(proptest::sample::select(b"\"\"',;\n\r ab\xE9\xC3\0".to_vec()), 0..200)) {
            let lines = rows(&bytes).into_iter().map(|(line, _, _)| line).collect::<Vec<_>>();
            proptest::prop_assert!(lines.is_sorted());
        }

        #[test]
        fn what_is_written_is_read_back(cells in proptest::collection::vec("[a'=+\"\n\r, é]{1,12}", 3)) {
            let mut out = Vec::new();
            crate::exchange::write_csv(&mut out, &["x", "y", "z"], std::iter::once(cells.clone())).unwrap();
            let back = rows(&out).into_iter().rfind(|(_, cells, _)| cells.len() > 1).unwrap();
            let unguarded: Vec<_> = back.1.iter().map(|cell| crate::exchange::csv_write::strip_guard(cell).to_owned()).collect();
            proptest::prop_assert_eq!(unguarded, cells);
        }
    }

    #[test]
    fn a_ten_megabyte_cell_spoils_its_row_only() {
        let mut text = b"a,b\n1,".to_vec();
        text.resize(text.len() + 10 * 1024 * 1024, b'x');
        text.extend_from_slice(b"\n2,two\n");
        let all = rows(&text);
        assert_eq!(all[1].2.as_deref(), Some("a cell is longer than 1 MB"));
        assert_eq!(all[2].1, ["2", "two"]);
    }
}
