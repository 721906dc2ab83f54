//! Writes bundles: book files with the rows that changed since an instant, and the rows that those refer to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB, params, params_from_iter};

use crate::store::book::journal;
use crate::store::catalog;
use crate::store::catalog::{ColumnKind, RowHead, Table, Travels};
use crate::store::cells::only_value;
use crate::store::convert::to_i64;
use crate::store::error::Result;
use crate::store::file::{open, schema};
use crate::store::{Store, duplicates};

const DOING: &str = "writing a bundle";

/// Number of rows by table.
type TableCounts = Vec<(&'static str, u64)>;
type RowNumbers = BTreeMap<&'static str, BTreeSet<i64>>;

impl Store {
    /// Writes a bundle to a new file: the rows written or received since an instant (milliseconds since 1970), or all
    /// rows, with every row that they refer to, and always the complete do-not-call list and the marks of whoever was
    /// erased. Leaves out drafts, settings, feeds and the undo list, and the words of what was taken back. Returns the number of
    /// rows by table, without those that were taken back.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or when the book cannot be read.
    pub fn share(&self, since: Option<i64>, path: &Path) -> Result<TableCounts> {
        let write = || -> Result<_> {
            let rows = self.shared_rows(since)?;
            open::make_file(path)?;
            let conn = open::writable(path)?;
            schema::build(&conn, self.clock.as_ref())?;
            self.fill(&conn, &rows)?;
            let counts = counts(&conn, &rows)?;
            // One file, nothing beside it.
            conn.query_row("PRAGMA journal_mode = DELETE", [], only_value::<String>)?;
            Ok(counts)
        };
        write().map_err(|error| error.during(DOING, path))
    }

    /// Makes a bundle as [`Store::share`] does, in memory: what is locked before it is written never stands on a disk
    /// unlocked. Returns its bytes, and the number of rows by table.
    ///
    /// # Errors
    /// When the book cannot be read, or memory runs out.
    pub fn share_in_memory(&self, since: Option<i64>) -> Result<(Vec<u8>, TableCounts)> {
        let write = || -> Result<_> {
            let rows = self.shared_rows(since)?;
            let mut conn = Connection::open_in_memory()?;
            open::harden(&conn)?;
            conn.execute_batch("PRAGMA foreign_keys = ON")?;
            schema::build(&conn, self.clock.as_ref())?;
            self.fill(&conn, &rows)?;
            let counts = counts(&conn, &rows)?;
            Ok((conn.serialize(MAIN_DB)?.to_vec(), counts))
        };
        write().map_err(|error| error.during(DOING, &self.path))
    }

    fn shared_rows(&self, since: Option<i64>) -> Result<RowNumbers> {
        let conn = &self.conn;
        let (mut rows, mut todo) = (RowNumbers::new(), Vec::new());
        for table in catalog::travelling() {
            let mut take = |n: i64| {
                if rows.entry(table.name).or_default().insert(n) {
                    todo.push((table, n));
                }
            };
            for n in since_of(conn, table, since)? {
                if table.name != "twin" || duplicates::is_told(conn, n)? {
                    take(n);
                }
            }
        }
        while let Some((table, n)) = todo.pop() {
            for (table, n) in dependent_rows(conn, table, n)? {
                if rows.entry(table.name).or_default().insert(n) {
                    todo.push((table, n));
                }
            }
        }
        for table in catalog::travelling() {
            if let (Some(gone), Some(rows)) = (table.goes_with_its_owner("t"), rows.get_mut(table.name)) {
                let sql = format!("SELECT n FROM \"{}\" AS t WHERE {gone}", table.name);
                for n in conn.prepare(&sql)?.query_map([], only_value)? {
                    rows.remove(&n?);
                }
            }
        }
        Ok(rows)
    }

    fn fill(&self, to: &Connection, rows: &RowNumbers) -> Result<()> {
        to.execute_batch("BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON")?;
        to.execute("UPDATE device SET n = ?1", [schema::BUNDLE_DEVICE])?;
        to.execute("UPDATE book SET device = ?1, rev = ?2", [schema::BUNDLE_DEVICE, self.rev()?])?;
        let mut devices = self.conn.prepare("SELECT n, id, rev FROM device")?;
        let mut found = devices.query([])?;
        while let Some(row) = found.next()? {
            let (n, id, rev): (i64, Vec<u8>, i64) = (row.get("n")?, row.get("id")?, row.get("rev")?);
            to.prepare_cached("INSERT INTO device (n, id, rev, hash) VALUES (?1, ?2, ?3, zeroblob(32))")?
                .execute(params![n, id, rev])?;
        }
        for table in catalog::travelling() {
            if let Some(rows) = rows.get(table.name) {
                copy(&self.conn, to, table, rows)?;
            }
        }
        chains(to)?;
        to.execute_batch("COMMIT")?;
        Ok(())
    }

    fn rev(&self) -> Result<i64> {
        Ok(self.conn.query_row("SELECT rev FROM book", [], only_value)?)
    }
}

fn counts(bundle: &Connection, rows: &RowNumbers) -> Result<TableCounts> {
    rows.keys().map(|table| Ok((*table, standing(bundle, table)?))).collect()
}

/// Returns an SQL condition that leaves out the calls and reviews of merges that were taken back: their words stay here,
/// so that the same file can bring them again.
fn not_of_undone_merges(of: &Table) -> String {
    match (of.travels, of.head) {
        (Travels::Log, RowHead::Id) => format!("n NOT IN (SELECT n FROM {}_line WHERE rev < 0)", of.name),
        _ => "true".to_owned(),
    }
}

/// Counts the rows of a table in a bundle: what was taken back travels too, and is told of nobody.
fn standing(conn: &Connection, table: &str) -> Result<u64> {
    let line = catalog::table(table).and_then(line_of);
    let sql = match line {
        Some(line) => format!("SELECT count(*) FROM \"{}\" WHERE deleted = 0", line.name),
        None if catalog::table(table).is_some_and(|table| table.head == RowHead::Bare) => {
            format!("SELECT count(*) FROM \"{table}\"")
        }
        None => format!("SELECT count(*) FROM \"{table}\" WHERE deleted = 0"),
    };
    let rows: i64 = conn.query_row(&sql, [], only_value)?;
    Ok(u64::try_from(rows).unwrap_or(0))
}

/// Returns the rows written since an instant, and those that a merge brought since, because these carry stamps of their
/// own books.
fn since_of(conn: &Connection, of: &'static Table, since: Option<i64>) -> Result<Vec<i64>> {
    let table = of.name;
    let read = |sql: &str, values: &[&dyn rusqlite::ToSql]| -> Result<Vec<i64>> {
        Ok(conn.prepare(sql)?.query_map(values, only_value)?.collect::<rusqlite::Result<_>>()?)
    };
    let own = not_of_undone_merges(of);
    let Some(since) = since.filter(|_| !matches!(table, "do_not_call" | "erasure")) else {
        return read(&format!("SELECT n FROM \"{table}\" WHERE rev > 0 AND {own}"), &[]);
    };
    let rev = since << 16;
    let mark = if table == "contact" { "OR (rev > 0 AND barred >= ?1)" } else { "" };
    let mut found = read(&format!("SELECT n FROM \"{table}\" WHERE (rev >= ?1 {mark}) AND {own}"), &[&rev])?;
    let spans = "SELECT first, last FROM import_row JOIN import ON import.n = import_row.import
        WHERE import.kind = ?1 AND import.at >= ?2 AND tbl = ?3";
    // The log's own rows come with their lines.
    let line = line_of(of).map_or(table, |line| line.name);
    let spans: Vec<(i64, i64)> = conn
        .prepare(spans)?
        .query_map(params![journal::MERGE, since, line], |row| Ok((row.get("first")?, row.get("last")?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (first, last) in spans {
        let sql = format!("SELECT n FROM \"{table}\" WHERE n BETWEEN ?1 AND ?2 AND rev > 0 AND {own}");
        found.extend(read(&sql, &[&first, &last])?);
    }
    let changed = format!(
        "SELECT DISTINCT lost.row FROM overwritten AS lost JOIN merge ON merge.n = lost.merge
            JOIN \"{table}\" AS now ON now.n = lost.row WHERE merge.at >= ?1 AND lost.tbl = ?2 AND now.rev > 0"
    );
    found.extend(read(&changed, &[&since, &line])?);
    Ok(found)
}

/// Returns the table that describes the rows of a log table, such as `call_line` for `call`; `None` for other tables.
fn line_of(of: &Table) -> Option<&'static Table> {
    catalog::travelling().find(|table| table.head == RowHead::Line(of.name))
}

type FoundRows = Vec<(&'static Table, i64)>;

/// Returns the rows that a row needs, and those that belong to it.
fn dependent_rows(conn: &Connection, of: &'static Table, n: i64) -> Result<FoundRows> {
    let table = of.name;
    let mut found = named_rows(conn, of, n)?;
    for child in catalog::travelling().filter(|child| child.along && child.owner == Some(table)) {
        let sql = format!("SELECT n FROM \"{}\" WHERE \"{table}\" = ?1 AND rev > 0", child.name);
        let mut statement = conn.prepare_cached(&sql)?;
        let rows = statement.query_map([n], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
        found.extend(rows.into_iter().map(|row| (child, row)));
    }
    found.extend(line_of(of).map(|line| (line, n)));
    if let RowHead::Line(log) = of.head {
        found.extend(catalog::table(log).map(|log| (log, n)));
    }
    Ok(found)
}

/// Returns the rows that a row refers to, in reference columns and in lists of ids.
fn named_rows(conn: &Connection, of: &'static Table, n: i64) -> Result<FoundRows> {
    let (table, mut found) = (of.name, Vec::new());
    for column in of.values() {
        if matches!(column.kind, ColumnKind::Triggers) {
            found.extend(triggers(conn, table, column.name, n)?);
        }
        let mut names = column.kind.names();
        let to = match (names.next(), names.next()) {
            (None, _) => None,
            (Some(to), None) => catalog::table(to),
            (Some(_), Some(_)) => duplicates::about(conn, n)?,
        };
        if let Some(to) = to {
            let sql = format!("SELECT \"{}\" FROM \"{table}\" WHERE n = ?1", column.name);
            let row: Option<i64> = conn.prepare_cached(&sql)?.query_row([n], only_value)?;
            found.extend(row.map(|row| (to, row)));
        }
    }
    Ok(found)
}

fn triggers(conn: &Connection, table: &str, column: &str, n: i64) -> Result<FoundRows> {
    let sql = format!("SELECT \"{column}\" FROM \"{table}\" WHERE n = ?1");
    let ids: Vec<u8> = conn.prepare_cached(&sql)?.query_row([n], only_value)?;
    let mut by_id = conn.prepare_cached("SELECT n FROM trigger WHERE id = ?1")?;
    let mut found = Vec::new();
    for id in ids.chunks(16) {
        found.extend(by_id.query_map([id], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(catalog::table("trigger").into_iter().flat_map(|table| found.iter().map(move |n| (table, *n))).collect())
}

/// Copies rows unchanged, row numbers included, but no words of rows that were taken back. Rows that a merge brought and
/// undo took out are left out.
fn copy(from: &Connection, to: &Connection, of: &Table, rows: &BTreeSet<i64>) -> Result<()> {
    let table = of.name;
    let columns = of.columns.iter().map(|column| (column.name, Some(column)));
    let columns: Vec<_> = of.head.columns().iter().map(|name| (*name, None)).chain(columns).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let gone = of.is_taken_back(&format!("\"{table}\""));
    // The search and the rollups are this book's own.
    let read = columns.iter().map(|(name, column)| match (*name, column.map(|column| column.kind)) {
        ("rev", _) => "max(rev, 1)".to_owned(),
        (_, Some(ColumnKind::Tallied)) => "0".to_owned(),
        (_, Some(ColumnKind::Indexed)) => "NULL".to_owned(),
        (name, _) => match column.and_then(|column| of.emptied(column)) {
            Some(empty) => format!("iif({gone}, {empty}, \"{name}\")"),
            None => format!("\"{name}\""),
        },
    });
    let sql = format!("SELECT {} FROM \"{table}\" WHERE n = ?1", read.collect::<Vec<_>>().join(", "));
    let columns = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let places = (1..=names.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    let (mut read, mut write) =
        (from.prepare(&sql)?, to.prepare(&format!("INSERT INTO \"{table}\" ({columns}) VALUES ({places})"))?);
    for n in rows {
        // By number: both statements are made of the one list of names, in its order.
        let values: Vec<Value> = read.query_row([n], |row| (0..names.len()).map(|at| row.get(at)).collect())?;
        write.execute(params_from_iter(values))?;
    }
    Ok(())
}

/// Writes to the bundle the end of each device's chain as far as it is included, and the gaps in it.
pub(in crate::store) fn chains(to: &Connection) -> Result<()> {
    let sql = "SELECT device, seq, hash FROM (SELECT device, seq, hash FROM call
        UNION ALL SELECT device, seq, hash FROM review) ORDER BY device, seq";
    let mut statement = to.prepare(sql)?;
    let mut rows = statement.query([])?;
    let (mut of, mut before) = (0, 0);
    while let Some(row) = rows.next()? {
        let (device, seq, hash): (i64, i64, Vec<u8>) = (row.get("device")?, row.get("seq")?, row.get("hash")?);
        before = if device == of { before } else { 0 };
        if seq > before + 1 {
            let sql = "INSERT INTO chain_gap (device, first, last) VALUES (?1, ?2, ?3)";
            to.prepare_cached(sql)?.execute([device, before + 1, seq - 1])?;
        }
        let sql = "UPDATE device SET seq = ?2, hash = ?3 WHERE n = ?1";
        to.prepare_cached(sql)?.execute(params![device, seq, hash])?;
        (of, before) = (device, to_i64(u64::try_from(seq).unwrap_or(0)));
    }
    Ok(())
}
