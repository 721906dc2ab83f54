//! Reviews: a manager's reading of one call. They annotate a logged call and never change it.

pub mod rubric;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::ids::{CallId, RepId, ReviewId};
use super::vocabulary::vocabulary;

vocabulary! {
    /// A criterion of a review, scored 0–3.
    Criterion {
        /// The reason was the prospect's own.
        ReasonTheirs = "reason_theirs", "the reason was theirs";
        /// The opener answered "why now".
        WhyNow = "why_now", "answers why now";
        /// The purpose was stated.
        Purpose = "purpose", "purpose stated";
        /// The call gave value in the least time.
        Value = "value", "value in the least time";
        /// The call served the prospect's goal.
        TheirGoal = "their_goal", "served their goal";
        /// The next step is the prospect's.
        NextStep = "next_step", "next step is theirs";
        /// The verdict has an honest source; without a quote it cannot be scored.
        HonestVerdict = "honest_verdict", "verdict honestly sourced";
    }
}

/// A review of one call; the rep may score first, and both reviews are shown side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub id: ReviewId,
    pub call_id: CallId,
    /// The person who wrote the review.
    pub reviewer: RepId,
    pub at: DateTime<FixedOffset>,
    /// The scores given, 0–3.
    pub scores: Vec<(Criterion, u8)>,
    pub note: String,
    /// The one focus for the next call.
    pub focus: String,
    /// The review that this one answers, in one line and without scores: the rep's comment on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<ReviewId>,
}

/// Highest score of a criterion.
pub const BEST_SCORE: u8 = 3;

impl Review {
    /// Returns what is wrong with the review, one sentence each; empty if it can be saved.
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
        if self.answers.is_some() && (!self.scores.is_empty() || !self.focus.trim().is_empty()) {
            problems.push("An answer is one line: it scores nothing and sets no focus.".to_owned());
        }
        if self.answers.is_some() && self.note.trim().is_empty() {
            problems.push("An answer needs its line.".to_owned());
        }
        if self.focus.trim().contains('\n') {
            problems.push("One focus only: keep the one that helps most.".to_owned());
        }
        problems
    }

    /// Returns a sentence if the verdict's honesty is scored without a quote: it needs the prospect's own words, in the
    /// log (`words`) or quoted in the note. `None` if there is nothing to object to.
    pub fn missing_quote_sentence(&self, words: &str) -> Option<String> {
        let scored = self.score(Criterion::HonestVerdict).is_some();
        let quoted = !words.trim().is_empty() || quotes(&self.note);
        (scored && !quoted).then(|| {
            "No quote, no score: the log has none of their words. Put what they said into the note, \"like this\"."
                .to_owned()
        })
    }

    /// Returns true if the review has neither scores nor note nor focus.
    pub fn is_blank(&self) -> bool {
        self.scores.is_empty() && self.note.trim().is_empty() && self.focus.trim().is_empty()
    }

    /// Returns the score of a criterion; `None` means not scored, never 0.
    pub fn score(&self, criterion: Criterion) -> Option<u8> {
        self.scores.iter().find(|(scored, _)| *scored == criterion).map(|(_, score)| *score)
    }
}

/// Returns true if a text has a quotation within quotation marks.
fn quotes(text: &str) -> bool {
    let marks = ['"', '\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}'];
    // An apostrophe is not among the marks: "didn't … wasn't" quotes nobody.
    let mut parts = text.split(marks);
    parts.next();
    let inside = parts.next().filter(|inside| inside.chars().any(char::is_alphanumeric));
    inside.is_some() && parts.next().is_some()
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
            answers: None,
        }
    }

    #[test]
    fn a_review_scores_0_to_3_once_each() {
        use Criterion::{Value, WhyNow};
        for (scores, problems) in
            [(&[(WhyNow, 3), (Value, 0)][..], 0), (&[], 0), (&[(WhyNow, 4)], 1), (&[(WhyNow, 2), (WhyNow, 3)], 1)]
        {
            assert_eq!(review(scores, "").problems().len(), problems, "{scores:?}");
        }
    }

    #[test]
    fn the_honesty_of_a_verdict_is_scored_on_their_words_or_not_at_all() {
        use Criterion::{HonestVerdict, WhyNow};
        for (scores, words, note, refused) in [
            (&[(HonestVerdict, 2)][..], "", "", true),
            (&[(HonestVerdict, 0)], " ", "sounded pleased", true),
            (&[(HonestVerdict, 2)], "", "a mark \" alone", true),
            (&[(HonestVerdict, 2)], "", "\"\"", true),
            (&[(HonestVerdict, 2)], "useful, send it", "", false),
            (&[(HonestVerdict, 2)], "", "on tape: \"useful, send it\"", false),
            (&[(HonestVerdict, 2)], "", "„nützlich“", false),
            (&[(WhyNow, 2)], "", "", false),
        ] {
            assert_eq!(
                review(scores, note).missing_quote_sentence(words).is_some(),
                refused,
                "{scores:?} {words:?} {note:?}"
            );
        }
    }

    #[test]
    fn an_answer_is_one_line_that_scores_nothing_and_there_is_one_focus() {
        let answer = |scores: &[(Criterion, u8)], note: &str| Review {
            answers: Some(ReviewId::default()),
            ..review(scores, note)
        };
        assert!(answer(&[], "Will do").problems().is_empty());
        assert_eq!(answer(&[], " ").problems().len(), 1);
        assert_eq!(answer(&[(Criterion::Value, 2)], "Will do").problems().len(), 1);
        let two = Review { focus: "Ask why\nAsk when".to_owned(), ..review(&[], "") };
        assert_eq!(two.problems().len(), 1);
    }

    #[test]
    fn what_was_not_scored_is_not_zero() {
        let found = review(&[(Criterion::Value, 0)], "a quote");
        assert_eq!((found.score(Criterion::Value), found.score(Criterion::WhyNow)), (Some(0), None));
    }
}
