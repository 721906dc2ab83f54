//! Errors of reading files.

use std::io;

/// An error that makes a whole file unreadable.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The disk or pipe failed.
    #[error("{file} could not be read: {source}")]
    Io {
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// Nothing in it.
    #[error("{file} is empty: there is nothing to import")]
    Empty { file: String },
    /// A header and nothing below.
    #[error("{file} has a header on line {line} and no rows below it: there is nothing to import")]
    NoRows {
        file: String,
        /// Line of the header.
        line: u64,
    },
    /// No line looks like a header for this kind of import.
    #[error(
        "{file} has no column for {missing}. Columns seen: {seen}. Expected one named {expected}; or say which it is: {map}"
    )]
    NoColumns {
        file: String,
        /// The fields that no column gives.
        missing: String,
        /// What the likeliest header line holds.
        seen: String,
        /// Names that would be understood.
        expected: String,
        /// What to write on the command line to say which columns they are.
        map: String,
    },
    /// Not a format that is read here.
    #[error("{file} is not usable: {reason}")]
    NotReadable {
        file: String,
        /// What it seems to be, and what to do.
        reason: String,
    },
}

impl ExchangeError {
    /// A file that is something else, in words.
    pub(crate) fn not_readable(file: &str, reason: impl Into<String>) -> ExchangeError {
        ExchangeError::NotReadable { file: file.to_owned(), reason: reason.into() }
    }

    /// A failing disk or pipe.
    pub(crate) fn io(file: &str, source: io::Error) -> ExchangeError {
        ExchangeError::Io { file: file.to_owned(), source }
    }
}
