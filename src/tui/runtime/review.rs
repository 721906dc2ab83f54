//! Answers questions about reviews, and saves them.

use crate::clock::Moment;
use crate::domain::ids::{RepId, ReviewId};
use crate::domain::review::Review;
use crate::store::{Store, StoreError};
use crate::tui::message::answer::{Answer, ReviewAnswer, Saved};
use crate::tui::message::command::ReviewCommand;
use crate::tui::message::query::ReviewQuery;

use super::commands::{ChangeResult, saved_answer};

pub(super) fn answer(store: &mut Store, query: ReviewQuery, now: Moment) -> Result<ReviewAnswer, StoreError> {
    Ok(match query {
        ReviewQuery::File(id) => ReviewAnswer::File(id, store.review_file(id, now)?.map(Box::new)),
        ReviewQuery::Next(query, after) => ReviewAnswer::Next(after, store.next_to_read(&query, after)?),
        ReviewQuery::Names => ReviewAnswer::Names(Box::new(store.selectable()?)),
        ReviewQuery::Waiting => ReviewAnswer::Waiting(store.reviews_to_answer(now)?),
    })
}

pub(super) fn carry(store: &mut Store, command: ReviewCommand, now: Moment) -> ChangeResult {
    Ok(match command {
        ReviewCommand::Save(review) => {
            store.save_review(&review)?;
            Answer::Saved(Saved::Review(review.call_id))
        }
        ReviewCommand::Answer(call_id, review, line) => {
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
            saved_answer("Answered. It is under the review; u takes it back.")
        }
    })
}
