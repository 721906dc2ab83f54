//! Undo and redo, from the journal.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::book::emptied;
use super::book::emptied::EndedRedo;
use super::book::journal::MERGE;
use super::book::write::Transaction;
use super::catalog;
use super::cells::only_value;
use super::convert::utc;
use super::error::Result;
use super::tables::feeds;
use super::{Mode, Store, UndoResult, derive};
use crate::domain::query::PastChange;

/// Whether changes are undone or redone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum UndoDirection {
    Back,
    Forth,
}

impl Store {
    /// Undoes the last action. If a row has changed since, nothing is undone, the result says why, and the next undo
    /// continues with the action before. `None` if there is nothing to undo.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn undo(&mut self) -> Result<Option<UndoResult>> {
        self.walk("undoing", UndoDirection::Back)
    }

    /// Redoes the last undone action; any new action ends that possibility. `None` if there is nothing to redo.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn redo(&mut self) -> Result<Option<UndoResult>> {
        self.walk("redoing", UndoDirection::Forth)
    }

    /// Ends redo, but for merges, and empties what was undone: done again after it was shared as taken back, a call would
    /// come without its words elsewhere. A book that is open read-only stays as it is.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn end_redo(&mut self) -> Result<()> {
        let which = EndedRedo::AllButMerges;
        let mut more = self.mode == Mode::Writable && emptied::is_due(&self.conn, which)?;
        while more {
            more = self.write("emptying what was undone", |write| emptied::end_redo(write.conn, which))?;
        }
        Ok(())
    }

    /// The action that undo would revert, and when it was made.
    ///
    /// # Errors
    /// As every read.
    pub fn last_change(&self) -> Result<Option<PastChange>> {
        let sql = "SELECT label, at FROM action WHERE state = 0 ORDER BY rev DESC LIMIT 1";
        let read = |row: &rusqlite::Row<'_>| Ok(PastChange { label: row.get("label")?, at: utc(row.get("at")?) });
        Ok(self.conn.prepare_cached(sql)?.query_row([], read).optional()?)
    }

    fn walk(&mut self, doing: &str, way: UndoDirection) -> Result<Option<UndoResult>> {
        // No action of its own: redo is the way back, and an undo that could be undone would hide the actions before it.
        self.write(doing, |write| {
            let Some((action, label)) = next(write.conn, way)? else { return Ok(None) };
            let refused = match changed_since(write, action, way)? {
                Some(reason) => Some(reason),
                None => {
                    take(write, action, way)?;
                    None
                }
            };
            let state = match (&refused, way) {
                (Some(_), _) => 2,
                (None, UndoDirection::Back) => 1,
                (None, UndoDirection::Forth) => 0,
            };
            let sql = "UPDATE action SET state = ?2 WHERE n = ?1";
            write.conn.prepare_cached(sql)?.execute([action, state])?;
            Ok(Some(UndoResult { label, refused }))
        })
    }
}

/// Returns the action to undo or redo next, with its label.
fn next(conn: &Connection, way: UndoDirection) -> Result<Option<(i64, String)>> {
    let sql = match way {
        UndoDirection::Back => "SELECT n, label FROM action WHERE state = 0 ORDER BY rev DESC LIMIT 1",
        UndoDirection::Forth => "SELECT n, label FROM action WHERE state = 1 ORDER BY rev LIMIT 1",
    };
    Ok(conn.prepare_cached(sql)?.query_row([], |row| Ok((row.get("n")?, row.get("label")?))).optional()?)
}

/// A change recorded in the journal.
pub(super) struct JournalChange {
    pub(super) table: String,
    pub(super) row: i64,
    pub(super) column: String,
    pub(super) old: Value,
    pub(super) new: Value,
}

/// Returns the first `limit` changes of an action; −1 for all.
pub(super) fn changes(conn: &Connection, action: i64, limit: i64) -> Result<Vec<JournalChange>> {
    let sql = "SELECT tbl, row, col, old, new FROM change WHERE action = ?1 LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(JournalChange {
            table: row.get("tbl")?,
            row: row.get("row")?,
            column: row.get("col")?,
            old: row.get("old")?,
            new: row.get("new")?,
        })
    };
    let found = statement.query_map([action, limit], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    // The file may come from elsewhere: only names that the schema has go into a statement.
    Ok(found.into_iter().filter(|change| is_journaled(&change.table)).collect())
}

fn is_journaled(table: &str) -> bool {
    catalog::table(table).is_some_and(|known| known.journaled)
}

/// Returns why the action cannot be undone or redone: the first value that was changed since. `None` if it can.
fn changed_since(write: &Transaction<'_>, action: i64, way: UndoDirection) -> Result<Option<String>> {
    let later = "SELECT count(*) FROM import_row, change, action
        WHERE import_row.import = (SELECT import FROM action WHERE n = ?1)
            AND change.tbl = import_row.tbl AND change.row BETWEEN import_row.first AND import_row.last
            AND action.n = change.action AND action.n > ?1 AND action.state = 0";
    let later: i64 = write.conn.prepare_cached(later)?.query_row([action], only_value)?;
    if later > 0 && way == UndoDirection::Back {
        return Ok(Some(format!("{later} values of the rows it made were changed since")));
    }
    for change in changes(write.conn, action, -1)? {
        // A draft that was begun again says nothing against taking the call back.
        if change.table == "draft" {
            continue;
        }
        if let Some(reason) = differs(write.conn, action, &change, way)? {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

fn differs(conn: &Connection, action: i64, change: &JournalChange, way: UndoDirection) -> Result<Option<String>> {
    let what = change.table.replace('_', " ");
    if change.column.is_empty() {
        let sql = "SELECT EXISTS (SELECT 1 FROM change JOIN action ON action.n = change.action
            WHERE change.tbl = ?1 AND change.row = ?2 AND change.action > ?3 AND action.state = 0)";
        let later = conn.prepare_cached(sql)?.query_row(params![change.table, change.row, action], only_value)?;
        return Ok((later && way == UndoDirection::Back).then(|| format!("the {what} it made was changed since")));
    }
    let expected = if way == UndoDirection::Back { &change.new } else { &change.old };
    let sql = format!("SELECT \"{}\" IS ?2 FROM \"{}\" WHERE n = ?1", safe_column(&change.column), change.table);
    let same: bool = conn.prepare_cached(&sql)?.query_row(params![change.row, expected], only_value)?;
    if catalog::table(&change.table).is_some_and(|table| table.is_stamp(&change.column)) {
        return Ok((!same).then(|| format!("this {what} was changed since")));
    }
    Ok((!same).then(|| format!("the {} of this {what} was changed since", change.column.replace('_', " "))))
}

fn take(write: &mut Transaction<'_>, action: i64, way: UndoDirection) -> Result<()> {
    // What an import made comes before, and goes after, what it changed.
    if way == UndoDirection::Forth {
        take_import(write, action, way)?;
    }
    let merged = is_merge(write.conn, action)?;
    for change in changes(write.conn, action, -1)? {
        if way == UndoDirection::Forth && is_typed_since(write.conn, action, &change)? {
            continue;
        }
        let rev = write.rev();
        let (column, value) = match (change.column.as_str(), way) {
            ("", UndoDirection::Back) => ("deleted", Value::Integer(1)),
            ("", UndoDirection::Forth) => ("deleted", Value::Integer(0)),
            (column, UndoDirection::Back) => (column, change.old.clone()),
            (column, UndoDirection::Forth) => (column, change.new.clone()),
        };
        let column = safe_column(column);
        if merged {
            // Its stamps are among the changes: what a merge brought goes as if it had never come.
            let sql = format!("UPDATE \"{}\" SET \"{column}\" = ?2 WHERE n = ?1", change.table);
            write.conn.prepare_cached(&sql)?.execute(params![change.row, value])?;
        } else {
            let mark = if column == "do_not_call" { ", barred = ?3" } else { "" };
            let sql =
                format!("UPDATE \"{}\" SET \"{column}\" = ?2, rev = ?3, device = ?4{mark} WHERE n = ?1", change.table);
            write.conn.prepare_cached(&sql)?.execute(params![change.row, value, rev, write.device])?;
        }
        derive::moved(write, &change.table, change.row)?;
        // What left one account for another: both are settled.
        if change.column == "account" {
            for account in [&change.old, &change.new] {
                if let Value::Integer(account) = account {
                    write.touch(*account);
                    write.called(*account);
                }
            }
        }
    }
    if way == UndoDirection::Back {
        take_import(write, action, way)?;
    }
    Ok(())
}

/// Returns true if the change dropped a draft that was typed in again since: the new text was never saved.
fn is_typed_since(conn: &Connection, action: i64, change: &JournalChange) -> Result<bool> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM draft, action WHERE draft.n = ?1 AND action.n = ?2 AND draft.at > action.at)";
    Ok(change.table == "draft" && conn.prepare_cached(sql)?.query_row([change.row, action], only_value)?)
}

/// Returns true if the action merged books.
fn is_merge(conn: &Connection, action: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM action JOIN import ON import.n = action.import
        WHERE action.n = ?1 AND import.kind = ?2)";
    Ok(conn.prepare_cached(sql)?.query_row(params![action, MERGE], only_value)?)
}

/// Undoes or redoes the rows that an import created, all together.
fn take_import(write: &mut Transaction<'_>, action: i64, way: UndoDirection) -> Result<()> {
    let sql = "SELECT import FROM action WHERE n = ?1 AND import IS NOT NULL";
    let Some(import) = write.conn.prepare_cached(sql)?.query_row([action], only_value).optional()? else {
        return Ok(());
    };
    let merged = is_merge(write.conn, action)?;
    for (table, first, last) in spans(write.conn, import)? {
        take_span(write, &table, first, last, way, merged)?;
    }
    Ok(())
}

/// Takes back the rows that are still recorded of an import.
pub(super) fn take_spans(write: &mut Transaction<'_>, import: i64) -> Result<()> {
    for (table, first, last) in spans(write.conn, import)? {
        take_span(write, &table, first, last, UndoDirection::Back, false)?;
    }
    Ok(())
}

/// Restores a value if it is still as the change left it.
pub(super) fn put_back(write: &mut Transaction<'_>, change: &JournalChange) -> Result<()> {
    let (column, rev) = (safe_column(&change.column), write.rev());
    let sql = format!(
        "UPDATE \"{}\" SET \"{column}\" = ?2, rev = ?4, device = ?5 WHERE n = ?1 AND \"{column}\" IS ?3",
        change.table
    );
    let values = params![change.row, change.old, change.new, rev, write.device];
    if write.conn.prepare_cached(&sql)?.execute(values)? > 0 {
        derive::moved(write, &change.table, change.row)?;
    }
    Ok(())
}

/// Returns the ranges of rows that an import created, in tables that the schema has.
fn spans(conn: &Connection, import: i64) -> Result<Vec<(String, i64, i64)>> {
    let sql = "SELECT tbl, first, last FROM import_row WHERE import = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get("tbl")?, row.get("first")?, row.get("last")?));
    let found = conn.prepare_cached(sql)?.query_map([import], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(found.into_iter().filter(|(table, _, _): &(String, _, _)| is_journaled(table)).collect())
}

fn take_span(
    write: &mut Transaction<'_>,
    table: &str,
    first: i64,
    last: i64,
    way: UndoDirection,
    merged: bool,
) -> Result<()> {
    if table == "trigger" && way == UndoDirection::Back {
        // A server that is told what was last fetched would keep back what was taken back here.
        feeds::forget_marks(write.conn)?;
    }
    let rev = write.rev();
    let gone = i64::from(way == UndoDirection::Back);
    if merged {
        // A stamp below zero: it loses against every other, so the same file can bring the row again, and it is not
        // shared. Tombstones stay as they came.
        let sql = format!(
            "UPDATE \"{table}\" SET deleted = ?3, rev = -rev WHERE n BETWEEN ?1 AND ?2
                AND iif(?3, deleted = 0, rev < 0)"
        );
        write.conn.prepare_cached(&sql)?.execute([first, last, gone])?;
    } else {
        let sql = format!("UPDATE \"{table}\" SET deleted = ?3, rev = ?4, device = ?5 WHERE n BETWEEN ?1 AND ?2");
        write.conn.prepare_cached(&sql)?.execute(params![first, last, gone, rev, write.device])?;
    }
    derive::span_moved(write, table, first, last)
}

/// Returns a column's name with everything but ASCII letters, digits and underscores removed, so that it is safe in
/// SQL.
fn safe_column(column: &str) -> String {
    column.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
}
