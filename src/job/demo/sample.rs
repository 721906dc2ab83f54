//! The sample book under construction: its rows by the names that the texts use.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::{Duration, NaiveDate};

use super::people;
use super::texts::{PlanText, SampleTexts, SampleTray, TriggerText};
use crate::clock::Moment;
use crate::domain::account::profile::Profile;
use crate::domain::campaign::{Campaign, CampaignAccount, CampaignStart, TargetFilter, TargetSelection};
use crate::domain::ids::{AccountId, CampaignId, ContactId, RepId, TriggerId, WatchId};
use crate::domain::import::feed::Feed;
use crate::domain::plan::Plan;
use crate::domain::trigger::kind::Kinds;
use crate::domain::trigger::watch_words::{WatchTarget, WatchWord};
use crate::domain::trigger::{Status, Trigger};
use crate::store::Store;

/// The book under construction, with the ids of its rows by the names that the texts use.
pub(super) struct SampleBook<'a> {
    pub(super) store: &'a mut Store,
    pub(super) now: Moment,
    pub(super) texts: &'a SampleTexts,
    me: RepId,
    reps: BTreeMap<String, RepId>,
    accounts: BTreeMap<String, AccountId>,
    people: BTreeMap<String, (ContactId, AccountId)>,
    triggers: BTreeMap<String, TriggerId>,
    pub(super) campaign: CampaignId,
}

impl<'a> SampleBook<'a> {
    pub(super) fn new(store: &'a mut Store, now: Moment, texts: &'a SampleTexts) -> SampleBook<'a> {
        SampleBook {
            store,
            now,
            texts,
            me: RepId::default(),
            reps: BTreeMap::new(),
            accounts: BTreeMap::new(),
            people: BTreeMap::new(),
            triggers: BTreeMap::new(),
            campaign: CampaignId::default(),
        }
    }

    pub(super) fn day(&self, from_today: i64) -> NaiveDate {
        self.now.date() + Duration::days(from_today)
    }

    pub(super) fn person(&self, name: &str) -> Result<(ContactId, AccountId)> {
        self.people.get(name).copied().with_context(|| format!("The sample book knows nobody called {name}"))
    }

    pub(super) fn trigger(&self, key: &str) -> Result<TriggerId> {
        self.triggers.get(key).copied().with_context(|| format!("The sample book has no trigger {key}"))
    }

    pub(super) fn rep(&self, name: Option<&str>) -> Result<RepId> {
        let Some(name) = name else { return Ok(self.me) };
        self.reps.get(name).copied().with_context(|| format!("The sample book has no rep called {name}"))
    }

    pub(super) fn reps(&mut self) -> Result<()> {
        let book = &self.texts.book;
        self.me = self.store.rep()?;
        self.store.set_rep_name(&book.me)?;
        self.store.set_setting("company", &book.company)?;
        self.reps.insert(book.me.clone(), self.me);
        for name in book.reps.iter().chain([&book.manager]).filter(|name| **name != book.me) {
            self.reps.insert(name.clone(), self.store.add_rep(name)?);
        }
        self.store.set_profile(&Profile { rules: book.rules.clone() })?;
        Ok(())
    }

    pub(super) fn companies(&mut self) -> Result<()> {
        for (index, text) in self.texts.accounts.iter().enumerate() {
            let id = self.store.save_account(&people::account(text, index))?;
            self.accounts.insert(text.name.clone(), id);
            for (at, person) in text.people.iter().enumerate() {
                let contact = people::contact(person, text, id, 10 * index + at);
                let saved = self.store.save_contact(&contact)?;
                if let Some(why) = &person.do_not_call {
                    self.store.set_do_not_call(saved, Some(why.clone()))?;
                }
                self.people.insert(person.name.clone(), (saved, id));
            }
        }
        Ok(())
    }

    pub(super) fn triggers(&mut self) -> Result<()> {
        for text in &self.texts.triggers {
            let trigger = self.read_trigger(text)?;
            let id = self.store.save_trigger(&trigger)?;
            self.triggers.insert(text.key.clone(), id);
        }
        Ok(())
    }

    fn read_trigger(&self, text: &TriggerText) -> Result<Trigger> {
        let kind = Kinds::builtin().get_or_other(&text.kind);
        let accounts: Result<_> = text.accounts.iter().map(|name| self.account(name)).collect();
        let contact = text.contact.as_deref().map(|name| self.person(name)).transpose()?;
        Ok(Trigger {
            kind: text.kind.clone(),
            headline: text.headline.clone(),
            summary: text.summary.clone(),
            source: text.source.clone(),
            url: text.url.clone(),
            occurred_on: self.day(-text.days_ago),
            effective_on: text.in_days.map(|days| self.day(days)),
            scope: text.scope.unwrap_or(kind.scope),
            origin: text.origin.unwrap_or(kind.origin),
            strength: text.strength.unwrap_or(kind.strength),
            confidence: text.confidence,
            status: match text.status {
                SampleTray::Kept => Status::Kept,
                SampleTray::Inbox => Status::Inbox,
                SampleTray::Snoozed => Status::Snoozed(self.day(text.snoozed_until.unwrap_or(7))),
                SampleTray::Rejected => Status::Rejected(text.because.clone().unwrap_or_default()),
            },
            accounts: accounts?,
            contact: contact.map(|(person, _)| person),
            company: text.company.clone(),
            ticker: text.ticker.clone(),
            impact: text.impact.clone(),
            ..Trigger::default()
        })
    }

    fn account(&self, name: &str) -> Result<AccountId> {
        self.accounts.get(name).copied().with_context(|| format!("The sample book has no company {name}"))
    }

    pub(super) fn campaign(&mut self) -> Result<()> {
        let text = &self.texts.book.campaign;
        let touched = |(name, impact): (&String, &String)| {
            Ok(CampaignAccount { account_id: self.account(name)?, impact: impact.clone() })
        };
        let accounts: Result<_> = text.accounts.iter().map(touched).collect();
        let accounts: Vec<CampaignAccount> = accounts?;
        let trigger = self.trigger(&text.trigger)?;
        let pick =
            TargetFilter { industry: text.industry.clone(), place: text.place.clone(), ..TargetFilter::default() };
        let campaign = Campaign {
            name: text.name.clone(),
            trigger: Some(trigger),
            started_on: Some(self.day(-text.days_ago)),
            picked: self.picked(CampaignStart { trigger, pick, ..CampaignStart::default() }, &accounts)?,
            shared_reason: text.shared_reason.clone(),
            accounts,
            learned: text.learned.clone(),
            ..Campaign::default()
        };
        self.campaign = self.store.save_campaign(&campaign)?;
        Ok(())
    }

    /// Returns how the campaign's accounts were selected: the filter, and the accounts that the rep took out.
    fn picked(&self, start: CampaignStart, accounts: &[CampaignAccount]) -> Result<TargetSelection> {
        let is_in = |id: AccountId| accounts.iter().any(|touched| touched.account_id == id);
        // Asked twice: whom the rep took out is known only once the filter has said whom it finds.
        let found = self.store.picking(&start)?;
        let taken_out = found.accounts.iter().map(|one| one.account_id).filter(|id| !is_in(*id)).collect();
        let start = CampaignStart { taken_out, ..start };
        let left = self
            .store
            .picking(&start)?
            .left
            .into_iter()
            .filter_map(|one| one.left)
            .filter(|one| !is_in(one.account_id));
        Ok(TargetSelection {
            left: left.collect(),
            pick: start.pick,
            taken_out: start.taken_out,
            ..TargetSelection::default()
        })
    }

    pub(super) fn plans(&mut self) -> Result<()> {
        for text in &self.texts.plans {
            let mut plan = self.read_plan(text)?;
            for draft in &text.drafts {
                plan.opener.clone_from(draft);
                plan.id = self.store.save_plan(&plan)?;
            }
            plan.opener.clone_from(&text.opener);
            self.store.save_plan(&plan)?;
        }
        Ok(())
    }

    fn read_plan(&self, text: &PlanText) -> Result<Plan> {
        let (contact_id, account_id) = self.person(&text.with)?;
        let triggers: Result<_> = text.triggers.iter().map(|key| self.trigger(key)).collect();
        let campaign = text.campaign.then_some(self.campaign);
        Ok(Plan { contact_id, account_id, triggers: triggers?, campaign, ..plan_of(text) })
    }

    /// Adds the feeds, each as its last fetch left it, and the watch words.
    pub(super) fn feeds(&mut self) -> Result<()> {
        let book = &self.texts.book;
        let addresses: Vec<_> = book.feeds.iter().map(|feed| feed.address.clone()).collect();
        self.store.add_feeds(&addresses)?;
        for feed in self.store.feeds()? {
            let Some(text) = book.feeds.iter().find(|text| text.address == feed.address) else { continue };
            self.store.note_fetch(&Feed { title: text.title.clone(), outcome: text.outcome.clone(), ..feed })?;
        }
        for text in &book.watch {
            let whom = match &text.account {
                Some(name) => WatchTarget::Account(self.account(name)?, name.clone()),
                None => WatchTarget::Industry(text.industry.clone()),
            };
            let (words, kind) = (text.words.clone(), text.kind.clone());
            self.store.add_watch(&WatchWord { id: WatchId::default(), words, whom, kind })?;
        }
        Ok(())
    }

    /// Marks older promises as kept, so that only those of the last days are open, and names the book's rep.
    pub(super) fn settle(&mut self) -> Result<()> {
        let long_ago = self.day(-5);
        for row in self.store.today(self.now, 0, 1)?.promises {
            if row.promise.by.is_some_and(|by| by < long_ago) {
                self.store.keep_promise(row.promise.id, row.promise.by)?;
            }
        }
        self.store.act_as(self.me);
        Ok(())
    }
}

/// Returns the text fields of a plan, without the person it is for.
pub(super) fn plan_of(text: &PlanText) -> Plan {
    Plan {
        no_trigger_because: text.no_trigger_because.clone(),
        impact: text.impact.clone(),
        why_not_later: text.why_not_later.clone(),
        purpose: text.purpose.clone(),
        value: text.value.clone(),
        their_goal: text.their_goal.clone(),
        questions: text.questions.clone(),
        minutes: text.minutes,
        next_step: text.next_step.clone(),
        opener: text.opener.clone(),
        template: text.template.clone(),
        ..Plan::default()
    }
}
