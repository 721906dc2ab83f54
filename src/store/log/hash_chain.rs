//! The hash chain over a device's calls and reviews: each row's hash covers the hash before it, so that a changed,
//! missing or inserted row is found. Free text enters as a salted hash, so that erasing text and salt leaves the chain
//! valid.

use chrono::NaiveTime;
use rusqlite::{Connection, Row, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::call::{Call, ReasonBy};
use crate::domain::ids::ReviewId;
use crate::domain::review::Review;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::chain_link::{ChainPosition, Hash};
use crate::store::convert::minutes_east;
use crate::store::error::Result;

/// Hashes fields, each preceded by its length, so that two different rows never yield the same bytes.
#[derive(Default)]
struct FieldHasher(Sha256);

impl FieldHasher {
    fn put(mut self, bytes: &[u8]) -> FieldHasher {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
        self
    }

    fn text(self, text: &str) -> FieldHasher {
        self.put(text.as_bytes())
    }

    fn number(self, number: i64) -> FieldHasher {
        self.put(&number.to_be_bytes())
    }

    fn optional(self, number: Option<i64>) -> FieldHasher {
        match number {
            Some(number) => self.put(&[1]).number(number),
            None => self.put(&[0]),
        }
    }

    fn id(self, id: Option<Uuid>) -> FieldHasher {
        self.put(id.unwrap_or_default().as_bytes())
    }

    /// Added only if present, as the two below are, so that calls of older formats keep their hash.
    fn reason_by(self, by: Option<ReasonBy>) -> FieldHasher {
        match by {
            Some(by) => self.text("reason_by").text(by.key()),
            None => self,
        }
    }

    fn next_time(self, time: Option<NaiveTime>) -> FieldHasher {
        match time {
            Some(time) => self.text("next_time").text(&time.format("%H:%M").to_string()),
            None => self,
        }
    }

    fn cautions(self, rules: &[String]) -> FieldHasher {
        if rules.is_empty() {
            return self;
        }
        rules.iter().fold(self.text("asked").number(rules.len() as i64), |fields, rule| fields.text(rule))
    }

    /// Adds the review that this one answers, if any: reviews from before answers existed keep their hash.
    fn answered(self, answers: Option<ReviewId>) -> FieldHasher {
        match answers {
            Some(id) => self.text("answers").id(Some(id.0)),
            None => self,
        }
    }

    fn hash(self) -> Hash {
        self.0.finalize().into()
    }
}

/// Returns the next position in the chain of the writing device.
pub(super) fn next(write: &Transaction<'_>) -> Result<ChainPosition> {
    let sql = "SELECT seq, hash FROM device WHERE n = ?1";
    let read = |row: &Row<'_>| Ok(ChainPosition { seq: row.get::<_, i64>("seq")? + 1, prev: row.get("hash")? });
    Ok(write.conn.prepare_cached(sql)?.query_row([write.device], read)?)
}

/// Stores the device's last link, so that rows cut off at the chain's end are noticed too.
pub(super) fn extend(write: &Transaction<'_>, place: &ChainPosition, hash: &Hash) -> Result<()> {
    let sql = "UPDATE device SET seq = ?2, hash = ?3 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![write.device, place.seq, hash])?;
    Ok(())
}

/// Makes a salt that cannot be guessed.
pub(super) fn salt(write: &Transaction<'_>) -> Hash {
    FieldHasher::default().id(Some(write.new_id())).id(Some(write.new_id())).hash()
}

/// Returns the hash of a call's free text under its salt.
pub(crate) fn call_text(salt: &[u8], call: &Call) -> Hash {
    let lifted = serde_json::to_string(&call.overrides).unwrap_or_default();
    let next = call.next.as_ref().map_or("", |next| next.what.as_str());
    let texts = [call.words.as_str(), &call.note, &call.opener, next, &lifted];
    texts.iter().fold(FieldHasher::default().put(salt), |fields, text| fields.text(text)).hash()
}

/// Returns the hash of a review's free text under its salt.
pub(crate) fn review_text(salt: &[u8], review: &Review) -> Hash {
    FieldHasher::default().put(salt).text(&review.note).text(&review.focus).hash()
}

/// Returns the hash of a call at its position in the chain.
pub(crate) fn call(place: &ChainPosition, device: Uuid, rev: i64, logged_at: i64, call: &Call, text: &Hash) -> Hash {
    let triggers: Vec<u8> = call.triggers.iter().flat_map(|id| *id.0.as_bytes()).collect();
    let next = call.next.as_ref();
    // The order and number of fields are in every hash that was ever made. A new field enters as `answered` does: only where
    // it is, and with a word before it; else every log before it counts as changed.
    FieldHasher::default()
        .text("call")
        .put(&place.prev)
        .number(place.seq)
        .id(Some(device))
        .number(rev)
        .number(logged_at)
        .id(Some(call.id.0))
        .id(Some(call.contact_id.0))
        .id(Some(call.account_id.0))
        .id(Some(call.rep_id.0))
        .id(call.plan_id.map(|id| id.0))
        .put(&triggers)
        .id(call.campaign.map(|id| id.0))
        .id(call.amends.map(|id| id.0))
        .number(call.at.timestamp_millis())
        .number(i64::from(minutes_east(call.at)))
        .optional(call.seconds.map(i64::from))
        .optional(call.minutes_asked.map(i64::from))
        .text(call.reach.key())
        .text(call.outcome.map_or("", |outcome| outcome.key()))
        .text(call.verdict.map_or("", |verdict| verdict.key()))
        .text(call.source.map_or("", |source| source.key()))
        .text(call.learned.key())
        .text(call.way_forward.key())
        .text(next.map_or("", |next| next.whose.key()))
        .text(&next.and_then(|next| next.by).map(|day| day.to_string()).unwrap_or_default())
        .optional(call.log_seconds.map(i64::from))
        .reason_by(call.reason_by)
        .cautions(&call.asked)
        .next_time(next.and_then(|next| next.time))
        .put(text)
        .hash()
}

/// Returns the hash of a review at its position in the chain.
pub(crate) fn review(place: &ChainPosition, device: Uuid, rev: i64, review: &Review, text: &Hash) -> Hash {
    let scores = serde_json::to_string(&review.scores).unwrap_or_default();
    FieldHasher::default()
        .text("review")
        .put(&place.prev)
        .number(place.seq)
        .id(Some(device))
        .number(rev)
        .id(Some(review.id.0))
        .id(Some(review.call_id.0))
        .id(Some(review.reviewer.0))
        .number(review.at.timestamp_millis())
        .number(i64::from(minutes_east(review.at)))
        .text(&scores)
        .answered(review.answers)
        .put(text)
        .hash()
}

/// Returns the id of a device.
pub(crate) fn device_id(conn: &Connection, n: i64) -> Result<Uuid> {
    let id: crate::domain::ids::DeviceId =
        conn.prepare_cached("SELECT id FROM device WHERE n = ?1")?.query_row([n], only_value)?;
    Ok(id.0)
}
