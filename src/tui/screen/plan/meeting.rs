//! A plan that was changed elsewhere while it was written: both values are shown, and one of them stands.

use crate::domain::edit::{Clash, Meanwhile};
use crate::domain::ids::TriggerId;
use crate::domain::plan::{Plan, PlanField};
use crate::tui::context::Ctx;
use crate::tui::message::command::DraftCommand;
use crate::tui::message::effect::Effect;
use crate::tui::screen::{all_taken, ask_about, rest_is_unsaved};
use crate::tui::widgets::form::{Field, Form};

use super::{PlanScreen, Read, plan_field};

/// Name of the reason among the fields that clash.
const REASON: &str = "reason";

impl PlanScreen {
    /// Takes the plan as it stands, and asks about what was changed in it and here.
    pub(super) fn meet(&mut self, met: &Meanwhile<Plan>, ctx: &Ctx) -> Vec<Effect> {
        let stands = &met.stands;
        let fresh = Form::new(PlanField::ALL.iter().map(|field| plan_field(*field, stands)).collect());
        let mut clashes = self.form.meet(&fresh);
        let theirs = stands.triggers.first().copied();
        if self.chosen == self.read.chosen {
            self.chosen = theirs;
        } else if theirs != self.read.chosen && theirs != self.chosen {
            let headline = |id| self.headline_of(id);
            let (theirs, mine) = (headline(theirs), headline(self.chosen));
            clashes.push(Clash { name: REASON, label: "the reason".to_owned(), theirs, mine });
        }
        if self.template == self.read.plan.template {
            self.template.clone_from(&stands.template);
        }
        self.read = Read { plan: stands.as_ref().clone(), chosen: theirs };
        self.clashes = clashes.iter().map(|clash| clash.name).collect();
        self.recheck(ctx);
        vec![ask_about(self.key(), clashes)]
    }

    /// Gives fields up for what is in the book.
    pub(super) fn give_up(&mut self, fields: &[&'static str], ctx: &Ctx) -> Vec<Effect> {
        self.form.give_up(fields);
        if fields.contains(&REASON) {
            self.chosen = self.read.chosen;
        }
        self.recheck(ctx);
        if self.form.fields.iter().any(Field::is_changed) || self.chosen != self.read.chosen {
            return vec![rest_is_unsaved("typed", "Ctrl-S")];
        }
        self.touched = false;
        vec![all_taken(), DraftCommand::Discard(self.key()).into()]
    }

    fn headline_of(&self, id: Option<TriggerId>) -> String {
        let known = self.file.iter().flat_map(|file| &file.triggers).find(|entry| Some(entry.trigger.id) == id);
        match (id, known) {
            (None, _) => "none".to_owned(),
            (Some(_), Some(entry)) => entry.trigger.headline.clone(),
            (Some(_), None) => "another one".to_owned(),
        }
    }
}
