//! Exit codes and error messages.

use std::fmt;
use std::path::Path;

use crate::domain::text::capital;
use crate::fault::cause_says;

/// How a command ended, which decides its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// Successful: exit code 0.
    Done,
    /// Used in a wrong way: exit code 2.
    Usage,
    /// Successful, but something was found that needs attention: exit code 3.
    Findings,
}

impl Exit {
    /// Returns the exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Usage => 2,
            Exit::Findings => 3,
        }
    }
}

/// A usage error, as a sentence; exit code 2.
#[derive(Debug)]
pub(super) struct UsageError(pub(super) String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// Returns the exit code for an error.
pub(super) fn code(error: &anyhow::Error) -> u8 {
    if error.is::<UsageError>() { Exit::Usage.code() } else { 1 }
}

/// Returns an error with all its causes, each as a sentence; what an outer sentence says already is not repeated.
pub(super) fn sentences(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        let text = cause_says(cause);
        let text = text.trim().trim_end_matches('.');
        if text.is_empty() || said.contains(text) {
            continue;
        }
        if !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&capitalise_sentence(text));
        said.push('.');
    }
    said
}

/// Capitalises a sentence unless it begins with a file name: a word may be one too.
fn capitalise_sentence(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    let is_a_word = first.chars().all(char::is_alphabetic) && !Path::new(first).exists();
    if is_a_word { capital(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use std::io;

    use anyhow::Context;

    use super::*;

    #[test]
    fn an_error_is_said_once_in_sentences() {
        let inner: anyhow::Result<()> = Err(io::Error::other("no space left on device").into());
        let error = inner.context("the call was not logged").unwrap_err();
        assert_eq!(sentences(&error), "The call was not logged. No space left on device.");
        let repeated = anyhow::anyhow!("disk full").context("Saving failed: disk full.");
        assert_eq!(sentences(&repeated), "Saving failed: disk full.");
        assert_eq!(sentences(&anyhow::anyhow!("gone.csv cannot be read")), "gone.csv cannot be read.");
    }

    #[test]
    fn wrong_use_and_failure_have_their_codes() {
        assert_eq!(code(&UsageError("which one?".into()).into()), 2);
        assert_eq!(code(&anyhow::anyhow!("no")), 1);
        assert_eq!(Exit::Findings.code(), 3);
    }
}
