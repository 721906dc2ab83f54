//! Plans as stored: the open plan of a person, and those that a call used.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::campaigns;
use crate::domain::ids::PlanId;
use crate::domain::plan::Plan;
use crate::domain::plan::readiness::MissingFields;
use crate::domain::plan::state::PlanState;
use crate::store::book::write::Transaction;
use crate::store::cells::only_value;
use crate::store::convert::TriggerIds;
use crate::store::error::Result;

/// Returns the row of a person's open plan.
pub(crate) fn current(conn: &Connection, contact: i64) -> Result<Option<i64>> {
    // Two stand where two books each began one and then met. Ids sort by time: the later one counts.
    let sql = "SELECT n FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL ORDER BY id DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([contact], only_value).optional()?)
}

/// Returns the row of a plan if it is still open.
pub(crate) fn row_if_unspent(conn: &Connection, id: PlanId) -> Result<Option<i64>> {
    let sql = "SELECT n FROM plan WHERE id = ?1 AND deleted = 0 AND spent IS NULL";
    Ok(conn.prepare_cached(sql)?.query_row([id], only_value).optional()?)
}

/// Returns the row of a plan, open or used.
pub(crate) fn row_of(conn: &Connection, id: PlanId) -> Result<Option<i64>> {
    Ok(conn.prepare_cached("SELECT n FROM plan WHERE id = ?1")?.query_row([id], only_value).optional()?)
}

/// Loads a plan by its id, open or used.
pub(crate) fn by_id(conn: &Connection, id: PlanId) -> Result<Option<Plan>> {
    row_of(conn, id)?.map(|n| load(conn, n)).transpose()
}

/// Returns the state of a person's open plan: ready, or how much is missing. `None` if there is no open plan.
pub(crate) fn state(conn: &Connection, contact: i64) -> Result<Option<PlanState>> {
    let sql = "SELECT id, missing, lacks, seconds FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL
        ORDER BY id DESC LIMIT 1";
    let read = |row: &Row<'_>| {
        Ok(PlanState {
            id: row.get("id")?,
            missing: row.get("missing")?,
            lacks: MissingFields(row.get("lacks")?),
            seconds: row.get("seconds")?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([contact], read).optional()?)
}

/// Returns the person of an account who has an open plan.
pub(crate) fn planned_contact(conn: &Connection, account: i64) -> Result<Option<i64>> {
    let sql = "SELECT plan.contact FROM plan JOIN contact ON contact.n = plan.contact
        WHERE plan.account = ?1 AND plan.deleted = 0 AND plan.spent IS NULL
            AND contact.deleted = 0 AND contact.archived = 0 ORDER BY plan.id DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([account], only_value).optional()?)
}

/// Returns the row numbers of the contact and of the account that a plan is for.
pub(crate) fn person_and_account(conn: &Connection, n: i64) -> Result<(i64, i64)> {
    let sql = "SELECT contact, account FROM plan WHERE n = ?1";
    let read = |row: &Row<'_>| Ok((row.get("contact")?, row.get("account")?));
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Loads the plan of a row; an error where there is no such row.
pub(crate) fn load(conn: &Connection, n: i64) -> Result<Plan> {
    let sql =
        "SELECT plan.id AS id, contact.id AS contact, account.id AS account, triggers, no_trigger_because, impact,
            why_not_later, purpose, value, their_goal, questions, minutes, next_step, opener, template,
            (SELECT id FROM campaign WHERE campaign.n = plan.campaign) AS campaign
        FROM plan JOIN contact ON contact.n = plan.contact JOIN account ON account.n = plan.account WHERE plan.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Plan {
            id: row.get("id")?,
            contact_id: row.get("contact")?,
            account_id: row.get("account")?,
            triggers: row.get::<_, TriggerIds>("triggers")?.0,
            no_trigger_because: row.get("no_trigger_because")?,
            impact: row.get("impact")?,
            why_not_later: row.get("why_not_later")?,
            purpose: row.get("purpose")?,
            value: row.get("value")?,
            their_goal: row.get("their_goal")?,
            questions: row.get("questions")?,
            minutes: row.get("minutes")?,
            next_step: row.get("next_step")?,
            opener: row.get("opener")?,
            template: row.get("template")?,
            campaign: row.get("campaign")?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Updates a plan's row, or inserts one if `n` is `None`. Returns the row number.
pub(crate) fn put(write: &mut Transaction<'_>, n: Option<i64>, contact: i64, plan: &Plan) -> Result<i64> {
    let n = match n {
        Some(n) => n,
        None => {
            // The form of a plan that a call used keeps its id: what is saved from there is another plan.
            let fresh = plan.id.is_nil() || row_of(write.conn, plan.id)?.is_some();
            let id = if fresh { PlanId(write.new_id()) } else { plan.id };
            let rev = write.rev();
            let sql = "INSERT INTO plan (id, rev, device, contact, account, triggers, no_trigger_because, impact,
                    why_not_later, purpose, value, their_goal, questions, next_step, opener)
                SELECT ?1, ?2, ?3, n, account, x'', '', '', '', '', '', '', '', '', '' FROM contact WHERE n = ?4";
            write.conn.prepare_cached(sql)?.execute(params![id, rev, write.device, contact])?;
            write.conn.last_insert_rowid()
        }
    };
    // Only where something differs: a stamp without a change would win over what was written in another book meanwhile.
    let sql = "UPDATE plan SET rev = ?2, device = ?3, triggers = ?4, no_trigger_because = ?5, impact = ?6,
            why_not_later = ?7, purpose = ?8, value = ?9, their_goal = ?10, questions = ?11, minutes = ?12,
            next_step = ?13, opener = ?14, template = ?15, campaign = ?16
        WHERE n = ?1 AND (triggers, no_trigger_because, impact, why_not_later, purpose, value, their_goal, questions,
            minutes, next_step, opener, template, campaign)
            IS NOT (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
    let (rev, campaign) = (write.rev(), campaigns::row_of_some(write.conn, plan.campaign)?);
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        rev,
        write.device,
        TriggerIds(plan.triggers.clone()),
        plan.no_trigger_because,
        plan.impact,
        plan.why_not_later,
        plan.purpose,
        plan.value,
        plan.their_goal,
        plan.questions,
        plan.minutes,
        plan.next_step,
        plan.opener,
        plan.template,
        campaign,
    ])?;
    Ok(n)
}
