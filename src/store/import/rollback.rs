//! Rolls back an import that was interrupted: only rows that somebody used meanwhile stay.
//!
//! The rollback runs in many commits like the import itself, last rows first. Each commit also shortens the recorded
//! ranges of the import, so that an interrupted rollback continues where it stopped.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::lock::ImportLock;
use crate::domain::progress::roughly;
use crate::domain::text::pluralize;
use crate::store::book::write::{Transaction, WriteContext};
use crate::store::catalog;
use crate::store::catalog::{ColumnKind, Search, Table};
use crate::store::cells::only_value;
use crate::store::convert::utc;
use crate::store::error::Result;
use crate::store::undo;
use crate::store::{Mode, Store};

/// Rows taken back in a second; measured on an import of 117,000 accounts that was killed.
const TAKEN_BACK: u64 = 15_000;
/// Most rows of a table, or values, that one commit rolls back.
const AT_ONCE: i64 = 4_000;

/// Rolls back imports that a crash, a full disk or a closed window interrupted. An import that another window is
/// running is left alone. `tell` takes a sentence for each: what it takes back, and about how long that takes.
pub(crate) fn take_back_unfinished(store: &mut Store, tell: &mut dyn FnMut(String)) -> Result<()> {
    let sql = "SELECT n FROM import WHERE running = 1";
    let left = store.conn.prepare(sql)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    if left.is_empty() || store.mode != Mode::Writable {
        return Ok(());
    }
    let Some(_lock) = ImportLock::take(&store.path)? else { return Ok(()) };
    store.may_write("taking back an import that was cut off")?;
    for import in left {
        tell(what_goes(&store.conn, import)?);
        take_back(store.write_context(), import)?;
    }
    Ok(())
}

fn what_goes(conn: &Connection, import: i64) -> Result<String> {
    let sql = "SELECT file, at, (SELECT coalesce(sum(last - first + 1), 0) FROM import_row WHERE import = n) AS rows
        FROM import WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get("file")?, row.get("at")?, row.get("rows")?));
    let (file, at, rows): (String, i64, i64) = conn.query_row(sql, [import], read)?;
    let rows = u64::try_from(rows).unwrap_or(0);
    let brought = brought(conn, import)?;
    let brought = if brought.is_empty() { String::new() } else { format!(" ({})", brought.join(", ")) };
    Ok(format!(
        "The import of {file} on {} UTC was cut off. What it brought{brought} is taken back, but for what was used since: \
            that takes {}",
        utc(at).format("%-d %b %Y %H:%M"),
        roughly(rows / TAKEN_BACK)
    ))
}

/// Says what an import brought as people count it: without the numbers, names and links that hang on its rows.
fn brought(conn: &Connection, import: i64) -> Result<Vec<String>> {
    let sql = "SELECT coalesce(sum(last - first + 1), 0) FROM import_row WHERE import = ?1 AND tbl = ?2";
    let mut said = Vec::new();
    for name in ["account", "contact", "trigger", "plan", "call_line", "do_not_call"] {
        let rows: i64 = conn.prepare_cached(sql)?.query_row(params![import, name], only_value)?;
        let words = catalog::table(name.trim_end_matches("_line")).map_or(("row", "rows"), |table| table.words);
        let rows = usize::try_from(rows).unwrap_or(0);
        if rows > 0 {
            said.push(pluralize(rows, words.0, words.1));
        }
    }
    Ok(said)
}

/// Rolls back an import that was partly committed.
pub(super) fn take_back(pen: WriteContext<'_>, import: i64) -> Result<()> {
    // Rows go in the order in which nothing refers to them any more; asking each table for each row takes minutes.
    // Before the first transaction: inside of one SQLite passes this over without a word.
    pen.conn.execute_batch("PRAGMA foreign_keys = OFF")?;
    let done = values(pen, import).and_then(|action| rows(pen, import, action));
    pen.conn.execute_batch("PRAGMA foreign_keys = ON")?;
    done
}

/// Restores the values that the import changed, unless they were changed again. Returns the import's action.
fn values(pen: WriteContext<'_>, import: i64) -> Result<i64> {
    let sql = "SELECT n FROM action WHERE import = ?1";
    let Some(action) = pen.conn.query_row(sql, [import], only_value).optional()? else { return Ok(i64::MAX) };
    loop {
        let mut write = pen.begin()?;
        let changed = undo::changes(pen.conn, action, AT_ONCE)?;
        if changed.is_empty() {
            return Ok(action);
        }
        for change in changed {
            if !change.column.is_empty() {
                undo::put_back(&mut write, &change)?;
            }
            let sql = "DELETE FROM change WHERE action = ?1 AND tbl = ?2 AND row = ?3 AND col = ?4";
            pen.conn.prepare_cached(sql)?.execute(params![action, change.table, change.row, change.column])?;
        }
        write.commit()?;
    }
}

fn rows(pen: WriteContext<'_>, import: i64, action: i64) -> Result<()> {
    // Those that refer to others first. Calls and what hangs on them stay as rows taken back: a log is never shortened.
    for table in catalog::all().rev().filter(|table| table.leaves) {
        while let Some((first, last)) = last_span(pen.conn, import, table.name)? {
            let from = first.max(last - AT_ONCE + 1);
            let mut write = pen.begin()?;
            find_used(pen.conn, action)?;
            remove(&mut write, table, from, last)?;
            shorten(pen.conn, import, table.name, first, from)?;
            write.commit()?;
        }
    }
    let mut write = pen.begin()?;
    undo::take_spans(&mut write, import)?;
    for sql in [
        "DELETE FROM import_row WHERE import = ?1",
        "DELETE FROM action WHERE import = ?1",
        "DELETE FROM import WHERE n = ?1",
    ] {
        pen.conn.prepare_cached(sql)?.execute([import])?;
    }
    write.commit().map(drop)
}

fn last_span(conn: &Connection, import: i64, table: &str) -> Result<Option<(i64, i64)>> {
    let sql = "SELECT first, last FROM import_row WHERE import = ?1 AND tbl = ?2 ORDER BY first DESC LIMIT 1";
    let found =
        conn.prepare_cached(sql)?.query_row(params![import, table], |row| Ok((row.get("first")?, row.get("last")?)));
    Ok(found.optional()?)
}

/// Shortens a recorded range to the rows before `from`, which are still to be rolled back.
fn shorten(conn: &Connection, import: i64, table: &str, first: i64, from: i64) -> Result<()> {
    let sql = if from > first {
        "UPDATE import_row SET last = ?4 - 1 WHERE import = ?1 AND tbl = ?2 AND first = ?3"
    } else {
        "DELETE FROM import_row WHERE import = ?1 AND tbl = ?2 AND first = ?3 AND ?4 <= ?3"
    };
    conn.prepare_cached(sql)?.execute(params![import, table, first, from])?;
    Ok(())
}

/// Collects the import's rows that somebody used or changed since it began, and everything they refer to.
fn find_used(conn: &Connection, action: i64) -> Result<()> {
    conn.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS used (tbl TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (tbl, n)) WITHOUT ROWID;
        DELETE FROM used",
    )?;
    let sql = "INSERT OR IGNORE INTO used SELECT tbl, row FROM change WHERE action > ?1";
    if conn.prepare_cached(sql)?.execute([action])? == 0 {
        return Ok(());
    }
    // Until nothing leads on: tables refer to each other in circles.
    while lead_on(conn)? > 0 {}
    Ok(())
}

/// Adds the rows that used rows refer to; returns how many were added.
fn lead_on(conn: &Connection) -> Result<usize> {
    let mut found = 0;
    for table in catalog::journaled() {
        for (column, to) in table.references() {
            let (table, column, pair) = (table.name, column.name, matches!(column.kind, ColumnKind::Either));
            let about = if pair { format!("AND about = '{to}'") } else { String::new() };
            let sql = format!(
                "INSERT OR IGNORE INTO used SELECT '{to}', \"{column}\" FROM \"{table}\"
                    WHERE n IN (SELECT n FROM used WHERE tbl = '{table}') AND \"{column}\" IS NOT NULL {about}"
            );
            found += conn.prepare_cached(&sql)?.execute([])?;
        }
    }
    Ok(found)
}

/// Deletes the rows `from` to `last` of a table that are not used, with their search entries and duplicate pairs.
fn remove(write: &mut Transaction<'_>, table: &Table, from: i64, last: i64) -> Result<()> {
    if table.name == "trigger_account" {
        let sql = "SELECT DISTINCT account FROM trigger_account WHERE n BETWEEN ?1 AND ?2";
        let mut statement = write.conn.prepare_cached(sql)?;
        for account in statement.query_map([from, last], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()? {
            write.touch(account);
        }
    }
    let (name, owner) = (table.name, table.owner.unwrap_or(table.name));
    let column = table.owner.unwrap_or("n");
    let unused = format!("n BETWEEN ?1 AND ?2 AND {column} NOT IN (SELECT n FROM used WHERE tbl = '{owner}')");
    if let Some(Search { table: words, row, told_by }) = table.search {
        let sql = format!(
            "DELETE FROM {words} WHERE rowid IN (SELECT {row} FROM \"{name}\" WHERE {unused} AND {told_by} IS NOT NULL)"
        );
        write.conn.prepare_cached(&sql)?.execute([from, last])?;
    }
    write.conn.prepare_cached(&format!("DELETE FROM \"{name}\" WHERE {unused}"))?.execute([from, last])?;
    for (pairs, column) in catalog::pairs() {
        let sql = format!(
            "DELETE FROM \"{pairs}\" WHERE about = '{name}' AND \"{column}\" BETWEEN ?1 AND ?2
                AND \"{column}\" NOT IN (SELECT n FROM used WHERE tbl = '{name}')"
        );
        write.conn.prepare_cached(&sql)?.execute([from, last])?;
    }
    Ok(())
}
