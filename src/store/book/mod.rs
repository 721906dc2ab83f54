//! The book as it is open: the connection, how it may be used, one write with its journal, and what a store remembers of
//! the book between two looks.
//!
//! Knows no feature: what follows from a row is settled by a function that whoever opens the book hands over.

mod batch;
pub(super) mod bulk_insert;
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
use crate::clock::Clock;
use crate::domain::account::calling_hours::HourTable;
use crate::domain::account::phone_region::Dialling;
use crate::domain::check::Playbook;
use crate::domain::ids::RepId;
use crate::domain::trigger::kind::Kinds;
use journal_target::JournalTarget;
use ranking::Ranking;
use write::Settle;

/// Lists are counted exactly up to here; beyond, "at least".
pub(super) const COUNTED: i64 = 2_000;

/// How the book was opened: for writing, or read only and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Reading and writing.
    Writable,
    /// Reading only, and why.
    ReadOnly(String),
}

/// Result of an undo or redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoResult {
    /// What was undone: "logged a call with Ane Lund".
    pub label: String,
    /// Why it was not.
    pub refused: Option<String>,
}

/// Result of logging a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogResult {
    /// The call was in the book already.
    pub already: bool,
    /// Something for the rep: "2 of your last 3 new leader calls were well spent".
    pub line: Option<String>,
    /// Of an amendment: fields, in words, that were amended elsewhere too while its form was open.
    pub replaced: Vec<&'static str>,
}

/// The rules that stored values are ranked and checked by. The built-in ones are read when first asked for, so that a
/// start does not pay for them.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The team's trigger kinds over the built-in ones, where there are any.
    pub kinds: Option<Kinds>,
    /// The team's playbook over the built-in one, where there is any.
    pub playbook: Option<Playbook>,
    /// The team's calling hours over the built-in ones, where there are any.
    pub hours: Option<HourTable>,
}

impl Rules {
    /// Trigger kinds.
    pub fn kinds(&self) -> &Kinds {
        self.kinds.as_ref().unwrap_or_else(|| Kinds::builtin())
    }

    /// What an opener is checked against.
    pub fn playbook(&self) -> &Playbook {
        self.playbook.as_ref().unwrap_or_else(|| Playbook::builtin())
    }

    /// When people may be called.
    pub fn hours(&self) -> &HourTable {
        self.hours.as_ref().unwrap_or_else(|| HourTable::builtin())
    }
}

/// The book, open.
pub struct Store {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) mode: Mode,
    pub(super) rules: Rules,
    pub(super) zone: Option<chrono_tz::Tz>,
    pub(super) week: Option<u32>,
    /// ISO code of the country whose numbers are written here without it.
    pub(super) home: Option<String>,
    pub(super) acting: Option<RepId>,
    pub(super) recording: Arc<JournalTarget>,
    pub(super) settle: Settle,
    pub(super) journaling: bool,
    pub(super) ranking: Option<Ranking>,
}

impl Store {
    /// A store over an open connection; `settle` is what its writes end with.
    pub(super) fn over(conn: Connection, path: &Path, clock: Arc<dyn Clock>, mode: Mode, settle: Settle) -> Store {
        Store {
            conn,
            path: path.to_owned(),
            clock,
            mode,
            rules: Rules::default(),
            zone: None,
            week: None,
            home: None,
            acting: None,
            recording: Arc::default(),
            settle,
            journaling: false,
            ranking: None,
        }
    }

    /// How the book was opened: for writing, or read only and why.
    pub fn mode(&self) -> &Mode {
        &self.mode
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rules that stored values are ranked and checked by.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Puts the team's kinds and playbook in the place of the built-in ones.
    pub fn set_rules(&mut self, rules: Rules) {
        self.rules = rules;
        self.ranking = None;
    }

    /// The zone taken for people of whom none is known.
    pub fn set_zone(&mut self, zone: Option<chrono_tz::Tz>) {
        self.zone = zone;
        if self.home.is_none() {
            self.home = zone.and_then(|zone| Dialling::builtin().home_of(zone)).map(str::to_owned);
        }
    }

    /// The country, by its ISO code, whose telephone numbers are written in this book without it.
    pub fn set_home(&mut self, country: Option<String>) {
        self.home = country;
    }

    /// That country.
    pub fn home(&self) -> Option<&str> {
        self.home.as_deref()
    }

    /// How far the writer's clock is from UTC.
    pub fn here(&self) -> chrono::FixedOffset {
        *self.clock.now().0.offset()
    }

    /// Milliseconds since 1970, by the book's clock: what long jobs are timed with.
    pub fn millis(&self) -> i64 {
        self.clock.now().millis()
    }

    /// A number that changes when another connection writes; this store's own writes leave it as it is.
    ///
    /// # Errors
    /// As every read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], only_value)?)
    }
}
