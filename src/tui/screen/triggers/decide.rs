//! Decisions about the selected trigger or the marked ones.

use crate::domain::capture::likely_company;
use crate::domain::ids::{AccountId, TriggerId};
use crate::domain::trigger::triage::{SeenTrigger, Triage, ripe_on};
use crate::domain::trigger::web_link::web_link;
use crate::domain::trigger::{Confidence, Status, UNDATED};
use crate::tui::message::command::TriggerCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::Question;
use crate::tui::message::query::InboxQuery;
use crate::tui::message::route::Errand;

use super::TriggersScreen;
use crate::tui::context::{Ctx, Offer};
use crate::tui::widgets::format;

impl TriggersScreen {
    /// The marked rows, the first marked first, or else the selected one.
    fn chosen(&self, ctx: &Ctx) -> Vec<TriggerId> {
        if self.marked(ctx) == 0 {
            self.list.row().map(|row| row.id).into_iter().collect()
        } else {
            self.marks.ids().to_vec()
        }
    }

    /// Says whether an errand can be begun: the trigger has to touch one account.
    pub(super) fn on_one_account(&self, ctx: &Ctx) -> Offer {
        match self.list.row().map(|row| row.accounts) {
            None => self.on_a_row(ctx),
            Some(0) => Offer::Off("it touches no account yet: L links it first".into()),
            Some(1) => Offer::yes_if(self.account().is_some(), "the book is still being read"),
            Some(_) => Offer::Off("it touches several accounts: b starts a campaign, 2 shows the accounts".into()),
        }
    }

    fn account(&self) -> Option<AccountId> {
        self.file().and_then(|file| file.accounts.first()).map(|(id, _)| *id)
    }

    /// Begins an errand with the person of the trigger, if it names one.
    pub(super) fn begin(&self, errand: Errand) -> Vec<Effect> {
        let whom = self.file().and_then(|file| file.trigger.contact).unwrap_or_default();
        self.account().map(|account| Effect::Begin(errand, account, whom)).into_iter().collect()
    }

    pub(super) fn edit(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::EditTrigger(row.id)).into_iter().collect()
    }

    pub(super) fn may_keep(&self, ctx: &Ctx) -> Offer {
        let unlinked = self.list.row().is_some_and(|row| row.accounts == 0) && self.marked(ctx) == 0;
        let undated = self.list.row().is_some_and(|row| row.occurred_on == UNDATED) && self.marked(ctx) == 0;
        if undated {
            return Offer::Off("nobody has said when it happened: e gives it a day first".into());
        }
        if unlinked { Offer::Off("it touches no account yet: L links it first".into()) } else { self.on_a_row(ctx) }
    }

    pub(super) fn keep(&self, ctx: &Ctx) -> Vec<Effect> {
        self.about_chosen(ctx, |chosen| TriggerCommand::SetStatus(self.seen(&chosen), Status::Kept).into())
    }

    /// The chosen rows, each with where it is in the list that was looked at.
    fn seen(&self, chosen: &[TriggerId]) -> Vec<SeenTrigger> {
        let status =
            |id: &TriggerId| self.list.window.rows.iter().find(|row| row.id == *id).map(|row| row.status.clone());
        chosen.iter().map(|id| SeenTrigger { id: *id, status: status(id) }).collect()
    }

    pub(super) fn reject(&self, ctx: &Ctx) -> Vec<Effect> {
        self.about_chosen(ctx, |chosen| {
            Effect::Prompt(Question::Reject(self.seen(&chosen), ctx.rules.reject_reasons.clone()))
        })
    }

    pub(super) fn snooze(&self, ctx: &Ctx) -> Vec<Effect> {
        let ripe = self.ripe_day(ctx);
        self.about_chosen(ctx, |chosen| Effect::Prompt(Question::Snooze(self.seen(&chosen), ripe)))
    }

    pub(super) fn set_kind(&self, ctx: &Ctx) -> Vec<Effect> {
        self.about_chosen(ctx, |chosen| Effect::Prompt(kinds(&chosen, ctx)))
    }

    pub(super) fn set_sure(&self, ctx: &Ctx) -> Vec<Effect> {
        self.about_chosen(ctx, |chosen| Effect::Prompt(sureness(&chosen)))
    }

    /// Asks the person, and the book for what it may be about.
    pub(super) fn link(&self, ctx: &Ctx) -> Vec<Effect> {
        let chosen = self.chosen(ctx);
        let Some(first) = chosen.first().copied() else { return Vec::new() };
        let linked = self.file().filter(|file| file.trigger.id == first).map(|file| file.accounts.clone());
        let company = self.company(first);
        let question = Question::Link(chosen, linked.unwrap_or_default(), company);
        vec![Effect::Prompt(question), InboxQuery::Suggest(first).into()]
    }

    /// The company that a trigger is about, as its source or its headline names it; empty where neither does.
    fn company(&self, id: TriggerId) -> String {
        let Some(file) = self.file().filter(|file| file.trigger.id == id) else { return String::new() };
        let named = file.trigger.company.clone().filter(|company| !company.is_empty());
        // A guess that may be anything would be an account with one Enter: such a name is typed.
        let read = || likely_company(&file.trigger.headline);
        if file.accounts.is_empty() { named.or_else(read).unwrap_or_default() } else { String::new() }
    }

    fn url(&self) -> Option<&str> {
        self.file()?.trigger.url.as_deref()
    }

    pub(super) fn may_open_link(&self, ctx: &Ctx) -> Offer {
        match (self.list.row(), self.file(), self.url()) {
            (None, ..) => self.on_a_row(ctx),
            (Some(_), None, _) => Offer::Off("the book is still being read".into()),
            (Some(_), Some(_), None) => Offer::Off("this trigger has no link".into()),
            (Some(_), Some(_), Some(url)) => web_link(url).err().map_or(Offer::Yes, |why| Offer::Off(why.into())),
        }
    }

    pub(super) fn open_link(&self) -> Vec<Effect> {
        self.url().map(|url| Effect::Prompt(Question::OpenLink(url.into()))).into_iter().collect()
    }

    pub(super) fn copy(&self) -> Vec<Effect> {
        let url = self.file().and_then(|file| file.trigger.url.clone());
        let with_url = |headline: &str| url.map_or(headline.to_owned(), |url| format!("{headline} {url}"));
        let line = self.list.row().map(|row| with_url(&row.headline));
        line.map(|line| Effect::Terminal(TerminalRequest::Copy(line))).into_iter().collect()
    }

    pub(super) fn may_merge(&self, ctx: &Ctx) -> Offer {
        if self.list.row().is_none() {
            return self.on_a_row(ctx);
        }
        let why = "nothing else tells of this event; mark two or more with Space to merge them";
        Offer::yes_if(self.marked(ctx) > 1 || self.same_as().is_some(), why)
    }

    /// Marked rows go into the first of them; a single one and its double into the better sourced.
    pub(super) fn merge(&self, ctx: &Ctx) -> Vec<Effect> {
        let chosen = self.chosen(ctx);
        if chosen.len() > 1 {
            return vec![TriggerCommand::Triage(chosen, Triage::MergeIntoFirst).into()];
        }
        let pair = chosen.first().zip(self.same_as());
        pair.map(|(own, other)| TriggerCommand::Triage(vec![*own, other.id], Triage::Merge).into())
            .into_iter()
            .collect()
    }

    fn about_chosen(&self, ctx: &Ctx, decide: impl FnOnce(Vec<TriggerId>) -> Effect) -> Vec<Effect> {
        Some(self.chosen(ctx)).filter(|chosen| !chosen.is_empty()).map(decide).into_iter().collect()
    }

    /// The day on which the selected trigger stops being too early.
    fn ripe_day(&self, ctx: &Ctx) -> Option<chrono::NaiveDate> {
        let trigger = &self.file()?.trigger;
        let kind = ctx.rules.kinds().get_or_other(&trigger.kind);
        ripe_on(kind, trigger.occurred_on, trigger.effective_on, ctx.now.date())
    }
}

fn kinds(ids: &[TriggerId], ctx: &Ctx) -> Question {
    let choice = |kind: &crate::domain::trigger::kind::Kind| {
        let strength = ctx.rules.strength_of(kind);
        let about = format!("{} · strength {strength}", kind.scope.words());
        let what = Triage::Kind { key: kind.key.clone(), strength };
        (kind.label.clone(), about, TriggerCommand::Triage(ids.to_vec(), what).into())
    };
    Question::Pick { title: title_for("Kind", ids), choices: ctx.rules.kinds().0.iter().map(choice).collect() }
}

fn sureness(ids: &[TriggerId]) -> Question {
    let choice = |confidence: &Confidence| {
        let what = Triage::Confidence(*confidence);
        (confidence.key().to_string(), confidence.words().to_string(), {
            TriggerCommand::Triage(ids.to_vec(), what).into()
        })
    };
    Question::Pick { title: title_for("How sure", ids), choices: Confidence::ALL.iter().rev().map(choice).collect() }
}

fn title_for(what: &str, ids: &[TriggerId]) -> String {
    if ids.len() > 1 { format!("{what} of {} triggers", format::thousands(ids.len())) } else { what.to_string() }
}
