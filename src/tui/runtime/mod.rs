//! Carries out requests of the screens: a store thread, and a job thread for imports.
//!
//! The screen thread only sends and receives; it never waits for the disk.

mod book;
mod call_sheet;
mod campaign;
mod duplicates;
mod feeds;
mod guards;
mod import_preview;
mod inbox;
mod inline;
mod merge;
mod review;
mod scorecard;

use std::collections::VecDeque;
use std::mem::discriminant;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Clock;
use crate::domain::import::options::Import;
use crate::store::Store;

use super::message::effect::Request;
use super::message::msg::{Answer, FailedTask};

pub use book::Book;
pub use inline::Inline;

/// How often another window's changes are looked for. Two seconds are promised.
const LOOK_AROUND: Duration = Duration::from_millis(1_500);

/// How soon changes that waited for an import are tried again.
const WRITE_AGAIN: Duration = Duration::from_millis(50);

/// What is said of a panic on this side.
const FAULT: &str = "That hit a bug in whynow and changed nothing. Please report what you did.";

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

    /// Sends a request.
    pub fn send(&self, request: Request) {
        if request == Request::CancelImport {
            self.cancel.store(true, std::sync::atomic::Ordering::SeqCst);
            return;
        }
        // A store thread that is gone cannot be told; the next answer will not come either.
        drop(self.requests.send(request));
    }

    /// The next answer, where there is one.
    pub fn answer(&self) -> Option<Answer> {
        self.answers.try_recv().ok()
    }

    /// Ends: what was sent is still carried out, a running import is cancelled. Waits at most `patience`.
    pub fn finish(mut self, patience: Duration) {
        self.cancel.store(true, std::sync::atomic::Ordering::SeqCst);
        let Some(thread) = self.thread.take() else { return };
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
        loop {
            if queue.is_empty() {
                match inbox.recv_timeout(LOOK_AROUND) {
                    Ok(request) => queue.push_back(request),
                    Err(RecvTimeoutError::Timeout) => {
                        if book.changed_elsewhere() {
                            self.tell(Answer::Changed);
                        }
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
                Request::Import(import) if importing.is_none() => {
                    importing = self.import(&book, *import);
                }
                Request::Fetch(which) if importing.is_none() => {
                    let terms = book.terms();
                    importing = self.spawn_on_own_connection(&book, move |store, desk| {
                        feeds::fetch(store, which, &terms, &desk.cancel, &mut |answer| desk.tell(answer));
                    });
                }
                request => self.carry(&mut book, request),
            }
        }
        if let Some(job) = importing {
            drop(job.join());
        }
    }

    /// A fault of ours in one request must not cost the requests after it: what is typed is kept by this thread. The
    /// write that it broke is rolled back.
    fn carry(&self, book: &mut Book, request: Request) {
        let doing = book::doing(&request);
        let carried = catch_unwind(AssertUnwindSafe(|| {
            book.carry(request, &self.cancel, &mut |answer| self.tell(answer));
        }));
        if carried.is_err() {
            self.tell(Answer::Failed { doing, says: FAULT.into() });
        }
    }

    fn import(&self, book: &Book, import: Import) -> Option<JoinHandle<()>> {
        self.spawn_on_own_connection(book, move |store, desk| {
            book::import_into(store, &import, &desk.cancel, &mut |answer| desk.tell(answer));
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

/// The next request that can be carried out. A running import hands the pen round, so only what cannot be done beside it
/// waits for its end.
fn next(queue: &mut VecDeque<Request>, importing: bool) -> Option<Request> {
    let place = queue.iter().position(|request| !importing || !book::waits_for_an_import(request))?;
    queue.remove(place)
}

/// Takes everything that waits; of several questions of one kind only the last matters.
fn drain(inbox: &Receiver<Request>, queue: &mut VecDeque<Request>) {
    loop {
        match inbox.try_recv() {
            Ok(request) => {
                if superseded_by_next(&request) {
                    queue.retain(|waiting| discriminant(waiting) != discriminant(&request));
                }
                queue.push_back(request);
            }
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return,
        }
    }
}

fn superseded_by_next(request: &Request) -> bool {
    matches!(
        request,
        Request::Today { .. }
            | Request::Accounts(_)
            | Request::Pick(_)
            | Request::Find(_)
            | Request::Search(_)
            | Request::Triggers(_)
            | Request::Trigger(_)
    )
}
