//! Today: promises due, meetings of the day, then people by reason, accounts without an answer, and the week in numbers.
//!
//! Keeps the ranking of accounts up to date: the store notes which accounts its writes touched, and the next read here
//! recomputes their lines. Of a plan it knows only the state.

pub(super) mod by_reason;
mod filter;
mod meetings;
mod no_answer;
pub(super) mod no_reason;
mod offered;
mod view;
pub(super) mod week;

use super::Store;
use super::book::packed_score::PackedScore;
use super::book::ranking::{OfferedAccount, OfferedOrder};
use super::cells::only_value;
use super::convert::{day_number, day_of};
use super::error::Result;
use super::tables::drafts::call_clock;
use super::tables::{contacts, plans, triggers};
use crate::clock::Moment;
use crate::domain::account::Account;
use crate::domain::query::{Today, TodayRow, Total, Window};
use crate::domain::reason::guard::guards;

impl Store {
    /// Returns what Today shows, one row for each account: the person whom its best trigger is about, else the one with
    /// an open plan, else the best-known one; never a person on do-not-call. Whoever may be called now stands above
    /// whoever may not until a later hour. Without any known person the row has a nil contact and no name.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn today(&mut self, now: Moment, offset: usize, limit: usize) -> Result<Today> {
        let order = self.offered(now, offset + limit)?;
        let reasons = order.total();
        self.today_in(order, reasons, now, offset, limit)
    }

    /// Today with a window of the accounts in this order; so many have a reason.
    fn today_in(
        &mut self,
        order: OfferedOrder,
        reasons: usize,
        now: Moment,
        offset: usize,
        limit: usize,
    ) -> Result<Today> {
        let people = order.total();
        let mut rows = Vec::new();
        for offer in self.offered_window(order, now, offset, limit)? {
            rows.extend(self.today_row(&offer, now)?);
        }
        let total = Total { n: people, at_least: false };
        let mut today = Today {
            unfinished: call_clock::all(&self.conn)?,
            promises: self.promises_until(now.date(), now)?,
            meetings: self.meetings_of(now)?,
            week: self.week(reasons, now)?,
            people: Window { offset, total, rows },
            campaigns: view::open_campaigns(&self.conn)?,
            views: view::saved(&self.conn)?,
            ..Today::default()
        };
        self.count_logged(&mut today, now)?;
        Ok(today)
    }

    fn today_row(&self, offer: &OfferedAccount, now: Moment) -> Result<Option<TodayRow>> {
        let known = self.background(offer.account, now)?;
        let Some(best) = known.best() else { return Ok(None) };
        let Some(trigger) = triggers::row_of(&self.conn, best.id)? else { return Ok(None) };
        let trigger = triggers::row(&self.conn, self.rules.kinds(), trigger, now.date())?;
        let row = offer.person;
        let person = row.map(|n| contacts::load(&self.conn, n)).transpose()?.unwrap_or_default();
        let standing = self.standing(&known, row.unwrap_or(0), &person, now)?;
        let last_touch = "SELECT last_touch FROM account WHERE n = ?1";
        let last_touch: Option<i64> = self.conn.prepare_cached(last_touch)?.query_row([offer.account], only_value)?;
        Ok(Some(TodayRow {
            contact_id: person.id,
            account_id: known.account.id,
            place: place_of(&known.account),
            account: known.account.name,
            phone: person.phones.first().map(|phone| phone.raw.clone()),
            title: person.title.unwrap_or_default(),
            contact: person.name,
            zone: standing.their_time.as_ref().and_then(|there| there.zone.parse().ok()),
            reason: known.reason,
            trigger,
            fit: known.fit,
            guards: guards(&standing),
            opens: offer.opens,
            clock: standing.clock(),
            standing,
            plan: row.map(|n| plans::state(&self.conn, n)).transpose()?.flatten(),
            last_touch: last_touch.map(day_of),
        }))
    }

    fn count_logged(&self, today: &mut Today, now: Moment) -> Result<()> {
        let sql = "SELECT score FROM call_line WHERE deleted = 0 AND head = 1 AND day = ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        for score in statement.query_map([day_number(now.date())], only_value)? {
            let score = PackedScore(score?);
            today.logged += 1;
            today.asked += u32::from(score.said());
            today.well_spent += u32::from(score.said() && score.verdict() == 1);
        }
        Ok(())
    }
}

/// City, state and country, as far as they are known.
fn place_of(account: &Account) -> String {
    let parts = [&account.city, &account.region, &account.country];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}
