//! Detects what a file is: its format, and the kind of its rows.

pub(super) mod kind;
pub(crate) mod preview;

use super::bytes::DecodedText;
use super::error::ExchangeError;

/// Returns an error for HTML or XML, because companies and people are imported from tables.
pub(super) fn refuse_markup(file: &str, text: &DecodedText) -> Result<(), ExchangeError> {
    match text.first_char() {
        Some('<') => Err(ExchangeError::not_readable(
            file,
            "it is XML or HTML, not a table; feeds are read by `import triggers`, a table needs saving as CSV",
        )),
        _ => Ok(()),
    }
}
