//! Merges two books: for each row the larger (rev, device) wins, in one transaction that one undo reverts.
//!
//! Rows are recognised by id, or by their key columns; row numbers differ between books. A row that wins keeps its
//! stamp, so that the same files lead to the same book in whatever order and however often they are merged.

pub(in crate::store) mod context;
pub(in crate::store) mod derived;
mod lines;
mod log;
pub(in crate::store) mod report;
mod rows;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::bundle_read::Bundle;
use crate::domain::ids::ImportId;
use crate::domain::import::merge_report::MergeReport;
use crate::store::book::journal;
use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::catalog::{RowHead, Table, Travels};
use crate::store::cells::only_value;
use crate::store::erase::again::{Arrivals, keep_erased};
use crate::store::erase::arriving::unname_merged;
use crate::store::error::Result;
use crate::store::log::{gaps, hash_chain};
use crate::store::stamps::AHEAD_MILLIS;
use crate::store::{Store, duplicates, sanitize};
use context::{MergeContext, MergedRows};
use report::MergeReporter;

const DOING: &str = "merging a shared book";

impl Store {
    /// Merges received bundles, all of them or none. With `dry_run` it does the same work and rolls it back at the end.
    ///
    /// # Errors
    /// When a file is invalid: a broken chain, another row at a position of the log, stamps of this very book; the
    /// sentence names the file and the row. Also when the book cannot be written.
    pub fn merge(&mut self, bundles: &[Bundle], dry_run: bool) -> Result<MergeReport> {
        self.may_write(DOING)?;
        let path = self.path.clone();
        let mut report = MergeReport { dry_run, ..MergeReport::default() };
        let mut work = || -> Result<_> {
            let mut write = self.write_context().begin()?;
            // Rows name each other in circles. It holds until the commit only, so it stands behind the beginning.
            self.conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
            let (told, erased, unnamed) = all(&mut write, bundles, self.home.as_deref())?;
            report.unnamed = unnamed;
            report.files = bundles.iter().map(|bundle| bundle.name.clone()).collect();
            // Read before the end: a dry run is rolled back when `write` goes.
            told.into_report(&self.conn, &mut report)?;
            report.gaps = gaps::told(&self.conn)?;
            if dry_run { Ok((BTreeSet::new(), false)) } else { Ok((write.commit()?, erased)) }
        };
        let (touched, erased) = work().map_err(|error| error.during(DOING, &path))?;
        if !dry_run {
            self.written(&touched);
            self.ranking = None;
        }
        if erased {
            report.left = self.sweep_noted()?;
        }
        Ok(report)
    }
}

fn all(write: &mut Transaction<'_>, bundles: &[Bundle], home: Option<&str>) -> Result<(MergeReporter, bool, u64)> {
    let conn = write.conn;
    let action = write.record(false)?;
    let files = bundles.iter().map(|bundle| bundle.name.as_str()).collect::<Vec<_>>().join(", ");
    let before = last_rows(conn)?;
    let (import, merge) = begin(write, action, &files)?;
    let own_rev: i64 = conn.query_row("SELECT rev FROM book", [], only_value)?;
    let (mut moved, mut told) = (MergedRows::default(), MergeReporter::begin(merge, &before));
    for bundle in bundles {
        let limit = (write.now + AHEAD_MILLIS) << 16;
        let known = devices(conn)?;
        let mut merging = MergeContext {
            write: &mut *write,
            bundle,
            action,
            merge,
            maps: HashMap::new(),
            devices: HashMap::new(),
            known,
            own_rev,
            limit,
            moved: &mut moved,
            told: &mut told,
        };
        run(&mut merging)?;
    }
    duplicates::merge_pair::follow(write)?;
    write.stop_recording();
    let arrivals =
        Arrivals { contacts: &moved.contacts, triggers: &moved.triggers, all: moved.marks, action: Some(action) };
    let erased = keep_erased(write, &arrivals, home)?;
    let unnamed = unname_merged(write, &before, action)?;
    derived::settle(write, moved)?;
    let (added, changed) = told.sums();
    write.label = format!("merged {files}: {added} new, {changed} changed");
    end(write, action, import, merge, &before, &told)?;
    Ok((told, erased || unnamed > 0, unnamed))
}

/// Inserts the rows that record the merge: one by which undo recognises it, one for its report.
fn begin(write: &mut Transaction<'_>, action: i64, files: &str) -> Result<(i64, i64)> {
    let (id, rev, file) = (ImportId(write.new_id()), write.rev(), sanitize::line(files));
    let sql = "INSERT INTO import (id, rev, device, kind, file, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, journal::MERGE, file, write.now])?;
    let import = write.conn.last_insert_rowid();
    write.conn.prepare_cached("UPDATE action SET import = ?2 WHERE n = ?1")?.execute([action, import])?;
    let sql = "INSERT INTO merge (id, at, file, import, added, changed) VALUES (?1, ?2, ?3, ?4, 0, 0)";
    write.conn.prepare_cached(sql)?.execute(params![id, write.now, file, import])?;
    Ok((import, write.conn.last_insert_rowid()))
}

/// Records which rows were created. A merge that brought nothing leaves no trace.
fn end(
    write: &Transaction<'_>,
    action: i64,
    import: i64,
    merge: i64,
    before: &BTreeMap<&'static str, i64>,
    told: &MergeReporter,
) -> Result<()> {
    let conn = write.conn;
    for (table, last) in last_rows(conn)? {
        let first = before.get(table).copied().unwrap_or(0) + 1;
        if last >= first {
            let sql = "INSERT INTO import_row (import, tbl, first, last) VALUES (?1, ?2, ?3, ?4)";
            conn.prepare_cached(sql)?.execute(params![import, table, first, last])?;
            let sql = "DELETE FROM change WHERE action = ?1 AND tbl = ?2 AND row >= ?3";
            conn.prepare_cached(sql)?.execute(params![action, table, first])?;
        }
    }
    let moved = "SELECT EXISTS (SELECT 1 FROM import_row WHERE import = ?1)
        OR EXISTS (SELECT 1 FROM change WHERE action = ?2)";
    if !conn.query_row(moved, [import, action], only_value::<bool>)? {
        conn.execute("UPDATE action SET import = NULL WHERE n = ?1", [action])?;
        conn.execute("DELETE FROM merge WHERE n = ?1", [merge])?;
        conn.execute("DELETE FROM import WHERE n = ?1", [import])?;
        return Ok(());
    }
    let (added, changed) = told.sums();
    let counts = params![merge, report::to_i64(added), report::to_i64(changed)];
    conn.execute("UPDATE merge SET added = ?2, changed = ?3 WHERE n = ?1", counts)?;
    Ok(())
}

fn last_rows(conn: &Connection) -> Result<BTreeMap<&'static str, i64>> {
    let last = |table: &'static Table| {
        let sql = format!("SELECT coalesce(max(n), 0) FROM \"{}\"", table.name);
        Ok((table.name, conn.query_row(&sql, [], only_value)?))
    };
    catalog::made().map(last).collect()
}

fn devices(conn: &Connection) -> Result<HashMap<i64, Uuid>> {
    let ids = conn.prepare("SELECT n FROM device")?.query_map([], only_value)?.collect::<Result<Vec<i64>, _>>()?;
    ids.into_iter().map(|n| Ok((n, hash_chain::device_id(conn, n)?))).collect()
}

fn run(merging: &mut MergeContext<'_, '_>) -> Result<()> {
    merging.map_devices()?;
    // All rows have their numbers before the first goes in: a row may name one that comes later.
    for table in catalog::travelling().filter(|table| table.head == RowHead::Id) {
        merging.map_rows(table.name)?;
    }
    let rows = |table: &&'static Table| table.travels == Travels::Rows;
    // The log stands between what it names and what it sets off.
    for table in catalog::travelling().take_while(|table| table.travels != Travels::Log).filter(rows) {
        rows::take(merging, table)?;
    }
    log::take(merging)?;
    for table in catalog::travelling().skip_while(|table| table.travels != Travels::Log).filter(rows) {
        rows::take(merging, table)?;
    }
    Ok(())
}
