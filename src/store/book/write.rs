//! A write transaction: takes the write lock at its start, stamps every row, and recomputes derived values before the
//! commit.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::journal_target::JournalTarget;
use super::monthly_totals::TallyChanges;
use super::{journal, settings};
use crate::clock::Clock;
use crate::domain::account::profile::Profile;
use crate::store::convert::day_number;
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::{Mode, Rules, Store, reserve};

/// Changes to the full-text index of accounts: `gone` are index row numbers to delete, `come` are pairs of an index row
/// number and the account to insert under it.
#[derive(Debug, Default)]
pub(crate) struct SearchMoves {
    pub(crate) gone: Vec<i64>,
    pub(crate) come: Vec<(i64, i64)>,
}

/// Recomputes the derived values of everything a write touched; returns the accounts it looked at. Passed in as a
/// function because this folder does not know what derives from a row.
pub(crate) type Settle = fn(&mut Transaction<'_>) -> Result<BTreeSet<i64>>;

/// What a write transaction needs: connection, clock, rules, journal and the function that recomputes derived values.
#[derive(Clone, Copy)]
pub(crate) struct WriteContext<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) rules: &'a Rules,
    pub(crate) recording: &'a JournalTarget,
    pub(crate) settle: Settle,
}

/// A write transaction. Dropped without [`Transaction::commit`], it is rolled back.
pub(crate) struct Transaction<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) rules: &'a Rules,
    recording: &'a JournalTarget,
    settle: Settle,
    /// Row number of the device that writes.
    pub(crate) device: i64,
    /// Time at the start of the transaction, in milliseconds since 1970.
    pub(crate) now: i64,
    /// Day number of today in the writer's time zone.
    pub(crate) today: i64,
    /// Label of the undo entry; empty for writes that are no user action.
    pub(crate) label: String,
    action: i64,
    rev: i64,
    profile: Option<Arc<Profile>>,
    touched: BTreeSet<i64>,
    in_batch: bool,
    called: BTreeSet<i64>,
    renamed: BTreeSet<i64>,
    /// Accounts whose entries in the full-text index move.
    pub(crate) moves: SearchMoves,
    /// Pending changes of the monthly totals.
    pub(crate) tallies: TallyChanges,
    finished: bool,
}

impl<'a> WriteContext<'a> {
    /// Begins with `BEGIN IMMEDIATE`: two deferred transactions that both upgrade to write fail with `SQLITE_BUSY`.
    pub(in crate::store) fn begin(self) -> Result<Transaction<'a>> {
        let WriteContext { conn, clock, rules, recording, settle } = self;
        // Inside a batch the pen is held already; this write can still fail alone.
        let in_batch = !conn.is_autocommit();
        conn.prepare_cached(if in_batch { "SAVEPOINT one" } else { "BEGIN IMMEDIATE" })?.execute([])?;
        let mut write = Transaction {
            conn,
            clock,
            rules,
            recording,
            settle,
            device: 0,
            now: 0,
            today: 0,
            label: String::new(),
            action: 0,
            rev: 0,
            profile: None,
            touched: BTreeSet::new(),
            in_batch,
            called: BTreeSet::new(),
            renamed: BTreeSet::new(),
            moves: SearchMoves::default(),
            tallies: TallyChanges::default(),
            finished: false,
        };
        // Once there is something to drop: a panic on the way must end the transaction, or later writes would stay in it.
        let moment = clock.now();
        (write.now, write.today) = (moment.millis(), day_number(moment.date()));
        // Read behind the lock: another window may have written since this one last looked.
        let state = "SELECT rev, device FROM book";
        (write.rev, write.device) =
            conn.prepare_cached(state)?.query_row([], |row| Ok((row.get("rev")?, row.get("device")?)))?;
        Ok(write)
    }
}

impl Transaction<'_> {
    /// Opens an undo entry; every later change is recorded under it, and inserted rows too if `inserts` is set.
    pub(in crate::store) fn record(&mut self, inserts: bool) -> Result<i64> {
        let rev = self.rev();
        let sql = "INSERT INTO action (rev, device, at, label) VALUES (?1, ?2, ?3, '')";
        self.conn.prepare_cached(sql)?.execute(params![rev, self.device, self.now])?;
        self.action = self.conn.last_insert_rowid();
        self.recording.set(self.action, inserts);
        Ok(self.action)
    }

    /// Records later changes under an undo entry that is already open. Inserted rows are not recorded.
    pub(in crate::store) fn go_on(&mut self, action: i64) {
        self.action = action;
        self.recording.set(action, false);
    }

    /// Keeps the undo entry open at the commit, so that the action continues in another transaction.
    pub(in crate::store) fn leave_open(&mut self) {
        self.action = 0;
    }

    /// Stops recording: the changes that follow are derived values, or made by undo itself.
    pub(in crate::store) fn stop_recording(&self) {
        self.recording.set(0, false);
    }

    /// Returns the next revision: larger than every other in the file, even if the clock went back.
    pub(in crate::store) fn rev(&mut self) -> i64 {
        self.rev = (self.rev + 1).max(self.now << 16);
        self.rev
    }

    /// Has the next revisions count on from this one; larger ones must be gone from the file.
    pub(in crate::store) fn count_on_from(&mut self, rev: i64) {
        self.rev = rev;
    }

    /// Takes note of a revision written elsewhere, so that the next revision is larger.
    pub(in crate::store) fn see(&mut self, rev: i64) {
        self.rev = self.rev.max(rev);
    }

    /// Returns a new id.
    pub(in crate::store) fn new_id(&self) -> Uuid {
        self.clock.new_id()
    }

    /// Marks an account so that its derived values are recomputed before the commit.
    pub(in crate::store) fn touch(&mut self, account: i64) {
        self.touched.insert(account);
    }

    /// Marks an account whose calls changed, so that the day of its last call is recomputed before the commit.
    pub(in crate::store) fn called(&mut self, account: i64) {
        self.called.insert(account);
    }

    /// Marks an account whose name changed, so that its calls are found by the new name after the commit.
    pub(in crate::store) fn renamed(&mut self, account: i64) {
        self.renamed.insert(account);
    }

    /// Returns the accounts marked as touched and clears the list.
    pub(in crate::store) fn take_touched(&mut self) -> BTreeSet<i64> {
        std::mem::take(&mut self.touched)
    }

    /// Returns the accounts whose calls changed and clears the list.
    pub(in crate::store) fn take_called(&mut self) -> BTreeSet<i64> {
        std::mem::take(&mut self.called)
    }

    /// Returns the renamed accounts and clears the list.
    pub(in crate::store) fn take_renamed(&mut self) -> BTreeSet<i64> {
        std::mem::take(&mut self.renamed)
    }

    /// Returns the profile, read from the book once for each transaction.
    pub(in crate::store) fn profile(&mut self) -> Result<Arc<Profile>> {
        if let Some(known) = &self.profile {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(settings::profile(self.conn)?);
        self.profile = Some(Arc::clone(&read));
        Ok(read)
    }

    /// Drops the cached profile, so that it is read again.
    pub(in crate::store) fn profile_changed(&mut self) {
        self.profile = None;
    }

    /// Recomputes derived values, closes the undo entry and commits. Returns the accounts touched.
    pub(in crate::store) fn commit(mut self) -> Result<BTreeSet<i64>> {
        // The order counts. What is derived is not written down for undo: it follows from the rows that undo puts back.
        // Settling counts calls in and out, so the rollups are written behind it.
        self.stop_recording();
        let touched = (self.settle)(&mut self)?;
        self.tallies.write(self.conn)?;
        if self.action != 0 {
            journal::close(self.conn, self.action, &self.label)?;
        }
        self.conn.prepare_cached("UPDATE book SET rev = ?1")?.execute([self.rev])?;
        self.conn.prepare_cached(if self.in_batch { "RELEASE one" } else { "COMMIT" })?.execute([])?;
        self.finished = true;
        Ok(touched)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // A write that failed must not leave its action to the next one: the journal asks this, not the transaction.
        self.recording.set(0, false);
        if !self.finished && !self.conn.is_autocommit() {
            // Nothing better can be done about a rollback that fails: SQLite rolls back on the next open.
            let back = if self.in_batch { "ROLLBACK TO one; RELEASE one" } else { "ROLLBACK" };
            self.conn.execute_batch(back).unwrap_or_default();
        }
    }
}

impl Store {
    /// Returns what a write transaction on this store needs.
    pub(in crate::store) fn write_context(&self) -> WriteContext<'_> {
        let Store { conn, clock, rules, recording, settle, .. } = self;
        WriteContext { conn, clock: clock.as_ref(), rules, recording, settle: *settle }
    }

    /// Runs a write that undo does not cover, such as drafts and screen settings.
    pub(in crate::store) fn write<T>(
        &mut self,
        doing: &str,
        run: impl FnOnce(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.transact(doing, |write| run(write))
    }

    /// Runs a user action as one undo entry; `run` sets the label.
    pub(in crate::store) fn action<T>(
        &mut self,
        doing: &str,
        run: impl FnOnce(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.transact(doing, |write| {
            write.record(true)?;
            run(write)
        })
    }

    /// Runs `run` in a write transaction and commits it.
    pub(in crate::store) fn transact<T>(
        &mut self,
        doing: &str,
        run: impl FnOnce(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        self.may_write(doing)?;
        let path = self.path.clone();
        let work = || {
            let mut write = self.write_context().begin()?;
            let value = run(&mut write)?;
            Ok((value, write.commit()?))
        };
        let (value, touched) = work().map_err(|error: StoreError| {
            if error.kind == ErrorKind::Full {
                // For what comes next: it may be smaller.
                reserve::give(&path);
            }
            error.during(doing, &path)
        })?;
        self.written(&touched);
        Ok(value)
    }

    /// Fails on a book that is open read-only; sets up the journal before the first write.
    pub(in crate::store) fn may_write(&mut self, doing: &str) -> Result<()> {
        if let Mode::ReadOnly(why) = &self.mode {
            let kind = if why == reserve::FULL { ErrorKind::Full } else { ErrorKind::ReadOnly };
            return Err(StoreError::new(kind, doing, &self.path, ""));
        }
        reserve::give_before_a_save(&self.path);
        if !self.journaling {
            let set_up = journal::set_up(&self.conn, &self.recording);
            set_up.map_err(|error| error.during(doing, Path::new(&self.path)))?;
            self.journaling = true;
        }
        Ok(())
    }

    /// Updates what this store caches after its own write.
    pub(in crate::store) fn written(&mut self, touched: &BTreeSet<i64>) {
        self.ranking = self.ranking.take().and_then(|ranking| ranking.forget(touched));
    }
}
