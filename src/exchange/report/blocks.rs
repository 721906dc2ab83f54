//! The parts of a report, in reading order. Every text from the book is sanitised when it is put in.

use serde::Serialize;

use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};

use super::chart::Chart;

/// A report as blocks: what the page, Markdown and CSV are rendered from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ReportSheet {
    pub(super) title: String,
    /// Whose calls, which days, and when the report was made.
    pub(super) about: String,
    pub(super) sections: Vec<ReportSection>,
    pub(super) footer: String,
}

/// A section with a heading.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct ReportSection {
    /// Anchor that links refer to.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) says: Vec<String>,
    pub(super) tiles: Vec<Tile>,
    pub(super) blocks: Vec<Block>,
}

/// A share that is shown at the top of a section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Tile {
    pub(super) label: String,
    /// The share as text, "64 %", or that there are too few answers.
    pub(super) figure: String,
    pub(super) few: bool,
    pub(super) count: String,
    pub(super) before: String,
}

/// A chart with its numbers in a table, or a table alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Block {
    pub(super) id: String,
    /// Title of the block; empty if the section's heading suffices.
    pub(super) title: String,
    pub(super) says: Vec<String>,
    pub(super) chart: Option<Chart>,
    pub(super) table: Option<ReportTable>,
}

/// A table with column heads; the first cell of a row is its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ReportTable {
    pub(super) caption: String,
    pub(super) class: &'static str,
    pub(super) heads: Vec<ColumnHead>,
    pub(super) rows: Vec<Vec<ReportCell>>,
}

/// How a column is sorted when its head is clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ColumnSort {
    /// The column sorts alphabetically.
    Text,
    /// The column sorts by value, highest first.
    Number,
}

/// Head of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ColumnHead {
    pub(super) name: String,
    pub(super) sorts: Option<ColumnSort>,
    pub(super) number: bool,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ReportCell {
    pub(super) text: String,
    /// Smaller second line of the cell.
    pub(super) small: String,
    /// Value to sort by, if it is not the text.
    pub(super) value: Option<String>,
    pub(super) class: &'static str,
}

impl ColumnHead {
    /// Makes a column that cannot be sorted.
    pub(super) fn new(name: &str) -> ColumnHead {
        ColumnHead { name: name.to_owned(), sorts: None, number: false }
    }

    /// Makes a column that is sorted as text.
    pub(super) fn text(name: &str) -> ColumnHead {
        ColumnHead { sorts: Some(ColumnSort::Text), ..ColumnHead::new(name) }
    }

    /// Makes a column of figures that is sorted by value.
    pub(super) fn number(name: &str) -> ColumnHead {
        ColumnHead { sorts: Some(ColumnSort::Number), number: true, ..ColumnHead::new(name) }
    }
}

impl ReportCell {
    /// Makes a cell for a name or another one-line text from the book.
    pub(super) fn line(text: &str) -> ReportCell {
        ReportCell { text: clean_line(text, NAME_CAP), small: String::new(), value: None, class: "" }
    }

    /// Makes a cell for a quote, with its line breaks.
    pub(super) fn said(text: &str) -> ReportCell {
        let text = clean_note(text, NOTE_CAP);
        let text = text.trim();
        // Many write the marks of a quotation themselves; those around all of it would stand there twice.
        let inner = text.strip_prefix(['"', '“']).and_then(|rest| rest.strip_suffix(['"', '”']));
        let bare = inner.filter(|inner| !inner.contains(['"', '“', '”'])).unwrap_or(text);
        ReportCell { text: bare.to_owned(), class: "said", ..ReportCell::line("") }
    }

    /// Adds a smaller second line.
    pub(super) fn under(self, small: &str) -> ReportCell {
        ReportCell { small: clean_line(small, NAME_CAP), ..self }
    }

    /// Makes a cell for a figure, with the value to sort by.
    pub(super) fn figure(text: impl Into<String>, value: f64) -> ReportCell {
        ReportCell { text: text.into(), value: Some(value.to_string()), class: "number", ..ReportCell::line("") }
    }

    /// Makes a cell for a missing figure, which sorts last.
    pub(super) fn missing(text: &str) -> ReportCell {
        // Blank and not absent: the page's script keeps blank values last, whichever way a column is sorted.
        ReportCell { text: text.to_owned(), value: Some(String::new()), class: "few", ..ReportCell::line("") }
    }

    /// Makes a cell for a whole number.
    pub(super) fn count(count: u32) -> ReportCell {
        ReportCell::figure(count.to_string(), f64::from(count))
    }
}
