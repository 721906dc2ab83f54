//! Answers the queries and carries out the commands of the screens: a store thread, a job thread for imports, and one
//! thread for each look at a file.
//!
//! The screen thread only sends and receives; it never waits for the disk.

mod accounts;
mod backups;
mod book;
mod calls;
mod campaign;
mod commands;
mod feeds;
mod files;
mod imports;
mod inline;
mod queries;
mod review;
mod triggers;
mod typed;

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Clock;
use crate::domain::ids::FeedId;
use crate::domain::import::options::Import;
use crate::exchange::budget::Limits;
use crate::store::Store;

use super::message::answer::{Answer, AskedEnd, FailedTask};
use super::message::command::Command;
use super::message::query::Query;
use backups::{BackupThread, BackupWish};

pub use book::Book;
pub use inline::Inline;

/// How often another window's changes are looked for. Two seconds are promised.
const LOOK_AROUND: Duration = Duration::from_millis(1_500);

/// How soon changes that waited for an import are tried again.
const WRITE_AGAIN: Duration = Duration::from_millis(50);

/// What is said of a panic on this side.
const FAULT: &str = "That hit a bug in whynow and changed nothing. Please report what you did.";

/// What is said where the machine has no thread left.
const NO_THREAD: &str = "The file was not looked at: this machine has no room for it now. Try again.";

/// What the store thread is asked or told.
#[derive(Debug)]
enum Request {
    Ask(Query),
    Do(Command),
}

/// The store thread, seen from the screen.
#[derive(Debug)]
pub struct Runtime {
    requests: Sender<Request>,
    answers: Receiver<Answer>,
    cancel: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Runtime {
    /// Starts the thread; `wake` is called after every answer, so that the screen need not look.
    pub fn start(book: Book, clock: Arc<dyn Clock>, wake: impl Fn() + Send + Sync + 'static) -> Runtime {
        let (requests, inbox) = channel();
        let (outbox, answers) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let desk = StoreThread { outbox, wake: Arc::new(wake), cancel: Arc::clone(&cancel), clock };
        let thread = std::thread::Builder::new().name("store".into()).spawn(move || desk.serve(book, &inbox)).ok();
        Runtime { requests, answers, cancel, thread }
    }

    /// Sends a query.
    pub fn ask(&self, query: Query) {
        self.send(Request::Ask(query));
    }

    /// Sends a command.
    pub fn order(&self, command: Command) {
        // In the queue it would stand behind the import that it is to stop.
        if command == Command::CancelImport {
            self.cancel.store(true, Ordering::SeqCst);
            return;
        }
        self.send(Request::Do(command));
    }

    fn send(&self, request: Request) {
        // A store thread that is gone cannot be told; the next answer will not come either.
        drop(self.requests.send(request));
    }

    /// The next answer, where there is one.
    pub fn answer(&self) -> Option<Answer> {
        self.answers.try_recv().ok()
    }

    /// Ends: what was sent is still carried out, a running import is cancelled. Waits at most
    /// `patience`; returns the last answers.
    pub fn finish(mut self, patience: Duration) -> Vec<Answer> {
        self.cancel.store(true, Ordering::SeqCst);
        let Some(thread) = self.thread.take() else { return Vec::new() };
        drop(self.requests);
        let (done, ended) = channel::<()>();
        let waiter = std::thread::Builder::new().name("end".into()).spawn(move || {
            let joined = thread.join();
            drop((joined, done));
        });
        if waiter.is_ok() {
            // Disconnected means joined; a time-out means that the disk hangs, and the terminal must not.
            let _ended: Result<(), _> = ended.recv_timeout(patience);
        }
        self.answers.try_iter().collect()
    }
}

/// The handles of the store thread beside the book.
#[derive(Clone)]
struct StoreThread {
    outbox: Sender<Answer>,
    wake: Arc<dyn Fn() + Send + Sync>,
    cancel: Arc<AtomicBool>,
    clock: Arc<dyn Clock>,
}

impl StoreThread {
    fn tell(&self, answer: Answer) {
        if self.outbox.send(answer).is_ok() {
            (self.wake)();
        }
    }

    fn serve(&self, mut book: Book, inbox: &Receiver<Request>) {
        let mut queue = VecDeque::new();
        let mut importing: Option<JoinHandle<()>> = None;
        let (mut backing_up, mut by_hand): (Option<BackupThread>, Option<BackupThread>) = (None, None);
        let mut looking = FileLook::default();
        loop {
            if queue.is_empty() {
                match inbox.recv_timeout(LOOK_AROUND) {
                    Ok(request) => queue.push_back(request),
                    Err(RecvTimeoutError::Timeout) => {
                        book.write_again(&mut |answer| self.tell(answer));
                        if book.changed_elsewhere() {
                            self.tell(Answer::Changed);
                        }
                        // Only now: the first screens are drawn, and nobody is waiting for the disk.
                        self.back_up(&book, &mut backing_up);
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                }
            }
            drain(inbox, &mut queue);
            if importing.as_ref().is_some_and(JoinHandle::is_finished) {
                importing = None;
            }
            let Some(request) = next(&mut queue, importing.is_some()) else {
                std::thread::sleep(WRITE_AGAIN);
                continue;
            };
            match request {
                Request::Do(Command::Import(import)) if importing.is_none() => {
                    importing = self.import(&book, *import);
                }
                Request::Do(Command::Fetch(which)) if importing.is_none() => {
                    importing = self.fetch(&book, which);
                }
                Request::Do(Command::BackUp) => by_hand = Some(self.back_up_now(&book)),
                Request::Do(Command::StopLooking) => looking = FileLook::default(),
                Request::Ask(Query::Columns(import)) => looking = self.look(&book, import),
                Request::Ask(Query::CompletePath(typed)) => self.aside(move || Some(imports::complete(typed))),
                Request::Do(command) => {
                    let (task, asked) = (command.task(), command.answered_drafts().map(<[String]>::to_vec));
                    self.survive(task, asked, || book.carry(command, &self.cancel, &mut |answer| self.tell(answer)));
                }
                Request::Ask(query) => {
                    self.survive(FailedTask::Reading, None, || book.answer(query, &mut |answer| self.tell(answer)));
                }
            }
        }
        backing_up.into_iter().chain(by_hand).for_each(BackupThread::finish);
        drop(looking);
        if let Some(job) = importing {
            drop(job.join());
        }
    }

    /// Starts the backup of the open book: once for each book that is opened, and again while it stays open.
    fn back_up(&self, book: &Book, backing_up: &mut Option<BackupThread>) {
        let Some(path) = book.to_back_up() else { return };
        let is_first = !backing_up.as_ref().is_some_and(|thread| thread.is_of(&path));
        if !is_first && !backing_up.as_ref().is_some_and(|thread| thread.is_due_again(self.clock.now().millis())) {
            return;
        }
        if let Some(earlier) = backing_up.take() {
            earlier.finish();
        }
        let (desk, clock) = (self.clone(), Arc::clone(&self.clock));
        let why = BackupWish::InBackground { is_first };
        *backing_up = Some(BackupThread::start(path, why, clock, move |answer| desk.tell(answer)));
    }

    /// Makes a backup because somebody asked for it, beside one that may be under way: it waits for that.
    fn back_up_now(&self, book: &Book) -> BackupThread {
        let (desk, clock) = (self.clone(), Arc::clone(&self.clock));
        BackupThread::start(book.path().to_owned(), BackupWish::Now, clock, move |answer| desk.tell(answer))
    }

    /// A fault of ours in one request must not cost the requests after it: what is typed is kept by this thread. The
    /// write that it broke is rolled back.
    fn survive(&self, task: FailedTask, asked: Option<Vec<String>>, work: impl FnOnce()) {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            asked.into_iter().for_each(|drafts| self.tell(Answer::Asked { drafts, end: AskedEnd::Refused }));
            self.tell(Answer::Failed { doing: task, says: FAULT.into() });
        }
    }

    /// Looks at a file on a thread of its own: a slow disk, a pipe or a file that was made to be slow holds no screen.
    fn look(&self, book: &Book, import: Box<Import>) -> FileLook {
        let looking = FileLook::default();
        let own = match book.own_presets() {
            Some(Ok(own)) => own,
            Some(Err(error)) => {
                self.tell(Answer::Failed { doing: FailedTask::Importing, says: error.to_string() });
                return looking;
            }
            None => return looking,
        };
        let stopped = Arc::clone(&looking.stopped);
        let budget = crate::job::import::budget(Limits::LOOK, &self.clock, &stopped);
        self.aside(move || {
            let answer = imports::preview(&own, import, &budget);
            (!stopped.load(Ordering::SeqCst)).then_some(answer)
        });
        looking
    }

    /// Answers a question about files on a thread that nobody waits for.
    fn aside(&self, work: impl FnOnce() -> Option<Answer> + Send + 'static) {
        let desk = self.clone();
        let whole = move || {
            let fault = || Some(Answer::Failed { doing: FailedTask::Importing, says: FAULT.into() });
            let answer = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_panicked| fault());
            answer.into_iter().for_each(|answer| desk.tell(answer));
        };
        if std::thread::Builder::new().name("look".into()).spawn(whole).is_err() {
            self.tell(Answer::Failed { doing: FailedTask::Importing, says: NO_THREAD.into() });
        }
    }

    fn import(&self, book: &Book, import: Import) -> Option<JoinHandle<()>> {
        self.spawn_on_own_connection(book, move |store, desk| {
            imports::import_into(store, &import, &desk.clock, &desk.cancel, &mut |answer| desk.tell(answer));
        })
    }

    fn fetch(&self, book: &Book, which: Option<FeedId>) -> Option<JoinHandle<()>> {
        let terms = book.terms();
        self.spawn_on_own_connection(book, move |store, desk| {
            feeds::fetch(store, which, &terms, &desk.cancel, &mut |answer| desk.tell(answer));
        })
    }

    /// Long work is done on a connection of its own, so that questions are still answered meanwhile.
    fn spawn_on_own_connection(
        &self,
        book: &Book,
        work: impl FnOnce(&mut Store, &StoreThread) + Send + 'static,
    ) -> Option<JoinHandle<()>> {
        let (desk, path) = (self.clone(), book.path().to_owned());
        let whole = move || {
            let imported = catch_unwind(AssertUnwindSafe(|| {
                let mut store = Store::open(&path, Arc::clone(&desk.clock)).map_err(|error| error.to_string())?;
                work(&mut store, &desk);
                desk.tell(Answer::Changed);
                Ok(())
            }));
            if let Err(says) = imported.unwrap_or_else(|_panicked| Err(FAULT.to_string())) {
                desk.tell(Answer::Failed { doing: FailedTask::Importing, says });
            }
        };
        std::thread::Builder::new().name("import".into()).spawn(whole).ok()
    }
}

/// A look at a file that goes on beside the store thread; it is stopped when nobody waits for it any more.
#[derive(Debug, Default)]
struct FileLook {
    stopped: Arc<AtomicBool>,
}

impl Drop for FileLook {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
    }
}

/// The next request that can be carried out. A running import hands the pen round, so only what cannot be done beside it
/// waits for its end.
fn next(queue: &mut VecDeque<Request>, importing: bool) -> Option<Request> {
    let waits = |request: &Request| match request {
        Request::Ask(_) => false,
        Request::Do(command) => command.waits_for_an_import(),
    };
    let place = queue.iter().position(|request| !importing || !waits(request))?;
    queue.remove(place)
}

/// Takes everything that waits; a query whose answer another one makes useless is dropped.
fn drain(inbox: &Receiver<Request>, queue: &mut VecDeque<Request>) {
    loop {
        match inbox.try_recv() {
            Ok(request) => {
                if let Request::Ask(query) = &request {
                    queue.retain(|waiting| !matches!(waiting, Request::Ask(earlier) if query.replaces(earlier)));
                }
                queue.push_back(request);
            }
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
        }
    }
}
