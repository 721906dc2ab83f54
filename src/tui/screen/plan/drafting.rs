//! Drafts of the opener from templates, and timing one reading aloud.

use crate::domain::opener;
use crate::domain::opener::DraftContext;
use crate::domain::plan::PlanField;
use crate::domain::plan::speech::spoken_words;
use crate::tui::context::Ctx;
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;

use super::PlanScreen;

impl PlanScreen {
    /// The next template that suits the trigger, filled with what is known; gaps stay visible.
    pub(super) fn draft(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let Some(file) = &self.file else { return Vec::new() };
        let templates = ctx.rules.templates();
        let suiting = opener::suitable(&templates, self.trigger(), ctx.rules.kinds());
        let at = suiting.iter().position(|t| Some(&t.key) == self.template.as_ref()).map_or(0, |at| at + 1);
        let Some(template) = suiting.get(at % suiting.len().max(1)) else {
            return vec![Effect::complain("No template suits this trigger. Write it in your own words.")];
        };
        let plan = self.plan();
        let trigger = self.trigger();
        let known = DraftContext {
            contact: &file.contact,
            account: &file.account,
            trigger,
            kind: trigger.map(|t| ctx.rules.kinds().get_or_other(&t.kind)),
            plan: &plan,
            today: ctx.now.date(),
        };
        let drafted = opener::draft(template, &known);
        if let Some(fault) = drafted.fault {
            return vec![Effect::complain(fault)];
        }
        self.template = Some(template.key.clone());
        let says = match drafted.gaps.len() {
            0 => format!("Drafted: {}. Say it your way. F9 gives the next.", template.title),
            gaps => format!(
                "Drafted: {}. {gaps} gap{} to fill, in [brackets]. F9 gives the next.",
                template.title,
                if gaps == 1 { "" } else { "s" }
            ),
        };
        self.form.set(PlanField::Opener.key(), &drafted.text);
        self.form.go_to(PlanField::Opener.key());
        self.touched = true;
        self.recheck(ctx);
        vec![Effect::say(says)]
    }

    /// Starts timing a reading aloud, or ends it: the rep's own words a minute.
    pub(super) fn time_me(&mut self, ctx: &Ctx) -> Vec<Effect> {
        match self.reading.take() {
            None => {
                self.reading = Some(ctx.now);
                vec![Effect::say("Read the opener aloud at your own pace. F6 again when you are done.")]
            }
            Some(since) => {
                #[expect(clippy::cast_precision_loss, reason = "seconds of one reading, words of one opener")]
                let (words, minutes) = (
                    spoken_words(self.form.get(PlanField::Opener.key())) as f64,
                    (ctx.now.millis() - since.millis()) as f64 / 60_000.0,
                );
                let wpm = words / minutes.max(1e-6);
                if !(60.0..=300.0).contains(&wpm) {
                    return vec![Effect::complain(format!("{wpm:.0} words a minute is not speech. F6 starts again."))];
                }
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 60 and 300")]
                let wpm = wpm.round() as u16;
                vec![
                    Command::SetWpm(wpm).into(),
                    Effect::say(format!("You speak {wpm} words a minute. Seconds count with that now.")),
                ]
            }
        }
    }
}
