//! Gathers the facts for reason and guards: touches, verdicts, local time.
//!
//! Reads only. `domain::reason` decides what speaks against a call; which list asks is not known here.

pub(super) mod no_answer;

use chrono::{NaiveDate, TimeZone};
use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::book::{settings, trigger_score};
use super::cells::only_value;
use super::convert::{day_number, day_of};
use super::error::Result;
use super::tables::{accounts, triggers};
use crate::clock::Moment;
use crate::domain::account::phone_region::{Dialling, TheirZone};
use crate::domain::account::profile::FitResult;
use crate::domain::account::{Account, Contact};
use crate::domain::call::Verdict;
use crate::domain::reason::guard::{Standing, TheirTime};
use crate::domain::reason::{Reason, ScoredTrigger, Touches, reason};
use crate::domain::trigger::Trigger;

/// The facts of an account that hold for all of its people.
pub(super) struct AccountBackground {
    /// Row number of the account.
    pub(super) n: i64,
    /// The company whose facts these are.
    pub(super) account: Account,
    /// Whether the company fits the profile, and by which rules.
    pub(super) fit: FitResult,
    /// Live triggers of the account.
    pub(super) live: Vec<Trigger>,
    /// Reason to call the account now.
    pub(super) reason: Reason,
    touches: Touches,
}

impl AccountBackground {
    /// Returns the trigger that carries the reason.
    pub(super) fn best(&self) -> Option<&Trigger> {
        self.live.iter().find(|trigger| Some(trigger.id) == self.reason.best)
    }
}

impl Store {
    /// Gathers the facts of an account.
    pub(super) fn background(&self, n: i64, now: Moment) -> Result<AccountBackground> {
        let account = accounts::load(&self.conn, n)?;
        let fit = settings::profile(&self.conn)?.fit(&account);
        let live = trigger_score::live(&self.conn, n)?;
        let live = live.into_iter().map(|n| triggers::load(&self.conn, n)).collect::<Result<Vec<_>>>()?;
        let touches = touches(&self.conn, n, now.date())?;
        let grounds: Vec<ScoredTrigger> =
            live.iter().map(|trigger| ScoredTrigger::new(trigger, self.rules.kinds(), now.date())).collect();
        let reason = reason(&grounds, fit.fit, touches);
        Ok(AccountBackground { n, account, fit, live, reason, touches })
    }

    /// Gathers the facts about one person that the guards judge.
    pub(super) fn standing(
        &self,
        known: &AccountBackground,
        row: i64,
        contact: &Contact,
        now: Moment,
    ) -> Result<Standing> {
        let last_verdict = last_verdict(&self.conn, row)?;
        let since = |(_, day): (Verdict, NaiveDate)| known.live.iter().any(|trigger| trigger.occurred_on > day);
        let used_before = match known.best() {
            Some(best) if used_with(&self.conn, row, best)? => Some(best.headline.clone()),
            Some(_) | None => None,
        };
        let do_not_call = match &contact.do_not_call {
            Some(why) => Some(why.clone()),
            None => self.on_do_not_call(contact, &known.account)?,
        };
        let place = Dialling::builtin().zone_of(contact, &known.account, self.zone);
        let land = place.as_ref().and_then(|place| place.land.as_ref());
        Ok(Standing {
            do_not_call,
            fit: known.fit.fit,
            touches: known.touches,
            live_trigger: known.reason.best.is_some() && !known.reason.weak_only,
            used_before,
            last_verdict,
            new_since_verdict: last_verdict.is_some_and(since),
            rest: no_answer::load_rest(&self.conn, known.n)?.filter(|rest| rest.holds(now.date())),
            silence: no_answer::silence(&self.conn, self.rules.kinds(), known.n)?,
            their_time: place.as_ref().map(|place| their_time(place, now)),
            permitted: self.rules.hours().at(land.map(|land| (land.country.as_str(), land.region.as_deref()))),
            hours: contact.hours,
        })
    }
}

/// Returns the local time at the prospect's place.
fn their_time(place: &TheirZone, now: Moment) -> TheirTime {
    let there = place.zone.from_utc_datetime(&now.utc().naive_utc());
    TheirTime {
        time: there.time(),
        date: there.date_naive(),
        zone: place.zone.name().to_owned(),
        guessed: place.guessed.clone(),
    }
}

/// Returns an account's touches up to a day; that day counts as the first.
pub(super) fn touches(conn: &Connection, account: i64, on: NaiveDate) -> Result<Touches> {
    let today = day_number(on);
    let sql = "SELECT day, contact FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 AND day > ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account, today - 30])?;
    let (mut touches, mut people) = (Touches::default(), Vec::new());
    while let Some(row) = rows.next()? {
        let (day, contact): (i64, i64) = (row.get("day")?, row.get("contact")?);
        touches.in_30_days += 1;
        touches.in_14_days += u32::from(day > today - 14);
        if day > today - 7 && !people.contains(&contact) {
            people.push(contact);
        }
    }
    touches.people_in_7_days = u32::try_from(people.len()).unwrap_or(u32::MAX);
    Ok(touches)
}

/// Returns the number of touches in 30 days, which the points of a reason need.
pub(super) fn in_30_days(conn: &Connection, account: i64, on: NaiveDate) -> Result<u32> {
    let sql = "SELECT count(*) FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 AND day > ?2";
    let counted = conn.prepare_cached(sql)?.query_row([account, day_number(on) - 30], only_value)?;
    Ok(counted)
}

/// Returns the last verdict that a person gave, with its day.
pub(super) fn last_verdict(conn: &Connection, contact: i64) -> Result<Option<(Verdict, NaiveDate)>> {
    let sql = "SELECT verdict, day FROM call_line
        WHERE contact = ?1 AND deleted = 0 AND head = 1 AND verdict IS NOT NULL ORDER BY at DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>("verdict")?, row.get("day")?));
    let found = conn.prepare_cached(sql)?.query_row([contact], read).optional()?;
    Ok(found.and_then(|(verdict, day)| verdict_of(verdict).map(|verdict| (verdict, day_of(day)))))
}

/// Verdicts that were given, as derived columns number them.
// Stored with each call: a number never changes its meaning.
pub(super) fn verdict_rank(verdict: Verdict) -> Option<i64> {
    match verdict {
        Verdict::WellSpent => Some(1),
        Verdict::Partly => Some(2),
        Verdict::Wasted => Some(3),
        Verdict::NotAsked => None,
    }
}

fn verdict_of(rank: i64) -> Option<Verdict> {
    Verdict::ALL.iter().copied().find(|verdict| verdict_rank(*verdict) == Some(rank))
}

fn used_with(conn: &Connection, contact: i64, trigger: &Trigger) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM call_trigger
        JOIN trigger ON trigger.n = call_trigger.trigger
        JOIN call_line ON call_line.n = call_trigger.call AND call_line.deleted = 0
        WHERE call_trigger.contact = ?1 AND trigger.id = ?2)";
    Ok(conn.prepare_cached(sql)?.query_row(params![contact, trigger.id], only_value)?)
}
