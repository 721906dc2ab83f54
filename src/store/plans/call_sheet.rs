//! Gathers the data of a call sheet.

use crate::clock::Moment;
use crate::domain::call_sheet::CallSheetSource;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::query::ContactRow;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::tables::{contacts, promises};

impl Store {
    /// Returns what the call sheet for a person is written from; `None` if nobody is known at the account. Without a
    /// person, the sheet is for the one with a plan, else the first who may be called.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn sheet_file(
        &mut self,
        account: AccountId,
        contact: Option<ContactId>,
        now: Moment,
    ) -> Result<Option<CallSheetSource>> {
        let Some(file) = self.account_file(account, now)? else { return Ok(None) };
        // By their guards, which know the list as well as the mark; somebody who left is not there to be called.
        let barred = |row: &ContactRow| row.guards.iter().any(|guard| guard.rule == "do_not_call");
        let may = |row: &&ContactRow| !barred(row) && !row.contact.has_left(now.date());
        let planned = file.contacts.iter().filter(may).find(|row| row.plan.is_some());
        // Somebody all the same where nobody may be called: the sheet itself says so.
        let first = planned.or_else(|| file.contacts.iter().find(may)).or_else(|| file.contacts.first());
        let Some(contact) = contact.or_else(|| first.map(|row| row.contact.id)) else { return Ok(None) };
        let row = contacts::require_row(&self.conn, contact)?;
        let promises = promises::load_owed(&self.conn, contacts::account_of(&self.conn, row)?)?;
        Ok(Some(CallSheetSource { plan: self.plan_file(contact, now)?, calls: file.calls, promises }))
    }
}
