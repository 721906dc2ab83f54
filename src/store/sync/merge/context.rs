//! State of a merge: how incoming rows and devices map to stored ones, which stamps are valid, which rows changed.

use std::collections::{BTreeSet, HashMap};

use rusqlite::params;
use uuid::Uuid;

use super::report;
use super::report::MergeReporter;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::{Result, StoreError};
use crate::store::sync::bundle_read::{Bundle, damaged_error};

/// Stamp of a value: the revision and the device that wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    /// Revision of the value.
    pub(crate) rev: i64,
    /// Device that wrote the value.
    pub(crate) device: Uuid,
}

/// Rows that a merge changed; values derived from them are recomputed at the end.
#[derive(Debug, Default)]
pub(crate) struct MergedRows {
    /// Changed accounts; `renamed` are those whose name changed.
    pub(crate) accounts: BTreeSet<i64>,
    pub(crate) renamed: BTreeSet<i64>,
    /// Changed people.
    pub(crate) contacts: BTreeSet<i64>,
    /// Changed triggers, and triggers with changed links.
    pub(crate) triggers: BTreeSet<i64>,
    /// Changed plans.
    pub(crate) plans: BTreeSet<i64>,
    /// Changed places of accounts in campaigns, as (campaign, account).
    pub(crate) members: BTreeSet<(i64, i64)>,
    /// First rows of changed calls.
    pub(crate) roots: BTreeSet<i64>,
    /// Marks of people who were erased came.
    pub(crate) marks: bool,
}

/// State of one merge.
pub(crate) struct MergeContext<'a, 'w> {
    pub(crate) write: &'a mut Transaction<'w>,
    pub(crate) bundle: &'a Bundle,
    pub(crate) action: i64,
    pub(crate) merge: i64,
    /// Our row for each incoming row, by table.
    pub(crate) maps: HashMap<&'static str, HashMap<i64, i64>>,
    /// Our device for each incoming device: row number and id.
    pub(crate) devices: HashMap<i64, (i64, Uuid)>,
    /// Every device that this book knows, by row number.
    pub(crate) known: HashMap<i64, Uuid>,
    /// Our largest revision before the merge, and (`limit`) the largest revision that is accepted.
    pub(crate) own_rev: i64,
    pub(crate) limit: i64,
    pub(crate) moved: &'a mut MergedRows,
    pub(crate) told: &'a mut MergeReporter,
}

impl MergeContext<'_, '_> {
    /// Makes a refusal that names the file.
    pub(in crate::store) fn refuse(&self, says: impl std::fmt::Display) -> StoreError {
        StoreError::refused(format!("{}: {says}. Nothing was merged.", self.bundle.name))
    }

    /// Makes the error for a fault that SQLite reports while reading the file.
    pub(in crate::store) fn odd(&self, error: &rusqlite::Error) -> StoreError {
        damaged_error(&self.bundle.name, error)
    }

    /// Maps every incoming device to one of ours; unknown devices are added.
    pub(in crate::store) fn map_devices(&mut self) -> Result<()> {
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

    /// Maps every incoming row of a table to one of ours; new rows get numbers after our last.
    pub(in crate::store) fn map_rows(&mut self, table: &'static str) -> Result<()> {
        let conn = self.write.conn;
        let mut next: i64 = conn.query_row(&format!("SELECT coalesce(max(n), 0) FROM \"{table}\""), [], only_value)?;
        let (mut map, mut fresh) = (HashMap::new(), HashMap::new());
        let sql = format!("SELECT n FROM \"{table}\" WHERE id = ?1");
        let mut statement = conn.prepare_cached(&sql)?;
        for (theirs, id) in self.ids(table)? {
            let known: Option<i64> = statement.query_map([id.as_bytes()], only_value)?.next().transpose()?;
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
        let rows = statement.query_map([], |row| Ok((row.get("n")?, row.get::<_, Vec<u8>>("id")?)));
        let rows = rows.and_then(Iterator::collect::<rusqlite::Result<Vec<(i64, Vec<u8>)>>>);
        let rows = rows.map_err(|error| self.odd(&error))?;
        let read = |(n, id): (i64, Vec<u8>)| {
            let id = Uuid::from_slice(&id).ok().filter(|id| !id.is_nil());
            id.map(|id| (n, id)).ok_or_else(|| self.refuse(format!("row {n} of \"{table}\" has no id")))
        };
        rows.into_iter().map(read).collect()
    }

    /// Returns our row for an incoming row; `None` if it is not mapped.
    pub(in crate::store) fn our_row(&self, table: &str, theirs: i64) -> Option<i64> {
        self.maps.get(table)?.get(&theirs).copied()
    }

    /// Maps an incoming stamp to ours. An error if it is far ahead of our clock, or claims to be from this book but is
    /// unknown here.
    pub(in crate::store) fn stamp(&self, rev: i64, device: i64, table: &str) -> Result<(Stamp, i64)> {
        let Some((ours, id)) = self.devices.get(&device).copied() else {
            return Err(self.refuse(format!("a row of \"{table}\" names a device that the file does not have")));
        };
        if rev <= 0 || rev > self.limit {
            return Err(self.refuse(format!(
                "a row of \"{table}\" was written on {} by the clock of its machine. Set that clock right, run `whynow doctor --mend` there, and share again",
                report::moment(rev)
            )));
        }
        if ours == self.write.device && rev > self.own_rev {
            return Err(self.copied());
        }
        Ok((Stamp { rev, device: id }, ours))
    }

    /// Makes the refusal for when somebody works in a copy of this book.
    pub(in crate::store) fn copied(&self) -> StoreError {
        self.refuse(
            "it says that this very book wrote rows which are not in here: somebody works in a copy of your file, or you \
            work in an old backup. Let them start with an empty book and merge yours into it; a copied file cannot be \
            told apart from yours",
        )
    }
}
