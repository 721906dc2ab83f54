//! Reads the rows of a table around the pages that cannot be read.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension};

use crate::store::cells::only_value;
use crate::store::error::Result;

/// Most row numbers that are leapt over in search of the next readable row.
const FARTHEST: i64 = 1 << 40;

/// Passes on every row that can be read, in the order of their numbers. `columns` are named in SQL. Returns whether all
/// could be read.
///
/// # Errors
/// What `take` returns.
pub(super) fn each_row(
    conn: &Connection,
    table: &str,
    columns: &str,
    take: &mut dyn FnMut(Vec<Value>) -> Result<()>,
) -> Result<bool> {
    let (mut after, mut is_whole) = (i64::MIN, true);
    while let Some(broken_behind) = read_on(conn, table, columns, after, take)? {
        is_whole = false;
        // Rows are numbered from 1; before the first of them lies nothing.
        match next_readable(conn, table, broken_behind.max(0)) {
            Some(next) => after = next - 1,
            None => break,
        }
    }
    Ok(is_whole)
}

/// Returns the number of rows that an index of the table has, or else the table; `None` if neither can be read.
pub(super) fn count(conn: &Connection, table: &str) -> Option<u64> {
    let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], only_value).ok()?;
    u64::try_from(rows).ok()
}

/// Passes on the rows behind a number until one cannot be read. Returns the number of the last that could, or `after`;
/// `None` at the end of the table.
fn read_on(
    conn: &Connection,
    table: &str,
    columns: &str,
    after: i64,
    take: &mut dyn FnMut(Vec<Value>) -> Result<()>,
) -> Result<Option<i64>> {
    let sql = format!("SELECT n AS row_number, {columns} FROM \"{table}\" NOT INDEXED WHERE n > ?1 ORDER BY n");
    let Ok(mut statement) = conn.prepare(&sql) else { return Ok(Some(after)) };
    let many = statement.column_count();
    let mut last = after;
    let Ok(mut rows) = statement.query([after]) else { return Ok(Some(last)) };
    loop {
        match rows.next() {
            Ok(None) => return Ok(None),
            Err(_damaged) => return Ok(Some(last)),
            Ok(Some(row)) => {
                let Ok(n) = row.get("row_number") else { return Ok(Some(last)) };
                last = n;
                // By number: the statement selects the columns that the row is written to, in their order.
                let cells: rusqlite::Result<Vec<Value>> = (1..many).map(|at| row.get(at)).collect();
                if let Ok(cells) = cells {
                    take(cells)?;
                }
            }
        }
    }
}

/// Returns the number of the first readable row behind a number whose successor cannot be read: leaps of doubling length
/// find a readable place, then the edge of the damage is looked for.
fn next_readable(conn: &Connection, table: &str, broken_behind: i64) -> Option<i64> {
    let sql = format!("SELECT n FROM \"{table}\" NOT INDEXED WHERE n >= ?1 ORDER BY n LIMIT 1");
    let at = |from: i64| conn.query_row(&sql, [from], only_value::<i64>).optional();
    let (mut broken, mut leap) = (broken_behind + 1, 1);
    let mut found = loop {
        if leap > FARTHEST {
            return None;
        }
        match at(broken + leap) {
            Ok(found) => break (broken + leap, found),
            Err(_damaged) => (broken, leap) = (broken + leap, leap * 2),
        }
    };
    while found.0 - broken > 1 {
        let middle = broken + (found.0 - broken) / 2;
        match at(middle) {
            Ok(row) => found = (middle, row),
            Err(_damaged) => broken = middle,
        }
    }
    found.1
}
