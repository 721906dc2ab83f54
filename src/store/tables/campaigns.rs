//! Reads and writes the rows of a campaign.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::campaign::{Campaign, CampaignAccount, CampaignBrief, Quote};
use crate::domain::ids::CampaignId;
use crate::domain::plan::readiness::Membership;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::{IsoDay, JsonText, instant, to_i64};
use crate::store::error::{ErrorKind, Result, StoreError};

/// Loads the campaign of a row, with those of its accounts that still stand; an error where there is no such row.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Campaign> {
    let sql = "SELECT id, name, (SELECT id FROM trigger WHERE trigger.n = campaign.trigger) AS trigger, shared_reason,
            learned, picked, started_on, closed_on, closed FROM campaign WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Campaign {
            id: row.get("id")?,
            name: row.get("name")?,
            trigger: row.get("trigger")?,
            shared_reason: row.get("shared_reason")?,
            accounts: Vec::new(),
            learned: row.get("learned")?,
            picked: row.get::<_, JsonText<_>>("picked")?.0,
            started_on: row.get::<_, Option<IsoDay>>("started_on")?.map(|day| day.0),
            closed_on: row.get::<_, Option<IsoDay>>("closed_on")?.map(|day| day.0),
            closed: row.get("closed")?,
        })
    };
    let mut campaign = conn.prepare_cached(sql)?.query_row([n], read)?;
    let sql = "SELECT account.id AS account, touched.impact AS impact FROM campaign_account AS touched
        JOIN account ON account.n = touched.account
        WHERE touched.campaign = ?1 AND touched.deleted = 0 AND account.deleted = 0 ORDER BY touched.pos";
    let mut statement = conn.prepare_cached(sql)?;
    let touched = statement
        .query_map([n], |row| Ok(CampaignAccount { account_id: row.get("account")?, impact: row.get("impact")? }))?;
    campaign.accounts = touched.collect::<rusqlite::Result<_>>()?;
    Ok(campaign)
}

/// Returns the row of a campaign; an error if it does not exist.
pub(crate) fn require_row(conn: &Connection, id: CampaignId) -> Result<i64> {
    row_of_some(conn, Some(id))?
        .ok_or_else(|| StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this campaign is no longer in the book"))
}

/// Returns the row of a campaign; `None` if no id is given or it does not exist.
pub(crate) fn row_of_some(conn: &Connection, id: Option<CampaignId>) -> Result<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    let sql = "SELECT n FROM campaign WHERE id = ?1 AND deleted = 0";
    Ok(conn.prepare_cached(sql)?.query_row([id], only_value).optional()?)
}

/// Returns an account's place in a campaign, with its impact line; `None` if the account is not in it.
pub(crate) fn member(conn: &Connection, campaign: i64, account: i64) -> Result<Option<Membership>> {
    let sql = "SELECT account.name AS account, campaign.shared_reason AS shared_reason, touched.impact AS impact
        FROM campaign_account AS touched JOIN campaign ON campaign.n = touched.campaign JOIN account ON account.n = touched.account
        WHERE touched.campaign = ?1 AND touched.account = ?2 AND touched.deleted = 0";
    let read = |row: &Row<'_>| {
        Ok(Membership {
            account: row.get("account")?,
            shared_reason: row.get("shared_reason")?,
            impact: row.get("impact")?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([campaign, account], read).optional()?)
}

/// Returns the quotes of a campaign's calls, newest first: the prospect's own words, else the notes of calls that
/// reached them.
pub(crate) fn quotes(conn: &Connection, campaign: i64, limit: usize) -> Result<Vec<Quote>> {
    let sql =
        "SELECT first.id AS id, line.at AS at, first.zone AS zone, contact.name AS contact, account.name AS account,
            latest.words AS words, latest.note AS note
        FROM call AS first JOIN call_line AS line ON line.n = first.n JOIN call AS latest ON latest.n = line.latest
        JOIN contact ON contact.n = line.contact JOIN account ON account.n = line.account
        WHERE first.campaign = ?1 AND line.deleted = 0 AND line.head = 1
            AND (latest.words <> '' OR (latest.note <> '' AND line.connected = 1))
        ORDER BY line.at DESC LIMIT ?2";
    let read = |row: &Row<'_>| {
        Ok(Quote {
            call: row.get("id")?,
            at: instant(row.get("at")?, row.get("zone")?),
            contact: row.get("contact")?,
            account: row.get("account")?,
            words: row.get("words")?,
            note: row.get("note")?,
        })
    };
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_map(params![campaign, to_i64(limit as u64)], read)?.collect::<rusqlite::Result<_>>()?)
}

/// Returns the campaign as a plan shows it; `None` if it does not exist.
pub(crate) fn in_plan(
    conn: &Connection,
    id: CampaignId,
    account: i64,
    quotes_of: usize,
) -> Result<Option<CampaignBrief>> {
    let Some(n) = row_of_some(conn, Some(id))? else { return Ok(None) };
    let sql = "SELECT name, closed, learned, (SELECT id FROM trigger WHERE trigger.n = campaign.trigger) AS trigger
        FROM campaign WHERE n = ?1";
    let read = |row: &Row<'_>| {
        Ok(CampaignBrief {
            id,
            name: row.get("name")?,
            closed: row.get("closed")?,
            member: None,
            learned: row.get("learned")?,
            quotes: Vec::new(),
            trigger: row.get("trigger")?,
        })
    };
    let mut found = conn.prepare_cached(sql)?.query_row([n], read)?;
    found.member = member(conn, n, account)?;
    found.quotes = quotes(conn, n, quotes_of)?;
    Ok(Some(found))
}

/// Returns an error if the campaign is closed.
pub(crate) fn must_run(conn: &Connection, n: i64) -> Result<()> {
    let sql = "SELECT name, closed FROM campaign WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get::<_, String>("name")?, row.get::<_, bool>("closed")?));
    let (name, closed) = conn.prepare_cached(sql)?.query_row([n], read)?;
    if closed {
        return Err(StoreError::refused(format!("{name} is closed and can only be read. Undo its closing to go on.")));
    }
    Ok(())
}

/// Writes what the campaign's change means for one account: its impact line.
pub(crate) fn write_line(write: &mut Transaction<'_>, campaign: i64, account: i64, impact: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE campaign_account SET impact = ?3, rev = ?4, device = ?5
        WHERE campaign = ?1 AND account = ?2 AND deleted = 0 AND impact <> ?3";
    write.conn.prepare_cached(sql)?.execute(params![campaign, account, impact, rev, write.device])?;
    Ok(())
}
