//! Drafts: text that was typed and not saved, one row for each form. Writing one is no undoable action; it is dropped
//! when its form is saved.

pub(in crate::store) mod call_clock;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::draft::{Draft, is_call_key};
use crate::domain::ids::CallId;
use crate::store::book::write::Transaction;
use crate::store::convert::utc;
use crate::store::erasures::Erasures;
use crate::store::error::Result;
use crate::store::tables::calls;
use crate::store::{Store, sanitize};

impl Store {
    /// Saves what is being typed, under the draft's key.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<()> {
        let draft = sanitize::draft(draft);
        let home = self.home.clone();
        self.write("keeping the draft", |write| {
            // A form that was open when its person was erased writes nothing down again.
            let is_of_erased = || Erasures::read(write.conn)?.has_draft(write.conn, &draft, home.as_deref());
            if is_logged(write.conn, &draft)? || is_of_erased()? {
                return Ok(());
            }
            let rev = write.rev();
            let sql = "INSERT INTO draft (rev, device, key, title, body, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (key) DO UPDATE SET deleted = 0, rev = excluded.rev, device = excluded.device,
                    title = excluded.title, body = excluded.body, at = excluded.at";
            let at = draft.at.timestamp_millis();
            let values = params![rev, write.device, draft.key, draft.title, draft.body, at];
            write.conn.prepare_cached(sql)?.execute(values)?;
            Ok(())
        })?;
        self.forget_aside(&draft.key);
        Ok(())
    }

    /// Returns true if a draft is of a call that is in the log by now: it would block the form of the next call, and is not
    /// kept.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn is_of_logged(&self, draft: &Draft) -> Result<bool> {
        is_logged(&self.conn, draft)
    }

    /// Returns true if a draft is about somebody who was erased: it is not kept again.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn is_of_erased(&self, draft: &Draft) -> Result<bool> {
        Erasures::read(&self.conn)?.has_draft(&self.conn, draft, self.home())
    }

    /// Holds a draft that the file could not take, so that its form finds it while this book is open.
    pub fn lay_aside(&mut self, draft: Draft) {
        self.forget_aside(&draft.key);
        self.aside.push(draft);
    }

    /// Drops a draft that was laid aside; true if there was one.
    pub fn forget_aside(&mut self, key: &str) -> bool {
        let before = self.aside.len();
        self.aside.retain(|draft| draft.key != key);
        self.aside.len() < before
    }

    /// Returns a draft, also one that the file could not take; `None` if there is none or it is empty.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn draft(&self, key: &str) -> Result<Option<Draft>> {
        let aside = self.aside.iter().find(|draft| draft.key == key);
        // What the file could not take is newer only until the file takes something again.
        let newer = |stored: &Draft| aside.is_none_or(|aside| aside.at <= stored.at);
        Ok(find(&self.conn, key)?.filter(newer).or_else(|| aside.cloned()))
    }

    /// Drops a draft for good.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn discard_draft(&mut self, key: &str) -> Result<()> {
        self.write("dropping the draft", |write| {
            // Really gone, unlike all other rows: nobody said it yet. The tombstone of a draft that was saved stays for undo.
            write.conn.prepare_cached("DELETE FROM draft WHERE key = ?1 AND deleted = 0")?.execute([key])?;
            Ok(())
        })
    }
}

/// Returns a draft that has text; `None` if there is none.
pub(crate) fn find(conn: &Connection, key: &str) -> Result<Option<Draft>> {
    let sql = "SELECT key, title, body, at FROM draft WHERE key = ?1 AND deleted = 0 AND body <> ''";
    let read = |row: &Row<'_>| {
        Ok(Draft { key: row.get("key")?, title: row.get("title")?, body: row.get("body")?, at: utc(row.get("at")?) })
    };
    Ok(conn.prepare_cached(sql)?.query_row([key], read).optional()?)
}

/// Returns the call id under which a waiting draft is to be logged, so that a retry never logs it twice. `None` if the
/// log has the id already: undo took that call back and restored its form, and what is saved from there is another
/// call.
pub(crate) fn call_to_log(conn: &Connection, draft: &Draft) -> Result<Option<CallId>> {
    let Some(call) = call_of(&draft.body) else { return Ok(None) };
    Ok(calls::stands(conn, call)?.is_none().then_some(call))
}

fn call_of(body: &str) -> Option<CallId> {
    let body: serde_json::Value = serde_json::from_str(body).ok()?;
    // The log form writes the call's id there: another place, and a retry would log the call twice.
    body["extra"]["call"].as_str()?.parse().ok().map(CallId)
}

/// Returns true if the draft's call is logged: saving such a late draft would block the next call's form. A draft whose
/// call was taken back is kept, because nothing else holds its text.
fn is_logged(conn: &Connection, draft: &Draft) -> Result<bool> {
    let of_call = is_call_key(&draft.key);
    let Some(call) = call_of(&draft.body).filter(|_| of_call) else { return Ok(false) };
    Ok(calls::stands(conn, call)? == Some(true))
}

/// Drops the draft of a log form because this call was logged; a draft for another call stays.
pub(crate) fn finish_call(write: &mut Transaction<'_>, key: &str, call: CallId) -> Result<()> {
    let waiting = find(write.conn, key)?.map(|draft| call_to_log(write.conn, &draft)).transpose()?.flatten();
    if waiting.is_some_and(|waiting| waiting != call) { Ok(()) } else { finish(write, key) }
}

/// Drops the drafts of a saved form.
pub(crate) fn finish_all(write: &mut Transaction<'_>, keys: &[String]) -> Result<()> {
    keys.iter().try_for_each(|key| finish(write, key))
}

/// Drops a draft because its form was saved; undoing the save restores it.
pub(crate) fn finish(write: &mut Transaction<'_>, key: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE draft SET deleted = 1, rev = ?2, device = ?3 WHERE key = ?1 AND deleted = 0";
    write.conn.prepare_cached(sql)?.execute(params![key, rev, write.device])?;
    Ok(())
}
