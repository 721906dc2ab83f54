//! Rows of the hash chain, and the check that a row is still what was logged.

use rusqlite::{Connection, OptionalExtension, Row};

use super::hash_chain;
use super::reviews;
use crate::store::chain_link::{ChainLink, ChainPosition, Hash};
use crate::store::error::Result;
use crate::store::tables::calls;

/// A row of the hash chain.
pub(crate) struct ChainRow {
    /// Number of the row in its table.
    pub(crate) n: i64,
    /// True for a call or an amendment, false for a review.
    pub(crate) is_call: bool,
    /// Link of the row in the chain.
    pub(crate) link: ChainLink,
}

impl ChainRow {
    /// Reads the row at a position of a device's chain; `None` if there is none.
    pub(in crate::store) fn at(conn: &Connection, device: i64, seq: i64) -> Result<Option<ChainRow>> {
        let sql = "SELECT n, rev, logged_at, prev_hash, hash, salt, text_hash, 1 AS is_call, device, seq FROM call
                WHERE device = ?1 AND seq = ?2
            UNION ALL SELECT n, rev, 0, prev_hash, hash, salt, text_hash, 0, device, seq FROM review
                WHERE device = ?1 AND seq = ?2";
        Ok(conn.prepare_cached(sql)?.query_row([device, seq], ChainRow::read).optional()?)
    }

    /// Reads the chain row of a call or an amendment.
    pub(in crate::store) fn of_call(conn: &Connection, n: i64) -> Result<ChainRow> {
        let sql = "SELECT n, rev, logged_at, prev_hash, hash, salt, text_hash, 1 AS is_call, device, seq FROM call
            WHERE n = ?1";
        Ok(conn.prepare_cached(sql)?.query_row([n], ChainRow::read)?)
    }

    /// Reads a chain row from the columns of a call or a review and `is_call`.
    pub(in crate::store) fn read(row: &Row<'_>) -> rusqlite::Result<ChainRow> {
        let link = ChainLink {
            rev: row.get("rev")?,
            device: row.get("device")?,
            place: ChainPosition { seq: row.get("seq")?, prev: row.get("prev_hash")? },
            hash: row.get("hash")?,
            salt: row.get("salt")?,
            text: row.get("text_hash")?,
            logged_at: row.get("logged_at")?,
        };
        Ok(ChainRow { n: row.get("n")?, is_call: row.get("is_call")?, link })
    }

    /// Checks the row given the hash before it; returns what is wrong in one sentence, `None` if the row is what was
    /// logged.
    pub(in crate::store) fn fault(&self, conn: &Connection, prev: &Hash) -> Result<Option<String>> {
        let (what, hash, text) = self.made_again(conn, prev)?;
        Ok(if self.link.place.prev != *prev {
            Some(format!("{what} does not follow the row before it: one of the two was changed"))
        } else if hash != self.link.hash {
            Some(format!("{what} was changed after it was logged"))
        } else if text.is_some_and(|text| text != self.link.text) {
            Some(format!("the words of {what} were changed after it was logged"))
        } else {
            None
        })
    }

    /// Returns the row's kind, its hash, and the hash of its text, computed again from the stored values.
    fn made_again(&self, conn: &Connection, prev: &Hash) -> Result<(String, Hash, Option<Hash>)> {
        let ChainLink { rev, salt, text: words, logged_at, .. } = &self.link;
        let place = ChainPosition { seq: self.link.place.seq, prev: *prev };
        let id = hash_chain::device_id(conn, self.link.device)?;
        Ok(if self.is_call {
            let call = calls::load(conn, self.n)?;
            let what = format!("call {} of {}", call.id, call.at.format("%-d %b %Y %H:%M"));
            let text = salt.as_ref().map(|salt| hash_chain::call_text(salt, &call));
            (what, hash_chain::call(&place, id, *rev, *logged_at, &call, words), text)
        } else {
            let review = reviews::load(conn, self.n)?;
            let what = format!("review {} of {}", review.id, review.at.format("%-d %b %Y %H:%M"));
            let text = salt.as_ref().map(|salt| hash_chain::review_text(salt, &review));
            (what, hash_chain::review(&place, id, *rev, &review, words), text)
        })
    }

    /// Checks the row at its position: against the row before it and the one after it, which holds its hash.
    pub(in crate::store) fn fault_in_place(&self, conn: &Connection) -> Result<Option<String>> {
        let ChainLink { place: ChainPosition { seq, .. }, device, hash, .. } = &self.link;
        let before = match seq {
            ..=1 => [0; 32],
            _later => ChainRow::at(conn, *device, seq - 1)?.map_or([0; 32], |row| row.link.hash),
        };
        if let Some(fault) = self.fault(conn, &before)? {
            return Ok(Some(fault));
        }
        let sql = "SELECT seq, hash FROM device WHERE n = ?1";
        let (last, end): (i64, Hash) =
            conn.prepare_cached(sql)?.query_row([device], |row| Ok((row.get("seq")?, row.get("hash")?)))?;
        let vouched = if last == *seq {
            end == *hash
        } else {
            ChainRow::at(conn, *device, seq + 1)?.is_some_and(|next| next.link.place.prev == *hash)
        };
        Ok((!vouched).then(|| "the row behind it vouches for another one: one of the two was changed".to_owned()))
    }
}
