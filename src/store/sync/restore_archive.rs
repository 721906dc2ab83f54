//! Restores an archive: its rows go into a scratch book, which is then merged.
//!
//! Merging the scratch book like a received one leaves one place that decides what a row may hold, how it is recognised
//! and whether the log is sound.

use std::collections::HashMap;

use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::bundle_read;
use super::bundle_read::Bundle;
use super::bundle_write;
use crate::domain::import::merge_report::MergeReport;
use crate::store::catalog;
use crate::store::catalog::{RowKey, Table, Travels};
use crate::store::cells::only_value;
use crate::store::erasures::Erasures;
use crate::store::error::{Result, StoreError};
use crate::store::export::archive_tables::{ArchiveTable, ColumnFormat, WholeTable, archive_table, label};
use crate::store::file::{open, schema};
use crate::store::seal::Sealing;
use crate::store::{Store, derive};

impl Store {
    /// Begins to restore an archive into a scratch book beside this one.
    ///
    /// # Errors
    /// When the scratch book cannot be made.
    pub fn gather(&self) -> Result<ArchiveRestore> {
        let copy = bundle_read::TempCopy::at(self.scratch());
        open::make_file(copy.path())?;
        let conn = open::writable_as(copy.path(), &Sealing::read(&self.path)?)?;
        schema::build(&conn, self.clock.as_ref())?;
        conn.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")?;
        // It is written by nobody: its own device gets a number behind all others.
        conn.execute("UPDATE device SET n = ?1", [schema::BUNDLE_DEVICE])?;
        conn.execute("UPDATE book SET device = ?1", [schema::BUNDLE_DEVICE])?;
        Ok(ArchiveRestore { conn, copy, devices: HashMap::new(), tables: HashMap::new(), later: Vec::new() })
    }

    /// Merges a restored scratch book: for each row the larger (rev, device) wins. Settings, feeds and watch words of
    /// this book stay as they are. All of it in one commit, or nothing.
    ///
    /// # Errors
    /// As [`Store::merge`].
    pub fn take_whole(&mut self, whole: Bundle) -> Result<MergeReport> {
        let mut report = self.batch(|store| {
            let path = store.path.clone();
            store.beside(&whole, |table| !names_rows(table)).map_err(|error| error.during(TAKING, &path))?;
            let bundles = [whole];
            let report = store.merge(&bundles, false)?;
            let [whole] = &bundles;
            store.beside(whole, names_rows).map_err(|error| error.during(TAKING, &path))?;
            Ok::<_, StoreError>(report)
        })?;
        if !Erasures::read(&self.conn)?.is_empty() {
            report.left = self.sweep_noted()?;
        }
        Ok(report)
    }

    /// Copies rows of tables that are never merged, if this book does not have them.
    fn beside(&mut self, whole: &Bundle, of: fn(&Table) -> bool) -> Result<()> {
        self.action(TAKING, |write| {
            "restored the settings, feeds and watch words of an archive".clone_into(&mut write.label);
            for table in catalog::archived().filter(|table| table.travels == Travels::Stays && of(table)) {
                let taken = take(write.conn, &whole.conn, table)?;
                if table.name == "setting" && taken > 0 {
                    write.profile_changed();
                    derive::refit(write)?;
                }
            }
            Ok(())
        })
    }
}

const TAKING: &str = "restoring an archive";

/// Returns true if the table refers to rows that a merge brings, so that it is copied after the merge. The profile is
/// copied before it, because a merge computes each account's fit.
fn names_rows(table: &Table) -> bool {
    table.references().next().is_some()
}

/// Copies, stamps included, the rows whose key this book does not have. Returns how many.
fn take(to: &Connection, from: &Connection, table: &'static Table) -> Result<usize> {
    let written = archive_table(table);
    let members = written.members();
    let mut read = from.prepare(&written.select())?;
    let mut rows = read.query([])?;
    let names = members.iter().map(|(name, _)| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let places = (1..=members.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let key = match table.key {
        RowKey::Id => "id".to_owned(),
        RowKey::Columns(columns) => columns.join(", "),
    };
    let table = table.name;
    let insert = format!("INSERT INTO \"{table}\" ({names}) VALUES ({places}) ON CONFLICT ({key}) DO NOTHING");
    let mut taken = 0;
    while let Some(row) = rows.next()? {
        let mut cells: Vec<Cell> = Vec::with_capacity(members.len());
        // By number: the statement selects the members, in their order.
        for (at, (_, form)) in members.iter().enumerate() {
            let cell: Cell = row.get(at)?;
            cells.push(match (form, cell) {
                (ColumnFormat::Ref("device"), Cell::Blob(id)) => Cell::Integer(device(to, &id)?),
                (ColumnFormat::Ref(of), Cell::Blob(id)) if !of.is_empty() => Cell::Integer(row_of(to, of, &id)?),
                (_, Cell::Text(text)) => Cell::Text(crate::domain::text::clean(&text)),
                (_, cell) => cell,
            });
        }
        taken += to.prepare_cached(&insert)?.execute(params_from_iter(cells))?;
    }
    Ok(taken)
}

fn row_of(conn: &Connection, table: &str, id: &[u8]) -> Result<i64> {
    let sql = format!("SELECT n FROM \"{table}\" WHERE id = ?1");
    let found = conn.prepare_cached(&sql)?.query_row([id], only_value).optional()?;
    found.ok_or_else(|| StoreError::refused(format!("a row names one of \"{table}\" that is not in the book")))
}

fn device(conn: &Connection, id: &[u8]) -> Result<i64> {
    let sql = "INSERT INTO device (id, rev, hash) VALUES (?1, 1, zeroblob(32)) ON CONFLICT (id) DO NOTHING";
    conn.prepare_cached(sql)?.execute([id])?;
    row_of(conn, "device", id)
}

/// Position of a cell in the scratch book: table, row number, column.
#[derive(Clone, Copy)]
struct At {
    table: &'static Table,
    n: i64,
    column: &'static str,
}

impl At {
    /// Returns true if the row that the cell refers to may come later in the archive: tables that refer to each other
    /// or to themselves. What the log refers to must come before it.
    fn may_come_later(self, to: &str) -> bool {
        let of_log = self.table.travels == Travels::Log;
        !of_log && catalog::all().skip_while(|table| table.name != self.table.name).any(|table| table.name == to)
    }
}

/// A restore under way: archive rows in a scratch book.
pub struct ArchiveRestore {
    conn: Connection,
    copy: bundle_read::TempCopy,
    devices: HashMap<Uuid, i64>,
    /// For each table, the insert statement and the values of columns that the archive does not carry.
    tables: HashMap<&'static str, (String, Vec<Cell>)>,
    /// References to rows that have not come yet: the cell, the table it refers to, and the id.
    later: Vec<(At, &'static str, Uuid)>,
}

impl ArchiveRestore {
    /// Inserts one row; `line` is its line in its file, from 1.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the row, without the file's name.
    pub fn put(&mut self, table: &WholeTable, line: u64, row: &Map<String, Value>) -> Result<(), String> {
        let written = archive_table(table.table);
        let members = written.members();
        let known = |name: &str| members.iter().any(|(member, form)| label(member, *form) == name);
        if let Some(odd) = row.keys().find(|name| !known(name)) {
            let odd = crate::store::sanitize::line(odd).chars().take(40).collect::<String>();
            return Err(format!("“{odd}” is not a column of this file"));
        }
        let n = i64::try_from(line).unwrap_or(i64::MAX);
        let mut own = n;
        let mut cells = Vec::with_capacity(members.len() + 1);
        for (name, form) in &members {
            let shown = label(name, *form);
            let value = row.get(shown).ok_or_else(|| format!("“{shown}” is missing"))?;
            let at = At { table: table.table, n, column: name };
            let cell = self.cell(at, *form, row, value).map_err(|wrong| format!("{wrong} in “{shown}”"))?;
            if *name == "n" {
                own = if let Cell::Integer(n) = cell { n } else { return Err(format!("“{shown}” is missing")) };
            } else {
                cells.push(cell);
            }
        }
        self.insert(&written, own, cells).map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => {
                "the same row is here twice, or a required cell is empty".to_owned()
            }
            _ => error.to_string(),
        })
    }

    fn cell(&mut self, at: At, form: ColumnFormat, row: &Map<String, Value>, value: &Value) -> Result<Cell, String> {
        let id = |text: &str| Uuid::parse_str(text).map_err(|_no_id| "something else than an id".to_owned());
        Ok(match (form, value) {
            (_, Value::Null) => Cell::Null,
            (ColumnFormat::Flag, Value::Bool(yes)) => Cell::Integer(i64::from(*yes)),
            (ColumnFormat::Plain, Value::String(text)) => Cell::Text(text.clone()),
            (ColumnFormat::Plain, Value::Number(number)) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Cell::Integer(whole),
                (None, Some(real)) => Cell::Real(real),
                (None, None) => return Err("a number that is too large".to_owned()),
            },
            (ColumnFormat::Ref(""), Value::String(text)) => Cell::Blob(id(text)?.as_bytes().to_vec()),
            (ColumnFormat::Ref("device"), Value::String(text)) => Cell::Integer(self.device(id(text)?)?),
            (ColumnFormat::Ref(to), Value::String(text)) => self.reference(at, to, id(text)?)?,
            (ColumnFormat::Either, Value::String(text)) => {
                let person = row.get("about").and_then(Value::as_str) == Some("contact");
                self.reference(at, if person { "contact" } else { "account" }, id(text)?)?
            }
            (ColumnFormat::Ids, Value::Array(ids)) => {
                let mut bytes = Vec::with_capacity(ids.len() * 16);
                for one in ids {
                    bytes.extend_from_slice(id(one.as_str().unwrap_or_default())?.as_bytes());
                }
                Cell::Blob(bytes)
            }
            (ColumnFormat::Labels, labels @ Value::Array(_)) => Cell::Text(labels.to_string()),
            (ColumnFormat::Bytes, Value::String(digits)) => {
                Cell::Blob(bytes(digits).ok_or("something else than hexadecimal digits")?)
            }
            (_, Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_)) => {
                return Err("something of another kind than whynow writes".to_owned());
            }
        })
    }

    fn device(&mut self, id: Uuid) -> Result<i64, String> {
        if let Some(n) = self.devices.get(&id) {
            return Ok(*n);
        }
        let n = device(&self.conn, id.as_bytes()).map_err(|error| error.detail)?;
        self.devices.insert(id, n);
        Ok(n)
    }

    /// Returns the row number for an id; if the row comes later, the reference is resolved at the end.
    fn reference(&mut self, at: At, to: &'static str, id: Uuid) -> Result<Cell, String> {
        let sql = format!("SELECT n FROM \"{to}\" WHERE id = ?1");
        let found =
            self.conn.prepare_cached(&sql).and_then(|mut one| one.query_row([id.as_bytes()], only_value).optional());
        match found.map_err(|error| error.to_string())? {
            Some(n) => Ok(Cell::Integer(n)),
            None if at.may_come_later(to) => {
                self.later.push((at, to, id));
                Ok(Cell::Null)
            }
            None => Err(format!("{id}, which is in no row of its file, stands")),
        }
    }

    fn insert(&mut self, written: &ArchiveTable, n: i64, cells: Vec<Cell>) -> rusqlite::Result<()> {
        let table = written.table.name;
        if !self.tables.contains_key(table) {
            let made = inserting(&self.conn, written)?;
            self.tables.insert(table, made);
        }
        let Some((sql, rest)) = self.tables.get(table) else { return Ok(()) };
        let all = std::iter::once(Cell::Integer(n)).chain(cells).chain(rest.iter().cloned());
        self.conn.prepare_cached(sql)?.execute(params_from_iter(all))?;
        Ok(())
    }

    /// Resolves open references and returns a book that can be merged. `ends` holds for each device how many rows its
    /// log has, and the hash of the last.
    ///
    /// # Errors
    /// When a row refers to one that did not come, or the log does not end as `ends` says.
    pub fn end(self, name: &str, ends: &[(Uuid, i64, String)]) -> Result<Bundle> {
        for (At { table, n, column }, to, id) in &self.later {
            let table = table.name;
            let found = row_of(&self.conn, to, id.as_bytes());
            let row = found.map_err(|_gone| {
                StoreError::refused(format!("{name}: {id}, which is in no row of its file, stands in “{column}” of row {n} of \"{table}\". Nothing was imported."))
            })?;
            let sql = format!("UPDATE \"{table}\" SET \"{column}\" = ?2 WHERE n = ?1");
            self.conn.prepare_cached(&sql)?.execute(params![n, row])?;
        }
        bundle_write::chains(&self.conn)?;
        for (device, rows, hash) in ends {
            let sql = "SELECT seq, lower(hex(hash)) AS hash FROM device WHERE id = ?1";
            let found: Option<(i64, String)> = self
                .conn
                .query_row(sql, [device.as_bytes()], |row| Ok((row.get("seq")?, row.get("hash")?)))
                .optional()?;
            if found.as_ref() != Some(&(*rows, hash.clone())) {
                return Err(StoreError::refused(format!(
                    "{name}: the log of device {device} should end with its row {rows} and does not: a row was removed or changed. Nothing was imported."
                )));
            }
        }
        self.conn.execute_batch("COMMIT")?;
        self.conn.query_row("PRAGMA journal_mode = DELETE", [], only_value::<String>)?;
        let ArchiveRestore { conn, copy, .. } = self;
        drop(conn);
        Bundle::of(copy, name)
    }
}

/// Returns a table's insert statement, and empty values for required columns that the archive does not carry.
fn inserting(conn: &Connection, written: &ArchiveTable) -> rusqlite::Result<(String, Vec<Cell>)> {
    let said: Vec<&str> = written.members().iter().map(|(name, _)| *name).filter(|name| *name != "n").collect();
    let sql = "SELECT name, type FROM pragma_table_info(?1) WHERE \"notnull\" = 1 AND dflt_value IS NULL AND pk = 0";
    let mut statement = conn.prepare(sql)?;
    let needed = statement.query_map([written.table.name], |row| Ok((row.get("name")?, row.get("type")?)))?;
    let needed: Vec<(String, String)> = needed.collect::<rusqlite::Result<_>>()?;
    let blank = |kind: &str| match kind {
        "TEXT" => Cell::Text(String::new()),
        "BLOB" => Cell::Blob(Vec::new()),
        _ => Cell::Integer(0),
    };
    let rest: Vec<&(String, String)> = needed.iter().filter(|(name, _)| !said.contains(&name.as_str())).collect();
    let names = std::iter::once("n").chain(said).chain(rest.iter().map(|(name, _)| name.as_str()));
    let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    let places = (1..=names.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let sql = format!("INSERT INTO \"{}\" ({}) VALUES ({places})", written.table.name, names.join(", "));
    Ok((sql, rest.into_iter().map(|(_, kind)| blank(kind)).collect()))
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()).collect()
}
