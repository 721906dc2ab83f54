//! Reviews, which annotate and never edit a log; and the scorecard that calls add up to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::call_log;
use super::chain;
use super::convert::{Json, day_number, instant, minutes_east};
use super::error::{ErrorKind, Result, StoreError};
use super::tallies::{self, MEASURES, Measures, Tallied};
use super::write::Write;
use super::{Store, call_rows, drafts, enter, setting_rows};
use crate::domain::ids::{RepId, ReviewId};
use crate::domain::review::Review;
use crate::domain::scorecard::{Scorecard, median};

impl Store {
    /// Adds a review; one with an id the book has already changes nothing.
    ///
    /// # Errors
    /// When its scores do not stand, there is no such call, and as every write.
    pub fn save_review(&mut self, review: &Review) -> Result<ReviewId> {
        let mut review = enter::review(review);
        if let Some(problem) = review.problems().into_iter().next() {
            return Err(StoreError::refused(problem));
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
            write.label = format!("reviewed a call with {}", call_rows::row(write.conn, root)?.contact);
            append(write, root, &review)?;
            call_log::refresh(write, root)?;
            Ok(review.id)
        })
    }

    /// Everyone first, then each rep who called; both days included.
    ///
    /// # Errors
    /// As every read.
    pub fn scorecards(&self, from: NaiveDate, until: NaiveDate) -> Result<Vec<Scorecard>> {
        let mut by_rep: BTreeMap<i64, (Measures, Vec<u32>)> = BTreeMap::new();
        let (mut all, mut seconds) = ([0; MEASURES.len()], Vec::new());
        let mut statement = self.conn.prepare_cached(SCORES)?;
        let mut rows = statement.query([day_number(from), day_number(until)])?;
        while let Some(row) = rows.next()? {
            let line = Tallied::read(row)?;
            let (sum, timed) = by_rep.entry(line.rep).or_insert(([0; MEASURES.len()], Vec::new()));
            tallies::add(sum, &line.measures(), 1);
            tallies::add(&mut all, &line.measures(), 1);
            let took = line.score.seconds().filter(|_| line.score.connected());
            timed.extend(took);
            seconds.extend(took);
        }
        let card = |sum: &Measures, mut seconds: Vec<u32>, key: &str, group: &str| {
            seconds.sort_unstable();
            let median_minutes = median(&seconds).map(|seconds| seconds / 60.0);
            Scorecard { median_minutes, ..tallies::tally(sum).scorecard(key, group) }
        };
        let mut cards = vec![card(&all, seconds, "", "everyone")];
        let mut statement = self.conn.prepare_cached("SELECT n, id, name FROM rep ORDER BY name, n")?;
        let reps = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
        for rep in reps {
            let (n, id, name): (i64, RepId, _) = rep?;
            cards.extend(by_rep.remove(&n).map(|(sum, seconds)| card(&sum, seconds, &id.to_string(), &name)));
        }
        Ok(cards)
    }
}

/// The calls of a span of days, from an index alone.
pub(super) const SCORES: &str = "SELECT rep, day, score, kind, scope, template, campaign, hour, fresh, flags
    FROM call_line INDEXED BY call_line_span WHERE deleted = 0 AND head = 1 AND day >= ?1 AND day <= ?2";

fn append(write: &mut Write<'_>, call: i64, review: &Review) -> Result<()> {
    let (place, salt, rev) = (chain::next(write)?, chain::salt(write), write.rev());
    let mut chained = review.clone();
    chained.call_id = call_rows::load(write.conn, call)?.id;
    let text = chain::review_text(&salt, review);
    let hash = chain::review(&place, chain::device_id(write.conn, write.device)?, rev, &chained, &text);
    let sql = "INSERT INTO review (id, rev, device, seq, prev_hash, hash, salt, text_hash, call, reviewer, at, zone,
            scores, note, focus)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
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
        setting_rows::rep_row(write.conn, review.reviewer)?,
        review.at.timestamp_millis(),
        minutes_east(review.at),
        Json(&review.scores),
        review.note,
        review.focus,
    ])?;
    let n = write.conn.last_insert_rowid();
    chain::extend(write, &place, &hash)?;
    let sql = "INSERT INTO review_line (n, rev, device, call) VALUES (?1, ?2, ?3, ?4)";
    write.conn.prepare_cached(sql)?.execute(params![n, rev, write.device, call])?;
    Ok(())
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
pub(super) fn load(conn: &Connection, n: i64) -> Result<Review> {
    let sql = "SELECT review.id, call.id, rep.id, review.at, review.zone, scores, review.note, focus FROM review
        JOIN call ON call.n = review.call JOIN rep ON rep.n = review.reviewer WHERE review.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Review {
            id: row.get(0)?,
            call_id: row.get(1)?,
            reviewer: row.get(2)?,
            at: instant(row.get(3)?, row.get(4)?),
            scores: row.get::<_, Json<_>>(5)?.0,
            note: row.get(6)?,
            focus: row.get(7)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}
