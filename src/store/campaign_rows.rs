//! One campaign as its rows hold it.

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::{ErrorKind, Result, StoreError};
use crate::domain::campaign::{Campaign, Touched};
use crate::domain::ids::CampaignId;

/// One campaign, whole.
pub(super) fn load(conn: &Connection, n: i64) -> Result<Campaign> {
    let sql = "SELECT campaign.id, name, (SELECT id FROM trigger WHERE trigger.n = campaign.trigger), shared_reason,
            learned, closed FROM campaign WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Campaign {
            id: row.get(0)?,
            name: row.get(1)?,
            trigger: row.get(2)?,
            shared_reason: row.get(3)?,
            accounts: Vec::new(),
            learned: row.get(4)?,
            closed: row.get(5)?,
        })
    };
    let mut campaign = conn.prepare_cached(sql)?.query_row([n], read)?;
    let sql = "SELECT account.id, touched.impact FROM campaign_account AS touched
        JOIN account ON account.n = touched.account
        WHERE touched.campaign = ?1 AND touched.deleted = 0 AND account.deleted = 0 ORDER BY touched.pos";
    let mut statement = conn.prepare_cached(sql)?;
    let touched = statement.query_map([n], |row| Ok(Touched { account_id: row.get(0)?, impact: row.get(1)? }))?;
    campaign.accounts = touched.collect::<rusqlite::Result<_>>()?;
    Ok(campaign)
}

/// The row of a campaign that is not gone.
pub(super) fn existing(conn: &Connection, id: CampaignId) -> Result<i64> {
    row_of_some(conn, Some(id))?
        .ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this campaign is no longer in the book"))
}

/// The row of a campaign, where one is named and still there.
pub(super) fn row_of_some(conn: &Connection, id: Option<CampaignId>) -> Result<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let sql = "SELECT n FROM campaign WHERE id = ?1 AND deleted = 0";
    Ok(conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
}
