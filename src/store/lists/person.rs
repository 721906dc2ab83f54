//! All that one page shows of a person.

use crate::clock::Moment;
use crate::domain::ids::ContactId;
use crate::domain::query::PersonDetail;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::standing::{no_answer, touches};
use crate::store::tables::{contacts, promises};

impl Store {
    /// Everything the page of a person shows; nothing where they are gone.
    ///
    /// # Errors
    /// As every read.
    pub fn person_file(&mut self, id: ContactId, now: Moment) -> Result<Option<PersonDetail>> {
        let Some(n) = contacts::row_of(&self.conn, id)? else { return Ok(None) };
        let known = self.background(contacts::account_of(&self.conn, n)?, now)?;
        let row = self.contact_row(n, &known, now)?;
        Ok(Some(PersonDetail {
            account_id: known.account.id,
            clock: row.clock.says.clone(),
            rest: no_answer::load_rest(&self.conn, known.n)?.filter(|rest| rest.holds(now.date())),
            promises: promises::load_open(&self.conn, n)?,
            calls: self.contact_calls(n)?,
            touches: touches::rows(&self.conn, touches::OF_CONTACT, n)?,
            row,
        }))
    }
}
