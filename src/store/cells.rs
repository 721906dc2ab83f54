//! Inserts rows by the names of their columns, so that reordering columns cannot misplace a value.

use rusqlite::types::FromSql;
use rusqlite::{Connection, Result, Row, ToSql};

/// The value of a row that has one column: nothing else is read by its number.
pub(super) fn only_value<T: FromSql>(row: &Row<'_>) -> Result<T> {
    debug_assert_eq!(row.as_ref().column_count(), 1, "a row of several columns is read by their names");
    row.get(0)
}

/// Defines a struct with the indexes of a statement's columns, looked up by name once, before the rows are read.
// `row.get("name")` compares names one by one: for a statement that gives a row for every call or account of a book,
// that is done before the loop. Everywhere else the name stands where the value is read.
macro_rules! numbered_columns {
    ($(#[$about:meta])* $reach:vis struct $name:ident { $($column:ident),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy)]
        $reach struct $name {
            $($column: usize),+
        }

        impl $name {
            $reach fn resolve(statement: &rusqlite::Statement<'_>) -> rusqlite::Result<$name> {
                Ok($name { $($column: statement.column_index(stringify!($column))?),+ })
            }
        }
    };
}
pub(super) use numbered_columns;

/// Inserts a row with these column values and returns its row number.
pub(super) fn insert(conn: &Connection, table: &str, cells: &[(&str, &dyn ToSql)]) -> Result<i64> {
    let names = cells.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let places = (1..=cells.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let values: Vec<&dyn ToSql> = cells.iter().map(|(_, value)| *value).collect();
    conn.prepare_cached(&format!("INSERT INTO {table} ({names}) VALUES ({places})"))?.execute(values.as_slice())?;
    Ok(conn.last_insert_rowid())
}
