//! Text that was typed and not saved: one row a form, no action of the user, gone when its form is saved.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::calls;
use crate::domain::draft::Draft;
use crate::domain::ids::CallId;
use crate::store::book::write::Transaction;
use crate::store::convert::utc;
use crate::store::error::Result;
use crate::store::{Store, sanitize};

/// How long a window's hold on a draft is believed without a sign of life, in milliseconds: after a crash it ends.
const HELD_FOR: i64 = 60_000;

impl Store {
    /// Keeps what is being typed, under the draft's key.
    ///
    /// # Errors
    /// As every write.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<()> {
        let draft = sanitize::draft(draft);
        self.write("keeping the draft", |write| {
            if is_logged(write.conn, &draft)? {
                return Ok(());
            }
            let rev = write.rev();
            let sql = "INSERT INTO draft (rev, device, key, title, body, at, held_by, held_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                ON CONFLICT (key) DO UPDATE SET deleted = 0, rev = excluded.rev, device = excluded.device,
                    title = excluded.title, body = excluded.body, at = excluded.at,
                    held_by = coalesce(excluded.held_by, draft.held_by), held_at = excluded.held_at";
            let at = draft.at.timestamp_millis();
            let values = params![rev, write.device, draft.key, draft.title, draft.body, at, draft.held_by, write.now];
            write.conn.prepare_cached(sql)?.execute(values)?;
            Ok(())
        })
    }

    /// One draft.
    ///
    /// # Errors
    /// As every read.
    pub fn draft(&self, key: &str) -> Result<Option<Draft>> {
        find(&self.conn, key)
    }

    /// Every draft, newest first.
    ///
    /// # Errors
    /// As every read.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let sql = "SELECT key, title, body, at, held_by FROM draft WHERE deleted = 0 AND body <> '' ORDER BY at DESC";
        let mut statement = self.conn.prepare_cached(sql)?;
        Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Drops a draft for good.
    ///
    /// # Errors
    /// As every write.
    pub fn discard_draft(&mut self, key: &str) -> Result<()> {
        self.write("dropping the draft", |write| {
            write.conn.prepare_cached("DELETE FROM draft WHERE key = ?1 AND deleted = 0")?.execute([key])?;
            Ok(())
        })
    }

    /// Takes a draft for one window, or renews its hold. Says who else holds it: then it is theirs, and this window reads
    /// only. A hold that was not renewed for a minute, by this call or by saving, is over.
    ///
    /// # Errors
    /// As every write.
    pub fn hold_draft(&mut self, key: &str, holder: &str) -> Result<Option<String>> {
        let (key, holder) = (sanitize::line(key), sanitize::line(holder));
        self.write("holding the draft", |write| {
            let sql = "SELECT held_by, held_at FROM draft WHERE key = ?1 AND deleted = 0";
            let read = |row: &Row<'_>| Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<i64>>(1)?));
            let held = write.conn.prepare_cached(sql)?.query_row([&key], read).optional()?;
            if let Some((Some(other), Some(since))) = held
                && other != holder
                && write.now - since < HELD_FOR
            {
                return Ok(Some(other));
            }
            let rev = write.rev();
            let sql = "INSERT INTO draft (rev, device, key, title, body, at, held_by, held_at)
                VALUES (?1, ?2, ?3, '', '', ?4, ?5, ?4)
                ON CONFLICT (key) DO UPDATE SET held_by = excluded.held_by, held_at = excluded.held_at,
                    body = CASE WHEN draft.deleted = 1 THEN '' ELSE draft.body END, deleted = 0";
            write.conn.prepare_cached(sql)?.execute(params![rev, write.device, key, write.now, holder])?;
            Ok(None)
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft { key: row.get(0)?, title: row.get(1)?, body: row.get(2)?, at: utc(row.get(3)?), held_by: row.get(4)? })
}

/// A draft that holds text.
pub(crate) fn find(conn: &Connection, key: &str) -> Result<Option<Draft>> {
    let sql = "SELECT key, title, body, at, held_by FROM draft WHERE key = ?1 AND deleted = 0 AND body <> ''";
    Ok(conn.prepare_cached(sql)?.query_row([key], read).optional()?)
}

/// The call id under which a form that waits in a draft is to be logged, so that a retry never logs it twice. Nothing
/// where the log has the id already: undo took that call back and gave its form back, and what is saved from there is
/// another call.
pub(crate) fn call_to_log(conn: &Connection, draft: &Draft) -> Result<Option<CallId>> {
    let Some(call) = call_of(&draft.body) else { return Ok(None) };
    Ok(calls::stands(conn, call)?.is_none().then_some(call))
}

fn call_of(body: &str) -> Option<CallId> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    body["extra"]["call"].as_str()?.parse().ok().map(CallId)
}

/// A draft that comes behind the saving of its own call would stand in the way of the next one. One whose call was taken
/// back is kept: nothing else holds its text.
fn is_logged(conn: &Connection, draft: &Draft) -> Result<bool> {
    let of_call = draft.key.starts_with("log:") || draft.key.starts_with("amend:");
    let Some(call) = call_of(&draft.body).filter(|_| of_call) else { return Ok(false) };
    Ok(calls::stands(conn, call)? == Some(true))
}

/// Ends the draft of a log form because this call was logged. One that waits for another call stays.
pub(crate) fn finish_call(write: &mut Transaction<'_>, key: &str, call: CallId) -> Result<()> {
    let waiting = find(write.conn, key)?.map(|draft| call_to_log(write.conn, &draft)).transpose()?.flatten();
    if waiting.is_some_and(|waiting| waiting != call) { Ok(()) } else { finish(write, key) }
}

/// Ends the drafts of a form that is saved.
pub(crate) fn finish_all(write: &mut Transaction<'_>, keys: &[String]) -> Result<()> {
    keys.iter().try_for_each(|key| finish(write, key))
}

/// Ends a draft because its form was saved. Undoing the save brings it back.
pub(crate) fn finish(write: &mut Transaction<'_>, key: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE draft SET deleted = 1, held_by = NULL, rev = ?2, device = ?3 WHERE key = ?1 AND deleted = 0";
    write.conn.prepare_cached(sql)?.execute(params![key, rev, write.device])?;
    Ok(())
}
