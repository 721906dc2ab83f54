//! Report of a merge: counts, and every overwritten value, kept in the book for good.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use crate::domain::import::merge_report::{MergeCount, MergeReport, OverwrittenValue, SharedIdentity};
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::convert::utc;
use crate::store::error::Result;
use crate::store::tables::reps::device_owner;

/// Counts of new, changed and same rows.
type MergeCounts = [u64; 3];

/// Collects the report of a merge.
#[derive(Debug)]
pub(crate) struct MergeReporter {
    merge: i64,
    accounts_before: i64,
    counts: BTreeMap<&'static str, MergeCounts>,
    /// How many texts had to be cleaned.
    pub(crate) cleaned: u64,
}

impl MergeReporter {
    pub(in crate::store) fn begin(merge: i64, before: &BTreeMap<&'static str, i64>) -> MergeReporter {
        let accounts_before = before.get("account").copied().unwrap_or(0);
        MergeReporter { merge, accounts_before, counts: BTreeMap::new(), cleaned: 0 }
    }

    pub(in crate::store) fn count_new(&mut self, table: &'static str) {
        self.counts.entry(table).or_default()[0] += 1;
    }

    pub(in crate::store) fn changed(&mut self, table: &'static str) {
        self.counts.entry(table).or_default()[1] += 1;
    }

    pub(in crate::store) fn same(&mut self, table: &'static str) {
        self.counts.entry(table).or_default()[2] += 1;
    }

    /// Returns the number of new and of changed rows.
    pub(in crate::store) fn sums(&self) -> (u64, u64) {
        self.counts.values().fold((0, 0), |(new, changed), counts| (new + counts[0], changed + counts[1]))
    }

    pub(in crate::store) fn into_report(self, conn: &Connection, report: &mut MergeReport) -> Result<()> {
        for table in catalog::travelling() {
            if let Some([new, changed, same]) = self.counts.get(table.name).copied() {
                report.counts.push(MergeCount { what: table.words.1.to_owned(), new, changed, same });
            }
        }
        report.cleaned = self.cleaned;
        report.overwritten = load_overwritten(conn, self.merge)?;
        report.twins = twins(conn, self.accounts_before)?;
        Ok(())
    }
}

/// Converts a count to SQLite's integer type.
pub(super) fn to_i64(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Returns the time of a revision by its device's clock, as text.
pub(super) fn moment(rev: i64) -> String {
    utc(rev >> 16).format("%-d %b %Y %H:%M").to_string()
}

/// A value that a merge overwrote.
pub(crate) struct LostValue<'a> {
    pub(crate) table: &'a str,
    pub(crate) row: i64,
    pub(crate) column: &'a str,
    pub(crate) old: &'a Value,
    pub(crate) new: &'a Value,
}

/// Stores one overwritten value for the report.
pub(super) fn keep(conn: &Connection, merge: i64, value: &LostValue<'_>, rev: i64, device: i64) -> Result<()> {
    let sql = "INSERT INTO overwritten (merge, tbl, row, col, old, new, rev, device)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    let values = params![merge, value.table, value.row, value.column, value.old, value.new, rev, device];
    conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn load_overwritten(conn: &Connection, merge: i64) -> Result<Vec<OverwrittenValue>> {
    let sql = "SELECT tbl, row, col, old, new, rev, device FROM overwritten WHERE merge = ?1 ORDER BY n";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([merge])?;
    let (mut told, mut names) = (Vec::new(), BTreeMap::new());
    while let Some(row) = rows.next()? {
        let (table, n, column): (String, i64, String) = (row.get("tbl")?, row.get("row")?, row.get("col")?);
        let device: i64 = row.get("device")?;
        if let std::collections::btree_map::Entry::Vacant(place) = names.entry(device) {
            place.insert(device_owner(conn, device)?);
        }
        let one = catalog::table(&table).map_or("row", |table| table.words.0);
        told.push(OverwrittenValue {
            what: format!("{one} {}", label(conn, &table, n)?).trim_end().to_owned(),
            old: display_value(conn, &table, &column, &row.get("old")?)?,
            new: display_value(conn, &table, &column, &row.get("new")?)?,
            field: field(&column),
            by: names.get(&device).cloned().unwrap_or_default(),
            at: moment(row.get("rev")?),
        });
    }
    Ok(told)
}

/// Returns a column's name for people.
fn field(column: &str) -> String {
    match column {
        "deleted" => "in the book".to_owned(),
        "spent" => "used in a call".to_owned(),
        _ => column.replace('_', " "),
    }
}

/// Returns a row's name for people.
fn label(conn: &Connection, table: &str, n: i64) -> Result<String> {
    let Some(called) = catalog::table(table).map(|table| table.called).filter(|called| !called.is_empty()) else {
        return Ok(String::new());
    };
    let sql = format!("SELECT {called} FROM \"{table}\" AS t WHERE n = ?1");
    let found: Option<Option<String>> = conn.prepare_cached(&sql)?.query_row([n], only_value).optional()?;
    Ok(found.flatten().unwrap_or_default())
}

/// Returns a value as people read it; a reference is shown by the name of its row.
fn display_value(conn: &Connection, table: &str, column: &str, value: &Value) -> Result<String> {
    let of = catalog::table(table).and_then(|table| table.column(column));
    let named = of.and_then(|column| column.kind.names().next());
    Ok(match value {
        Value::Null => String::new(),
        Value::Integer(n) if column == "deleted" => if *n == 0 { "yes" } else { "no" }.to_owned(),
        Value::Integer(n) => named.map_or_else(|| Ok(n.to_string()), |table| label(conn, table, *n))?,
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(ids) => format!("{} triggers", ids.len() / 16),
    })
}

/// Returns accounts that the merge brought and that the book had already under another id.
fn twins(conn: &Connection, before: i64) -> Result<Vec<SharedIdentity>> {
    let sql = "SELECT came.name AS name, known.name AS other, upper(one.kind) || ' ' || one.value AS shares
        FROM account_identifier AS one
        JOIN account_identifier AS other ON other.value = one.value AND other.kind = one.kind AND other.account <= ?1
        JOIN account AS came ON came.n = one.account JOIN account AS known ON known.n = other.account
        WHERE one.account > ?1 AND one.kind = 'cik' AND one.deleted = 0 AND other.deleted = 0
            AND came.deleted = 0 AND known.deleted = 0
        ORDER BY came.name, known.name";
    let mut statement = conn.prepare(sql)?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(SharedIdentity { name: row.get("name")?, other: row.get("other")?, shares: row.get("shares")? })
    };
    Ok(statement.query_map([before], read)?.collect::<rusqlite::Result<_>>()?)
}
