//! Gathers the facts for reason and guards: touches, verdicts, local time.
//!
//! Reads only. `domain::reason` decides what speaks against a call; which list asks is not known here.

pub(super) mod no_answer;
pub(super) mod touches;

use std::collections::HashSet;

use chrono::{NaiveDate, TimeZone};
use rusqlite::{Connection, OptionalExtension, params};

use super::Store;
use super::book::{settings, trigger_score};
use super::cells::only_value;
use super::convert::{day_number, day_of};
use super::error::Result;
use super::tables::{accounts, contacts, triggers};
use crate::clock::Moment;
use crate::domain::account::calling_hours::line::Line;
use crate::domain::account::phone_region::somewhere::Somewhere;
use crate::domain::account::phone_region::{Dialling, TheirZone};
use crate::domain::account::profile::FitResult;
use crate::domain::account::{Account, Contact};
use crate::domain::call::{Reach, Verdict};
use crate::domain::reason::guard::{Standing, TheirTime, UsedReason};
use crate::domain::reason::{Reason, ScoredTrigger, Touches, reason};
use crate::domain::time_zone::Tz;
use crate::domain::trigger::{Trigger, is_younger};

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
    touches: RecentTouches,
}

/// Touches of an account up to an instant.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct RecentTouches {
    /// Their numbers.
    pub(super) counts: Touches,
    /// Row of the person who was talked to last on that day.
    talked_today: Option<i64>,
}

/// Touches beside calls of one account that are looked at.
const LOOKED_AT: i64 = 200;

/// Age in milliseconds from which a moment counts as past. Less can be a device whose clock is ahead; its do-not-call
/// mark must hold.
const PAST: i64 = 60_000;

impl AccountBackground {
    /// Returns the trigger that carries the reason.
    pub(super) fn best(&self) -> Option<&Trigger> {
        self.live.iter().find(|trigger| Some(trigger.id) == self.reason.best)
    }
}

impl Store {
    /// Gathers the facts of an account.
    pub(super) fn background(&self, n: i64, now: Moment) -> Result<AccountBackground> {
        self.background_with(n, now, |_any| true)
    }

    /// Returns the background as of the time of a call, without anything that happened after it.
    pub(super) fn background_at(&self, n: i64, at: Moment) -> Result<AccountBackground> {
        self.background_with(n, at, |trigger| !is_younger(trigger.id, trigger.occurred_on, at.0))
    }

    fn background_with(&self, n: i64, now: Moment, counts: impl Fn(&Trigger) -> bool) -> Result<AccountBackground> {
        let account = accounts::load(&self.conn, n)?;
        let fit = settings::profile(&self.conn)?.fit(&account);
        let mut live = Vec::new();
        let mut grounds: Vec<ScoredTrigger> = Vec::new();
        for (row, used) in trigger_score::live(&self.conn, n)? {
            let trigger = triggers::load(&self.conn, row)?;
            if counts(&trigger) {
                grounds.push(ScoredTrigger::new(&trigger, self.rules.kinds(), now.date(), used));
                live.push(trigger);
            }
        }
        let touches = touches(&self.conn, n, now.date(), now.millis())?;
        let reason = reason(&grounds, fit.fit, touches.counts);
        Ok(AccountBackground { n, account, fit, live, reason, touches })
    }

    /// Gathers the facts about one person that the guards judge, as of a moment: now, or when a call was made.
    pub(super) fn standing(
        &self,
        known: &AccountBackground,
        row: i64,
        contact: &Contact,
        now: Moment,
    ) -> Result<Standing> {
        let last_verdict = last_verdict(&self.conn, row, now.millis())?;
        let since = |(_, day): (Verdict, NaiveDate)| known.live.iter().any(|trigger| trigger.occurred_on > day);
        let used_before = known.best().map(|best| self.used_before(row, best, now)).transpose()?.flatten();
        let talked_today = known.touches.talked_today.map(|n| contacts::load(&self.conn, n)).transpose()?;
        let place = Dialling::builtin().zone_of(contact, &known.account, self.place());
        let somewhere = match place {
            Some(_) => None,
            None => Dialling::builtin().somewhere(contact, &known.account, self.place().country),
        };
        let land = place.as_ref().and_then(|place| place.land.as_ref()).or(somewhere.as_ref().map(|place| &place.land));
        let permitted = self.rules.hours().at(land.map(|land| (land.country.as_str(), land.region.as_deref())));
        let line = Line::of_contact(contact, &known.account, self.rules.calls);
        let counted = permitted.limit(line).map(|(_, limit)| limit.hours);
        let calls_in_period = counted.map(|hours| calls_within(&self.conn, row, hours, now)).transpose()?.unwrap_or(0);
        Ok(Standing {
            do_not_call: self.do_not_call_at(row, contact, &known.account, now)?,
            left: contact.left_says(now.date()),
            fit: known.fit.fit,
            touches: known.touches.counts,
            live_trigger: known.reason.best.is_some() && !known.reason.weak_only,
            used_before,
            last_verdict,
            new_since_verdict: last_verdict.is_some_and(since),
            rest: no_answer::load_rest(&self.conn, known.n)?.filter(|rest| rest.holds(now.date())),
            silence: no_answer::silence_until(&self.conn, self.rules.kinds(), known.n, now.millis())?,
            their_time: place.as_ref().map(|place| their_time(place, now)),
            perhaps: somewhere.iter().flat_map(|place| times_somewhere(place, now)).collect(),
            permitted,
            line,
            calls_in_period,
            hours: contact.hours,
            talked_today: talked_today.map(|person| person.name),
        })
    }

    /// Returns the trigger if a call with the person before a moment used it.
    pub(super) fn used_before(&self, contact: i64, trigger: &Trigger, at: Moment) -> Result<Option<UsedReason>> {
        let chosen = chosen_before(&self.conn, contact, trigger, at.millis())?;
        Ok(chosen.map(|chosen| UsedReason { headline: trigger.headline.clone(), chosen }))
    }

    /// Returns why a person must not be called at a moment. A mark set after a call does not apply to it.
    fn do_not_call_at(&self, row: i64, contact: &Contact, account: &Account, at: Moment) -> Result<Option<String>> {
        let past = at.millis() < self.clock.now().millis() - PAST;
        let until = if past { at.millis() } else { i64::MAX };
        match &contact.do_not_call {
            Some(why) if contacts::barred_at(&self.conn, row)? <= until => Ok(Some(why.clone())),
            Some(_) | None => self.listed_until(contact, account, until),
        }
    }
}

/// Returns the local times of every zone in which a person may be.
fn times_somewhere(place: &Somewhere, now: Moment) -> impl Iterator<Item = TheirTime> {
    let guessed = Some(format!("in {}", place.called));
    let at = move |zone: &Tz| TheirZone { zone: *zone, guessed: guessed.clone(), land: None };
    place.zones.iter().map(at).map(move |place| their_time(&place, now))
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

/// Returns the calls to a person, reached or not, in so many hours up to a moment.
fn calls_within(conn: &Connection, contact: i64, hours: u32, now: Moment) -> Result<u32> {
    const HOUR: i64 = 3_600_000;
    let sql = "SELECT count(*) FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 AND at > ?2 AND at <= ?3";
    let since = now.millis() - i64::from(hours) * HOUR;
    Ok(conn.prepare_cached(sql)?.query_row([contact, since, now.millis()], only_value)?)
}

/// Returns an account's touches up to an instant (milliseconds) of a day; that day counts as the first.
pub(super) fn touches(conn: &Connection, account: i64, on: NaiveDate, until: i64) -> Result<RecentTouches> {
    let today = day_number(on);
    let sql = "SELECT day, contact, connected FROM call_line
        WHERE account = ?1 AND deleted = 0 AND head = 1 AND day > ?2 AND at <= ?3 ORDER BY at";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account, today - 30, until])?;
    let (mut touches, mut people) = (RecentTouches::default(), HashSet::new());
    while let Some(row) = rows.next()? {
        let (day, contact): (i64, i64) = (row.get("day")?, row.get("contact")?);
        touches.count(day, contact, today, &mut people);
        if day == today && row.get("connected")? {
            touches.talked_today = Some(contact);
        }
    }
    let beside = touches::brief(conn, account, LOOKED_AT)?;
    for touch in beside.iter().filter(|touch| !touch.kind.is_theirs() && touch.at <= until && touch.day > today - 30) {
        touches.count(touch.day, touch.contact, today, &mut people);
    }
    touches.counts.people_in_7_days = u32::try_from(people.len()).unwrap_or(u32::MAX);
    Ok(touches)
}

impl RecentTouches {
    fn count(&mut self, day: i64, contact: i64, today: i64, people: &mut HashSet<i64>) {
        self.counts.in_30_days += 1;
        self.counts.in_14_days += u32::from(day > today - 14);
        if day > today - 7 {
            people.insert(contact);
        }
    }
}

/// Returns the number of touches in 30 days, which the points of a reason need.
pub(super) fn in_30_days(conn: &Connection, account: i64, on: NaiveDate) -> Result<u32> {
    let sql = "SELECT count(*) FROM call_line WHERE account = ?1 AND deleted = 0 AND head = 1 AND day > ?2";
    let after = day_number(on) - 30;
    let calls: u32 = conn.prepare_cached(sql)?.query_row([account, after], only_value)?;
    let beside = touches::brief(conn, account, LOOKED_AT)?;
    let beside = beside.iter().filter(|touch| !touch.kind.is_theirs() && touch.day > after).count();
    Ok(calls + u32::try_from(beside).unwrap_or(u32::MAX))
}

/// Returns the last verdict that a person gave up to an instant (milliseconds), with its day.
pub(super) fn last_verdict(conn: &Connection, contact: i64, until: i64) -> Result<Option<(Verdict, NaiveDate)>> {
    let sql = "SELECT verdict, day FROM call_line
        WHERE contact = ?1 AND deleted = 0 AND head = 1 AND verdict IS NOT NULL AND at <= ?2 ORDER BY at DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>("verdict")?, row.get("day")?));
    let found = conn.prepare_cached(sql)?.query_row([contact, until], read).optional()?;
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

/// Returns whether a rep chose the trigger for a call in which this person heard it, up to an instant; `None` if they
/// have not heard it.
fn chosen_before(conn: &Connection, contact: i64, trigger: &Trigger, until: i64) -> Result<Option<bool>> {
    let sql = "SELECT DISTINCT call.reach AS reach, coalesce(call.reason_by, 'attached') = 'chosen' AS chosen
        FROM call_trigger
        JOIN trigger ON trigger.n = call_trigger.trigger
        JOIN call_line AS line ON line.n = call_trigger.call AND line.deleted = 0
        JOIN call ON call.n = line.n
        WHERE call_trigger.contact = ?1 AND trigger.id = ?2 AND call.at <= ?3";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params![contact, trigger.id, until])?;
    let mut found: Option<bool> = None;
    while let Some(row) = rows.next()? {
        if row.get::<_, Reach>("reach")?.is_heard() {
            found = Some(found.unwrap_or(false) || row.get("chosen")?);
        }
    }
    Ok(found)
}
