//! The facts of a call that scorecards count, stored beside its line: derived from the log, so recomputable.

use chrono::{DateTime, FixedOffset};
use rusqlite::{Connection, Row, params};

use crate::domain::account::profile::Fit;
use crate::domain::call::filter::{CallFlags, Flag, SOON};
use crate::domain::call::{Outcome, Reach, Verdict, VerdictSource};
use crate::domain::reason::guard::{SWARM_PEOPLE, SWARM_TOUCHES};
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Scope, freshness, is_younger};
use crate::store::book::monthly_totals::TallyRow;
use crate::store::book::packed_score::PackedScore;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::{IsoDay, TriggerIds, day_of, fit_rank, instant, scope_rank};
use crate::store::error::Result;
use crate::store::standing::verdict_rank;

/// [`SOON`] in milliseconds.
pub(crate) const SOON_MILLIS: i64 = SOON * 60 * 1000;

/// The facts of a call that are counted, taken from the version of it that counts.
struct CallFacts {
    account: i64,
    at: i64,
    /// When it began, on the rep's clock.
    began: DateTime<FixedOffset>,
    day: i64,
    alive: bool,
    reach: Reach,
    verdict: Option<Verdict>,
    source: Option<VerdictSource>,
    seconds: Option<u32>,
    triggers: TriggerIds,
    /// The program attached the triggers.
    attached: bool,
    outcome: Option<Outcome>,
    hour: i64,
    campaign: Option<i64>,
    template: String,
    plan_ready: bool,
    fit: i64,
    overridden: bool,
    /// Verdict source of the latest version, which need not be the version that counts.
    latest_source: Option<VerdictSource>,
    late: bool,
}

/// Selects the version of a call that counts: the last one within [`SOON`] of the first. A guessed verdict or an
/// override is taken from any version; of a call whose words were erased, the override is what was counted before.
const COUNTED: &str = "SELECT line.account AS account, line.at AS at, line.day AS day, first.zone AS zone,
        line.head = 1 AND line.deleted = 0 AS alive, counted.reach AS reach, counted.verdict AS verdict,
        counted.source AS source, counted.seconds AS seconds, counted.triggers AS triggers, counted.outcome AS outcome,
        (first.at / 60000 + first.zone) / 60 % 24 AS hour, first.campaign AS campaign,
        coalesce(plan.template, '') AS template, coalesce(plan.missing = 0, 0) AS plan_ready, account.fit AS fit,
        first.overrides <> '[]' OR counted.overrides <> '[]'
            OR (first.salt IS NULL AND line.flags & 2 <> 0) AS overridden, latest.source AS latest_source,
        latest.logged_at > first.logged_at + ?2 AS late,
        counted.triggers <> x'' AND coalesce(counted.reason_by, 'attached') = 'attached' AS attached
    FROM call_line AS line
    JOIN call AS first ON first.n = line.n
    JOIN call AS latest ON latest.n = line.latest
    JOIN call AS counted ON counted.n = CASE WHEN line.latest = line.n THEN line.n ELSE coalesce(
        (SELECT later.n FROM call_line JOIN call AS later ON later.n = call_line.n
            WHERE call_line.root = line.n AND call_line.head = 0 AND call_line.deleted = 0
                AND later.logged_at <= first.logged_at + ?2
            ORDER BY min(later.rev, call_line.rev) DESC, later.id DESC LIMIT 1), line.n) END
    JOIN account ON account.n = line.account
    LEFT JOIN plan ON plan.n = first.plan
    WHERE line.n = ?1";

impl CallFacts {
    fn of(conn: &Connection, root: i64) -> Result<CallFacts> {
        Ok(conn.prepare_cached(COUNTED)?.query_row([root, SOON_MILLIS], CallFacts::read)?)
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<CallFacts> {
        Ok(CallFacts {
            account: row.get("account")?,
            at: row.get("at")?,
            began: instant(row.get("at")?, row.get("zone")?),
            day: row.get("day")?,
            alive: row.get("alive")?,
            reach: row.get("reach")?,
            verdict: row.get("verdict")?,
            source: row.get("source")?,
            seconds: row.get("seconds")?,
            triggers: row.get("triggers")?,
            outcome: row.get("outcome")?,
            hour: row.get("hour")?,
            campaign: row.get("campaign")?,
            template: row.get("template")?,
            plan_ready: row.get("plan_ready")?,
            fit: row.get("fit")?,
            overridden: row.get("overridden")?,
            latest_source: row.get("latest_source")?,
            late: row.get("late")?,
            attached: row.get("attached")?,
        })
    }

    fn flags(&self, swarm: bool) -> CallFlags {
        // Somebody who must not be called again is not reproached for lack of a trigger on the call that said so.
        let no_trigger = self.triggers.0.is_empty() && self.outcome != Some(Outcome::DoNotCall);
        CallFlags::default()
            .with(Flag::AmendedLate, self.late)
            .with(Flag::Overridden, self.overridden)
            .with(Flag::Guessed, self.latest_source == Some(VerdictSource::RepInferred))
            .with(Flag::Swarm, swarm)
            .with(Flag::NoTrigger, no_trigger)
            .with(Flag::OutOfProfile, self.fit == fit_rank(Fit::Out))
            .with(Flag::Attached, self.attached)
    }
}

fn pack(call: &CallFacts, live: bool) -> PackedScore {
    let connected = call.reach == Reach::Connected;
    let verdict = call.verdict.and_then(verdict_rank).unwrap_or(0);
    let (said, unprompted) = match call.source {
        Some(VerdictSource::SaidUnprompted) => (true, true),
        Some(VerdictSource::SaidWhenAsked) => (true, false),
        Some(VerdictSource::RepInferred) | None => (false, false),
    };
    let said = said && verdict != 0;
    let bits = [(connected, 0), (live, 1), (said, 2), (connected && call.plan_ready, 5), (said && unprompted, 6)];
    let seconds = call.seconds.map_or(0, |seconds| i64::from(seconds.min(1 << 20)) + 1);
    PackedScore(bits.iter().fold(seconds << 7 | verdict << 3, |packed, (bit, at)| packed | i64::from(*bit) << at))
}

/// How lists know who says so.
// Stored with each call: a number never changes its meaning.
pub(super) fn source_rank(source: VerdictSource) -> i64 {
    match source {
        VerdictSource::SaidUnprompted => 1,
        VerdictSource::SaidWhenAsked => 2,
        VerdictSource::RepInferred => 3,
    }
}

/// The triggers of a call, with their freshness on the day of the call.
#[derive(Default)]
struct TriggerFacts {
    scope: Option<i64>,
    live: bool,
    /// Freshness 0–100 of the freshest trigger that is a reason on the prospect's side.
    fresh: Option<i64>,
}

fn ground(conn: &Connection, kinds: &Kinds, call: &CallFacts) -> Result<TriggerFacts> {
    let mut ground = TriggerFacts::default();
    let sql = "SELECT kind, scope, strength, occurred_on, effective_on FROM trigger WHERE id = ?1";
    for (nth, id) in call.triggers.0.iter().enumerate() {
        let read = |row: &Row<'_>| {
            let effective: Option<IsoDay> = row.get("effective_on")?;
            Ok((
                row.get("kind")?,
                row.get("scope")?,
                row.get("strength")?,
                row.get::<_, IsoDay>("occurred_on")?.0,
                effective.map(|day| day.0),
            ))
        };
        let mut statement = conn.prepare_cached(sql)?;
        let Some(found) = statement.query_map([id], read)?.next() else { continue };
        let (kind, scope, strength, occurred, effective): (String, Scope, i64, _, _) = found?;
        if nth == 0 {
            ground.scope = Some(scope_rank(scope));
        }
        // What the program attached says nothing of what the call stood on, and what happened after it cannot have been
        // its reason, whoever wrote it there.
        if scope != Scope::Ours && strength > 0 && !call.attached && !is_younger(*id, occurred, call.began) {
            let value = freshness(kinds.get_or_other(&kind), occurred, effective, day_of(call.day)).value;
            ground.live |= value > 0.0;
            #[expect(clippy::cast_possible_truncation, reason = "0–100")]
            let percent = (value * 100.0).round() as i64;
            ground.fresh = ground.fresh.max(Some(percent));
        }
    }
    Ok(ground)
}

/// Returns true if this call made a swarm, or went into one: with it the account had as many calls in two weeks, or as
/// many people called in one, as the swarm guard warns of.
fn is_swarm(conn: &Connection, root: i64, call: &CallFacts) -> Result<bool> {
    let sql = "SELECT count(*) AS touches, count(DISTINCT CASE WHEN day > ?3 - 7 THEN contact END) AS people
        FROM call_line
        WHERE account = ?1 AND deleted = 0 AND head = 1 AND (at < ?2 OR n = ?4) AND day > ?3 - 14 AND day <= ?3";
    let values = params![call.account, call.at, call.day, root];
    let (touches, people): (u32, u32) =
        conn.prepare_cached(sql)?.query_row(values, |row| Ok((row.get("touches")?, row.get("people")?)))?;
    Ok(touches >= SWARM_TOUCHES || people >= SWARM_PEOPLE)
}

/// Recomputes the counted facts of a call and of the calls after it that depend on it, and the monthly totals.
pub(crate) fn settle(write: &mut Transaction<'_>, root: i64) -> Result<()> {
    settle_one(write, root)?;
    for n in later_calls(write.conn, root)? {
        settle_one(write, n)?;
    }
    Ok(())
}

/// Returns the calls to the same account in the two weeks after a call; their swarm flag depends on it.
pub(crate) fn later_calls(conn: &Connection, root: i64) -> Result<Vec<i64>> {
    let sql = "SELECT later.n FROM call_line AS line JOIN call_line AS later
            ON later.account = line.account AND later.deleted = 0 AND later.head = 1
            AND later.at > line.at AND later.day < line.day + 14
        WHERE line.n = ?1 AND later.n <> line.n";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map([root], only_value)?.collect::<rusqlite::Result<_>>()?)
}

/// Recomputes the counted facts of every call in the log.
pub(crate) fn settle_all(write: &mut Transaction<'_>) -> Result<()> {
    let mut statement = write.conn.prepare("SELECT n FROM call_line WHERE head = 1")?;
    for n in statement.query_map([], only_value)? {
        settle_one(write, n?)?;
    }
    Ok(())
}

/// Recomputes the counted facts of one call, without the calls after it.
pub(crate) fn settle_one(write: &mut Transaction<'_>, root: i64) -> Result<()> {
    // Out of the rollups with the old facts, and in again with the new ones: both are read from the line.
    if let Some(before) = TallyRow::of(write.conn, root)? {
        write.tallies.count(&before, -1);
    }
    let call = CallFacts::of(write.conn, root)?;
    let ground = ground(write.conn, write.rules.kinds(), &call)?;
    let flags = call.flags(is_swarm(write.conn, root, &call)?);
    let score = pack(&call, ground.live);
    let sql =
        "UPDATE call_line SET score = ?2, scope = ?3, template = ?4, campaign = ?5, hour = ?6, fresh = ?7, flags = ?8,
            tallied = ?9, source = ?10
        WHERE n = ?1 AND (score, scope, template, campaign, hour, fresh, flags, tallied, source) IS NOT
            (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    let values = params![
        root,
        score.0,
        ground.scope,
        call.template,
        call.campaign,
        call.hour,
        ground.fresh,
        flags.0,
        call.alive,
        call.latest_source.map(source_rank),
    ];
    write.conn.prepare_cached(sql)?.execute(values)?;
    if let Some(now) = TallyRow::of(write.conn, root)? {
        write.tallies.count(&now, 1);
    }
    Ok(())
}
