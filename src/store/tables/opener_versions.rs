//! Saved versions of an opener, each with the call that began with it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::query::OpenerVersion;
use crate::store::book::write::Transaction;
use crate::store::convert::{day_of, to_u32, utc};
use crate::store::error::Result;

/// Most versions that one screen lists.
const LISTED: i64 = 40;

/// Stores a plan's opener as a new version if it is new.
pub(crate) fn keep(write: &mut Transaction<'_>, plan: i64, opener: &str) -> Result<()> {
    let sql = "SELECT number, text FROM opener_version WHERE plan = ?1 AND deleted = 0 ORDER BY number DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>("number")?, row.get::<_, String>("text")?));
    let last = write.conn.prepare_cached(sql)?.query_row([plan], read).optional()?;
    // Compared with the last alone: who goes back to an earlier opener has a new version of it.
    let (number, same) = last.map_or((0, false), |(number, text)| (number, text == opener));
    if same || opener.trim().is_empty() {
        return Ok(());
    }
    let rev = write.rev();
    let sql = "INSERT INTO opener_version (rev, device, plan, number, at, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, plan, number + 1, write.now, opener])?;
    Ok(())
}

/// Returns a plan's opener as of an instant (milliseconds); empty if none was saved by then.
pub(crate) fn wording_at(conn: &Connection, plan: i64, until: i64) -> Result<Option<String>> {
    let sql = "SELECT (SELECT text FROM opener_version WHERE plan = ?1 AND deleted = 0 AND at <= ?2
            ORDER BY number DESC LIMIT 1) AS text,
            EXISTS (SELECT 1 FROM opener_version WHERE plan = ?1 AND deleted = 0) AS any";
    let read = |row: &Row<'_>| Ok((row.get::<_, Option<String>>("text")?, row.get("any")?));
    let (text, any): (Option<String>, bool) = conn.prepare_cached(sql)?.query_row(params![plan, until], read)?;
    Ok(any.then(|| text.unwrap_or_default()))
}

/// Returns the opener versions for a person, of the open plan and of earlier ones, newest first.
pub(crate) fn of_person(conn: &Connection, contact: i64) -> Result<Vec<OpenerVersion>> {
    let sql = "SELECT number, at, text, (SELECT max(call_line.day) FROM call_line JOIN call ON call.n = call_line.n
                WHERE call_line.contact = ?1 AND call_line.deleted = 0 AND head = 1
                    AND call.plan = version.plan AND call.opener = version.text) AS used_on
        FROM plan JOIN opener_version AS version ON version.plan = plan.n
        WHERE plan.contact = ?1 AND plan.deleted = 0 AND version.deleted = 0
        ORDER BY plan.n DESC, number DESC LIMIT ?2";
    let read = |row: &Row<'_>| {
        Ok(OpenerVersion {
            number: to_u32(row.get("number")?),
            at: utc(row.get("at")?),
            text: row.get("text")?,
            used_on: row.get::<_, Option<i64>>("used_on")?.map(day_of),
        })
    };
    Ok(conn.prepare_cached(sql)?.query_map(params![contact, LISTED], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Returns the number of the opener version that a call began with, and how many there are; `None` if it began with
/// none of them.
pub(crate) fn used_in(conn: &Connection, call: i64) -> Result<Option<(u32, u32)>> {
    let sql = "SELECT max(version.number) FILTER (WHERE version.text = call.opener) AS number, count(*) AS kept
        FROM call JOIN opener_version AS version ON version.plan = call.plan AND version.deleted = 0 WHERE call.n = ?1";
    let read = |row: &Row<'_>| Ok((row.get::<_, Option<i64>>("number")?, row.get::<_, i64>("kept")?));
    let (number, of) = conn.prepare_cached(sql)?.query_row([call], read)?;
    Ok(number.map(|number| (to_u32(number), to_u32(of))))
}
