//! Writes over what the file still holds of deleted words: the search, the write-ahead log, free pages.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::limits::Limit;

use crate::store::book::emptied;
use crate::store::catalog;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::{Mode, Store};

/// Largest book, in bytes, that is written anew: SQLite builds the new file in memory, so that no copy of it lies in a
/// folder of temporary files.
const REWRITTEN: i64 = 1 << 30;

/// Largest book, in bytes, that is written anew when it is closed after something was taken back for good: it takes less than
/// a moment.
const AT_THE_END: i64 = 32 << 20;

impl Drop for Store {
    /// Writes over what the file still holds of what was taken back for good; what is in the way, or a larger book, is left to a later window and to the next erasure.
    fn drop(&mut self) {
        if self.mode == Mode::Writable && self.conn.is_autocommit() {
            self.sweep_what_was_taken_back().unwrap_or_default();
        }
    }
}

impl Store {
    fn sweep_what_was_taken_back(&mut self) -> Result<()> {
        if !emptied::is_unswept(&self.conn)? || size(&self.conn)? > AT_THE_END {
            return Ok(());
        }
        // Nobody waits at the end for another window.
        self.conn.busy_timeout(Duration::ZERO)?;
        self.sweep_noted().map(drop)
    }

    /// The same as [`Store::sweep`], and notes that it is done: whoever is killed before that leaves it to a later window.
    pub(in crate::store) fn sweep_noted(&mut self) -> Result<Vec<String>> {
        let left = self.sweep()?;
        if left.is_empty() && self.conn.is_autocommit() {
            emptied::swept(&self.conn)?;
        }
        Ok(left)
    }

    /// Writes over what the file still holds of deleted rows. Returns what could not be done now, in sentences.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn sweep(&mut self) -> Result<Vec<String>> {
        let doing = "writing over what was erased";
        self.may_write(doing)?;
        // Within a larger write it is for whoever ends that one.
        if !self.conn.is_autocommit() {
            return Ok(Vec::new());
        }
        sweep(&self.conn).map_err(|error| error.during(doing, &self.path))
    }
}

fn sweep(conn: &Connection) -> Result<Vec<String>> {
    let mut left = Vec::new();
    for search in catalog::searched() {
        // A deleted row of such a table is only marked; merging its parts drops the words.
        let table = search.table;
        conn.execute(&format!("INSERT INTO {table} ({table}) VALUES ('optimize')"), [])?;
    }
    if size(conn)? > REWRITTEN {
        left.push(
            "The book is larger than 1 GB: its free space was written over with zeros, the file was not rewritten."
                .to_owned(),
        );
    } else if !rewritten(conn)? {
        left.push("Another window is busy in the book: its free space was written over with zeros, the file was not rewritten.".to_owned());
    }
    let busy: i64 = conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get("busy"))?;
    if busy != 0 {
        left.push("Another window has the book open: close it, and the file beside the book that still holds old pages is emptied.".to_owned());
    }
    Ok(left)
}

/// Returns the size of the book in bytes.
fn size(conn: &Connection) -> Result<i64> {
    let sql = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    Ok(conn.query_row(sql, [], only_value)?)
}

/// Writes the file anew; returns false if another window is in the way.
fn rewritten(conn: &Connection) -> Result<bool> {
    // VACUUM attaches the new file.
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 1)?;
    let done = conn.execute_batch("VACUUM");
    conn.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    match done {
        Ok(()) => Ok(true),
        Err(error) => match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => Ok(false),
            _ => Err(error.into()),
        },
    }
}
