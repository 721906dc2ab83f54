//! Lists of companies in every order that a screen offers, and everything a company's screen shows.

use rusqlite::{Connection, Row};

use crate::clock::Moment;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::query::{AccountDetail, AccountQuery, AccountRow, AccountSort, Window};
use crate::store::book::trigger_score;
use crate::store::cells::only_value;
use crate::store::convert::{day_of, fit_of, fit_rank, to_i64, to_u32};
use crate::store::error::Result;
use crate::store::standing::no_answer;
use crate::store::standing::touches;
use crate::store::tables::accounts::{count_listed, row_of};
use crate::store::tables::{promises, search_index, triggers};
use crate::store::{Store, standing};

impl Store {
    /// Returns a window of accounts. With a filter they are ordered by reason: exactly for few matches, in steps of
    /// strength and fit for many.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn accounts(&mut self, query: &AccountQuery, now: Moment) -> Result<Window<AccountRow>> {
        let (found, total) = if search_index::words(&query.filter).is_empty() {
            match query.sort {
                AccountSort::Reason => self.by_reason(query, now)?,
                AccountSort::Name | AccountSort::LastTouch | AccountSort::Size => {
                    (in_order(&self.conn, query)?, count_listed(&self.conn, query.fit)?)
                }
            }
        } else {
            self.matching(query, now)?
        };
        let rows = found.into_iter().map(|n| self.account_row(n, now)).collect::<Result<_>>()?;
        Ok(Window { offset: query.offset, total, rows })
    }

    /// Returns everything an account's screen shows; `None` if there is no such account.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn account_file(&mut self, id: AccountId, now: Moment) -> Result<Option<AccountDetail>> {
        self.account_file_with(id, None, now)
    }

    /// Returns what [`Store::account_file`] does; the person `named` is listed even when archived.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn account_file_with(
        &mut self,
        id: AccountId,
        named: Option<ContactId>,
        now: Moment,
    ) -> Result<Option<AccountDetail>> {
        let Some(n) = row_of(&self.conn, id)? else { return Ok(None) };
        let known = self.background(n, now)?;
        Ok(Some(AccountDetail {
            contacts: self.contact_rows(&known, named, now)?,
            triggers: triggers::rows_of_account(&self.conn, self.rules.kinds(), n, now.date())?,
            calls: self.account_calls(n)?,
            touches: touches::rows(&self.conn, touches::OF_ACCOUNT, n)?,
            promises: promises::load_owed(&self.conn, n)?,
            quiet: self.no_answer_detail(&known, now)?,
            account: known.account,
            fit: known.fit,
            reason: known.reason,
        }))
    }

    fn account_row(&self, n: i64, now: Moment) -> Result<AccountRow> {
        let sql = "SELECT id, name, industry, city, coalesce(region, country) AS land, employees, fit, last_touch
            FROM account WHERE n = ?1";
        let mut row = self.conn.prepare_cached(sql)?.query_row([n], read_row)?;
        let sql = "SELECT count(*) FROM contact WHERE account = ?1 AND deleted = 0 AND archived = 0";
        row.contacts = to_u32(self.conn.prepare_cached(sql)?.query_row([n], only_value)?);
        row.rest = no_answer::load_rest(&self.conn, n)?.filter(|rest| rest.holds(now.date()));
        let worth = trigger_score::score_triggers(&self.conn, self.rules.kinds(), n, now.date())?;
        if let Some(best) = worth.best {
            let touches = standing::in_30_days(&self.conn, n, now.date())?;
            row.points = worth.points(row.fit, touches);
            row.trigger = Some(triggers::row(&self.conn, self.rules.kinds(), best, now.date())?);
        }
        Ok(row)
    }
}

fn read_row(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    let (city, land): (Option<String>, Option<String>) = (row.get("city")?, row.get("land")?);
    Ok(AccountRow {
        id: row.get("id")?,
        name: row.get("name")?,
        industry: row.get::<_, Option<String>>("industry")?.unwrap_or_default(),
        place: [city, land].into_iter().flatten().collect::<Vec<_>>().join(", "),
        employees: row.get::<_, Option<i64>>("employees")?.and_then(|head| u64::try_from(head).ok()),
        fit: fit_of(row.get("fit")?),
        trigger: None,
        points: 0.0,
        contacts: 0,
        last_touch: row.get::<_, Option<i64>>("last_touch")?.map(day_of),
        rest: None,
    })
}

/// The orders that an index holds ready; the ones by reason are the ranking's.
// `+fit` keeps SQLite from the index of fits, whose rows it would have to sort.
pub(crate) const IN_ORDER: [&str; 6] = [
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 ORDER BY fold, fit, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND +fit = ?3 ORDER BY fold, fit, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 ORDER BY last_touch, fit, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND +fit = ?3 ORDER BY last_touch, fit, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 ORDER BY employees DESC, fit, n LIMIT ?1 OFFSET ?2",
    "SELECT n FROM account WHERE deleted = 0 AND archived = 0 AND +fit = ?3 ORDER BY employees DESC, fit, n LIMIT ?1 OFFSET ?2",
];

fn in_order(conn: &Connection, query: &AccountQuery) -> Result<Vec<i64>> {
    let first = match query.sort {
        AccountSort::Reason | AccountSort::Name => 0,
        AccountSort::LastTouch => 2,
        AccountSort::Size => 4,
    };
    let sql = IN_ORDER[first + usize::from(query.fit.is_some())];
    let (limit, offset) = (to_i64(query.limit as u64), to_i64(query.offset as u64));
    let mut statement = conn.prepare_cached(sql)?;
    let found: rusqlite::Result<Vec<i64>> = match query.fit {
        Some(fit) => statement.query_map([limit, offset, fit_rank(fit)], only_value)?.collect(),
        None => statement.query_map([limit, offset], only_value)?.collect(),
    };
    Ok(found?)
}
