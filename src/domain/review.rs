//! Reviews: a manager's reading of one call. They annotate, never edit, a log.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::ids::{CallId, RepId, ReviewId};
use super::vocabulary::vocabulary;

vocabulary! {
    /// What a review scores, 0–3 each.
    Criterion {
        /// The reason was theirs.
        ReasonTheirs = "reason_theirs", "the reason was theirs";
        /// It answers "why now".
        WhyNow = "why_now", "answers why now";
        /// The purpose was stated.
        Purpose = "purpose", "purpose stated";
        /// Value in the least time.
        Value = "value", "value in the least time";
        /// It served their goal.
        TheirGoal = "their_goal", "served their goal";
        /// The next step is theirs.
        NextStep = "next_step", "next step is theirs";
        /// The verdict is honestly sourced; no quote, no score.
        HonestVerdict = "honest_verdict", "verdict honestly sourced";
    }
}

/// One reading of one call; the rep may score first, and both stand side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The call.
    pub call_id: CallId,
    /// Who reviewed.
    pub reviewer: RepId,
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Scores given, 0–3.
    pub scores: Vec<(Criterion, u8)>,
    /// A note.
    pub note: String,
    /// One focus for the next call.
    pub focus: String,
}

/// Highest score of a criterion.
pub const BEST_SCORE: u8 = 3;

impl Review {
    /// What is wrong with it, one sentence each; empty when it can be kept.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (place, (criterion, score)) in self.scores.iter().enumerate() {
            if *score > BEST_SCORE {
                problems.push(format!("\"{}\" has {score}: scores go from 0 to {BEST_SCORE}.", criterion.words()));
            }
            if self.scores.iter().take(place).any(|(earlier, _)| earlier == criterion) {
                problems.push(format!("\"{}\" is scored twice: keep one.", criterion.words()));
            }
        }
        if !self.scores.is_empty() && self.note.trim().is_empty() {
            problems.push("No quote, no score: put what was said into the note.".to_owned());
        }
        problems
    }

    /// The score given for a criterion; none is "not scored", never 0.
    pub fn score(&self, criterion: Criterion) -> Option<u8> {
        self.scores.iter().find(|(scored, _)| *scored == criterion).map(|(_, score)| *score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(scores: &[(Criterion, u8)], note: &str) -> Review {
        Review {
            id: ReviewId::default(),
            call_id: CallId::default(),
            reviewer: RepId::default(),
            at: DateTime::parse_from_rfc3339("2026-03-13T09:26:40+01:00").unwrap(),
            scores: scores.to_vec(),
            note: note.to_owned(),
            focus: String::new(),
        }
    }

    #[test]
    fn a_review_scores_0_to_3_once_each_and_quotes() {
        use Criterion::{Value, WhyNow};
        for (scores, note, problems) in [
            (&[(WhyNow, 3), (Value, 0)][..], "\"why not in May?\"", 0),
            (&[], "", 0),
            (&[], "a note alone", 0),
            (&[(WhyNow, 4)], "a quote", 1),
            (&[(WhyNow, 2), (WhyNow, 3)], "a quote", 1),
            (&[(WhyNow, 2)], " ", 1),
        ] {
            assert_eq!(review(scores, note).problems().len(), problems, "{scores:?} {note:?}");
        }
    }

    #[test]
    fn what_was_not_scored_is_not_zero() {
        let found = review(&[(Criterion::Value, 0)], "a quote");
        assert_eq!((found.score(Criterion::Value), found.score(Criterion::WhyNow)), (Some(0), None));
    }
}
