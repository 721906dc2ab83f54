//! Windows of the trays in the order of an index, with and without a filter.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, params};

use crate::domain::query::{Total, Tray, TriggerQuery};
use crate::domain::trigger::UNDATED;
use crate::store::book::COUNTED;
use crate::store::cells::only_value;
use crate::store::convert::{IsoDay, count, day_number, to_i64};
use crate::store::error::Result;
use crate::store::tables::search_index;
use crate::store::tables::search_index::{INBOX, KEPT, REJECTED, SNOOZED};

/// Returns the rows of a tray's window and the length of the tray.
pub(super) fn window(conn: &Connection, query: &TriggerQuery, today: NaiveDate) -> Result<(Vec<i64>, Total)> {
    let words = search_index::words(&query.filter);
    if words.is_empty() {
        return Ok((tray(conn, query, today)?, tray_total(conn, query.tray, today)?));
    }
    matching(conn, query, &words, today)
}

/// Selects the windows of the trays; all but the first read one index backwards.
pub(crate) const TRAYS: [&str; 7] = [
    "SELECT n FROM trigger INDEXED BY trigger_snoozed WHERE deleted = 0 AND status = 'snoozed' AND status_detail <= ?3
        ORDER BY status_detail, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM trigger INDEXED BY trigger_inbox WHERE deleted = 0 AND status = 'inbox'
            AND expires >= ?3
        ORDER BY links > 0 DESC, occurred_on DESC, expires DESC, n DESC LIMIT ?1 OFFSET ?2",
    "SELECT n FROM trigger WHERE deleted = 0 AND status = 'kept' AND expires >= ?3
        ORDER BY occurred_on DESC, expires DESC, n DESC LIMIT ?1 OFFSET ?2",
    "SELECT n FROM trigger INDEXED BY trigger_snoozed WHERE deleted = 0 AND status = 'snoozed' AND status_detail > ?3
        ORDER BY status_detail, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM trigger WHERE deleted = 0 AND status = 'rejected' ORDER BY occurred_on DESC, expires DESC, n DESC LIMIT ?1 OFFSET ?2",
    // Each half is read along its index and the two are merged: one condition on both would sort.
    "SELECT n FROM
        (SELECT n, occurred_on, expires FROM trigger
            WHERE deleted = 0 AND status = 'inbox' AND occurred_on > '0001-01-01' AND expires < ?3
        UNION ALL SELECT n, occurred_on, expires FROM trigger
            WHERE deleted = 0 AND status = 'kept' AND occurred_on > '0001-01-01' AND expires < ?3
        ORDER BY occurred_on DESC, expires DESC, n DESC LIMIT ?1 OFFSET ?2)",
    // '0001-01-01' is `UNDATED`: nobody has said when. The newest row first.
    "SELECT n FROM
        (SELECT n, expires FROM trigger WHERE deleted = 0 AND status = 'inbox' AND occurred_on = '0001-01-01'
        UNION ALL SELECT n, expires FROM trigger WHERE deleted = 0 AND status = 'kept' AND occurred_on = '0001-01-01'
        ORDER BY expires DESC, n DESC LIMIT ?1 OFFSET ?2)",
];

fn tray(conn: &Connection, query: &TriggerQuery, today: NaiveDate) -> Result<Vec<i64>> {
    let page = |which: usize, limit: usize, offset: usize| -> Result<Vec<i64>> {
        let (limit, offset) = (to_i64(limit as u64), to_i64(offset as u64));
        let mut statement = conn.prepare_cached(TRAYS[which])?;
        let rows: rusqlite::Result<Vec<i64>> = match which {
            0 | 3 => statement.query_map(params![limit, offset, IsoDay(today)], only_value)?.collect(),
            1 | 2 | 5 => statement.query_map(params![limit, offset, day_number(today)], only_value)?.collect(),
            _ => statement.query_map(params![limit, offset], only_value)?.collect(),
        };
        Ok(rows?)
    };
    match query.tray {
        Tray::Inbox => {
            let mut found = page(0, query.limit, query.offset)?;
            if found.len() < query.limit {
                let due = count_due(conn, today)?;
                // What was snoozed until today fills the first rows: the inbox itself begins behind them.
                found.extend(page(1, query.limit - found.len(), query.offset.saturating_sub(due))?);
            }
            Ok(found)
        }
        Tray::Kept => page(2, query.limit, query.offset),
        Tray::Snoozed => page(3, query.limit, query.offset),
        Tray::Rejected => page(4, query.limit, query.offset),
        Tray::Expired => page(5, query.limit, query.offset),
        Tray::Undated => page(6, query.limit, query.offset),
    }
}

fn count_due(conn: &Connection, today: NaiveDate) -> Result<usize> {
    let sql = "SELECT count(*) FROM trigger INDEXED BY trigger_snoozed WHERE deleted = 0 AND status = 'snoozed' AND status_detail <= ?1";
    Ok(count(conn.prepare_cached(sql)?.query_row([IsoDay(today)], only_value)?))
}

fn tray_total(conn: &Connection, tray: Tray, today: NaiveDate) -> Result<Total> {
    let (sql, back) = match tray {
        Tray::Inbox => (
            "SELECT count(*) FROM
                (SELECT 1 FROM trigger WHERE deleted = 0 AND status = 'inbox' AND expires >= ?2 LIMIT ?1)",
            count_due(conn, today)?,
        ),
        Tray::Kept => (
            "SELECT count(*) FROM
                (SELECT 1 FROM trigger WHERE deleted = 0 AND status = 'kept' AND expires >= ?2 LIMIT ?1)",
            0,
        ),
        Tray::Snoozed => (
            "SELECT count(*) FROM
                (SELECT 1 FROM trigger INDEXED BY trigger_snoozed WHERE deleted = 0 AND status = 'snoozed' AND status_detail > ?2 LIMIT ?1)",
            0,
        ),
        Tray::Rejected => {
            ("SELECT count(*) FROM (SELECT 1 FROM trigger WHERE deleted = 0 AND status = 'rejected' LIMIT ?1)", 0)
        }
        Tray::Expired => (
            "SELECT count(*) FROM
                (SELECT 1 FROM trigger WHERE deleted = 0 AND status IN ('inbox', 'kept') AND occurred_on > '0001-01-01'
                    AND expires < ?2 LIMIT ?1)",
            0,
        ),
        Tray::Undated => (
            "SELECT count(*) FROM
                (SELECT 1 FROM trigger WHERE deleted = 0 AND status IN ('inbox', 'kept') AND occurred_on = '0001-01-01' LIMIT ?1)",
            0,
        ),
    };
    let mut statement = conn.prepare_cached(sql)?;
    let most = COUNTED + 1;
    let n = match tray {
        Tray::Rejected | Tray::Undated => statement.query_row([most], only_value::<i64>)?,
        Tray::Inbox | Tray::Kept | Tray::Expired => {
            statement.query_row([most, day_number(today)], only_value::<i64>)?
        }
        Tray::Snoozed => statement.query_row(params![most, IsoDay(today)], only_value::<i64>)?,
    };
    let n = count(n) + back;
    Ok(Total { n: n.min(count(COUNTED)), at_least: n > count(COUNTED) })
}

/// The windows of a tray's matches, newest first: what the tray asks beyond the status is asked of the row itself.
// 268435455 is 28 bits, [`search_index::DATED_BITS`]: the row behind the number of a full-text row.
pub(crate) const MATCHING: [&str; 6] = [
    "SELECT trigger.n FROM trigger_fts CROSS JOIN trigger ON trigger.n = trigger_fts.rowid & 268435455
        WHERE trigger_fts MATCH ?1 AND (status_detail <= ?4 OR status = 'inbox' AND expires >= ?5)
        ORDER BY trigger_fts.rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT trigger.n FROM trigger_fts CROSS JOIN trigger ON trigger.n = trigger_fts.rowid & 268435455
        WHERE trigger_fts MATCH ?1 AND expires >= ?4 ORDER BY trigger_fts.rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT trigger.n FROM trigger_fts CROSS JOIN trigger ON trigger.n = trigger_fts.rowid & 268435455
        WHERE trigger_fts MATCH ?1 AND status_detail > ?4 ORDER BY trigger_fts.rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT trigger.n FROM trigger_fts CROSS JOIN trigger ON trigger.n = trigger_fts.rowid & 268435455
        WHERE trigger_fts MATCH ?1 AND status = ?4 ORDER BY trigger_fts.rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT trigger.n FROM trigger_fts CROSS JOIN trigger ON trigger.n = trigger_fts.rowid & 268435455
        WHERE trigger_fts MATCH ?1 AND expires < ?4 AND occurred_on > '0001-01-01'
        ORDER BY trigger_fts.rowid DESC LIMIT ?2 OFFSET ?3",
    "SELECT trigger.n FROM trigger_fts CROSS JOIN trigger ON trigger.n = trigger_fts.rowid & 268435455
        WHERE trigger_fts MATCH ?1 AND occurred_on = ?4 ORDER BY trigger_fts.rowid DESC LIMIT ?2 OFFSET ?3",
];

/// Most matches that are counted, because each row has to be read.
const LOOKED_AT: usize = 1_000;

fn matching(
    conn: &Connection,
    query: &TriggerQuery,
    words: &[search_index::SearchTerm],
    today: NaiveDate,
) -> Result<(Vec<i64>, Total)> {
    let day = Value::Text(today.to_string());
    let (marks, sql, asked): (&[char], &str, Value) = match query.tray {
        Tray::Inbox => (&[INBOX, SNOOZED], MATCHING[0], day),
        Tray::Kept => (&[KEPT], MATCHING[1], Value::Integer(day_number(today))),
        Tray::Snoozed => (&[SNOOZED], MATCHING[2], day),
        Tray::Rejected => (&[REJECTED], MATCHING[3], Value::Text("rejected".to_owned())),
        Tray::Expired => (&[INBOX, KEPT], MATCHING[4], Value::Integer(day_number(today))),
        Tray::Undated => (&[INBOX, KEPT], MATCHING[5], Value::Text(UNDATED.to_string())),
    };
    let matching = search_index::any_of(words, marks);
    let page = |limit: usize, offset: usize| -> Result<Vec<i64>> {
        let mut statement = conn.prepare_cached(sql)?;
        let (limit, offset) = (to_i64(limit as u64), to_i64(offset as u64));
        let found: rusqlite::Result<Vec<i64>> = match query.tray {
            Tray::Inbox => {
                statement.query_map(params![matching, limit, offset, asked, day_number(today)], only_value)?.collect()
            }
            Tray::Kept | Tray::Undated | Tray::Snoozed | Tray::Rejected | Tray::Expired => {
                statement.query_map(params![matching, limit, offset, asked], only_value)?.collect()
            }
        };
        Ok(found?)
    };
    // Counting reads the rows anyway: the window is cut out of them where it lies among them.
    let counted = page(LOOKED_AT + 1, 0)?;
    let total = Total { n: counted.len().min(LOOKED_AT), at_least: counted.len() > LOOKED_AT };
    if query.offset + query.limit <= LOOKED_AT {
        return Ok((counted.into_iter().skip(query.offset).take(query.limit).collect(), total));
    }
    Ok((page(query.limit, query.offset)?, total))
}
