//! Salvage: every row that can still be read of a damaged book, in a new book.
//!
//! Rows are read table by table, around what cannot be read. What hangs on a lost row is given a stand-in, so that no call
//! is left out because its company is gone; what can be computed is computed anew. The damaged file stays as it is.

mod calls;
mod look;
mod mend;
mod pages;
mod rows;
mod scan;
mod shape;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::Path;
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Statement, params_from_iter};

use super::Store;
use super::catalog;
use super::cells::only_value;
use super::derive;
use super::error::{ErrorKind, Result, StoreError};
use super::file::side_files::{beside, folder_of};
use super::file::unfinished::{sweep, unfinished};
use super::file::whole_file::{HalfFile, copy_whole};
use super::file::{open, schema};
use super::seal::{self, Sealing};
use crate::clock::Clock;
use crate::fault::io_says;
pub(in crate::store) use calls::{ReadCall, readable_calls};
use pages::Pages;
use scan::Overview;

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
    /// What is missing beyond rows that can be counted, in sentences without their full stop.
    pub missing: Vec<String>,
    /// What `verify` finds in the new book.
    pub faults: Vec<String>,
}

impl Store {
    /// Reads every row that can be read of a damaged book into a new book at `to`, which must not exist. The book need
    /// have neither a sound first page nor its whole length.
    ///
    /// # Errors
    /// When `to` exists or cannot be written, or when no row can be read; no file is left then.
    pub fn salvage(from: &Path, to: &Path, clock: &Arc<dyn Clock>) -> Result<SalvageReport> {
        if to.symlink_metadata().is_ok() {
            return Err(StoreError::refused(format!("{} is there already: name a new file", to.display())));
        }
        let half = HalfBook::begin(to);
        let damaged = DamagedBook::open(from, &half)?;
        let mut report = {
            let new = half.make(from, clock.as_ref(), damaged.version)?;
            copy(&damaged, &new).and_then(|report| mend::mend(&new, clock.as_ref(), report))
        }
        .map_err(|error| damaged.error(error).during(DOING, from))?;
        drop(damaged);
        let mut store = open::existing(half.new.path(), Arc::clone(clock))?;
        store.derive_anew().map_err(|error| error.during(DOING, to))?;
        report.faults = store.verify()?;
        if report.tables.iter().any(|table| table.of != Some(table.read)) {
            report.missing.extend(store.missing_links()?);
        }
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
                    match derive::moved(write, table, row) {
                        Err(error) if is_of_the_disk(&error) => return Err(error),
                        // A row with a value that nobody can read stays out of the search; it is still in the book.
                        Ok(()) | Err(_) => {}
                    }
                }
            }
            Ok(())
        })
    }
}

/// Returns true for what says nothing of the rows: the new book cannot be written.
fn is_of_the_disk(error: &StoreError) -> bool {
    match error.kind {
        ErrorKind::Full | ErrorKind::ReadOnly | ErrorKind::Locked | ErrorKind::Missing => true,
        ErrorKind::Sqlite => error.is_io(),
        ErrorKind::Newer
        | ErrorKind::Older
        | ErrorKind::Damaged
        | ErrorKind::NotOurs
        | ErrorKind::Refused
        | ErrorKind::Sealed => false,
    }
}

/// Copies the readable rows of every table that is not computed anew: as SQLite reads them, and where it cannot, as they
/// lie in the pages.
fn copy(damaged: &DamagedBook, new: &Connection) -> Result<SalvageReport> {
    let mut report = SalvageReport::default();
    new.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE; DELETE FROM book; DELETE FROM device")?;
    let kept = || catalog::all().filter(|table| !LEFT_OUT.contains(&table.name));
    let mut torn = Vec::new();
    for table in kept() {
        let is_whole = damaged.conn.as_ref().map(|conn| copy_table(conn, new, table.name)).transpose()?;
        if is_whole != Some(true) {
            torn.push(table.name);
        }
    }
    if !torn.is_empty() {
        damaged.copy_from_pages(new, &torn, &mut report)?;
    }
    for table in kept() {
        let read = rows::count(new, table.name).unwrap_or(0);
        let of = damaged.conn.as_ref().and_then(|conn| rows::count(conn, table.name));
        if read > 0 || of.is_some_and(|of| of > 0) {
            report.tables.push(SalvagedTable { name: table.name, rows_are: table.words.1, read, of });
        }
    }
    if report.tables.iter().all(|table| table.read == 0) {
        return Err(StoreError::new(ErrorKind::Damaged, DOING, Path::new(""), "no row of it can be read"));
    }
    Ok(report)
}

/// Copies the rows of a table as SQLite reads them. Returns whether all of it could be read.
fn copy_table(damaged: &Connection, new: &Connection, table: &str) -> Result<bool> {
    let columns = match shared_columns(damaged, new, table) {
        Ok(columns) if columns.is_empty() => return Ok(true),
        Ok(columns) => columns,
        Err(_damaged) => return Ok(false),
    };
    let names = columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let mut insert = new.prepare(&insert_into(table, &columns))?;
    rows::each_row(damaged, table, &names, &mut |cells: Vec<Value>| put(&mut insert, cells))
}

fn insert_into(table: &str, columns: &[String]) -> String {
    let names = columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
    let places = (1..=columns.len()).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ");
    format!("INSERT OR IGNORE INTO \"{table}\" ({names}) VALUES ({places})")
}

/// Inserts a row. One that the table does not take is damage too, and is left out; what the disk does not take is an error.
fn put(insert: &mut Statement<'_>, cells: Vec<Value>) -> Result<()> {
    match insert.execute(params_from_iter(cells)).map_err(StoreError::from) {
        Err(error) if is_of_the_disk(&error) => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Returns the columns of a table that both books have.
fn shared_columns(damaged: &Connection, new: &Connection, table: &str) -> Result<Vec<String>> {
    let of = |conn: &Connection| -> rusqlite::Result<Vec<String>> {
        conn.prepare("SELECT name FROM pragma_table_info(?1)")?.query_map([table], only_value)?.collect()
    };
    let known = of(new)?;
    Ok(of(damaged)?.into_iter().filter(|name| known.contains(name)).collect())
}

/// The damaged book: as SQLite reads it, where it does, and as pages.
struct DamagedBook {
    conn: Option<Connection>,
    pages: Pages,
    overview: OnceCell<Overview>,
    /// Format of its tables.
    version: i32,
    /// Why the file is no book, if its header says so.
    no_book: RefCell<Option<StoreError>>,
}

impl DamagedBook {
    fn open(from: &Path, half: &HalfBook) -> Result<DamagedBook> {
        let (said, no_book) = match open::inspect(from) {
            Ok(version) => (Some(version), None),
            Err(error) if error.kind == ErrorKind::NotOurs && from.is_file() => (None, Some(error)),
            Err(error) => return Err(error),
        };
        let cannot = |error: std::io::Error| StoreError::refused(format!("{}: {error}", from.display()));
        let pages = Pages::open(from).map_err(cannot)?;
        // Where SQLite reads nothing of it, the pages are read.
        let conn = said.and_then(|_| as_sqlite_reads_it(from, half).ok());
        let (overview, mut version) = (OnceCell::new(), said);
        if conn.is_none() {
            version = format_of_list(overview.get_or_init(|| Overview::survey(&pages)))?.or(version);
        }
        let version = version.unwrap_or(schema::current()).clamp(schema::MAJOR * 1_000, schema::current());
        Ok(DamagedBook { conn, pages, overview, version, no_book: RefCell::new(no_book) })
    }

    /// Copies the rows of tables as they lie in the pages.
    fn copy_from_pages(&self, new: &Connection, tables: &[&str], report: &mut SalvageReport) -> Result<()> {
        let overview = self.overview.get_or_init(|| Overview::survey(&self.pages));
        let shapes = shape::table_shapes(&schema::reference(self.version)?)?;
        let mut inserts = HashMap::new();
        let scanned =
            scan::each_row(&self.pages, overview, &shapes, &|name| tables.contains(&name), &mut |of, row| {
                let columns: Vec<String> =
                    of.columns.iter().take(row.cells.len()).map(|column| column.name.clone()).collect();
                let numbered = of.columns.iter().zip(row.cells);
                let cells = numbered.map(|(column, cell)| if column.is_number { Value::Integer(row.n) } else { cell });
                let insert = match inserts.entry((of.root, columns.len())) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(first) => first.insert(new.prepare(&insert_into(&of.name, &columns))?),
                };
                put(insert, cells.collect())
            })?;
        report.missing = self.missing(scanned.unplaced);
        Ok(())
    }

    /// Passes on the values of these columns of every row of a table that can be read; one may come twice.
    fn each_row(&self, table: &str, columns: &[&str], take: &mut dyn FnMut(Vec<Value>) -> Result<()>) -> Result<()> {
        let names = columns.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        if let Some(conn) = &self.conn
            && rows::each_row(conn, table, &names, take)?
        {
            return Ok(());
        }
        let overview = self.overview.get_or_init(|| Overview::survey(&self.pages));
        let shapes = shape::table_shapes(&schema::reference(self.version)?)?;
        scan::each_row(&self.pages, overview, &shapes, &|name| name == table, &mut |of, row| {
            let place = |name: &&str| of.columns.iter().position(|column| column.name == **name);
            let cell = |name: &&str| place(name).and_then(|at| row.cells.get(at)).cloned().unwrap_or(Value::Null);
            take(columns.iter().map(cell).collect())
        })?;
        Ok(())
    }

    /// Says what is wrong with the file as a whole, in sentences without their full stop.
    fn missing(&self, unplaced: u64) -> Vec<String> {
        let cut =
            self.pages.cut_off().map(|(gone, of)| format!("The file ends early: {gone} of its {of} pages are gone"));
        let head = self.no_book.borrow().as_ref().map(|_| {
            "The begin of the file is lost: rows were found by what its pages hold, and what is missing of each kind \
                cannot be counted"
                .to_owned()
        });
        let lost =
            (unplaced > 0).then(|| format!("Of {unplaced} rows it could not be told what they are; they are left out"));
        cut.into_iter().chain(head).chain(lost).collect()
    }

    /// Returns what is wrong where nothing could be read: that it is no book, if its header says so.
    fn error(&self, error: StoreError) -> StoreError {
        if error.kind == ErrorKind::Damaged { self.no_book.take().unwrap_or(error) } else { error }
    }
}

/// Returns the format whose tables the book lists; `None` if its list is lost.
fn format_of_list(overview: &Overview) -> Result<Option<i32>> {
    let formats = (schema::MAJOR * 1_000..=schema::current()).map(|format| Ok((format, schema::reference(format)?)));
    let found: Vec<(String, String)> =
        overview.tables.iter().map(|listed| (listed.name.clone(), listed.sql.clone())).collect();
    Ok(shape::format_of(&found, &formats.collect::<Result<Vec<_>>>()?))
}

/// Opens the damaged book, or a private copy of it where its write-ahead log has to be read too.
fn as_sqlite_reads_it(from: &Path, half: &HalfBook) -> Result<Connection> {
    let has_log = std::fs::metadata(beside(from, "-wal")).is_ok_and(|log| log.len() > 0);
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    if has_log {
        for end in ["", "-wal"] {
            copy_whole(&beside(from, end), &beside(half.damaged.path(), end))?;
        }
    }
    let place = if has_log { half.damaged.path() } else { from };
    if has_log && Sealing::read(from)?.is_sealed() {
        // What stands in the log alone is lost if that does not go.
        drop(
            seal::connect(place, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)
                .and_then(|conn| Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))?)),
        );
    }
    let conn = match seal::open_in_memory(place)? {
        Some(conn) => conn,
        None if has_log => seal::connect(place, flags | OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        None => seal::connect_immutable(from, flags | OpenFlags::SQLITE_OPEN_READ_ONLY)?,
    };
    open::harden(&conn)?;
    conn.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON;")?;
    // The first look at the list of tables: SQLite refuses here what it cannot read at all.
    conn.query_row("SELECT count(*) FROM sqlite_schema", [], only_value::<i64>)?;
    Ok(conn)
}

/// The new book under a name that says it is not finished, and the copy of the damaged one; removed when dropped.
struct HalfBook {
    new: HalfFile,
    damaged: HalfFile,
}

impl HalfBook {
    fn begin(to: &Path) -> HalfBook {
        let folder = folder_of(to);
        sweep(folder);
        let name = || HalfFile::new(unfinished(folder));
        HalfBook { new: name(), damaged: name() }
    }

    /// Makes the new book, sealed as the damaged one is.
    fn make(&self, from: &Path, clock: &dyn Clock, version: i32) -> Result<Connection> {
        open::make_file(self.new.path())?;
        let conn = open::writable_as(self.new.path(), &Sealing::read(from)?)?;
        schema::build_as(&conn, clock, version)?;
        Ok(conn)
    }
}
