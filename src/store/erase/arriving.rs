//! Names of erased people in texts about others that a file or another book brings: taken out. What somebody types by hand
//! stays as it is typed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::catalog::{RowHead, Table};
use crate::store::erasures::ErasedNames;
use crate::store::error::Result;

use super::blank;
use super::naming::{Needles, find_in, searched};
use super::worded::RowSets;

/// Returns a text without the names of erased people; `None` if it names none.
pub(in crate::store) fn without_erased(conn: &Connection, erased: &ErasedNames, text: &str) -> Result<Option<String>> {
    let names = erased.in_text(conn, text)?;
    if names.is_empty() {
        return Ok(None);
    }
    Ok(Needles::new(&names, &[], BTreeSet::new()).without(text))
}

/// Takes the names of erased people out of rows that a merge brought or changed: those behind the last ones `before` it,
/// and those of its step of undo. Returns how many rows named somebody.
pub(in crate::store) fn unname_merged(
    write: &mut Transaction<'_>,
    before: &BTreeMap<&'static str, i64>,
    action: i64,
) -> Result<u64> {
    let erased = ErasedNames::read(write.conn)?;
    let mut naming = Vec::new();
    for table in catalog::all().filter(|_| !erased.is_empty()) {
        // The rows of the log are numbered by the lines that describe them.
        let line = catalog::all().find(|line| line.head == RowHead::Line(table.name)).unwrap_or(table);
        let Some(last) = before.get(line.name) else { continue };
        for (n, names) in named_in(write.conn, &erased, table, *last, action)? {
            naming.extend(find_in(write.conn, &Needles::new(&names, &[], BTreeSet::new()), table, Some(n))?);
        }
    }
    if !naming.is_empty() {
        blank::erase(write, &RowSets::new(), &naming)?;
    }
    Ok(naming.len() as u64)
}

/// Returns the rows of a table that came or changed and name somebody, with the names.
fn named_in(
    conn: &Connection,
    erased: &ErasedNames,
    table: &'static Table,
    last: i64,
    action: i64,
) -> Result<Vec<(i64, Vec<String>)>> {
    let columns = searched(table);
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let list = columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT n, {list} FROM \"{0}\"
            WHERE n > ?1 OR n IN (SELECT row FROM change WHERE action = ?2 AND tbl = '{0}')",
        table.name
    );
    let mut statement = conn.prepare(&sql)?;
    let at = columns.iter().map(|column| statement.column_index(column)).collect::<rusqlite::Result<Vec<_>>>()?;
    let (number, mut found) = (statement.column_index("n")?, Vec::new());
    let mut rows = statement.query(params![last, action])?;
    while let Some(row) = rows.next()? {
        let mut names = Vec::new();
        for at in &at {
            if let Ok(text) = row.get_ref(*at)?.as_str() {
                names.extend(erased.in_text(conn, text)?);
            }
        }
        if !names.is_empty() {
            found.push((row.get(number)?, names));
        }
    }
    Ok(found)
}
