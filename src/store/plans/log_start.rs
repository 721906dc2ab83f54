//! What is looked at before a call, and the initial values of its log form, as of the time of the call.

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::readiness::usable_triggers;
use crate::clock::Moment;
use crate::domain::call::{Call, ReasonBy};
use crate::domain::draft::{amend_key, log_key};
use crate::domain::ids::{AccountId, CallId, ContactId, TriggerId, entered_at};
use crate::domain::plan::Plan;
use crate::domain::query::{CallStart, KnownPerson, LogStart, TriggerRow};
use crate::domain::reason::caution::cautions;
use crate::domain::reason::guard::guards;
use crate::domain::trigger::{Trigger, is_younger};
use crate::store::error::{ErrorKind, Result, StoreError};
use crate::store::tables::{accounts, calls, contacts, drafts, opener_versions, plans, promises, triggers};
use crate::store::{Store, log, standing};

/// Most people of an account that a question offers.
const NAMED: usize = 20;

impl Store {
    /// Returns guards and cautions for a person; without a person, the people known at the account.
    ///
    /// # Errors
    /// When the person or the account does not exist, or when the book cannot be read.
    pub fn call_start(&self, account: AccountId, contact: Option<ContactId>, now: Moment) -> Result<CallStart> {
        let Some(contact) = contact else { return self.nobody_named(account) };
        let row = contacts::survivor(&self.conn, contact)?;
        let person = contacts::load(&self.conn, row)?;
        let known = self.background(contacts::account_of(&self.conn, row)?, now)?;
        let plan = plans::current(&self.conn, row)?.map(|n| plans::load(&self.conn, n)).transpose()?;
        let mut standing = self.standing(&known, row, &person, now)?;
        // A plan says which reason it will be.
        if let Some(planned) = plan.as_ref().and_then(|plan| plan.triggers.first())
            && let Some(n) = triggers::row_of(&self.conn, *planned)?
        {
            standing.used_before = self.used_before(row, &triggers::load(&self.conn, n)?, now)?;
        }
        Ok(CallStart::Person {
            contact: person.id,
            name: person.name,
            guards: guards(&standing),
            cautions: cautions(&standing, plan.is_some()),
        })
    }

    fn nobody_named(&self, account: AccountId) -> Result<CallStart> {
        let gone = || StoreError::new(ErrorKind::Missing, "", "".as_ref(), "this account is no longer in the book");
        let n = accounts::row_of(&self.conn, account)?.ok_or_else(gone)?;
        let mut people = Vec::new();
        for n in contacts::of_account(&self.conn, n)?.into_iter().take(NAMED) {
            let person = contacts::load(&self.conn, n)?;
            let title = person.title.unwrap_or_default();
            people.push(KnownPerson { contact: person.id, name: person.name, title });
        }
        Ok(CallStart::Nobody { account, name: accounts::id_and_name(&self.conn, n)?.1, people })
    }

    /// Returns the initial values of a log form for a call at a moment: the plan that was open then with its reason,
    /// the triggers it can stand on, a waiting draft, and an id that stays the same until the call is logged. A draft
    /// that undo restored starts a call of its own.
    ///
    /// # Errors
    /// When the person does not exist, or when the book cannot be read.
    pub fn log_start(&mut self, contact: ContactId, at: Moment) -> Result<LogStart> {
        self.log_start_of(contact, at, None)
    }

    /// Returns the same for an unfinished call if `began`, the start of its clock, is given: its draft is another one.
    ///
    /// # Errors
    /// As [`Store::log_start`].
    pub fn log_start_of(
        &mut self,
        contact: ContactId,
        at: Moment,
        began: Option<DateTime<FixedOffset>>,
    ) -> Result<LogStart> {
        // The clock may have run for a person who became one with another meanwhile: the call is of the one who
        // stays.
        let row = contacts::survivor(&self.conn, contact)?;
        let person = contacts::load(&self.conn, row)?;
        let known = self.background_at(contacts::account_of(&self.conn, row)?, at)?;
        let plan = self.plan_at(row, at)?;
        let draft = self.draft(&log_key(contact, began))?;
        let waiting = draft.as_ref().map(|draft| drafts::call_to_log(&self.conn, draft)).transpose()?.flatten();
        let rep = self.rep()?;
        let id = waiting.unwrap_or_else(|| CallId(self.clock.new_id()));
        let mut call = Call::new(id, contact, known.account.id, rep, at.0);
        let planned = plan.as_ref().map(|plan| plan.triggers.clone()).unwrap_or_default();
        let possible = self.triggers_at(&known, &planned, at)?;
        let reasons = self.rows_of_triggers(possible.iter().map(|trigger| trigger.id), at)?;
        if let Some(plan) = &plan {
            (call.plan_id, call.campaign, call.minutes_asked) = (Some(plan.id), plan.campaign, plan.minutes);
            call.opener.clone_from(&plan.opener);
            call.triggers = planned;
            // A plan may stand by now on what happened only after the call.
            call.triggers.retain(|id| reasons.iter().any(|reason| reason.id == *id));
            call.reason_by = (!call.triggers.is_empty()).then_some(ReasonBy::Chosen);
        }
        let guards = guards(&self.standing(&known, row, &person, at)?);
        let promises = promises::load_open(&self.conn, row)?;
        let decision = self.decision_facts(row, known.n, !promises.is_empty(), &possible, at.date(), at.millis())?;
        Ok(LogStart { call, contact: person, account: known.account, plan, reasons, guards, promises, draft, decision })
    }

    /// Returns the initial values of an amendment's form: the call's present values, an id for the amendment that stays
    /// the same until it is saved, and a waiting draft.
    ///
    /// # Errors
    /// When there is no such call, when its person does not exist, or when the book cannot be read.
    pub fn amend_start(&mut self, call: CallId) -> Result<LogStart> {
        let root = log::standing_root(&self.conn, Some(call))?;
        let (first, latest) =
            (calls::load(&self.conn, root)?, calls::load(&self.conn, log::latest_row(&self.conn, root)?)?);
        let draft = self.draft(&amend_key(first.id))?;
        let waiting = draft.as_ref().map(|draft| drafts::call_to_log(&self.conn, draft)).transpose()?.flatten();
        // A moment before it: the call itself is no touch, no talk and no use of its reason that speaks against it.
        let start = self.log_start(latest.contact_id, Moment(latest.at - TimeDelta::milliseconds(1)))?;
        let id = waiting.unwrap_or_else(|| CallId(self.clock.new_id()));
        let plan = latest.plan_id.map(|id| plans::by_id(&self.conn, id)).transpose()?.flatten();
        // A plan that reached nobody may have been rewritten since; the call holds what was said of it.
        let said = Some(latest.opener.clone()).filter(|opener| !opener.is_empty());
        let plan = plan.map(|plan| Plan { opener: said.unwrap_or_else(|| plan.opener.clone()), ..plan });
        let reasons = self.rows_of_triggers(latest.triggers.iter().copied(), Moment(latest.at))?;
        Ok(LogStart {
            call: Call { id, amends: Some(first.id), ..latest },
            plan,
            reasons,
            promises: Vec::new(),
            draft,
            ..start
        })
    }

    /// Returns the plan that a person had at a moment, with its opener as of then; one written later is not returned.
    fn plan_at(&self, contact: i64, at: Moment) -> Result<Option<Plan>> {
        let Some(n) = plans::current(&self.conn, contact)? else { return Ok(None) };
        let mut plan = plans::load(&self.conn, n)?;
        // Its id tells when it was made. A plan that came with a meeting has no time in its id, and counts as made
        // before.
        if entered_at(plan.id.0).is_some_and(|written| written > at.utc()) {
            return Ok(None);
        }
        if let Some(opener) = opener_versions::wording_at(&self.conn, n, at.millis())? {
            plan.opener = opener;
        }
        Ok(Some(plan))
    }

    /// Returns the triggers that a call at a moment can stand on: its plan's, then the account's other live ones, best
    /// first.
    fn triggers_at(
        &self,
        known: &standing::AccountBackground,
        planned: &[TriggerId],
        at: Moment,
    ) -> Result<Vec<Trigger>> {
        let mut found = usable_triggers(&self.conn, self.rules.kinds(), planned, known.n, at.date())?;
        found.retain(|trigger| !is_younger(trigger.id, trigger.occurred_on, at.0));
        Ok(found)
    }

    fn rows_of_triggers(&self, ids: impl IntoIterator<Item = TriggerId>, at: Moment) -> Result<Vec<TriggerRow>> {
        let mut rows = Vec::new();
        for id in ids {
            if let Some(n) = triggers::row_of(&self.conn, id)? {
                rows.push(triggers::row(&self.conn, self.rules.kinds(), n, at.date())?);
            }
        }
        Ok(rows)
    }
}
