//! Triggers as stored, and the accounts that each is linked to.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::search_index::{DATED_BITS, EVERYTHING, fold_for_index, rowid, status_mark, sum_of};
use super::{accounts, campaigns, contacts};
use crate::domain::account::profile::Fit;
use crate::domain::ids::{ContactId, TriggerId};
use crate::domain::matching::name_key;
use crate::domain::query::{TriggerDetail, TriggerRow};
use crate::domain::reason::{ScoredTrigger, Touches, reason};
use crate::domain::text::fold;
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::{Scope, Status, Trigger, UNDATED, freshness};
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::{IsoDay, day_number, fit_of, to_i64, to_u32};
use crate::store::error::{ErrorKind, Result, StoreError};

/// Most accounts that a trigger's screen lists.
const LISTED: i64 = 50;

/// Returns the number of the last day on which the trigger has points.
pub(crate) fn expires(trigger: &Trigger, kinds: &Kinds) -> i64 {
    last_day(trigger.occurred_on, trigger.effective_on, kinds.get_or_other(&trigger.kind).expiry)
}

/// Returns the number of the last day on which a trigger with these days has points; `expiry` is in days.
fn last_day(occurred_on: NaiveDate, effective_on: Option<NaiveDate>, expiry: u16) -> i64 {
    if occurred_on == UNDATED {
        return day_number(UNDATED);
    }
    let from = effective_on.filter(|day| *day > occurred_on).unwrap_or(occurred_on);
    day_number(from) + i64::from(expiry)
}

/// A number that two notices of one event share: kind, company, day and headline.
// Stored. Rust does not promise this hash for ever: with another one a step of the schema has to compute `same` anew, or
// events that are in the book enter again.
pub(crate) fn event_hash(trigger: &Trigger) -> i64 {
    let company = trigger.cik.map(|cik| cik.to_string()).or_else(|| trigger.company.as_deref().map(name_key));
    let mut hasher = DefaultHasher::new();
    (&trigger.kind, company, trigger.occurred_on, fold(&trigger.headline)).hash(&mut hasher);
    hasher.finish().cast_signed()
}

/// Returns the row of a trigger; `None` if it does not exist.
pub(crate) fn row_of(conn: &Connection, id: TriggerId) -> Result<Option<i64>> {
    let sql = "SELECT n FROM trigger WHERE id = ?1 AND deleted = 0";
    Ok(conn.prepare_cached(sql)?.query_row([id], only_value).optional()?)
}

/// Returns the row of a trigger; an error if it does not exist.
pub(crate) fn require_row(conn: &Connection, id: TriggerId) -> Result<i64> {
    row_of(conn, id)?
        .ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this trigger is no longer in the book"))
}

/// Returns the id of a row.
pub(crate) fn id_of(conn: &Connection, n: i64) -> Result<TriggerId> {
    Ok(conn.prepare_cached("SELECT id FROM trigger WHERE n = ?1")?.query_row([n], only_value)?)
}

/// Reads a trigger as lists show it.
pub(crate) fn row(conn: &Connection, kinds: &Kinds, n: i64, on: NaiveDate) -> Result<TriggerRow> {
    let sql = "SELECT trigger.id AS id, kind, headline, scope, origin, strength, confidence, occurred_on, effective_on, status,
            status_detail, (SELECT id FROM trigger AS other WHERE other.n = trigger.merged_into) AS merged_into, source,
            company, links, account.name AS account_name, account.fit AS fit,
            (SELECT count(*) FROM contact WHERE contact.account = account.n AND contact.deleted = 0
                AND contact.archived = 0) AS people
        FROM trigger
        LEFT JOIN account ON account.n = (SELECT link.account FROM trigger_account AS link
            WHERE link.trigger = trigger.n AND link.deleted = 0 LIMIT 1)
        WHERE trigger.n = ?1";
    let read = |row: &Row<'_>| {
        let fit = row.get::<_, Option<i64>>("fit")?.map(fit_of);
        let kind: String = row.get("kind")?;
        let (occurred_on, effective_on) =
            (row.get::<_, IsoDay>("occurred_on")?.0, row.get::<_, Option<IsoDay>>("effective_on")?.map(|day| day.0));
        let known = kinds.get_or_other(&kind);
        let (own, linked): (Option<String>, Option<String>) = (row.get("company")?, row.get("account_name")?);
        Ok(TriggerRow {
            id: row.get("id")?,
            kind_label: known.label.clone(),
            headline: row.get("headline")?,
            scope: row.get("scope")?,
            origin: row.get("origin")?,
            strength: row.get("strength")?,
            confidence: row.get("confidence")?,
            occurred_on,
            freshness: freshness(known, occurred_on, effective_on, on),
            status: status(row)?,
            source: row.get("source")?,
            company: linked.or(own).unwrap_or_default(),
            accounts: to_u32(row.get("links")?),
            fit,
            people: to_u32(row.get("people")?),
            points: points(row, kinds, fit, on)?,
            same_as: None,
            kind,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Returns the points of the trigger alone at an account with this fit that nobody called.
fn points(row: &Row<'_>, kinds: &Kinds, fit: Option<Fit>, on: NaiveDate) -> rusqlite::Result<f64> {
    let counted = Trigger {
        kind: row.get("kind")?,
        scope: row.get("scope")?,
        strength: row.get("strength")?,
        confidence: row.get("confidence")?,
        occurred_on: row.get::<_, IsoDay>("occurred_on")?.0,
        effective_on: row.get::<_, Option<IsoDay>>("effective_on")?.map(|day| day.0),
        ..Trigger::default()
    };
    Ok(reason(&[ScoredTrigger::new(&counted, kinds, on, false)], fit.unwrap_or_default(), Touches::default()).points)
}

/// Reads a status from its three columns; `merged_into` is the id of the other trigger, not its row number.
fn status(row: &Row<'_>) -> rusqlite::Result<Status> {
    let key: String = row.get("status")?;
    Ok(match key.as_str() {
        "kept" => Status::Kept,
        "rejected" => Status::Rejected(row.get::<_, Option<String>>("status_detail")?.unwrap_or_default()),
        "snoozed" => Status::Snoozed(row.get::<_, IsoDay>("status_detail")?.0),
        "merged" => Status::Merged(row.get::<_, Option<TriggerId>>("merged_into")?.unwrap_or_default()),
        _ => Status::Inbox,
    })
}

/// Returns an account's triggers except rejected ones, freshest first.
pub(crate) fn rows_of_account(
    conn: &Connection,
    kinds: &Kinds,
    account: i64,
    on: NaiveDate,
) -> Result<Vec<TriggerRow>> {
    let sql = "SELECT trigger.n FROM trigger_account AS link JOIN trigger ON trigger.n = link.trigger
        WHERE link.account = ?1 AND link.deleted = 0 AND trigger.deleted = 0
            AND trigger.status NOT IN ('rejected', 'merged')";
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map([account], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut rows: Vec<TriggerRow> = found.into_iter().map(|n| row(conn, kinds, n, on)).collect::<Result<_>>()?;
    let worth = |row: &TriggerRow| row.freshness.value * f64::from(row.strength);
    // By freshness, which no column holds: it is another one each day.
    rows.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then(b.occurred_on.cmp(&a.occurred_on)));
    Ok(rows)
}

/// Loads a trigger with its list row and its accounts.
pub(crate) fn detail(conn: &Connection, kinds: &Kinds, n: i64, on: NaiveDate) -> Result<TriggerDetail> {
    let sql = "SELECT account.id AS id, account.name AS name FROM trigger_account AS link
        JOIN account ON account.n = link.account
        WHERE link.trigger = ?1 AND link.deleted = 0 AND account.deleted = 0 LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let named = statement.query_map([n, LISTED], |row| Ok((row.get("id")?, row.get("name")?)))?;
    Ok(TriggerDetail {
        trigger: load(conn, n)?,
        row: row(conn, kinds, n, on)?,
        accounts: named.collect::<rusqlite::Result<_>>()?,
    })
}

/// Returns the rows of a trigger's first accounts, each with its fit.
pub(crate) fn accounts_with_fit(conn: &Connection, n: i64) -> Result<Vec<(i64, Fit)>> {
    let sql = "SELECT account.n AS n, account.fit AS fit FROM trigger_account AS link
        JOIN account ON account.n = link.account
        WHERE link.trigger = ?1 AND link.deleted = 0 AND account.deleted = 0 LIMIT ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let found = statement.query_map(params![n, LISTED], |row| Ok((row.get("n")?, fit_of(row.get("fit")?))))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Loads the trigger of a row, with the accounts that still stand; an error where there is no such row.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Trigger> {
    let sql = "SELECT id, kind, headline, summary, source, url, occurred_on, effective_on, scope, origin, strength,
            confidence, status, status_detail,
            (SELECT id FROM trigger AS other WHERE other.n = trigger.merged_into) AS merged_into,
            (SELECT id FROM contact WHERE contact.n = trigger.contact) AS contact,
            (SELECT id FROM campaign WHERE campaign.n = trigger.campaign) AS campaign,
            company, cik, ticker, external, impact
        FROM trigger WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Trigger {
            id: row.get("id")?,
            kind: row.get("kind")?,
            headline: row.get("headline")?,
            summary: row.get("summary")?,
            source: row.get("source")?,
            url: row.get("url")?,
            occurred_on: row.get::<_, IsoDay>("occurred_on")?.0,
            effective_on: row.get::<_, Option<IsoDay>>("effective_on")?.map(|day| day.0),
            scope: row.get("scope")?,
            origin: row.get("origin")?,
            strength: row.get("strength")?,
            confidence: row.get("confidence")?,
            status: status(row)?,
            contact: row.get("contact")?,
            campaign: row.get("campaign")?,
            company: row.get("company")?,
            cik: row.get::<_, Option<i64>>("cik")?.and_then(|cik| u64::try_from(cik).ok()),
            ticker: row.get("ticker")?,
            external: row.get("external")?,
            impact: row.get("impact")?,
            accounts: Vec::new(),
        })
    };
    let mut trigger = conn.prepare_cached(sql)?.query_row([n], read)?;
    let sql = "SELECT account.id FROM trigger_account AS link JOIN account ON account.n = link.account
        WHERE link.trigger = ?1 AND link.deleted = 0 AND account.deleted = 0 ORDER BY link.n";
    let mut statement = conn.prepare_cached(sql)?;
    trigger.accounts = statement.query_map([n], only_value)?.collect::<rusqlite::Result<_>>()?;
    Ok(trigger)
}

/// Returns whose world a trigger changed, and the person whom it is about.
pub(crate) fn scope_and_person(conn: &Connection, n: i64) -> Result<(Scope, Option<ContactId>)> {
    let sql = "SELECT scope, (SELECT id FROM contact WHERE contact.n = trigger.contact) AS person
        FROM trigger WHERE n = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([n], |row| Ok((row.get("scope")?, row.get("person")?)))?)
}

/// Inserts a new trigger with its links. Returns the row number.
pub(crate) fn insert(write: &mut Transaction<'_>, trigger: &Trigger) -> Result<i64> {
    let n = insert_row(write, trigger)?;
    refresh(write, n)?;
    Ok(n)
}

/// Inserts a new trigger that is not indexed yet. Returns the row number.
pub(crate) fn insert_row(write: &mut Transaction<'_>, trigger: &Trigger) -> Result<i64> {
    let id = if trigger.id.is_nil() { TriggerId(write.new_id()) } else { trigger.id };
    let rev = write.rev();
    let sql = "INSERT INTO trigger (id, rev, device, kind, headline, summary, source, url, occurred_on, effective_on,
            scope, origin, strength, confidence, status, status_detail, merged_into, contact, campaign, company, cik,
            ticker, external, impact, expires, same)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
            ?23, ?24, ?25, ?26)";
    let (detail, into) = stored_status(write.conn, &trigger.status)?;
    let (contact, campaign) = (contact_of(write.conn, trigger)?, campaigns::row_of_some(write.conn, trigger.campaign)?);
    write.conn.prepare_cached(sql)?.execute(params![
        id,
        rev,
        write.device,
        trigger.kind,
        trigger.headline,
        trigger.summary,
        trigger.source,
        trigger.url,
        IsoDay(trigger.occurred_on),
        trigger.effective_on.map(IsoDay),
        trigger.scope,
        trigger.origin,
        trigger.strength,
        trigger.confidence,
        trigger.status.key(),
        detail,
        into,
        contact,
        campaign,
        trigger.company,
        trigger.cik.map(to_i64),
        trigger.ticker,
        trigger.external,
        trigger.impact,
        expires(trigger, write.rules.kinds()),
        event_hash(trigger),
    ])?;
    let n = write.conn.last_insert_rowid();
    for account in &trigger.accounts {
        let account = accounts::require_row(write.conn, *account)?;
        set_link(write, n, account, true)?;
    }
    Ok(n)
}

/// Updates row `n` to the trigger's values, links included. Returns true if anything changed.
pub(crate) fn update(write: &mut Transaction<'_>, n: i64, trigger: &Trigger) -> Result<bool> {
    let old = load(write.conn, n)?;
    if old == *trigger {
        return Ok(false);
    }
    let rev = write.rev();
    let sql = "UPDATE trigger SET rev = ?2, device = ?3, kind = ?4, headline = ?5, summary = ?6, source = ?7, url = ?8,
            occurred_on = ?9, effective_on = ?10, scope = ?11, origin = ?12, strength = ?13, confidence = ?14,
            status = ?15, status_detail = ?16, merged_into = ?17, contact = ?18, campaign = ?19, company = ?20,
            cik = ?21, ticker = ?22, external = ?23, impact = ?24
        WHERE n = ?1";
    let (detail, into) = stored_status(write.conn, &trigger.status)?;
    let (contact, campaign) = (contact_of(write.conn, trigger)?, campaigns::row_of_some(write.conn, trigger.campaign)?);
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        rev,
        write.device,
        trigger.kind,
        trigger.headline,
        trigger.summary,
        trigger.source,
        trigger.url,
        IsoDay(trigger.occurred_on),
        trigger.effective_on.map(IsoDay),
        trigger.scope,
        trigger.origin,
        trigger.strength,
        trigger.confidence,
        trigger.status.key(),
        detail,
        into,
        contact,
        campaign,
        trigger.company,
        trigger.cik.map(to_i64),
        trigger.ticker,
        trigger.external,
        trigger.impact,
    ])?;
    for account in old.accounts.iter().filter(|account| !trigger.accounts.contains(account)) {
        let account = accounts::require_row(write.conn, *account)?;
        set_link(write, n, account, false)?;
    }
    for account in trigger.accounts.iter().filter(|account| !old.accounts.contains(account)) {
        let account = accounts::require_row(write.conn, *account)?;
        set_link(write, n, account, true)?;
    }
    refresh(write, n)?;
    Ok(true)
}

/// Moves a trigger to a tray.
pub(crate) fn set_status(write: &mut Transaction<'_>, n: i64, status: &Status) -> Result<()> {
    let (detail, into) = stored_status(write.conn, status)?;
    let rev = write.rev();
    let sql = "UPDATE trigger SET status = ?2, status_detail = ?3, merged_into = ?4, rev = ?5, device = ?6
        WHERE n = ?1 AND (status, status_detail, merged_into) IS NOT (?2, ?3, ?4)";
    write.conn.prepare_cached(sql)?.execute(params![n, status.key(), detail, into, rev, write.device])?;
    refresh(write, n)
}

fn stored_status(conn: &Connection, status: &Status) -> Result<(Value, Option<i64>)> {
    let (detail, into) = status_columns(status);
    let into = into.map(|id| require_row(conn, TriggerId(id))).transpose()?;
    Ok((detail, into))
}

/// Returns the columns in which a status is stored: key, detail, and the trigger it was merged into.
fn status_columns(status: &Status) -> (Value, Option<uuid::Uuid>) {
    match status {
        Status::Inbox | Status::Kept => (Value::Null, None),
        Status::Rejected(why) => (Value::Text(why.clone()), None),
        Status::Snoozed(until) => (Value::Text(until.to_string()), None),
        Status::Merged(into) => (Value::Null, Some(into.0)),
    }
}

fn contact_of(conn: &Connection, trigger: &Trigger) -> Result<Option<i64>> {
    trigger.contact.map(|id| contacts::require_row(conn, id)).transpose()
}

/// Links a trigger to an account, or unlinks it.
pub(crate) fn set_link(write: &mut Transaction<'_>, trigger: i64, account: i64, on: bool) -> Result<()> {
    let rev = write.rev();
    // A link that stands keeps its revision: stamped anew, it would win over another book's unlinking.
    let sql = if on {
        "INSERT INTO trigger_account (rev, device, trigger, account) VALUES (?3, ?4, ?1, ?2)
            ON CONFLICT (trigger, account) DO UPDATE SET deleted = 0, rev = excluded.rev, device = excluded.device
            WHERE trigger_account.deleted = 1"
    } else {
        "UPDATE trigger_account SET deleted = 1, rev = ?3, device = ?4
            WHERE trigger = ?1 AND account = ?2 AND deleted = 0"
    };
    write.conn.prepare_cached(sql)?.execute(params![trigger, account, rev, write.device])?;
    write.touch(account);
    Ok(())
}

/// Recomputes a trigger's derived values; those of its accounts are recomputed at the commit.
pub(crate) fn refresh(write: &mut Transaction<'_>, n: i64) -> Result<()> {
    let trigger = load(write.conn, n)?;
    let sql = "SELECT deleted, fts, fts_sum FROM trigger WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get("deleted")?, row.get("fts")?, row.get("fts_sum")?));
    let (gone, fts, sum): (bool, Option<i64>, Option<i64>) = write.conn.prepare_cached(sql)?.query_row([n], read)?;
    let mut statement = write.conn.prepare_cached("SELECT account, deleted FROM trigger_account WHERE trigger = ?1")?;
    let mut rows = statement.query([n])?;
    let mut links = 0;
    while let Some(row) = rows.next()? {
        links += i64::from(!row.get::<_, bool>("deleted")?);
        // Also where the link is gone: that account has to forget the trigger.
        write.touch(row.get("account")?);
    }
    // The number of a full-text row holds the day: what happened on another day moves to another row.
    let row = rowid(day_number(trigger.occurred_on), DATED_BITS, n);
    let words = index_words(&trigger);
    let new_sum = sum_of(&words);
    let mut indexed = (fts, sum);
    if gone || indexed != (Some(row), Some(new_sum)) {
        if let Some(old) = fts {
            write.conn.prepare_cached("DELETE FROM trigger_fts WHERE rowid = ?1")?.execute([old])?;
        }
        indexed = (None, None);
    }
    if !gone && indexed.0.is_none() {
        let [headline, company, source, mark] = words;
        let sql = "INSERT INTO trigger_fts (rowid, headline, company, source, mark) VALUES (?1, ?2, ?3, ?4, ?5)";
        write.conn.prepare_cached(sql)?.execute(params![row, headline, company, source, mark])?;
        indexed = (Some(row), Some(new_sum));
    }
    let sql = "UPDATE trigger SET expires = ?2, same = ?3, links = ?4, fts = ?5, fts_sum = ?6 WHERE n = ?1
        AND (expires, same, links, fts, fts_sum) IS NOT (?2, ?3, ?4, ?5, ?6)";
    let expires = expires(&trigger, write.rules.kinds());
    let values = params![n, expires, event_hash(&trigger), links, indexed.0, indexed.1];
    write.conn.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

fn index_words(trigger: &Trigger) -> [String; 4] {
    [
        fold_for_index(&trigger.headline),
        trigger.company.as_deref().map(fold_for_index).unwrap_or_default(),
        trigger.source.clone(),
        [EVERYTHING, ' ', status_mark(&trigger.status)].iter().collect(),
    ]
}
