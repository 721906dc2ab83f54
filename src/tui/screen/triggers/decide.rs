//! Decisions about the selected trigger or the marked ones.

use crate::domain::ids::TriggerId;
use crate::domain::trigger::triage::{Triage, ripe_on};
use crate::domain::trigger::{Confidence, Status};
use crate::tui::message::action::Action;
use crate::tui::message::command::TriggerCommand;
use crate::tui::message::effect::{Effect, TerminalRequest};
use crate::tui::message::prompt::Question;
use crate::tui::message::query::InboxQuery;

use super::TriggersScreen;
use crate::tui::context::Ctx;

impl TriggersScreen {
    /// The marked rows, the first marked first, or else the selected one.
    fn chosen(&self, ctx: &Ctx) -> Vec<TriggerId> {
        if self.marked(ctx) == 0 {
            self.list.row().map(|row| row.id).into_iter().collect()
        } else {
            self.marks.ids().to_vec()
        }
    }

    pub(super) fn edit(&self) -> Vec<Effect> {
        self.list.row().map(|row| Effect::EditTrigger(row.id)).into_iter().collect()
    }

    pub(super) fn decide(&self, action: Action, ctx: &Ctx) -> Vec<Effect> {
        let chosen = self.chosen(ctx);
        let Some(first) = chosen.first().copied() else { return Vec::new() };
        match action {
            Action::Keep => vec![TriggerCommand::SetStatus(chosen, Status::Kept).into()],
            Action::Reject => vec![Effect::Prompt(Question::Reject(chosen))],
            Action::Snooze => vec![Effect::Prompt(Question::Snooze(chosen, self.ripe_day(ctx)))],
            Action::Merge => self.merge(chosen),
            Action::SetKind => vec![Effect::Prompt(kinds(&chosen, ctx))],
            Action::SetSure => vec![Effect::Prompt(sureness(&chosen))],
            Action::Link => {
                let linked = self.file().filter(|file| file.trigger.id == first).map(|file| file.accounts.clone());
                let question = Question::Link(chosen, linked.unwrap_or_default());
                vec![Effect::Prompt(question), InboxQuery::Suggest(first).into()]
            }
            Action::Copy => {
                let url = self.file().and_then(|file| file.trigger.url.clone());
                let line = self.list.row().map_or(String::new(), |row| row.headline.clone());
                vec![Effect::Terminal(TerminalRequest::Copy(url.map_or(line.clone(), |url| format!("{line} {url}"))))]
            }
            _other => Vec::new(),
        }
    }

    /// The day on which the selected trigger stops being too early.
    fn ripe_day(&self, ctx: &Ctx) -> Option<chrono::NaiveDate> {
        let trigger = &self.file()?.trigger;
        let kind = ctx.rules.kinds().get_or_other(&trigger.kind);
        ripe_on(kind, trigger.occurred_on, trigger.effective_on, ctx.now.date())
    }

    /// Marked rows go into the first of them; a single one and its double into the better sourced.
    fn merge(&self, chosen: Vec<TriggerId>) -> Vec<Effect> {
        if chosen.len() > 1 {
            return vec![TriggerCommand::Triage(chosen, Triage::MergeIntoFirst).into()];
        }
        let double = self.same_as().map(|same| same.id);
        chosen
            .first()
            .zip(double)
            .map(|(own, other)| TriggerCommand::Triage(vec![*own, other], Triage::Merge).into())
            .into_iter()
            .collect()
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
    if ids.len() > 1 { format!("{what} of {} triggers", ids.len()) } else { what.to_string() }
}
