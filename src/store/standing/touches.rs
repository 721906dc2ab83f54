//! Touches beside calls: e-mails sent, messages left elsewhere, calls of theirs.

use rusqlite::{Connection, Row};

use crate::domain::query::TouchRow;
use crate::domain::touch::{Touch, TouchKind};
use crate::store::convert::instant;
use crate::store::error::Result;

/// Touches that one page of an account or a person shows.
const LATEST: i64 = 200;

/// What [`read`] reads of a touch. A macro, because the statements are constants that a test explains.
macro_rules! touch_columns {
    () => {
        "touch.id AS id, contact.id AS contact, account.id AS account, rep.id AS rep, touch.at AS at, touch.zone AS zone,
            touch.kind AS kind, touch.note AS note, contact.name AS contact_name, rep.name AS rep_name
        FROM touch JOIN contact ON contact.n = touch.contact JOIN account ON account.n = touch.account
        JOIN rep ON rep.n = touch.rep"
    };
}

/// Touches of an account, newest first.
pub(crate) const OF_ACCOUNT: &str = concat!(
    "SELECT ",
    touch_columns!(),
    " WHERE touch.account = ?1 AND touch.deleted = 0 ORDER BY touch.at DESC LIMIT ?2"
);
/// Touches of a person, newest first.
pub(crate) const OF_CONTACT: &str = concat!(
    "SELECT ",
    touch_columns!(),
    " WHERE touch.contact = ?1 AND touch.deleted = 0 ORDER BY touch.at DESC LIMIT ?2"
);
/// What guards look at of an account's touches, newest first: from an index alone.
pub(crate) const BRIEF: &str = "SELECT n, at, zone, contact, kind FROM touch
    WHERE account = ?1 AND deleted = 0 ORDER BY at DESC LIMIT ?2";
/// Our own touches of everybody since an instant, from an index alone.
pub(crate) const OURS_SINCE: &str = "SELECT account, at, zone FROM touch INDEXED BY touch_ours
    WHERE deleted = 0 AND kind <> 'they_called' AND at > ?1";

/// A touch as guards and rankings count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct BriefTouch {
    pub(crate) n: i64,
    /// Milliseconds.
    pub(crate) at: i64,
    /// Number of its day, where the rep sat.
    pub(crate) day: i64,
    pub(crate) contact: i64,
    pub(crate) kind: TouchKind,
}

/// The number of the day of an instant (milliseconds) on a clock so many minutes east of UTC.
pub(crate) fn day_at(at: i64, zone: i64) -> i64 {
    /// The first of January 1970.
    const EPOCH: i64 = 719_163;
    (at / 60_000 + zone).div_euclid(24 * 60) + EPOCH
}

/// An account's touches, newest first.
pub(crate) fn brief(conn: &Connection, account: i64, limit: i64) -> Result<Vec<BriefTouch>> {
    let mut statement = conn.prepare_cached(BRIEF)?;
    let read = |row: &Row<'_>| {
        let (at, zone) = (row.get("at")?, row.get("zone")?);
        let (n, contact, kind) = (row.get("n")?, row.get("contact")?, row.get("kind")?);
        Ok(BriefTouch { n, at, day: day_at(at, zone), contact, kind })
    };
    Ok(statement.query_map([account, limit], read)?.collect::<rusqlite::Result<_>>()?)
}

/// The accounts that we touched after a day, once for each touch.
pub(crate) fn ours_after(conn: &Connection, day: i64) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(OURS_SINCE)?;
    let read = |row: &Row<'_>| Ok((row.get("account")?, day_at(row.get("at")?, row.get("zone")?)));
    let found = statement.query_map([day_before(day)], read)?.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    Ok(found.into_iter().filter(|(_, on)| *on > day).map(|(account, _)| account).collect())
}

/// An instant before everything of a day, on whatever clock.
fn day_before(day: i64) -> i64 {
    (day - day_at(0, 0) - 1) * 24 * 60 * 60_000
}

/// Touches of an account or a person, newest first.
pub(crate) fn rows(conn: &Connection, sql: &str, of: i64) -> Result<Vec<TouchRow>> {
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map([of, LATEST], read)?.collect::<rusqlite::Result<_>>()?)
}

/// One touch.
pub(crate) fn row(conn: &Connection, n: i64) -> Result<TouchRow> {
    let sql = concat!("SELECT ", touch_columns!(), " WHERE touch.n = ?1");
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

fn read(row: &Row<'_>) -> rusqlite::Result<TouchRow> {
    Ok(TouchRow {
        touch: Touch {
            id: row.get("id")?,
            contact_id: row.get("contact")?,
            account_id: row.get("account")?,
            rep_id: row.get("rep")?,
            at: instant(row.get("at")?, row.get("zone")?),
            kind: row.get("kind")?,
            note: row.get("note")?,
        },
        contact: row.get("contact_name")?,
        rep: row.get("rep_name")?,
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::store::convert::{day_number, minutes_east};

    #[test]
    fn the_day_of_a_touch_is_that_of_the_reps_calendar() {
        for text in ["2026-03-11T23:30:00-08:00", "2026-03-11T00:10:00+13:00", "1970-01-01T00:00:00+00:00"] {
            let at = DateTime::parse_from_rfc3339(text).unwrap();
            let day = day_at(at.timestamp_millis(), i64::from(minutes_east(at)));
            assert_eq!(day, day_number(at.date_naive()), "{text}");
            assert!(day_before(day) < at.timestamp_millis(), "{text}");
        }
    }
}
