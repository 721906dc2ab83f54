//! Result of matching an imported row: the stored row, or the candidates.

use crate::domain::matching::MatchBasis;

/// The stored row that an imported row matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MatchedRow {
    /// Which.
    pub(crate) n: i64,
    /// By what.
    pub(crate) by: MatchBasis,
    /// Of an id: the system that gave it.
    pub(crate) source: Option<String>,
}

impl MatchedRow {
    /// Of an account or a person.
    pub(in crate::store) fn by(n: i64, by: MatchBasis) -> MatchedRow {
        MatchedRow { n, by, source: None }
    }

    /// By what, in words: "same id in salesforce".
    pub(in crate::store) fn words(&self) -> String {
        match &self.source {
            Some(source) => format!("same id in {source}"),
            None => self.by.words().to_owned(),
        }
    }
}

/// Result of matching an imported row: the stored row, or the candidates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MatchResult {
    /// The one.
    pub(crate) known: Option<MatchedRow>,
    /// Where it is none of them for sure: those it may be, and why.
    pub(crate) doubts: Vec<(i64, MatchBasis)>,
}
