//! Quotes: calls of a period whose prospect's own words were written down.

use crate::domain::query::quotes::{QUOTED, Quotes};
use crate::domain::scorecard::Period;
use crate::store::Store;
use crate::store::book::settings;
use crate::store::cells::only_value;
use crate::store::convert::{day_number, to_i64};
use crate::store::error::Result;
use crate::store::tables::calls;

/// Most connected calls that are searched for quotes: a log of millions without any must not be read to its end.
const LOOKED_AT: u64 = 20_000;

/// Selects the connected calls of a period (bit 0 of the score), newest first: of all reps, and of one rep.
pub(crate) const NEWEST: [&str; 2] = [
    "SELECT n FROM call_line INDEXED BY call_line_span
        WHERE deleted = 0 AND head = 1 AND day >= ?1 AND day <= ?2 AND score & 1 = 1
        ORDER BY day DESC, at DESC LIMIT ?3",
    "SELECT n FROM call_line INDEXED BY call_line_rep
        WHERE deleted = 0 AND head = 1 AND day >= ?1 AND day <= ?2 AND score & 1 = 1 AND rep = ?4
        ORDER BY day DESC, at DESC LIMIT ?3",
];

impl Store {
    /// Returns the newest calls of a period that reached somebody and have a quote, with their latest values.
    ///
    /// # Errors
    /// When the period names a rep who is not in the book, or when the book cannot be read.
    pub fn quotes(&self, period: &Period) -> Result<Quotes> {
        let rep = period.rep.map(|id| settings::rep_row(&self.conn, id)).transpose()?;
        let mut newest = self.conn.prepare_cached(NEWEST[usize::from(rep.is_some())])?;
        let (from, until) = (day_number(period.from), day_number(period.until));
        let lines = match rep {
            None => newest.query([from, until, to_i64(LOOKED_AT)])?,
            Some(rep) => newest.query([from, until, to_i64(LOOKED_AT), rep])?,
        };
        let said = "SELECT call.words <> '' FROM call_line JOIN call ON call.n = call_line.latest
            WHERE call_line.n = ?1";
        let mut said = self.conn.prepare_cached(said)?;
        let mut quotes = Quotes::default();
        let mut looked_at = 0;
        for n in lines.mapped(only_value) {
            let n: i64 = n?;
            looked_at += 1;
            if said.query_row([n], only_value)? {
                if quotes.calls.len() == QUOTED {
                    quotes.more = true;
                    break;
                }
                quotes.calls.push(calls::row(&self.conn, n)?);
            }
        }
        quotes.more |= looked_at == LOOKED_AT;
        Ok(quotes)
    }
}
