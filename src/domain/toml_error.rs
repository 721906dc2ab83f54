//! Describes an error in a TOML file in one sentence that begins with its line.

/// Returns the sentence for a parser's error.
pub(crate) fn fault(text: &str, error: &toml::de::Error) -> String {
    let message = error.message().trim().replace('\n', ", ");
    match error.span() {
        Some(span) => fault_at(text, span.start, &message),
        None => message,
    }
}

/// Returns the sentence for a problem at a byte of the text; lines count from 1.
pub(crate) fn fault_at(text: &str, byte: usize, problem: &str) -> String {
    let line = 1 + text.bytes().take(byte).filter(|b| *b == b'\n').count();
    format!("line {line}: {problem}")
}
