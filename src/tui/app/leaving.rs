//! Leaving a form whose text is not kept yet: where it can be kept nowhere, the form comes back.

use crate::tui::message::effect::Effect;
use crate::tui::overlay::prompt::Prompt;

use super::screens::OpenScreen;
use super::{App, Overlay};

/// What was left while its text was on its way.
#[derive(Debug)]
pub(super) enum Left {
    Form(OpenScreen),
    Question(Box<Prompt>),
}

impl Left {
    fn key(&self) -> Option<String> {
        match self {
            Left::Form(open) => open.screen.sketch().map(|sketch| sketch.key),
            Left::Question(prompt) => prompt.sketch().map(|sketch| sketch.key),
        }
    }
}

impl App {
    /// Leaves a form or a question; it is held until its text is kept. After a warning it goes all the same.
    pub(super) fn leave(&mut self, left: Left) {
        let Some(key) = left.key() else { return };
        if self.warned.take_if(|warned| *warned == key).is_none() && self.keeping.contains(&key) {
            self.leaving.push(left);
        }
    }

    /// A text is kept: its form may go.
    pub(super) fn let_go(&mut self, key: &str) {
        if let Some(place) = self.keeping.iter().position(|known| known == key) {
            self.keeping.remove(place);
        }
        if !self.keeping.iter().any(|known| known == key) {
            self.leaving.retain(|left| left.key().as_deref() != Some(key));
        }
        self.warned.take_if(|warned| warned == key);
    }

    /// A text can be kept nowhere: it stays in its form, which comes back if it was left. It is tried again.
    pub(super) fn on_unkept(&mut self, key: &str, says: &str) -> Vec<Effect> {
        self.keeping.retain(|known| known != key);
        self.kept.retain(|(kept, _)| kept != key);
        let place = self.leaving.iter().position(|left| left.key().as_deref() == Some(key));
        match place.map(|place| self.leaving.remove(place)) {
            Some(Left::Form(open)) => self.stack.push(open),
            Some(Left::Question(prompt)) if self.overlay.is_none() => self.overlay = Some(Overlay::Ask(*prompt)),
            Some(held @ Left::Question(_)) => self.leaving.push(held),
            None => {}
        }
        if !self.sketches().any(|sketch| sketch.key == key) {
            return vec![Effect::complain(says)];
        }
        self.typed_at = Some(self.now);
        self.warned = Some(key.to_owned());
        vec![Effect::complain(format!("{says} What you typed stays here; to leave it for good, leave once more."))]
    }
}
