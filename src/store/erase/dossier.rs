//! Everything that the book holds about a person, in words.
//!
//! What is read is what the catalogue knows: a new table or column about people is in it without further code.

use std::collections::BTreeSet;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::domain::erasure::{Dossier, DossierSection};
use crate::domain::ids::ContactId;
use crate::store::Store;
use crate::store::catalog;
use crate::store::catalog::{Column, ColumnKind, ColumnRole, LATEST, RowHead, Table};
use crate::store::cells::only_value;
use crate::store::convert::utc;
use crate::store::error::Result;
use crate::store::tables::contacts;

use super::reach;

impl Store {
    /// Returns everything that the book holds about a person, rows that were taken back too, and every text about others
    /// that names them. `None` if they are not in the book.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn dossier(&self, id: ContactId) -> Result<Option<Dossier>> {
        let Some(n) = contacts::row_of(&self.conn, id)? else { return Ok(None) };
        let who = self.person_match(contacts::load(&self.conn, n)?)?;
        let reach = reach(&self.conn, n, self.home.as_deref())?;
        let mut sections = Vec::new();
        for table in catalog::all() {
            let own = reach.rows.get(table.name).cloned().unwrap_or_default();
            let named = reach.naming.iter().filter(|text| text.table.name == table.name);
            let named: BTreeSet<i64> = named.map(|text| text.n).filter(|n| !own.contains(n)).collect();
            sections.extend(section(&self.conn, table, &own, table.words.1)?);
            sections.extend(section(&self.conn, table, &named, &format!("{} that name them", table.words.1))?);
        }
        Ok(Some(Dossier { id, name: who.name, account: who.account, at: self.clock.now().0, sections }))
    }
}

fn section(conn: &Connection, table: &Table, rows: &BTreeSet<i64>, title: &str) -> Result<Option<DossierSection>> {
    if rows.is_empty() {
        return Ok(None);
    }
    let rows = rows.iter().map(|n| row(conn, table, *n)).collect::<Result<Vec<_>>>()?;
    let (table, about) = (table.name.to_owned(), table.about.to_owned());
    Ok(Some(DossierSection { table, title: title.to_owned(), about, rows }))
}

/// Returns what a row says, without what is computed from it.
fn row(conn: &Connection, table: &Table, n: i64) -> Result<Vec<(String, String)>> {
    let mut said = Vec::new();
    for column in table.columns.iter().filter(|column| is_told(column)) {
        let sql = format!("SELECT \"{}\" FROM \"{}\" WHERE n = ?1", column.name, table.name);
        let value: Value = conn.prepare_cached(&sql)?.query_row([n], only_value)?;
        said.extend(words(conn, column, value)?.map(|words| (column.name.replace('_', " "), words)));
    }
    if table.head != RowHead::Bare {
        let sql = format!("SELECT abs(rev) >> 16 AS written, deleted FROM \"{}\" WHERE n = ?1", table.name);
        let read = |row: &rusqlite::Row<'_>| Ok((row.get("written")?, row.get("deleted")?));
        let (written, taken_back): (i64, bool) = conn.prepare_cached(&sql)?.query_row([n], read)?;
        said.push(("written".to_owned(), instant(written)));
        if taken_back {
            said.push(("taken back".to_owned(), "yes".to_owned()));
        }
    }
    Ok(said)
}

fn is_told(column: &Column) -> bool {
    match column.role {
        ColumnRole::Said | ColumnRole::Noted | ColumnRole::Carried => {
            !matches!(column.kind, ColumnKind::Bytes | ColumnKind::MaybeBytes | ColumnKind::Triggers)
        }
        ColumnRole::Copied | ColumnRole::Derived | ColumnRole::Stamp => false,
    }
}

/// Returns a value in words; `None` for one that says nothing.
fn words(conn: &Connection, column: &Column, value: Value) -> Result<Option<String>> {
    Ok(match (column.kind, value) {
        (_, Value::Null | Value::Blob(_)) => None,
        (ColumnKind::Ref(table) | ColumnKind::MaybeRef(table), Value::Integer(n)) => called_row(conn, table, n)?,
        (ColumnKind::Whole(0, LATEST), Value::Integer(at)) => Some(instant(at)),
        (ColumnKind::Whole(0, 1), Value::Integer(flag)) => (flag == 1).then(|| "yes".to_owned()),
        (_, Value::Integer(number)) => Some(number.to_string()),
        (_, Value::Real(number)) => Some(number.to_string()),
        (ColumnKind::Json | ColumnKind::Labels, Value::Text(text)) if text == "[]" => None,
        (_, Value::Text(text)) => Some(text).filter(|text| !text.is_empty()),
    })
}

/// Returns what people call a row.
fn called_row(conn: &Connection, table: &str, n: i64) -> Result<Option<String>> {
    let Some(of) = catalog::table(table).filter(|of| !of.called.is_empty()) else { return Ok(None) };
    let sql = format!("SELECT {} FROM \"{table}\" AS t WHERE t.n = ?1", of.called);
    Ok(conn.prepare_cached(&sql)?.query_row([n], only_value)?)
}

fn instant(millis: i64) -> String {
    utc(millis).format("%Y-%m-%d %H:%M UTC").to_string()
}
