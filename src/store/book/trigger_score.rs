//! Scores an account's live triggers: the sum of `domain::reason`, computed from one index.

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::account::profile::Fit;
use crate::domain::reason::fit_factor;
use crate::domain::trigger::freshness;
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::store::cells::only_value;
use crate::store::convert::day_of;
use crate::store::error::Result;

/// Scopes there are.
const SCOPES: usize = 8;

/// A live link as its index holds it.
pub(crate) struct LiveLink<'a> {
    /// Row of the trigger.
    pub(crate) trigger: i64,
    /// Its kind.
    pub(crate) kind: &'a Kind,
    /// Number of its scope.
    pub(crate) scope: i64,
    /// 1–5.
    pub(crate) strength: i64,
    /// Day numbers.
    pub(crate) occurred: i64,
    /// Where it differs.
    pub(crate) effective: Option<i64>,
}

/// The best of an account's live triggers, a scope at a time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TriggerScore {
    by_scope: [f64; SCOPES],
    scope: usize,
    weak: bool,
    strong: bool,
    /// Row of the best trigger; none when nothing is worth anything today.
    pub(crate) best: Option<i64>,
}

impl TriggerScore {
    /// Counts one more.
    pub(in crate::store) fn add(&mut self, link: &LiveLink<'_>, on: NaiveDate) {
        let fresh = freshness(link.kind, day_of(link.occurred), link.effective.map(day_of), on);
        let worth = 20.0 * f64::from(u8::try_from(link.strength).unwrap_or(0)) * fresh.value;
        if worth <= 0.0 {
            return;
        }
        let scope = usize::try_from(link.scope).unwrap_or(0).min(SCOPES - 1);
        let top = self.by_scope[self.scope];
        if self.best.is_none() || worth > top || (worth >= top && self.weak && !link.kind.weak) {
            (self.best, self.scope, self.weak) = (Some(link.trigger), scope, link.kind.weak);
        }
        self.by_scope[scope] = self.by_scope[scope].max(worth);
        self.strong |= !link.kind.weak;
    }

    /// True if there is more than weak kinds.
    pub(in crate::store) fn is_enough(&self) -> bool {
        self.strong
    }

    /// The points of `domain::reason::reason`, 0–100, rounded as it rounds.
    pub(in crate::store) fn points(&self, fit: Fit, touches_in_30_days: u32) -> f64 {
        let best = tenth(self.by_scope[self.scope]);
        let others = self.by_scope.iter().enumerate().filter(|(scope, _)| *scope != self.scope);
        let second = others.fold(0.0, |top: f64, (_, worth)| top.max(*worth));
        let sum = tenth(best + tenth(0.25 * second)).min(100.0);
        let fitting = tenth(sum + tenth(sum * fit_factor(fit) - sum));
        let taken = 10.0 * f64::from(touches_in_30_days.saturating_sub(1));
        tenth(fitting - taken).max(0.0)
    }
}

fn tenth(points: f64) -> f64 {
    (points * 10.0).round() / 10.0
}

/// Scores one account's live triggers on a day.
pub(crate) fn score_triggers(conn: &Connection, kinds: &Kinds, account: i64, on: NaiveDate) -> Result<TriggerScore> {
    let sql = "SELECT kind, scope, strength, occurred, effective, trigger FROM trigger_account
        WHERE live = 1 AND account = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account])?;
    let mut worth = TriggerScore::default();
    while let Some(row) = rows.next()? {
        let link = LiveLink {
            kind: kinds.get_or_other(row.get_ref("kind")?.as_str().unwrap_or_default()),
            scope: row.get("scope")?,
            strength: row.get("strength")?,
            occurred: row.get("occurred")?,
            effective: row.get("effective")?,
            trigger: row.get("trigger")?,
        };
        worth.add(&link, on);
    }
    Ok(worth)
}

/// An account's live triggers.
pub(crate) const OF_ACCOUNT: &str = "SELECT trigger FROM trigger_account WHERE live = 1 AND account = ?1
    ORDER BY kind, scope, strength, occurred, effective, fit, trigger";

/// Rows of an account's live triggers, in the order that [`score_triggers`] reads them.
pub(crate) fn live(conn: &Connection, account: i64) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(OF_ACCOUNT)?;
    Ok(statement.query_map([account], only_value)?.collect::<rusqlite::Result<_>>()?)
}
