//! Errors of JSON documents.

use std::io;

use crate::exchange::error::ExchangeError;

/// Makes an error for a fault of the document or file, with the file's name.
pub(super) fn refusal(file: &str, source: io::Error) -> ExchangeError {
    match source.kind() {
        io::ErrorKind::InvalidData => {
            ExchangeError::not_readable(file, format!("it looks like JSON and cannot be read: {source}"))
        }
        _ => ExchangeError::io(file, source),
    }
}
