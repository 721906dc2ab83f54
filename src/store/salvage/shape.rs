//! What a row of each table looks like: how rows are told apart where the list of tables is lost.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

use super::pages::RawRow;
use crate::domain::matching::name_key;
use crate::store::catalog::{self, ColumnKind};
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::export::columns::admit;

/// A table of a book of some format, and where a book that was made in that format has it.
pub(super) struct TableShape {
    pub(super) name: String,
    pub(super) columns: Vec<ColumnShape>,
    /// Its first page in a book that was made in this format.
    pub(super) root: u32,
}

/// A column in the order in which rows hold it.
pub(super) struct ColumnShape {
    pub(super) name: String,
    /// What the table is declared to take: "INTEGER".
    declared: String,
    may_lack: bool,
    /// It is the number of the row, which the row itself does not hold.
    pub(super) is_number: bool,
    kind: Option<ColumnKind>,
}

/// Returns the tables of a format, those of the search and of SQLite itself too.
pub(super) fn table_shapes(reference: &Connection) -> Result<Vec<TableShape>> {
    let tables = "SELECT name, rootpage FROM sqlite_schema WHERE type = 'table' AND rootpage > 0
        AND sql NOT LIKE '%WITHOUT ROWID%' ORDER BY rootpage";
    let read = |row: &Row<'_>| Ok((row.get("name")?, row.get("rootpage")?));
    let tables: Vec<(String, u32)> =
        reference.prepare(tables)?.query_map([], read)?.collect::<rusqlite::Result<_>>()?;
    tables.into_iter().map(|(name, root)| Ok(TableShape { columns: columns(reference, &name)?, name, root })).collect()
}

fn columns(reference: &Connection, table: &str) -> Result<Vec<ColumnShape>> {
    let known = catalog::table(table);
    let read = |row: &Row<'_>| -> rusqlite::Result<ColumnShape> {
        let (name, declared): (String, String) = (row.get("name")?, row.get("type")?);
        let (not_null, default, key): (bool, Option<String>, bool) =
            (row.get("notnull")?, row.get("dflt_value")?, row.get("pk")?);
        let kind = known.and_then(|known| known.column(&name)).map(|column| column.kind);
        let is_number = key && declared == "INTEGER";
        Ok(ColumnShape { name, declared, may_lack: !not_null || default.is_some(), is_number, kind })
    };
    let sql = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info(?1) ORDER BY cid";
    Ok(reference.prepare(sql)?.query_map([table], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Returns the format whose tables the found ones are: name and words of each. `None` if none is known.
pub(super) fn format_of(found: &[(String, String)], formats: &[(i32, Connection)]) -> Option<i32> {
    let alike = |reference: &Connection| {
        let known = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ?1 AND sql = ?2)";
        found.iter().filter(|one| reference.query_row(known, (&one.0, &one.1), only_value) == Ok(true)).count()
    };
    let best = formats.iter().map(|(format, reference)| (alike(reference), *format)).max()?;
    (best.0 > 0).then_some(best.1)
}

impl TableShape {
    /// Returns true if the table takes such a row, by the kinds of its values alone.
    pub(super) fn takes(&self, row: &RawRow) -> bool {
        let fits = |(column, cell): (&ColumnShape, &Value)| match (column.declared.as_str(), cell) {
            _ if column.is_number => matches!(cell, Value::Null) && row.n > 0,
            (_, Value::Null) => column.may_lack,
            ("INTEGER" | "INT", Value::Integer(_))
            | ("REAL", Value::Real(_) | Value::Integer(_))
            | ("TEXT", Value::Text(_))
            | ("BLOB", Value::Blob(_))
            | ("ANY" | "", _) => true,
            _ => false,
        };
        row.cells.len() <= self.columns.len()
            && self.columns.iter().zip(&row.cells).all(fits)
            && self.columns.iter().skip(row.cells.len()).all(|column| column.may_lack)
    }

    /// Returns true if the row is also what the program writes there: words that it knows, days, names with their keys.
    pub(super) fn is_like(&self, row: &RawRow) -> bool {
        let cell = |name: &str| self.columns.iter().position(|one| one.name == name).and_then(|at| row.cells.get(at));
        let keys = match (cell("name"), cell("name_key")) {
            (Some(Value::Text(name)), Some(Value::Text(key))) => name_key(name) == *key,
            _ => true,
        };
        let id = cell("id").is_none_or(|id| matches!(id, Value::Blob(id) if id.len() == 16));
        let words = |(column, cell): (&ColumnShape, &Value)| match (column.judged(), cell) {
            (Some(kind), Value::Text(_)) => admit(kind, cell.clone()).is_ok(),
            (Some(_) | None, _) => true,
        };
        self.takes(row) && keys && id && self.columns.iter().zip(&row.cells).all(words)
    }

    /// Returns how much there is to recognise a row by.
    pub(super) fn marks(&self) -> usize {
        self.columns.iter().filter(|column| column.judged().is_some() || column.name == "name_key").count()
    }
}

impl ColumnShape {
    /// Returns the kind of the column if its texts can be told from others.
    fn judged(&self) -> Option<ColumnKind> {
        self.kind.filter(|kind| match kind {
            ColumnKind::Name
            | ColumnKind::Day
            | ColumnKind::MaybeDay
            | ColumnKind::MaybeTime
            | ColumnKind::Word(_)
            | ColumnKind::MaybeWord(_)
            | ColumnKind::Labels
            | ColumnKind::Picked
            | ColumnKind::Json => true,
            ColumnKind::Line
            | ColumnKind::MaybeLine
            | ColumnKind::MaybeUrl
            | ColumnKind::Note(_)
            | ColumnKind::MaybeNote
            | ColumnKind::Email
            | ColumnKind::Whole(..)
            | ColumnKind::MaybeWhole(..)
            | ColumnKind::MaybeReal
            | ColumnKind::Ref(_)
            | ColumnKind::MaybeRef(_)
            | ColumnKind::Either
            | ColumnKind::Triggers
            | ColumnKind::Bytes
            | ColumnKind::MaybeBytes
            | ColumnKind::Any
            | ColumnKind::MaybeAny
            | ColumnKind::Indexed
            | ColumnKind::Tallied => false,
        })
    }
}
