//! Calls: logged once, amended by new rows, listed newest first.

use rusqlite::{Connection, OptionalExtension, Row};

use super::accounts::COUNTED;
use super::convert::{Iso, Json, Triggers, count, instant, whole};
use super::error::{ErrorKind, Result, StoreError};
use super::search::{self, DATED_BITS, row_behind};
use super::{Logged, Store, accounts, call_log, contacts, drafts, enter, imports, plans, promises, reviews, triggers};
use crate::clock::Moment;
use crate::domain::call::{Call, NextStep, Outcome};
use crate::domain::ids::CallId;
use crate::domain::rows::{CallFile, CallQuery, CallRow, Total, Window};

/// Bits for the row in the numbers of the full-text rows.
pub(super) const BITS: u32 = DATED_BITS;
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
            let span = imports::Span::begin(write, action, "calls", "call_line")?;
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
            let contact = contacts::existing(write.conn, call.contact_id)?;
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
        let words = search::words(&query.filter);
        let (lines, total) = match (words.is_empty(), query.unreviewed) {
            (true, unreviewed) => page(&self.conn, query, unreviewed)?,
            (false, false) => {
                let matching = search::expression(&words, search::EVERYTHING);
                let found = search::window(&self.conn, search::CALLS[0], &matching, query.limit, query.offset)?;
                (behind(&found), search::counted(&self.conn, search::CALLS[1], &matching)?)
            }
            (false, true) => unreviewed_matching(&self.conn, query, &words)?,
        };
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
        Ok(Some(CallFile { row, plan, triggers: used, reviews: reviews::of_call(&self.conn, root)?, versions }))
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

/// The list's windows.
pub(super) const PAGES: [&str; 2] = [
    "SELECT n FROM call_line WHERE deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?1 OFFSET ?2",
    "SELECT n FROM call_line WHERE deleted = 0 AND head = 1 AND connected = 1 AND reviewed = 0
        ORDER BY at DESC LIMIT ?1 OFFSET ?2",
];

/// An account's calls.
pub(super) const OF_ACCOUNT: &str =
    "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";
/// A person's calls.
pub(super) const OF_CONTACT: &str =
    "SELECT n FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";

fn page(conn: &Connection, query: &CallQuery, unreviewed: bool) -> Result<(Vec<i64>, Total)> {
    let mut statement = conn.prepare_cached(PAGES[usize::from(unreviewed)])?;
    let lines = statement.query_map([whole(query.limit as u64), whole(query.offset as u64)], |row| row.get(0))?;
    let lines = lines.collect::<rusqlite::Result<_>>()?;
    let total = if unreviewed {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM call_line
            WHERE deleted = 0 AND head = 1 AND connected = 1 AND reviewed = 0 LIMIT ?1)";
        let n: i64 = conn.prepare_cached(sql)?.query_row([COUNTED + 1], |row| row.get(0))?;
        Total { n: count(n.min(COUNTED)), at_least: n > COUNTED }
    } else {
        // Rows are never removed: the last number is how many there are.
        let sql = "SELECT coalesce((SELECT max(n) FROM call_line), 0)
            - (SELECT count(*) FROM call_line WHERE deleted = 1 OR head = 0)";
        Total { n: count(conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?), at_least: false }
    };
    Ok((lines, total))
}

fn behind(rowids: &[i64]) -> Vec<i64> {
    rowids.iter().map(|rowid| row_behind(*rowid, BITS)).collect()
}

fn unreviewed_matching(conn: &Connection, query: &CallQuery, words: &[search::Word]) -> Result<(Vec<i64>, Total)> {
    let matching = search::expression(words, search::EVERYTHING);
    let all = behind(&search::window(conn, search::CALLS[0], &matching, count(COUNTED) + 1, 0)?);
    let sql = "SELECT connected = 1 AND reviewed = 0 FROM call_line WHERE n = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut open = Vec::new();
    for n in all {
        if statement.query_row([n], |row| row.get(0))? {
            open.push(n);
        }
    }
    let total = Total { n: open.len(), at_least: false };
    Ok((open.into_iter().skip(query.offset).take(query.limit).collect(), total))
}

/// The row of a call that is not taken back.
pub(super) fn row_of(conn: &Connection, id: CallId) -> Result<Option<i64>> {
    Ok(conn.prepare_cached("SELECT n FROM call WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?)
}

fn latest(conn: &Connection, root: i64) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT latest FROM call_line WHERE n = ?1")?.query_row([root], |row| row.get(0))?)
}

/// The call as logged, then each amendment that stands.
fn versions(conn: &Connection, root: i64) -> Result<Vec<Call>> {
    let mut all = vec![root];
    let sql = "SELECT n FROM call_line WHERE root = ?1 AND head = 0 AND deleted = 0 ORDER BY n";
    let mut statement = conn.prepare_cached(sql)?;
    all.extend(statement.query_map([root], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
    all.into_iter().map(|n| load(conn, n)).collect()
}

/// A call as lists show it, by the row of its first version.
pub(super) fn row(conn: &Connection, n: i64) -> Result<CallRow> {
    let sql = "SELECT first.id, line.at, first.zone, rep.name, contact.id, contact.name, account.id, account.name,
            call.reach, call.outcome, call.verdict, call.source, call.seconds, call.words,
            (SELECT headline FROM trigger WHERE trigger.id = substr(call.triggers, 1, 16)),
            line.latest <> line.n, line.reviewed
        FROM call_line AS line JOIN call AS first ON first.n = line.n JOIN call ON call.n = line.latest
        JOIN rep ON rep.n = line.rep JOIN contact ON contact.n = line.contact JOIN account ON account.n = line.account
        WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(CallRow {
            id: row.get(0)?,
            at: instant(row.get(1)?, row.get(2)?),
            rep: row.get(3)?,
            contact_id: row.get(4)?,
            contact: row.get(5)?,
            account_id: row.get(6)?,
            account: row.get(7)?,
            reach: row.get(8)?,
            outcome: row.get(9)?,
            verdict: row.get(10)?,
            source: row.get(11)?,
            seconds: row.get(12)?,
            words: row.get(13)?,
            trigger: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
            amended: row.get(15)?,
            reviewed: row.get(16)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// One row of the log, whole.
pub(super) fn load(conn: &Connection, n: i64) -> Result<Call> {
    let sql = "SELECT call.id, contact.id, account.id, rep.id, (SELECT id FROM plan WHERE plan.n = call.plan),
            call.triggers, (SELECT id FROM campaign WHERE campaign.n = call.campaign),
            (SELECT other.id FROM call AS other WHERE other.n = call.amends), at, call.zone, seconds, minutes_asked,
            reach, outcome, verdict, source, learned, way_forward, words, note, next_what, next_by, next_whose, opener,
            overrides, log_seconds
        FROM call JOIN contact ON contact.n = call.contact JOIN account ON account.n = call.account
        JOIN rep ON rep.n = call.rep WHERE call.n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Call> {
    let what: Option<String> = row.get(20)?;
    let by: Option<Iso> = row.get(21)?;
    let next = match (what, row.get(22)?) {
        (Some(what), Some(whose)) => Some(NextStep { what, by: by.map(|day| day.0), whose }),
        _ => None,
    };
    Ok(Call {
        id: row.get(0)?,
        contact_id: row.get(1)?,
        account_id: row.get(2)?,
        rep_id: row.get(3)?,
        plan_id: row.get(4)?,
        triggers: row.get::<_, Triggers>(5)?.0,
        campaign: row.get(6)?,
        amends: row.get(7)?,
        at: instant(row.get(8)?, row.get(9)?),
        seconds: row.get(10)?,
        minutes_asked: row.get(11)?,
        reach: row.get(12)?,
        outcome: row.get(13)?,
        verdict: row.get(14)?,
        source: row.get(15)?,
        learned: row.get(16)?,
        way_forward: row.get(17)?,
        words: row.get(18)?,
        note: row.get(19)?,
        next,
        opener: row.get(23)?,
        overrides: row.get::<_, Json<_>>(24)?.0,
        log_seconds: row.get(25)?,
    })
}
