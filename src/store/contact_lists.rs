//! An account's people with what lists show of them.

use rusqlite::OptionalExtension;

use super::contacts::{load, of_account};
use super::convert::day_of;
use super::error::Result;
use super::touch::{Background, last_verdict};
use super::{Store, plans};
use crate::clock::Moment;
use crate::domain::account::Account;
use crate::domain::dialling::Dialling;
use crate::domain::guard::guards;
use crate::domain::profile::Fit;
use crate::domain::rows::ContactRow;

impl Store {
    /// An account's people with what lists show of them.
    pub(super) fn contact_rows(&self, account: i64, of: &Account, fit: Fit, now: Moment) -> Result<Vec<ContactRow>> {
        let background = self.background(account, now)?;
        debug_assert_eq!(background.fit.fit, fit);
        let mut rows = Vec::new();
        for n in of_account(&self.conn, account)? {
            rows.push(self.contact_row(n, of, &background, now)?);
        }
        Ok(rows)
    }

    fn contact_row(&self, n: i64, of: &Account, background: &Background, now: Moment) -> Result<ContactRow> {
        let contact = load(&self.conn, n)?;
        let sql = "SELECT day FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT 1";
        let last_call: Option<i64> = self.conn.prepare_cached(sql)?.query_row([n], |row| row.get(0)).optional()?;
        let standing = self.standing(background, n, &contact, now)?;
        let theirs = Dialling::builtin().home_of_account(of);
        let home = theirs.as_deref().or(self.home.as_deref());
        Ok(ContactRow {
            e164: contact.phones.iter().map(|phone| Dialling::builtin().e164(&phone.raw, home)).collect(),
            account: of.name.clone(),
            last_call: last_call.map(day_of),
            last_verdict: last_verdict(&self.conn, n)?.map(|(verdict, _)| verdict),
            plan: plans::state(&self.conn, n)?,
            guards: guards(&standing),
            contact,
        })
    }
}
