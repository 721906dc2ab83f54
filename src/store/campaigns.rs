//! Campaigns: one change, the accounts it touches, what was learned so far.

use rusqlite::params;

use super::campaign_rows::{existing, load};
use super::error::{Result, StoreError};
use super::write::Write;
use super::{Store, accounts, enter, triggers};
use crate::domain::campaign::Campaign;
use crate::domain::ids::CampaignId;

impl Store {
    /// Every campaign, newest first.
    ///
    /// # Errors
    /// As every read.
    pub fn campaigns(&self) -> Result<Vec<Campaign>> {
        let mut statement = self.conn.prepare_cached("SELECT n FROM campaign WHERE deleted = 0 ORDER BY n DESC")?;
        let rows = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        rows.into_iter().map(|n| load(&self.conn, n)).collect()
    }

    /// Saves a campaign; a nil id makes a new one.
    ///
    /// # Errors
    /// Without a name, and as every write.
    pub fn save_campaign(&mut self, campaign: &Campaign) -> Result<CampaignId> {
        let campaign = enter::campaign(campaign);
        if campaign.name.is_empty() {
            return Err(StoreError::refused("A campaign needs a name."));
        }
        self.action("saving the campaign", |write| {
            write.label = format!("saved the campaign {}", campaign.name);
            let n = if campaign.id.is_nil() { insert(write, &campaign)? } else { existing(write.conn, campaign.id)? };
            update(write, n, &campaign)?;
            Ok(write.conn.prepare_cached("SELECT id FROM campaign WHERE n = ?1")?.query_row([n], |row| row.get(0))?)
        })
    }
}

fn insert(write: &mut Write<'_>, campaign: &Campaign) -> Result<i64> {
    let (id, rev) = (CampaignId(write.new_id()), write.rev());
    let sql = "INSERT INTO campaign (id, rev, device, name, shared_reason, learned) VALUES (?1, ?2, ?3, ?4, '', '')";
    write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, campaign.name])?;
    Ok(write.conn.last_insert_rowid())
}

fn update(write: &mut Write<'_>, n: i64, campaign: &Campaign) -> Result<()> {
    let old = load(write.conn, n)?;
    let trigger = campaign.trigger.map(|id| triggers::row_of(write.conn, id)).transpose()?.flatten();
    let rev = write.rev();
    let sql = "UPDATE campaign SET name = ?2, trigger = ?3, shared_reason = ?4, learned = ?5, closed = ?6, rev = ?7,
            device = ?8
        WHERE n = ?1 AND (name, trigger, shared_reason, learned, closed) IS NOT (?2, ?3, ?4, ?5, ?6)";
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        campaign.name,
        trigger,
        campaign.shared_reason,
        campaign.learned,
        campaign.closed,
        rev,
        write.device,
    ])?;
    for gone in
        old.accounts.iter().filter(|one| !campaign.accounts.iter().any(|kept| kept.account_id == one.account_id))
    {
        let (account, rev) = (accounts::existing(write.conn, gone.account_id)?, write.rev());
        let sql = "UPDATE campaign_account SET deleted = 1, rev = ?3, device = ?4 WHERE campaign = ?1 AND account = ?2";
        write.conn.prepare_cached(sql)?.execute(params![n, account, rev, write.device])?;
    }
    for (pos, touched) in campaign.accounts.iter().enumerate() {
        let (account, rev) = (accounts::existing(write.conn, touched.account_id)?, write.rev());
        let sql = "INSERT INTO campaign_account (rev, device, campaign, account, pos, impact)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (campaign, account) DO UPDATE SET deleted = 0, pos = excluded.pos, impact = excluded.impact,
                rev = excluded.rev, device = excluded.device
            WHERE (campaign_account.deleted, campaign_account.pos, campaign_account.impact)
                <> (0, excluded.pos, excluded.impact)";
        write.conn.prepare_cached(sql)?.execute(params![rev, write.device, n, account, pos as i64, touched.impact])?;
    }
    Ok(())
}
