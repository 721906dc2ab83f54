//! Imports triggers of a file or a feed: finds the account of each, and which watch words it contains.

use super::ImportSession;
use super::session::DOING;
use crate::domain::query::RowResult;
use crate::domain::trigger::Trigger;
use crate::domain::trigger::watch_words::WatchWordFinder;
use crate::store::cells::only_value;
use crate::store::convert::day_number;
use crate::store::error::Result;
use crate::store::matching::mentions;
use crate::store::tables::watch_words;
use crate::store::{matching, sanitize, tables};

impl ImportSession<'_> {
    /// Imports one trigger; also returns whether it is linked to an account. A trigger that is in the book already, by
    /// its source's id or by kind, company, day and headline, is not added again.
    ///
    /// # Errors
    /// As [`ImportSession::account`].
    pub fn trigger(&mut self, trigger: &Trigger) -> Result<(RowResult, bool)> {
        let trigger = sanitize::trigger(trigger);
        let end =
            self.go_on().and_then(|()| self.put_trigger(trigger)).map_err(|error| error.during(DOING, &self.path));
        self.settle_touched();
        end
    }

    /// Looks for accounts and, with `watch`, for watch words in triggers that name no company, and adds what it finds
    /// to them. Returns for each trigger whether it contains a watch word.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn look_into(&mut self, triggers: &mut [Trigger], watch: bool) -> Result<Vec<bool>> {
        self.go_on().map_err(|error| error.during(DOING, &self.path))?;
        let looked = mentions::link(self.pen.conn, triggers).and_then(|()| match watch {
            true => self.mark(triggers),
            false => Ok(Vec::new()),
        });
        looked.map_err(|error| error.during(DOING, &self.path))
    }

    fn mark(&mut self, triggers: &mut [Trigger]) -> Result<Vec<bool>> {
        let kinds = self.write()?.rules.kinds();
        let watcher = match self.watcher.take() {
            Some(watcher) => watcher,
            None => WatchWordFinder::new(watch_words::all(self.pen.conn)?),
        };
        let marked = triggers.iter_mut().map(|trigger| watcher.mark(trigger, kinds)).collect();
        self.watcher = Some(watcher);
        Ok(marked)
    }

    fn put_trigger(&mut self, mut trigger: Trigger) -> Result<(RowResult, bool)> {
        if trigger.headline.is_empty() {
            return Ok((RowResult::Rejected("no headline".to_owned()), false));
        }
        let said = [trigger.headline.as_str(), &trigger.summary, &trigger.impact].join("\n");
        self.take_names_out([&mut trigger.headline, &mut trigger.summary, &mut trigger.impact, &mut trigger.source])?;
        if let Some(n) = matching::triggers::trigger(self.pen.conn, &trigger)? {
            let sql = "SELECT EXISTS (SELECT 1 FROM trigger_account WHERE trigger = ?1 AND deleted = 0)";
            let linked = self.pen.conn.prepare_cached(sql)?.query_row([n], only_value)?;
            let end = if self.date(n, &trigger)? { RowResult::Updated } else { RowResult::Same };
            return Ok((end, linked));
        }
        trigger.id = Default::default();
        if trigger.accounts.is_empty()
            && let Some(account) = matching::triggers::account_of_trigger(self.pen.conn, &trigger)?
        {
            trigger.accounts = vec![tables::accounts::id_and_name(self.pen.conn, account)?.0];
        }
        if self.names_erased(&trigger, &said)? {
            let says = "it names somebody who was erased from the book";
            return Ok((RowResult::Rejected(says.to_owned()), false));
        }
        let linked = !trigger.accounts.is_empty();
        let day = day_number(trigger.occurred_on);
        let n = tables::triggers::insert_row(self.write()?, &trigger)?;
        self.part.made_triggers.push((day, n));
        Ok((RowResult::Created, linked))
    }

    /// Gives a stored trigger that waits for a day the day that its source says by now; returns whether it did.
    fn date(&mut self, n: i64, read: &Trigger) -> Result<bool> {
        let book = tables::triggers::load(self.pen.conn, n)?;
        if read.is_undated() || !book.is_undated() {
            return Ok(false);
        }
        let dated = Trigger { occurred_on: read.occurred_on, effective_on: read.effective_on, ..book };
        tables::triggers::update(self.write()?, n, &dated)?;
        Ok(true)
    }

    fn names_erased(&self, trigger: &Trigger, said: &str) -> Result<bool> {
        if self.erasures.is_empty() {
            return Ok(false);
        }
        let rows = trigger.accounts.iter().map(|id| tables::accounts::require_row(self.pen.conn, *id));
        let accounts = rows.collect::<Result<Vec<i64>>>()?;
        Ok(!self.erasures.named_in(self.pen.conn, &accounts, said)?.is_empty())
    }
}
