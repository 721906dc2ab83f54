//! Drafts of the opener from templates, the gaps that the form fills, and timing one reading aloud.

use crate::domain::opener;
use crate::domain::opener::{DraftContext, GapFill, OpenerDraft};
use crate::domain::plan::PlanField;
use crate::domain::plan::speech::spoken_words;
use crate::domain::text::pluralize;
use crate::tui::context::Ctx;
use crate::tui::message::command::Command;
use crate::tui::message::effect::Effect;

use super::PlanScreen;

impl PlanScreen {
    /// The next template that suits the trigger, filled with what is known; gaps stay visible. Words of the rep's own
    /// that are not saved are asked about first.
    pub(super) fn draft(&mut self, ctx: &Ctx) -> Vec<Effect> {
        let before = match self.ask_before_drafting() {
            Ok(before) => before,
            Err(ask) => return vec![Effect::say(ask)],
        };
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
            rep: &file.rep,
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
        let says = words_of_draft(&drafted, &template.title, before);
        self.form.set(PlanField::Opener.key(), &drafted.text);
        self.drafted = Some(drafted.text);
        self.form.go_to(PlanField::Opener.key());
        self.touched = true;
        self.recheck(ctx);
        vec![Effect::say(says)]
    }

    /// What is said of the words that a draft takes the place of, or the question before it does: words that the rep
    /// typed and did not save are asked about once.
    fn ask_before_drafting(&mut self) -> Result<&'static str, &'static str> {
        let opener = self.form.get(PlanField::Opener.key());
        let warned = std::mem::take(&mut self.warned);
        if self.keeps_opener() {
            return Ok(" What stood here is kept: Ctrl-O.");
        }
        if opener.trim().is_empty() || self.drafted.as_deref() == Some(opener) {
            return Ok("");
        }
        self.warned = !warned;
        if warned {
            return Ok(" Ctrl-Z brings your own words back.");
        }
        Err("Your own words are not saved. F9 again replaces them; Ctrl-S keeps them first.")
    }

    /// True if the opener is kept as it stands: it was saved, and Ctrl-O finds it.
    fn keeps_opener(&self) -> bool {
        let opener = self.form.get(PlanField::Opener.key()).trim();
        let versions = self.file.iter().flat_map(|file| &file.versions);
        !opener.is_empty()
            && (self.read.plan.opener.trim() == opener || versions.into_iter().any(|one| one.text == opener))
    }

    /// Another field, and what was typed into this one fills its gap in the opener.
    pub(super) fn step(&mut self, by: isize, ctx: &Ctx) -> Vec<Effect> {
        let says = self.fill_gaps(ctx);
        self.form.step(by);
        says.into_iter().map(Effect::say).collect()
    }

    /// Fills the opener's gaps with what the form says by now; what to say of it, where something happened.
    pub(super) fn fill_gaps(&mut self, ctx: &Ctx) -> Option<String> {
        let focused = self.form.focused().map(|field| field.name)?;
        let field = PlanField::ALL.iter().copied().find(|field| field.key() == focused)?;
        let opener = self.form.get(PlanField::Opener.key());
        let was_drafted = self.drafted.as_deref() == Some(opener);
        match opener::fill_gap(opener, field, self.form.get(field.key()))? {
            GapFill::Stays(says) => Some(says),
            GapFill::Filled(opener) => {
                self.form.set(PlanField::Opener.key(), &opener);
                // With its gaps filled a draft is still none of the rep's own words: the next takes its place unasked.
                if was_drafted {
                    self.drafted = Some(opener);
                }
                self.touched = true;
                self.recheck(ctx);
                Some(format!("Filled into the opener: {}.", field.label()))
            }
        }
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
                // Two presses at once are too fast to be speech, and no division by zero.
                let wpm = words / minutes.max(1e-6);
                if words < 1.0 {
                    return vec![Effect::complain("There is no opener to read aloud yet: F9 drafts one.")];
                }
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

/// What is said of a new draft: its gaps, why something known is one, and where the words went that stood there.
fn words_of_draft(drafted: &OpenerDraft, title: &str, before: &str) -> String {
    let gaps = match (drafted.gaps.len(), drafted.unsaid.first()) {
        (0, _) => "Say it your way.".to_owned(),
        (gaps, None) => format!("{} to fill, in [brackets].", pluralize(gaps, "gap", "gaps")),
        (gaps, Some(why)) => format!("{}: {why}.", pluralize(gaps, "gap", "gaps")),
    };
    format!("Drafted: {title}. {gaps} F9 gives the next.{before}")
}
