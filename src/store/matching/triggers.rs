//! Matches imported triggers to stored ones, and finds the account that each is about.

use rusqlite::{Connection, OptionalExtension};

use super::accounts::same_name;
use crate::domain::account::Account;
use crate::domain::matching::{differ_loosely, name_key};
use crate::domain::text::fold;
use crate::domain::trigger::Trigger;
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::tables::{accounts, triggers};

/// Fewest words of a headline that tells one story from any other of its day.
const STORY: usize = 4;

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
    let key = name_key(company);
    for n in accounts::with_key(conn, &key)? {
        let book = accounts::load(conn, n)?;
        let other = matches!((book.cik, trigger.cik), (Some(a), Some(b)) if a != b);
        if !other && is_surely_called(&book, company, &key) {
            named.push(n);
        }
    }
    Ok(match named.as_slice() {
        [n] => Some(*n),
        _ => None,
    })
}

/// Whether a name of an account is this one, and more than nearly: what is only asked about where it stands in a list of
/// accounts is no link either.
fn is_surely_called(book: &Account, company: &str, key: &str) -> bool {
    let mut names = std::iter::once(&book.name).chain(&book.aliases).filter(|name| name_key(name) == key);
    names.any(|name| !differ_loosely(name, company))
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
        let differ =
            matches!((&book.external, &file.external), (Some(a), Some(b)) if a != b) && !is_retold(&book, file);
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

/// Whether a feed tells of one story under another id, as those do that gather news: each fetch has new ids and addresses
/// there. Filings of one firm have the same title on one day and are two.
fn is_retold(book: &Trigger, file: &Trigger) -> bool {
    let filed = book.cik.is_some() || file.cik.is_some();
    !filed && book.source == file.source && file.headline.split_whitespace().count() >= STORY
}

/// Finds the trigger with the same web page, as reported by another feed. Lists give one page for many companies, and feeds
/// one page for many items, so company and title must be the same too.
fn page(conn: &Connection, file: &Trigger) -> Result<Option<i64>> {
    let Some(url) = &file.url else { return Ok(None) };
    let mut statement = conn.prepare_cached(SAME_PAGE)?;
    let found = statement.query_map([url], only_value)?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for n in found {
        let book = triggers::load(conn, n)?;
        let same_company = book.company.as_deref().map(name_key) == file.company.as_deref().map(name_key);
        if same_company && has_same_title(&book, file) {
            return Ok(Some(n));
        }
    }
    Ok(None)
}

/// Whether two items of one page have one title. Another feed may give less of it, where the items name no company.
fn has_same_title(book: &Trigger, file: &Trigger) -> bool {
    let (known, read) = (fold(&book.headline), fold(&file.headline));
    let shortened = known.starts_with(&read) || read.starts_with(&known);
    known == read || (book.source != file.source && file.company.is_none() && shortened)
}

/// Selects triggers with a web page; a list may give one page a thousand times.
pub(crate) const SAME_PAGE: &str = "SELECT n FROM trigger WHERE url = ?1 AND deleted = 0 LIMIT 20";
