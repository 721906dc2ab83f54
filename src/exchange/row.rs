//! One row of a table: its cells.

/// One row: its cells lie one after the other in `text`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Line of the file on which it begins, from 1.
    pub(super) line: u64,
    /// The text of all cells.
    pub(super) text: String,
    /// Where each cell ends in the text.
    pub(super) ends: Vec<usize>,
    /// Why it cannot be trusted.
    pub(super) fault: Option<String>,
    /// Some of its bytes were not UTF-8 and were read as Windows-1252.
    pub(super) other_encoding: bool,
}

impl Row {
    /// A row of these cells.
    pub(super) fn of<'c>(line: u64, cells: impl IntoIterator<Item = &'c str>) -> Row {
        let mut row = Row { line, ..Row::default() };
        for cell in cells {
            row.text.push_str(cell);
            row.ends.push(row.text.len());
        }
        row
    }

    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The cell at `index`; empty past the end.
    pub(super) fn cell(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..*end).unwrap_or("")
    }

    /// All cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Takes the first `count` cells away.
    pub(super) fn drop_front(&mut self, count: usize) {
        let count = count.min(self.ends.len());
        let cut = count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.text.drain(..cut);
        self.ends.drain(..count);
        self.ends.iter_mut().for_each(|end| *end -= cut);
    }

    /// Takes away what comes after the first `count` cells.
    pub(super) fn cut(&mut self, count: usize) {
        self.ends.truncate(count);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// The line on which it ends.
    pub(super) fn last_line(&self) -> u64 {
        let breaks = self.text.bytes().filter(|byte| *byte == b'\n').count();
        self.line + u64::try_from(breaks).unwrap_or(0)
    }

    /// True if it holds characters that are never shown and do not enter the book.
    pub(super) fn has_hidden_characters(&self) -> bool {
        let control = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7F;
        let hidden = |c: char| {
            matches!(c,
                '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
        };
        self.text.bytes().any(control) || (!self.text.is_ascii() && self.text.chars().any(hidden))
    }

    /// Nothing but blanks.
    pub(super) fn is_blank(&self) -> bool {
        self.fault.is_none() && self.text.bytes().all(|byte| byte.is_ascii_whitespace() || byte == 0)
    }

    /// The row for people, clipped.
    pub fn clipped(&self) -> String {
        const CLIP: usize = 240;
        let mut shown = String::with_capacity(self.text.len().min(CLIP) + self.len());
        for (index, cell) in self.cells().enumerate() {
            if index > 0 {
                shown.push(',');
            }
            if cell.len() <= CLIP && !cell.chars().any(char::is_control) {
                shown.push_str(cell);
            } else {
                shown.extend(cell.chars().take(CLIP).map(|c| if c.is_control() { ' ' } else { c }));
            }
            if shown.len() > CLIP {
                return shown.chars().take(CLIP).chain(['…']).collect();
            }
        }
        shown
    }
}
