//! The call in progress, and unfinished calls.
//!
//! An unfinished call is stored as a draft of its own: logging ends it in the same transaction, and undo restores it.

use rusqlite::{Connection, params};

use crate::domain::call::{Running, UnfinishedCall};
use crate::store::Store;
use crate::store::book::settings;
use crate::store::book::write::Transaction;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::sanitize;
use crate::store::tables::{drafts, reps};

/// Key of the setting that holds the call in progress.
const CLOCK: &str = "ui.clock";

/// Prefix of the draft keys of unfinished calls.
const UNFINISHED: &str = "unfinished:";

/// Statement for the unfinished calls, oldest first.
const ALL: &str = "SELECT body FROM draft WHERE deleted = 0 AND key LIKE 'unfinished:%' ORDER BY at, n";

impl Store {
    /// Returns the call in progress.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn running_call(&self) -> Result<Option<Running>> {
        let kept = settings::get(&self.conn, CLOCK)?;
        // What another version wrote differently runs no more.
        Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Stores the call in progress, or removes it.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn keep_clock(&mut self, running: Option<&Running>) -> Result<()> {
        self.write("keeping the call clock", |write| set_clock(write, running))
    }

    /// Stops the clock and stores the call as unfinished.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn stop_clock(&mut self, call: &UnfinishedCall) -> Result<()> {
        let title = sanitize::line(&format!("unfinished call with {}", call.ran.name));
        let body = serde_json::to_string(call).unwrap_or_default();
        self.write("stopping the call clock", |write| {
            set_clock(write, None)?;
            let (rev, at) = (write.rev(), call.ran.since.timestamp_millis());
            // Stopped in two windows, it is one call; the first of them has its end.
            let sql = "INSERT INTO draft (rev, device, key, title, body, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (key) DO NOTHING";
            write.conn.prepare_cached(sql)?.execute(params![rev, write.device, key(call), title, body, at])?;
            Ok(())
        })
    }

    /// Returns the unfinished calls, oldest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn unfinished_calls(&self) -> Result<Vec<UnfinishedCall>> {
        all(&self.conn)
    }

    /// Dismisses an unfinished call; it is not logged.
    ///
    /// # Errors
    /// When it was logged or dismissed meanwhile, or when the book cannot be written.
    pub fn dismiss_call(&mut self, call: &UnfinishedCall) -> Result<()> {
        let key = key(call);
        self.action("dismissing the call", |write| {
            if drafts::find(write.conn, &key)?.is_none() {
                let gone = "this call was logged or dismissed meanwhile";
                return Err(StoreError::new(ErrorKind::Missing, "", "".as_ref(), gone));
            }
            write.label = sanitize::line(&format!("dismissed the unfinished call with {}", call.ran.name));
            drafts::finish(write, &key)
        })
    }
}

/// Ends an unfinished call that is logged in the same transaction.
pub(crate) fn finish(write: &mut Transaction<'_>, call: &UnfinishedCall) -> Result<()> {
    drafts::finish(write, &key(call))
}

/// Returns the unfinished calls, oldest first.
pub(crate) fn all(conn: &Connection) -> Result<Vec<UnfinishedCall>> {
    let mut statement = conn.prepare_cached(ALL)?;
    let kept = statement.query_map([], |row| row.get("body"))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(kept.iter().filter_map(|body| serde_json::from_str(body).ok()).collect())
}

// Two calls with one person do not begin in the same millisecond.
fn key(call: &UnfinishedCall) -> String {
    format!("{UNFINISHED}{}:{}", call.ran.contact, call.ran.since.timestamp_millis())
}

fn set_clock(write: &mut Transaction<'_>, running: Option<&Running>) -> Result<()> {
    let text = running.and_then(|running| serde_json::to_string(running).ok()).unwrap_or_default();
    reps::set(write, CLOCK, &sanitize::note(&text))
}
