//! Translates a call filter to SQL, newest calls first, and draws random samples.
//!
//! A statement walks one index, the narrowest that fits, and checks the rest of the filter on columns of that index:
//! nothing is sorted, and reading stops at the end of the page.

use chrono::{NaiveDate, NaiveTime};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::call_facts::source_rank;
use crate::domain::call::Verdict;
use crate::domain::call::filter::{CallFilter, Flag, SampleDraw};
use crate::domain::query::Total;
use crate::store::book::COUNTED;
use crate::store::book::settings;
use crate::store::cells::only_value;
use crate::store::convert::{count, day_number, to_i64};
use crate::store::error::Result;
use crate::store::standing::verdict_rank;
use crate::store::tables::campaigns;

/// A day in milliseconds. Days are the rep's own calendar days, so instants up to one day off are looked at too.
const DAY: i64 = 86_400_000;
/// Most rows of the log that are drawn at random before the whole selection is read.
const TRIES: u64 = 60_000;

/// A call filter as SQL: the index to walk, the conditions checked on its rows, and the parameters.
#[derive(Debug, Clone)]
pub(crate) struct CallFilterSql {
    index: &'static str,
    order: &'static str,
    wheres: Vec<&'static str>,
    values: Vec<Value>,
}

/// Condition for calls without an attached reason.
const CHOSEN: &str = "flags & 64 = 0";

impl CallFilterSql {
    /// Translates a filter; `None` if its campaign is not in the book.
    pub(in crate::store) fn of(conn: &Connection, selection: &CallFilter) -> Result<Option<CallFilterSql>> {
        let rep = selection.rep.map(|id| settings::rep_row(conn, id)).transpose()?;
        let campaign = campaigns::row_of_some(conn, selection.campaign)?;
        if selection.campaign.is_some() && campaign.is_none() {
            return Ok(None);
        }
        Ok(Some(CallFilterSql::from_rows(selection, rep, campaign)))
    }

    pub(in crate::store) fn from_rows(
        selection: &CallFilter,
        rep: Option<i64>,
        campaign: Option<i64>,
    ) -> CallFilterSql {
        let (index, order) = walked(selection);
        let mut picks = CallFilterSql { index, order, wheres: vec!["deleted = 0", "head = 1"], values: Vec::new() };
        if let Some(campaign) = campaign {
            picks.hold("campaign = ?", campaign);
        }
        if let Some(rep) = rep {
            picks.hold("rep = ?", rep);
        }
        if let Some(flag) = selection.flag {
            picks.wheres.push(flag_holds(flag));
        }
        if let Some(kind) = &selection.kind {
            picks.hold("kind = ?", kind.clone());
            if selection.flag != Some(Flag::Attached) {
                picks.wheres.push(CHOSEN);
            }
        }
        picks.verdict(selection);
        if selection.connected {
            picks.wheres.push("connected = 1");
        }
        if selection.unreviewed {
            picks.wheres.push("reviewed = 0");
        }
        picks.days(selection);
        picks
    }

    fn hold(&mut self, what: &'static str, value: impl Into<Value>) {
        self.wheres.push(what);
        self.values.push(value.into());
    }

    fn verdict(&mut self, selection: &CallFilter) {
        match selection.verdict.map(|verdict| (verdict, verdict_rank(verdict))) {
            Some((_, Some(rank))) => self.hold("verdict = ?", rank),
            Some((Verdict::NotAsked, None)) => self.wheres.extend(["verdict IS NULL", "connected = 1"]),
            Some((Verdict::WellSpent | Verdict::Partly | Verdict::Wasted, None)) | None => {}
        }
        if let Some(source) = selection.source {
            self.hold("source = ?", source_rank(source));
        }
    }

    fn days(&mut self, selection: &CallFilter) {
        let by_day = self.order.starts_with("day");
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        if let Some(from) = selection.from {
            self.hold("day >= ?", day_number(from));
            if !by_day {
                self.hold("at >= ?", midnight(from) - DAY);
            }
        }
        if let Some(until) = selection.until {
            self.hold("day <= ?", day_number(until));
            if !by_day {
                self.hold("at < ?", midnight(until) + 2 * DAY);
            }
        }
    }

    /// Restricts the filter to calls older than this one.
    pub(in crate::store) fn after(mut self, day: i64, at: i64) -> CallFilterSql {
        if self.order.starts_with("day") {
            self.wheres.push("(day, at) < (?, ?)");
            self.values.extend([Value::from(day), Value::from(at)]);
        } else {
            self.hold("at < ?", at);
        }
        self
    }

    fn source_sql(&self) -> String {
        // Left alone, SQLite takes the index of kinds for a campaign's calls of one kind, and reads all calls of that kind: the
        // book has no statistics that would tell it better.
        format!("FROM call_line INDEXED BY {} WHERE {}", self.index, self.wheres.join(" AND "))
    }

    /// Returns the statement of a page; its last two parameters are limit and offset.
    pub(in crate::store) fn page_sql(&self) -> String {
        format!("SELECT n {} ORDER BY {} LIMIT ? OFFSET ?", self.source_sql(), self.order)
    }

    /// Returns the statement that counts; its last parameter is the number at which to stop.
    pub(in crate::store) fn count_sql(&self) -> String {
        format!("SELECT count(*) FROM (SELECT 1 {} LIMIT ?)", self.source_sql())
    }

    fn values(&self, more: &[i64]) -> Vec<Value> {
        self.values.iter().cloned().chain(more.iter().map(|value| Value::from(*value))).collect()
    }

    /// Returns a page of call rows, newest first.
    pub(in crate::store) fn page(&self, conn: &Connection, limit: usize, offset: usize) -> Result<Vec<i64>> {
        let values = self.values(&[to_i64(limit as u64), to_i64(offset as u64)]);
        let mut statement = conn.prepare_cached(&self.page_sql())?;
        let rows = statement.query_map(params_from_iter(values), only_value)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns how many calls match, counted up to [`COUNTED`].
    pub(in crate::store) fn total(&self, conn: &Connection) -> Result<Total> {
        let values = self.values(&[COUNTED + 1]);
        let n: i64 = conn.prepare_cached(&self.count_sql())?.query_row(params_from_iter(values), only_value)?;
        Ok(Total { n: count(n.min(COUNTED)), at_least: n > COUNTED })
    }

    /// Returns true if the filter matches this call.
    pub(in crate::store) fn finds(&self, conn: &Connection, n: i64) -> Result<bool> {
        let sql = format!("SELECT EXISTS (SELECT 1 FROM call_line WHERE {} AND n = ?)", self.wheres.join(" AND "));
        let values = self.values(&[n]);
        Ok(conn.prepare_cached(&sql)?.query_row(params_from_iter(values), only_value)?)
    }

    /// Draws a random sample, newest first. Few calls are ordered by a hash of seed and id, and the first ones taken;
    /// of many, rows of the log are drawn at random until enough of them match.
    pub(in crate::store) fn draw(&self, conn: &Connection, draw: SampleDraw) -> Result<Vec<i64>> {
        let lot = if self.total(conn)?.at_least { self.by_lot(conn, draw)? } else { None };
        let mut drawn = match lot {
            Some(drawn) => drawn,
            None => self.by_hash(conn, draw)?,
        };
        let mut dated = Vec::with_capacity(drawn.len());
        for n in drawn.drain(..) {
            let sql = "SELECT at FROM call_line WHERE n = ?1";
            let at: i64 = conn.prepare_cached(sql)?.query_row([n], only_value)?;
            dated.push((at, n));
        }
        dated.sort_unstable();
        Ok(dated.into_iter().rev().map(|(_, n)| n).collect())
    }

    fn by_hash(&self, conn: &Connection, draw: SampleDraw) -> Result<Vec<i64>> {
        let sql = format!("SELECT n, (SELECT id FROM call WHERE call.n = call_line.n) AS id {}", self.source_sql());
        let mut statement = conn.prepare(&sql)?;
        let rows = statement.query_map(params_from_iter(self.values(&[])), |row| {
            Ok((row.get::<_, i64>("n")?, row.get::<_, crate::domain::ids::CallId>("id")?.0))
        })?;
        // Only the best so far are held, however many there are.
        let mut best = std::collections::BTreeSet::new();
        for row in rows {
            let (n, id) = row?;
            best.insert((hash(draw.seed, id), n));
            if best.len() > draw.size {
                best.pop_last();
            }
        }
        Ok(best.into_iter().map(|(_, n)| n).collect())
    }

    /// Draws rows of the log at random; `None` if too few of them match the filter.
    fn by_lot(&self, conn: &Connection, draw: SampleDraw) -> Result<Option<Vec<i64>>> {
        let last: i64 = conn.query_row("SELECT coalesce(max(n), 0) FROM call_line", [], only_value)?;
        let mut drawn = Vec::new();
        for nth in 0..TRIES {
            if drawn.len() == draw.size {
                return Ok(Some(drawn));
            }
            let lot = hash(draw.seed, Uuid::from_u64_pair(0, nth));
            let n = to_i64(lot % u64::try_from(last.max(1)).unwrap_or(1)) + 1;
            if !drawn.contains(&n) && self.finds(conn, n)? {
                drawn.push(n);
            }
        }
        Ok(None)
    }
}

/// Returns the index to walk and its order.
fn walked(selection: &CallFilter) -> (&'static str, &'static str) {
    if selection.campaign.is_some() {
        ("call_line_campaign", "at DESC")
    } else if selection.rep.is_some() {
        ("call_line_rep", "day DESC, at DESC")
    } else if let Some(flag) = selection.flag {
        (flag_index(flag), "at DESC")
    } else if selection.kind.is_some() {
        ("call_line_kind_at", "at DESC")
    } else if selection.verdict.is_some_and(|verdict| verdict_rank(verdict).is_some()) {
        ("call_line_verdict", "at DESC")
    } else if selection.source.is_some() {
        ("call_line_source", "at DESC")
    } else if selection.unreviewed && selection.connected {
        ("call_line_unreviewed", "at DESC")
    } else {
        ("call_line_at", "at DESC")
    }
}

fn flag_index(flag: Flag) -> &'static str {
    match flag {
        Flag::AmendedLate => "call_line_late",
        Flag::Overridden => "call_line_lifted",
        Flag::Guessed => "call_line_guessed",
        Flag::Swarm => "call_line_swarm",
        Flag::NoTrigger => "call_line_no_trigger",
        Flag::OutOfProfile => "call_line_out",
        Flag::Attached => "call_line_attached",
    }
}

/// Returns the SQL condition of a flag, written exactly as in its partial index, so that SQLite uses the index.
fn flag_holds(flag: Flag) -> &'static str {
    match flag {
        Flag::AmendedLate => "flags & 1 <> 0",
        Flag::Overridden => "flags & 2 <> 0",
        Flag::Guessed => "flags & 4 <> 0",
        Flag::Swarm => "flags & 8 <> 0",
        Flag::NoTrigger => "flags & 16 <> 0",
        Flag::OutOfProfile => "flags & 32 <> 0",
        Flag::Attached => "flags & 64 <> 0",
    }
}

fn hash(seed: u64, id: Uuid) -> u64 {
    let digest: [u8; 32] = Sha256::new().chain_update(seed.to_be_bytes()).chain_update(id.as_bytes()).finalize().into();
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flags_condition_and_bit_are_the_same() {
        for flag in Flag::ALL {
            assert_eq!(flag_holds(*flag), format!("flags & {} <> 0", flag.bit()));
        }
    }
}
