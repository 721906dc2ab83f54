//! Files people already have: bytes ↔ domain values.
//!
//! This folder knows no database and no clock. A reader says what it read the file as, how each column was
//! understood, and gives every data row with its line: as a value, or with the reason why it is none.

use std::io::Read;

use crate::domain::rows::ImportKind;

mod account_rows;
mod barred_rows;
mod bytes;
mod cells;
mod contact_rows;
mod dates;
pub mod edgar;
mod error;
pub mod feed;
mod html;
pub mod json;
mod kind_names;
mod notes;
mod presets;
mod record;
pub mod report;
mod row_text;
mod rows;
pub mod sheet;
mod table;
mod trigger_rows;
pub mod web;
mod xml;

pub use error::ExchangeError;
pub use feed::is_undated;
pub use notes::Notes;
pub use record::{AccountRecord, BarredRecord, ContactRecord, Reading, Record, Records, TriggerRecord};
pub use sheet::write_csv;

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

/// Reads a do-not-call list from a delimited file, or from bare numbers and addresses, one a line; `file` is its name for
/// messages.
pub fn do_not_call<R: Read + 'static>(file: &str, bytes: R) -> Result<Reading<BarredRecord>, ExchangeError> {
    let text = bytes::open(file, bytes)?;
    refuse_markup(file, &text)?;
    let (text, headed) = barred_rows::headed(text);
    barred_rows::read(table::open(file, text, ImportKind::DoNotCall)?, headed)
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
