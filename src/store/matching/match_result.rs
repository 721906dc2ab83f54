//! Result of matching an imported row: the stored row, or the candidates.

use crate::domain::matching::MatchBasis;

/// The stored row that an imported row matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MatchedRow {
    /// Row number of the match.
    pub(crate) n: i64,
    /// What the match is based on.
    pub(crate) by: MatchBasis,
    /// System that gave the matching id; `None` for other match bases.
    pub(crate) source: Option<String>,
}

impl MatchedRow {
    /// Makes a match on this basis.
    pub(in crate::store) fn by(n: i64, by: MatchBasis) -> MatchedRow {
        MatchedRow { n, by, source: None }
    }

    /// Returns the match basis in words: "same id in salesforce".
    pub(in crate::store) fn words(&self) -> String {
        match &self.source {
            Some(source) => format!("same id in {source}"),
            None => self.by.words().to_owned(),
        }
    }
}

/// Result of matching an imported row: either the stored row, or the candidates that it may be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct MatchResult {
    /// The stored row; `None` if there is no sure match.
    pub(crate) known: Option<MatchedRow>,
    /// Candidates, each with its match basis; empty if the match is sure.
    pub(crate) doubts: Vec<(i64, MatchBasis)>,
}
