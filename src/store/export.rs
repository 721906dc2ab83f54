//! Whole rows in pages, in the order they entered the book: what exports are made of, however long the book is.

use rusqlite::{Connection, params};

use super::error::Result;
use super::promises::WholePromise;
use super::{Store, accounts, call_rows, contacts, promises, triggers};
use crate::domain::account::{Account, Contact};
use crate::domain::call::Call;
use crate::domain::trigger::Trigger;

/// Some rows, and where the next page begins; nothing behind the last one.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// To be passed on for the next page.
    pub next: Option<i64>,
}

/// A person with the name of where they work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeContact {
    /// The person.
    pub contact: Contact,
    /// The company.
    pub account: String,
}

/// A trigger with the names of the accounts it touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeTrigger {
    /// The trigger.
    pub trigger: Trigger,
    /// The accounts, in the order of their ids in the trigger.
    pub accounts: Vec<String>,
}

/// A call with its latest values and the names behind its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeCall {
    /// The call.
    pub call: Call,
    /// Whom.
    pub contact: String,
    /// Where they work.
    pub account: String,
    /// Who called.
    pub rep: String,
    /// Headlines of the triggers used.
    pub triggers: Vec<String>,
}

impl Store {
    /// Companies behind `after`, archived ones too.
    ///
    /// # Errors
    /// As every read.
    pub fn whole_accounts(&self, after: Option<i64>, limit: usize) -> Result<Page<Account>> {
        let sql = "SELECT n FROM account WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, accounts::load)
    }

    /// People behind `after`, archived ones too.
    ///
    /// # Errors
    /// As every read.
    pub fn whole_contacts(&self, after: Option<i64>, limit: usize) -> Result<Page<WholeContact>> {
        let sql = "SELECT n FROM contact WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, |conn, n| {
            let account = accounts::named(conn, contacts::account_of(conn, n)?)?.1;
            Ok(WholeContact { contact: contacts::load(conn, n)?, account })
        })
    }

    /// Triggers behind `after`, of every status.
    ///
    /// # Errors
    /// As every read.
    pub fn whole_triggers(&self, after: Option<i64>, limit: usize) -> Result<Page<WholeTrigger>> {
        let sql = "SELECT n FROM trigger WHERE n > ?1 AND deleted = 0 ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, |conn, n| {
            let trigger = triggers::load(conn, n)?;
            let linked = trigger.accounts.iter().filter_map(|id| accounts::row_of(conn, *id).transpose());
            let names = linked.map(|row| Ok(accounts::named(conn, row?)?.1));
            let accounts = names.collect::<Result<_>>()?;
            Ok(WholeTrigger { trigger, accounts })
        })
    }

    /// Calls behind `after`; of an amended one the latest values.
    ///
    /// # Errors
    /// As every read.
    pub fn whole_calls(&self, after: Option<i64>, limit: usize) -> Result<Page<WholeCall>> {
        let sql = "SELECT n FROM call_line WHERE n > ?1 AND deleted = 0 AND head = 1 ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, |conn, n| {
            let sql = "SELECT call_line.latest, contact.name, account.name, rep.name FROM call_line
                JOIN contact ON contact.n = call_line.contact JOIN account ON account.n = call_line.account
                JOIN rep ON rep.n = call_line.rep WHERE call_line.n = ?1";
            let (latest, contact, account, rep): (i64, String, String, String) = conn
                .prepare_cached(sql)?
                .query_row([n], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
            let call = call_rows::load(conn, latest)?;
            let mut headline = conn.prepare_cached("SELECT headline FROM trigger WHERE id = ?1")?;
            let mut triggers = Vec::new();
            for id in &call.triggers {
                triggers.extend(
                    headline.query_map([id], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?,
                );
            }
            Ok(WholeCall { call, contact, account, rep, triggers })
        })
    }

    /// Open promises behind `after`, of both sides, with and without a day.
    ///
    /// # Errors
    /// As every read.
    pub fn whole_promises(&self, after: Option<i64>, limit: usize) -> Result<Page<WholePromise>> {
        let sql = "SELECT n FROM promise WHERE n > ?1 AND deleted = 0 AND done_on IS NULL ORDER BY n LIMIT ?2";
        page(&self.conn, sql, after, limit, promises::whole)
    }
}

/// One page: the row numbers first, then each row whole.
fn page<T>(
    conn: &Connection,
    sql: &str,
    after: Option<i64>,
    limit: usize,
    load: impl Fn(&Connection, i64) -> Result<T>,
) -> Result<Page<T>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(sql)?;
    let numbers: Vec<i64> =
        statement.query_map(params![after.unwrap_or(0), limit], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let next = numbers.last().copied();
    let rows = numbers.into_iter().map(|n| load(conn, n)).collect::<Result<_>>()?;
    Ok(Page { rows, next })
}
