//! Campaigns: one change and the accounts it touches, each with its impact; closed when over.
//!
//! Selects the accounts and reports progress. A campaign's plans are kept with all plans, its calls in the log.

mod detail;
pub(super) mod targeting;

use rusqlite::params;

use super::book::write::Transaction;
use super::cells::only_value;
use super::convert::{IsoDay, JsonText};
use super::error::{Result, StoreError};
use super::plans::save;
use super::tables::campaigns::{load, member, must_run, require_row, write_line};
use super::tables::{accounts, drafts, triggers};
use super::{Store, sanitize};
use crate::domain::campaign::{Campaign, CampaignAccount, CampaignStart, TargetSelection, too_many};
use crate::domain::draft::{campaign_key, campaign_start_key};
use crate::domain::edit::{Edited, LineChange, Meanwhile};
use crate::domain::ids::{AccountId, CampaignId};
use crate::domain::trigger::Status;

/// Most left-out accounts that are stored by name; of the others only the fact that there were more.
const REMEMBERED: usize = 500;

impl Store {
    /// Saves a campaign; a nil id makes a new one.
    ///
    /// # Errors
    /// Without a name, for a closed campaign, or when the book cannot be written.
    pub fn save_campaign(&mut self, campaign: &Campaign) -> Result<CampaignId> {
        let campaign = sanitize::campaign(campaign);
        if campaign.name.is_empty() {
            return Err(StoreError::refused("A campaign needs a name."));
        }
        self.action("saving the campaign", |write| {
            write.label = format!("saved the campaign {}", campaign.name);
            put(write, &campaign)
        })
    }

    /// Starts a campaign on the accounts that its filter finds now. One action, which also keeps the trigger. The
    /// trigger is linked to an account only once someone writes what the change means for that account.
    ///
    /// # Errors
    /// Without a name, without an account, with more accounts than can be prepared one by one, or when the book cannot
    /// be written.
    pub fn start_campaign(&mut self, start: &CampaignStart) -> Result<CampaignId> {
        let found = self.picking(start)?;
        if let Some(says) = too_many(found.count, found.at_least) {
            return Err(StoreError::refused(says));
        }
        if found.accounts.is_empty() {
            return Err(StoreError::refused("No account is in it. Widen the filter, or put one in by hand."));
        }
        let left = found.left.iter().filter_map(|one| one.left.clone());
        let campaign = sanitize::campaign(&Campaign {
            name: start.name.clone(),
            trigger: Some(start.trigger),
            shared_reason: start.shared_reason.clone(),
            accounts: found
                .accounts
                .iter()
                .map(|one| CampaignAccount { account_id: one.account_id, ..CampaignAccount::default() })
                .collect(),
            picked: TargetSelection {
                pick: start.pick.clone(),
                put_in: start.put_in.clone(),
                taken_out: start.taken_out.clone(),
                at_least: found.at_least || found.left.len() > REMEMBERED,
                left: left.take(REMEMBERED).collect(),
            },
            ..Campaign::default()
        });
        if campaign.name.is_empty() {
            return Err(StoreError::refused("A campaign needs a name."));
        }
        self.action("starting the campaign", |write| {
            write.label = format!("started the campaign {}", campaign.name);
            // In the transaction of the save: ended by itself, the draft could come back though its text is in the
            // book, or be lost.
            drafts::finish(write, &campaign_start_key(start.trigger))?;
            let id = put(write, &campaign)?;
            if let Some(trigger) = triggers::row_of(write.conn, start.trigger)? {
                triggers::set_status(write, trigger, &Status::Kept)?;
            }
            Ok(id)
        })
    }

    /// Writes what the change means for one account. Plans with no impact, or with the previous text of this line, take
    /// over the new one. Nothing is written where the line was changed elsewhere meanwhile.
    ///
    /// # Errors
    /// For a closed campaign, for an account that is not in it, or when the book cannot be written.
    pub fn set_impact(&mut self, id: CampaignId, account: AccountId, line: &LineChange) -> Result<Edited<String, ()>> {
        let impact = sanitize::note(&line.typed).trim().to_owned();
        self.action("writing the impact", |write| {
            let (n, account) = (require_row(write.conn, id)?, accounts::require_row(write.conn, account)?);
            must_run(write.conn, n)?;
            let Some(old) = member(write.conn, n, account)? else {
                return Err(StoreError::refused("This account is not in the campaign any more."));
            };
            if line.meets(&old.impact) {
                return Ok(met_line(old.impact));
            }
            drafts::finish(write, &campaign_key(id))?;
            write.label = format!("wrote what it means for {}", old.account);
            write_line(write, n, account, &impact)?;
            save::link_campaign_trigger(write, n, account, &impact)?;
            save::take_line(write, n, account, &old.impact, &impact).map(Edited::Saved)
        })
    }

    /// Writes what the rep learned from the campaign; nothing where that was changed elsewhere meanwhile.
    ///
    /// # Errors
    /// For a closed campaign, or when the book cannot be written.
    pub fn set_learned(&mut self, id: CampaignId, line: &LineChange) -> Result<Edited<String, ()>> {
        let learned = sanitize::note(&line.typed).trim().to_owned();
        self.action("writing what was learned", |write| {
            let n = require_row(write.conn, id)?;
            must_run(write.conn, n)?;
            let stands = load(write.conn, n)?.learned;
            if line.meets(&stands) {
                return Ok(met_line(stands));
            }
            drafts::finish(write, &campaign_key(id))?;
            write.label = "wrote what was learned".to_owned();
            let rev = write.rev();
            // Not where nothing changes: a new revision of the same text would win over what another book wrote
            // meanwhile.
            let sql = "UPDATE campaign SET learned = ?2, rev = ?3, device = ?4 WHERE n = ?1 AND learned <> ?2";
            write.conn.prepare_cached(sql)?.execute(params![n, learned, rev, write.device])?;
            Ok(Edited::Saved(()))
        })
    }

    /// Closes a campaign: from then on it is read-only.
    ///
    /// # Errors
    /// When it is closed already, or when the book cannot be written.
    pub fn close_campaign(&mut self, id: CampaignId) -> Result<()> {
        self.action("closing the campaign", |write| {
            let n = require_row(write.conn, id)?;
            must_run(write.conn, n)?;
            write.label = format!("closed the campaign {}", load(write.conn, n)?.name);
            let (rev, today) = (write.rev(), IsoDay(write.clock.now().date()));
            let sql = "UPDATE campaign SET closed = 1, closed_on = ?2, rev = ?3, device = ?4 WHERE n = ?1";
            write.conn.prepare_cached(sql)?.execute(params![n, today, rev, write.device])?;
            Ok(())
        })
    }
}

/// Updates a campaign's row, or inserts one if the id is nil.
fn put(write: &mut Transaction<'_>, campaign: &Campaign) -> Result<CampaignId> {
    let n = if campaign.id.is_nil() { insert(write, campaign)? } else { require_row(write.conn, campaign.id)? };
    must_run(write.conn, n)?;
    update(write, n, campaign)?;
    Ok(write.conn.prepare_cached("SELECT id FROM campaign WHERE n = ?1")?.query_row([n], only_value)?)
}

fn insert(write: &mut Transaction<'_>, campaign: &Campaign) -> Result<i64> {
    let (id, rev) = (CampaignId(write.new_id()), write.rev());
    let started = IsoDay(campaign.started_on.unwrap_or_else(|| write.clock.now().date()));
    let sql = "INSERT INTO campaign (id, rev, device, name, shared_reason, learned, started_on)
        VALUES (?1, ?2, ?3, ?4, '', '', ?5)";
    write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, campaign.name, started])?;
    Ok(write.conn.last_insert_rowid())
}

fn update(write: &mut Transaction<'_>, n: i64, campaign: &Campaign) -> Result<()> {
    let old = load(write.conn, n)?;
    let trigger = campaign.trigger.map(|id| triggers::row_of(write.conn, id)).transpose()?.flatten();
    let rev = write.rev();
    // Only where something differs, or the new revision would win over another book's change. `IS NOT`, because
    // beside a NULL `<>` is never true.
    let sql = "UPDATE campaign SET name = ?2, trigger = ?3, shared_reason = ?4, learned = ?5, closed = ?6, picked = ?7,
            closed_on = ?8, rev = ?9, device = ?10
        WHERE n = ?1 AND (name, trigger, shared_reason, learned, closed, picked, closed_on)
            IS NOT (?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        campaign.name,
        trigger,
        campaign.shared_reason,
        campaign.learned,
        campaign.closed,
        JsonText(&campaign.picked),
        campaign.closed_on.map(IsoDay),
        rev,
        write.device,
    ])?;
    for gone in
        old.accounts.iter().filter(|one| !campaign.accounts.iter().any(|kept| kept.account_id == one.account_id))
    {
        let (account, rev) = (accounts::require_row(write.conn, gone.account_id)?, write.rev());
        let sql = "UPDATE campaign_account SET deleted = 1, rev = ?3, device = ?4 WHERE campaign = ?1 AND account = ?2";
        write.conn.prepare_cached(sql)?.execute(params![n, account, rev, write.device])?;
    }
    for (pos, touched) in campaign.accounts.iter().enumerate() {
        let (account, rev) = (accounts::require_row(write.conn, touched.account_id)?, write.rev());
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

fn met_line(stands: String) -> Edited<String, ()> {
    Edited::Meanwhile(Meanwhile { stands: Box::new(stands), fields: Vec::new() })
}
