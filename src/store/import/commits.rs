//! Splits a long import into many commits, so that other windows can write meanwhile.
//!
//! After each commit the imported rows are indexed, ranked and searchable. `import.running` and the action's state mark
//! the import as unfinished; undo does not see it until its end, and `rollback` removes an import that never ends.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use super::ImportSession;
use super::session::{DOING, import_is_over};
use crate::store::book::write::Transaction;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::derive;
use crate::store::error::Result;
use crate::store::tables::triggers;

/// Milliseconds for which a part of an import holds the write lock before it commits.
const PART: i64 = 400;
/// Pause between two commits, in which other windows can take the write lock; longer than the interval at which they
/// retry.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(10);

/// State of an action that is still running.
pub(crate) const RUNNING: i64 = 3;

/// A part of an import, between two commits.
#[derive(Debug, Default)]
pub(super) struct ImportPart {
    /// When the part began, in milliseconds.
    began: i64,
    /// Last row number of each table before the part.
    pub(super) before: BTreeMap<&'static str, i64>,
    /// Accounts that existed before the part and changed, or that it created and changed again.
    pub(super) changed: BTreeSet<i64>,
    /// Triggers created in this part, each with its day; indexed in the order of the days at the end of the part.
    pub(super) made_triggers: Vec<(i64, i64)>,
}

impl<'a> ImportSession<'a> {
    /// Commits and continues in a new transaction after 400 ms, so that other connections can write. A short import
    /// stays one commit.
    ///
    /// # Errors
    /// When the book cannot be written; then the import has failed and nothing of it stays.
    pub fn maybe_commit(&mut self) -> Result<()> {
        if self.millis() - self.part.began < PART { Ok(()) } else { self.commit_part() }
    }

    /// Commits what there is, so that nobody who writes waits for the next rows.
    ///
    /// # Errors
    /// As [`ImportSession::maybe_commit`].
    pub fn commit_part(&mut self) -> Result<()> {
        if self.lock.is_none() || self.write.is_none() {
            return Ok(());
        }
        self.hand_round().map_err(|error| error.during(DOING, &self.path))
    }

    /// Returns the milliseconds since 1970 by the book's clock.
    pub fn millis(&self) -> i64 {
        self.pen.clock.now().millis()
    }

    /// Returns the milliseconds since an earlier reading of the same clock.
    pub fn millis_since(&self, earlier: i64) -> u64 {
        u64::try_from(self.millis() - earlier).unwrap_or(0)
    }

    fn hand_round(&mut self) -> Result<()> {
        let mut write = self.settle_part()?;
        if !self.in_parts {
            let sql = "UPDATE action SET state = ?2 WHERE n = ?1";
            self.pen.conn.prepare_cached(sql)?.execute([self.action, RUNNING])?;
            self.pen.conn.prepare_cached("UPDATE import SET running = 1 WHERE n = ?1")?.execute([self.import])?;
        }
        write.leave_open();
        write.commit()?;
        self.in_parts = true;
        std::thread::sleep(PAUSE);
        Ok(())
    }

    /// Takes the write lock again for the next row, if it was released.
    pub(in crate::store) fn go_on(&mut self) -> Result<()> {
        if self.write.is_some() || !self.in_parts {
            return Ok(());
        }
        let mut write = self.pen.begin()?;
        write.go_on(self.action);
        write.label.clone_from(&self.label);
        self.write = Some(write);
        self.begin_part()
    }

    /// Returns the last row number of a table before this part.
    pub(in crate::store) fn last_before(&self, table: &str) -> i64 {
        self.part.before.get(table).copied().unwrap_or(0)
    }

    /// Notes the last row number of each table at the start of a part.
    pub(in crate::store) fn begin_part(&mut self) -> Result<()> {
        let last = catalog::made().map(|table| Ok((table.name, last_row(self.pen.conn, table.name)?)));
        self.part.before = last.collect::<Result<_>>()?;
        self.part.began = self.pen.clock.now().millis();
        Ok(())
    }

    /// Records which rows this part created and indexes them.
    pub(in crate::store) fn settle_part(&mut self) -> Result<Transaction<'a>> {
        let mut write = self.write.take().ok_or_else(import_is_over)?;
        for (table, before) in &self.part.before {
            let last = last_row(self.pen.conn, table)?;
            if last > *before {
                self.note_span(table, *before, last)?;
            }
        }
        write.stop_recording();
        derive::index_new_accounts(&mut write, self.last_before("account"))?;
        self.part.made_triggers.sort_unstable();
        for (_, n) in std::mem::take(&mut self.part.made_triggers) {
            triggers::refresh(&mut write, n)?;
        }
        for account in std::mem::take(&mut self.part.changed) {
            write.touch(account);
        }
        Ok(write)
    }

    /// Records the rows after `before` up to `last` as a range; extends the previous part's range if no other rows came
    /// between.
    fn note_span(&self, table: &str, before: i64, last: i64) -> Result<()> {
        let values = params![self.import, table, before, last];
        let longer = "UPDATE import_row SET last = ?4 WHERE import = ?1 AND tbl = ?2 AND last = ?3";
        if self.pen.conn.prepare_cached(longer)?.execute(values)? == 0 {
            let sql = "INSERT INTO import_row (import, tbl, first, last) VALUES (?1, ?2, ?3 + 1, ?4)";
            self.pen.conn.prepare_cached(sql)?.execute(values)?;
        }
        Ok(())
    }

    /// Commits the last part and closes the action; from here on undo sees the import.
    pub(in crate::store) fn keep(&mut self) -> Result<()> {
        self.go_on()?;
        let mut write = self.settle_part()?;
        let made = "SELECT EXISTS (SELECT 1 FROM import_row WHERE import = ?1)";
        if !self.pen.conn.prepare_cached(made)?.query_row([self.import], only_value::<bool>)? {
            // Then what it changed, if that is anything, is all there is to undo.
            self.pen
                .conn
                .prepare_cached("UPDATE action SET import = NULL WHERE import = ?1")?
                .execute([self.import])?;
        }
        if self.in_parts {
            // What others did meanwhile lies before it now: undo takes the import back first.
            let sql = "UPDATE action SET state = 0, rev = ?2 WHERE n = ?1";
            self.pen.conn.prepare_cached(sql)?.execute([self.action, write.rev()])?;
            self.pen.conn.prepare_cached("UPDATE import SET running = 0 WHERE n = ?1")?.execute([self.import])?;
        }
        write.commit()?;
        self.in_parts = false;
        *self.ranking = None;
        Ok(())
    }
}

/// Returns the largest row number of a table, 0 if it is empty.
pub(crate) fn last_row(conn: &Connection, table: &str) -> Result<i64> {
    let sql = format!("SELECT coalesce(max(n), 0) FROM \"{table}\"");
    Ok(conn.prepare_cached(&sql)?.query_row([], only_value)?)
}
