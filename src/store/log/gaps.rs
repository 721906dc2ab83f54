//! What is still to come of other devices' logs: spans of their chains that no bundle brought yet.

use rusqlite::Connection;

use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::reps::device_owner;

/// Calls and reviews that other books hold and that have not come yet, a sentence for each device.
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

/// The same as spans of one device, in order.
pub(crate) fn of(conn: &Connection, device: i64) -> Result<Vec<(i64, i64)>> {
    let sql = "SELECT first, last FROM chain_gap WHERE device = ?1 ORDER BY first";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement
        .query_map([device], |row| Ok((row.get("first")?, row.get("last")?)))?
        .collect::<rusqlite::Result<_>>()?)
}
