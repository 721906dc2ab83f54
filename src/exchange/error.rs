//! Errors of reading files.

use std::io;

use super::budget::{Budget, Halt};
use crate::fault::io_says;

/// An error that makes a whole file unreadable.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The file or pipe cannot be read.
    #[error("{file} could not be read: {}", io_says(source))]
    Io {
        file: String,
        /// The system's error.
        source: io::Error,
    },
    /// The file is empty.
    #[error("{file} is empty: there is nothing to import")]
    Empty { file: String },
    /// The file has a header and no rows below it.
    #[error("{file} has a header on line {line} and no rows below it: there is nothing to import")]
    NoRows {
        file: String,
        /// Line of the header, from 1.
        line: u64,
    },
    /// No line can be a header for this kind of import.
    #[error(
        "{file} has no column for {missing}. Columns seen: {seen}. Expected one named {expected}; or say which it is: {map}"
    )]
    NoColumns {
        file: String,
        /// Names of the required fields for which there is no column.
        missing: String,
        /// Cells of the line that looks most like a header.
        seen: String,
        /// Column names that would be recognised.
        expected: String,
        /// The command-line options that would assign the missing fields.
        map: String,
    },
    /// Reading it was more work than one file may be, or was stopped.
    #[error("{file} {halt}")]
    Halted {
        file: String,
        /// What stopped it.
        halt: Halt,
    },
    /// The format cannot be read.
    #[error("{file} is not usable: {reason}")]
    NotReadable {
        file: String,
        /// What the file seems to be, and what to do.
        reason: String,
    },
}

impl ExchangeError {
    /// Makes an error for a format that cannot be read, with the reason in words.
    pub(crate) fn not_readable(file: &str, reason: impl Into<String>) -> ExchangeError {
        ExchangeError::NotReadable { file: file.to_owned(), reason: reason.into() }
    }

    /// Returns the halt of a budget instead, if that is what stopped the reader: whatever the error says came of it.
    pub(super) fn or_halt(self, file: &str, budget: &Budget) -> ExchangeError {
        match budget.halted() {
            Some(halt) => ExchangeError::Halted { file: file.to_owned(), halt },
            None => self,
        }
    }

    /// Makes an error for a file or pipe that cannot be read.
    pub(crate) fn io(file: &str, source: io::Error) -> ExchangeError {
        ExchangeError::Io { file: file.to_owned(), source }
    }
}
