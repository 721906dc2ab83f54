//! Keeps what is typed: in the book, or in the state folder where the book cannot take it; and which window types into
//! which form.

use chrono::{DateTime, Utc};

use crate::domain::draft::Draft;
use crate::job::typed::{Claim, Waiting};
use crate::store::{Mode, Store, StoreError};
use crate::tui::message::answer::{Answer, FailedTask, Saved};
use crate::tui::message::command::DraftCommand;

use super::book::Book;

impl Book {
    /// Carries out a command about what is typed.
    pub(super) fn carry_draft(&mut self, command: DraftCommand, tell: &mut dyn FnMut(Answer)) {
        match command {
            DraftCommand::Keep(draft) => {
                let answer = self.keep(draft);
                answer.into_iter().for_each(tell);
            }
            DraftCommand::Discard(key) => tell(self.discard(&key)),
            DraftCommand::Claim { key, take_over } => self.claim(key, take_over).into_iter().for_each(tell),
            DraftCommand::Release(key) => {
                if let Some(windows) = &self.windows {
                    windows.release(&key);
                }
            }
        }
    }

    fn keep(&mut self, draft: Draft) -> Option<Answer> {
        // Another window has the form by now: its text stands, this one is laid beside it.
        if let Some(since) = self.windows.as_ref().and_then(|windows| windows.taken(&draft.key)) {
            let beside = self.windows.as_ref().map(|windows| windows.id().to_owned());
            let path = self.aside.as_ref().and_then(|aside| aside.keep(&draft, beside.as_deref()).ok());
            let path = path.map(|path| path.display().to_string());
            return Some(Answer::OpenElsewhere { key: draft.key, since, path });
        }
        let store = self.store()?;
        match store.save_draft(&draft) {
            Ok(()) => {
                if let Some(aside) = &self.aside {
                    aside.forget(&draft.key);
                }
                Some(Answer::DraftKept)
            }
            Err(error) => Some(self.lay_aside(draft, &error)),
        }
    }

    fn lay_aside(&mut self, draft: Draft, error: &StoreError) -> Answer {
        let why = format!("{}.", error.to_string().trim_end_matches('.'));
        let Some(aside) = &self.aside else { return Answer::Failed { doing: FailedTask::KeepingDraft, says: why } };
        match aside.keep(&draft, None) {
            Ok(path) => {
                let answer = Answer::DraftAside { title: draft.title.clone(), path: path.display().to_string(), why };
                if let Some(store) = self.store() {
                    store.lay_aside(draft);
                }
                answer
            }
            Err(other) => {
                let says = format!("{why} Nor could it be kept in the state folder: {other}.");
                Answer::Failed { doing: FailedTask::KeepingDraft, says }
            }
        }
    }

    fn discard(&mut self, key: &str) -> Answer {
        self.forget_aside(&[key.to_owned()]);
        let Some(store) = self.store() else { return Answer::DraftKept };
        match store.discard_draft(key) {
            Ok(()) => Answer::DraftKept,
            // Nothing of it was in a book that can only be read.
            Err(_) if matches!(store.mode(), Mode::ReadOnly(_)) => Answer::DraftKept,
            Err(error) => Answer::Failed { doing: FailedTask::KeepingDraft, says: error.to_string() },
        }
    }

    /// Forgets what was laid aside of forms that are saved or discarded.
    pub(super) fn forget_aside(&mut self, keys: &[String]) {
        for key in keys {
            let was_aside = self.store().is_some_and(|store| store.forget_aside(key));
            if let Some(aside) = self.aside.as_ref().filter(|_| was_aside) {
                aside.forget(key);
            }
        }
    }

    fn claim(&mut self, key: String, take_over: bool) -> Option<Answer> {
        let now = self.now().utc();
        match self.windows.as_ref()?.claim(&key, take_over, now) {
            Ok(Claim::Elsewhere(since)) => Some(Answer::OpenElsewhere { key, since, path: None }),
            Ok(Claim::Mine) => take_over.then_some(Answer::OpenHere(key)),
            // Without a state folder windows do not know of each other, as before.
            Err(_) => None,
        }
    }
}

/// Brings text back that the book could not take before; what it still cannot take is found while it is open. Returns
/// what to say of it.
pub(super) fn bring_back(store: &mut Store, waiting: Vec<Waiting>, end: impl Fn(&Waiting)) -> Option<Answer> {
    let mut back = 0;
    for one in waiting {
        if store.is_of_erased(&one.draft).unwrap_or_default() {
            end(&one);
            continue;
        }
        let stands: Option<DateTime<Utc>> = store.draft(&one.draft.key).ok().flatten().map(|draft| draft.at);
        let is_old = stands.is_some_and(|at| one.beside || at >= one.draft.at);
        if is_old {
            continue;
        }
        back += 1;
        match store.save_draft(&one.draft) {
            Ok(()) => end(&one),
            Err(_) => store.lay_aside(one.draft),
        }
    }
    let forms = if back == 1 { "the form it was typed into" } else { "the forms they were typed into" };
    let texts = if back == 1 { "A text".to_owned() } else { format!("{back} texts") };
    let says = format!("{texts} that the book could not take is back: open {forms}.");
    (back > 0)
        .then(|| Answer::Saved(Saved::Other(if back == 1 { says } else { says.replace(" is back", " are back") })))
}
