//! Answers requests from the book: the one file that knows both the app's words and the store.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::clock::Clock;
use crate::domain::call::Running;
use crate::domain::edit::replaced_words;
use crate::domain::ids::{AccountId, ContactId};
use crate::domain::import::options::Import;
use crate::job;
use crate::job::import::Proceed;
use crate::job::session::Session;
use crate::store::{Mode, Store, StoreError};
use crate::tui::message::effect::{Request, WatchRequest};
use crate::tui::message::msg::{Answer, FailedTask, InboxAnswer, OpenedBook, Saved};
use crate::tui::widgets::list::WINDOW;

use super::{import_preview, inbox, merge};

use super::call_sheet;
use super::feeds;

use super::campaign;

/// The setting that keeps the rep's own words a minute.
const WPM: &str = "wpm";

/// What is told of measured strengths before the book is read.
const NOTHING_MEASURED: InboxAnswer = InboxAnswer::Measured(Vec::new());

/// The setting that keeps the call that is going on.
const CLOCK: &str = "ui.clock";

/// Hits that a search over everything shows.
const HITS: usize = 40;

/// An open book, or the way to one.
pub struct Book {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    store: Option<Store>,
    seat: Session,
    sample: bool,
    version: i64,
    measured: InboxAnswer,
    scratch: Option<job::demo::Scratch>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Book {
    /// A book that is opened by the first [`Request::Open`].
    pub fn at(path: &Path, clock: Arc<dyn Clock>, seat: Session, sample: bool) -> Book {
        Book {
            path: path.to_owned(),
            clock,
            store: None,
            seat,
            sample,
            version: 0,
            measured: NOTHING_MEASURED,
            scratch: None,
        }
    }

    /// A book that is open already.
    pub fn of(store: Store, clock: Arc<dyn Clock>) -> Book {
        Book {
            path: store.path().to_owned(),
            clock,
            store: Some(store),
            seat: Session::default(),
            sample: false,
            version: 0,
            measured: NOTHING_MEASURED,
            scratch: None,
        }
    }

    /// The store, where the book is open.
    pub fn store(&mut self) -> Option<&mut Store> {
        self.store.as_mut()
    }

    /// Where the book is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same by other settings.
    pub fn with_session(self, seat: Session) -> Book {
        Book { seat, ..self }
    }

    /// How feeds are fetched.
    pub(super) fn terms(&self) -> crate::exchange::feed::http::FetchTerms {
        job::feeds::terms(self.seat.feeds())
    }

    /// True if another program changed the book since the last look.
    pub fn changed_elsewhere(&mut self) -> bool {
        let Some(version) = self.store.as_ref().and_then(|store| store.data_version().ok()) else { return false };
        std::mem::replace(&mut self.version, version) != version
    }

    /// Carries out a request; `tell` takes every answer.
    pub fn carry(&mut self, request: Request, cancel: &AtomicBool, tell: &mut dyn FnMut(Answer)) {
        match request {
            Request::Open { create } => self.open(create, tell),
            Request::OpenSample => self.open_sample(tell),
            Request::CancelImport => cancel.store(true, Ordering::SeqCst),
            Request::Import(import) => self.import(&import, cancel, tell),
            Request::Fetch(which) => {
                let terms = self.terms();
                if let Some(store) = self.store.as_mut() {
                    feeds::fetch(store, which, &terms, cancel, tell);
                    tell(Answer::Changed);
                }
            }
            request => self.ask(request, tell),
        }
    }

    fn open(&mut self, create: bool, tell: &mut dyn FnMut(Answer)) {
        if let Some(store) = &self.store {
            tell(Answer::Opened(opened(store, self.sample)));
            return inbox::strengths_answer(store, &mut self.measured).into_iter().for_each(tell);
        }
        if !create && !self.path.exists() {
            return match self.path.parent() {
                Some(folder) if self.named_folder_is_missing(folder) => {
                    tell(Answer::Unusable(format!(
                        "There is no folder {}. Make it, or name another file with --book.",
                        folder.display()
                    )));
                }
                _there => tell(Answer::NoBook(self.path.display().to_string())),
            };
        }
        let clock = Arc::clone(&self.clock);
        let store = if create && !self.path.exists() {
            Store::create(&self.path, clock)
        } else {
            Store::open(&self.path, clock)
        };
        match store {
            Ok(store) => self.take(store, tell),
            Err(error) => tell(Answer::Unusable(error.to_string())),
        }
    }

    /// The data directory of the platform is made when needed; a folder that a person named must be there.
    fn named_folder_is_missing(&self, folder: &Path) -> bool {
        let own = crate::config::Paths::of_this_user().is_some_and(|places| places.book == self.path);
        !own && !folder.as_os_str().is_empty() && !folder.exists()
    }

    fn open_sample(&mut self, tell: &mut dyn FnMut(Answer)) {
        let made = job::demo::Scratch::new(self.clock.as_ref()).and_then(|scratch| {
            let path = scratch.book();
            let mut store = Store::create(&path, Arc::clone(&self.clock))?;
            job::demo::build(&mut store, self.clock.now())?;
            Ok((scratch, path, store))
        });
        match made {
            Ok((scratch, path, store)) => {
                self.scratch = Some(scratch);
                self.path = path;
                self.sample = true;
                self.take(store, tell);
            }
            Err(error) => tell(Answer::Unusable(format!("The sample book could not be made: {error:#}"))),
        }
    }

    fn take(&mut self, mut store: Store, tell: &mut dyn FnMut(Answer)) {
        if let Err(error) = self.seat.take(&mut store) {
            return tell(Answer::Unusable(format!("{error:#}")));
        }
        self.version = store.data_version().unwrap_or(0);
        tell(Answer::Opened(opened(&store, self.sample)));
        inbox::strengths_answer(&store, &mut self.measured).into_iter().for_each(&mut *tell);
        self.store = Some(store);
    }

    fn ask(&mut self, request: Request, tell: &mut dyn FnMut(Answer)) {
        let doing = doing(&request);
        let changes = doing != FailedTask::Reading && doing != FailedTask::KeepingDraft;
        let now = self.clock.now();
        let Some(store) = self.store.as_mut() else { return };
        match answer(store, request, now) {
            Ok(answer) => {
                tell(answer);
                if changes {
                    inbox::strengths_answer(store, &mut self.measured).into_iter().for_each(&mut *tell);
                    tell(Answer::Changed);
                }
            }
            Err(error) => tell(Answer::Failed { doing, says: error.to_string() }),
        }
    }

    fn import(&mut self, import: &Import, cancel: &AtomicBool, tell: &mut dyn FnMut(Answer)) {
        let Some(store) = self.store.as_mut() else { return };
        import_into(store, import, cancel, tell);
        if !import.dry_run {
            tell(Answer::Changed);
        }
    }
}

/// Runs an import on a store, telling progress; a cancelled one leaves nothing.
pub(super) fn import_into(store: &mut Store, import: &Import, cancel: &AtomicBool, tell: &mut dyn FnMut(Answer)) {
    let import = &import_preview::with_full_paths(import);
    if merge::is_shared(&import.path) {
        return merge::merge(store, import, tell);
    }
    cancel.store(false, Ordering::SeqCst);
    let done = job::import::run(store, import, &mut |progress| {
        tell(Answer::Progress(progress));
        if cancel.load(Ordering::SeqCst) { Proceed::Cancel } else { Proceed::Go }
    });
    match done {
        Ok(report) => tell(Answer::Imported(Box::new(report))),
        Err(error) => tell(Answer::Failed { doing: FailedTask::Importing, says: format!("{error:#}") }),
    }
}

fn opened(store: &Store, sample: bool) -> OpenedBook {
    let read_only = match store.mode() {
        Mode::Writable => None,
        Mode::ReadOnly(why) => Some(why.clone()),
    };
    let wpm = store.setting(WPM).ok().flatten().and_then(|text| text.parse().ok());
    let running = store.setting(CLOCK).ok().flatten().and_then(|text| serde_json::from_str(&text).ok());
    OpenedBook { path: store.path().display().to_string(), read_only, wpm, running, sample }
}

/// True if a request cannot be carried out beside a running import: another import, and undo, which would not know it.
pub(super) fn waits_for_an_import(request: &Request) -> bool {
    matches!(request, Request::Import(_) | Request::Fetch(_) | Request::Undo | Request::Redo)
}

/// What a request is about, for the sentence when it fails.
pub(super) fn doing(request: &Request) -> FailedTask {
    match request {
        Request::SaveDraft(_) | Request::DiscardDraft(_) | Request::KeepClock(_) => FailedTask::KeepingDraft,
        Request::SavePlan(_)
        | Request::SaveAccount(_)
        | Request::SaveContact(_)
        | Request::SaveTrigger(_)
        | Request::LogCall(_)
        | Request::AmendCall(_) => FailedTask::SavingForm,
        Request::SetStatus(..)
        | Request::Link(..)
        | Request::SetDoNotCall(..)
        | Request::Rest(..)
        | Request::Archive(..)
        | Request::KeepPromise(_)
        | Request::SetWpm(_)
        | Request::Undo
        | Request::Redo => FailedTask::Changing,
        Request::Inbox(request) if request.changes() => FailedTask::Changing,
        Request::Import(_) | Request::CancelImport | Request::Fetch(_) => FailedTask::Importing,
        Request::Watching(WatchRequest::List) => FailedTask::Reading,
        Request::Watching(_) => FailedTask::Changing,
        Request::Campaign(asked) => campaign::doing(asked),
        Request::Review(asked) => super::review::doing(asked),
        Request::Twins(asked) => super::duplicates::doing(*asked),
        Request::Open { .. }
        | Request::OpenSample
        | Request::Today { .. }
        | Request::Accounts(_)
        | Request::Account(..)
        | Request::Find(_)
        | Request::Search(_)
        | Request::Triggers(_)
        | Request::Trigger(_)
        | Request::TriggerForm(_)
        | Request::Calls(_)
        | Request::Call(_)
        | Request::Overridden { .. }
        | Request::Plan(_)
        | Request::LogStart(_)
        | Request::AmendStart(_)
        | Request::Draft(_)
        | Request::Pick(_)
        | Request::Scoring(_)
        | Request::Sheet(_)
        | Request::Inbox(_) => FailedTask::Reading,
        Request::Importing(asked) => super::import_preview::doing(asked),
    }
}

type AnswerResult = Result<Answer, StoreError>;

fn answer(store: &mut Store, request: Request, now: crate::clock::Moment) -> AnswerResult {
    Ok(match request {
        Request::Today { offset } => Answer::Today(Box::new(store.today(now, offset, WINDOW)?)),
        Request::Accounts(query) => {
            let window = store.accounts(&query, now)?;
            Answer::Accounts(query, window)
        }
        Request::Account(id, named) => Answer::Account(id, store.account_file_with(id, named, now)?.map(Box::new)),
        Request::Search(text) => {
            let hits = store.search(&text, HITS)?;
            Answer::Hits(text, hits)
        }
        Request::Find(text) => {
            let found = store.find_account(&text)?;
            Answer::Found(text, found)
        }
        Request::Inbox(request) => return inbox::answer(store, request, now),
        Request::Triggers(query) => {
            let window = store.triggers(&query, now)?;
            Answer::Triggers(query, window)
        }
        Request::Trigger(id) | Request::TriggerForm(id) => {
            Answer::Trigger(id, store.trigger_file(id, now)?.map(Box::new))
        }
        Request::Calls(query) => {
            let window = store.calls(&query)?;
            Answer::Calls(query, window)
        }
        Request::Call(id) => Answer::Call(id, store.call_file(id, now)?.map(Box::new)),
        Request::Overridden { offset } => super::guards::list_overridden(store, offset)?,
        Request::Twins(asked) => return super::duplicates::answer(store, asked),
        Request::Plan(contact) => Answer::Plan(contact, Box::new(store.plan_file(contact, now)?)),
        Request::LogStart(contact) => Answer::LogStart(contact, Box::new(store.log_start(contact, now)?)),
        Request::AmendStart(call) => Answer::AmendStart(call, Box::new(store.amend_start(call, now)?)),
        Request::Draft(key) => {
            let draft = store.draft(&key)?;
            Answer::Draft(key, draft)
        }
        Request::Scoring(asked) => return super::scorecard::answer(store, &asked, now),
        Request::Watching(asked) => return feeds::answer(store, asked),
        Request::Pick(start) => return campaign::pick(store, start),
        Request::Campaign(asked) => return campaign::answer(store, asked, now),
        Request::Sheet(asked) => return call_sheet::answer(store, asked, now),
        Request::Review(asked) => return super::review::answer(store, asked, now),
        Request::Importing(asked) => return super::import_preview::answer(store, asked),
        change => return change_book(store, change),
    })
}

fn change_book(store: &mut Store, change: Request) -> AnswerResult {
    Ok(match change {
        Request::SaveDraft(draft) => {
            store.save_draft(&draft)?;
            Answer::DraftKept
        }
        Request::DiscardDraft(key) => {
            store.discard_draft(&key)?;
            Answer::DraftKept
        }
        Request::SavePlan(edit) => {
            let replaced = store.edit_plan(&edit)?;
            Answer::Saved(Saved::Plan(edit.typed.contact_id, replaced))
        }
        Request::LogCall(call) => logged_answer(store.log_call(&call)?),
        Request::AmendCall(edit) => amended(&store.edit_call(&edit)?),
        Request::SaveAccount(edit) => {
            let edited = store.edit_account(&edit)?;
            saved_form(Some(edited.id), &format!("{} saved.", edit.typed.name), &edited.replaced)
        }
        Request::SaveContact(edit) => {
            let edited = store.edit_contact(&edit)?;
            saved_form(Some(edit.typed.account_id), &format!("{} saved.", edit.typed.name), &edited.replaced)
        }
        Request::SaveTrigger(edit) => {
            let edited = store.edit_trigger(&edit)?;
            let trigger = &edit.typed;
            saved_form(trigger.accounts.first().copied(), trigger_saved(&trigger.status), &edited.replaced)
        }
        Request::SetStatus(ids, status) => {
            store.set_status(&ids, &status)?;
            let count = if ids.len() == 1 { String::new() } else { format!(", {} triggers", ids.len()) };
            saved_answer(format!("{}{count}. u takes it back.", status_words(&status)))
        }
        Request::Link(trigger, account, on) => {
            store.link(trigger, account, on)?;
            saved_answer(if on { "Linked. a keeps the trigger." } else { "Unlinked." })
        }
        Request::SetDoNotCall(contact, why) => do_not_call(store, contact, why)?,
        Request::Rest(id, rest) => super::guards::set_rest(store, id, rest.as_ref())?,
        Request::Archive(id, archived) => {
            store.archive_account(id, archived)?;
            saved_answer("Archived. u brings it back.")
        }
        Request::KeepPromise(kept) => {
            store.keep_promise(kept.promise, Some(kept.on)).map(|()| saved_answer("Kept. u takes it back."))?
        }
        Request::KeepClock(running) => {
            store.set_setting(CLOCK, &encode_running(running.as_ref()))?;
            Answer::DraftKept
        }
        Request::SetWpm(wpm) => {
            store.set_setting(WPM, &wpm.to_string())?;
            saved_answer("")
        }
        Request::Undo => undo_answer("Undone", "There is nothing to undo.", store.undo()?),
        Request::Redo => undo_answer("Redone", "There is nothing to redo.", store.redo()?),
        other => unreachable_question(&other),
    })
}

fn do_not_call(store: &mut Store, contact: ContactId, why: Option<String>) -> AnswerResult {
    let says = if why.is_some() { "Marked do-not-call. u takes it back." } else { "Cleared do-not-call." };
    store.set_do_not_call(contact, why)?;
    Ok(saved_answer(says))
}

/// Questions were answered before; nothing is lost if one comes here.
fn unreachable_question(request: &Request) -> Answer {
    Answer::Failed { doing: FailedTask::Reading, says: format!("{request:?} is a question, not a change") }
}

fn saved_answer(says: impl Into<String>) -> Answer {
    Answer::Saved(Saved::Other(says.into()))
}

fn logged_answer(logged: crate::store::LogResult) -> Answer {
    Answer::Saved(Saved::Call { already: logged.already, line: logged.line })
}

fn amended(logged: &crate::store::LogResult) -> Answer {
    let says = if logged.already {
        "Amended already: nothing was doubled.".to_string()
    } else {
        format!("Amended. The first value stays beside it.{}", replaced_words(&logged.replaced))
    };
    Answer::Saved(Saved::Amended(says))
}

fn undo_answer(verb: &str, nothing: &str, done: Option<crate::store::UndoResult>) -> Answer {
    Answer::Undone(match done {
        None => nothing.to_string(),
        Some(crate::store::UndoResult { label, refused: None }) => format!("{verb}: {label}."),
        Some(crate::store::UndoResult { label, refused: Some(why) }) => {
            format!("Not {}: {label}. {why}", verb.to_lowercase())
        }
    })
}

/// The call that is going on as its setting keeps it; empty for none.
fn encode_running(running: Option<&Running>) -> String {
    running.and_then(|running| serde_json::to_string(running).ok()).unwrap_or_default()
}

/// A form is saved; where it wrote over another change, it says so.
fn saved_form(account: Option<AccountId>, says: &str, replaced: &[&str]) -> Answer {
    Answer::Saved(Saved::Form { account, says: format!("{says}{}", replaced_words(replaced)) })
}

/// Where a trigger from a form is now.
fn trigger_saved(status: &crate::domain::trigger::Status) -> &'static str {
    use crate::domain::trigger::Status;
    match status {
        Status::Kept => "Trigger saved and kept: it counts from now on.",
        Status::Inbox => "Trigger saved. It waits in the inbox.",
        Status::Snoozed(_) | Status::Rejected(_) | Status::Merged(_) => "Trigger saved.",
    }
}

fn status_words(status: &crate::domain::trigger::Status) -> &'static str {
    use crate::domain::trigger::Status;
    match status {
        Status::Inbox => "Back in the inbox",
        Status::Kept => "Kept",
        Status::Rejected(_) => "Rejected",
        Status::Snoozed(_) => "Snoozed",
        Status::Merged(_) => "Merged",
    }
}
