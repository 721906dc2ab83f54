//! Quotes: prospects' own words, verbatim, from the calls of a period.

use serde::Serialize;

use super::CallRow;

/// Most calls with a quote that a report shows.
pub const QUOTED: usize = 500;

/// Calls with a quote, newest first.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Quotes {
    /// The calls, at most [`QUOTED`].
    pub calls: Vec<CallRow>,
    /// True if earlier calls were left out.
    pub more: bool,
}
