//! The undo journal: generated triggers record the old and new value of every column that an action changes.
//!
//! The triggers are temporary and created before a store's first write, so that opening a book does not pay for reading
//! them. The catalogue says which columns they record.

use std::sync::Arc;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use super::emptied;
use super::emptied::EndedRedo;
use super::journal_target::JournalTarget;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::error::Result;

/// Name under which a merge of books is recorded in the import list; undo recognises a merge by it.
pub(crate) const MERGE: &str = "shared books";

/// Number of actions that can be undone; older ones are forgotten.
const KEPT_ACTIONS: i64 = 500;

/// Registers the SQL functions that the journal triggers call and creates the triggers.
pub(super) fn set_up(conn: &Connection, recording: &Arc<JournalTarget>) -> Result<()> {
    let (changing, making) = (Arc::clone(recording), Arc::clone(recording));
    let flags = FunctionFlags::SQLITE_UTF8;
    conn.create_scalar_function("recording", 0, flags, move |_| Ok(changing.action()))?;
    conn.create_scalar_function("recording_inserts", 0, flags, move |_| Ok(making.inserting()))?;
    let mut ddl = String::new();
    for table in catalog::journaled() {
        ddl.push_str(&insert_trigger(table.name));
        ddl.push_str(&update_trigger(table.name, table.journaled_columns()));
    }
    conn.execute_batch(&ddl)?;
    Ok(())
}

fn insert_trigger(table: &str) -> String {
    format!(
        "CREATE TEMP TRIGGER journal_made_{table} AFTER INSERT ON main.\"{table}\" WHEN recording_inserts() > 0 BEGIN
            INSERT INTO change (action, tbl, row, col) SELECT recording(), '{table}', NEW.n, '' WHERE true
                ON CONFLICT DO NOTHING; END;\n"
    )
}

fn update_trigger(table: &str, told: impl Iterator<Item = &'static str> + Clone) -> String {
    let list = told.clone().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let mut ddl = format!(
        "CREATE TEMP TRIGGER journal_changed_{table} AFTER UPDATE OF {list} ON main.\"{table}\"
            WHEN recording() > 0 BEGIN\n"
    );
    for column in told {
        // A second change of the same value leaves the first `old`: undo goes back to before the whole action.
        ddl.push_str(&format!(
            "INSERT INTO change (action, tbl, row, col, old, new)
                SELECT recording(), '{table}', OLD.n, '{column}', OLD.\"{column}\", NEW.\"{column}\"
                WHERE OLD.\"{column}\" IS NOT NEW.\"{column}\"
                ON CONFLICT (action, tbl, row, col) DO UPDATE SET new = excluded.new;\n"
        ));
    }
    ddl.push_str("END;\n");
    ddl
}

/// Closes an action: drops it if it changed nothing, else stores its label and empties what could still be redone.
pub(super) fn close(conn: &Connection, action: i64, label: &str) -> Result<()> {
    let changed = "SELECT EXISTS (SELECT 1 FROM change WHERE action = ?1)
        OR EXISTS (SELECT 1 FROM action WHERE n = ?1 AND import IS NOT NULL)";
    if !conn.prepare_cached(changed)?.query_row([action], only_value::<bool>)? {
        conn.prepare_cached("DELETE FROM action WHERE n = ?1")?.execute([action])?;
        return Ok(());
    }
    conn.prepare_cached("UPDATE action SET label = ?2 WHERE n = ?1")?.execute(params![action, label])?;
    emptied::end_redo(conn, EndedRedo::All)?;
    let forgotten = action - KEPT_ACTIONS;
    conn.prepare_cached("DELETE FROM change WHERE action < ?1")?.execute([forgotten])?;
    // What is not written over yet is remembered until it is.
    conn.prepare_cached("DELETE FROM action WHERE n < ?1 AND state <> 5")?.execute([forgotten])?;
    // A draft that a save ended is kept for as long as undo can still give it back.
    conn.prepare_cached("DELETE FROM draft WHERE deleted = 1 AND rev < (SELECT min(rev) FROM action)")?.execute([])?;
    Ok(())
}
