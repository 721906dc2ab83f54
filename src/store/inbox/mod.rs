//! The inbox and the other trays of triggers: windows, one trigger in detail, suggested accounts, the same event, and
//! triage.
//!
//! Knows neither where triggers come from nor what a reason is worth.

pub(super) mod trays;
pub(super) mod triage;

use chrono::{Days, NaiveDate};
use rusqlite::{Connection, params};

use super::Store;
use super::cells::only_value;
use super::convert::IsoDay;
use super::error::Result;
use super::tables::{accounts, search_index, triggers};
use crate::clock::Moment;
use crate::domain::capture::{CompanyHints, hints_of};
use crate::domain::ids::TriggerId;
use crate::domain::matching::{name_key, names_agree};
use crate::domain::query::{Tray, TriggerDetail, TriggerQuery, TriggerRow, Window};
use crate::domain::trigger::Trigger;
use crate::domain::trigger::same_event::{DAYS_APART, SameEvent, same_event};
use crate::domain::trigger::triage::AccountSuggestion;

/// Most triggers compared for the same event; more of one kind at one account within two weeks are no duplicates.
const LOOKED_AT: i64 = 50;
/// Most accounts that are suggested.
const SUGGESTED: usize = 8;
/// Most names of a text that are searched by their words, which costs more than by their key.
const BY_WORDS: usize = 3;

impl Store {
    /// Returns a window of a tray, newest first. In the inbox, triggers linked to an account come before the others,
    /// what was snoozed until today comes first, and each row names another trigger that reports the same event.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn triggers(&mut self, query: &TriggerQuery, now: Moment) -> Result<Window<TriggerRow>> {
        let today = now.date();
        let (found, total) = trays::window(&self.conn, query, today)?;
        let mut rows = Vec::with_capacity(found.len());
        for n in found {
            let mut row = triggers::row(&self.conn, self.rules.kinds(), n, today)?;
            if query.tray == Tray::Inbox {
                row.same_as = likeliest(&self.conn, n)?;
            }
            rows.push(row);
        }
        Ok(Window { offset: query.offset, total, rows })
    }

    /// Returns everything a trigger's screen shows; `None` if there is no such trigger.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn trigger_file(&mut self, id: TriggerId, now: Moment) -> Result<Option<TriggerDetail>> {
        let Some(n) = triggers::row_of(&self.conn, id)? else { return Ok(None) };
        let mut file = triggers::detail(&self.conn, self.rules.kinds(), n, now.date())?;
        file.row.same_as = likeliest(&self.conn, n)?;
        Ok(Some(file))
    }

    /// Returns the accounts that a trigger may be about, each with the reason, the surest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn suggest_accounts(&self, trigger: &Trigger) -> Result<Vec<AccountSuggestion>> {
        let mut hints = hints_of(&trigger.headline);
        hints.cik = trigger.cik.or(hints.cik);
        hints.ticker = trigger.ticker.clone().or(hints.ticker);
        if let Some(company) = &trigger.company {
            hints.names.retain(|name| name != company);
            hints.names.insert(0, company.clone());
        }
        self.match_accounts(&hints)
    }

    /// Returns the accounts that a text's hints lead to, each with the reason, the surest first: CIK, ticker, web
    /// domain, name, alias, similar name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn match_accounts(&self, hints: &CompanyHints) -> Result<Vec<AccountSuggestion>> {
        let mut found: Vec<(i64, String)> = Vec::new();
        let cik = hints.cik.map(|cik| cik.to_string());
        let ids = cik.iter().map(|cik| ("cik", cik, "same CIK".to_owned()));
        let ids = ids.chain(hints.ticker.iter().map(|ticker| ("ticker", ticker, format!("same ticker, {ticker}"))));
        let ids =
            ids.chain(hints.domains.iter().map(|domain| ("domain", domain, format!("same web address, {domain}"))));
        for (kind, value, why) in ids {
            let same = accounts::with_identifier(&self.conn, kind, value)?;
            found.extend(same.into_iter().map(|n| (n, why.clone())));
        }
        for name in &hints.names {
            for n in accounts::with_key(&self.conn, &name_key(name))? {
                let (_, own) = accounts::id_and_name(&self.conn, n)?;
                let why =
                    if name_key(&own) == name_key(name) { "same name".into() } else { format!("also called {name}") };
                found.push((n, why));
            }
        }
        for name in hints.names.iter().take(BY_WORDS) {
            found.extend(similar_accounts(&self.conn, name)?.into_iter().map(|n| (n, format!("name like {name}"))));
        }
        let mut named: Vec<AccountSuggestion> = Vec::new();
        for (n, why) in found {
            let (id, name) = accounts::id_and_name(&self.conn, n)?;
            if named.len() < SUGGESTED && !named.iter().any(|known| known.id == id) {
                named.push(AccountSuggestion { id, name, why });
            }
        }
        Ok(named)
    }
}

/// Returns the accounts whose names agree with this one, searched among those that share its words.
fn similar_accounts(conn: &Connection, company: &str) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for word in company.split_whitespace().take(4).filter(|word| word.chars().count() > 3) {
        for n in search_index::accounts(conn, word, None, 50)? {
            let (_, name) = accounts::id_and_name(conn, n)?;
            if names_agree(&name, company) && !found.contains(&n) {
                found.push(n);
            }
        }
    }
    found.truncate(10);
    Ok(found)
}

fn likeliest(conn: &Connection, n: i64) -> Result<Option<SameEvent>> {
    Ok(find_same_event(conn, n)?.into_iter().next())
}

/// Returns the triggers that report the same event as this one: candidates come from an index, the domain judges them.
fn find_same_event(conn: &Connection, n: i64) -> Result<Vec<SameEvent>> {
    let trigger = triggers::load(conn, n)?;
    let mut found: Vec<SameEvent> = Vec::new();
    for other in candidates(conn, n, &trigger)? {
        let other = triggers::load(conn, other)?;
        found.extend(same_event(&trigger, &other));
    }
    found.sort_by_key(|same| (std::cmp::Reverse(same.percent), same.days));
    Ok(found)
}

/// Selects triggers of the same kind within some days that are linked to one of its first accounts, or unmatched ones
/// that name the same company.
// CROSS JOIN keeps the order: from the few accounts of the trigger to theirs, never from all triggers of a
// kind.
pub(super) const CANDIDATES: [&str; 2] = [
    "SELECT DISTINCT other.n
        FROM (SELECT account FROM trigger_account WHERE trigger = ?1 AND deleted = 0 LIMIT 10) AS own
        CROSS JOIN trigger_account AS link ON link.account = own.account
        CROSS JOIN trigger AS other ON other.n = link.trigger
        WHERE link.deleted = 0 AND link.trigger <> ?1 AND other.deleted = 0
            AND other.kind = ?2 AND other.occurred_on >= ?3 AND other.occurred_on <= ?4
            AND other.status IN ('inbox', 'kept', 'snoozed') LIMIT ?5",
    "SELECT n FROM trigger INDEXED BY trigger_unmatched WHERE deleted = 0 AND links = 0 AND company IS NOT NULL
        AND company = ?2 AND occurred_on >= ?3 AND occurred_on <= ?4 AND n <> ?1 AND status IN ('inbox', 'kept', 'snoozed')
        LIMIT ?5",
];

fn candidates(conn: &Connection, n: i64, trigger: &Trigger) -> Result<Vec<i64>> {
    let shifted = |day: NaiveDate, back: bool| {
        let by = Days::new(DAYS_APART.unsigned_abs());
        if back { day.checked_sub_days(by) } else { day.checked_add_days(by) }.unwrap_or(day)
    };
    let (from, until) = (IsoDay(shifted(trigger.occurred_on, true)), IsoDay(shifted(trigger.occurred_on, false)));
    if trigger.accounts.is_empty() {
        let Some(company) = &trigger.company else { return Ok(Vec::new()) };
        let mut statement = conn.prepare_cached(CANDIDATES[1])?;
        let found = statement.query_map(params![n, company, from, until, LOOKED_AT], only_value)?;
        return Ok(found.collect::<rusqlite::Result<_>>()?);
    }
    let mut statement = conn.prepare_cached(CANDIDATES[0])?;
    let found = statement.query_map(params![n, trigger.kind, from, until, LOOKED_AT], only_value)?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}
