//! Scores an account's live triggers: the same sum as `domain::reason`, computed from one index.

use chrono::NaiveDate;
use rusqlite::Connection;

use crate::domain::account::profile::Fit;
use crate::domain::reason::fit_factor;
use crate::domain::trigger::freshness;
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::store::cells::only_value;
use crate::store::convert::day_of;
use crate::store::error::Result;

/// Number of scopes that the score distinguishes.
const SCOPES: usize = 8;

/// A link between an account and a live trigger, as the index stores it.
pub(crate) struct LiveLink<'a> {
    /// Row number of the trigger.
    pub(crate) trigger: i64,
    /// Kind of the trigger.
    pub(crate) kind: &'a Kind,
    /// Rank of the trigger's scope.
    pub(crate) scope: i64,
    /// Strength of the trigger, 1–5.
    pub(crate) strength: i64,
    /// Day number on which the trigger occurred.
    pub(crate) occurred: i64,
    /// Day number on which it takes effect, if that is not the day it occurred.
    pub(crate) effective: Option<i64>,
}

/// Score of an account: its best live trigger for each scope.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TriggerScore {
    by_scope: [f64; SCOPES],
    scope: usize,
    weak: bool,
    strong: bool,
    /// Row number of the best trigger; `None` if no trigger has points today.
    pub(crate) best: Option<i64>,
}

impl TriggerScore {
    /// Adds a live trigger to the score.
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

    /// Returns true if at least one trigger with points is not of a weak kind.
    pub(in crate::store) fn is_enough(&self) -> bool {
        self.strong
    }

    /// Returns the points 0–100 that `domain::reason::reason` gives, with the same rounding.
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

/// Selects an account's live triggers.
pub(crate) const OF_ACCOUNT: &str = "SELECT trigger FROM trigger_account WHERE live = 1 AND account = ?1
    ORDER BY kind, scope, strength, occurred, effective, fit, trigger";

/// Returns the rows of an account's live triggers, in the order in which [`score_triggers`] reads them.
pub(crate) fn live(conn: &Connection, account: i64) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(OF_ACCOUNT)?;
    Ok(statement.query_map([account], only_value)?.collect::<rusqlite::Result<_>>()?)
}
