//! A plan as its screen shows it.

use chrono::NaiveDate;

use super::readiness::usable_triggers;
use crate::clock::Moment;
use crate::domain::campaign::CampaignBrief;
use crate::domain::draft::plan_key;
use crate::domain::ids::{CampaignId, ContactId};
use crate::domain::plan::Plan;
use crate::domain::query::{PlanDetail, TriggerDetail};
use crate::domain::reason::guard::guards;
use crate::store::error::Result;
use crate::store::tables::{campaigns, contacts, opener_versions, plans, promises, triggers};
use crate::store::{Store, standing};

impl Store {
    /// Returns everything the Plan screen shows; if the person has no open plan, a new plan on the best trigger.
    ///
    /// # Errors
    /// When the person does not exist, or when the book cannot be read.
    pub fn plan_file(&mut self, contact: ContactId, now: Moment) -> Result<PlanDetail> {
        self.plan_file_in(contact, None, now)
    }

    /// Returns a plan for a call in a campaign: the campaign's trigger, reason and impact line fill what the plan
    /// leaves empty.
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
        let current = plans::current(&self.conn, row)?;
        let mut plan = match current {
            Some(n) => plans::load(&self.conn, n)?,
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
        let triggers = self.usable(&known, &plan, now.date())?;
        let changes = triggers.iter().map(|entry| &entry.trigger);
        let promise_open = !promises::load_open(&self.conn, row)?.is_empty();
        Ok(PlanDetail {
            saved: current.is_some(),
            rep: self.introduction()?,
            campaign,
            decision: self.decision_facts(row, known.n, promise_open, changes, now.date(), i64::MAX)?,
            triggers,
            guards: guards(&standing),
            calls: self.contact_calls(row)?,
            versions: opener_versions::of_person(&self.conn, row)?,
            draft: self.draft(&plan_key(contact))?,
            plan,
            contact: person,
            account: known.account,
            reason: known.reason,
            fit: known.fit,
            standing,
        })
    }

    /// Returns the triggers that a plan uses or could use, with everything its screen shows of them.
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

/// Most quotes from other calls of a campaign that are shown while planning one.
const LESSONS: usize = 5;

/// Fills the plan's empty fields from its campaign; a plan on another trigger keeps that trigger, after the campaign's.
pub(super) fn fill_in(plan: &mut Plan, campaign: &CampaignBrief) {
    // A campaign that is over fills only the plans that belong to it already.
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
