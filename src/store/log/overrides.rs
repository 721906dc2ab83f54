//! Calls made despite a block, newest first.

use rusqlite::Row;

use crate::domain::call::Override;
use crate::domain::query::overrides::OverriddenCall;
use crate::domain::query::{Total, Window};
use crate::store::Store;
use crate::store::book::COUNTED;
use crate::store::cells::only_value;
use crate::store::convert::{JsonText, count, to_i64};
use crate::store::error::Result;
use crate::store::tables::calls;

/// Selects a page of calls with overrides from an index of them alone; an amendment is listed under its first version.
// `CROSS` keeps SQLite from beginning with all calls.
pub(crate) const PAGE: &str = "SELECT call.n AS n, call.overrides AS overrides
    FROM call CROSS JOIN call_line AS line ON line.n = call.n
    WHERE call.overrides <> '[]' AND line.deleted = 0 AND line.head = 1 ORDER BY call.at DESC LIMIT ?1 OFFSET ?2";
/// Counts such calls up to a limit.
pub(crate) const HOW_MANY: &str =
    "SELECT count(*) FROM (SELECT 1 FROM call CROSS JOIN call_line AS line ON line.n = call.n
    WHERE call.overrides <> '[]' AND line.deleted = 0 AND line.head = 1 LIMIT ?1)";

impl Store {
    /// Returns a window of the calls made despite a block, newest first, with the reasons given.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn overridden(&self, offset: usize, limit: usize) -> Result<Window<OverriddenCall>> {
        let n: i64 = self.conn.prepare_cached(HOW_MANY)?.query_row([COUNTED + 1], only_value)?;
        let total = Total { n: count(n.min(COUNTED)), at_least: n > COUNTED };
        let mut statement = self.conn.prepare_cached(PAGE)?;
        let read = |row: &Row<'_>| Ok((row.get("n")?, row.get::<_, JsonText<Vec<Override>>>("overrides")?.0));
        let found = statement.query_map([to_i64(limit as u64), to_i64(offset as u64)], read)?;
        let mut rows = Vec::new();
        for row in found {
            let (n, lifted): (i64, Vec<Override>) = row?;
            rows.push(OverriddenCall { call: calls::row(&self.conn, n)?, lifted });
        }
        Ok(Window { offset, total, rows })
    }
}
