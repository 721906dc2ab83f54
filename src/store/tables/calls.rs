//! Reads and writes the rows of a call.

use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use super::search_index::DATED_BITS;
use crate::domain::call::filter::CallFlags;
use crate::domain::call::{Call, NextStep};
use crate::domain::ids::CallId;
use crate::domain::query::CallRow;
use crate::store::cells;
use crate::store::cells::only_value;
use crate::store::chain_link::ChainLink;
use crate::store::convert::{ClockTime, IsoDay, JsonText, TriggerIds, instant, minutes_east};
use crate::store::error::Result;

/// Number of low bits that hold the row number in a full-text row.
pub(crate) const BITS: u32 = DATED_BITS;

/// Returns the row of a call, even if it was taken back; `None` if its id was never logged.
pub(crate) fn row_of(conn: &Connection, id: CallId) -> Result<Option<i64>> {
    Ok(conn.prepare_cached("SELECT n FROM call WHERE id = ?1")?.query_row([id], only_value).optional()?)
}

/// Returns whether a call is in the log: `Some(false)` if undo took it back, `None` if its id was never logged.
pub(crate) fn stands(conn: &Connection, id: CallId) -> Result<Option<bool>> {
    let sql = "SELECT coalesce(line.deleted, 0) = 0 FROM call LEFT JOIN call_line AS line ON line.n = call.n
        WHERE call.id = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([id], only_value).optional()?)
}

/// Reads a call as lists show it, given the row of its first version.
pub(crate) fn row(conn: &Connection, n: i64) -> Result<CallRow> {
    // The ids of a call's triggers stand one after the other, 16 bytes each: the first of them is the reason for
    // the call.
    let sql = "SELECT first.id AS id, line.at AS at, first.zone AS zone, rep.id AS rep_id, rep.name AS rep,
            contact.id AS contact_id, contact.name AS contact, account.id AS account_id, account.name AS account,
            call.reach AS reach, call.outcome AS outcome, call.verdict AS verdict, call.source AS source,
            call.seconds AS seconds, call.words AS words,
            (SELECT headline FROM trigger WHERE trigger.id = substr(call.triggers, 1, 16)) AS headline,
            iif(call.triggers = x'', NULL, coalesce(call.reason_by, 'attached')) AS reason_by,
            line.latest <> line.n AS amended, line.reviewed AS reviewed, line.flags AS flags
        FROM call_line AS line JOIN call AS first ON first.n = line.n JOIN call ON call.n = line.latest
        JOIN rep ON rep.n = line.rep JOIN contact ON contact.n = line.contact JOIN account ON account.n = line.account
        WHERE line.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(CallRow {
            id: row.get("id")?,
            at: instant(row.get("at")?, row.get("zone")?),
            rep_id: row.get("rep_id")?,
            rep: row.get("rep")?,
            contact_id: row.get("contact_id")?,
            contact: row.get("contact")?,
            account_id: row.get("account_id")?,
            account: row.get("account")?,
            reach: row.get("reach")?,
            outcome: row.get("outcome")?,
            verdict: row.get("verdict")?,
            source: row.get("source")?,
            seconds: row.get("seconds")?,
            words: row.get("words")?,
            trigger: row.get::<_, Option<String>>("headline")?.unwrap_or_default(),
            reason_by: row.get("reason_by")?,
            amended: row.get("amended")?,
            reviewed: row.get("reviewed")?,
            flags: CallFlags(row.get("flags")?),
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// The rows that a call refers to.
pub(crate) struct NamedByCall {
    pub(crate) contact: i64,
    pub(crate) account: i64,
    pub(crate) rep: i64,
    pub(crate) plan: Option<i64>,
    pub(crate) campaign: Option<i64>,
    pub(crate) amends: Option<i64>,
}

impl NamedByCall {
    /// Reads the references of a stored call.
    pub(in crate::store) fn read(conn: &Connection, n: i64) -> rusqlite::Result<NamedByCall> {
        let sql = "SELECT contact, account, rep, plan, campaign, amends FROM call WHERE n = ?1";
        conn.prepare_cached(sql)?.query_row([n], |row| {
            Ok(NamedByCall {
                contact: row.get("contact")?,
                account: row.get("account")?,
                rep: row.get("rep")?,
                plan: row.get("plan")?,
                campaign: row.get("campaign")?,
                amends: row.get("amends")?,
            })
        })
    }
}

/// Inserts a call into the log; `n` is its row number if that is fixed already. Returns the row number.
pub(crate) fn insert(
    conn: &Connection,
    n: Option<i64>,
    call: &Call,
    link: &ChainLink,
    named: &NamedByCall,
) -> Result<i64> {
    let next = call.next.as_ref();
    let cells: [(&str, &dyn ToSql); 38] = [
        ("n", &n),
        ("id", &call.id),
        ("rev", &link.rev),
        ("device", &link.device),
        ("seq", &link.place.seq),
        ("prev_hash", &link.place.prev),
        ("hash", &link.hash),
        ("salt", &link.salt),
        ("text_hash", &link.text),
        ("contact", &named.contact),
        ("account", &named.account),
        ("rep", &named.rep),
        ("plan", &named.plan),
        ("triggers", &TriggerIds(call.triggers.clone())),
        ("campaign", &named.campaign),
        ("amends", &named.amends),
        ("logged_at", &link.logged_at),
        ("at", &call.at.timestamp_millis()),
        ("zone", &minutes_east(call.at)),
        ("seconds", &call.seconds),
        ("minutes_asked", &call.minutes_asked),
        ("reach", &call.reach),
        ("outcome", &call.outcome),
        ("verdict", &call.verdict),
        ("source", &call.source),
        ("learned", &call.learned),
        ("way_forward", &call.way_forward),
        ("words", &call.words),
        ("note", &call.note),
        ("next_what", &next.map(|next| &next.what)),
        ("next_by", &next.and_then(|next| next.by).map(IsoDay)),
        ("next_time", &next.and_then(|next| next.time).map(ClockTime)),
        ("next_whose", &next.map(|next| next.whose)),
        ("opener", &call.opener),
        ("overrides", &JsonText(&call.overrides)),
        ("log_seconds", &call.log_seconds),
        ("reason_by", &call.reason_by),
        ("asked", &JsonText(&call.asked)),
    ];
    Ok(cells::insert(conn, "call", &cells)?)
}

/// Loads one call or amendment of the log.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Call> {
    let sql = "SELECT call.id AS id, contact.id AS contact, account.id AS account, rep.id AS rep,
            (SELECT id FROM plan WHERE plan.n = call.plan) AS plan, call.triggers AS triggers,
            (SELECT id FROM campaign WHERE campaign.n = call.campaign) AS campaign,
            (SELECT other.id FROM call AS other WHERE other.n = call.amends) AS amends, at, call.zone AS zone, seconds,
            minutes_asked, reach, outcome, verdict, source, learned, way_forward, words, note, next_what, next_by, next_time,
            next_whose, opener, overrides, log_seconds, reason_by, asked
        FROM call JOIN contact ON contact.n = call.contact JOIN account ON account.n = call.account
        JOIN rep ON rep.n = call.rep WHERE call.n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Call> {
    let by: Option<IsoDay> = row.get("next_by")?;
    let time: Option<ClockTime> = row.get("next_time")?;
    let next = match (row.get("next_what")?, row.get("next_whose")?) {
        (Some(what), Some(whose)) => {
            Some(NextStep { what, by: by.map(|day| day.0), time: time.map(|time| time.0), whose })
        }
        _ => None,
    };
    Ok(Call {
        id: row.get("id")?,
        contact_id: row.get("contact")?,
        account_id: row.get("account")?,
        rep_id: row.get("rep")?,
        plan_id: row.get("plan")?,
        triggers: row.get::<_, TriggerIds>("triggers")?.0,
        reason_by: row.get("reason_by")?,
        campaign: row.get("campaign")?,
        amends: row.get("amends")?,
        at: instant(row.get("at")?, row.get("zone")?),
        seconds: row.get("seconds")?,
        minutes_asked: row.get("minutes_asked")?,
        reach: row.get("reach")?,
        outcome: row.get("outcome")?,
        verdict: row.get("verdict")?,
        source: row.get("source")?,
        learned: row.get("learned")?,
        way_forward: row.get("way_forward")?,
        words: row.get("words")?,
        note: row.get("note")?,
        next,
        opener: row.get("opener")?,
        overrides: row.get::<_, JsonText<_>>("overrides")?.0,
        asked: row.get::<_, JsonText<_>>("asked")?.0,
        log_seconds: row.get("log_seconds")?,
    })
}

/// Returns true if a conversation with this person was logged.
pub(crate) fn spoken_before(conn: &Connection, contact: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM call_line
        WHERE contact = ?1 AND deleted = 0 AND head = 1 AND connected = 1)";
    Ok(conn.prepare_cached(sql)?.query_row([contact], only_value)?)
}

/// Returns true if a conversation with this person took place before an instant (milliseconds since 1970).
pub(crate) fn spoken_to_before(conn: &Connection, contact: i64, at: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM call_line
        WHERE contact = ?1 AND at < ?2 AND deleted = 0 AND head = 1 AND connected = 1)";
    Ok(conn.prepare_cached(sql)?.query_row([contact, at], only_value)?)
}

/// Returns the rows of a call: as first logged, then each amendment that was not taken back.
pub(crate) fn version_rows(conn: &Connection, root: i64) -> Result<Vec<i64>> {
    let mut all = vec![root];
    // The smaller revision: a row that a wrong clock stamped years ahead has its true place by its line.
    let sql = "SELECT line.n FROM call_line AS line JOIN call ON call.n = line.n
        WHERE root = ?1 AND head = 0 AND line.deleted = 0 ORDER BY min(call.rev, line.rev), id";
    let mut statement = conn.prepare_cached(sql)?;
    all.extend(statement.query_map([root], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?);
    Ok(all)
}
