//! Reads an account's people as lists show them.

use rusqlite::OptionalExtension;

use crate::clock::Moment;
use crate::domain::account::phone_region::Dialling;
use crate::domain::ids::ContactId;
use crate::domain::query::ContactRow;
use crate::domain::reason::guard::guards;
use crate::store::Store;
use crate::store::cells::only_value;
use crate::store::convert::day_of;
use crate::store::error::Result;
use crate::store::standing::{AccountBackground, last_verdict};
use crate::store::tables::contacts::{load, of_account_with};
use crate::store::tables::plans;

impl Store {
    /// Returns an account's people as lists show them; archived people are left out, except `named`.
    pub(in crate::store) fn contact_rows(
        &self,
        known: &AccountBackground,
        named: Option<ContactId>,
        now: Moment,
    ) -> Result<Vec<ContactRow>> {
        let rows = of_account_with(&self.conn, known.n, named)?;
        rows.into_iter().map(|n| self.contact_row(n, known, now)).collect()
    }

    /// Returns one person as lists show them, with the guards against calling at `now`.
    pub(in crate::store) fn contact_row(&self, n: i64, known: &AccountBackground, now: Moment) -> Result<ContactRow> {
        let contact = load(&self.conn, n)?;
        let sql = "SELECT day FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 ORDER BY at DESC LIMIT 1";
        let last_call: Option<i64> = self.conn.prepare_cached(sql)?.query_row([n], only_value).optional()?;
        let standing = self.standing(known, n, &contact, now)?;
        let theirs = Dialling::builtin().home_of_account(&known.account);
        let home = theirs.as_deref().or(self.home.as_deref());
        Ok(ContactRow {
            e164: contact.phones.iter().map(|phone| Dialling::builtin().e164(&phone.raw, home)).collect(),
            account: known.account.name.clone(),
            last_call: last_call.map(day_of),
            last_verdict: last_verdict(&self.conn, n, now.millis())?.map(|(verdict, _)| verdict),
            plan: plans::state(&self.conn, n)?,
            guards: guards(&standing),
            clock: standing.clock(),
            contact,
        })
    }
}
