//! Devices: whose each is.

use rusqlite::Connection;

use crate::store::error::Result;

/// The rep who logs on a device, else the beginning of its id.
pub(crate) fn owner(conn: &Connection, device: i64) -> Result<String> {
    let sql = "SELECT coalesce(
            (SELECT rep.name FROM call JOIN rep ON rep.n = call.rep WHERE call.device = ?1 ORDER BY seq DESC LIMIT 1),
            (SELECT rep.name FROM review JOIN rep ON rep.n = review.reviewer WHERE review.device = ?1
                ORDER BY seq DESC LIMIT 1),
            'device ' || (SELECT lower(substr(hex(id), -6)) FROM device WHERE n = ?1))";
    Ok(conn.prepare_cached(sql)?.query_row([device], |row| row.get::<_, Option<String>>(0))?.unwrap_or_default())
}
