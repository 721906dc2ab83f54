//! Carries out every command.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::clock::Moment;
use crate::domain::account::profile::RuleEdit;
use crate::domain::edit::{Edit, Edited};
use crate::domain::plan::Plan;
use crate::domain::query::{ViewsChange, WhoEdit};
use crate::domain::text::capital;
use crate::store::{Store, StoreError, UndoResult};
use crate::tui::message::answer::{Answer, AskedEnd, ChangedRow, FailedTask, Saved};
use crate::tui::message::command::{Command, UndoConsent};

use super::accounts::saved_form;
use super::book::{Book, WPM};
use super::{accounts, calls, campaign, feeds, files, imports, review, triggers};

/// What a change came to.
pub(super) type ChangeResult = Result<Answer, StoreError>;

impl Book {
    /// Carries out a command; `tell` takes every answer.
    pub fn carry(&mut self, command: Command, cancel: &Arc<AtomicBool>, tell: &mut dyn FnMut(Answer)) {
        if let Some((key, since)) = self.taken_of(&command) {
            return self.refuse_taken(&command, key, since, tell);
        }
        let about = Work { task: command.task(), changes: command.changes_the_book(), ends: command.ends_drafts() };
        match command {
            Command::Asked { drafts, command } => self.carry_asked(&drafts, *command, cancel, tell),
            Command::Open { create } => self.open(create, tell),
            Command::OpenSample { tour } => self.open_sample(tour, tell),
            Command::LeaveSample => self.leave_sample(tell),
            Command::BackUp => self.back_up_now(tell),
            Command::Restore(number) => self.restore(number, tell),
            Command::CancelImport => cancel.store(true, Ordering::SeqCst),
            // What is looked at on this thread was looked at before this was said.
            Command::StopLooking => {}
            Command::Import(import) => self.import(&import, cancel, tell),
            Command::Fetch(which) => self.fetch(which, cancel, tell),
            Command::Draft(what) => self.carry_draft(what, tell),
            Command::Account(what) => {
                let aside = self.aside.clone();
                self.change(&about, tell, |store, _| accounts::carry(store, what, aside.as_ref()));
            }
            Command::Trigger(what) => self.change(&about, tell, |store, _| triggers::carry(store, what)),
            Command::SavePlan(edit) => self.change(&about, tell, |store, _| save_plan(store, &edit)),
            Command::EditProfile(edit) => self.change(&about, tell, |store, _| edit_profile(store, &edit)),
            Command::SetWho(edit) => self.change(&about, tell, |store, _| set_who(store, &edit)),
            Command::SetWpm(wpm) => self.change(&about, tell, |store, _| set_wpm(store, wpm)),
            Command::KeepViews(change) => self.change(&about, tell, |store, _| keep_views(store, &change)),
            Command::Call(what) => self.change(&about, tell, |store, _| calls::carry(store, what)),
            Command::Review(what) => self.change(&about, tell, |store, now| review::carry(store, what, now)),
            Command::Campaign(what) => self.change(&about, tell, |store, _| campaign::carry(store, what)),
            Command::Feed(what) => self.change(&about, tell, |store, _| feeds::carry(store, what)),
            Command::DecideDuplicate { pair, decision, second } => {
                self.change(&about, tell, |store, _| Ok(undoable_answer(&store.decide_twin(pair, decision, second)?)));
            }
            Command::KeepPreset(preset) => self.change(&about, tell, |store, _| imports::keep_preset(store, &preset)),
            Command::WriteFile { what, replace } => {
                self.change(&about, tell, |store, now| files::write(store, what, replace, now));
            }
            Command::Undo(consent) => self.change(&about, tell, |store, _| undo(store, &consent)),
            Command::Redo => self.change(&about, tell, |store, _| redo(store)),
        }
    }

    /// Carries out the answer to a question, and tells first what became of it.
    fn carry_asked(
        &mut self,
        drafts: &[String],
        command: Command,
        cancel: &Arc<AtomicBool>,
        tell: &mut dyn FnMut(Answer),
    ) {
        let mut is_open = true;
        self.carry(command, cancel, &mut |mut answer| {
            if let Some(end) = asked_end(&answer)
                && std::mem::take(&mut is_open)
            {
                tell(Answer::Asked { drafts: drafts.to_vec(), end });
            }
            // Setting it over the other is an answer to the same question.
            if let Answer::Meanwhile(ChangedRow::Value { again, .. }) = &mut answer {
                **again = Command::Asked { drafts: drafts.to_vec(), command: again.clone() };
            }
            tell(answer);
        });
    }

    fn change(
        &mut self,
        about: &Work,
        tell: &mut dyn FnMut(Answer),
        work: impl FnOnce(&mut Store, Moment) -> ChangeResult,
    ) {
        let now = self.now();
        let Some(store) = self.store() else { return };
        match work(store, now) {
            Ok(answer) => {
                let met = matches!(answer, Answer::Meanwhile(_));
                let ended = if met { Vec::new() } else { self.forget_aside(&about.ends) };
                tell(answer);
                ended.into_iter().for_each(|key| tell(Answer::DraftKept(Some(key))));
                if about.changes {
                    self.tell_strengths(tell);
                    tell(Answer::Changed);
                }
            }
            Err(error) => self.tell_failed(about.task, &error, tell),
        }
        self.tell_room(tell);
    }
}

/// What an answer says of the question that was answered; `None` for one that says nothing of it.
#[expect(clippy::wildcard_enum_match_arm, reason = "few answers are about a change")]
fn asked_end(answer: &Answer) -> Option<AskedEnd> {
    match answer {
        Answer::Saved(_) => Some(AskedEnd::Done),
        Answer::Meanwhile(_) => Some(AskedEnd::Met),
        Answer::Failed { .. } => Some(AskedEnd::Refused),
        _other => None,
    }
}

/// What is said, and asked again, once a command was carried out.
#[derive(Clone)]
struct Work {
    task: FailedTask,
    changes: bool,
    /// Keys of the drafts that end with it.
    ends: Vec<String>,
}

/// A change that says no more than these words.
pub(super) fn saved_answer(says: impl Into<String>) -> Answer {
    Answer::Saved(Saved::Other(says.into()))
}

/// The same, where the store gives the words without a capital and a full stop, for a change that undo takes back.
pub(super) fn undoable_answer(says: &str) -> Answer {
    saved_answer(format!("{}. u takes it back.", capital(says)))
}

fn save_plan(store: &mut Store, edit: &Edit<Plan>) -> ChangeResult {
    Ok(match store.edit_plan(edit)? {
        Edited::Saved(()) => Answer::Saved(Saved::Plan(edit.typed.contact_id)),
        Edited::Meanwhile(met) => Answer::Meanwhile(ChangedRow::Plan(met)),
    })
}

fn set_wpm(store: &mut Store, wpm: u16) -> ChangeResult {
    store.set_setting(WPM, &wpm.to_string())?;
    Ok(saved_answer(""))
}

fn edit_profile(store: &mut Store, edit: &RuleEdit) -> ChangeResult {
    store.edit_profile(edit)?;
    Ok(saved_form(None, None, "Changed the profile. u takes it back.".to_owned()))
}

fn set_who(store: &mut Store, edit: &WhoEdit) -> ChangeResult {
    if let Edited::Meanwhile(met) = store.edit_who_calls(edit)? {
        return Ok(Answer::Meanwhile(ChangedRow::Who(*met.stands)));
    }
    Ok(Answer::Saved(Saved::Who(match edit.changed_parts() {
        ("", "") => String::new(),
        ("", company) => format!("Your company is {company}."),
        (name, "") => format!("Your calls stand under {name} from now on, those logged before too."),
        (name, company) => format!("Your calls stand under {name} of {company} from now on, those logged before too."),
    })))
}

fn keep_views(store: &mut Store, change: &ViewsChange) -> ChangeResult {
    store.keep_views(change)?;
    Ok(undoable_answer("the views of Today are kept"))
}

fn undo(store: &mut Store, consent: &UndoConsent) -> ChangeResult {
    if let Some(last) = store.last_change()? {
        match consent {
            UndoConsent::Since(opened) if last.at < opened.utc() => return Ok(Answer::OldChange(last)),
            UndoConsent::This(asked) if last != *asked => {
                return Ok(Answer::Undone("Something else was changed meanwhile; u asks again.".into()));
            }
            UndoConsent::Since(_) | UndoConsent::This(_) => {}
        }
    }
    Ok(undo_answer("Undone", "There is nothing to undo.", store.undo()?))
}

fn redo(store: &mut Store) -> ChangeResult {
    Ok(undo_answer("Redone", "There is nothing to redo.", store.redo()?))
}

fn undo_answer(verb: &str, nothing: &str, done: Option<UndoResult>) -> Answer {
    Answer::Undone(match done {
        None => nothing.to_string(),
        Some(UndoResult { label, refused: None }) => format!("{verb}: {label}."),
        Some(UndoResult { label, refused: Some(why) }) => format!("Not {}: {label}. {why}", verb.to_lowercase()),
    })
}
