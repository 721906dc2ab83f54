//! Keeps what is typed: in the book, or in the state folder where the book cannot take it; and which window types into
//! which form.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::domain::draft::Draft;
use crate::fault::io_says;
use crate::job::typed::{Aside, Claim, Waiting};
use crate::store::{Mode, Store, StoreError};
use crate::tui::message::answer::{Answer, AskedEnd, FailedTask, Saved, TextOf};
use crate::tui::message::command::{Command, DraftCommand};

use super::book::Book;

impl Book {
    /// Carries out a command about what is typed.
    pub(super) fn carry_draft(&mut self, command: DraftCommand, tell: &mut dyn FnMut(Answer)) {
        match command {
            DraftCommand::Keep(draft) => {
                self.keep(draft).into_iter().for_each(&mut *tell);
                self.tell_room(tell);
            }
            DraftCommand::Discard(key) => tell(self.discard(&key)),
            DraftCommand::Claim { key, take_over } => {
                self.claim(key.clone(), take_over).into_iter().for_each(&mut *tell);
                self.laid_beside(&key).into_iter().for_each(tell);
            }
            DraftCommand::Beside { key, path, take } => self.settle_beside(&key, &path, take, tell),
            DraftCommand::Release(key) => {
                if let Some(windows) = &mut self.windows {
                    windows.release(&key);
                }
            }
        }
    }

    fn keep(&mut self, draft: Draft) -> Option<Answer> {
        // Another window has the form by now: its text stands, this one is laid beside it.
        if let Some(since) = self.windows.as_ref().and_then(|windows| windows.taken(&draft.key)) {
            return Some(self.lay_beside(draft, since));
        }
        if self.store()?.is_of_logged(&draft).unwrap_or_default() {
            return Some(self.lay_logged_aside(draft));
        }
        let store = self.store()?;
        match store.save_draft(&draft) {
            Ok(()) => {
                if let Some(aside) = &self.aside {
                    aside.forget(&draft.key);
                }
                Some(Answer::DraftKept(Some(draft.key)))
            }
            Err(error) => Some(self.lay_aside(draft, &error)),
        }
    }

    /// Returns the form that a command saves, where another window took it over, since when.
    pub(super) fn taken_of(&self, command: &Command) -> Option<(String, DateTime<Utc>)> {
        let windows = self.windows.as_ref()?;
        command.ends_drafts().into_iter().find_map(|key| windows.taken(&key).map(|since| (key, since)))
    }

    /// A form that another window took over is not saved from here: its draft would end with it. What is typed here is laid
    /// beside it.
    pub(super) fn refuse_taken(
        &self,
        command: &Command,
        key: String,
        since: DateTime<Utc>,
        tell: &mut dyn FnMut(Answer),
    ) {
        if let Some(drafts) = command.answered_drafts() {
            tell(Answer::Asked { drafts: drafts.to_vec(), end: AskedEnd::Refused });
        }
        tell(Answer::Failed { doing: command.task(), says: "Another window took this form over.".to_owned() });
        tell(Answer::OpenElsewhere { key, since, path: None });
    }

    fn lay_beside(&self, draft: Draft, since: DateTime<Utc>) -> Answer {
        let beside = self.windows.as_ref().map(|windows| windows.id().to_owned());
        match self.aside.as_ref().map(|aside| aside.keep(&draft, beside.as_deref())) {
            Some(Ok(path)) => Answer::OpenElsewhere { key: draft.key, since, path: Some(path.display().to_string()) },
            Some(Err(error)) => {
                let says = format!(
                    "Another window took this form over, and what you typed since could not be kept in the state folder: \
                     {}.",
                    io_says(&error)
                );
                Answer::Unkept { key: draft.key, says }
            }
            None => Answer::OpenElsewhere { key: draft.key, since, path: None },
        }
    }

    /// The call of a log form was logged from another window: what is typed here still waits beside it until it is saved.
    fn lay_logged_aside(&self, draft: Draft) -> Answer {
        let why = "This call was logged from another window; saving shows both.".to_owned();
        let kept = self.aside.as_ref().zip(self.windows.as_ref());
        match kept.map(|(aside, windows)| aside.keep(&draft, Some(windows.id()))) {
            Some(Ok(path)) => {
                Answer::DraftAside { key: draft.key, title: draft.title, path: path.display().to_string(), why }
            }
            Some(Err(error)) => Answer::Unkept { key: draft.key, says: format!("{why} {}.", io_says(&error)) },
            None => Answer::Unkept { key: draft.key, says: why },
        }
    }

    fn lay_aside(&mut self, draft: Draft, error: &StoreError) -> Answer {
        // As it is: it may begin with the name of the book's file.
        let why = format!("Not kept: {}.", error.to_string().trim_end_matches('.'));
        let Some(aside) = &self.aside else { return Answer::Unkept { key: draft.key, says: why } };
        match aside.keep(&draft, None) {
            Ok(path) => {
                let (key, title) = (draft.key.clone(), draft.title.clone());
                let answer = Answer::DraftAside { key, title, path: path.display().to_string(), why };
                if let Some(store) = self.store() {
                    store.lay_aside(draft);
                }
                answer
            }
            Err(other) => {
                let says = format!("{why} Nor could it be kept in the state folder: {}.", io_says(&other));
                Answer::Unkept { key: draft.key, says }
            }
        }
    }

    fn discard(&mut self, key: &str) -> Answer {
        // What another window typed into it since is not this one's to forget.
        if self.windows.as_ref().is_some_and(|windows| windows.taken(key).is_some()) {
            return Answer::DraftKept(Some(key.to_owned()));
        }
        self.forget_aside(&[key.to_owned()]);
        let done = Answer::DraftKept(Some(key.to_owned()));
        let Some(store) = self.store() else { return done };
        match store.discard_draft(key) {
            Ok(()) => done,
            // Nothing of it was in a book that can only be read.
            Err(_) if matches!(store.mode(), Mode::ReadOnly(_)) => done,
            Err(error) => Answer::Failed { doing: FailedTask::KeepingDraft, says: error.to_string() },
        }
    }

    /// Forgets what was laid aside of forms that are saved or discarded, in an earlier window too: older text must not come
    /// back over newer. Returns the keys of those of which something was.
    pub(super) fn forget_aside(&mut self, keys: &[String]) -> Vec<String> {
        let mut forgotten = Vec::new();
        for key in keys {
            let was_held = self.store().is_some_and(|store| store.forget_aside(key));
            let was_written = self.aside.as_ref().is_some_and(|aside| aside.forget(key));
            if let (Some(aside), Some(windows)) = (&self.aside, &self.windows) {
                aside.forget_beside(key, windows.id());
            }
            if was_held || was_written {
                forgotten.push(key.clone());
            }
        }
        forgotten
    }

    fn claim(&mut self, key: String, take_over: bool) -> Option<Answer> {
        let now = self.now().utc();
        match self.windows.as_mut()?.claim(&key, take_over, now) {
            Ok(Claim::Elsewhere(since)) => Some(Answer::OpenElsewhere { key, since, path: None }),
            // Where the state folder cannot be written windows do not know of each other; a form is taken over all the same.
            Ok(Claim::Mine) | Err(_) => {
                let is_back = self.take_from_aside(&key);
                let with = if take_over { TextOf::Taken } else { TextOf::Aside };
                (take_over || is_back).then_some(Answer::OpenHere { key, with })
            }
        }
    }

    /// Returns the first text that was laid beside a form which is this window's now; it waits until somebody chooses.
    fn laid_beside(&mut self, key: &str) -> Option<Answer> {
        if self.windows.as_ref()?.taken(key).is_some() {
            return None;
        }
        let beside = self.aside.as_ref()?.waiting().into_iter().find(|one| one.beside && one.draft.key == key)?;
        let kept = self.store()?.draft(key).ok().flatten();
        Some(Answer::Beside { path: beside.path().to_owned(), draft: beside.draft, kept })
    }

    /// Takes a text that was laid beside a form in the place of what the form holds, or ends it.
    fn settle_beside(&mut self, key: &str, path: &Path, take: bool, tell: &mut dyn FnMut(Answer)) {
        let waiting = self.aside.as_ref().map(Aside::waiting).unwrap_or_default();
        let Some(one) = waiting.into_iter().find(|one| one.path() == path) else { return };
        let now = self.now().utc();
        let Some(store) = self.store() else { return };
        let kept = if take { store.save_draft(&Draft { at: now, ..one.draft.clone() }) } else { Ok(()) };
        if let Err(error) = kept {
            return tell(Answer::Failed { doing: FailedTask::Changing, says: error.to_string() });
        }
        if let Some(aside) = &self.aside {
            aside.end(&one);
        }
        if take {
            tell(Answer::OpenHere { key: key.to_owned(), with: TextOf::Beside });
        }
        self.laid_beside(key).into_iter().for_each(tell);
    }

    /// Takes text of a form that another window laid aside, where it is newer than what is kept of it; true if there was.
    fn take_from_aside(&mut self, key: &str) -> bool {
        let waiting = self.aside.as_ref().map(Aside::waiting).unwrap_or_default();
        let Some(store) = self.store() else { return false };
        let kept = store.draft(key).ok().flatten().map(|draft| draft.at);
        let is_new = |one: &Waiting| one.draft.key == key && !one.beside && kept.is_none_or(|at| at < one.draft.at);
        let Some(one) = waiting.into_iter().rev().find(is_new) else { return false };
        if store.save_draft(&one.draft).is_err() {
            store.lay_aside(one.draft);
        } else if let Some(aside) = &self.aside {
            aside.end(&one);
        }
        true
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
            if !one.beside {
                end(&one);
            }
            continue;
        }
        back += 1;
        match store.save_draft(&one.draft) {
            Ok(()) => end(&one),
            Err(_) => store.lay_aside(one.draft),
        }
    }
    if matches!(store.mode(), Mode::ReadOnly(_)) {
        return None;
    }
    let forms = if back == 1 { "the form it was typed into" } else { "the forms they were typed into" };
    let texts = if back == 1 { "A text".to_owned() } else { format!("{back} texts") };
    let says = format!("{texts} that the book could not take is back: open {forms}.");
    (back > 0)
        .then(|| Answer::Saved(Saved::Other(if back == 1 { says } else { says.replace(" is back", " are back") })))
}
