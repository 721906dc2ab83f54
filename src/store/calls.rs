//! Calls: logged once, amended by new rows, listed newest first.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension};

use super::book::COUNTED;
use super::call_picks::Picks;
use super::call_rows::{BITS, load, row, row_of, version_rows};
use super::convert::{count, instant, whole};
use super::error::{ErrorKind, Result, StoreError};
use super::fulltext::{self, row_behind};
use super::{
    Logged, Store, accounts, call_log, contacts, drafts, enter, plans, promises, reviews, span, triggers, wordings,
};
use crate::clock::Moment;
use crate::domain::call::{Call, Outcome};
use crate::domain::ids::CallId;
use crate::domain::rows::{CallFile, CallQuery, CallRow, Total, Window};
use crate::domain::selection::Selection;

/// Calls that one screen of an account or person lists.
const LATEST: i64 = 200;

impl Store {
    /// Logs a call, once, whatever happens: the same id a second time changes nothing. The form's draft goes in the same
    /// transaction.
    ///
    /// # Errors
    /// When its axes contradict each other, and as every write.
    pub fn log_call(&mut self, call: &Call) -> Result<Logged> {
        let mut call = enter::call(call);
        if let Some(problem) = call.problems().into_iter().next() {
            return Err(StoreError::refused(problem));
        }
        if call.rep_id.is_nil() {
            call.rep_id = self.rep()?;
        }
        self.action("logging the call", |write| {
            drafts::finish(write, &format!("log:{}", call.contact_id))?;
            if row_of(write.conn, call.id)?.is_some() {
                return Ok(Logged { already: true, line: None });
            }
            let contact = contacts::existing(write.conn, call.contact_id)?;
            call.account_id = accounts::named(write.conn, contacts::account_of(write.conn, contact)?)?.0;
            write.label = format!("logged a call with {}", contacts::load(write.conn, contact)?.name);
            let n = call_log::append(write, &call, None)?;
            call_log::follow_up(write, n, contact, &call)?;
            let line = call_log::encouragement(write.conn, write.rules.kinds(), n)?;
            Ok(Logged { already: false, line })
        })
    }

    /// Logs calls that were made before they came into this book, oldest first: one transaction, one undo. Calls that the
    /// book has are passed over. Returns how many it took.
    ///
    /// # Errors
    /// At the first call whose axes contradict each other or whose person is gone; then none was logged.
    pub fn log_history(&mut self, calls: impl IntoIterator<Item = Call>) -> Result<u64> {
        self.transact("logging earlier calls", |write| {
            let action = write.record(false)?;
            let span = span::Span::begin(write, action, "calls", "call_line")?;
            let mut taken = 0;
            for call in calls {
                let mut call = enter::call(&call);
                if let Some(problem) = call.problems().into_iter().next() {
                    return Err(StoreError::refused(problem));
                }
                if row_of(write.conn, call.id)?.is_some() {
                    continue;
                }
                let contact = contacts::existing(write.conn, call.contact_id)?;
                call.account_id = accounts::named(write.conn, contacts::account_of(write.conn, contact)?)?.0;
                let n = call_log::append(write, &call, None)?;
                call_log::follow_up(write, n, contact, &call)?;
                taken += 1;
            }
            write.label = format!("logged {taken} earlier calls");
            span.end(write)?;
            Ok(taken)
        })
    }

    /// Adds an amendment; `call.amends` names the call it corrects, whose first values stay visible.
    ///
    /// # Errors
    /// When there is no such call, its axes contradict each other, and as every write.
    pub fn amend_call(&mut self, call: &Call) -> Result<Logged> {
        let mut call = enter::call(call);
        if let Some(problem) = call.problems().into_iter().next() {
            return Err(StoreError::refused(problem));
        }
        if call.rep_id.is_nil() {
            call.rep_id = self.rep()?;
        }
        self.action("amending the call", |write| {
            if !call.id.is_nil() && row_of(write.conn, call.id)?.is_some() {
                return Ok(Logged { already: true, line: None });
            }
            let amended = call.amends.map(|id| row_of(write.conn, id)).transpose()?.flatten();
            let amended = amended.ok_or_else(|| missing("this call is no longer in the book"))?;
            let root: i64 = write
                .conn
                .prepare_cached("SELECT root FROM call_line WHERE n = ?1")?
                .query_row([amended], |row| row.get(0))?;
            let first = load(write.conn, root)?;
            (call.contact_id, call.account_id, call.amends) = (first.contact_id, first.account_id, Some(first.id));
            if call.id.is_nil() {
                call.id = CallId(write.new_id());
            }
            let sql = "SELECT contact FROM call_line WHERE n = ?1";
            let contact: i64 = write.conn.prepare_cached(sql)?.query_row([root], |row| row.get(0))?;
            write.label = format!("amended a call with {}", contacts::load(write.conn, contact)?.name);
            let before = load(write.conn, latest(write.conn, root)?)?;
            drafts::finish(write, &format!("amend:{}", first.id))?;
            call_log::append(write, &call, Some(root))?;
            if before.next != call.next {
                promises::withdraw(write, root)?;
                promises::make(write, root, contact, &call)?;
            }
            if call.outcome == Some(Outcome::DoNotCall) {
                call_log::block(write, contact, &call)?;
            }
            Ok(Logged { already: false, line: None })
        })
    }

    /// A window of calls, newest first.
    ///
    /// # Errors
    /// As every read.
    pub fn calls(&mut self, query: &CallQuery) -> Result<Window<CallRow>> {
        let (lines, total) = self.picked(query)?;
        let rows = lines.into_iter().map(|n| row(&self.conn, n)).collect::<Result<_>>()?;
        Ok(Window { offset: query.offset, total, rows })
    }

    /// Everything one screen shows of a call; an amendment's id shows the call it amends.
    ///
    /// # Errors
    /// As every read.
    pub fn call_file(&mut self, id: CallId, now: Moment) -> Result<Option<CallFile>> {
        let sql = "SELECT root FROM call_line JOIN call ON call.n = call_line.n
            WHERE call.id = ?1 AND call_line.deleted = 0";
        let root: Option<i64> = self.conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?;
        let Some(root) = root else { return Ok(None) };
        let versions = versions(&self.conn, root)?;
        let first = versions.first();
        let plan = first.and_then(|call| call.plan_id).map(|id| plans::by_id(&self.conn, id)).transpose()?.flatten();
        let mut used = Vec::new();
        for id in versions.last().map(|call| call.triggers.clone()).unwrap_or_default() {
            if let Some(n) = triggers::row_of(&self.conn, id)? {
                used.push(triggers::row(&self.conn, self.rules.kinds(), n, now.date())?);
            }
        }
        let row = row(&self.conn, root)?;
        let wording = wordings::used_in(&self.conn, root)?;
        let reviews = reviews::of_call(&self.conn, root)?;
        let reviewers = reviews::names(&self.conn, &reviews)?;
        let (logged, me) = (logged(&self.conn, root)?, self.rep()?);
        Ok(Some(CallFile { row, plan, wording, triggers: used, reviews, versions, reviewers, logged, me }))
    }

    /// The rows of a page and how many there are in all.
    fn picked(&self, query: &CallQuery) -> Result<(Vec<i64>, Total)> {
        let words = fulltext::words(&query.filter);
        if words.is_empty() && query.selection == Selection::default() {
            return page(&self.conn, query);
        }
        let mut wanted = query.selection.clone();
        // Read calls stay in a sample, or it would be another one after every review.
        wanted.unreviewed &= wanted.sample.is_none();
        let Some(picks) = Picks::of(&self.conn, &wanted)? else { return Ok((Vec::new(), Total::default())) };
        let all = match (wanted.sample, words.is_empty()) {
            (Some(draw), _) => picks.draw(&self.conn, draw)?,
            (None, true) => {
                return Ok((picks.page(&self.conn, query.limit, query.offset)?, picks.total(&self.conn)?));
            }
            (None, false) if wanted == Selection::default() => {
                let matching = fulltext::expression(&words, fulltext::EVERYTHING);
                let found = fulltext::window(&self.conn, fulltext::CALLS[0], &matching, query.limit, query.offset)?;
                return Ok((behind(&found), fulltext::counted(&self.conn, fulltext::CALLS[1], &matching)?));
            }
            (None, false) => matching(&self.conn, &picks, &words)?,
        };
        let total = Total { n: all.len(), at_least: false };
        Ok((all.into_iter().skip(query.offset).take(query.limit).collect(), total))
    }

    /// An account's calls, newest first.
    pub(super) fn account_calls(&self, account: i64) -> Result<Vec<CallRow>> {
        self.rows_of(OF_ACCOUNT, account)
    }

    /// A person's calls, newest first.
    pub(super) fn contact_calls(&self, contact: i64) -> Result<Vec<CallRow>> {
        self.rows_of(OF_CONTACT, contact)
    }

    fn rows_of(&self, sql: &str, whose: i64) -> Result<Vec<CallRow>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let lines = statement.query_map([whose, LATEST], |row| row.get(0))?;
        lines.collect::<rusqlite::Result<Vec<i64>>>()?.into_iter().map(|n| row(&self.conn, n)).collect()
    }
}

fn missing(what: &str) -> StoreError {
    StoreError::new(ErrorKind::Missing, "", "".as_ref(), what)
}

/// The whole list's windows.
pub(super) const PAGE: &str =
    "SELECT n FROM call_line WHERE deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?1 OFFSET ?2";

/// An account's calls.
pub(super) const OF_ACCOUNT: &str =
    "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";
/// A person's calls.
pub(super) const OF_CONTACT: &str =
    "SELECT n FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";

fn page(conn: &Connection, query: &CallQuery) -> Result<(Vec<i64>, Total)> {
    let mut statement = conn.prepare_cached(PAGE)?;
    let lines = statement.query_map([whole(query.limit as u64), whole(query.offset as u64)], |row| row.get(0))?;
    let lines = lines.collect::<rusqlite::Result<_>>()?;
    // Rows are never removed: the last number is how many there are.
    let sql = "SELECT coalesce((SELECT max(n) FROM call_line), 0)
        - (SELECT count(*) FROM call_line WHERE deleted = 1 OR head = 0)";
    let n = count(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?);
    Ok((lines, Total { n, at_least: false }))
}

fn behind(rowids: &[i64]) -> Vec<i64> {
    rowids.iter().map(|rowid| row_behind(*rowid, BITS)).collect()
}

/// Of the calls that hold the words, as far as they are looked at, those of a selection.
fn matching(conn: &Connection, picks: &Picks, words: &[fulltext::Word]) -> Result<Vec<i64>> {
    let matching = fulltext::expression(words, fulltext::EVERYTHING);
    let mut found = Vec::new();
    for n in behind(&fulltext::window(conn, fulltext::CALLS[0], &matching, count(COUNTED) + 1, 0)?) {
        if picks.finds(conn, n)? {
            found.push(n);
        }
    }
    Ok(found)
}

fn latest(conn: &Connection, root: i64) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT latest FROM call_line WHERE n = ?1")?.query_row([root], |row| row.get(0))?)
}

fn versions(conn: &Connection, root: i64) -> Result<Vec<Call>> {
    version_rows(conn, root)?.into_iter().map(|n| load(conn, n)).collect()
}

/// When each version was logged, in the zone of the call.
fn logged(conn: &Connection, root: i64) -> Result<Vec<DateTime<FixedOffset>>> {
    let sql = "SELECT logged_at, zone FROM call WHERE n = ?1";
    let when = |n: i64| {
        let read = |row: &rusqlite::Row<'_>| Ok(instant(row.get(0)?, row.get(1)?));
        Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
    };
    version_rows(conn, root)?.into_iter().map(when).collect()
}
