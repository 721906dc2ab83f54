//! Reads campaigns for their screens: accounts, figures, quotes, and whom to call at each account.

use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Row, params};

use crate::domain::call::Verdict;
use crate::domain::campaign::{CampaignDetail, CampaignProgress, CampaignRow, Member, Prospect};
use crate::domain::draft::campaign_key;
use crate::domain::ids::{AccountId, CampaignId};
use crate::domain::plan::readiness::MissingFields;
use crate::domain::plan::state::PlanState;
use crate::domain::query::{Total, Window};
use crate::domain::text::fold;
use crate::store::Store;
use crate::store::book::packed_score::PackedScore;
use crate::store::cells::only_value;
use crate::store::convert::{count, day_of, fit_of, to_i64};
use crate::store::error::Result;
use crate::store::tables::campaigns::{load, quotes, require_row, row_of_some};
use crate::store::tables::{accounts, contacts};

/// Most calls whose quotes one screen lists.
const QUOTES: usize = 200;
/// Characters of an account's notes shown beside its line.
const NOTES: i64 = 600;

/// Summary of a campaign's calls to one account.
#[derive(Default)]
struct AccountCalls {
    calls: u32,
    reached: u32,
    last: Option<i64>,
    verdict: Option<Verdict>,
}

impl Store {
    /// Returns a window of campaigns, newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn campaign_rows(&self, offset: usize, limit: usize) -> Result<Window<CampaignRow>> {
        let total: i64 =
            self.conn.prepare_cached("SELECT count(*) FROM campaign WHERE deleted = 0")?.query_row([], only_value)?;
        let sql = "SELECT n FROM campaign WHERE n > 0 AND deleted = 0 ORDER BY closed, n DESC LIMIT ?1 OFFSET ?2";
        let mut statement = self.conn.prepare_cached(sql)?;
        let found = statement.query_map([to_i64(limit as u64), to_i64(offset as u64)], only_value)?;
        let found = found.collect::<rusqlite::Result<Vec<i64>>>()?;
        let rows = found.into_iter().map(|n| self.campaign_row(n)).collect::<Result<_>>()?;
        Ok(Window { offset, total: Total { n: count(total), at_least: false }, rows })
    }

    fn campaign_row(&self, n: i64) -> Result<CampaignRow> {
        let campaign = load(&self.conn, n)?;
        let (_, progress) = self.members(n)?;
        Ok(CampaignRow {
            headline: self.headline(n)?,
            id: campaign.id,
            name: campaign.name,
            started_on: campaign.started_on,
            closed_on: campaign.closed_on,
            closed: campaign.closed,
            progress,
        })
    }

    /// Returns everything a campaign's screen shows; `None` if there is no such campaign.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn campaign_file(&self, id: CampaignId) -> Result<Option<CampaignDetail>> {
        let Some(n) = row_of_some(&self.conn, Some(id))? else { return Ok(None) };
        let (members, progress) = self.members(n)?;
        Ok(Some(CampaignDetail {
            campaign: load(&self.conn, n)?,
            headline: self.headline(n)?,
            members,
            quotes: quotes(&self.conn, n, QUOTES)?,
            progress,
            draft: self.draft(&campaign_key(id))?,
        }))
    }

    /// Finds the campaigns that a typed text may mean: those with exactly this name, else those whose names begin with
    /// it; newest first.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn find_campaign(&self, text: &str) -> Result<Vec<(CampaignId, String)>> {
        let mut statement =
            self.conn.prepare_cached("SELECT id, name FROM campaign WHERE deleted = 0 ORDER BY n DESC")?;
        let all = statement.query_map([], |row| Ok((row.get("id")?, row.get::<_, String>("name")?)))?;
        let all = all.collect::<rusqlite::Result<Vec<_>>>()?;
        let wanted = fold(text.trim());
        let exact: Vec<_> = all.iter().filter(|(_, name)| fold(name) == wanted).cloned().collect();
        if !exact.is_empty() {
            return Ok(exact);
        }
        Ok(all.into_iter().filter(|(_, name)| fold(name).starts_with(&wanted)).collect())
    }

    /// Lists whom to call at an account of a campaign, best first: people with an open plan, then the ones reached
    /// last, then the ones whose job is known. People who left by `today` or
    /// must not be called are left out.
    ///
    /// # Errors
    /// When the campaign or the account does not exist, or when the book cannot be read.
    pub fn whom_to_call(&self, campaign: CampaignId, account: AccountId, today: NaiveDate) -> Result<Vec<Prospect>> {
        let (campaign, account) = (require_row(&self.conn, campaign)?, accounts::require_row(&self.conn, account)?);
        let company = accounts::load(&self.conn, account)?;
        let mut found = Vec::new();
        for n in contacts::of_account(&self.conn, account)? {
            let contact = contacts::load(&self.conn, n)?;
            if contact.has_left(today)
                || contact.do_not_call.is_some()
                || self.on_do_not_call(&contact, &company)?.is_some()
            {
                continue;
            }
            let sql =
                "SELECT missing, campaign IS ?2 AS ours FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL
                ORDER BY n DESC LIMIT 1";
            let read = |row: &Row<'_>| Ok((row.get::<_, i64>("missing")?, row.get::<_, bool>("ours")?));
            let plan = self.conn.prepare_cached(sql)?.query_row(params![n, campaign], read).optional()?;
            let sql =
                "SELECT max(day) FROM call_line WHERE contact = ?1 AND deleted = 0 AND head = 1 AND connected = 1";
            let reached: Option<i64> = self.conn.prepare_cached(sql)?.query_row([n], only_value)?;
            let title = contact.title.clone().unwrap_or_default();
            let because = match (plan, reached) {
                (Some((0, true)), _) => "plan ready".to_owned(),
                (Some((_, true)), _) => "a plan stands".to_owned(),
                (Some((_, false)), _) => "has a plan on another change".to_owned(),
                (None, Some(day)) => format!("reached {}", day_of(day).format("%-d %b")),
                (None, None) => String::new(),
            };
            let ours = plan.filter(|(_, ours)| *ours).map(|(missing, _)| missing == 0);
            let rank = (ours, reached, !title.is_empty());
            found.push((rank, Prospect { contact_id: contact.id, name: contact.name, title, because }));
        }
        found.sort_by(|(a, _), (b, _)| b.cmp(a));
        Ok(found.into_iter().map(|(_, whom)| whom).collect())
    }

    fn headline(&self, n: i64) -> Result<String> {
        let sql =
            "SELECT trigger.headline FROM campaign JOIN trigger ON trigger.n = campaign.trigger WHERE campaign.n = ?1";
        Ok(self.conn.prepare_cached(sql)?.query_row([n], only_value).optional()?.unwrap_or_default())
    }

    /// Returns the accounts of a campaign with a summary of their calls, and the campaign's progress.
    fn members(&self, campaign: i64) -> Result<(Vec<Member>, CampaignProgress)> {
        let (calls, asked, well_spent) = self.called_in(campaign)?;
        let sql = "SELECT account.n AS n, account.id AS id, name, coalesce(industry, '') AS industry, city,
                coalesce(region, country) AS land, employees, fit, substr(notes, 1, ?2) AS notes,
                touched.impact AS impact
            FROM campaign_account AS touched JOIN account ON account.n = touched.account
            WHERE touched.campaign = ?1 AND touched.deleted = 0 AND account.deleted = 0 ORDER BY touched.pos";
        let read = |row: &Row<'_>| {
            let place: [Option<String>; 2] = [row.get("city")?, row.get("land")?];
            let member = Member {
                account_id: row.get("id")?,
                name: row.get("name")?,
                industry: row.get("industry")?,
                place: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
                employees: row.get::<_, Option<i64>>("employees")?.and_then(|head| u64::try_from(head).ok()),
                fit: fit_of(row.get("fit")?),
                notes: row.get("notes")?,
                impact: row.get("impact")?,
                ..Member::default()
            };
            Ok((row.get::<_, i64>("n")?, member))
        };
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([campaign, NOTES], read)?.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut members = Vec::with_capacity(rows.len());
        for (n, mut member) in rows {
            member.plan = self.plan_in(campaign, n)?;
            if let Some(called) = calls.get(&n) {
                (member.called, member.reached, member.verdict) = (called.calls, called.reached, called.verdict);
                member.last_call = called.last.map(day_of);
            }
            members.push(member);
        }
        let progress = CampaignProgress::of(&members, asked, well_spent);
        Ok((members, progress))
    }

    /// Returns the open plan for a person of the account in this campaign, with the person's name; of several, the one
    /// that lacks least.
    fn plan_in(&self, campaign: i64, account: i64) -> Result<Option<(PlanState, String)>> {
        let sql = "SELECT plan.id AS id, missing, lacks, seconds, contact.name AS contact
            FROM plan JOIN contact ON contact.n = plan.contact
            WHERE plan.account = ?2 AND plan.campaign = ?1 AND plan.deleted = 0 AND plan.spent IS NULL
                AND contact.deleted = 0 AND contact.archived = 0 ORDER BY missing, plan.n DESC LIMIT 1";
        let read = |row: &Row<'_>| {
            let (missing, lacks, seconds) =
                (row.get("missing")?, MissingFields(row.get("lacks")?), row.get("seconds")?);
            Ok((PlanState { id: row.get("id")?, missing, lacks, seconds }, row.get("contact")?))
        };
        Ok(self.conn.prepare_cached(sql)?.query_row([campaign, account], read).optional()?)
    }

    /// Returns a campaign's calls by account, how many prospects were asked for a verdict, and how many said the time
    /// was well spent.
    fn called_in(&self, campaign: i64) -> Result<(HashMap<i64, AccountCalls>, u32, u32)> {
        let sql = "SELECT line.account AS account, line.day AS day, line.connected AS connected, line.score AS score,
                latest.verdict AS verdict
            FROM call AS first JOIN call_line AS line ON line.n = first.n JOIN call AS latest ON latest.n = line.latest
            WHERE first.campaign = ?1 AND line.deleted = 0 AND line.head = 1 ORDER BY line.at";
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query([campaign])?;
        let (mut called, mut asked, mut well_spent) = (HashMap::<i64, AccountCalls>::new(), 0, 0);
        while let Some(row) = rows.next()? {
            let one = called.entry(row.get("account")?).or_default();
            let (connected, score): (bool, PackedScore) = (row.get("connected")?, PackedScore(row.get("score")?));
            one.calls += 1;
            one.reached += u32::from(connected);
            // The calls come in their order: of the days and verdicts the last one stays.
            one.last = row.get("day")?;
            one.verdict = row.get::<_, Option<Verdict>>("verdict")?.or(one.verdict);
            // What the rep guessed is counted nowhere.
            if score.said() && score.verdict() > 0 {
                asked += 1;
                well_spent += u32::from(score.verdict() == 1);
            }
        }
        Ok((called, asked, well_spent))
    }
}
