//! Computes what a plan still lacks: checks its opener, looks at its triggers, and stores the figures that lists show.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use crate::clock::Moment;
use crate::domain::call::Call;
use crate::domain::check::{Evidence, check};
use crate::domain::ids::TriggerId;
use crate::domain::plan::Plan;
use crate::domain::plan::readiness::MissingFields;
use crate::domain::plan::speech::{DEFAULT_WPM, seconds};
use crate::domain::query::review::SavedCheck;
use crate::domain::reason::{GroundWorth, ScoredTrigger};
use crate::domain::trigger::Trigger;
use crate::domain::trigger::kind::Kinds;
use crate::store::Store;
use crate::store::book::write::Transaction;
use crate::store::book::{settings, trigger_score};
use crate::store::cells::only_value;
use crate::store::convert::{JsonText, utc};
use crate::store::error::Result;
use crate::store::tables::{accounts, calls, campaigns, contacts, plans, triggers};

/// Recomputes what the plans of one account in a campaign lack.
pub(crate) fn settle_in(write: &Transaction<'_>, campaign: i64, account: i64) -> Result<()> {
    let sql = "SELECT n FROM plan WHERE campaign = ?1 AND account = ?2 AND deleted = 0 AND spent IS NULL";
    let mut statement = write.conn.prepare_cached(sql)?;
    let found = statement.query_map([campaign, account], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    found.into_iter().try_for_each(|n| settle_again(write, n))
}

/// Recomputes what a plan lacks, after undo changed it or its campaign's impact line changed.
pub(crate) fn settle_again(write: &Transaction<'_>, n: i64) -> Result<()> {
    settle(write, n, wpm(write.conn)?).map(|_checked| ())
}

/// Returns the reading pace in words a minute: the rep's measured one, else the default.
pub(crate) fn wpm(conn: &Connection) -> Result<u16> {
    let set = settings::get(conn, "wpm")?.and_then(|text| text.trim().parse().ok());
    Ok(set.filter(|wpm| *wpm > 0).unwrap_or(DEFAULT_WPM))
}

/// Recomputes what a plan lacks and stores the check of its opener as of this save.
pub(crate) fn look_over(write: &Transaction<'_>, n: i64, wpm: u16) -> Result<()> {
    let checked = settle(write, n, wpm)?;
    let sql = "UPDATE plan SET checked = ?2 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, JsonText(&checked)])?;
    Ok(())
}

/// Computes what lists show of a plan: how much is missing and how many seconds the opener takes. Returns the check of
/// its opener.
fn settle(write: &Transaction<'_>, n: i64, wpm: u16) -> Result<SavedCheck> {
    let (plan, today, kinds) = (&plans::load(write.conn, n)?, write.clock.now().date(), write.rules.kinds());
    let (contact, of) = plans::person_and_account(write.conn, n)?;
    let (person, account) = (contacts::load(write.conn, contact)?, accounts::load(write.conn, of)?);
    let campaign = campaigns::row_of_some(write.conn, plan.campaign)?;
    let member = campaign.map(|campaign| campaigns::member(write.conn, campaign, of)).transpose()?.flatten();
    let known = usable_triggers(write.conn, kinds, &plan.triggers, of, today)?;
    let evidence = Evidence {
        spoken_before: calls::spoken_before(write.conn, contact)?,
        ..Evidence::gather(plan, &person, &account, known.iter(), kinds, today)
    };
    let findings = check(&plan.opener, &evidence, write.rules.playbook(), wpm);
    let live = known.iter().any(|trigger| plan.triggers.contains(&trigger.id) && trigger.is_live(kinds, today));
    let missing = plan.missing(&findings, live, member.as_ref());
    let (lacks, missing) = (MissingFields::of(&missing).0, u16::try_from(missing.len()).unwrap_or(u16::MAX));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a note is 10,000 characters")]
    let seconds = seconds(&plan.opener, wpm).round().clamp(0.0, 65_535.0) as u16;
    let sql = "UPDATE plan SET missing = ?2, lacks = ?3, seconds = ?4 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, missing, lacks, seconds])?;
    Ok(SavedCheck { at: utc(write.now), seconds, findings })
}

/// Checks a call's opener against what is known of the person and the account, with the call's day as today.
pub(crate) fn check_again(
    store: &Store,
    call: &Call,
    plan: Option<&Plan>,
    contact: i64,
    account: i64,
    now: Moment,
) -> Result<SavedCheck> {
    let (conn, kinds, day) = (&store.conn, store.rules.kinds(), call.at.date_naive());
    let said =
        Plan { opener: call.opener.clone(), triggers: call.triggers.clone(), ..plan.cloned().unwrap_or_default() };
    let rows = call.triggers.iter().map(|id| triggers::row_of(conn, *id)).collect::<Result<Vec<_>>>()?;
    let known = rows.into_iter().flatten().map(|n| triggers::load(conn, n)).collect::<Result<Vec<_>>>()?;
    let (person, company) = (contacts::load(conn, contact)?, accounts::load(conn, account)?);
    let evidence = Evidence {
        spoken_before: calls::spoken_to_before(conn, contact, call.at.timestamp_millis())?,
        ..Evidence::gather(&said, &person, &company, known.iter(), kinds, day)
    };
    let wpm = wpm(conn)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let seconds = seconds(&call.opener, wpm).round().clamp(0.0, 65_535.0) as u16;
    Ok(SavedCheck { at: now.utc(), seconds, findings: check(&call.opener, &evidence, store.rules.playbook(), wpm) })
}

/// Returns the triggers that a plan uses, in its order and even if stale, followed by the account's other live
/// triggers, best first.
pub(crate) fn usable_triggers(
    conn: &Connection,
    kinds: &Kinds,
    chosen: &[TriggerId],
    account: i64,
    on: NaiveDate,
) -> Result<Vec<Trigger>> {
    let chosen_rows = chosen.iter().map(|id| triggers::row_of(conn, *id)).collect::<Result<Vec<_>>>()?;
    let load = |n: i64| triggers::load(conn, n);
    let mut found = chosen_rows.into_iter().flatten().map(load).collect::<Result<Vec<_>>>()?;
    let mut live: Vec<(GroundWorth, Trigger)> = Vec::new();
    for (row, used) in trigger_score::live(conn, account)? {
        let trigger = load(row)?;
        live.push((ScoredTrigger::new(&trigger, kinds, on, used).worth(), trigger));
    }
    // `live` is as of the last write; what has faded since counts no more.
    live.retain(|(worth, trigger)| worth.counts() && !chosen.contains(&trigger.id));
    live.sort_by(|(a, _), (b, _)| b.compare(a));
    found.extend(live.into_iter().map(|(_, trigger)| trigger));
    Ok(found)
}
