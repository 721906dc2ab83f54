//! Accounts by reason: reads the ranking, keeps it up to date after own writes, and returns windows of it.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::clock::Moment;
use crate::domain::account::profile::Fit;
use crate::domain::query::{AccountQuery, Total};
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::store::book::ranking::{RankKey, Ranking};
use crate::store::book::trigger_score;
use crate::store::book::trigger_score::{LinkColumns, ScoringDays, TriggerScore, read_link};
use crate::store::cells::{numbered_columns, only_value};
use crate::store::convert::{count, day_number, fit_of, fit_rank, to_i64};
use crate::store::error::Result;
use crate::store::standing::no_answer;
use crate::store::standing::touches;
use crate::store::tables::accounts;
use crate::store::{Store, standing};

impl Store {
    /// Returns the ranking of a day; it is read again only if the day changed or another program wrote.
    pub(in crate::store) fn ranking(&mut self, now: Moment) -> Result<&Ranking> {
        let version = self.data_version()?;
        let day = now.date();
        let kept = self.ranking.take().filter(|kept| kept.day == day && kept.version == version);
        let ranking = match kept {
            Some(kept) => with_touched_moved(&self.conn, self.rules.kinds(), kept)?,
            None => scan(&self.conn, self.rules.kinds(), day, version)?,
        };
        Ok(self.ranking.insert(ranking))
    }

    /// Returns a window of accounts by reason: the ranking first, then accounts without a live trigger by fit.
    pub(in crate::store) fn by_reason(&mut self, query: &AccountQuery, now: Moment) -> Result<(Vec<i64>, Total)> {
        let (offset, limit, fit) = (query.offset, query.limit, query.fit);
        let ranking = self.ranking(now)?;
        let fitting = |line: &RankKey| fit.is_none_or(|fit| line.fit() == fit);
        let ranked = match fit {
            Some(_) => ranking.lines.iter().filter(|line| fitting(line)).count(),
            None => ranking.lines.len(),
        };
        let lines = ranking.by_points().filter(fitting).skip(offset).take(limit);
        let mut found: Vec<i64> = lines.map(|line| i64::from(line.account)).collect();
        if found.len() < limit {
            let skip = offset.saturating_sub(ranked);
            found.extend(without_live_trigger(&self.conn, fit, limit - found.len(), skip)?);
        }
        Ok((found, accounts::count_listed(&self.conn, fit)?))
    }
}

/// Selects accounts without a live trigger; equal fits are in row order, the index's own.
pub(crate) const REST: [&str; 2] = [
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND ranked = 0 ORDER BY fit DESC LIMIT ?1 OFFSET ?2",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND ranked = 0 AND fit = ?3 ORDER BY fit DESC LIMIT ?1 OFFSET ?2",
];

/// Returns accounts without a live trigger.
pub(super) fn without_live_trigger(conn: &Connection, fit: Option<Fit>, limit: usize, skip: usize) -> Result<Vec<i64>> {
    let (limit, skip) = (to_i64(limit as u64), to_i64(skip as u64));
    let mut statement = conn.prepare_cached(REST[usize::from(fit.is_some())])?;
    let found: rusqlite::Result<Vec<i64>> = match fit {
        Some(fit) => statement.query_map([limit, skip, fit_rank(fit)], only_value)?.collect(),
        None => statement.query_map([limit, skip], only_value)?.collect(),
    };
    Ok(found?)
}

/// Recomputes the lines of accounts that own writes touched since the last read.
fn with_touched_moved(conn: &Connection, kinds: &Kinds, mut ranking: Ranking) -> Result<Ranking> {
    for account in std::mem::take(&mut ranking.touched) {
        let line = line_of(conn, kinds, account, ranking.day)?;
        ranking.put(account, line);
    }
    Ok(ranking)
}

fn line_of(conn: &Connection, kinds: &Kinds, account: i64, day: NaiveDate) -> Result<Option<RankKey>> {
    let sql = "SELECT fit, ranked FROM account WHERE n = ?1";
    let (fit, ranked): (i64, bool) =
        conn.prepare_cached(sql)?.query_row([account], |row| Ok((row.get("fit")?, row.get("ranked")?)))?;
    if !ranked {
        return Ok(None);
    }
    let worth = trigger_score::score_triggers(conn, kinds, account, day)?;
    let touches = standing::in_30_days(conn, account, day)?;
    let quiet = no_answer::is_quiet(conn, account, day)?;
    Ok(Some(RankKey::new(account, &worth, fit_of(fit), touches, quiet)))
}

/// Selects every live trigger in the order of accounts, from an index alone.
// The columns are those of one index. One more here, and every row of the table is read too.
pub(crate) const SCAN: &str =
    "SELECT account, kind, scope, strength, occurred, effective, fit, trigger, confidence, used
    FROM trigger_account WHERE live = 1 ORDER BY account";

/// Selects every touch of the last days, from an index alone.
pub(crate) const TOUCHES: &str = "SELECT account FROM call_line WHERE deleted = 0 AND head = 1 AND day > ?1";

numbered_columns! {
    /// Indexes of the columns of [`SCAN`] that say whose link it is.
    struct OwnerColumns { account, fit }
}

fn scan(conn: &Connection, kinds: &Kinds, day: NaiveDate, version: i64) -> Result<Ranking> {
    let touches = all_touches(conn, day)?;
    let quiet = no_answer::all(conn, day)?;
    let by_key: HashMap<&str, &Kind> = kinds.0.iter().map(|kind| (kind.key.as_str(), kind)).collect();
    let kind_of = |key: &str| by_key.get(key).copied().unwrap_or_else(|| kinds.get_or_other(key));
    let on = ScoringDays::from(day);
    let mut by_account: Vec<RankKey> = Vec::new();
    let mut current: Option<(i64, Fit, TriggerScore)> = None;
    let line = |(account, fit, worth): (i64, Fit, TriggerScore)| {
        let touched = touches.get(count(account)).copied().map_or(0, u32::from);
        RankKey::new(account, &worth, fit, touched, quiet.contains(&account))
    };
    let mut statement = conn.prepare_cached(SCAN)?;
    let (of, at) = (OwnerColumns::resolve(&statement)?, LinkColumns::resolve(&statement)?);
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let account: i64 = row.get(of.account)?;
        // Links come account by account: one sum is open at a time, however many accounts there are.
        if current.as_ref().is_none_or(|(open, _, _)| *open != account) {
            by_account.extend(current.take().map(line));
            current = Some((account, fit_of(row.get(of.fit)?), TriggerScore::default()));
        }
        if let Some((_, _, worth)) = current.as_mut() {
            worth.add(&read_link(row, at, kind_of)?, on);
        }
    }
    by_account.extend(current.take().map(line));
    // Twice: by points for windows, by account for the line that a write moves.
    let mut lines = by_account.clone();
    lines.sort_unstable_by_key(|line| line.key());
    Ok(Ranking { day, version, lines, by_account, touched: BTreeSet::new(), offered: None })
}

/// Returns the touches of 30 days, indexed by account row; more than 255 count as 255.
fn all_touches(conn: &Connection, day: NaiveDate) -> Result<Vec<u8>> {
    let accounts: i64 = conn.query_row("SELECT coalesce(max(n), 0) FROM account", [], only_value)?;
    let mut touched = vec![0_u8; count(accounts) + 1];
    let mut statement = conn.prepare_cached(TOUCHES)?;
    for account in statement.query_map([day_number(day) - 30], only_value)? {
        if let Some(touches) = touched.get_mut(count(account?)) {
            *touches = touches.saturating_add(1);
        }
    }
    for account in touches::ours_after(conn, day_number(day) - 30)? {
        if let Some(touches) = touched.get_mut(count(account)) {
            *touches = touches.saturating_add(1);
        }
    }
    Ok(touched)
}
