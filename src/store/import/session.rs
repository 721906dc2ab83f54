//! An import session: begun for one file, then finished or abandoned.

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
use crate::store::erasures::{ErasedNames, Erasures};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::matching::row_set::RowSet;
use crate::store::{Store, reserve, sanitize};

pub(super) const DOING: &str = "importing";
/// Pragma that keeps index pages in memory while a file is imported.
const WIDE: &str = "PRAGMA cache_size = -98304";
const USUAL: &str = "PRAGMA cache_size = -4000; PRAGMA shrink_memory";

/// A running import. Dropped before [`ImportSession::finish`], it leaves nothing behind.
pub struct ImportSession<'a> {
    pub(super) pen: WriteContext<'a>,
    pub(super) write: Option<Transaction<'a>>,
    pub(super) ranking: &'a mut Option<Ranking>,
    pub(super) path: PathBuf,
    pub(super) label: String,
    /// Name of the file, without its folder.
    pub(super) list: String,
    dry_run: bool,
    pub(super) import: i64,
    pub(super) action: i64,
    id: ImportId,
    /// The import lock; `None` for an import that is one commit in any case, such as a dry run.
    pub(super) lock: Option<ImportLock>,
    /// True once a part of the import was committed.
    pub(super) in_parts: bool,
    /// The part that is running.
    pub(super) part: ImportPart,
    pub(super) noted: ImportNotes,
    /// Accounts and people that earlier rows of this file matched.
    pub(super) accounts_seen: RowSet,
    pub(super) people_seen: RowSet,
    /// Finder for watch words, built on first use.
    pub(super) watcher: Option<WatchWordFinder>,
    pub(super) home: Option<String>,
    /// The same, where it is another one than the book's: nothing else of the book would say it of these numbers.
    pub(super) abroad: Option<String>,
    /// Who was erased, and does not come in again.
    pub(super) erasures: Erasures,
    /// Their names, which are taken out of texts about others.
    pub(super) erased_names: ErasedNames,
}

impl Store {
    /// Begins an import. With `dry_run` it does the same work and rolls everything back at the end.
    ///
    /// # Errors
    /// When the book cannot be written.
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
            Ok((write, import, action, id, (Erasures::read(conn)?, ErasedNames::read(conn)?)))
        };
        let (write, import, action, id, (erasures, erased_names)) =
            begin().map_err(|error| error.during(DOING, &path))?;
        let mut importing = ImportSession {
            pen,
            label: write.label.clone(),
            list: sanitize::line(&Path::new(file).file_name().unwrap_or_default().to_string_lossy()),
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
            abroad: None,
            erasures,
            erased_names,
        };
        importing.begin_part()?;
        Ok(importing)
    }
}

/// Takes the import lock of a book that other windows may have open; `None` if no lock is needed.
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
    /// Sets the country (ISO code) whose telephone numbers this file writes without a country code.
    pub fn set_home(&mut self, country: &str) {
        self.abroad = Some(country.to_owned()).filter(|said| self.home.as_ref() != Some(said));
        self.home = Some(country.to_owned());
    }

    /// Commits everything and returns the import's id; rolls a dry run back and returns `None`.
    ///
    /// # Errors
    /// When the book cannot be written; then nothing was kept.
    pub fn finish(mut self) -> Result<Option<ImportId>> {
        if self.dry_run {
            return Ok(None);
        }
        let kept = self.keep().map_err(|error| error.during(DOING, &self.path));
        kept.map(|()| Some(self.id))
    }

    /// Abandons the import and leaves the book as it was.
    ///
    /// # Errors
    /// None at present; a rollback that fails is completed when the book is next opened.
    pub fn abandon(self) -> Result<()> {
        drop(self);
        Ok(())
    }

    pub(super) fn write(&mut self) -> Result<&mut Transaction<'a>> {
        self.write.as_mut().ok_or_else(import_is_over)
    }

    /// Notes the existing accounts that a row touched; accounts created by this import are indexed together at the end
    /// instead.
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
            let done = rollback::take_back(self.pen, self.import);
            if done.is_err_and(|error| error.kind == ErrorKind::Full) && reserve::give(&self.path) {
                rollback::take_back(self.pen, self.import).unwrap_or_default();
            }
        }
        // Only memory is at stake.
        self.pen.conn.execute_batch(USUAL).unwrap_or_default();
    }
}
