//! Accounts that do not answer, that were talked to, and that rest until a day.
//!
//! Whether something is newer than an unanswered touch is judged by the order in which rows were written, not by the
//! clock: a trigger or a link that was entered or changed after the call was logged is new, and so is one that happened
//! on a later day.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::ids::{TriggerId, entered_at};
use crate::domain::reason::no_answer::{NoAnswerStreak, Rest, UNANSWERED};
use crate::domain::trigger::kind::Kinds;
use crate::store::cells::only_value;
use crate::store::convert::{IsoDay, day_of, utc};
use crate::store::error::Result;
use crate::store::standing::touches;

/// Most touches of one account that are examined.
const LOOKED_AT: i64 = 200;

/// Selects an account's touches, newest first.
pub(crate) const TOUCHES: &str = "SELECT n, day, connected, at FROM call_line
    WHERE account = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT ?2";

/// Selects the accounts that do not answer.
pub(crate) const SILENT: &str = "SELECT n FROM account WHERE silent = 1";
/// Selects the accounts with a reason that were talked to and to which nothing happened since.
pub(crate) const TALKED: &str = "SELECT n FROM account WHERE talked = 1 AND ranked = 1";
/// Selects the accounts that rest on a day.
pub(crate) const RESTING: &str = "SELECT n FROM account WHERE rest_until > ?1 AND rest_until IS NOT NULL";

/// Returns for how long an account has not answered since its last conversation; `None` if it has, or was never called.
pub(crate) fn silence(conn: &Connection, kinds: &Kinds, account: i64) -> Result<Option<NoAnswerStreak>> {
    silence_until(conn, kinds, account, i64::MAX)
}

/// Returns the streak as of an instant.
pub(crate) fn silence_until(
    conn: &Connection,
    kinds: &Kinds,
    account: i64,
    until: i64,
) -> Result<Option<NoAnswerStreak>> {
    let tried = unanswered(conn, account, until)?;
    let (touches, Some(last)) = (tried.len(), tried.first()) else { return Ok(None) };
    let new_reason = if touches < UNANSWERED { None } else { news(conn, kinds, account, *last)? };
    Ok(Some(NoAnswerStreak { touches, last: day_of(last.day()), new_reason }))
}

/// A touch that was not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tried {
    /// A call, by its row and its day.
    Call(i64, i64),
    /// A touch beside calls, the same.
    Touch(i64, i64),
}

impl Tried {
    fn day(self) -> i64 {
        match self {
            Tried::Call(_, day) | Tried::Touch(_, day) => day,
        }
    }
}

/// Touches of an account since it last answered, newest first, as they stood at an instant.
pub(crate) fn unanswered(conn: &Connection, account: i64, until: i64) -> Result<Vec<Tried>> {
    let beside = touches::brief(conn, account, LOOKED_AT)?;
    let mut beside = beside.into_iter().filter(|touch| touch.at <= until).peekable();
    let mut statement = conn.prepare_cached(TOUCHES)?;
    let mut rows = statement.query([account, LOOKED_AT])?;
    let mut tried = Vec::new();
    while let Some(row) = rows.next()? {
        let at: i64 = row.get("at")?;
        if at > until {
            continue;
        }
        while let Some(touch) = beside.next_if(|touch| touch.at > at) {
            if touch.kind.is_theirs() {
                return Ok(tried);
            }
            tried.push(Tried::Touch(touch.n, touch.day));
        }
        if row.get("connected")? {
            return Ok(tried);
        }
        tried.push(Tried::Call(row.get("n")?, row.get("day")?));
    }
    tried.extend(beside.take_while(|touch| !touch.kind.is_theirs()).map(|touch| Tried::Touch(touch.n, touch.day)));
    Ok(tried)
}

/// Returns the headline of a live trigger that is newer than a touch and not of a weak kind; `None` if there is none.
fn news(conn: &Connection, kinds: &Kinds, account: i64, last: Tried) -> Result<Option<String>> {
    let (sql, n) = match last {
        Tried::Call(n, _) => ("SELECT rev FROM call WHERE n = ?1", n),
        Tried::Touch(n, _) => ("SELECT rev FROM touch WHERE n = ?1", n),
    };
    let rev: i64 = conn.prepare_cached(sql)?.query_row([n], only_value)?;
    let sql = "SELECT trigger.headline AS headline, link.kind AS kind
        FROM trigger_account AS link JOIN trigger ON trigger.n = link.trigger
        WHERE link.live = 1 AND link.account = ?1
            AND (link.occurred > ?2 OR max(trigger.rev, link.rev) > ?3)
        ORDER BY link.occurred DESC";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account, last.day(), rev])?;
    while let Some(row) = rows.next()? {
        if !kinds.get_or_other(row.get_ref("kind")?.as_str().unwrap_or_default()).weak {
            return Ok(Some(row.get("headline")?));
        }
    }
    Ok(None)
}

/// Selects an account's latest conversation.
const CONVERSATION: &str = "SELECT day, at FROM call_line
    WHERE account = ?1 AND deleted = 0 AND head = 1 AND connected = 1 ORDER BY at DESC LIMIT 1";

/// Returns the day on which somebody of an account was last talked to, or `None` if something happened to them since or
/// nobody was ever reached. What happened before that day and was found later is not new, for it could have been talked
/// about; of the same day, what entered the book after the call began is new, unless somebody there heard it. Weak kinds
/// do not count.
pub(crate) fn talked(conn: &Connection, kinds: &Kinds, account: i64) -> Result<Option<NaiveDate>> {
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>("day")?, row.get::<_, i64>("at")?));
    let Some((day, at)) = conn.prepare_cached(CONVERSATION)?.query_row([account], read).optional()? else {
        return Ok(None);
    };
    let sql = "SELECT link.kind AS kind, link.occurred AS occurred, trigger.id AS id
        FROM trigger_account AS link JOIN trigger ON trigger.n = link.trigger
        WHERE link.live = 1 AND link.used = 0 AND link.account = ?1 AND link.occurred >= ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([account, day])?;
    while let Some(row) = rows.next()? {
        let entered = entered_at(row.get::<_, TriggerId>("id")?.0);
        let new = row.get::<_, i64>("occurred")? > day || entered.is_some_and(|entered| entered > utc(at));
        if new && !kinds.get_or_other(row.get_ref("kind")?.as_str().unwrap_or_default()).weak {
            return Ok(None);
        }
    }
    Ok(Some(day_of(day)))
}

/// Returns the rest of an account, even if its day is past.
pub(crate) fn load_rest(conn: &Connection, account: i64) -> Result<Option<Rest>> {
    let sql =
        "SELECT rest_until, coalesce(rest_because, '') AS because FROM account WHERE n = ?1 AND rest_until IS NOT NULL";
    let read = |row: &Row<'_>| Ok(Rest { until: row.get::<_, IsoDay>("rest_until")?.0, because: row.get("because")? });
    Ok(conn.prepare_cached(sql)?.query_row([account], read).optional()?)
}

/// Returns true if an account rests or does not answer, so that it is not offered on a day.
pub(crate) fn is_quiet(conn: &Connection, account: i64, day: NaiveDate) -> Result<bool> {
    let sql = "SELECT silent = 1 OR talked = 1 OR coalesce(rest_until > ?2, 0) FROM account WHERE n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row(params![account, IsoDay(day)], only_value)?)
}

/// Returns every account that is not offered on a day.
pub(crate) fn all(conn: &Connection, day: NaiveDate) -> Result<HashSet<i64>> {
    let mut found: HashSet<i64> = HashSet::new();
    for sql in [SILENT, TALKED] {
        let mut statement = conn.prepare_cached(sql)?;
        for row in statement.query_map([], only_value)? {
            found.insert(row?);
        }
    }
    let mut statement = conn.prepare_cached(RESTING)?;
    for row in statement.query_map([IsoDay(day)], only_value)? {
        found.insert(row?);
    }
    Ok(found)
}
