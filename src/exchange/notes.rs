//! Notes about a file, collected while its rows are read.

use std::cell::RefCell;
use std::rc::Rc;

/// Sentences about a file; equal remarks about several rows become one sentence with their number.
#[derive(Debug, Clone, Default)]
pub struct Notes(Rc<RefCell<Vec<Note>>>);

#[derive(Debug)]
struct Note {
    text: String,
    /// Number of rows with the remark; 0 for a sentence about the whole file.
    rows: u64,
    first_line: u64,
}

impl Notes {
    /// Adds a sentence about the whole file, once.
    pub(crate) fn say(&self, text: impl Into<String>) {
        let text = text.into();
        let mut notes = self.0.borrow_mut();
        if !notes.iter().any(|note| note.text == text) {
            notes.push(Note { text, rows: 0, first_line: 0 });
        }
    }

    /// Adds a remark about the row that begins on `line`.
    pub(crate) fn count(&self, text: &str, line: u64) {
        let mut notes = self.0.borrow_mut();
        match notes.iter_mut().find(|note| note.text == text) {
            Some(note) => note.rows += 1,
            None => notes.push(Note { text: text.to_owned(), rows: 1, first_line: line }),
        }
    }

    /// Returns the sentences.
    pub fn lines(&self) -> Vec<String> {
        self.0.borrow().iter().map(Note::sentence).collect()
    }
}

impl Note {
    fn sentence(&self) -> String {
        match self.rows {
            0 => self.text.clone(),
            1 => format!("line {}: {}", self.first_line, self.text),
            rows => format!("{rows} rows, the first on line {}: {}", self.first_line, self.text),
        }
    }
}
