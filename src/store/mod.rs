//! One SQLite file, "the book": domain values in, domain values out; all SQL lives here.
//!
//! This folder knows no screen, no file format and no rule of a good call: rules come from `domain`, and what it derives
//! for sorting is computed by them. [`Store`] is for one thread; another window opens its own.
//!
//! | file | what it does |
//! |---|---|
//! | `open`, `schema` | opening, versions, the tables |
//! | `write`, `journal`, `chain` | one write; undo and redo; the chain over calls and reviews |
//! | `enter`, `convert` | what may enter; domain values as SQLite stores them |
//! | `accounts` … `settings` | one file a thing: SQL beside the function that uses it |
//! | `links`, `touch`, `ranking`, `refresh`, `search` | what ranks, sorts and is found |
//! | `imports`, `matching` | a file's rows and the book's |

mod accounts;
mod batch;
mod call_log;
mod calls;
mod campaigns;
mod chain;
mod contacts;
mod convert;
mod drafts;
mod enter;
mod error;
mod export;
mod imports;
mod journal;
mod links;
mod matching;
mod open;
mod plans;
mod promises;
#[cfg(test)]
mod query_plans;
mod ranking;
mod refresh;
mod reviews;
mod schema;
mod search;
mod settings;
mod today;
mod touch;
mod trays;
mod triggers;
mod verify;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::Connection;

pub use error::{ErrorKind, Result, StoreError};
pub use export::{Page, WholeCall, WholeContact, WholeTrigger};
pub use imports::Importing;

use crate::clock::Clock;
use crate::domain::check::Playbook;
use crate::domain::ids::RepId;
use crate::domain::trigger::Kinds;

/// How the book is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Reading and writing.
    Writable,
    /// Reading only, and why.
    ReadOnly(String),
}

/// What an undo or redo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What was undone: "logged a call with Ane Lund".
    pub label: String,
    /// Why it was not.
    pub refused: Option<String>,
}

/// What logging a call said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The call was in the book already.
    pub already: bool,
    /// Something for the rep: "2 of your last 3 new leader calls were well spent".
    pub line: Option<String>,
}

/// The rules that stored values are ranked and checked by. The built-in ones are read when first asked for, so that a
/// start does not pay for them.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// The team's trigger kinds over the built-in ones, where there are any.
    pub kinds: Option<Kinds>,
    /// The team's playbook over the built-in one, where there is any.
    pub playbook: Option<Playbook>,
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
}

/// The book, open.
pub struct Store {
    conn: Connection,
    path: PathBuf,
    clock: Arc<dyn Clock>,
    mode: Mode,
    rules: Rules,
    zone: Option<chrono_tz::Tz>,
    acting: Option<RepId>,
    recording: Arc<write::Recording>,
    journaling: bool,
    changes: u64,
    ranking: Option<ranking::Ranking>,
}

impl Store {
    fn over(conn: Connection, path: &Path, clock: Arc<dyn Clock>, mode: Mode) -> Result<Store> {
        Ok(Store {
            conn,
            path: path.to_owned(),
            clock,
            mode,
            rules: Rules::default(),
            zone: None,
            acting: None,
            recording: Arc::default(),
            journaling: false,
            changes: 0,
            ranking: None,
        })
    }

    /// How the book is open.
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
    }

    /// A number that changes when another connection writes; this store's own writes leave it as it is.
    ///
    /// # Errors
    /// As every read.
    pub fn data_version(&self) -> Result<i64> {
        Ok(self.conn.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// How often this store has written.
    pub fn changes(&self) -> u64 {
        self.changes
    }
}
