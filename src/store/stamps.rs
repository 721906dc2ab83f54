//! Stamps that a wrong clock left ahead of the present: found, and moved back.
//!
//! Of two changes to a row the later stamp stands, so what was stamped years ahead would win for years, and other books
//! refuse it. Nobody can have taken it over yet: it may be stamped anew.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::Store;
use super::catalog;
use super::cells::only_value;
use super::convert::utc;
use super::error::Result;

/// How far ahead of ours another clock may be, in milliseconds: a stamp from further ahead would win for that long.
pub(in crate::store) const AHEAD_MILLIS: i64 = 2 * 24 * 60 * 60 * 1_000;
/// How far ahead of the clock the last change may lie before it is said, in milliseconds: clocks are set by seconds.
const NOTICED_MILLIS: i64 = 10 * 60 * 1_000;

/// The last change to a book, where it lies ahead of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockWentBack {
    /// When the book was last written, by the clock of that time.
    pub written: DateTime<Utc>,
    /// It is so far ahead that other books refuse what was written: [`Store::move_stamps_back`] mends that.
    pub is_refused: bool,
}

impl Store {
    /// Returns when the book was last written, where that is more than ten minutes ahead of the clock: the clock was wrong
    /// then, or is wrong now.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn clock_went_back(&self) -> Result<Option<ClockWentBack>> {
        let rev: i64 = self.conn.query_row("SELECT rev FROM book", [], only_value)?;
        let (written, now) = (rev >> 16, self.clock.now().millis());
        let is_refused = written > now.saturating_add(AHEAD_MILLIS);
        let is_ahead = written > now.saturating_add(NOTICED_MILLIS);
        Ok(is_ahead.then(|| ClockWentBack { written: utc(written), is_refused }))
    }

    /// Stamps anew, in the order in which it was written, what this book wrote more than two days ahead of the clock, which
    /// must be right now. Calls keep when they were logged. Returns the number of rows.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn move_stamps_back(&mut self) -> Result<u64> {
        let moved = self.write("setting the stamps of a wrong clock right", |write| {
            let limit = write.now.saturating_add(AHEAD_MILLIS) << 16;
            let tables = stamped(write.conn)?;
            write.conn.execute_batch(
                "CREATE TEMP TABLE IF NOT EXISTS ahead (old INTEGER PRIMARY KEY, new INTEGER); DELETE FROM ahead",
            )?;
            let mut last = write.now << 16;
            for (table, own) in &tables {
                let sql = format!(
                    "INSERT OR IGNORE INTO ahead (old) SELECT rev FROM \"{table}\" WHERE rev > ?1 AND {own} = ?2"
                );
                write.conn.execute(&sql, [limit, write.device])?;
                let sql = format!("SELECT coalesce(max(rev), 0) FROM \"{table}\" WHERE rev <= ?1 OR {own} <> ?2");
                last = last.max(write.conn.query_row(&sql, [limit, write.device], only_value)?);
            }
            let sql = "UPDATE ahead SET new = ?1 + place FROM
                (SELECT old AS was, row_number() OVER (ORDER BY old) AS place FROM ahead) WHERE old = was";
            last += i64::try_from(write.conn.execute(sql, [last])?).unwrap_or(0);
            let mut rows = 0;
            for (table, own) in &tables {
                let sql = format!(
                    "UPDATE \"{table}\" SET rev = (SELECT new FROM ahead WHERE old = rev) WHERE rev > ?1 AND {own} = ?2"
                );
                rows += write.conn.execute(&sql, [limit, write.device])? as u64;
            }
            write.count_on_from(last);
            Ok(rows)
        })?;
        self.ranking = None;
        Ok(moved)
    }
}

/// Returns the tables whose rows bear a stamp that can change, each with the column of the device that wrote them. The log's
/// own rows never change: theirs is that of their line.
fn stamped(conn: &Connection) -> Result<Vec<(&'static str, &'static str)>> {
    let mut found = Vec::new();
    for table in catalog::all().filter(|table| !matches!(table.name, "book" | "call" | "review")) {
        let sql = "SELECT name FROM pragma_table_info(?1)";
        let mut columns = conn.prepare_cached(sql)?;
        let columns = columns.query_map([table.name], only_value)?.collect::<rusqlite::Result<Vec<String>>>()?;
        let has = |name: &str| columns.iter().any(|column| column == name);
        match (has("rev"), has("device")) {
            (true, true) => found.push((table.name, "device")),
            (true, false) if table.name == "device" => found.push((table.name, "n")),
            (true | false, true | false) => {}
        }
    }
    Ok(found)
}
