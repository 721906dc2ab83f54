//! Makes a book of salvaged rows whole again: stand-ins for lost rows, a line for every call, the ends of the chains.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::SalvageReport;
use crate::clock::Clock;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::convert::day_number;
use crate::store::error::Result;
use crate::store::sync::bundle_write;
use crate::store::tables::calls;

/// A stand-in may hang on a lost row itself: a person on a company.
const ROUNDS: usize = 6;

/// Mends the rows and commits them.
pub(super) fn mend(conn: &Connection, clock: &dyn Clock, mut report: SalvageReport) -> Result<SalvageReport> {
    let guards = guards(conn)?;
    for (name, _) in &guards {
        conn.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    begin_book(conn, clock)?;
    for _ in 0..ROUNDS {
        let dangling = dangling(conn)?;
        if dangling.is_empty() {
            break;
        }
        for one in dangling {
            settle(conn, clock, &one, &mut report)?;
        }
    }
    lines(conn)?;
    for search in catalog::all().filter_map(|table| table.search.map(|search| (table.name, search))) {
        // The words are put in anew.
        conn.execute(&format!("UPDATE \"{}\" SET {} = NULL", search.0, search.1.told_by), [])?;
    }
    bundle_write::chains(conn)?;
    for (_, sql) in guards {
        conn.execute_batch(&sql)?;
    }
    conn.execute_batch("COMMIT; PRAGMA foreign_keys = ON")?;
    Ok(report)
}

/// The triggers that keep the log from being changed; they are put back at the end.
fn guards(conn: &Connection) -> Result<Vec<(String, String)>> {
    let mut statement = conn.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")?;
    let read = |row: &Row<'_>| Ok((row.get("name")?, row.get("sql")?));
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Writes the row of the book: a device of its own, and a revision behind all that is stored.
fn begin_book(conn: &Connection, clock: &dyn Clock) -> Result<()> {
    let now = clock.now().millis();
    let mut rev = now << 16;
    for table in ["account", "contact", "trigger", "call", "review", "setting", "plan"] {
        let last: Option<i64> = conn.query_row(&format!("SELECT max(rev) FROM \"{table}\""), [], only_value)?;
        rev = rev.max(last.unwrap_or(0) + 1);
    }
    let sql = "INSERT INTO device (id, rev, hash) VALUES (?1, ?2, zeroblob(32))";
    conn.execute(sql, params![clock.new_id().as_bytes(), rev])?;
    let sql = "INSERT INTO book (n, rev, device, made_at) VALUES (1, ?1, ?2, ?3)";
    conn.execute(sql, params![rev, conn.last_insert_rowid(), now])?;
    Ok(())
}

/// A row that refers to a lost one.
struct DanglingRow {
    table: String,
    n: i64,
    column: String,
    parent: String,
    /// Number of the lost row.
    lost: i64,
    is_needed: bool,
}

fn dangling(conn: &Connection) -> Result<Vec<DanglingRow>> {
    let sql = "SELECT bad.\"table\" AS child, bad.rowid AS n, bad.parent AS parent, key.\"from\" AS said,
            info.\"notnull\" = 1 OR info.pk > 0 AS needed
        FROM pragma_foreign_key_check AS bad
        JOIN pragma_foreign_key_list(bad.\"table\") AS key ON key.id = bad.fkid
        JOIN pragma_table_info(bad.\"table\") AS info ON info.name = key.\"from\"
        WHERE bad.rowid IS NOT NULL";
    let read = |row: &Row<'_>| -> rusqlite::Result<DanglingRow> {
        let (table, n, column): (String, i64, String) = (row.get("child")?, row.get("n")?, row.get("said")?);
        let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE rowid = ?1");
        let lost = conn.query_row(&sql, [n], only_value)?;
        Ok(DanglingRow { table, n, column, parent: row.get("parent")?, lost, is_needed: row.get("needed")? })
    };
    let mut statement = conn.prepare(sql)?;
    Ok(statement.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Gives a row what it lacks: nothing where it can be without, a stand-in for companies, people, reps and devices; else
/// the row is left out.
fn settle(conn: &Connection, clock: &dyn Clock, row: &DanglingRow, report: &mut SalvageReport) -> Result<()> {
    let DanglingRow { table, n, column, parent, lost, is_needed } = row;
    let stands = format!("SELECT 1 FROM \"{parent}\" WHERE n = ?1");
    if conn.query_row(&stands, [lost], |_| Ok(())).optional()?.is_some() {
        return Ok(());
    }
    match parent.as_str() {
        "account" | "contact" | "rep" | "device" => {
            stand_in(conn, clock, parent, *lost)?;
            report.stand_ins += u64::from(parent != "device");
        }
        _ if !is_needed => {
            conn.execute(&format!("UPDATE \"{table}\" SET \"{column}\" = NULL WHERE rowid = ?1"), [n])?;
        }
        _ => {
            conn.execute(&format!("DELETE FROM \"{table}\" WHERE rowid = ?1"), [n])?;
            report.left_out += 1;
        }
    }
    Ok(())
}

/// Inserts a row under the number of a lost one, with a name that says so.
fn stand_in(conn: &Connection, clock: &dyn Clock, table: &str, n: i64) -> Result<()> {
    let sql = "SELECT name, type FROM pragma_table_info(?1) WHERE \"notnull\" = 1 AND dflt_value IS NULL AND pk = 0";
    let mut statement = conn.prepare(sql)?;
    let needed = statement.query_map([table], |row| Ok((row.get("name")?, row.get("type")?)))?;
    let needed = needed.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let who = match table {
        "account" => "Lost company",
        "contact" => "Lost person",
        _ => "Lost rep",
    };
    let account = "SELECT account FROM call WHERE contact = ?1 LIMIT 1";
    let account: Option<i64> = conn.query_row(account, [n], only_value).optional()?;
    let value = |(name, kind): &(String, String)| match (name.as_str(), kind.as_str()) {
        ("id", _) => Value::Blob(clock.new_id().as_bytes().to_vec()),
        ("hash", _) => Value::Blob(vec![0; 32]),
        ("rev" | "device", _) => Value::Integer(1),
        ("account", _) => Value::Integer(account.unwrap_or(n)),
        ("name", _) => Value::Text(format!("{who} {n}")),
        ("name_key", _) => Value::Text(crate::domain::matching::name_key(&format!("{who} {n}"))),
        (_, "TEXT") => Value::Text(String::new()),
        (_, "BLOB") => Value::Blob(Vec::new()),
        _ => Value::Integer(0),
    };
    let cells = std::iter::once(Value::Integer(n)).chain(needed.iter().map(value));
    let names: Vec<String> = needed.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let places = (1..=names.len() + 1).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO \"{table}\" (n, {}) VALUES ({places})", names.join(", "));
    conn.execute(&sql, params_from_iter(cells))?;
    Ok(())
}

/// Makes the lines of calls and reviews that have lost theirs.
fn lines(conn: &Connection) -> Result<()> {
    let bare = "SELECT n FROM call WHERE n NOT IN (SELECT n FROM call_line)";
    let bare = conn.prepare(bare)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in bare {
        let Ok(call) = calls::load(conn, n) else { continue };
        let sql = "INSERT INTO call_line (n, rev, device, head, root, contact, account, rep, at, day, kind, latest,
                score, connected)
            SELECT n, rev, device, amends IS NULL, coalesce(amends, n), contact, account, rep, at, ?2, '', n, 0, 0
            FROM call WHERE n = ?1";
        conn.execute(sql, params![n, day_number(call.at.date_naive())])?;
    }
    Ok(())
}
