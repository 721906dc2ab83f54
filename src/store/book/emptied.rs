//! Empties rows whose undo can no longer be redone: what was taken back is gone.

use rusqlite::{Connection, params};

use super::write::Transaction;
use crate::store::catalog;
use crate::store::catalog::{RowHead, Table};
use crate::store::cells::only_value;
use crate::store::error::Result;

/// Most rows that one write empties, so that taking back a long import does not hold up what is saved next.
const AT_ONCE: i64 = 2_000;

/// Which undone actions cannot be redone any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum EndedRedo {
    All,
    /// Not merges: what they brought never leaves while it is undone, so it can still be redone.
    AllButMerges,
}

impl EndedRedo {
    fn condition(self) -> &'static str {
        match self {
            EndedRedo::All => "state = 1",
            EndedRedo::AllButMerges => {
                "state = 1 AND (import IS NULL OR import NOT IN (SELECT n FROM import WHERE kind = 'shared books'))"
            }
        }
    }
}

/// Returns true if there is anything to end or to empty.
pub(in crate::store) fn is_due(conn: &Connection, which: EndedRedo) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM action WHERE state = 4 OR ({}))", which.condition());
    Ok(conn.prepare_cached(&sql)?.query_row([], only_value)?)
}

/// Ends redo, and empties some of the rows that could have been redone. Returns true if rows are left for later writes.
pub(in crate::store) fn end_redo(conn: &Connection, which: EndedRedo) -> Result<bool> {
    let sql = format!("UPDATE action SET state = 4, label = '' WHERE {}", which.condition());
    conn.prepare_cached(&sql)?.execute([])?;
    let mut left = AT_ONCE;
    let sql = "SELECT n, import FROM action WHERE state = 4 ORDER BY n";
    let mut statement = conn.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get("n")?, row.get("import")?));
    for (action, import) in statement.query_map([], read)?.collect::<rusqlite::Result<Vec<(i64, Option<i64>)>>>()? {
        empty_changed(conn, action)?;
        if let Some(import) = import {
            empty_made(conn, import, &mut left)?;
        }
        if left <= 0 {
            return Ok(true);
        }
        conn.prepare_cached("UPDATE action SET state = 5 WHERE n = ?1")?.execute([action])?;
    }
    Ok(false)
}

/// Ends redo and empties all that could have been redone, however long it takes.
pub(in crate::store) fn end_redo_wholly(conn: &Connection) -> Result<()> {
    while end_redo(conn, EndedRedo::All)? {}
    Ok(())
}

/// Empties the rows that an action made one by one, and forgets the values that it changed.
fn empty_changed(conn: &Connection, action: i64) -> Result<()> {
    let sql = "SELECT tbl, row FROM change WHERE action = ?1 AND col = ''";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get("tbl")?, row.get("row")?));
    let rows =
        conn.prepare_cached(sql)?.query_map([action], read)?.collect::<rusqlite::Result<Vec<(String, i64)>>>()?;
    for (table, row) in rows {
        empty(conn, &table, row, row)?;
    }
    conn.prepare_cached("DELETE FROM change WHERE action = ?1")?.execute([action])?;
    Ok(())
}

/// Empties at most `left` rows that an import made, the last ones first; the recorded ranges get shorter by them.
fn empty_made(conn: &Connection, import: i64, left: &mut i64) -> Result<()> {
    let sql = "SELECT tbl, first, last FROM import_row WHERE import = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get("tbl")?, row.get("first")?, row.get("last")?));
    let mut statement = conn.prepare_cached(sql)?;
    let spans = statement.query_map([import], read)?.collect::<rusqlite::Result<Vec<(String, i64, i64)>>>()?;
    for (table, first, last) in spans {
        if *left <= 0 {
            return Ok(());
        }
        let from = first.max(last - *left + 1);
        empty(conn, &table, from, last)?;
        *left -= last - from + 1;
        let sql = if from > first {
            "UPDATE import_row SET last = ?4 - 1 WHERE import = ?1 AND tbl = ?2 AND first = ?3"
        } else {
            "DELETE FROM import_row WHERE import = ?1 AND tbl = ?2 AND first = ?3 AND ?4 <= ?3"
        };
        conn.prepare_cached(sql)?.execute(params![import, table, first, from])?;
    }
    Ok(())
}

/// Empties the rows `first` to `last` of a table that were taken back.
fn empty(conn: &Connection, table: &str, first: i64, last: i64) -> Result<()> {
    // The file may come from elsewhere: only names that the schema has go into a statement.
    let Some(table) = catalog::made().find(|known| known.name == table) else { return Ok(()) };
    let log = match table.head {
        RowHead::Line(log) => catalog::table(log),
        RowHead::Row | RowHead::Id | RowHead::Bare => None,
    };
    for table in log.into_iter().chain([table]) {
        let name = table.name;
        if let Some(gone) = table.goes_with_its_owner(&format!("\"{name}\"")) {
            let sql = format!("DELETE FROM \"{name}\" WHERE n BETWEEN ?1 AND ?2 AND {gone}");
            conn.prepare_cached(&sql)?.execute([first, last])?;
        }
        if let Some(sql) = emptying(table) {
            conn.prepare_cached(&sql)?.execute([first, last])?;
        }
    }
    Ok(())
}

/// Returns the statement that empties rows of a table; `None` if the table has no words.
fn emptying(table: &Table) -> Option<String> {
    let name = table.name;
    let columns = table.columns.iter().filter_map(|column| Some((column.name, table.emptied(column)?)));
    let values = columns.map(|(column, empty)| format!("\"{column}\" = {empty}")).collect::<Vec<_>>().join(", ");
    let gone = table.is_taken_back(&format!("\"{name}\""));
    let again = if table.column("salt").is_some() { "AND salt IS NOT NULL" } else { "" };
    (!values.is_empty()).then(|| format!("UPDATE \"{name}\" SET {values} WHERE n BETWEEN ?1 AND ?2 AND {gone} {again}"))
}

/// Returns true if something was emptied whose old bytes may still lie in unused parts of the file.
pub(in crate::store) fn is_unswept(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM action WHERE state = 5)")?.query_row([], only_value)?)
}

/// Notes in the write that deletes words that their bytes still have to be written over.
pub(in crate::store) fn note_unswept(write: &mut Transaction<'_>) -> Result<()> {
    let sql = "INSERT INTO action (rev, device, at, label, state) VALUES (?1, ?2, ?3, '', 5)";
    let rev = write.rev();
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, write.now])?;
    Ok(())
}

/// Notes that nothing lies there any more.
pub(in crate::store) fn swept(conn: &Connection) -> Result<()> {
    conn.prepare_cached("UPDATE action SET state = 2 WHERE state = 5")?.execute([])?;
    Ok(())
}
