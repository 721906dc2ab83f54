//! Calls: logged once, amended by new rows, reviewed, chained, and listed by a filter, newest first.
//!
//! A row of the log never changes; what lists show of it is derived and stored beside it. Knows no scorecard and no
//! other book.

pub(super) mod append;
pub(super) mod call_facts;
pub(super) mod chain_row;
pub(super) mod filter;
pub(super) mod gaps;
pub(super) mod hash_chain;
pub(super) mod overrides;
pub(super) mod quotes;
pub(super) mod reviews;
mod touch;

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, OptionalExtension};

use super::book::COUNTED;
use super::book::bulk_insert;
use super::book::write::Transaction;
use super::cells::only_value;
use super::convert::{count, instant, to_i64};
use super::error::{ErrorKind, Result, StoreError};
use super::tables::calls::{BITS, load, row, row_of, stands, version_rows};
use super::tables::drafts::call_clock;
use super::tables::search_index;
use super::tables::search_index::row_behind;
use super::tables::{accounts, contacts, drafts, opener_versions, plans, promises, triggers};
use super::{LogResult, Store, sanitize};
use crate::clock::Moment;
use crate::domain::call::filter::CallFilter;
use crate::domain::call::{Call, NextStep, Outcome, Override, UnfinishedCall};
use crate::domain::draft::{amend_key, log_key};
use crate::domain::edit::{CHANGED_JUST_NOW, Edit, Edited};
use crate::domain::ids::{CallId, PromiseId};
use crate::domain::query::{CallDetail, CallQuery, CallRow, Total, Window};
use filter::CallFilterSql;

/// Returns what is said of a call that is in the log already: the log's own words where they are others.
fn already_logged(conn: &Connection, call: &Call) -> Result<LogResult> {
    let n = row_of(conn, call.id)?.ok_or_else(|| StoreError::refused(CHANGED_JUST_NOW))?;
    let logged = load(conn, n)?;
    let retried = says_so(&Edit { read: logged.clone(), typed: call.clone(), drafts: Vec::new() }, &logged);
    let latest = || load(conn, latest_row(conn, standing_root(conn, Some(call.id))?)?);
    let other = (!retried).then(latest).transpose()?;
    Ok(LogResult { already: true, other: other.map(Box::new), ..LogResult::default() })
}

/// Returns true if a call says all that a form changed.
fn says_so(edit: &Edit<Call>, call: &Call) -> bool {
    let mut told = call.clone();
    edit.apply(&mut told);
    told == *call
}

/// Most calls that the screen of an account or person lists.
const LATEST: i64 = 200;

impl Store {
    /// Logs a call exactly once: the same id a second time changes nothing; where that call says something else by now, it
    /// is returned. Drops the form's draft in the same transaction.
    ///
    /// # Errors
    /// When its values contradict each other, an override says too little or is for do-not-call, when undo took a call
    /// with this id back, or when the book cannot be written.
    pub fn log_call(&mut self, call: &Call) -> Result<LogResult> {
        self.log_and_keep(call, None, &[])
    }

    /// Logs a call, ends the unfinished call that it was, and marks the promises that it kept, in one transaction.
    ///
    /// # Errors
    /// As [`Store::log_call`].
    pub fn log_and_keep(
        &mut self,
        call: &Call,
        ended: Option<&UnfinishedCall>,
        kept: &[PromiseId],
    ) -> Result<LogResult> {
        let mut call = sanitize::call(call);
        let problems = call.problems().into_iter();
        if let Some(problem) = problems.chain(call.overrides.iter().filter_map(Override::problem)).next() {
            return Err(StoreError::refused(problem));
        }
        if call.rep_id.is_nil() {
            call.rep_id = self.rep()?;
        }
        self.action("logging the call", |write| {
            let logged = is_logged(write.conn, call.id)?;
            let began = ended.map(|ended| ended.ran.since);
            drafts::finish_call(write, &log_key(call.contact_id, began), call.id)?;
            if let Some(ended) = ended {
                call_clock::finish(write, ended)?;
            }
            if logged {
                return already_logged(write.conn, &call);
            }
            let contact = contacts::survivor(write.conn, call.contact_id)?;
            call.contact_id = contacts::id_of(write.conn, contact)?;
            call.account_id = accounts::id_and_name(write.conn, contacts::account_of(write.conn, contact)?)?.0;
            write.label = format!("logged a call with {}", contacts::load(write.conn, contact)?.name);
            let n = append::append(write, &call, None)?;
            kept.iter().try_for_each(|id| promises::set_kept(write, *id, Some(call.at.date_naive())))?;
            append::follow_up(write, n, contact, &call)?;
            let line = append::encouragement(write.conn, write.rules.kinds(), n)?;
            Ok(LogResult { line, ..LogResult::default() })
        })
    }

    /// Logs past calls, oldest first, in one transaction with one undo. Calls that are in the book already are skipped.
    /// Returns how many were logged.
    ///
    /// # Errors
    /// At the first call whose values contradict each other or whose person does not exist; then none was logged.
    pub fn log_history(&mut self, calls: impl IntoIterator<Item = Call>) -> Result<u64> {
        self.transact("logging earlier calls", |write| {
            let action = write.record(false)?;
            let span = bulk_insert::BulkInsert::begin(write, action, "calls", "call_line")?;
            let mut taken = 0;
            for call in calls {
                let mut call = sanitize::call(&call);
                if let Some(problem) = call.problems().into_iter().next() {
                    return Err(StoreError::refused(problem));
                }
                if row_of(write.conn, call.id)?.is_some() {
                    continue;
                }
                let contact = contacts::require_row(write.conn, call.contact_id)?;
                call.account_id = accounts::id_and_name(write.conn, contacts::account_of(write.conn, contact)?)?.0;
                let n = append::append(write, &call, None)?;
                append::follow_up(write, n, contact, &call)?;
                taken += 1;
            }
            write.label = format!("logged {taken} earlier calls");
            span.end(write)?;
            Ok(taken)
        })
    }

    /// Saves the form of an amendment: what was changed in it, over the call as it stands now; `amends` names the call it
    /// corrects, whose first values stay visible. A nil id makes a new one; the same id a second time changes nothing. Its
    /// draft goes in the same transaction.
    ///
    /// # Errors
    /// When there is no such call, its axes contradict each other, and as every write.
    pub fn edit_call(&mut self, edit: &Edit<Call>) -> Result<Edited<Call, LogResult>> {
        let edit = sanitize::edit(edit, sanitize::call);
        let (id, rep) = (edit.typed.id, self.rep()?);
        // Two windows that amend from one draft have one id between them: what the second says is another amendment.
        let logged = if id.is_nil() || !is_logged(&self.conn, id)? { None } else { row_of(&self.conn, id)? };
        let retried = logged.map(|n| Ok::<_, StoreError>(says_so(&edit, &load(&self.conn, n)?))).transpose()?;
        let id = if retried == Some(false) { CallId::default() } else { id };
        if id.is_nil() || retried.is_none() {
            let latest = latest_row(&self.conn, standing_root(&self.conn, edit.typed.amends)?)?;
            if let Some(met) = edit.meets(&load(&self.conn, latest)?) {
                return Ok(Edited::Meanwhile(met));
            }
        }
        self.action("amending the call", |write| {
            if !id.is_nil() && is_logged(write.conn, id)? {
                return Ok(LogResult { already: true, ..LogResult::default() });
            }
            let root = standing_root(write.conn, edit.typed.amends)?;
            let (first, stands) = (load(write.conn, root)?, load(write.conn, latest_row(write.conn, root)?)?);
            let mut call = stands.clone();
            if !edit.apply(&mut call).is_empty() {
                return Err(StoreError::refused(CHANGED_JUST_NOW));
            }
            let call = Call {
                id: if id.is_nil() { CallId(write.new_id()) } else { id },
                contact_id: first.contact_id,
                account_id: first.account_id,
                rep_id: if call.rep_id.is_nil() { rep } else { call.rep_id },
                amends: Some(first.id),
                ..call
            };
            if let Some(problem) = call.problems().into_iter().next() {
                return Err(StoreError::refused(problem));
            }
            drafts::finish(write, &amend_key(first.id))?;
            append_amendment(write, root, stands.next.as_ref(), &call)?;
            Ok(LogResult::default())
        })
        .map(Edited::Saved)
    }

    /// Returns a window of calls, newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn calls(&mut self, query: &CallQuery) -> Result<Window<CallRow>> {
        let (lines, total) = self.picked(query)?;
        let rows = lines.into_iter().map(|n| row(&self.conn, n)).collect::<Result<_>>()?;
        Ok(Window { offset: query.offset, total, rows })
    }

    /// Returns everything a call's screen shows, without the scores that the rep of this book must not see yet; an
    /// amendment's id shows the call that it amends. `None` if there is no such call.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn call_file(&mut self, id: CallId, now: Moment) -> Result<Option<CallDetail>> {
        let sql = "SELECT root FROM call_line JOIN call ON call.n = call_line.n
            WHERE call.id = ?1 AND call_line.deleted = 0";
        let root: Option<i64> = self.conn.prepare_cached(sql)?.query_row([id], only_value).optional()?;
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
        let wording = opener_versions::used_in(&self.conn, root)?;
        let reviews = reviews::of_call(&self.conn, root)?;
        let reviewers = reviews::names(&self.conn, &reviews)?;
        let (logged, me) = (logged_times(&self.conn, root)?, self.rep()?);
        let withheld = Vec::new();
        let found =
            CallDetail { row, plan, wording, triggers: used, reviews, versions, reviewers, logged, me, withheld };
        Ok(Some(found.with_scores_withheld()))
    }

    /// Returns the rows of a page and the total.
    fn picked(&self, query: &CallQuery) -> Result<(Vec<i64>, Total)> {
        let words = search_index::words(&query.filter);
        if words.is_empty() && query.selection == CallFilter::default() {
            return page(&self.conn, query);
        }
        let mut wanted = query.selection.clone();
        // Read calls stay in a sample, or it would be another one after every review.
        wanted.unreviewed &= wanted.sample.is_none();
        let Some(picks) = CallFilterSql::of(&self.conn, &wanted)? else { return Ok((Vec::new(), Total::default())) };
        let all = match (wanted.sample, words.is_empty()) {
            (Some(draw), _) => picks.draw(&self.conn, draw)?,
            (None, true) => {
                return Ok((picks.page(&self.conn, query.limit, query.offset)?, picks.total(&self.conn)?));
            }
            (None, false) if wanted == CallFilter::default() => {
                let matching = search_index::expression(&words, search_index::EVERYTHING);
                let found =
                    search_index::window(&self.conn, search_index::CALLS[0], &matching, query.limit, query.offset)?;
                return Ok((
                    row_numbers(&found),
                    search_index::count_matches(&self.conn, search_index::CALLS[1], &matching)?,
                ));
            }
            (None, false) => matching(&self.conn, &picks, &words)?,
        };
        let total = Total { n: all.len(), at_least: false };
        Ok((all.into_iter().skip(query.offset).take(query.limit).collect(), total))
    }

    /// Returns an account's calls, newest first.
    pub(super) fn account_calls(&self, account: i64) -> Result<Vec<CallRow>> {
        self.rows_of(OF_ACCOUNT, account)
    }

    /// Returns a person's calls, newest first.
    pub(super) fn contact_calls(&self, contact: i64) -> Result<Vec<CallRow>> {
        self.rows_of(OF_CONTACT, contact)
    }

    fn rows_of(&self, sql: &str, whose: i64) -> Result<Vec<CallRow>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let lines = statement.query_map([whose, LATEST], only_value)?;
        lines.collect::<rusqlite::Result<Vec<i64>>>()?.into_iter().map(|n| row(&self.conn, n)).collect()
    }
}

fn missing(what: &str) -> StoreError {
    StoreError::new(ErrorKind::Missing, "", "".as_ref(), what)
}

/// Appends an amendment and carries out what it sets off; `before` is the next step agreed until now.
fn append_amendment(write: &mut Transaction<'_>, root: i64, before: Option<&NextStep>, call: &Call) -> Result<()> {
    let sql = "SELECT contact FROM call_line WHERE n = ?1";
    let contact: i64 = write.conn.prepare_cached(sql)?.query_row([root], only_value)?;
    write.label = format!("amended a call with {}", contacts::load(write.conn, contact)?.name);
    append::append(write, call, Some(root))?;
    if before != call.next.as_ref() {
        promises::withdraw(write, root)?;
        promises::make(write, root, contact, call)?;
    }
    if call.outcome == Some(Outcome::DoNotCall) {
        append::block(write, contact, call)?;
    }
    Ok(())
}

/// Returns true if the log has this call. An error if undo took the call back while its form was open: "logged already"
/// would be false, and the id cannot be logged again.
fn is_logged(conn: &Connection, id: CallId) -> Result<bool> {
    match stands(conn, id)? {
        Some(false) => Err(StoreError::refused(
            "This call was logged and taken back since. Leave the form and open it again: what you typed is kept, and is logged as a new call.",
        )),
        Some(true) => Ok(true),
        None => Ok(false),
    }
}

/// Returns the row of the first version of the amended call; an error if the call is not in the log.
pub(crate) fn standing_root(conn: &Connection, amends: Option<CallId>) -> Result<i64> {
    let sql = "SELECT first.n FROM call JOIN call_line AS line ON line.n = call.n
        JOIN call_line AS first ON first.n = line.root WHERE call.id = ?1 AND first.deleted = 0";
    let root = conn.prepare_cached(sql)?.query_row([amends], only_value).optional()?;
    root.ok_or_else(|| missing("this call is no longer in the book"))
}

/// Selects windows of all calls.
pub(super) const PAGE: &str =
    "SELECT n FROM call_line WHERE deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?1 OFFSET ?2";

/// Selects an account's calls.
pub(super) const OF_ACCOUNT: &str =
    "SELECT n FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";
/// Selects a person's calls.
pub(super) const OF_CONTACT: &str =
    "SELECT n FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";

fn page(conn: &Connection, query: &CallQuery) -> Result<(Vec<i64>, Total)> {
    let mut statement = conn.prepare_cached(PAGE)?;
    let lines = statement.query_map([to_i64(query.limit as u64), to_i64(query.offset as u64)], only_value)?;
    let lines = lines.collect::<rusqlite::Result<_>>()?;
    // Rows are never removed: the last number is how many there are.
    let sql = "SELECT coalesce((SELECT max(n) FROM call_line), 0)
        - (SELECT count(*) FROM call_line WHERE deleted = 1 OR head = 0)";
    let n = count(conn.prepare_cached(sql)?.query_row([], only_value)?);
    Ok((lines, Total { n, at_least: false }))
}

fn row_numbers(rowids: &[i64]) -> Vec<i64> {
    rowids.iter().map(|rowid| row_behind(*rowid, BITS)).collect()
}

/// Returns the calls of a filter that contain the words, up to a limit of calls looked at.
fn matching(conn: &Connection, picks: &CallFilterSql, words: &[search_index::SearchTerm]) -> Result<Vec<i64>> {
    let matching = search_index::expression(words, search_index::EVERYTHING);
    let mut found = Vec::new();
    for n in row_numbers(&search_index::window(conn, search_index::CALLS[0], &matching, count(COUNTED) + 1, 0)?) {
        if picks.finds(conn, n)? {
            found.push(n);
        }
    }
    Ok(found)
}

pub(crate) fn latest_row(conn: &Connection, root: i64) -> Result<i64> {
    Ok(conn.prepare_cached("SELECT latest FROM call_line WHERE n = ?1")?.query_row([root], only_value)?)
}

fn versions(conn: &Connection, root: i64) -> Result<Vec<Call>> {
    version_rows(conn, root)?.into_iter().map(|n| load(conn, n)).collect()
}

/// Returns when each version of a call was logged, in the time zone of the call.
fn logged_times(conn: &Connection, root: i64) -> Result<Vec<DateTime<FixedOffset>>> {
    let sql = "SELECT logged_at, zone FROM call WHERE n = ?1";
    let when = |n: i64| {
        let read = |row: &rusqlite::Row<'_>| Ok(instant(row.get("logged_at")?, row.get("zone")?));
        Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
    };
    version_rows(conn, root)?.into_iter().map(when).collect()
}
