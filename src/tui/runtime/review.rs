//! Answers requests about reviews.

use crate::clock::Moment;
use crate::domain::ids::{RepId, ReviewId};
use crate::domain::review::Review;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::ReviewRequest;
use crate::tui::message::msg::{Answer, FailedTask, ReviewAnswer, Saved};

/// What a request is about, for the sentence when it fails.
pub(super) fn doing(asked: &ReviewRequest) -> FailedTask {
    match asked {
        ReviewRequest::Save(_) => FailedTask::SavingForm,
        ReviewRequest::Answer(..) => FailedTask::Changing,
        ReviewRequest::File(_) | ReviewRequest::Next(..) | ReviewRequest::Names | ReviewRequest::Waiting => {
            FailedTask::Reading
        }
    }
}

/// Asks the book, or changes it.
pub(super) fn answer(store: &mut Store, asked: ReviewRequest, now: Moment) -> Result<Answer, StoreError> {
    Ok(Answer::Review(match asked {
        ReviewRequest::File(id) => ReviewAnswer::File(id, store.review_file(id, now)?.map(Box::new)),
        ReviewRequest::Next(query, after) => ReviewAnswer::Next(after, store.next_to_read(&query, after)?),
        ReviewRequest::Names => ReviewAnswer::Names(Box::new(store.selectable()?)),
        ReviewRequest::Waiting => ReviewAnswer::Waiting(store.reviews_to_answer(now)?),
        ReviewRequest::Save(review) => {
            store.save_review(&review)?;
            return Ok(Answer::Saved(Saved::Review(review.call_id)));
        }
        ReviewRequest::Answer(call_id, review, line) => {
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
