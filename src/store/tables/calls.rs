//! The rows of a call.

use rusqlite::{Connection, OptionalExtension, Row};

use super::search_index::DATED_BITS;
use crate::domain::call::filter::CallFlags;
use crate::domain::call::{Call, NextStep};
use crate::domain::ids::CallId;
use crate::domain::query::CallRow;
use crate::store::convert::{IsoDay, JsonText, TriggerIds, instant};
use crate::store::error::Result;

/// Bits for the row in the numbers of the full-text rows.
pub(crate) const BITS: u32 = DATED_BITS;

/// The row of a call, whether it stands or was taken back.
pub(crate) fn row_of(conn: &Connection, id: CallId) -> Result<Option<i64>> {
    Ok(conn.prepare_cached("SELECT n FROM call WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?)
}

/// Whether a call stands in the log: `Some(false)` for one that undo took back, nothing where its id was never logged.
pub(crate) fn stands(conn: &Connection, id: CallId) -> Result<Option<bool>> {
    let sql = "SELECT coalesce(line.deleted, 0) = 0 FROM call LEFT JOIN call_line AS line ON line.n = call.n
        WHERE call.id = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
}

/// A call as lists show it, by the row of its first version.
pub(crate) fn row(conn: &Connection, n: i64) -> Result<CallRow> {
    let sql = "SELECT first.id, line.at, first.zone, rep.name, contact.id, contact.name, account.id, account.name,
            call.reach, call.outcome, call.verdict, call.source, call.seconds, call.words,
            (SELECT headline FROM trigger WHERE trigger.id = substr(call.triggers, 1, 16)),
            line.latest <> line.n, line.reviewed, line.flags, rep.id
        FROM call_line AS line JOIN call AS first ON first.n = line.n JOIN call ON call.n = line.latest
        JOIN rep ON rep.n = line.rep JOIN contact ON contact.n = line.contact JOIN account ON account.n = line.account
        WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(CallRow {
            id: row.get(0)?,
            at: instant(row.get(1)?, row.get(2)?),
            rep: row.get(3)?,
            contact_id: row.get(4)?,
            contact: row.get(5)?,
            account_id: row.get(6)?,
            account: row.get(7)?,
            reach: row.get(8)?,
            outcome: row.get(9)?,
            verdict: row.get(10)?,
            source: row.get(11)?,
            seconds: row.get(12)?,
            words: row.get(13)?,
            trigger: row.get::<_, Option<String>>(14)?.unwrap_or_default(),
            amended: row.get(15)?,
            reviewed: row.get(16)?,
            flags: CallFlags(row.get(17)?),
            rep_id: row.get(18)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// One row of the log, whole.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Call> {
    let sql = "SELECT call.id, contact.id, account.id, rep.id, (SELECT id FROM plan WHERE plan.n = call.plan),
            call.triggers, (SELECT id FROM campaign WHERE campaign.n = call.campaign),
            (SELECT other.id FROM call AS other WHERE other.n = call.amends), at, call.zone, seconds, minutes_asked,
            reach, outcome, verdict, source, learned, way_forward, words, note, next_what, next_by, next_whose, opener,
            overrides, log_seconds
        FROM call JOIN contact ON contact.n = call.contact JOIN account ON account.n = call.account
        JOIN rep ON rep.n = call.rep WHERE call.n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Call> {
    let what: Option<String> = row.get(20)?;
    let by: Option<IsoDay> = row.get(21)?;
    let next = match (what, row.get(22)?) {
        (Some(what), Some(whose)) => Some(NextStep { what, by: by.map(|day| day.0), whose }),
        _ => None,
    };
    Ok(Call {
        id: row.get(0)?,
        contact_id: row.get(1)?,
        account_id: row.get(2)?,
        rep_id: row.get(3)?,
        plan_id: row.get(4)?,
        triggers: row.get::<_, TriggerIds>(5)?.0,
        campaign: row.get(6)?,
        amends: row.get(7)?,
        at: instant(row.get(8)?, row.get(9)?),
        seconds: row.get(10)?,
        minutes_asked: row.get(11)?,
        reach: row.get(12)?,
        outcome: row.get(13)?,
        verdict: row.get(14)?,
        source: row.get(15)?,
        learned: row.get(16)?,
        way_forward: row.get(17)?,
        words: row.get(18)?,
        note: row.get(19)?,
        next,
        opener: row.get(23)?,
        overrides: row.get::<_, JsonText<_>>(24)?.0,
        log_seconds: row.get(25)?,
    })
}

/// True if a conversation with this person was logged.
pub(crate) fn spoken_before(conn: &Connection, contact: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM call_line
        WHERE contact = ?1 AND deleted = 0 AND head = 1 AND connected = 1)";
    Ok(conn.prepare_cached(sql)?.query_row([contact], |row| row.get(0))?)
}

/// The same before an instant.
pub(crate) fn spoken_to_before(conn: &Connection, contact: i64, at: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM call_line
        WHERE contact = ?1 AND at < ?2 AND deleted = 0 AND head = 1 AND connected = 1)";
    Ok(conn.prepare_cached(sql)?.query_row([contact, at], |row| row.get(0))?)
}

/// The rows of a call: as logged, then each amendment that stands.
pub(crate) fn version_rows(conn: &Connection, root: i64) -> Result<Vec<i64>> {
    let mut all = vec![root];
    let sql = "SELECT line.n FROM call_line AS line JOIN call ON call.n = line.n
        WHERE root = ?1 AND head = 0 AND line.deleted = 0 ORDER BY logged_at, id";
    let mut statement = conn.prepare_cached(sql)?;
    all.extend(statement.query_map([root], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?);
    Ok(all)
}
