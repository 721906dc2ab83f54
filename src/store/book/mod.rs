//! The open book: its connection and mode, write transactions with their journal, and what a store caches between two
//! reads.
//!
//! Knows no feature: values derived from a row are recomputed by a function that is passed in when the book is opened.

mod batch;
pub(super) mod bulk_insert;
pub(super) mod emptied;
pub(super) mod journal;
pub(super) mod journal_target;
pub(super) mod monthly_totals;
pub(super) mod packed_score;
pub(super) mod ranking;
pub(super) mod settings;
pub(super) mod trigger_score;
pub(super) mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

use super::cells::only_value;
use super::error::Result;
use super::reserve;
use super::seal::Sealing;
use crate::clock::Clock;
use crate::domain::account::calling_hours::HourTable;
use crate::domain::account::calling_hours::line::CallsTo;
use crate::domain::account::phone_region::{BookPlace, Dialling};
use crate::domain::call::Call;
use crate::domain::check::Playbook;
use crate::domain::draft::Draft;
use crate::domain::ids::RepId;
use crate::domain::time_zone::Tz;
use crate::domain::trigger::kind::Kinds;
use journal_target::JournalTarget;
use ranking::Ranking;
use write::Settle;

/// Lists are counted exactly up to this many rows; longer ones are shown as "at least".
pub(super) const COUNTED: i64 = 2_000;

/// Whether the book was opened for writing or read-only, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// The book can be read and written.
    Writable,
    /// The book can only be read; the text says why.
    ReadOnly(String),
}

/// Result of an undo or redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoResult {
    /// Label of the action that was undone or redone: "logged a call with Ane Lund".
    pub label: String,
    /// Why the action was not undone or redone; `None` if it was.
    pub refused: Option<String>,
}

/// Result of logging a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogResult {
    /// True if a call with this id was in the book already; nothing was written then.
    pub already: bool,
    /// The call that is in the book, where it says something else than the one that was to be logged.
    pub other: Option<Box<Call>>,
    /// One sentence for the rep, if there is one: "2 of your last 3 new leader calls were well spent".
    pub line: Option<String>,
}

/// The rules by which stored values are ranked and checked. Built-in ones are loaded on first use, so that opening a
/// book does not pay for them.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The team's trigger kinds, on top of the built-in ones; `None` for the built-in ones alone.
    pub kinds: Option<Kinds>,
    /// The team's playbook, on top of the built-in one; `None` for the built-in one alone.
    pub playbook: Option<Playbook>,
    /// The team's calling hours, on top of the built-in ones; `None` for the built-in ones alone.
    pub hours: Option<HourTable>,
    /// Whom this book calls: laws about calls to consumers block in a book that calls them.
    pub calls: CallsTo,
}

impl Rules {
    /// Returns the trigger kinds in force.
    pub fn kinds(&self) -> &Kinds {
        self.kinds.as_ref().unwrap_or_else(|| Kinds::builtin())
    }

    /// Returns the playbook that openers are checked against.
    pub fn playbook(&self) -> &Playbook {
        self.playbook.as_ref().unwrap_or_else(|| Playbook::builtin())
    }

    /// Returns the hours in which people may be called.
    pub fn hours(&self) -> &HourTable {
        self.hours.as_ref().unwrap_or_else(|| HourTable::builtin())
    }
}

/// An open book.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) mode: Mode,
    pub(super) rules: Rules,
    pub(super) zone: Option<Tz>,
    pub(super) week: Option<u32>,
    /// The rep's own company, if the book does not say it.
    pub(super) company: Option<String>,
    /// ISO code of the country whose telephone numbers are written without a country code in this book.
    pub(super) home: Option<String>,
    pub(super) acting: Option<RepId>,
    pub(super) recording: Arc<JournalTarget>,
    pub(super) settle: Settle,
    pub(super) journaling: bool,
    pub(super) ranking: Option<Ranking>,
    /// Drafts that the file could not take.
    pub(super) aside: Vec<Draft>,
}

impl Store {
    /// Makes a store over an open connection; each write calls `settle` before it commits.
    pub(super) fn over(conn: Connection, path: &Path, clock: Arc<dyn Clock>, mode: Mode, settle: Settle) -> Store {
        Store {
            conn,
            path: path.to_owned(),
            clock,
            mode,
            rules: Rules::default(),
            zone: None,
            week: None,
            company: None,
            home: None,
            acting: None,
            recording: Arc::default(),
            settle,
            journaling: false,
            ranking: None,
            aside: Vec::new(),
        }
    }

    /// Returns whether the book was opened for writing or read-only, and why.
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// Makes the reserve for a full disk of a book that can be written, where it has none.
    pub fn keep_reserve(&self) {
        if self.mode == Mode::Writable {
            reserve::keep(&self.path);
        }
    }

    /// Returns true if the book is open for reading alone because its disk was full, and there is room by now.
    pub fn may_write_again(&self) -> bool {
        self.mode == Mode::ReadOnly(reserve::FULL.to_owned()) && reserve::has_room(&self.path)
    }

    /// Returns true if the disk with the book is so full that the next saves may not fit: the reserve is gone.
    pub fn is_short_of_room(&self) -> bool {
        reserve::is_gone_and_needed(&self.path)
    }

    /// Returns true if the book is sealed.
    pub fn is_sealed(&self) -> bool {
        Sealing::read(&self.path).is_ok_and(|sealing| sealing.is_sealed())
    }

    /// Returns the path of the book's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the rules by which stored values are ranked and checked.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Sets the team's kinds, playbook and calling hours and drops the cached ranking.
    pub fn set_rules(&mut self, rules: Rules) {
        self.rules = rules;
        self.ranking = None;
    }

    /// Sets the time zone assumed for people whose zone is unknown; also sets the home country if none is set.
    pub fn set_zone(&mut self, zone: Option<Tz>) {
        self.zone = zone;
        self.ranking = None;
        if self.home.is_none() {
            self.home = zone.and_then(|zone| Dialling::builtin().home_of(zone)).map(str::to_owned);
        }
    }

    /// Sets the country (ISO code) whose telephone numbers are written without a country code in this book.
    pub fn set_home(&mut self, country: Option<String>) {
        self.home = country;
    }

    /// Returns the country (ISO code) whose telephone numbers are written without a country code.
    pub fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    /// Returns where the book is at home.
    pub(in crate::store) fn place(&self) -> BookPlace<'_> {
        BookPlace { zone: self.zone, country: self.home() }
    }

    /// Sets the rep's own company, for a book that does not say it.
    pub fn set_company(&mut self, company: Option<String>) {
        self.company = company;
    }

    /// Returns the offset of the writer's clock from UTC.
    pub fn here(&self) -> chrono::FixedOffset {
        *self.clock.now().0.offset()
    }

    /// Returns the milliseconds since 1970 by the book's clock; long jobs are timed with it.
    pub fn millis(&self) -> i64 {
        self.clock.now().millis()
    }

    /// Returns the version of SQLite that is built in.
    pub fn sqlite() -> &'static str {
        rusqlite::version()
    }

    /// Returns a number that changes when another connection writes; this store's own writes leave it unchanged.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], only_value)?)
    }
}
