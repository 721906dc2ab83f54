//! Views of Today: which of the ranking each looks through, and the views that a rep saved.

use rusqlite::{Connection, Row};

use crate::clock::Moment;
use crate::domain::ids::{AccountId, CampaignId};
use crate::domain::query::{PromiseRow, SavedView, Today, TodayView, ViewsChange};
use crate::store::Store;
use crate::store::book::ranking::OfferedOrder;
use crate::store::book::settings;
use crate::store::error::{Result, StoreError};
use crate::store::tables::{promises, reps};

/// Key of the setting that holds the saved views.
const VIEWS: &str = "today.views";
/// Days ahead of which promises are shown in their view.
const AHEAD: u64 = 14;
/// Most open campaigns that are offered as views: one for each digit.
const CAMPAIGNS: i64 = 9;

impl Store {
    /// Keeps the views of Today as a window changed them, over what other windows changed meanwhile.
    ///
    /// # Errors
    /// When another window gave a name meanwhile that this one gives too, or when the book cannot be written.
    pub fn keep_views(&mut self, change: &ViewsChange) -> Result<()> {
        self.action("keeping the views", |write| {
            write.label = "the views of Today".to_owned();
            // Read within the write: another window may have kept views since this one read them.
            let views = change.apply_to(&saved(write.conn)?).map_err(StoreError::refused)?;
            reps::set(write, VIEWS, &serde_json::to_string(&views).unwrap_or_default())
        })
    }

    /// Returns Today with up to `limit` of the people that a view looks through, and whether there are more than it can.
    pub(super) fn today_in_view(&mut self, view: &TodayView, now: Moment, limit: usize) -> Result<(Today, bool)> {
        let all = self.offered(now, limit)?;
        let reasons = all.total();
        Ok(match view {
            TodayView::Everybody | TodayView::Saved(_) => (self.today_in(all, reasons, now, 0, limit)?, false),
            TodayView::CallableNow => {
                let (open, more) = all.open_only();
                let mut today = self.today_in(open, reasons, now, 0, limit)?;
                today.promises.retain(|row| row.opens.is_none());
                today.meetings.clear();
                (today, more)
            }
            TodayView::Promises => {
                let mut today = self.today_in(OfferedOrder::default(), reasons, now, 0, 0)?;
                let until = now.date().checked_add_days(chrono::Days::new(AHEAD)).unwrap_or(now.date());
                today.promises = self.promises_until(until, now)?;
                today.meetings.clear();
                (today, false)
            }
            TodayView::Campaign(id, _) => {
                let (rows, ids): (Vec<i64>, Vec<AccountId>) = members(&self.conn, *id)?.into_iter().unzip();
                let order = self.offered_among(&rows, now)?;
                let mut today = self.today_in(order, reasons, now, 0, limit)?;
                today.promises.retain(|row| ids.contains(&row.promise.account_id));
                today.meetings.retain(|row| ids.contains(&row.account_id));
                (today, false)
            }
        })
    }

    /// Returns the open promises up to a day, each with the clock of its person.
    pub(super) fn promises_until(&self, until: chrono::NaiveDate, now: Moment) -> Result<Vec<PromiseRow>> {
        promises::load_due(&self.conn, until, now, |contact, account| {
            let there = self.zone_of(contact, account);
            let opens = self.opens(contact, account, now);
            (there.map(|there| there.zone), opens)
        })
    }
}

/// Returns the views that the rep saved; a setting that cannot be read is none.
pub(super) fn saved(conn: &Connection) -> Result<Vec<SavedView>> {
    let text = settings::get(conn, VIEWS)?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// Returns the campaigns that are open, the latest first.
pub(super) fn open_campaigns(conn: &Connection) -> Result<Vec<(CampaignId, String)>> {
    let sql = "SELECT id, name FROM campaign WHERE deleted = 0 AND closed = 0 ORDER BY n DESC LIMIT ?1";
    let read = |row: &Row<'_>| Ok((row.get("id")?, row.get("name")?));
    Ok(conn.prepare_cached(sql)?.query_map([CAMPAIGNS], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Returns the accounts of a campaign: row and id.
fn members(conn: &Connection, campaign: CampaignId) -> Result<Vec<(i64, AccountId)>> {
    let sql = "SELECT account.n AS n, account.id AS id FROM campaign
        JOIN campaign_account ON campaign_account.campaign = campaign.n AND campaign_account.deleted = 0
        JOIN account ON account.n = campaign_account.account WHERE campaign.id = ?1";
    let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("id")?));
    Ok(conn.prepare_cached(sql)?.query_map([campaign], read)?.collect::<rusqlite::Result<_>>()?)
}
