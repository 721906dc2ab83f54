//! Salvage: every row that can still be read of a damaged book, in a new book.
//!
//! Rows are read table by table, around what cannot be read. What hangs on a lost row is given a stand-in, so that no call
//! is left out because its company is gone; what can be computed is computed anew. The damaged file stays as it is.

mod look;
mod mend;
mod rows;

use std::path::Path;
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::Store;
use super::catalog;
use super::cells::only_value;
use super::derive;
use super::error::{ErrorKind, Result, StoreError};
use super::file::side_files::beside;
use super::file::whole_file::{HalfFile, copy_whole};
use super::file::{open, schema};
use crate::clock::Clock;
use crate::fault::io_says;

const DOING: &str = "reading what can be read of a damaged book";

/// Tables that are computed anew, or that say what undo could have taken back.
const LEFT_OUT: [&str; 10] =
    ["book", "import", "import_row", "action", "change", "tally", "chain_gap", "call_trigger", "merge", "overwritten"];

/// What was read of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalvagedTable {
    pub name: &'static str,
    /// What its rows are called: "calls".
    pub rows_are: &'static str,
    /// Number of rows in the new book.
    pub read: u64,
    /// Number of rows that the damaged book says it has, if that can still be read.
    pub of: Option<u64>,
}

/// What a salvage came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SalvageReport {
    /// Every table that had rows, or should have had.
    pub tables: Vec<SalvagedTable>,
    /// Number of companies, people and reps that stand in for lost ones.
    pub stand_ins: u64,
    /// Number of rows left out because what they belong to is lost.
    pub left_out: u64,
    /// What `verify` finds in the new book.
    pub faults: Vec<String>,
}

impl Store {
    /// Reads every row that can be read of a damaged book into a new book at `to`, which must not exist.
    ///
    /// # Errors
    /// When `to` exists or cannot be written, or when not even the list of tables can be read; no file is left then.
    pub fn salvage(from: &Path, to: &Path, clock: &Arc<dyn Clock>) -> Result<SalvageReport> {
        if to.symlink_metadata().is_ok() {
            return Err(StoreError::refused(format!("{} is there already: name a new file", to.display())));
        }
        let half = HalfBook::begin(to);
        let version = open::inspect(from)?.clamp(schema::MAJOR * 1_000, schema::current());
        let mut report = {
            let damaged = DamagedBook::open(from, &half)?;
            let new = half.make(clock.as_ref(), version)?;
            copy(&damaged.conn, &new).and_then(|report| mend::mend(&new, clock.as_ref(), report))
        }
        .map_err(|error| error.during(DOING, from))?;
        let mut store = open::existing(half.new.path(), Arc::clone(clock))?;
        store.derive_anew().map_err(|error| error.during(DOING, from))?;
        report.faults = store.verify()?;
        // One file again: what stands in the write-ahead log goes into it.
        store.conn.query_row("PRAGMA journal_mode = DELETE", [], only_value::<String>)?;
        drop(store);
        half.new.put(to).map_err(|error| StoreError::refused(format!("{}: {}", to.display(), io_says(&error))))?;
        Ok(report)
    }

    /// Computes everything anew that is derived from rows.
    fn derive_anew(&mut self) -> Result<()> {
        self.recount()?;
        self.write(DOING, |write| {
            write.profile_changed();
            for table in ["account", "contact", "trigger", "call_line", "plan"] {
                let sql = format!("SELECT n FROM {table} ORDER BY n");
                let rows =
                    write.conn.prepare(&sql)?.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
                for row in rows {
                    // A row with a value that nobody can read stays out of the search; it is still in the book.
                    derive::moved(write, table, row).unwrap_or_default();
                }
            }
            Ok(())
        })
    }
}

/// Copies the readable rows of every table that is not computed anew.
fn copy(damaged: &Connection, new: &Connection) -> Result<SalvageReport> {
    let mut report = SalvageReport::default();
    new.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; DELETE FROM book; DELETE FROM device")?;
    for table in catalog::all().filter(|table| !LEFT_OUT.contains(&table.name)) {
        let columns = shared_columns(damaged, new, table.name)?;
        if columns.is_empty() {
            continue;
        }
        let names = columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let places = (1..=columns.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
        let insert = format!("INSERT OR IGNORE INTO \"{}\" ({names}) VALUES ({places})", table.name);
        let mut insert = new.prepare(&insert)?;
        let mut read = 0;
        rows::each_row(damaged, table.name, &names, &mut |cells: Vec<Value>| {
            // A cell of a kind that its column cannot hold is damage too; SQLite refuses the row.
            read += insert.execute(params_from_iter(cells)).unwrap_or(0) as u64;
        });
        let of = rows::count(damaged, table.name);
        if read > 0 || of.is_some_and(|of| of > 0) {
            report.tables.push(SalvagedTable { name: table.name, rows_are: table.words.1, read, of });
        }
    }
    if report.tables.is_empty() {
        return Err(StoreError::new(ErrorKind::Damaged, DOING, Path::new(""), "no row of it can be read"));
    }
    Ok(report)
}

/// Returns the columns of a table that both books have.
fn shared_columns(damaged: &Connection, new: &Connection, table: &str) -> Result<Vec<String>> {
    let of = |conn: &Connection| -> rusqlite::Result<Vec<String>> {
        conn.prepare("SELECT name FROM pragma_table_info(?1)")?.query_map([table], only_value)?.collect()
    };
    let known = of(new)?;
    Ok(of(damaged)?.into_iter().filter(|name| known.contains(name)).collect())
}

/// The damaged book, or a private copy of it where its write-ahead log has to be read too.
struct DamagedBook {
    conn: Connection,
}

impl DamagedBook {
    fn open(from: &Path, half: &HalfBook) -> Result<DamagedBook> {
        let has_log = std::fs::metadata(beside(from, "-wal")).is_ok_and(|log| log.len() > 0);
        let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let conn = if has_log {
            for end in ["", "-wal"] {
                copy_whole(&beside(from, end), &beside(half.damaged.path(), end))?;
            }
            Connection::open_with_flags(half.damaged.path(), flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?
        } else {
            Connection::open_with_flags(open::immutable_uri(from), flags | OpenFlags::SQLITE_OPEN_READ_ONLY)?
        };
        open::harden(&conn)?;
        conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")?;
        Ok(DamagedBook { conn })
    }
}

/// The new book under a name that says it is not finished, and the copy of the damaged one; removed when dropped.
struct HalfBook {
    new: HalfFile,
    damaged: HalfFile,
}

impl HalfBook {
    fn begin(to: &Path) -> HalfBook {
        let half =
            HalfBook { new: HalfFile::new(beside(to, ".part")), damaged: HalfFile::new(beside(to, ".damaged.part")) };
        half.new.clear();
        half.damaged.clear();
        half
    }

    fn make(&self, clock: &dyn Clock, version: i32) -> Result<Connection> {
        open::make_file(self.new.path())?;
        let conn = open::writable(self.new.path())?;
        schema::build_as(&conn, clock, version)?;
        Ok(conn)
    }
}
