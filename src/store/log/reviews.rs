//! Reviews, which annotate and never edit a log.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::append;
use super::hash_chain;
use crate::domain::ids::{RepId, ReviewId};
use crate::domain::review::Review;
use crate::store::book::settings;
use crate::store::book::write::Transaction;
use crate::store::convert::{JsonText, instant, minutes_east};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::tables::{calls, drafts};
use crate::store::{Store, sanitize};

impl Store {
    /// Adds a review; one with an id the book has already changes nothing.
    ///
    /// # Errors
    /// When its scores do not stand, there is no such call, and as every write.
    pub fn save_review(&mut self, review: &Review) -> Result<ReviewId> {
        let mut review = sanitize::review(review);
        if let Some(problem) = review.problems().into_iter().next() {
            return Err(StoreError::refused(problem));
        }
        if review.is_blank() {
            return Err(StoreError::refused("A review needs a score, a note or a focus."));
        }
        if review.reviewer.is_nil() {
            review.reviewer = self.rep()?;
        }
        self.action("saving the review", |write| {
            drafts::finish(write, &format!("review:{}", review.call_id))?;
            if review.id.is_nil() {
                review.id = ReviewId(write.new_id());
            }
            let known = "SELECT EXISTS (SELECT 1 FROM review WHERE id = ?1)";
            if write.conn.prepare_cached(known)?.query_row([review.id], |row| row.get(0))? {
                return Ok(review.id);
            }
            let sql = "SELECT root FROM call_line JOIN call ON call.n = call_line.n WHERE call.id = ?1";
            let root: Option<i64> =
                write.conn.prepare_cached(sql)?.query_row([review.call_id], |row| row.get(0)).optional()?;
            let gone = || StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this call is no longer in the book");
            let root = root.ok_or_else(gone)?;
            let row = calls::row(write.conn, root)?;
            if let Some(problem) = review.missing_quote_sentence(&row.words) {
                return Err(StoreError::refused(problem));
            }
            let did = if review.answers.is_some() { "answered the review of" } else { "reviewed" };
            write.label = format!("{did} a call with {}", row.contact);
            append(write, root, &review)?;
            append::refresh(write, root)?;
            Ok(review.id)
        })
    }
}

fn append(write: &mut Transaction<'_>, call: i64, review: &Review) -> Result<()> {
    let (place, salt, rev) = (hash_chain::next(write)?, hash_chain::salt(write), write.rev());
    let mut chained = review.clone();
    chained.call_id = calls::load(write.conn, call)?.id;
    let text = hash_chain::review_text(&salt, review);
    let hash = hash_chain::review(&place, hash_chain::device_id(write.conn, write.device)?, rev, &chained, &text);
    let sql = "INSERT INTO review (id, rev, device, seq, prev_hash, hash, salt, text_hash, call, reviewer, at, zone,
            scores, note, focus, answers)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    write.conn.prepare_cached(sql)?.execute(params![
        review.id,
        rev,
        write.device,
        place.seq,
        place.prev,
        hash,
        salt,
        text,
        call,
        settings::rep_row(write.conn, review.reviewer)?,
        review.at.timestamp_millis(),
        minutes_east(review.at),
        JsonText(&review.scores),
        review.note,
        review.focus,
        find_answered_review(write.conn, call, review)?,
    ])?;
    let n = write.conn.last_insert_rowid();
    hash_chain::extend(write, &place, &hash)?;
    let sql = "INSERT INTO review_line (n, rev, device, call) VALUES (?1, ?2, ?3, ?4)";
    write.conn.prepare_cached(sql)?.execute(params![n, rev, write.device, call])?;
    Ok(())
}

/// The row of the review that this one answers: one of the same call, by somebody else, that is no answer itself.
fn find_answered_review(conn: &Connection, call: i64, review: &Review) -> Result<Option<i64>> {
    let Some(id) = review.answers else { return Ok(None) };
    let sql = "SELECT review.n, call_line.rep FROM review JOIN review_line ON review_line.n = review.n
        JOIN call_line ON call_line.n = review_line.call
        WHERE review.id = ?1 AND review_line.call = ?2 AND review_line.deleted = 0 AND review.answers IS NULL
            AND review.reviewer <> call_line.rep";
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let found: Option<(i64, i64)> = conn.prepare_cached(sql)?.query_row(params![id, call], read).optional()?;
    let (n, rep) = found.ok_or_else(|| StoreError::refused("There is no such review of this call to answer."))?;
    if rep != settings::rep_row(conn, review.reviewer)? {
        return Err(StoreError::refused("Only the rep who made the call answers its reviews."));
    }
    Ok(Some(n))
}

/// A call's reviews, oldest first.
pub(super) fn of_call(conn: &Connection, call: i64) -> Result<Vec<Review>> {
    let mut statement = conn.prepare_cached(
        "SELECT line.n FROM review_line AS line JOIN review ON review.n = line.n
        WHERE line.call = ?1 AND line.deleted = 0 ORDER BY review.at, review.id",
    )?;
    let rows = statement.query_map([call], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    rows.into_iter().map(|n| load(conn, n)).collect()
}

/// One review, whole.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Review> {
    let sql = "SELECT review.id, call.id, rep.id, review.at, review.zone, scores, review.note, focus,
            (SELECT other.id FROM review AS other WHERE other.n = review.answers) FROM review
        JOIN call ON call.n = review.call JOIN rep ON rep.n = review.reviewer WHERE review.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Review {
            id: row.get(0)?,
            call_id: row.get(1)?,
            reviewer: row.get(2)?,
            at: instant(row.get(3)?, row.get(4)?),
            scores: row.get::<_, JsonText<_>>(5)?.0,
            note: row.get(6)?,
            focus: row.get(7)?,
            answers: row.get(8)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// The names of everyone who wrote these.
pub(super) fn names(conn: &Connection, reviews: &[Review]) -> Result<Vec<(RepId, String)>> {
    let mut names: Vec<(RepId, String)> = Vec::new();
    for review in reviews {
        if names.iter().all(|(id, _)| *id != review.reviewer) {
            let sql = "SELECT name FROM rep WHERE id = ?1";
            let name = conn.prepare_cached(sql)?.query_row([review.reviewer], |row| row.get(0))?;
            names.push((review.reviewer, name));
        }
    }
    Ok(names)
}
