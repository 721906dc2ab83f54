//! Accounts in the profile without a reason to call, and what to watch there.

use rusqlite::Connection;

use super::by_reason::without_live_trigger;
use crate::domain::account::profile::Fit;
use crate::domain::query::{Total, Window};
use crate::domain::trigger::watch_questions::{NoReasonRow, questions};
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::convert::{count, day_of, fit_rank};
use crate::store::error::Result;
use crate::store::tables::accounts;

/// Accounts are counted up to this number.
const COUNTED: i64 = 10_000;

impl Store {
    /// Returns a window of the accounts in the profile without a live trigger, each with its watch questions.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn quiet(&self, offset: usize, limit: usize) -> Result<Window<NoReasonRow>> {
        let found = without_live_trigger(&self.conn, Some(Fit::In), limit, offset)?;
        let rows = found.into_iter().map(|n| row(&self.conn, n)).collect::<Result<_>>()?;
        Ok(Window { offset, total: total(&self.conn)?, rows })
    }
}

fn row(conn: &Connection, n: i64) -> Result<NoReasonRow> {
    let account = accounts::load(conn, n)?;
    let sql = "SELECT last_touch FROM account WHERE n = ?1";
    let touched: Option<i64> = conn.prepare_cached(sql)?.query_row([n], only_value)?;
    Ok(NoReasonRow { questions: questions(&account), account, last_touch: touched.map(day_of) })
}

/// Counts accounts in the profile without a live trigger, from an index alone.
pub(crate) const TOTAL: &str = "SELECT count(*) FROM (SELECT 1 FROM account
    WHERE deleted = 0 AND archived = 0 AND ranked = 0 AND fit = ?2 LIMIT ?1)";

fn total(conn: &Connection) -> Result<Total> {
    let n: i64 = conn.prepare_cached(TOTAL)?.query_row([COUNTED + 1, fit_rank(Fit::In)], only_value)?;
    Ok(Total { n: count(n.min(COUNTED)), at_least: n > COUNTED })
}
