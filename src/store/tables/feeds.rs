//! Feeds: the addresses that items come from, and the result of the last fetch of each.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::ids::FeedId;
use crate::domain::import::feed::Feed;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::count;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::{Store, sanitize};

/// Most feeds of a book, because they are fetched one after the other.
const MOST: i64 = 500;

/// Selects feeds ordered by address.
pub(crate) const IN_ORDER: &str = "SELECT id, address, title, etag, modified, fetched_at, outcome FROM feed
    WHERE deleted = 0 ORDER BY address";

impl Store {
    /// Returns every feed, ordered by address; at most 500.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn feeds(&self) -> Result<Vec<Feed>> {
        let mut statement = self.conn.prepare_cached(IN_ORDER)?;
        Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Adds feeds by their addresses, as `domain::feed::address` returns them. Returns how many were new.
    ///
    /// # Errors
    /// With more than 500 feeds, or when the book cannot be written.
    pub fn add_feeds(&mut self, addresses: &[String]) -> Result<u64> {
        self.action("adding the feed", |write| {
            let mut added = 0;
            for address in addresses {
                added += u64::from(add(write, &sanitize::address(address))?);
            }
            write.label = match addresses {
                [one] => format!("added the feed {one}"),
                _several => format!("added {added} feeds"),
            };
            let all: i64 = write.conn.query_row("SELECT count(*) FROM feed WHERE deleted = 0", [], only_value)?;
            // After adding, in the same transaction: refused, nothing of a long list stays.
            if all > MOST {
                return Err(StoreError::refused(format!("A book takes {MOST} feeds; remove some first.")));
            }
            Ok(added)
        })
    }

    /// Removes a feed; its items stay.
    ///
    /// # Errors
    /// When the feed does not exist, or when the book cannot be written.
    pub fn remove_feed(&mut self, id: FeedId) -> Result<()> {
        self.action("removing the feed", |write| {
            let (n, address) = require_row(write.conn, id)?;
            write.label = format!("removed the feed {address}");
            let rev = write.rev();
            let sql = "UPDATE feed SET deleted = 1, rev = ?2, device = ?3 WHERE n = ?1";
            write.conn.prepare_cached(sql)?.execute(params![n, rev, write.device])?;
            Ok(())
        })
    }

    /// Stores the result of fetching a feed: title, `ETag` and `Last-Modified`, outcome and time. Undo does not cover
    /// it, because it describes the server and not the book.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn note_fetch(&mut self, feed: &Feed) -> Result<()> {
        let feed = sanitize::feed(feed);
        self.write("noting the fetch", |write| {
            let rev = write.rev();
            let sql = "UPDATE feed SET title = ?2, etag = ?3, modified = ?4, outcome = ?5, fetched_at = ?6, rev = ?7,
                device = ?8 WHERE id = ?1";
            let marks =
                params![feed.id, feed.title, feed.etag, feed.modified, feed.outcome, write.now, rev, write.device];
            write.conn.prepare_cached(sql)?.execute(marks)?;
            Ok(())
        })
    }
}

/// Clears the stored `ETag` and `Last-Modified` values, so that every feed is read again in full.
pub(crate) fn forget_marks(conn: &Connection) -> Result<()> {
    let sql = "UPDATE feed SET etag = NULL, modified = NULL WHERE etag IS NOT NULL OR modified IS NOT NULL";
    conn.prepare_cached(sql)?.execute([])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let fetched: Option<i64> = row.get("fetched_at")?;
    Ok(Feed {
        id: row.get("id")?,
        address: row.get("address")?,
        title: row.get("title")?,
        etag: row.get("etag")?,
        modified: row.get("modified")?,
        fetched_at: fetched.and_then(DateTime::<Utc>::from_timestamp_millis),
        outcome: row.get("outcome")?,
    })
}

/// Adds a feed; returns false if it exists. A removed feed comes back like a new one.
fn add(write: &mut Transaction<'_>, address: &str) -> Result<bool> {
    let (id, rev) = (FeedId(write.new_id()), write.rev());
    let sql = "INSERT INTO feed (id, rev, device, address) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (address) DO UPDATE SET deleted = 0, rev = excluded.rev, device = excluded.device, etag = NULL,
            modified = NULL, fetched_at = NULL, outcome = ''
            WHERE feed.deleted = 1";
    let made = write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, address])?;
    Ok(count(i64::try_from(made).unwrap_or(0)) > 0)
}

fn require_row(conn: &Connection, id: FeedId) -> Result<(i64, String)> {
    let sql = "SELECT n, address FROM feed WHERE id = ?1 AND deleted = 0";
    let found = conn.prepare_cached(sql)?.query_row([id], |row| Ok((row.get("n")?, row.get("address")?))).optional()?;
    found.ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this feed is no longer in the book"))
}
