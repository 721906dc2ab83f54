//! Matches imported triggers to stored ones, and finds the account that each is about.

use rusqlite::{Connection, OptionalExtension};

use super::accounts::same_name;
use crate::domain::matching::name_key;
use crate::domain::text::fold;
use crate::domain::trigger::Trigger;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::{accounts, triggers};

/// Returns the account that a trigger is about, if exactly one fits.
pub(crate) fn account_of_trigger(conn: &Connection, trigger: &Trigger) -> Result<Option<i64>> {
    if let Some(cik) = trigger.cik {
        let found = accounts::with_identifier(conn, "cik", &cik.to_string())?;
        if let Some(n) = found.first() {
            return Ok(Some(*n));
        }
    }
    let Some(company) = &trigger.company else { return Ok(None) };
    if let Some(ticker) = &trigger.ticker {
        for n in accounts::with_identifier(conn, "ticker", ticker)? {
            if same_name(&accounts::load(conn, n)?, company) {
                return Ok(Some(n));
            }
        }
    }
    let mut named = Vec::new();
    for n in accounts::with_key(conn, &name_key(company))? {
        let book = accounts::load(conn, n)?;
        if !matches!((book.cik, trigger.cik), (Some(a), Some(b)) if a != b) {
            named.push(n);
        }
    }
    Ok(match named.as_slice() {
        [n] => Some(*n),
        _ => None,
    })
}

/// Finds the stored trigger that an imported one is: by its source's id, else as the same event.
pub(crate) fn trigger(conn: &Connection, file: &Trigger) -> Result<Option<i64>> {
    if let Some(external) = &file.external {
        let sql = "SELECT n FROM trigger WHERE external = ?1 AND deleted = 0 LIMIT 1";
        let known = conn.prepare_cached(sql)?.query_row([external], only_value).optional()?;
        if known.is_some() {
            return Ok(known);
        }
    }
    if let Some(known) = page(conn, file)? {
        return Ok(Some(known));
    }
    let mut statement = conn.prepare_cached("SELECT n FROM trigger WHERE same = ?1 AND deleted = 0")?;
    let same =
        statement.query_map([triggers::event_hash(file)], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in same {
        let book = triggers::load(conn, n)?;
        let differ = matches!((&book.external, &file.external), (Some(a), Some(b)) if a != b);
        let same = book.kind == file.kind
            && book.occurred_on == file.occurred_on
            && fold(&book.headline) == fold(&file.headline)
            && book.company.as_deref().map(name_key) == file.company.as_deref().map(name_key);
        if same && !differ {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

/// Finds the trigger with the same web page, as reported by another feed. Lists give one page for many companies, so
/// the company must be the same too, and the headline if the trigger names a company.
fn page(conn: &Connection, file: &Trigger) -> Result<Option<i64>> {
    let Some(url) = &file.url else { return Ok(None) };
    let mut statement = conn.prepare_cached(SAME_PAGE)?;
    let found = statement.query_map([url], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in found {
        let book = triggers::load(conn, n)?;
        let headline = file.company.is_none() || fold(&book.headline) == fold(&file.headline);
        if headline && book.company.as_deref().map(name_key) == file.company.as_deref().map(name_key) {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

/// Selects triggers with a web page; a list may give one page a thousand times.
pub(crate) const SAME_PAGE: &str = "SELECT n FROM trigger WHERE url = ?1 AND deleted = 0 LIMIT 20";
