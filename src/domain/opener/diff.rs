//! Compares two versions of an opener word by word.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// One run of a word diff: unchanged, removed or added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DiffOp {
    /// The words are in both versions.
    Same,
    /// The words are only in the older version.
    Gone,
    /// The words are only in the newer version.
    New,
}

/// Compares two versions; returns runs of words that stayed, were removed or were added, in reading order.
///
/// The runs other than [`DiffOp::New`] make up the older version, those other than [`DiffOp::Gone`] the newer one.
pub fn compare(older: &str, newer: &str) -> Vec<(DiffOp, String)> {
    // Blanks and marks are pieces of their own: left out, the runs would not add up to the two texts.
    let older: Vec<&str> = older.split_word_bounds().collect();
    let newer: Vec<&str> = newer.split_word_bounds().collect();
    let mut runs: Vec<(DiffOp, String)> = Vec::new();
    let mut add = |kind: DiffOp, words: &[&str]| match runs.last_mut().filter(|(last, _)| *last == kind) {
        _ if words.is_empty() => {}
        Some((_, run)) => run.push_str(&words.concat()),
        None => runs.push((kind, words.concat())),
    };
    for step in capture_diff_slices(Algorithm::Myers, &older, &newer) {
        let (tag, old, new) = step.as_tag_tuple();
        if tag == DiffTag::Equal {
            add(DiffOp::Same, &older[old]);
        } else {
            // First what went: a reader expects the old wording before the new one. One of the two is empty where words
            // only went or came.
            add(DiffOp::Gone, &older[old]);
            add(DiffOp::New, &newer[new]);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn without(runs: &[(DiffOp, String)], kind: DiffOp) -> String {
        runs.iter().filter(|(change, _)| *change != kind).map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn a_changed_word_stands_beside_the_word_that_went() {
        let runs = compare("Your supplier recalled three lots.", "Your supplier recalled two lots.");
        let told: Vec<(DiffOp, &str)> = runs.iter().map(|(change, text)| (*change, text.as_str())).collect();
        let expected = [
            (DiffOp::Same, "Your supplier recalled "),
            (DiffOp::Gone, "three"),
            (DiffOp::New, "two"),
            (DiffOp::Same, " lots."),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn the_same_wording_has_no_changes() {
        assert_eq!(compare("Ane, good morning.", "Ane, good morning."), [(DiffOp::Same, "Ane, good morning.".into())]);
        assert_eq!(compare("", ""), []);
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_read_back_from_the_changes(older in ".{0,80}", newer in ".{0,80}") {
            let runs = compare(&older, &newer);
            prop_assert_eq!(without(&runs, DiffOp::New), older);
            prop_assert_eq!(without(&runs, DiffOp::Gone), newer);
        }
    }
}
