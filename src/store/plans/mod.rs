//! Plans: the one that stands for a person, its opener's wordings, and what a log form starts from.
//!
//! A plan stands until a call reaches the person with it. From then on it is spent: it stays beside that call as it was,
//! and the next plan is a new one.

pub(super) mod call_sheet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::book::write::Transaction;
use super::book::{settings, trigger_score};
use super::convert::{JsonText, TriggerIds, utc};
use super::error::Result;
use super::tables::{accounts, calls, campaigns, contacts, drafts, opener_versions, triggers};
use super::{Store, sanitize, standing};
use crate::clock::Moment;
use crate::domain::call::Call;
use crate::domain::campaign::CampaignBrief;
use crate::domain::check::{Evidence, check};
use crate::domain::edit::Edit;
use crate::domain::ids::{CallId, CampaignId, ContactId, PlanId, TriggerId};
use crate::domain::plan::Plan;
use crate::domain::plan::readiness::MissingFields;
use crate::domain::plan::speech::{DEFAULT_WPM, seconds};
use crate::domain::plan::state::PlanState;
use crate::domain::query::review::SavedCheck;
use crate::domain::query::{LogStart, PlanDetail, TriggerDetail};
use crate::domain::reason::guard::guards;
use crate::domain::trigger::{Kinds, Trigger};

impl Store {
    /// Everything the Plan screen shows; a new plan on the best trigger where none stands.
    ///
    /// # Errors
    /// When the person is gone, and as every read.
    pub fn plan_file(&mut self, contact: ContactId, now: Moment) -> Result<PlanDetail> {
        self.plan_file_in(contact, None, now)
    }

    /// The same for a call in a campaign: its change, its reason and the account's own line are filled in where nothing
    /// stands.
    ///
    /// # Errors
    /// As [`Store::plan_file`].
    pub fn plan_file_in(
        &mut self,
        contact: ContactId,
        campaign: Option<CampaignId>,
        now: Moment,
    ) -> Result<PlanDetail> {
        let row = contacts::require_row(&self.conn, contact)?;
        let person = contacts::load(&self.conn, row)?;
        let known = self.background(contacts::account_of(&self.conn, row)?, now)?;
        let current = current(&self.conn, row)?;
        let mut plan = match current {
            Some(n) => load(&self.conn, n)?,
            None => Plan {
                contact_id: contact,
                account_id: known.account.id,
                triggers: known.reason.best.into_iter().collect(),
                their_goal: person.goal.clone().unwrap_or_default(),
                ..Plan::default()
            },
        };
        let campaign = match campaign.or(plan.campaign) {
            Some(id) => campaigns::in_plan(&self.conn, id, known.n, LESSONS)?,
            None => None,
        };
        if let Some(campaign) = &campaign {
            fill_in(&mut plan, campaign);
        }
        let standing = self.standing(&known, row, &person, now)?;
        Ok(PlanDetail {
            saved: current.is_some(),
            campaign,
            triggers: self.usable(&known, &plan, now.date())?,
            guards: guards(&standing),
            calls: self.contact_calls(row)?,
            versions: opener_versions::of_person(&self.conn, row)?,
            draft: drafts::find(&self.conn, &format!("plan:{contact}"))?,
            plan,
            contact: person,
            account: known.account,
            reason: known.reason,
            fit: known.fit,
            standing,
        })
    }

    /// Saves the form of a plan: what was changed in it, over the plan as it stands now; where none stands, all of it.
    /// Returns the fields, in words, that were changed elsewhere too.
    ///
    /// # Errors
    /// When the person is gone, and as every write.
    pub fn edit_plan(&mut self, edit: &Edit<Plan>) -> Result<Vec<&'static str>> {
        let edit = sanitize::edit(edit, sanitize::plan);
        let wpm = wpm(&self.conn)?;
        self.action("saving the plan", |write| {
            let (contact, n) = standing(write, &edit.typed)?;
            let (mut plan, mut replaced) = (edit.typed.clone(), Vec::new());
            if let Some(n) = n {
                plan = load(write.conn, n)?;
                take_from_campaign(write, contact, edit.typed.campaign, &mut plan)?;
                replaced = edit.apply(&mut plan);
            }
            save(write, n, contact, &plan, wpm)?;
            Ok(replaced)
        })
    }

    /// Saves a plan whole, keeps the opener's wording where it is new, and drops the form's draft.
    ///
    /// # Errors
    /// When the person is gone, and as every write.
    pub fn save_plan(&mut self, plan: &Plan) -> Result<PlanId> {
        let plan = sanitize::plan(plan);
        let wpm = wpm(&self.conn)?;
        self.action("saving the plan", |write| {
            let (contact, n) = standing(write, &plan)?;
            let n = save(write, n, contact, &plan, wpm)?;
            Ok(write.conn.prepare_cached("SELECT id FROM plan WHERE n = ?1")?.query_row([n], |row| row.get(0))?)
        })
    }

    /// What a log form starts from: the standing plan, its triggers, the draft where one waits, and an id that stays the
    /// same until the call is logged. A draft that undo gave back starts a call of its own.
    ///
    /// # Errors
    /// When the person is gone, and as every read.
    pub fn log_start(&mut self, contact: ContactId, now: Moment) -> Result<LogStart> {
        let row = contacts::require_row(&self.conn, contact)?;
        let person = contacts::load(&self.conn, row)?;
        let known = self.background(contacts::account_of(&self.conn, row)?, now)?;
        let plan = current(&self.conn, row)?.map(|n| load(&self.conn, n)).transpose()?;
        let draft = drafts::find(&self.conn, &format!("log:{contact}"))?;
        let waiting = draft.as_ref().map(|draft| drafts::call_to_log(&self.conn, draft)).transpose()?.flatten();
        let rep = self.rep()?;
        let id = waiting.unwrap_or_else(|| CallId(self.clock.new_id()));
        let mut call = Call::new(id, contact, known.account.id, rep, now.0);
        call.triggers = plan.as_ref().map(|plan| plan.triggers.clone()).unwrap_or_default();
        if call.triggers.is_empty() {
            call.triggers = known.reason.best.into_iter().collect();
        }
        if let Some(plan) = &plan {
            (call.plan_id, call.campaign, call.minutes_asked) = (Some(plan.id), plan.campaign, plan.minutes);
            call.opener.clone_from(&plan.opener);
        }
        let mut rows = Vec::new();
        for id in &call.triggers {
            if let Some(n) = triggers::row_of(&self.conn, *id)? {
                rows.push(triggers::row(&self.conn, self.rules.kinds(), n, now.date())?);
            }
        }
        let guards = guards(&self.standing(&known, row, &person, now)?);
        Ok(LogStart { call, contact: person, account: known.account, plan, triggers: rows, guards, draft })
    }

    /// What a plan stands on or could stand on, each with what its screen shows.
    fn usable(&self, known: &standing::AccountBackground, plan: &Plan, on: NaiveDate) -> Result<Vec<TriggerDetail>> {
        let mut files = Vec::new();
        for trigger in usable_triggers(&self.conn, self.rules.kinds(), &plan.triggers, known.n, on)? {
            if let Some(n) = triggers::row_of(&self.conn, trigger.id)? {
                files.push(triggers::detail(&self.conn, self.rules.kinds(), n, on)?);
            }
        }
        Ok(files)
    }
}

/// Words a minute: the rep's own where they were timed.
fn wpm(conn: &Connection) -> Result<u16> {
    let set = settings::get(conn, "wpm")?.and_then(|text| text.trim().parse().ok());
    Ok(set.filter(|wpm| *wpm > 0).unwrap_or(DEFAULT_WPM))
}

/// What was said in other calls of a campaign, as far as one that is being planned is shown it.
const LESSONS: usize = 5;

/// Fills in what a campaign knows, where nothing stands: a plan on another trigger keeps it, behind the campaign's.
fn fill_in(plan: &mut Plan, campaign: &CampaignBrief) {
    let Some(member) = campaign.member.as_ref().filter(|_| !campaign.closed || plan.campaign == Some(campaign.id))
    else {
        return;
    };
    plan.campaign = Some(campaign.id);
    if let Some(trigger) = campaign.trigger
        && plan.triggers.first() != Some(&trigger)
    {
        plan.triggers.retain(|other| *other != trigger);
        plan.triggers.insert(0, trigger);
    }
    for (text, known) in [(&mut plan.impact, &member.impact), (&mut plan.why_not_later, &member.shared_reason)] {
        if text.trim().is_empty() {
            text.clone_from(known);
        }
    }
}

/// Whom a plan is for, and its row where one stands: its own, else whichever stands for the person.
fn standing(write: &mut Transaction<'_>, plan: &Plan) -> Result<(i64, Option<i64>)> {
    let contact = contacts::require_row(write.conn, plan.contact_id)?;
    write.label = format!("saved the plan for {}", contacts::load(write.conn, contact)?.name);
    let n = match row_if_unspent(write.conn, plan.id)? {
        Some(n) => Some(n),
        None => current(write.conn, contact)?,
    };
    Ok((contact, n))
}

/// What the form filled in from its campaign before anybody typed: the row may not have it yet.
fn take_from_campaign(write: &Transaction<'_>, contact: i64, id: Option<CampaignId>, plan: &mut Plan) -> Result<()> {
    let account = contacts::account_of(write.conn, contact)?;
    let campaign = id.map(|id| campaigns::in_plan(write.conn, id, account, 0)).transpose()?.flatten();
    if let Some(campaign) = campaign {
        fill_in(plan, &campaign);
    }
    Ok(())
}

/// Writes a plan, and what its saving sets off.
fn save(write: &mut Transaction<'_>, n: Option<i64>, contact: i64, plan: &Plan, wpm: u16) -> Result<i64> {
    drafts::finish(write, &format!("plan:{}", plan.contact_id))?;
    let n = put(write, n, contact, plan)?;
    opener_versions::keep(write, n, &plan.opener)?;
    copy_impact(write, contacts::account_of(write.conn, contact)?, plan)?;
    look_over(write, n, wpm)?;
    Ok(n)
}

/// What a plan says of the impact is the account's line in its campaign, where nobody wrote one.
fn copy_impact(write: &mut Transaction<'_>, account: i64, plan: &Plan) -> Result<()> {
    let Some(campaign) = campaigns::row_of_some(write.conn, plan.campaign)? else { return Ok(()) };
    let member = campaigns::member(write.conn, campaign, account)?;
    let Some(line) = member.and_then(|member| member.taught_by(&plan.impact)) else { return Ok(()) };
    campaigns::write_line(write, campaign, account, &line)?;
    link_campaign_trigger(write, campaign, account, &line)
}

/// Links an account to the change behind a campaign once somebody wrote what it means for it: before that, being in an
/// industry is no reason of theirs.
pub(super) fn link_campaign_trigger(
    write: &mut Transaction<'_>,
    campaign: i64,
    account: i64,
    impact: &str,
) -> Result<()> {
    let sql = "SELECT trigger FROM campaign WHERE n = ?1";
    let trigger: Option<i64> = write.conn.prepare_cached(sql)?.query_row([campaign], |row| row.get(0))?;
    match trigger.filter(|_| !impact.trim().is_empty()) {
        Some(trigger) => triggers::set_link(write, trigger, account, true),
        None => Ok(()),
    }
}

/// A line that was written in a campaign enters the plans that wait for it, or that still have its old words.
pub(super) fn take_line(write: &mut Transaction<'_>, campaign: i64, account: i64, old: &str, line: &str) -> Result<()> {
    let rev = write.rev();
    let sql = "UPDATE plan SET impact = ?4, rev = ?5, device = ?6
        WHERE campaign = ?1 AND account = ?2 AND deleted = 0 AND spent IS NULL AND impact IN ('', ?3) AND impact <> ?4";
    write.conn.prepare_cached(sql)?.execute(params![campaign, account, old, line, rev, write.device])?;
    settle_in(write, campaign, account)
}

/// Says anew what the plans of one account in a campaign lack.
pub(super) fn settle_in(write: &Transaction<'_>, campaign: i64, account: i64) -> Result<()> {
    let sql = "SELECT n FROM plan WHERE campaign = ?1 AND account = ?2 AND deleted = 0 AND spent IS NULL";
    let mut statement = write.conn.prepare_cached(sql)?;
    let found = statement.query_map([campaign, account], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    found.into_iter().try_for_each(|n| settle_again(write, n))
}

/// Says anew what a plan lacks: undo moved it, or its campaign's line changed.
pub(super) fn settle_again(write: &Transaction<'_>, n: i64) -> Result<()> {
    settle(write, n, wpm(write.conn)?).map(|_checked| ())
}

/// The plan that stands for a person.
pub(super) fn current(conn: &Connection, contact: i64) -> Result<Option<i64>> {
    let sql = "SELECT n FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL ORDER BY id DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([contact], |row| row.get(0)).optional()?)
}

fn row_if_unspent(conn: &Connection, id: PlanId) -> Result<Option<i64>> {
    let sql = "SELECT n FROM plan WHERE id = ?1 AND deleted = 0 AND spent IS NULL";
    Ok(conn.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?)
}

/// The row of a plan, spent or not.
pub(super) fn row_of(conn: &Connection, id: PlanId) -> Result<Option<i64>> {
    Ok(conn.prepare_cached("SELECT n FROM plan WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?)
}

/// A plan by its id, spent or not.
pub(super) fn by_id(conn: &Connection, id: PlanId) -> Result<Option<Plan>> {
    row_of(conn, id)?.map(|n| load(conn, n)).transpose()
}

/// Ready, or how much is missing, of the plan that stands for a person.
pub(super) fn state(conn: &Connection, contact: i64) -> Result<Option<PlanState>> {
    let sql = "SELECT id, missing, lacks, seconds FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL
        ORDER BY id DESC LIMIT 1";
    let read = |row: &Row<'_>| {
        Ok(PlanState { id: row.get(0)?, missing: row.get(1)?, lacks: MissingFields(row.get(2)?), seconds: row.get(3)? })
    };
    Ok(conn.prepare_cached(sql)?.query_row([contact], read).optional()?)
}

/// The person of an account for whom a plan stands.
pub(super) fn planned_contact(conn: &Connection, account: i64) -> Result<Option<i64>> {
    let sql = "SELECT plan.contact FROM plan JOIN contact ON contact.n = plan.contact
        WHERE plan.account = ?1 AND plan.deleted = 0 AND plan.spent IS NULL
            AND contact.deleted = 0 AND contact.archived = 0 ORDER BY plan.id DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([account], |row| row.get(0)).optional()?)
}

/// One plan, whole.
pub(super) fn load(conn: &Connection, n: i64) -> Result<Plan> {
    let sql = "SELECT plan.id, contact.id, account.id, triggers, no_trigger_because, impact, why_not_later, purpose,
            value, their_goal, questions, minutes, next_step, opener, template,
            (SELECT id FROM campaign WHERE campaign.n = plan.campaign)
        FROM plan JOIN contact ON contact.n = plan.contact JOIN account ON account.n = plan.account WHERE plan.n = ?1";
    let read = |row: &Row<'_>| {
        Ok(Plan {
            id: row.get(0)?,
            contact_id: row.get(1)?,
            account_id: row.get(2)?,
            triggers: row.get::<_, TriggerIds>(3)?.0,
            no_trigger_because: row.get(4)?,
            impact: row.get(5)?,
            why_not_later: row.get(6)?,
            purpose: row.get(7)?,
            value: row.get(8)?,
            their_goal: row.get(9)?,
            questions: row.get(10)?,
            minutes: row.get(11)?,
            next_step: row.get(12)?,
            opener: row.get(13)?,
            template: row.get(14)?,
            campaign: row.get(15)?,
        })
    };
    Ok(conn.prepare_cached(sql)?.query_row([n], read)?)
}

/// Writes the plan over its row, or into a new one.
fn put(write: &mut Transaction<'_>, n: Option<i64>, contact: i64, plan: &Plan) -> Result<i64> {
    let n = match n {
        Some(n) => n,
        None => {
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

/// A plan that came with a file, where none stands. Its words are clean.
pub(super) fn propose(write: &mut Transaction<'_>, contact: i64, plan: &Plan) -> Result<()> {
    let wpm = wpm(write.conn)?;
    let n = put(write, None, contact, plan)?;
    look_over(write, n, wpm)
}

fn look_over(write: &Transaction<'_>, n: i64, wpm: u16) -> Result<()> {
    let checked = settle(write, n, wpm)?;
    let sql = "UPDATE plan SET checked = ?2 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, JsonText(&checked)])?;
    Ok(())
}

/// What lists show of a plan: how much is missing and how long the opener takes. Gives back the check of its opener.
fn settle(write: &Transaction<'_>, n: i64, wpm: u16) -> Result<SavedCheck> {
    let (plan, today, kinds) = (&load(write.conn, n)?, write.clock.now().date(), write.rules.kinds());
    let of = "SELECT contact, account FROM plan WHERE n = ?1";
    let (contact, of): (i64, i64) =
        write.conn.prepare_cached(of)?.query_row([n], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (person, account) = (contacts::load(write.conn, contact)?, accounts::load(write.conn, of)?);
    let campaign = campaigns::row_of_some(write.conn, plan.campaign)?;
    let member = campaign.map(|campaign| campaigns::member(write.conn, campaign, of)).transpose()?.flatten();
    let known = usable_triggers(write.conn, kinds, &plan.triggers, of, today)?;
    let evidence = Evidence {
        spoken_before: calls::spoken_before(write.conn, contact)?,
        ..Evidence::gather(plan, &person, &account, known.iter(), kinds, today)
    };
    let findings = check(&plan.opener, &evidence, write.rules.playbook(), wpm);
    let live = known.iter().any(|trigger| plan.triggers.contains(&trigger.id) && trigger.is_live(kinds, today));
    let missing = plan.missing(&findings, live, member.as_ref());
    let (lacks, missing) = (MissingFields::of(&missing).0, u16::try_from(missing.len()).unwrap_or(u16::MAX));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a note is 10,000 characters")]
    let seconds = seconds(&plan.opener, wpm).round().clamp(0.0, 65_535.0) as u16;
    let sql = "UPDATE plan SET missing = ?2, lacks = ?3, seconds = ?4 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, missing, lacks, seconds])?;
    Ok(SavedCheck { at: utc(write.now), seconds, findings })
}

/// An opener's check against what is known of the person and the account, with a call's day for today.
pub(super) fn check_again(
    store: &Store,
    call: &Call,
    plan: Option<&Plan>,
    contact: i64,
    account: i64,
    now: Moment,
) -> Result<SavedCheck> {
    let (conn, kinds, day) = (&store.conn, store.rules.kinds(), call.at.date_naive());
    let said =
        Plan { opener: call.opener.clone(), triggers: call.triggers.clone(), ..plan.cloned().unwrap_or_default() };
    let rows = call.triggers.iter().map(|id| triggers::row_of(conn, *id)).collect::<Result<Vec<_>>>()?;
    let known = rows.into_iter().flatten().map(|n| triggers::load(conn, n)).collect::<Result<Vec<_>>>()?;
    let (person, company) = (contacts::load(conn, contact)?, accounts::load(conn, account)?);
    let evidence = Evidence {
        spoken_before: calls::spoken_to_before(conn, contact, call.at.timestamp_millis())?,
        ..Evidence::gather(&said, &person, &company, known.iter(), kinds, day)
    };
    let wpm = wpm(conn)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let seconds = seconds(&call.opener, wpm).round().clamp(0.0, 65_535.0) as u16;
    Ok(SavedCheck { at: now.utc(), seconds, findings: check(&call.opener, &evidence, store.rules.playbook(), wpm) })
}

/// The triggers that a plan stands on, as it names them and stale ones too, and then the account's other live ones, best
/// first.
fn usable_triggers(
    conn: &Connection,
    kinds: &Kinds,
    chosen: &[TriggerId],
    account: i64,
    on: NaiveDate,
) -> Result<Vec<Trigger>> {
    let chosen_rows = chosen.iter().map(|id| triggers::row_of(conn, *id)).collect::<Result<Vec<_>>>()?;
    let load = |n: i64| triggers::load(conn, n);
    let mut found = chosen_rows.into_iter().flatten().map(load).collect::<Result<Vec<_>>>()?;
    let worth = |trigger: &Trigger| trigger.freshness(kinds, on).value * f64::from(trigger.strength);
    let mut live = trigger_score::live(conn, account)?.into_iter().map(load).collect::<Result<Vec<_>>>()?;
    live.retain(|trigger| worth(trigger) > 0.0 && !chosen.contains(&trigger.id));
    live.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    found.append(&mut live);
    Ok(found)
}
