//! The journal of undo: generated triggers write what every action changed, column by column, old and new.
//!
//! The triggers are temporary and made before a store's first write, so that a start does not pay for reading them, and a
//! column added by a later schema step is journaled without a word here.

use std::sync::Arc;

use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, params};

use super::journal_target::JournalTarget;
use crate::store::error::Result;

/// Every table that undo knows, with the columns that are computed and so never journaled.
pub(crate) const TABLES: &[(&str, &[&str])] = &[
    ("rep", &[]),
    ("setting", &[]),
    ("account", &["fold", "fit", "tier", "tier_until", "ranked", "last_touch", "fts", "fts_sum", "silent"]),
    ("account_identifier", &[]),
    ("account_alias", &[]),
    ("contact", &["fts_sum"]),
    ("contact_identifier", &[]),
    ("contact_email", &[]),
    ("contact_phone", &[]),
    ("do_not_call", &[]),
    ("campaign", &[]),
    ("campaign_account", &[]),
    ("trigger", &["expires", "same", "links", "fts", "fts_sum"]),
    ("trigger_account", &["live", "scope", "strength", "kind", "occurred", "effective", "fit", "industry"]),
    ("plan", &["missing", "lacks", "seconds", "checked"]),
    ("opener_version", &[]),
    ("feed", &["title", "etag", "modified", "fetched_at", "outcome"]),
    ("watch_word", &[]),
    (
        "call_line",
        &[
            "latest",
            "verdict",
            "score",
            "connected",
            "reviewed",
            "fts",
            "scope",
            "template",
            "campaign",
            "hour",
            "fresh",
            "flags",
            "source",
            "tallied",
        ],
    ),
    ("review_line", &[]),
    ("promise", &[]),
    ("twin", &[]),
    ("draft", &["title", "body", "at", "held_by", "held_at"]),
];

/// Columns that say where a row comes from, not what it says.
pub(crate) const STAMPS: &[&str] = &["n", "id", "rev", "device", "barred"];

/// What the import list calls a merge of books; undo takes it back to the stamp.
pub(crate) const MERGE: &str = "shared books";

/// Actions that undo still reaches; older ones are forgotten.
const KEPT_ACTIONS: i64 = 500;

/// Registers what the triggers ask for and makes them.
pub(super) fn set_up(conn: &Connection, recording: &Arc<JournalTarget>) -> Result<()> {
    let (changing, making) = (Arc::clone(recording), Arc::clone(recording));
    let flags = FunctionFlags::SQLITE_UTF8;
    conn.create_scalar_function("recording", 0, flags, move |_| Ok(changing.action()))?;
    conn.create_scalar_function("recording_inserts", 0, flags, move |_| Ok(making.inserting()))?;
    let mut ddl = String::new();
    for (table, derived) in TABLES {
        let columns = columns(conn, table)?;
        let told: Vec<&String> = columns
            .iter()
            .filter(|column| !STAMPS.contains(&column.as_str()) && !derived.contains(&column.as_str()))
            .collect();
        ddl.push_str(&insert_trigger(table));
        ddl.push_str(&update_trigger(table, &told));
    }
    conn.execute_batch(&ddl)?;
    Ok(())
}

fn columns(conn: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let names = statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}

fn insert_trigger(table: &str) -> String {
    format!(
        "CREATE TEMP TRIGGER journal_made_{table} AFTER INSERT ON main.\"{table}\" WHEN recording_inserts() > 0 BEGIN
            INSERT INTO change (action, tbl, row, col) SELECT recording(), '{table}', NEW.n, '' WHERE true
                ON CONFLICT DO NOTHING; END;\n"
    )
}

fn update_trigger(table: &str, told: &[&String]) -> String {
    let list = told.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let mut ddl = format!(
        "CREATE TEMP TRIGGER journal_changed_{table} AFTER UPDATE OF {list} ON main.\"{table}\"
            WHEN recording() > 0 BEGIN\n"
    );
    for column in told {
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

/// Ends an action: without a change it leaves no trace; with one, nothing undone before can be redone.
pub(super) fn close(conn: &Connection, action: i64, label: &str) -> Result<()> {
    let changed = "SELECT EXISTS (SELECT 1 FROM change WHERE action = ?1)
        OR EXISTS (SELECT 1 FROM action WHERE n = ?1 AND import IS NOT NULL)";
    if !conn.prepare_cached(changed)?.query_row([action], |row| row.get::<_, bool>(0))? {
        conn.prepare_cached("DELETE FROM action WHERE n = ?1")?.execute([action])?;
        return Ok(());
    }
    conn.prepare_cached("UPDATE action SET label = ?2 WHERE n = ?1")?.execute(params![action, label])?;
    conn.prepare_cached("UPDATE action SET state = 2 WHERE state = 1")?.execute([])?;
    let forgotten = action - KEPT_ACTIONS;
    conn.prepare_cached("DELETE FROM change WHERE action < ?1")?.execute([forgotten])?;
    conn.prepare_cached("DELETE FROM action WHERE n < ?1")?.execute([forgotten])?;
    conn.prepare_cached("DELETE FROM draft WHERE deleted = 1 AND rev < (SELECT min(rev) FROM action)")?.execute([])?;
    Ok(())
}
