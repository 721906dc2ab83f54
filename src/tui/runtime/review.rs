//! Answers requests about reviews.

use crate::clock::Moment;
use crate::domain::ids::{RepId, ReviewId};
use crate::domain::review::Review;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::Reviewing;
use crate::tui::message::msg::{Answer, Doing, ReviewAnswer, Saved};

/// What a request is about, for the sentence when it fails.
pub(super) fn doing(asked: &Reviewing) -> Doing {
    match asked {
        Reviewing::Save(_) => Doing::SavingForm,
        Reviewing::Answer(..) => Doing::Changing,
        Reviewing::File(_) | Reviewing::Next(..) | Reviewing::Names | Reviewing::Waiting => Doing::Reading,
    }
}

/// Asks the book, or changes it.
pub(super) fn answer(store: &mut Store, asked: Reviewing, now: Moment) -> Result<Answer, StoreError> {
    Ok(Answer::Review(match asked {
        Reviewing::File(id) => ReviewAnswer::File(id, store.review_file(id, now)?.map(Box::new)),
        Reviewing::Next(query, after) => ReviewAnswer::Next(after, store.next_to_read(&query, after)?),
        Reviewing::Names => ReviewAnswer::Names(Box::new(store.selectable()?)),
        Reviewing::Waiting => ReviewAnswer::Waiting(store.reviews_to_answer(now)?),
        Reviewing::Save(review) => {
            store.save_review(&review)?;
            return Ok(Answer::Saved(Saved::Review(review.call_id)));
        }
        Reviewing::Answer(call_id, review, line) => {
            store.save_review(&Review {
                id: ReviewId::default(),
                call_id,
                reviewer: RepId::default(),
                at: now.0,
                scores: Vec::new(),
                note: line,
                focus: String::new(),
                answers: Some(review),
            })?;
            return Ok(Answer::Saved(Saved::Other("Answered. It is under the review; u takes it back.".into())));
        }
    }))
}
