//! What a question keeps of its answer while it is typed, and how it comes back. A line that only finds or picks is a
//! look at the book: it is not kept.

use crate::domain::draft::Draft;
use crate::tui::context::FormSketch;
use crate::tui::message::prompt::{AfterOverride, ClashOf, Question};
use crate::tui::widgets::form::FormDraft;

use super::prompt::Prompt;
use super::prompt_words::title;

/// Returns the key of the draft of a question whose answer somebody composes; `None` for one that finds or picks.
fn key_of(question: &Question) -> Option<String> {
    Some(match question {
        Question::Reject(ids, _) => format!("ask:reject:{}", ids.first()?.id),
        Question::Snooze(ids, _) => format!("ask:snooze:{}", ids.first()?.id),
        Question::Rest(account, _) => format!("ask:rest:{account}"),
        Question::RestWhy(account, ..) => format!("ask:rest-why:{account}"),
        Question::DoNotCall(contact, _) => format!("ask:do-not-call:{contact}"),
        Question::TouchNote(contact, _, kind) => format!("ask:touch:{contact}:{}", kind.key()),
        Question::MovePromise(promise) => format!("ask:promise:{}", promise.id),
        Question::Feed => "ask:feed".to_owned(),
        Question::Words => "ask:words".to_owned(),
        Question::WordsFor(words) => format!("ask:words-for:{words}"),
        Question::AnswerReview(call, review, _) => format!("ask:answer:{call}:{review}"),
        Question::Override { then: AfterOverride::Clock(contact, _) | AfterOverride::Form(contact), .. } => {
            format!("ask:override:{contact}")
        }
        Question::Link(..)
        | Question::OpenLink(_)
        | Question::Pick { .. }
        | Question::Touch(..)
        | Question::Person(..)
        | Question::Whom(..)
        | Question::Whose(..)
        | Question::Days(_)
        | Question::Search
        | Question::UndoOld { .. }
        | Question::Clashes(..)
        | Question::Erase(_)
        | Question::ReplaceFile { .. }
        | Question::GoBack { .. }
        | Question::Caution { .. }
        | Question::Nobody { .. } => return None,
    })
}

impl Prompt {
    /// Returns the key of its draft; `None` for a question that finds or picks.
    pub fn key(&self) -> Option<String> {
        key_of(&self.question)
    }

    /// Returns what is asked.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// Returns the keys of the drafts that end once the answer is in the book: its own, and those of the questions that
    /// led to it.
    pub fn drafts(&self) -> Vec<String> {
        if let Question::Clashes(ClashOf::Change(again), _) = &self.question
            && let Some(drafts) = again.answered_drafts()
        {
            return drafts.to_vec();
        }
        self.earlier.iter().cloned().chain(self.key()).collect()
    }

    /// Returns what is typed and not answered.
    pub fn sketch(&self) -> Option<FormSketch> {
        let key = self.key().filter(|_| self.touched)?;
        let body = serde_json::to_string(&self.form.keep()).ok()?;
        Some(FormSketch { key, title: title(&self.question), body })
    }

    /// Puts back what a draft kept; true if it did. What is typed by now is newer.
    pub fn restore(&mut self, draft: &Draft) -> bool {
        let Ok(kept) = serde_json::from_str::<FormDraft>(&draft.body) else { return false };
        if self.touched || self.key().as_ref() != Some(&draft.key) {
            return false;
        }
        self.form.restore(&kept);
        self.touched = true;
        self.offer();
        true
    }

    /// Forgets what is typed; returns the key of its draft.
    pub fn discard(&mut self) -> Option<String> {
        let key = self.key().filter(|_| self.touched)?;
        let earlier = std::mem::take(&mut self.earlier);
        *self = Prompt::new(self.question.clone()).led_by(earlier);
        Some(key)
    }
}
