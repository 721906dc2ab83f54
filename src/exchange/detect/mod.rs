//! What a file is: its format, and what its rows hold.

pub(super) mod kind;
pub(crate) mod preview;

use super::bytes::DecodedText;
use super::error::ExchangeError;

/// Companies and people come as tables: markup is told apart before it is searched for columns.
pub(super) fn refuse_markup(file: &str, text: &DecodedText) -> Result<(), ExchangeError> {
    match text.first_char() {
        Some('<') => Err(ExchangeError::not_readable(
            file,
            "it is XML or HTML, not a table; feeds are read by `import triggers`, a table needs saving as CSV",
        )),
        _ => Ok(()),
    }
}
