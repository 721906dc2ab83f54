//! Files people already have: bytes ↔ domain values.
//!
//! This folder knows no database and no clock. A reader says what it read the file as, how each column was
//! understood, and gives every data row with its line: as a value, or with the reason why it is none.

use std::io::{self, Read};

use crate::domain::account::{Account, Contact, ExternalId};
use crate::domain::rows::{ImportKind, Mapped};
use crate::domain::trigger::Trigger;

mod account_rows;
mod bytes;
mod cells;
mod contact_rows;
mod dates;
pub mod edgar;
pub mod feed;
mod html;
pub mod json;
mod kind_names;
mod notes;
mod presets;
mod row_text;
mod rows;
pub mod sheet;
mod table;
mod trigger_rows;
mod xml;

pub use notes::Notes;
pub use sheet::write_csv;

/// A company read from a file: nil id; an absent field means the file does not say.
pub type AccountRecord = Account;

/// Something that happened, read from a file: company, CIK, ticker as the file has them; no accounts yet.
pub type TriggerRecord = Trigger;

/// A person read from a file, with what the file says about where they work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactRecord {
    /// The person; nil ids.
    pub contact: Contact,
    /// The company's name.
    pub company: Option<String>,
    /// The company's id in the system the file comes from.
    pub company_external: Option<ExternalId>,
    /// The company's web domain; from the e-mail address only where no name is given and it is no free-mail host.
    pub company_domain: Option<String>,
}

/// One data row of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    /// Line of the file on which it begins, from 1; for a feed or JSON, the number of the entry.
    pub line: u64,
    /// The row as read, clipped.
    pub raw: String,
    /// What it says, or why it cannot be used.
    pub value: Result<T, String>,
}

/// The rows of a file, or the failure that ends it.
pub type Records<T> = Box<dyn Iterator<Item = Result<Record<T>, ExchangeError>>>;

/// A file opened for reading: what it is, and its rows one by one. Memory stays flat however long the file is.
pub struct Reading<T> {
    /// What it was read as: `CSV, semicolon, Windows-1252`.
    pub format: String,
    /// How each column was understood.
    pub mapping: Vec<Mapped>,
    /// What else is worth knowing; complete when the rows are read.
    pub notes: Notes,
    /// The rows.
    pub records: Records<T>,
}

impl<T> std::fmt::Debug for Reading<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").field("format", &self.format).field("mapping", &self.mapping).finish_non_exhaustive()
    }
}

/// Why a file as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The disk or pipe failed.
    #[error("{file} could not be read: {source}")]
    Io {
        /// The file.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// Nothing in it.
    #[error("{file} is empty: there is nothing to import")]
    Empty {
        /// The file.
        file: String,
    },
    /// A header and nothing below.
    #[error("{file} has a header on line {line} and no rows below it: there is nothing to import")]
    NoRows {
        /// The file.
        file: String,
        /// Line of the header.
        line: u64,
    },
    /// No line looks like a header for this kind of import.
    #[error("{file} has no column for {missing}. Columns seen: {seen}. Expected one named {expected}")]
    NoColumns {
        /// The file.
        file: String,
        /// The fields that no column gives.
        missing: String,
        /// What the likeliest header line holds.
        seen: String,
        /// Names that would be understood.
        expected: String,
    },
    /// Not a format that is read here.
    #[error("{file} is not usable: {reason}")]
    NotReadable {
        /// The file.
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

/// Reads companies from a delimited file; `file` is its name for messages.
pub fn accounts<R: Read + 'static>(file: &str, bytes: R) -> Result<Reading<AccountRecord>, ExchangeError> {
    let text = bytes::open(file, bytes)?;
    refuse_markup(file, &text)?;
    account_rows::read(table::open(file, text, ImportKind::Accounts)?)
}

/// Reads people from a delimited file; `file` is its name for messages.
pub fn contacts<R: Read + 'static>(file: &str, bytes: R) -> Result<Reading<ContactRecord>, ExchangeError> {
    let text = bytes::open(file, bytes)?;
    refuse_markup(file, &text)?;
    contact_rows::read(table::open(file, text, ImportKind::Contacts)?)
}

/// Reads triggers from a feed, JSON or a delimited file, told apart by what is in it; `file` is its name for messages.
pub fn triggers<R: Read + 'static>(file: &str, bytes: R) -> Result<Reading<TriggerRecord>, ExchangeError> {
    let text = bytes::open(file, bytes)?;
    match text.first_char() {
        Some('<') => feed::triggers(file, text),
        Some('{' | '[') => json::triggers(file, text),
        Some(_) | None => trigger_rows::read(table::open(file, text, ImportKind::Triggers)?),
    }
}

/// Companies and people come as tables: markup is told apart before it is searched for columns.
fn refuse_markup(file: &str, text: &bytes::Text) -> Result<(), ExchangeError> {
    match text.first_char() {
        Some('<') => Err(ExchangeError::not_readable(
            file,
            "it is XML or HTML, not a table; feeds are read by `import triggers`, a table needs saving as CSV",
        )),
        Some('{' | '[') if !text.has_line_breaks_like_a_table() => {
            Err(ExchangeError::not_readable(file, "it is JSON, not a table; save it as CSV with a header line"))
        }
        _ => Ok(()),
    }
}
