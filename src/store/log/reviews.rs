//! Reviews, which annotate logged calls and never change them.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::append;
use super::hash_chain;
use crate::domain::draft::review_key;
use crate::domain::ids::{RepId, ReviewId};
use crate::domain::review::Review;
use crate::store::book::settings;
use crate::store::book::write::Transaction;
use crate::store::cells;
use crate::store::cells::only_value;
use crate::store::chain_link::ChainLink;
use crate::store::convert::{JsonText, instant, minutes_east};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::tables::{calls, drafts};
use crate::store::{Store, sanitize};

impl Store {
    /// Adds a review; a review whose id the book has already changes nothing.
    ///
    /// # Errors
    /// When its scores are not valid, when there is no such call, or when the book cannot be written.
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
            drafts::finish(write, &review_key(review.call_id))?;
            if review.id.is_nil() {
                review.id = ReviewId(write.new_id());
            }
            let known = "SELECT EXISTS (SELECT 1 FROM review WHERE id = ?1)";
            if write.conn.prepare_cached(known)?.query_row([review.id], only_value)? {
                return Ok(review.id);
            }
            let sql = "SELECT root FROM call_line JOIN call ON call.n = call_line.n WHERE call.id = ?1";
            let root: Option<i64> =
                write.conn.prepare_cached(sql)?.query_row([review.call_id], only_value).optional()?;
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
    let named = NamedByReview {
        call,
        reviewer: settings::rep_row(write.conn, review.reviewer)?,
        answers: find_answered_review(write.conn, call, review)?,
    };
    // A review is logged when it is made: it has no second time, and its hash none.
    let link = ChainLink { rev, device: write.device, place, hash, salt: Some(salt.to_vec()), text, logged_at: 0 };
    let n = insert(write.conn, None, review, &link, &named)?;
    hash_chain::extend(write, &link.place, &hash)?;
    let sql = "INSERT INTO review_line (n, rev, device, call) VALUES (?1, ?2, ?3, ?4)";
    write.conn.prepare_cached(sql)?.execute(params![n, rev, write.device, call])?;
    Ok(())
}

/// The rows that a review refers to.
pub(crate) struct NamedByReview {
    pub(crate) call: i64,
    pub(crate) reviewer: i64,
    pub(crate) answers: Option<i64>,
}

impl NamedByReview {
    /// Reads the references of a stored review.
    pub(in crate::store) fn read(conn: &Connection, n: i64) -> rusqlite::Result<NamedByReview> {
        let sql = "SELECT call, reviewer, answers FROM review WHERE n = ?1";
        let read = |row: &Row<'_>| {
            Ok(NamedByReview { call: row.get("call")?, reviewer: row.get("reviewer")?, answers: row.get("answers")? })
        };
        conn.prepare_cached(sql)?.query_row([n], read)
    }
}

/// Inserts a review into the log; `n` is its row number if that is fixed already. Returns the row number.
pub(crate) fn insert(
    conn: &Connection,
    n: Option<i64>,
    review: &Review,
    link: &ChainLink,
    named: &NamedByReview,
) -> Result<i64> {
    let cells: [(&str, &dyn ToSql); 17] = [
        ("n", &n),
        ("id", &review.id),
        ("rev", &link.rev),
        ("device", &link.device),
        ("seq", &link.place.seq),
        ("prev_hash", &link.place.prev),
        ("hash", &link.hash),
        ("salt", &link.salt),
        ("text_hash", &link.text),
        ("call", &named.call),
        ("reviewer", &named.reviewer),
        ("answers", &named.answers),
        ("at", &review.at.timestamp_millis()),
        ("zone", &minutes_east(review.at)),
        ("scores", &JsonText(&review.scores)),
        ("note", &review.note),
        ("focus", &review.focus),
    ];
    Ok(cells::insert(conn, "review", &cells)?)
}

/// Finds the review that this one answers: of the same call, by somebody else, and no answer itself. `None` if there is
/// none.
fn find_answered_review(conn: &Connection, call: i64, review: &Review) -> Result<Option<i64>> {
    let Some(id) = review.answers else { return Ok(None) };
    let sql = "SELECT review.n AS n, call_line.rep AS rep FROM review JOIN review_line ON review_line.n = review.n
        JOIN call_line ON call_line.n = review_line.call
        WHERE review.id = ?1 AND review_line.call = ?2 AND review_line.deleted = 0 AND review.answers IS NULL
            AND review.reviewer <> call_line.rep";
    let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("rep")?));
    let found: Option<(i64, i64)> = conn.prepare_cached(sql)?.query_row(params![id, call], read).optional()?;
    let (n, rep) = found.ok_or_else(|| StoreError::refused("There is no such review of this call to answer."))?;
    if rep != settings::rep_row(conn, review.reviewer)? {
        return Err(StoreError::refused("Only the rep who made the call answers its reviews."));
    }
    Ok(Some(n))
}

/// Returns a call's reviews, oldest first.
pub(super) fn of_call(conn: &Connection, call: i64) -> Result<Vec<Review>> {
    let mut statement = conn.prepare_cached(
        "SELECT line.n FROM review_line AS line JOIN review ON review.n = line.n
        WHERE line.call = ?1 AND line.deleted = 0 ORDER BY review.at, review.id",
    )?;
    let rows = statement.query_map([call], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    rows.into_iter().map(|n| load(conn, n)).collect()
}

/// Loads a review.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Review> {
    let sql =
        "SELECT review.id AS id, call.id AS call, rep.id AS reviewer, review.at AS at, review.zone AS zone, scores,
            review.note AS note, focus, (SELECT other.id FROM review AS other WHERE other.n = review.answers) AS answers
        FROM review
        JOIN call ON call.n = review.call JOIN rep ON rep.n = review.reviewer WHERE review.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Review {
            id: row.get("id")?,
            call_id: row.get("call")?,
            reviewer: row.get("reviewer")?,
            at: instant(row.get("at")?, row.get("zone")?),
            scores: row.get::<_, JsonText<_>>("scores")?.0,
            note: row.get("note")?,
            focus: row.get("focus")?,
            answers: row.get("answers")?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Returns the names of everyone who wrote these reviews.
pub(super) fn names(conn: &Connection, reviews: &[Review]) -> Result<Vec<(RepId, String)>> {
    let mut names: Vec<(RepId, String)> = Vec::new();
    for review in reviews {
        if names.iter().all(|(id, _)| *id != review.reviewer) {
            let sql = "SELECT name FROM rep WHERE id = ?1";
            let name = conn.prepare_cached(sql)?.query_row([review.reviewer], only_value)?;
            names.push((review.reviewer, name));
        }
    }
    Ok(names)
}
