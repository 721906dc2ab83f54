//! Quotes: their words, verbatim, from the calls of a period.

use serde::Serialize;

use super::CallRow;

/// Calls with a quote that a report shows.
pub const QUOTED: usize = 500;

/// Calls in which something they said was written down, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Quotes {
    /// The calls, at most [`QUOTED`].
    pub calls: Vec<CallRow>,
    /// Earlier ones were left out.
    pub more: bool,
}
