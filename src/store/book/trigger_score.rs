//! Scores an account's live triggers: the same sum as `domain::reason`, computed from one index.

use std::cmp::Ordering;

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, Row};

use crate::domain::account::profile::Fit;
use crate::domain::reason::{GroundWorth, PointLines, SIX_MONTHS};
use crate::domain::trigger::freshness;
use crate::domain::trigger::kind::{Kind, Kinds};
use crate::store::cells::numbered_columns;
use crate::store::convert::{confidence_of, day_of};
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
    /// Rank of how good the trigger's evidence is.
    pub(crate) confidence: i64,
    /// True if somebody of the account has heard it.
    pub(crate) used: bool,
}

/// The two days on which a ranking scores triggers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScoringDays {
    today: NaiveDate,
    later: NaiveDate,
}

/// Score of an account: its best live trigger for each scope.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TriggerScore {
    by_scope: [GroundWorth; SCOPES],
    scope: usize,
    weak: bool,
    strong: bool,
    /// Row number of the best trigger; `None` if no trigger has points today.
    pub(crate) best: Option<i64>,
}

impl ScoringDays {
    /// Takes a day, and the one six months later.
    pub(crate) fn from(today: NaiveDate) -> ScoringDays {
        let later = today.checked_add_days(Days::new(SIX_MONTHS.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        ScoringDays { today, later }
    }
}

impl LiveLink<'_> {
    fn worth(&self, on: ScoringDays) -> GroundWorth {
        let (occurred, effective) = (day_of(self.occurred), self.effective.map(day_of));
        let fresh = |day| freshness(self.kind, occurred, effective, day).value;
        let strength = u8::try_from(self.strength).unwrap_or(0);
        GroundWorth::new(strength, fresh(on.today), fresh(on.later), confidence_of(self.confidence), self.used)
    }
}

impl TriggerScore {
    /// Adds a live trigger to the score.
    pub(in crate::store) fn add(&mut self, link: &LiveLink<'_>, on: ScoringDays) {
        let worth = link.worth(on);
        if !worth.counts() {
            return;
        }
        let scope = usize::try_from(link.scope).unwrap_or(0).min(SCOPES - 1);
        let better = match worth.compare(&self.by_scope[self.scope]) {
            Ordering::Greater => true,
            Ordering::Equal => self.weak && !link.kind.weak,
            Ordering::Less => false,
        };
        if self.best.is_none() || better {
            (self.best, self.scope, self.weak) = (Some(link.trigger), scope, link.kind.weak);
        }
        if worth.compare(&self.by_scope[scope]).is_gt() {
            self.by_scope[scope] = worth;
        }
        self.strong |= !link.kind.weak;
    }

    /// Returns true if at least one trigger with points is not of a weak kind.
    pub(in crate::store) fn is_enough(&self) -> bool {
        self.strong
    }

    /// Returns the points 0–100 that `domain::reason::reason` gives, with the same rounding.
    pub(in crate::store) fn points(&self, fit: Fit, touches_in_30_days: u32) -> f64 {
        let others = self.by_scope.iter().enumerate().filter(|(scope, _)| *scope != self.scope);
        let second = others.map(|(_, worth)| *worth).max_by(GroundWorth::compare);
        let second = second.filter(|second| second.for_now() > 0.0);
        PointLines::new(self.by_scope[self.scope], second, fit, touches_in_30_days).total()
    }
}

numbered_columns! {
    /// Indexes of the columns from which a [`LiveLink`] is read.
    pub(crate) struct LinkColumns { kind, scope, strength, occurred, effective, trigger, confidence, used }
}

/// Reads a link from a row of a statement that has its columns.
pub(in crate::store) fn read_link<'a>(
    row: &Row<'_>,
    at: LinkColumns,
    kind: impl Fn(&str) -> &'a Kind,
) -> Result<LiveLink<'a>> {
    Ok(LiveLink {
        kind: kind(row.get_ref(at.kind)?.as_str().unwrap_or_default()),
        scope: row.get(at.scope)?,
        strength: row.get(at.strength)?,
        occurred: row.get(at.occurred)?,
        effective: row.get(at.effective)?,
        trigger: row.get(at.trigger)?,
        confidence: row.get(at.confidence)?,
        used: row.get(at.used)?,
    })
}

/// Scores one account's live triggers on a day.
pub(crate) fn score_triggers(conn: &Connection, kinds: &Kinds, account: i64, on: NaiveDate) -> Result<TriggerScore> {
    let sql = "SELECT kind, scope, strength, occurred, effective, trigger, confidence, used FROM trigger_account
        WHERE live = 1 AND account = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let at = LinkColumns::resolve(&statement)?;
    let mut rows = statement.query([account])?;
    let (mut worth, on) = (TriggerScore::default(), ScoringDays::from(on));
    while let Some(row) = rows.next()? {
        worth.add(&read_link(row, at, |key| kinds.get_or_other(key))?, on);
    }
    Ok(worth)
}

/// Selects an account's live triggers, and whether somebody there has heard them.
pub(crate) const OF_ACCOUNT: &str = "SELECT trigger, used FROM trigger_account WHERE live = 1 AND account = ?1
    ORDER BY kind, scope, strength, occurred, effective, fit, trigger";

/// Returns the rows of an account's live triggers and their use, in the order in which [`score_triggers`] reads them.
pub(crate) fn live(conn: &Connection, account: i64) -> Result<Vec<(i64, bool)>> {
    let mut statement = conn.prepare_cached(OF_ACCOUNT)?;
    let read = |row: &Row<'_>| Ok((row.get("trigger")?, row.get("used")?));
    Ok(statement.query_map([account], read)?.collect::<rusqlite::Result<_>>()?)
}
