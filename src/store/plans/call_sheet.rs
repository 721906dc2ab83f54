//! The data of a call sheet.

use rusqlite::{Connection, Row};

use crate::clock::Moment;
use crate::domain::call::Promise;
use crate::domain::call_sheet::CallSheetSource;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::query::{ContactRow, PromiseRow};
use crate::store::Store;
use crate::store::convert::IsoDay;
use crate::store::error::Result;
use crate::store::tables::contacts;

/// Promises still open of an account's latest calls, each found by its call.
pub(crate) const OWED: &str = "SELECT promise.id, first.id, contact.id, account.id, what, by_on, whose, done_on,
        contact.name, account.name
    FROM call_line AS line JOIN promise ON promise.call = line.n JOIN call AS first ON first.n = line.n
    JOIN contact ON contact.n = promise.contact JOIN account ON account.n = promise.account
    WHERE line.account = ?1 AND line.deleted = 0 AND line.head = 1 AND promise.deleted = 0 AND promise.done_on IS NULL
    ORDER BY line.at DESC LIMIT 20";

impl Store {
    /// What the sheet about a person is written from; nothing where nobody is known at the account. Without a person it is
    /// about the one with a plan, else the first who may be called.
    ///
    /// # Errors
    /// As every read.
    pub fn sheet_file(
        &mut self,
        account: AccountId,
        contact: Option<ContactId>,
        now: Moment,
    ) -> Result<Option<CallSheetSource>> {
        let Some(file) = self.account_file(account, now)? else { return Ok(None) };
        let may = |row: &&ContactRow| row.contact.do_not_call.is_none();
        let planned = file.contacts.iter().filter(may).find(|row| row.plan.is_some());
        let first = planned.or_else(|| file.contacts.iter().find(may)).or_else(|| file.contacts.first());
        let Some(contact) = contact.or_else(|| first.map(|row| row.contact.id)) else { return Ok(None) };
        let row = contacts::require_row(&self.conn, contact)?;
        let promises = open_promises(&self.conn, contacts::account_of(&self.conn, row)?)?;
        Ok(Some(CallSheetSource { plan: self.plan_file(contact, now)?, calls: file.calls, promises }))
    }
}

/// The earliest day first; those without a day last.
fn open_promises(conn: &Connection, account: i64) -> Result<Vec<PromiseRow>> {
    let read = |row: &Row<'_>| {
        Ok(PromiseRow {
            promise: Promise {
                id: row.get(0)?,
                call_id: row.get(1)?,
                contact_id: row.get(2)?,
                account_id: row.get(3)?,
                what: row.get(4)?,
                by: row.get::<_, Option<IsoDay>>(5)?.map(|day| day.0),
                whose: row.get(6)?,
                done_on: row.get::<_, Option<IsoDay>>(7)?.map(|day| day.0),
            },
            contact: row.get(8)?,
            account: row.get(9)?,
        })
    };
    let mut statement = conn.prepare_cached(OWED)?;
    let mut rows: Vec<PromiseRow> = statement.query_map([account], read)?.collect::<rusqlite::Result<_>>()?;
    rows.sort_by_key(|row| (row.promise.by.is_none(), row.promise.by));
    Ok(rows)
}
