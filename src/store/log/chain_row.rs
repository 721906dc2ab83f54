//! Rows of the hash chain, and the check that a row still is what was logged.

use rusqlite::{Connection, OptionalExtension, Row};

use super::hash_chain;
use super::hash_chain::{ChainPosition, Hash};
use super::reviews;
use crate::store::error::Result;
use crate::store::tables::calls;

/// A row of the hash chain.
pub(crate) struct ChainRow {
    n: i64,
    rev: i64,
    /// Milliseconds; 0 for a review.
    pub(crate) logged_at: i64,
    /// The hash that it holds of the row before.
    pub(crate) prev: Hash,
    /// Its own.
    pub(crate) hash: Hash,
    salt: Option<Vec<u8>>,
    text: Hash,
    is_call: bool,
    device: i64,
    /// Its place.
    pub(crate) seq: i64,
}

impl ChainRow {
    /// The row at a place of a device's chain.
    pub(in crate::store) fn at(conn: &Connection, device: i64, seq: i64) -> Result<Option<ChainRow>> {
        let sql = "SELECT n, rev, logged_at, prev_hash, hash, salt, text_hash, 1, device, seq FROM call
                WHERE device = ?1 AND seq = ?2
            UNION ALL SELECT n, rev, 0, prev_hash, hash, salt, text_hash, 0, device, seq FROM review
                WHERE device = ?1 AND seq = ?2";
        Ok(conn.prepare_cached(sql)?.query_row([device, seq], ChainRow::read).optional()?)
    }

    /// The row of a call or an amendment.
    pub(in crate::store) fn of_call(conn: &Connection, n: i64) -> Result<ChainRow> {
        let sql = "SELECT n, rev, logged_at, prev_hash, hash, salt, text_hash, 1, device, seq FROM call WHERE n = ?1";
        Ok(conn.prepare_cached(sql)?.query_row([n], ChainRow::read)?)
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<ChainRow> {
        Ok(ChainRow {
            n: row.get(0)?,
            rev: row.get(1)?,
            logged_at: row.get(2)?,
            prev: row.get(3)?,
            hash: row.get(4)?,
            salt: row.get(5)?,
            text: row.get(6)?,
            is_call: row.get(7)?,
            device: row.get(8)?,
            seq: row.get(9)?,
        })
    }

    /// What is wrong with it behind a row of this hash, in one sentence; `None` if it is what was logged.
    pub(in crate::store) fn fault(&self, conn: &Connection, prev: &Hash) -> Result<Option<String>> {
        let (what, hash, text) = self.made_again(conn, prev)?;
        Ok(if self.prev != *prev {
            Some(format!("{what} does not follow the row before it: one of the two was changed"))
        } else if hash != self.hash {
            Some(format!("{what} was changed after it was logged"))
        } else if text.is_some_and(|text| text != self.text) {
            Some(format!("the words of {what} were changed after it was logged"))
        } else {
            None
        })
    }

    /// Its kind, its hash and the hash of its words, recomputed.
    fn made_again(&self, conn: &Connection, prev: &Hash) -> Result<(String, Hash, Option<Hash>)> {
        let (place, id) = (ChainPosition { seq: self.seq, prev: *prev }, hash_chain::device_id(conn, self.device)?);
        Ok(if self.is_call {
            let call = calls::load(conn, self.n)?;
            let what = format!("call {} of {}", call.id, call.at.format("%-d %b %Y %H:%M"));
            let text = self.salt.as_ref().map(|salt| hash_chain::call_text(salt, &call));
            (what, hash_chain::call(&place, id, self.rev, self.logged_at, &call, &self.text), text)
        } else {
            let review = reviews::load(conn, self.n)?;
            let what = format!("review {} of {}", review.id, review.at.format("%-d %b %Y %H:%M"));
            let text = self.salt.as_ref().map(|salt| hash_chain::review_text(salt, &review));
            (what, hash_chain::review(&place, id, self.rev, &review, &self.text), text)
        })
    }

    /// Checks the row in its place, between the row before it and the one that vouches for it.
    pub(in crate::store) fn fault_in_place(&self, conn: &Connection) -> Result<Option<String>> {
        let before = match self.seq {
            ..=1 => [0; 32],
            _later => ChainRow::at(conn, self.device, self.seq - 1)?.map_or([0; 32], |row| row.hash),
        };
        if let Some(fault) = self.fault(conn, &before)? {
            return Ok(Some(fault));
        }
        let sql = "SELECT seq, hash FROM device WHERE n = ?1";
        let (last, end): (i64, Hash) =
            conn.prepare_cached(sql)?.query_row([self.device], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let vouched = if last == self.seq {
            end == self.hash
        } else {
            ChainRow::at(conn, self.device, self.seq + 1)?.is_some_and(|next| next.prev == self.hash)
        };
        Ok((!vouched).then(|| "the row behind it vouches for another one: one of the two was changed".to_owned()))
    }
}
