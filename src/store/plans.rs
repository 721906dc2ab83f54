//! Plans: the one that stands for a person, its opener's wordings, and what a log form starts from.
//!
//! A plan stands until a call reaches the person with it. From then on it is spent: it stays beside that call as it was,
//! and the next plan is a new one.

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::convert::{Triggers, small, utc};
use super::error::Result;
use super::write::Write;
use super::{Store, accounts, campaign_rows, contacts, drafts, enter, touch, triggers};
use crate::clock::Moment;
use crate::domain::account::{Account, Contact};
use crate::domain::call::Call;
use crate::domain::check::{Evidence, Fact, check};
use crate::domain::guard::guards;
use crate::domain::ids::{CallId, ContactId, PlanId};
use crate::domain::opener::{DEFAULT_WPM, seconds};
use crate::domain::plan::Plan;
use crate::domain::rows::{LogStart, OpenerVersion, PlanFile, PlanState, TriggerFile};
use crate::domain::trigger::{Kinds, Trigger};

impl Store {
    /// Everything the Plan screen shows; a new plan on the best trigger where none stands.
    ///
    /// # Errors
    /// When the person is gone, and as every read.
    pub fn plan_file(&mut self, contact: ContactId, now: Moment) -> Result<PlanFile> {
        let row = contacts::existing(&self.conn, contact)?;
        let person = contacts::load(&self.conn, row)?;
        let known = self.background(contacts::account_of(&self.conn, row)?, now)?;
        let current = current(&self.conn, row)?;
        let plan = match current {
            Some(n) => load(&self.conn, n)?,
            None => Plan {
                contact_id: contact,
                account_id: known.account.id,
                triggers: known.reason.best.into_iter().collect(),
                their_goal: person.goal.clone().unwrap_or_default(),
                ..Plan::default()
            },
        };
        let standing = self.standing(&known, row, &person, now)?;
        Ok(PlanFile {
            saved: current.is_some(),
            triggers: self.usable(&known, now.date())?,
            guards: guards(&standing),
            calls: self.contact_calls(row)?,
            versions: current.map(|n| versions(&self.conn, n)).transpose()?.unwrap_or_default(),
            draft: drafts::find(&self.conn, &format!("plan:{contact}"))?,
            plan,
            contact: person,
            account: known.account,
            reason: known.reason,
            fit: known.fit,
            standing,
        })
    }

    /// Saves a plan, keeps the opener's wording where it is new, and drops the form's draft.
    ///
    /// # Errors
    /// When the person is gone, and as every write.
    pub fn save_plan(&mut self, plan: &Plan) -> Result<PlanId> {
        let plan = enter::plan(plan);
        let wpm = self.wpm()?;
        self.action("saving the plan", |write| {
            drafts::finish(write, &format!("plan:{}", plan.contact_id))?;
            let contact = contacts::existing(write.conn, plan.contact_id)?;
            let person = contacts::load(write.conn, contact)?;
            write.label = format!("saved the plan for {}", person.name);
            let n = match unspent(write.conn, plan.id)? {
                Some(n) => Some(n),
                None => current(write.conn, contact)?,
            };
            let n = put(write, n, contact, &plan)?;
            keep_wording(write, n, &plan.opener)?;
            let account = accounts::load(write.conn, contacts::account_of(write.conn, contact)?)?;
            settle(write, n, &plan, &person, &account, wpm)?;
            Ok(write.conn.prepare_cached("SELECT id FROM plan WHERE n = ?1")?.query_row([n], |row| row.get(0))?)
        })
    }

    /// What a log form starts from: the standing plan, its triggers, the draft where one waits, and an id that stays the
    /// same until the call is logged.
    ///
    /// # Errors
    /// When the person is gone, and as every read.
    pub fn log_start(&mut self, contact: ContactId, now: Moment) -> Result<LogStart> {
        let row = contacts::existing(&self.conn, contact)?;
        let person = contacts::load(&self.conn, row)?;
        let known = self.background(contacts::account_of(&self.conn, row)?, now)?;
        let plan = current(&self.conn, row)?.map(|n| load(&self.conn, n)).transpose()?;
        let draft = drafts::find(&self.conn, &format!("log:{contact}"))?;
        let id = draft.as_ref().and_then(|draft| drafts::call_of(&draft.body));
        let rep = self.rep()?;
        let id = id.unwrap_or_else(|| CallId(self.clock.new_id()));
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

    /// The account's triggers that a plan could stand on: the live ones, best first.
    fn usable(&self, known: &touch::Background, on: NaiveDate) -> Result<Vec<TriggerFile>> {
        let worth = |trigger: &Trigger| trigger.freshness(self.rules.kinds(), on).value * f64::from(trigger.strength);
        let mut live: Vec<&Trigger> = known.live.iter().filter(|trigger| worth(trigger) > 0.0).collect();
        live.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
        let mut files = Vec::new();
        for trigger in live {
            if let Some(n) = triggers::row_of(&self.conn, trigger.id)? {
                files.push(self.file(n, on)?);
            }
        }
        Ok(files)
    }

    /// Words a minute: the rep's own where they were timed.
    fn wpm(&self) -> Result<u16> {
        let set = self.setting("wpm")?.and_then(|text| text.trim().parse().ok());
        Ok(set.filter(|wpm| *wpm > 0).unwrap_or(DEFAULT_WPM))
    }
}

/// The plan that stands for a person.
pub(super) fn current(conn: &Connection, contact: i64) -> Result<Option<i64>> {
    let sql = "SELECT n FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL ORDER BY n DESC LIMIT 1";
    Ok(conn.prepare_cached(sql)?.query_row([contact], |row| row.get(0)).optional()?)
}

fn unspent(conn: &Connection, id: PlanId) -> Result<Option<i64>> {
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
    let sql = "SELECT id, missing, seconds FROM plan WHERE contact = ?1 AND deleted = 0 AND spent IS NULL
        ORDER BY n DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok(PlanState { id: row.get(0)?, missing: row.get(1)?, seconds: row.get(2)? });
    Ok(conn.prepare_cached(sql)?.query_row([contact], read).optional()?)
}

/// The person of an account for whom a plan stands.
pub(super) fn planned_contact(conn: &Connection, account: i64) -> Result<Option<i64>> {
    let sql = "SELECT plan.contact FROM plan JOIN contact ON contact.n = plan.contact
        WHERE plan.account = ?1 AND plan.deleted = 0 AND plan.spent IS NULL
            AND contact.deleted = 0 AND contact.archived = 0 ORDER BY plan.n DESC LIMIT 1";
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
            triggers: row.get::<_, Triggers>(3)?.0,
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
fn put(write: &mut Write<'_>, n: Option<i64>, contact: i64, plan: &Plan) -> Result<i64> {
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
    let (rev, campaign) = (write.rev(), campaign_rows::row_of_some(write.conn, plan.campaign)?);
    write.conn.prepare_cached(sql)?.execute(params![
        n,
        rev,
        write.device,
        Triggers(plan.triggers.clone()),
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

fn keep_wording(write: &mut Write<'_>, plan: i64, opener: &str) -> Result<()> {
    let sql = "SELECT number, text FROM opener_version WHERE plan = ?1 AND deleted = 0 ORDER BY number DESC LIMIT 1";
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?));
    let last = write.conn.prepare_cached(sql)?.query_row([plan], read).optional()?;
    let (number, same) = last.map_or((0, false), |(number, text)| (number, text == opener));
    if same || opener.trim().is_empty() {
        return Ok(());
    }
    let rev = write.rev();
    let sql = "INSERT INTO opener_version (rev, device, plan, number, at, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    write.conn.prepare_cached(sql)?.execute(params![rev, write.device, plan, number + 1, write.now, opener])?;
    Ok(())
}

/// The wordings of a plan's opener, newest first.
fn versions(conn: &Connection, plan: i64) -> Result<Vec<OpenerVersion>> {
    let sql = "SELECT number, at, text FROM opener_version WHERE plan = ?1 AND deleted = 0 ORDER BY number DESC";
    let read =
        |row: &Row<'_>| Ok(OpenerVersion { number: small(row.get(0)?), at: utc(row.get(1)?), text: row.get(2)? });
    Ok(conn.prepare_cached(sql)?.query_map([plan], read)?.collect::<rusqlite::Result<_>>()?)
}

/// What lists show of a plan: how much is missing and how long the opener takes.
fn settle(write: &Write<'_>, n: i64, plan: &Plan, person: &Contact, account: &Account, wpm: u16) -> Result<()> {
    let today = write.clock.now().date();
    let mut used = Vec::new();
    for id in &plan.triggers {
        if let Some(row) = triggers::row_of(write.conn, *id)? {
            used.push(triggers::load(write.conn, row)?);
        }
    }
    let kinds = write.rules.kinds();
    let findings = check(
        &plan.opener,
        &evidence(write.conn, plan, person, account, &used, kinds, today)?,
        write.rules.playbook(),
        wpm,
    );
    let live = used.iter().any(|trigger| trigger.is_live(kinds, today));
    let missing = u16::try_from(plan.missing(&findings, live).len()).unwrap_or(u16::MAX);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; a note is 10,000 characters")]
    let seconds = seconds(&plan.opener, wpm).round().clamp(0.0, 65_535.0) as u16;
    let sql = "UPDATE plan SET missing = ?2, seconds = ?3 WHERE n = ?1";
    write.conn.prepare_cached(sql)?.execute(params![n, missing, seconds])?;
    Ok(())
}

/// What the check may hold an opener against.
fn evidence(
    conn: &Connection,
    plan: &Plan,
    person: &Contact,
    account: &Account,
    used: &[Trigger],
    kinds: &Kinds,
    today: NaiveDate,
) -> Result<Evidence> {
    let fact = |trigger: &Trigger| {
        let kind = kinds.get_or_other(&trigger.kind);
        Fact {
            text: format!("{} {}", trigger.headline, trigger.summary),
            on: trigger.occurred_on,
            effective: trigger.effective_on,
            live: trigger.is_live(kinds, today),
            weak: kind.weak,
            sensitive: kind.sensitive,
            confidence: trigger.confidence,
        }
    };
    let sql = "SELECT EXISTS (SELECT 1 FROM call_line JOIN contact ON contact.n = call_line.contact
        WHERE contact.id = ?1 AND call_line.deleted = 0 AND head = 1 AND connected = 1)";
    let spoken_before = conn.prepare_cached(sql)?.query_row([person.id], |row| row.get(0))?;
    Ok(Evidence {
        company: std::iter::once(account.name.clone()).chain(account.aliases.iter().cloned()).collect(),
        person: std::iter::once(person.name.clone()).chain(person.given_name.clone()).collect(),
        facts: used.iter().map(fact).collect(),
        backing: vec![plan.impact.clone(), plan.value.clone(), person.notes.clone(), account.notes.clone()],
        spoken_before,
        today: Some(today),
    })
}
