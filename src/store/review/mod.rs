//! Reads the review screen: a call with its context, the next call, and reviews without an answer.
//!
//! Reads only: reviews are written by `log`.

use rusqlite::{OptionalExtension, Row};

use super::Store;
use super::book::settings;
use super::cells::only_value;
use super::convert::{JsonText, day_number, instant, to_i64};
use super::error::Result;
use super::log::chain_row::ChainRow;
use super::log::filter::CallFilterSql;
use super::plans::readiness;
use super::tables::{calls, campaigns, triggers};
use crate::clock::Moment;
use crate::domain::call::filter::{CallFilter, FilterNames};
use crate::domain::draft::review_key;
use crate::domain::ids::{CallId, CampaignId};
use crate::domain::query::review::{ChainState, ReviewDetail, ReviewedTrigger, SavedCheck};
use crate::domain::query::{CallDetail, CallQuery};

/// Most calls that are examined to find the next one to review.
const AHEAD: usize = 200;
/// Days for which a rep is reminded of reviews that wait for an answer.
const RECENT: i64 = 60;
/// Most campaigns offered in the call filter.
const CAMPAIGNS: u64 = 200;

impl Store {
    /// Returns everything a review shows; an amendment's id shows the call that it amends. `None` if there is no such
    /// call.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn review_file(&mut self, id: CallId, now: Moment) -> Result<Option<ReviewDetail>> {
        let Some(call) = self.call_file(id, now)? else { return Ok(None) };
        let sql = "SELECT call_line.n AS n, call_line.contact AS contact, call_line.account AS account FROM call_line
            JOIN call ON call.n = call_line.n WHERE call.id = ?1";
        let read = |row: &Row<'_>| Ok((row.get("n")?, row.get("contact")?, row.get("account")?));
        let (root, contact, account): (i64, i64, i64) =
            self.conn.prepare_cached(sql)?.query_row([call.row.id], read)?;
        let (checked, checked_then) = self.check_of(&call, contact, account, now)?;
        let draft = self.draft(&review_key(call.row.id))?;
        Ok(Some(ReviewDetail {
            grounds: self.grounds(&call)?,
            chain: self.chain_state(root)?,
            call,
            checked,
            checked_then,
            draft,
        }))
    }

    /// Returns the next call to review after this one: the next older call of the filter that neither this reviewer nor
    /// anybody else has reviewed, else the newest such call; `None` if there is none.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn next_to_read(&mut self, query: &CallQuery, after: CallId) -> Result<Option<CallId>> {
        let me = self.rep()?;
        let sql =
            "SELECT line.day AS day, line.at AS at, line.n AS n FROM call_line AS line JOIN call ON call.n = line.n
            WHERE call.id = ?1";
        let read = |row: &Row<'_>| Ok((row.get("day")?, row.get("at")?, row.get("n")?));
        let here: Option<(i64, i64, i64)> = self.conn.prepare_cached(sql)?.query_row([after], read).optional()?;
        let Some((day, at, n)) = here else { return Ok(None) };
        let mut candidates = Vec::new();
        let selection = CallFilter { unreviewed: true, ..query.selection.clone() };
        if let Some(draw) = selection.sample {
            // Drawn from all calls: drawn from those nobody has reviewed, each review would make it another sample.
            let all = CallFilter { unreviewed: false, ..selection };
            let drawn =
                CallFilterSql::of(&self.conn, &all)?.map_or(Ok(Vec::new()), |picks| picks.draw(&self.conn, draw))?;
            let place = drawn.iter().position(|drawn| *drawn == n).map_or(0, |place| place + 1);
            candidates.extend(drawn.iter().skip(place).chain(drawn.iter().take(place)));
        } else if let Some(picks) = CallFilterSql::of(&self.conn, &selection)? {
            candidates.extend(picks.clone().after(day, at).page(&self.conn, AHEAD, 0)?);
            candidates.extend(picks.page(&self.conn, AHEAD, 0)?);
        }
        let me = settings::rep_row(&self.conn, me)?;
        let sql = "SELECT call.id FROM call_line AS line JOIN call ON call.n = line.n
            WHERE line.n = ?1 AND line.n <> ?3 AND line.reviewed = 0 AND NOT EXISTS (SELECT 1 FROM review_line
                JOIN review ON review.n = review_line.n
                WHERE review_line.call = ?1 AND review_line.deleted = 0 AND review.reviewer = ?2)";
        for candidate in candidates {
            let id = self.conn.prepare_cached(sql)?.query_row([candidate, me, n], only_value).optional()?;
            if id.is_some() {
                return Ok(id);
            }
        }
        Ok(None)
    }

    /// Returns how many reviews of this rep's latest calls wait for the rep's answer.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn reviews_to_answer(&mut self, now: Moment) -> Result<usize> {
        let me = self.rep()?;
        let me = settings::rep_row(&self.conn, me)?;
        let since = day_number(now.date()) - RECENT;
        let n: i64 = self.conn.prepare_cached(TO_ANSWER)?.query_row([me, since], only_value)?;
        Ok(super::convert::count(n))
    }

    /// Returns the names of the reps, kinds and campaigns that a call filter refers to by id or key.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn selectable(&self) -> Result<FilterNames> {
        let sql = "SELECT n FROM campaign WHERE deleted = 0 ORDER BY n DESC LIMIT ?1";
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([to_i64(CAMPAIGNS)], only_value)?;
        let rows = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
        let campaigns: Vec<(CampaignId, String)> = rows
            .into_iter()
            .map(|n| campaigns::load(&self.conn, n).map(|campaign| (campaign.id, campaign.name)))
            .collect::<Result<_>>()?;
        let kinds = self.rules.kinds().0.iter().map(|kind| (kind.key.clone(), kind.label.clone())).collect();
        Ok(FilterNames { reps: self.reps()?, campaigns, kinds })
    }

    /// Returns the check of the call's opener: the one stored when the plan was last saved, if it was before the call
    /// and of the same opener; otherwise a new check, with `true`.
    fn check_of(
        &self,
        file: &CallDetail,
        contact: i64,
        account: i64,
        now: Moment,
    ) -> Result<(Option<SavedCheck>, bool)> {
        let Some(call) = file.versions.first().filter(|call| !call.opener.trim().is_empty()) else {
            return Ok((None, false));
        };
        if let Some(plan) = file.plan.as_ref().filter(|plan| plan.opener == call.opener) {
            let sql = "SELECT checked FROM plan WHERE id = ?1 AND checked <> ''";
            let kept: Option<JsonText<SavedCheck>> =
                self.conn.prepare_cached(sql)?.query_row([plan.id], only_value).optional()?;
            if let Some(JsonText(checked)) = kept
                && checked.at <= call.at
            {
                return Ok((Some(checked), true));
            }
        }
        readiness::check_again(self, call, file.plan.as_ref(), contact, account, now)
            .map(|checked| (Some(checked), false))
    }

    fn grounds(&self, file: &CallDetail) -> Result<Vec<ReviewedTrigger>> {
        let day = file.row.at.date_naive();
        let mut grounds = Vec::new();
        for row in &file.triggers {
            if let Some(n) = triggers::row_of(&self.conn, row.id)? {
                let then = triggers::load(&self.conn, n)?.freshness(self.rules.kinds(), day);
                grounds.push(ReviewedTrigger { trigger: row.clone(), then });
            }
        }
        Ok(grounds)
    }

    /// Verifies the call in the hash chain by recomputing the hash of each of its rows.
    fn chain_state(&self, root: i64) -> Result<ChainState> {
        let mut since = 0;
        for n in calls::version_rows(&self.conn, root)? {
            let stored = ChainRow::of_call(&self.conn, n)?;
            if let Some(fault) = stored.fault_in_place(&self.conn)? {
                return Ok(ChainState::Broken(fault));
            }
            since = since.max(stored.link.logged_at);
        }
        let sql = "SELECT zone FROM call WHERE n = ?1";
        let zone = self.conn.prepare_cached(sql)?.query_row([root], only_value)?;
        Ok(ChainState::Whole(instant(since, zone)))
    }
}

/// Counts reviews by others of a rep's calls since a day that have no answer.
pub(super) const TO_ANSWER: &str = "SELECT count(*) FROM call_line AS line INDEXED BY call_line_rep
    JOIN review_line ON review_line.call = line.n AND review_line.deleted = 0
    JOIN review ON review.n = review_line.n AND review.answers IS NULL AND review.reviewer <> ?1
    WHERE line.rep = ?1 AND line.day >= ?2 AND line.deleted = 0 AND line.head = 1 AND line.reviewed = 1
        AND NOT EXISTS (SELECT 1 FROM review_line AS own JOIN review AS answer ON answer.n = own.n
            WHERE own.call = line.n AND own.deleted = 0 AND answer.answers = review.n)";
