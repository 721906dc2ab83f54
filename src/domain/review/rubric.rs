//! The review rubric: a description of each score, so that two reviewers score alike.

use std::sync::OnceLock;

use serde::Deserialize;

use super::Criterion;

/// A criterion with a description of each score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchoredCriterion {
    pub criterion: Criterion,
    /// The question that a reviewer asks about the call.
    pub hint: String,
    /// Descriptions of the scores 0, 1, 2 and 3.
    pub anchors: [String; 4],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RubricFile {
    criterion: Vec<RubricRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RubricRow {
    key: Criterion,
    hint: String,
    anchors: [String; 4],
}

/// Returns the built-in rubric, in the order of [`Criterion::ALL`].
pub fn rubric() -> &'static [AnchoredCriterion] {
    static RUBRIC: OnceLock<Vec<AnchoredCriterion>> = OnceLock::new();
    RUBRIC.get_or_init(|| {
        let file: RubricFile =
            toml::from_str(include_str!("../../../assets/rubric.toml")).expect("the shipped rubric is read by a test");
        let mut rows: Vec<AnchoredCriterion> = file
            .criterion
            .into_iter()
            .map(|row| AnchoredCriterion { criterion: row.key, hint: row.hint, anchors: row.anchors })
            .collect();
        // The screen pairs these rows with `Criterion::ALL` by their place; the file may list them as it likes.
        rows.sort_by_key(|row| row.criterion);
        rows
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_criterion_has_four_anchors_that_fit_on_a_line() {
        let known: Vec<Criterion> = rubric().iter().map(|row| row.criterion).collect();
        assert_eq!(known, Criterion::ALL);
        for row in rubric() {
            for anchor in &row.anchors {
                assert!((10..=84).contains(&anchor.chars().count()), "{anchor}");
            }
        }
    }
}
