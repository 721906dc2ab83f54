//! One file on its way into the book: begun, and kept or left at the end.

use std::path::{Path, PathBuf};

use rusqlite::params;

use super::commits::ImportPart;
use super::lock::{ImportLock, is_shared};
use super::notes::ImportNotes;
use super::rollback;
use crate::domain::ids::ImportId;
use crate::domain::query::ImportKind;
use crate::domain::trigger::watch_words::WatchWordFinder;
use crate::store::book::ranking::Ranking;
use crate::store::book::write::{Transaction, WriteContext};
use crate::store::error::{Result, StoreError};
use crate::store::matching::row_set::RowSet;
use crate::store::{Store, sanitize};

pub(super) const DOING: &str = "importing";
/// While a file runs, pages of its indexes stay in memory.
const WIDE: &str = "PRAGMA cache_size = -98304";
const USUAL: &str = "PRAGMA cache_size = -4000; PRAGMA shrink_memory";

/// An import under way. Dropped before [`ImportSession::finish`], it leaves nothing behind.
pub struct ImportSession<'a> {
    pub(super) pen: WriteContext<'a>,
    pub(super) write: Option<Transaction<'a>>,
    pub(super) ranking: &'a mut Option<Ranking>,
    pub(super) path: PathBuf,
    pub(super) label: String,
    dry_run: bool,
    pub(super) import: i64,
    pub(super) action: i64,
    id: ImportId,
    /// The right to import; nobody else can want it where the import is one commit in any case.
    pub(super) lock: Option<ImportLock>,
    /// Parts of it are in the book.
    pub(super) in_parts: bool,
    /// The part that is under way.
    pub(super) part: ImportPart,
    pub(super) noted: ImportNotes,
    /// Accounts and people that a row of this file was about.
    pub(super) accounts_seen: RowSet,
    pub(super) people_seen: RowSet,
    /// Read when first needed.
    pub(super) watcher: Option<WatchWordFinder>,
    pub(super) home: Option<String>,
}

impl Store {
    /// Begins one import. With `dry_run` it is the real import, rolled back at the end.
    ///
    /// # Errors
    /// As every write.
    pub fn begin_import(&mut self, kind: ImportKind, file: &str, dry_run: bool) -> Result<ImportSession<'_>> {
        self.may_write(DOING)?;
        let path = self.path.clone();
        let lock = take_lock(&path, dry_run).map_err(|error| error.during(DOING, &path))?;
        let Store { conn, clock, rules, recording, settle, ranking, home, .. } = self;
        let pen = WriteContext { conn: &*conn, clock: &**clock, rules: &*rules, recording, settle: *settle };
        let conn = pen.conn;
        let begin = || -> Result<_> {
            conn.execute_batch(WIDE)?;
            let mut write = pen.begin()?;
            let action = write.record(false)?;
            let (what, file) = (kind_key(kind), sanitize::line(file));
            write.label = format!("imported {what} from {file}");
            let (id, rev) = (ImportId(write.new_id()), write.rev());
            let sql = "INSERT INTO import (id, rev, device, kind, file, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            conn.prepare_cached(sql)?.execute(params![id, rev, write.device, what, file, write.now])?;
            let import = conn.last_insert_rowid();
            conn.prepare_cached("UPDATE action SET import = ?2 WHERE n = ?1")?.execute([action, import])?;
            Ok((write, import, action, id))
        };
        let (write, import, action, id) = begin().map_err(|error| error.during(DOING, &path))?;
        let mut importing = ImportSession {
            pen,
            label: write.label.clone(),
            write: Some(write),
            ranking,
            path,
            dry_run,
            import,
            action,
            id,
            lock,
            in_parts: false,
            part: ImportPart::default(),
            noted: ImportNotes::default(),
            accounts_seen: RowSet::default(),
            people_seen: RowSet::default(),
            watcher: None,
            home: home.clone(),
        };
        importing.begin_part()?;
        Ok(importing)
    }
}

/// The right to import into a book that others may have open.
fn take_lock(path: &Path, dry_run: bool) -> Result<Option<ImportLock>> {
    if dry_run || !is_shared(path) {
        return Ok(None);
    }
    let taken = ImportLock::take(path)?;
    taken.map(Some).ok_or_else(|| StoreError::refused("another window is importing a file: wait until it is done"))
}

fn kind_key(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Accounts => "accounts",
        ImportKind::Contacts => "contacts",
        ImportKind::Triggers => "triggers",
        ImportKind::DoNotCall => "a do-not-call list",
        ImportKind::Calls => "calls",
        ImportKind::Invites => "invitations",
    }
}

impl<'a> ImportSession<'a> {
    /// The country, by its ISO code, whose telephone numbers this file writes without it.
    pub fn set_home(&mut self, country: &str) {
        self.home = Some(country.to_owned());
    }

    /// Commits everything, or rolls it back if it was a dry run.
    ///
    /// # Errors
    /// As every write; then nothing was kept.
    pub fn finish(mut self) -> Result<Option<ImportId>> {
        if self.dry_run {
            return Ok(None);
        }
        let kept = self.keep().map_err(|error| error.during(DOING, &self.path));
        kept.map(|()| Some(self.id))
    }

    /// Leaves the book as it was.
    ///
    /// # Errors
    /// None today; a rollback that fails is made good by the next open.
    pub fn abandon(self) -> Result<()> {
        drop(self);
        Ok(())
    }

    pub(super) fn write(&mut self) -> Result<&mut Transaction<'a>> {
        self.write.as_mut().ok_or_else(import_is_over)
    }

    /// Accounts made here are indexed together at the end; only others are settled one by one.
    pub(super) fn settle_touched(&mut self) {
        let first_new = self.last_before("account");
        if let Some(write) = &mut self.write {
            let touched = write.take_touched();
            self.part.changed.extend(touched.into_iter().filter(|account| *account <= first_new));
        }
    }
}

pub(super) fn import_is_over() -> StoreError {
    StoreError::refused("This import is over.")
}

impl Drop for ImportSession<'_> {
    fn drop(&mut self) {
        drop(self.write.take());
        if self.in_parts {
            // What cannot be taken back now, for want of space, the next opening takes back.
            rollback::take_back(self.pen, self.import).unwrap_or_default();
        }
        // Only memory is at stake.
        self.pen.conn.execute_batch(USUAL).unwrap_or_default();
    }
}
