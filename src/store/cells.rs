//! Rows by the names of their columns, so that a column that moves takes no value along.

use rusqlite::{Connection, Result, ToSql};

/// Puts a row in: what stands in which column. Gives its number.
pub(super) fn insert(conn: &Connection, table: &str, cells: &[(&str, &dyn ToSql)]) -> Result<i64> {
    let names = cells.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let places = (1..=cells.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let values: Vec<&dyn ToSql> = cells.iter().map(|(_, value)| *value).collect();
    conn.prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES ({places})"))?.execute(values.as_slice())?;
    Ok(conn.last_insert_rowid())
}
