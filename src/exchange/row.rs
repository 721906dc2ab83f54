//! One row of a table: its cells.

/// One row of a table; its cells are stored one after the other in `text`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Line of the file on which it begins, from 1.
    pub(super) line: u64,
    /// The text of all cells.
    pub(super) text: String,
    /// End of each cell in the text, as byte offset.
    pub(super) ends: Vec<usize>,
    /// Why the row cannot be trusted; `None` if it can.
    pub(super) fault: Option<String>,
    /// True if some of its bytes were not UTF-8 and were read as Windows-1252.
    pub(super) other_encoding: bool,
}

impl Row {
    /// Makes a row of these cells.
    pub(super) fn of<'c>(line: u64, cells: impl IntoIterator<Item = &'c str>) -> Row {
        let mut row = Row { line, ..Row::default() };
        for cell in cells {
            row.text.push_str(cell);
            row.ends.push(row.text.len());
        }
        row
    }

    /// Returns the number of cells.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the cell at `index`; empty past the end.
    pub(super) fn cell(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..*end).unwrap_or("")
    }

    /// Returns all cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// Removes the first `count` cells.
    pub(super) fn drop_front(&mut self, count: usize) {
        let count = count.min(self.ends.len());
        let cut = count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        self.text.drain(..cut);
        self.ends.drain(..count);
        self.ends.iter_mut().for_each(|end| *end -= cut);
    }

    /// Removes all cells after the first `count`.
    pub(super) fn cut(&mut self, count: usize) {
        self.ends.truncate(count);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
    }

    /// Returns the line on which the row ends.
    pub(super) fn last_line(&self) -> u64 {
        let breaks = self.text.bytes().filter(|byte| *byte == b'\n').count();
        self.line + u64::try_from(breaks).unwrap_or(0)
    }

    /// Returns true if the row has invisible characters, which are not stored in the book.
    pub(super) fn has_hidden_characters(&self) -> bool {
        let control = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7F;
        let hidden = |c: char| {
            matches!(c,
                '\u{80}'..='\u{9F}' | '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
                | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
        };
        self.text.bytes().any(control) || (!self.text.is_ascii() && self.text.chars().any(hidden))
    }

    /// Returns true if all cells are blank.
    pub(super) fn is_blank(&self) -> bool {
        // A damaged row is never blank: passed over, it would be missing from the rows that add up.
        self.fault.is_none() && self.text.bytes().all(|byte| byte.is_ascii_whitespace() || byte == 0)
    }

    /// Returns the row as text for people, shortened.
    pub fn clipped(&self) -> String {
        // A row of a hostile file may hold megabytes; what is shown of it fits a few lines of a report.
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
