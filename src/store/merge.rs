//! Two books into one: row by row, the larger (rev, device) wins, in one transaction that one undo takes back.
//!
//! Rows are known by their ids, or by what they say; row numbers differ between books. A row that wins comes with its
//! stamp, so that the same files give the same book in whatever order and however often they come.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::bundle::{Bundle, odd};
use super::error::{Result, StoreError};
use super::merge_told::{self, Told};
use super::shared::{Key, PROMISES, TABLES};
use super::write::Write;
use super::{Store, chain, enter, merge_log, merge_rows, merge_settle, verify};
use crate::domain::ids::ImportId;
use crate::domain::merging::MergeReport;

const DOING: &str = "merging a shared book";
/// What the import list calls a merge; undo takes it back to the stamp.
pub(super) const KIND: &str = "shared books";
/// How far ahead of ours another clock may be: a stamp from far ahead would win for as long.
const AHEAD_MILLIS: i64 = 2 * 24 * 60 * 60 * 1000;

/// Tables whose new rows a merge owns, in the order in which they come and go.
const MADE: [&str; 18] = [
    "rep",
    "account",
    "account_identifier",
    "account_alias",
    "contact",
    "contact_identifier",
    "contact_email",
    "contact_phone",
    "do_not_call",
    "campaign",
    "campaign_account",
    "trigger",
    "trigger_account",
    "plan",
    "opener_version",
    "call_line",
    "review_line",
    "promise",
];

/// When a value was written and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp {
    /// The revision.
    pub(super) rev: i64,
    /// The device.
    pub(super) device: Uuid,
}

/// What a merge moved, by row: what is derived from it follows at the end.
#[derive(Debug, Default)]
pub(super) struct Moved {
    /// Accounts; those renamed.
    pub(super) accounts: BTreeSet<i64>,
    pub(super) renamed: BTreeSet<i64>,
    /// People.
    pub(super) contacts: BTreeSet<i64>,
    /// Triggers, and links of triggers.
    pub(super) triggers: BTreeSet<i64>,
    /// Plans.
    pub(super) plans: BTreeSet<i64>,
    /// Accounts in campaigns.
    pub(super) members: BTreeSet<(i64, i64)>,
    /// First rows of calls.
    pub(super) roots: BTreeSet<i64>,
}

/// One file on its way into the book.
pub(super) struct Merging<'a, 'w> {
    pub(super) write: &'a mut Write<'w>,
    pub(super) bundle: &'a Bundle,
    pub(super) action: i64,
    pub(super) merge: i64,
    /// Our rows by theirs, a table at a time.
    pub(super) maps: HashMap<&'static str, HashMap<i64, i64>>,
    /// Our devices by theirs.
    pub(super) devices: HashMap<i64, (i64, Uuid)>,
    /// Every device of ours.
    pub(super) known: HashMap<i64, Uuid>,
    /// The largest revision of ours before, and the largest that is taken.
    pub(super) own_rev: i64,
    pub(super) limit: i64,
    pub(super) moved: &'a mut Moved,
    pub(super) told: &'a mut Told,
}

impl Store {
    /// Merges books that somebody sent, all of them or none. With `dry_run` it is the real merge, rolled back at the end.
    ///
    /// # Errors
    /// When a file holds what cannot be: broken chains, another row in the place of one, stamps of this very book; the
    /// sentence names the file and the row. As every write.
    pub fn merge(&mut self, bundles: &[Bundle], dry_run: bool) -> Result<MergeReport> {
        self.may_write(DOING)?;
        let path = self.path.clone();
        let mut report = MergeReport { dry_run, ..MergeReport::default() };
        let mut work = || -> Result<_> {
            let mut write = Write::begin(&self.conn, self.clock.as_ref(), &self.rules, &self.recording)?;
            self.conn.execute_batch("PRAGMA defer_foreign_keys = ON")?;
            let told = all(&mut write, bundles)?;
            report.files = bundles.iter().map(|bundle| bundle.name.clone()).collect();
            told.into_report(&self.conn, &mut report)?;
            report.gaps = verify::gaps(&self.conn)?;
            if dry_run { Ok(BTreeSet::new()) } else { write.commit() }
        };
        let touched = work().map_err(|error| error.during(DOING, &path))?;
        if !dry_run {
            self.written(&touched);
            self.ranking = None;
        }
        Ok(report)
    }
}

fn all(write: &mut Write<'_>, bundles: &[Bundle]) -> Result<Told> {
    let conn = write.conn;
    let action = write.record(false)?;
    let files = bundles.iter().map(|bundle| bundle.name.as_str()).collect::<Vec<_>>().join(", ");
    let before = last_rows(conn)?;
    let (import, merge) = begin(write, action, &files)?;
    let own_rev: i64 = conn.query_row("SELECT rev FROM book", [], |row| row.get(0))?;
    let (mut moved, mut told) = (Moved::default(), Told::begin(merge, &before));
    for bundle in bundles {
        let limit = (write.now + AHEAD_MILLIS) << 16;
        let known = devices(conn)?;
        let mut merging = Merging {
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
        merging.run()?;
    }
    write.stop_recording();
    merge_settle::settle(write, moved)?;
    let (added, changed) = told.sums();
    write.label = format!("merged {files}: {added} new, {changed} changed");
    end(write, action, import, merge, &before, &told)?;
    Ok(told)
}

/// The rows by which undo knows the merge, and by which it is remembered.
fn begin(write: &mut Write<'_>, action: i64, files: &str) -> Result<(i64, i64)> {
    let (id, rev, file) = (ImportId(write.new_id()), write.rev(), enter::line(files));
    let sql = "INSERT INTO import (id, rev, device, kind, file, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, KIND, file, write.now])?;
    let import = write.conn.last_insert_rowid();
    write.conn.prepare_cached("UPDATE action SET import = ?2 WHERE n = ?1")?.execute([action, import])?;
    let sql = "INSERT INTO merge (id, at, file, import, added, changed) VALUES (?1, ?2, ?3, ?4, 0, 0)";
    write.conn.prepare_cached(sql)?.execute(params![id, write.now, file, import])?;
    Ok((import, write.conn.last_insert_rowid()))
}

/// Notes which rows were made. A merge that brought nothing leaves no trace.
fn end(
    write: &Write<'_>,
    action: i64,
    import: i64,
    merge: i64,
    before: &BTreeMap<&'static str, i64>,
    told: &Told,
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
    if !conn.query_row(moved, [import, action], |row| row.get::<_, bool>(0))? {
        conn.execute("UPDATE action SET import = NULL WHERE n = ?1", [action])?;
        conn.execute("DELETE FROM merge WHERE n = ?1", [merge])?;
        conn.execute("DELETE FROM import WHERE n = ?1", [import])?;
        return Ok(());
    }
    let (added, changed) = told.sums();
    let counts = params![merge, merge_told::whole(added), merge_told::whole(changed)];
    conn.execute("UPDATE merge SET added = ?2, changed = ?3 WHERE n = ?1", counts)?;
    Ok(())
}

fn last_rows(conn: &Connection) -> Result<BTreeMap<&'static str, i64>> {
    let last = |table: &&'static str| {
        let sql = format!("SELECT coalesce(max(n), 0) FROM \"{table}\"");
        Ok((*table, conn.query_row(&sql, [], |row| row.get(0))?))
    };
    MADE.iter().map(last).collect()
}

fn devices(conn: &Connection) -> Result<HashMap<i64, Uuid>> {
    let ids =
        conn.prepare("SELECT n FROM device")?.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    ids.into_iter().map(|n| Ok((n, chain::device_id(conn, n)?))).collect()
}

impl Merging<'_, '_> {
    fn run(&mut self) -> Result<()> {
        self.map_devices()?;
        for table in TABLES.iter().filter(|shared| matches!(shared.key, Key::Id)).map(|shared| shared.table) {
            self.map_rows(table)?;
        }
        for table in ["call", "review", "promise"] {
            self.map_rows(table)?;
        }
        for shared in TABLES {
            merge_rows::take(self, shared)?;
        }
        merge_log::take(self)?;
        merge_rows::take(self, &PROMISES)
    }

    /// A refusal that names the file.
    pub(super) fn refuse(&self, says: impl std::fmt::Display) -> StoreError {
        StoreError::refused(format!("{}: {says}. Nothing was merged.", self.bundle.name))
    }

    /// What SQLite says while the file is read.
    pub(super) fn odd(&self, error: &rusqlite::Error) -> StoreError {
        odd(&self.bundle.name, error)
    }

    fn map_devices(&mut self) -> Result<()> {
        for (theirs, id) in self.ids("device")? {
            let ours = self.known.iter().find(|(_, known)| **known == id).map(|(n, _)| *n);
            let ours = match ours {
                Some(ours) => ours,
                None => {
                    let sql = "INSERT INTO device (id, rev, hash) VALUES (?1, ?2, zeroblob(32))";
                    let rev = self.write.rev();
                    self.write.conn.prepare_cached(sql)?.execute(params![id.as_bytes(), rev])?;
                    let n = self.write.conn.last_insert_rowid();
                    self.known.insert(n, id);
                    n
                }
            };
            self.devices.insert(theirs, (ours, id));
        }
        Ok(())
    }

    /// Finds our row of each of theirs; those we do not have get the numbers after our last.
    fn map_rows(&mut self, table: &'static str) -> Result<()> {
        let conn = self.write.conn;
        let mut next: i64 =
            conn.query_row(&format!("SELECT coalesce(max(n), 0) FROM \"{table}\""), [], |row| row.get(0))?;
        let (mut map, mut fresh) = (HashMap::new(), HashMap::new());
        let sql = format!("SELECT n FROM \"{table}\" WHERE id = ?1");
        let mut statement = conn.prepare_cached(&sql)?;
        for (theirs, id) in self.ids(table)? {
            let known: Option<i64> = statement.query_map([id.as_bytes()], |row| row.get(0))?.next().transpose()?;
            let ours = known.or_else(|| fresh.get(&id).copied()).unwrap_or_else(|| {
                next += 1;
                fresh.insert(id, next);
                next
            });
            map.insert(theirs, ours);
        }
        self.maps.insert(table, map);
        Ok(())
    }

    fn ids(&self, table: &str) -> Result<Vec<(i64, Uuid)>> {
        let sql = format!("SELECT n, id FROM \"{table}\" ORDER BY n");
        let mut statement = self.bundle.conn.prepare(&sql).map_err(|error| self.odd(&error))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?)));
        let rows = rows.and_then(Iterator::collect::<rusqlite::Result<Vec<(i64, Vec<u8>)>>>);
        let rows = rows.map_err(|error| self.odd(&error))?;
        let read = |(n, id): (i64, Vec<u8>)| {
            let id = Uuid::from_slice(&id).ok().filter(|id| !id.is_nil());
            id.map(|id| (n, id)).ok_or_else(|| self.refuse(format!("row {n} of \"{table}\" has no id")))
        };
        rows.into_iter().map(read).collect()
    }

    /// Our row of one of theirs.
    pub(super) fn ours(&self, table: &str, theirs: i64) -> Option<i64> {
        self.maps.get(table)?.get(&theirs).copied()
    }

    /// A stamp of theirs as ours, and whether it can be: not from far ahead, and not from this book unless we know it.
    pub(super) fn stamp(&self, rev: i64, device: i64, table: &str) -> Result<(Stamp, i64)> {
        let Some((ours, id)) = self.devices.get(&device).copied() else {
            return Err(self.refuse(format!("a row of \"{table}\" names a device that the file does not have")));
        };
        if rev <= 0 || rev > self.limit {
            return Err(self.refuse(format!(
                "a row of \"{table}\" was written on {} by the clock of its machine. Set that clock right and share again",
                merge_told::moment(rev)
            )));
        }
        if ours == self.write.device && rev > self.own_rev {
            return Err(self.copied());
        }
        Ok((Stamp { rev, device: id }, ours))
    }

    /// Somebody works in a copy of this book.
    pub(super) fn copied(&self) -> StoreError {
        self.refuse(
            "it says that this very book wrote rows which are not in here: somebody works in a copy of your file, or you \
            work in an old backup. Let them start with an empty book and merge yours into it; a copied file cannot be \
            told apart from yours",
        )
    }
}
