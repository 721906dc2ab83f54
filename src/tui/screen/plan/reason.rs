//! The reason a plan stands on: the best trigger, another one, or none and why.

use crate::domain::ids::TriggerId;
use crate::domain::plan::PlanField;
use crate::domain::trigger::Trigger;
use crate::tui::context::Ctx;
use crate::tui::message::effect::Effect;

use super::PlanScreen;

impl PlanScreen {
    /// The trigger that carries the plan.
    pub(super) fn trigger(&self) -> Option<&Trigger> {
        let chosen = self.chosen?;
        self.file.as_ref()?.triggers.iter().map(|entry| &entry.trigger).find(|trigger| trigger.id == chosen)
    }

    /// The next reason, best first, and after the last one none.
    pub(super) fn next_reason(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        let ids: Vec<TriggerId> = file.triggers.iter().map(|entry| entry.trigger.id).collect();
        if ids.is_empty() {
            self.form.go_to(PlanField::NoTriggerBecause.key());
            return vec![Effect::say("Nothing is known that happened to them. Say why it is worth their time anyway.")];
        }
        let at = self.chosen.and_then(|chosen| ids.iter().position(|id| *id == chosen));
        self.chosen = match at {
            Some(at) => ids.get(at + 1).copied(),
            None => ids.first().copied(),
        };
        self.touched = true;
        self.recheck(ctx);
        let says = match self.trigger() {
            Some(trigger) => format!("The reason is now: {}", trigger.headline),
            None => {
                self.form.go_to(PlanField::NoTriggerBecause.key());
                "Without a trigger: say below why it is worth their time anyway.".to_string()
            }
        };
        vec![Effect::say(says)]
    }
}
