//! The parts of a report, in reading order. Every text from the book is cleaned on its way in.

use serde::Serialize;

use crate::domain::text::{NAME_CAP, NOTE_CAP, clean_line, clean_note};

use super::chart::Chart;

/// A whole report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ReportSheet {
    pub(super) title: String,
    /// Whose calls, which days, made when.
    pub(super) about: String,
    pub(super) sections: Vec<ReportSection>,
    pub(super) footer: String,
}

/// One part with a heading of its own.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct ReportSection {
    /// Where links go to.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) says: Vec<String>,
    pub(super) tiles: Vec<Tile>,
    pub(super) blocks: Vec<Block>,
}

/// A share to be seen first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Tile {
    pub(super) label: String,
    /// "64 %", or that there are too few.
    pub(super) figure: String,
    pub(super) few: bool,
    pub(super) count: String,
    pub(super) before: String,
}

/// A chart with its numbers in a table, or a table alone.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Block {
    pub(super) id: String,
    /// Empty where the section's heading is enough.
    pub(super) title: String,
    pub(super) says: Vec<String>,
    pub(super) chart: Option<Chart>,
    pub(super) table: Option<ReportTable>,
}

/// Rows under heads; the first cell of a row names it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ReportTable {
    pub(super) caption: String,
    pub(super) class: &'static str,
    pub(super) heads: Vec<ColumnHead>,
    pub(super) rows: Vec<Vec<ReportCell>>,
}

/// How a column sorts when its head is clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ColumnSort {
    /// As text.
    Text,
    /// By value, the highest first.
    Number,
}

/// The name of a column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ColumnHead {
    pub(super) name: String,
    pub(super) sorts: Option<ColumnSort>,
    pub(super) number: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ReportCell {
    pub(super) text: String,
    /// What stands under it, smaller.
    pub(super) small: String,
    /// What it sorts by, where that is not its text.
    pub(super) value: Option<String>,
    pub(super) class: &'static str,
}

impl ColumnHead {
    /// A column that stays as it is.
    pub(super) fn new(name: &str) -> ColumnHead {
        ColumnHead { name: name.to_owned(), sorts: None, number: false }
    }

    /// A column of words.
    pub(super) fn text(name: &str) -> ColumnHead {
        ColumnHead { sorts: Some(ColumnSort::Text), ..ColumnHead::new(name) }
    }

    /// A column of figures.
    pub(super) fn number(name: &str) -> ColumnHead {
        ColumnHead { sorts: Some(ColumnSort::Number), number: true, ..ColumnHead::new(name) }
    }
}

impl ReportCell {
    /// A name or another line from the book.
    pub(super) fn line(text: &str) -> ReportCell {
        ReportCell { text: clean_line(text, NAME_CAP), small: String::new(), value: None, class: "" }
    }

    /// Something they said, in as many lines as they said it.
    pub(super) fn said(text: &str) -> ReportCell {
        let text = clean_note(text, NOTE_CAP);
        let text = text.trim();
        // Many write the marks of a quotation themselves; those around all of it would stand there twice.
        let inner = text.strip_prefix(['"', '“']).and_then(|rest| rest.strip_suffix(['"', '”']));
        let bare = inner.filter(|inner| !inner.contains(['"', '“', '”'])).unwrap_or(text);
        ReportCell { text: bare.to_owned(), class: "said", ..ReportCell::line("") }
    }

    /// With a second, smaller line.
    pub(super) fn under(self, small: &str) -> ReportCell {
        ReportCell { small: clean_line(small, NAME_CAP), ..self }
    }

    /// A figure, and what it sorts by.
    pub(super) fn figure(text: impl Into<String>, value: f64) -> ReportCell {
        ReportCell { text: text.into(), value: Some(value.to_string()), class: "number", ..ReportCell::line("") }
    }

    /// A figure that is not there: it sorts last.
    pub(super) fn missing(text: &str) -> ReportCell {
        ReportCell { text: text.to_owned(), value: Some(String::new()), class: "few", ..ReportCell::line("") }
    }

    /// A whole number.
    pub(super) fn count(count: u32) -> ReportCell {
        ReportCell::figure(count.to_string(), f64::from(count))
    }
}
