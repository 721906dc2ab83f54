//! Splits an opener into clauses and classifies them: about them, about us, a question.

use std::ops::Range;

use super::ParsedOpener;
use crate::domain::phrase::tokens::overlaps;

impl ParsedOpener<'_> {
    /// Returns the clauses of a sentence, split at commas, colons and conjunctions, as ranges of word indices.
    pub(in crate::domain) fn clauses(&self, sentence: usize) -> Vec<Range<usize>> {
        let Some(found) = self.words.sentences.get(sentence) else { return Vec::new() };
        let mut clauses = Vec::new();
        let mut start = found.words.start;
        for word in found.words.clone().skip(1) {
            if self.words.pause_before(self.text, word) || overlaps(&self.joints, &(word..word + 1)) {
                clauses.push(start..word);
                start = word;
            }
        }
        clauses.push(start..found.words.end);
        clauses.retain(|clause| !clause.is_empty());
        clauses
    }

    /// Returns true if we are the subject of the clause: "I'm calling to offer you" is ours; "I saw you closed the
    /// plant" is not.
    pub(in crate::domain) fn is_ours(&self, clause: &Range<usize>) -> bool {
        let first = |places: &[Range<usize>]| {
            places.iter().filter(|place| clause.contains(&place.start)).map(|place| place.start).min()
        };
        let us = self.ours.iter().filter(|place| clause.contains(&place.start)).map(|place| place.start);
        let us = us.filter(|word| !self.observes(*word)).min();
        match (us, first(&self.theirs)) {
            (Some(us), Some(them)) => us < them,
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    /// Returns true for "I saw", "we noticed": the observing is ours, but what follows is not.
    pub(in crate::domain) fn observes(&self, word: usize) -> bool {
        overlaps(&self.observed, &(word + 1..word + 4))
    }

    /// Returns true if the clause says more than names, dates and function words.
    pub(in crate::domain) fn has_content(&self, clause: &Range<usize>, hollow: &[Range<usize>]) -> bool {
        clause.clone().any(|at| {
            self.words.words.get(at).is_some_and(|word| {
                let here = at..at + 1;
                word.folded.chars().count() > 2
                    && !self.playbook.is_small(&word.folded)
                    && !overlaps(&self.times, &here)
                    && !overlaps(&self.theirs, &here)
                    && !overlaps(hollow, &here)
            })
        })
    }
}
