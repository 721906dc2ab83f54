//! Finds what is missing of other devices' logs: ranges of their chains that no bundle has brought yet.

use rusqlite::Connection;

use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::reps::device_owner;

/// Returns one sentence for each device whose calls or reviews have not all arrived.
pub(crate) fn told(conn: &Connection) -> Result<Vec<String>> {
    let mut statement = conn.prepare("SELECT DISTINCT device FROM chain_gap ORDER BY device")?;
    let devices = statement.query_map([], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let says = |device: i64| -> Result<String> {
        let span = |(first, last): &(i64, i64)| match first == last {
            true => first.to_string(),
            false => format!("{first}–{last}"),
        };
        let spans = of(conn, device)?.iter().map(span).collect::<Vec<_>>().join(", ");
        Ok(format!("calls and reviews {spans} of {} are not here yet", device_owner(conn, device)?))
    };
    devices.into_iter().map(says).collect()
}

/// Returns the missing ranges of one device's chain, in order, each with its first and last position.
pub(crate) fn of(conn: &Connection, device: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT first, last FROM chain_gap WHERE device = ?1 ORDER BY first";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement
        .query_map([device], |row| Ok((row.get("first")?, row.get("last")?)))?
        .collect::<rusqlite::Result<_>>()?)
}
