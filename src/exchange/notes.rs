//! Notes about a file, collected while its rows are read.

use std::cell::RefCell;
use std::rc::Rc;

/// Sentences about a file; equal remarks about several rows become one sentence with their number.
#[derive(Debug, Clone, Default)]
pub struct Notes(Rc<RefCell<Vec<Note>>>);

/// Most words of the file that a remark shows.
const WORDS: usize = 5;

#[derive(Debug)]
struct Note {
    text: String,
    /// Number of rows with the remark; 0 for a sentence about the whole file.
    rows: u64,
    /// The first words of the file that the remark is about, each once.
    words: Vec<String>,
    first_line: u64,
}

impl Notes {
    /// Adds a sentence about the whole file, once.
    pub(crate) fn say(&self, text: impl Into<String>) {
        let text = text.into();
        let mut notes = self.0.borrow_mut();
        if !notes.iter().any(|note| note.text == text) {
            notes.push(Note { text, rows: 0, words: Vec::new(), first_line: 0 });
        }
    }

    /// Adds a remark about the row that begins on `line`.
    pub(crate) fn count(&self, text: &str, line: u64) {
        self.count_word(text, None, line);
    }

    /// Adds a remark about the row that begins on `line`, and the word in it that it is about.
    pub(crate) fn count_word(&self, text: &str, word: Option<&str>, line: u64) {
        let mut notes = self.0.borrow_mut();
        let at = notes.iter().position(|note| note.text == text).unwrap_or_else(|| {
            notes.push(Note { text: text.to_owned(), rows: 0, words: Vec::new(), first_line: line });
            notes.len() - 1
        });
        let Some(note) = notes.get_mut(at) else { return };
        note.rows += 1;
        if let Some(word) = word
            // One more than is shown: it tells that there are others.
            && note.words.len() <= WORDS
            && !note.words.iter().any(|known| known == word)
        {
            note.words.push(word.to_owned());
        }
    }

    /// Returns a sentence for each note, with the line on which it was first made and how many rows it is about.
    pub fn lines(&self) -> Vec<String> {
        self.0.borrow().iter().map(Note::sentence).collect()
    }
}

impl Note {
    fn sentence(&self) -> String {
        let text = format!("{}{}", self.text, self.words_in_brackets());
        match self.rows {
            0 => text,
            1 => format!("line {}: {text}", self.first_line),
            rows => format!("{rows} rows, the first on line {}: {text}", self.first_line),
        }
    }

    fn words_in_brackets(&self) -> String {
        let shown: Vec<String> = self.words.iter().take(WORDS).map(|word| format!("“{word}”")).collect();
        let more = if self.words.len() > WORDS { " and others" } else { "" };
        if shown.is_empty() { String::new() } else { format!(" ({}{more})", shown.join(", ")) }
    }
}
