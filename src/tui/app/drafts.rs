//! Keeps what is typed: into the forms on the screen, and into the question over them.

use crate::clock::Moment;
use crate::domain::draft::Draft;
use crate::tui::context::FormSketch;
use crate::tui::message::answer::{Answer, AskedEnd};
use crate::tui::message::command::{Command, DraftCommand};
use crate::tui::message::effect::{Effect, Side};
use crate::tui::message::prompt::{ClashOf, Question};
use crate::tui::message::query::Query;
use crate::tui::overlay::prompt::Prompt;
use crate::tui::screen::is_back;

use super::leaving::Left;
use super::{App, Overlay, ctx_of};

impl App {
    /// Notes that something was typed which a draft is to keep.
    pub(super) fn note_typing(&mut self) {
        if self.typed_at.is_none() && self.sketch_in_front().is_some() {
            self.typed_at = Some(self.now);
        }
    }

    /// Sends every text that differs from what was last kept.
    pub(super) fn keep_drafts(&mut self) -> Vec<Effect> {
        if self.typed_at.take().is_none() {
            return Vec::new();
        }
        let sketches: Vec<_> = self.sketches().collect();
        let mut effects = Vec::new();
        for sketch in sketches {
            // Another window types into that form: what it keeps stands.
            let is_elsewhere = self.elsewhere.iter().any(|(key, _)| *key == sketch.key);
            if !is_elsewhere {
                effects.extend(self.keep_sketch(sketch));
            }
        }
        effects
    }

    /// Sends a text where it differs from what was last kept.
    pub(super) fn keep_sketch(&mut self, sketch: FormSketch) -> Option<Effect> {
        if self.kept.iter().any(|(key, body)| *key == sketch.key && *body == sketch.body) {
            return None;
        }
        self.kept.retain(|(key, _)| *key != sketch.key);
        self.kept.push((sketch.key.clone(), sketch.body.clone()));
        self.keeping.push(sketch.key.clone());
        let draft = Draft { key: sketch.key, title: sketch.title, body: sketch.body, at: self.now.utc() };
        Some(DraftCommand::Keep(draft).into())
    }

    /// What is typed and not saved: into the forms that are open, and into the question over them.
    pub(super) fn sketches(&self) -> impl Iterator<Item = FormSketch> {
        let asked = self.prompt().and_then(Prompt::sketch);
        self.stack.iter().filter_map(|open| open.screen.sketch()).chain(asked)
    }

    /// Notes that something is typed still after an answer that may have ended drafts: since when it waits stays.
    pub(super) fn note_unsaved(&mut self, since: Option<Moment>) {
        if self.typed_at.is_none() && self.sketches().next().is_some() {
            self.typed_at = since.or(Some(self.now));
        }
    }

    fn sketch_in_front(&self) -> Option<FormSketch> {
        match self.prompt() {
            Some(prompt) => prompt.sketch(),
            None => self.front().sketch(),
        }
    }

    fn prompt(&self) -> Option<&Prompt> {
        match self.overlay.as_ref()? {
            Overlay::Ask(prompt) => Some(prompt),
            Overlay::Palette(_) => None,
        }
    }

    /// Asks a question, and the book for what was typed into it before. What is typed into one that is open is kept.
    pub(super) fn open_prompt(&mut self, question: Question) -> Vec<Effect> {
        let mut effects = if self.overlay.is_some() { self.close_overlay() } else { Vec::new() };
        let prompt = Prompt::new(question).led_by(std::mem::take(&mut self.led_here));
        effects.extend(prompt.key().map(|key| Query::Draft(key).into()));
        self.overlay = Some(Overlay::Ask(prompt));
        effects
    }

    /// Holds the questions back that come with an answer while something is typed into another: the next key is meant for
    /// that one. They are asked once it is closed.
    pub(super) fn hold_questions(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        if self.overlay.is_none() {
            return effects;
        }
        let mut out = Vec::new();
        for effect in effects {
            let Effect::Prompt(question) = effect else {
                out.push(effect);
                continue;
            };
            if self.prompt().is_none_or(|open| *open.question() != question) && !self.held.contains(&question) {
                self.held.push(question);
                out.push(Effect::say("Something else is asked once this is closed."));
            }
        }
        out
    }

    /// Asks what was held back, where nothing lies over the screen any more and its form is still open.
    pub(super) fn ask_held(&mut self) -> Vec<Effect> {
        while self.overlay.is_none() && !self.held.is_empty() {
            let question = self.held.remove(0);
            // A form that was left meanwhile is asked about no more.
            if let Question::Clashes(ClashOf::Form(key), _) = &question
                && self.form_of(key).is_none()
            {
                continue;
            }
            return self.open_prompt(question);
        }
        Vec::new()
    }

    /// Index of the open screen whose form has this key.
    fn form_of(&self, key: &str) -> Option<usize> {
        self.stack.iter().rposition(|open| open.screen.claim().as_deref() == Some(key))
    }

    /// Tells the form that met another what stands; to any other it would mean to save.
    pub(super) fn settle_clashes(&mut self, key: &str, side: Side) -> Vec<Effect> {
        let Some(place) = self.form_of(key) else { return Vec::new() };
        let ctx = ctx_of(self.now, self.room(), &self.rules, self.book.as_ref(), self.unread.as_deref());
        let effects = self.stack[place].screen.settle(side, &ctx);
        self.note_typing();
        effects
    }

    /// Closes what lies over the screen; what was typed into it is kept.
    pub(super) fn close_overlay(&mut self) -> Vec<Effect> {
        let effects = self.keep_drafts();
        if let Some(Overlay::Ask(prompt)) = self.overlay.take() {
            self.leave(Left::Question(Box::new(prompt)));
        }
        effects
    }

    /// Follows an answer: its drafts end once the book has it, or with the answer of the question that it leads to. Where
    /// nothing is to be saved they end now.
    pub(super) fn follow_answer(&mut self, prompt: Prompt, effects: Vec<Effect>) -> Vec<Effect> {
        let keys = prompt.drafts();
        if keys.is_empty() {
            return effects;
        }
        if effects.iter().any(|effect| matches!(effect, Effect::Prompt(_))) {
            return self.led_to_another(prompt).into_iter().chain(effects).collect();
        }
        let mut effects = effects;
        let deed =
            effects.iter_mut().find_map(|effect| if let Effect::Do(command) = effect { Some(command) } else { None });
        if let Some(command) = deed {
            *command = Command::Asked { drafts: keys, command: Box::new(command.deed().clone()) };
            self.answered.push(prompt);
            return effects;
        }
        effects.into_iter().chain(discarded(keys)).collect()
    }

    /// Keeps what was typed into a question until the next one that it leads to is answered.
    fn led_to_another(&mut self, prompt: Prompt) -> Vec<Effect> {
        self.led_here = prompt.drafts();
        if self.overlay.is_some() {
            return Vec::new();
        }
        self.overlay = Some(Overlay::Ask(prompt));
        self.note_typing();
        self.close_overlay()
    }

    /// Puts back what was typed into the question in front before.
    pub(super) fn restore_prompt(&mut self, draft: &Draft) -> Vec<Effect> {
        let Some(Overlay::Ask(mut prompt)) = self.overlay.take_if(|overlay| matches!(overlay, Overlay::Ask(_))) else {
            return Vec::new();
        };
        let back = prompt.restore(draft);
        let looks = prompt.looking_for().filter(|_| back).map(|text| Query::FindAccounts(text.to_owned()).into());
        self.overlay = Some(Overlay::Ask(prompt));
        let says = back.then(|| is_back(draft, "Enter takes it", &self.ctx()));
        looks.into_iter().chain(says).collect()
    }

    /// What an answer of the book is to a question that was answered: in the book, its drafts end; refused, it is asked
    /// again with what was typed, or that is kept where something else is in front by now.
    pub(super) fn settle_prompt(&mut self, answer: &Answer) -> Vec<Effect> {
        let Answer::Asked { drafts, end } = answer else { return Vec::new() };
        let Some(place) = self.answered.iter().position(|prompt| prompt.drafts() == *drafts) else { return Vec::new() };
        let prompt = self.answered.remove(place);
        match end {
            AskedEnd::Done => discarded(prompt.drafts()),
            AskedEnd::Refused if self.overlay.is_none() => {
                self.overlay = Some(Overlay::Ask(prompt));
                Vec::new()
            }
            // Which of both values stands is asked next, or once nothing else is in front.
            AskedEnd::Met | AskedEnd::Refused => self.keep_behind(&prompt),
        }
    }

    /// Keeps what was typed into a question that cannot be asked again now.
    fn keep_behind(&mut self, prompt: &Prompt) -> Vec<Effect> {
        let Some(sketch) = prompt.sketch() else { return Vec::new() };
        self.kept.retain(|(key, _)| *key != sketch.key);
        self.keep_sketch(sketch).into_iter().collect()
    }

    /// Forgets what was typed into the question in front.
    pub(super) fn discard_prompt(&mut self) -> Vec<Effect> {
        let Some(Overlay::Ask(prompt)) = self.overlay.as_mut() else { return Vec::new() };
        match prompt.discard() {
            Some(key) => vec![DraftCommand::Discard(key).into(), Effect::say("Forgotten.")],
            None => Vec::new(),
        }
    }
}

fn discarded(keys: Vec<String>) -> Vec<Effect> {
    keys.into_iter().map(|key| DraftCommand::Discard(key).into()).collect()
}
