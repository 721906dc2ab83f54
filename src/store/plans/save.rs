//! Saves plans, and exchanges the impact line between a plan and its campaign.

use rusqlite::{Connection, params};

use super::detail::fill_in;
use super::readiness::{look_over, settle_in, wpm};
use crate::domain::draft::plan_key;
use crate::domain::edit::{CHANGED_JUST_NOW, Edit, Edited};
use crate::domain::ids::{CampaignId, PlanId};
use crate::domain::plan::Plan;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::error::{Result, StoreError};
use crate::store::tables::{campaigns, contacts, drafts, opener_versions, plans, triggers};
use crate::store::{Store, sanitize};

impl Store {
    /// Saves the form of a plan: applies the changed fields to the plan as it is now, or stores all of it if there is
    /// no open plan. Saves nothing where a field of it was changed elsewhere meanwhile.
    ///
    /// # Errors
    /// When the person does not exist, or when the book cannot be written.
    pub fn edit_plan(&mut self, edit: &Edit<Plan>) -> Result<Edited<Plan, ()>> {
        let edit = sanitize::edit(edit, sanitize::plan);
        let wpm = wpm(&self.conn)?;
        if let Some(met) = self.saved_onto(&edit)?.and_then(|stands| edit.meets(&stands)) {
            return Ok(Edited::Meanwhile(met));
        }
        self.action("saving the plan", |write| {
            let (contact, n) = standing(write.conn, &edit.typed)?;
            write.label = format!("saved the plan for {}", contacts::load(write.conn, contact)?.name);
            let mut plan = edit.typed.clone();
            if let Some(n) = n {
                plan = plans::load(write.conn, n)?;
                take_from_campaign(write.conn, contact, edit.typed.campaign, &mut plan)?;
                // Changed between the look above and this write: refused, so that saving again shows both values.
                if !edit.apply(&mut plan).is_empty() {
                    return Err(StoreError::refused(CHANGED_JUST_NOW));
                }
            }
            save(write, n, contact, &plan, wpm)?;
            Ok(Edited::Saved(()))
        })
    }

    /// Returns the plan that a form is saved onto, with what the form took over from its campaign; `None` without one.
    fn saved_onto(&self, edit: &Edit<Plan>) -> Result<Option<Plan>> {
        let (contact, n) = standing(&self.conn, &edit.typed)?;
        let Some(n) = n else { return Ok(None) };
        let mut plan = plans::load(&self.conn, n)?;
        take_from_campaign(&self.conn, contact, edit.typed.campaign, &mut plan)?;
        Ok(Some(plan))
    }

    /// Saves all fields of a plan, adds the opener to its versions if it is new, and drops the form's draft.
    ///
    /// # Errors
    /// When the person does not exist, or when the book cannot be written.
    pub fn save_plan(&mut self, plan: &Plan) -> Result<PlanId> {
        let plan = sanitize::plan(plan);
        let wpm = wpm(&self.conn)?;
        self.action("saving the plan", |write| {
            let (contact, n) = standing(write.conn, &plan)?;
            write.label = format!("saved the plan for {}", contacts::load(write.conn, contact)?.name);
            let n = save(write, n, contact, &plan, wpm)?;
            Ok(write.conn.prepare_cached("SELECT id FROM plan WHERE n = ?1")?.query_row([n], only_value)?)
        })
    }
}

/// Returns the person whom a plan is for, and the row to overwrite: the plan's own, else the person's open plan, else
/// `None`.
fn standing(conn: &Connection, plan: &Plan) -> Result<(i64, Option<i64>)> {
    let contact = contacts::require_row(conn, plan.contact_id)?;
    let n = match plans::row_if_unspent(conn, plan.id)? {
        Some(n) => Some(n),
        None => plans::current(conn, contact)?,
    };
    Ok((contact, n))
}

/// Stores what the form took over from its campaign before the rep typed anything, because the row may lack it.
fn take_from_campaign(conn: &Connection, contact: i64, id: Option<CampaignId>, plan: &mut Plan) -> Result<()> {
    let account = contacts::account_of(conn, contact)?;
    let campaign = id.map(|id| campaigns::in_plan(conn, id, account, 0)).transpose()?.flatten();
    if let Some(campaign) = campaign {
        fill_in(plan, &campaign);
    }
    Ok(())
}

/// Writes a plan and does what saving it sets off.
fn save(write: &mut Transaction<'_>, n: Option<i64>, contact: i64, plan: &Plan, wpm: u16) -> Result<i64> {
    drafts::finish(write, &plan_key(plan.contact_id))?;
    let n = plans::put(write, n, contact, plan)?;
    opener_versions::keep(write, n, &plan.opener)?;
    copy_impact(write, contacts::account_of(write.conn, contact)?, plan)?;
    // Last: it reads the campaign's line and the opener as this save leaves them.
    look_over(write, n, wpm)?;
    Ok(n)
}

/// Copies a plan's impact to the account's line in the campaign if that line is empty.
fn copy_impact(write: &mut Transaction<'_>, account: i64, plan: &Plan) -> Result<()> {
    let Some(campaign) = campaigns::row_of_some(write.conn, plan.campaign)? else { return Ok(()) };
    let member = campaigns::member(write.conn, campaign, account)?;
    let Some(line) = member.and_then(|member| member.taught_by(&plan.impact)) else { return Ok(()) };
    campaigns::write_line(write, campaign, account, &line)?;
    link_campaign_trigger(write, campaign, account, &line)
}

/// Links an account to a campaign's trigger once someone wrote what the change means for it: before that, belonging to
/// an industry is no reason of theirs.
pub(crate) fn link_campaign_trigger(
    write: &mut Transaction<'_>,
    campaign: i64,
    account: i64,
    impact: &str,
) -> Result<()> {
    let sql = "SELECT trigger FROM campaign WHERE n = ?1";
    let trigger: Option<i64> = write.conn.prepare_cached(sql)?.query_row([campaign], only_value)?;
    match trigger.filter(|_| !impact.trim().is_empty()) {
        Some(trigger) => triggers::set_link(write, trigger, account, true),
        None => Ok(()),
    }
}

/// Copies a campaign's new impact line into the plans whose impact is empty or still the old line.
pub(crate) fn take_line(write: &mut Transaction<'_>, campaign: i64, account: i64, old: &str, line: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE plan SET impact = ?4, rev = ?5, device = ?6
        WHERE campaign = ?1 AND account = ?2 AND deleted = 0 AND spent IS NULL AND impact IN ('', ?3) AND impact <> ?4";
    write.conn.prepare_cached(sql)?.execute(params![campaign, account, old, line, rev, write.device])?;
    settle_in(write, campaign, account)
}

/// Stores a plan that came with a file, for a person without an open plan. Its text is sanitised already.
pub(crate) fn propose(write: &mut Transaction<'_>, contact: i64, plan: &Plan) -> Result<()> {
    let wpm = wpm(write.conn)?;
    let n = plans::put(write, None, contact, plan)?;
    look_over(write, n, wpm)
}
