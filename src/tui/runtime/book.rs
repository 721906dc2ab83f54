//! The book, once it is open, and the ways to open it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::clock::{Clock, Moment};
use crate::domain::ids::FeedId;
use crate::domain::import::options::{Import, OwnPreset};
use crate::domain::text::capital;
use crate::fault::chain_says;
use crate::job;
use crate::job::damage;
use crate::job::session::Session;
use crate::job::surroundings;
use crate::job::typed::{Aside, Windows};
use crate::store::{ErrorKind, Mode, StopFlag, Store, StoreError, sweep};
use crate::tui::message::answer::{Answer, FailedTask, InboxAnswer, OpenedBook};
use crate::tui::message::query::Query;

use super::commands::saved_answer;
use super::typed::bring_back;
use super::{backups, feeds, imports, queries, triggers};

/// The setting that keeps the rep's own words a minute.
pub(super) const WPM: &str = "wpm";

/// What is told of measured strengths before the book is read.
const NOTHING_MEASURED: InboxAnswer = InboxAnswer::Measured(Vec::new());

/// An open book, or the way to one.
pub struct Book {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    store: Option<Store>,
    seat: Session,
    sample: bool,
    /// The tour goes on in it.
    tour: bool,
    /// Path of the book that the start named, and whether that is a sample, while another one is open.
    own: Option<(PathBuf, bool)>,
    version: i64,
    measured: InboxAnswer,
    scratch: Option<job::demo::Scratch>,
    /// What was told last of the disk: that it is almost full.
    is_short_of_room: bool,
    /// A torn page was met in it, and said with the backup to go back to.
    is_known_torn: bool,
    /// State folder of the user.
    state: Option<PathBuf>,
    /// Where text goes that the book cannot take.
    pub(super) aside: Option<Aside>,
    /// The windows on this book.
    pub(super) windows: Option<Windows>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Book {
    /// A book that is opened by the first [`Command::Open`](crate::tui::message::command::Command::Open).
    pub fn at(path: &Path, clock: Arc<dyn Clock>, seat: Session, sample: bool) -> Book {
        Book {
            path: path.to_owned(),
            clock,
            store: None,
            seat,
            sample,
            tour: false,
            own: None,
            version: 0,
            measured: NOTHING_MEASURED,
            scratch: None,
            is_short_of_room: false,
            is_known_torn: false,
            state: None,
            aside: None,
            windows: None,
        }
    }

    /// A book that is open already.
    pub fn of(store: Store, clock: Arc<dyn Clock>) -> Book {
        let path = store.path().to_owned();
        Book { store: Some(store), ..Book::at(&path, clock, Session::default(), false) }
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
    pub(super) fn terms(&self) -> crate::job::feeds::http::FetchTerms {
        job::feeds::terms(self.seat.feeds())
    }

    /// True if another program changed the book since the last look.
    pub fn changed_elsewhere(&mut self) -> bool {
        let Some(version) = self.store.as_ref().and_then(|store| store.data_version().ok()) else { return false };
        std::mem::replace(&mut self.version, version) != version
    }

    /// The same with a state folder: text that the book cannot take goes there, and windows know of each other.
    pub fn with_state(mut self, state: Option<PathBuf>) -> Book {
        self.state = state;
        self.join_windows();
        self
    }

    /// Joins the windows on the book that is open, and learns where its text goes that it cannot take.
    fn join_windows(&mut self) {
        (self.aside, self.windows) = (None, None);
        let Some(state) = self.state.as_ref().filter(|_| self.store.is_some()) else { return };
        self.aside = Some(Aside::in_state_folder(&self.path, state));
        self.windows = Windows::join(&self.path, state, self.clock.as_ref()).ok();
    }

    /// Answers a query; `tell` takes the answer.
    pub fn answer(&mut self, query: Query, tell: &mut dyn FnMut(Answer)) {
        let now = self.now();
        let Some(store) = self.store.as_mut() else { return };
        match queries::answer(store, query, now) {
            Ok(answer) => tell(answer),
            Err(error) => self.tell_failed(FailedTask::Reading, &error, tell),
        }
    }

    /// Tells why something failed. The first torn page that is met brings the backup that can take the place of the book;
    /// after that it is in the list of backups.
    pub(super) fn tell_failed(&mut self, doing: FailedTask, error: &StoreError, tell: &mut dyn FnMut(Answer)) {
        let says = error.to_string();
        if error.kind != ErrorKind::Damaged || self.sample || std::mem::replace(&mut self.is_known_torn, true) {
            return tell(Answer::Failed { doing, says });
        }
        let says = capital(&damage::explain_parts(&self.path, error, self.clock.as_ref()));
        tell(match backups::offer(&self.path, self.clock.as_ref()) {
            Some(offer) => Answer::GoBack { offer, torn: Some((doing, says)) },
            None => Answer::Failed { doing, says },
        });
    }

    /// Makes a backup now, on this thread.
    pub(super) fn back_up_now(&self, tell: &mut dyn FnMut(Answer)) {
        backups::make_now(&self.path, &self.clock, &StopFlag::default()).into_iter().for_each(tell);
    }

    /// How the rep reads files, for a look at one on another thread; `None` without a book.
    pub(super) fn own_presets(&self) -> Option<Result<Vec<OwnPreset>, StoreError>> {
        self.store.as_ref().map(Store::own_presets)
    }

    /// The time of the book's own clock.
    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Tells the strengths taken from this book's calls, where they changed.
    pub(super) fn tell_strengths(&mut self, tell: &mut dyn FnMut(Answer)) {
        let Some(store) = &self.store else { return };
        triggers::strengths_answer(store, &mut self.measured).into_iter().for_each(tell);
    }

    /// Tells the reasons to offer for a rejection. Told once: the digits that take them stay while the book is open.
    fn tell_reasons(&self, tell: &mut dyn FnMut(Answer)) {
        let reasons = self.store.as_ref().and_then(|store| store.reject_reasons().ok());
        reasons.map(|reasons| Answer::Inbox(InboxAnswer::RejectReasons(reasons))).into_iter().for_each(tell);
    }

    pub(super) fn open(&mut self, create: bool, tell: &mut dyn FnMut(Answer)) {
        if let Some(store) = &self.store {
            tell(Answer::Opened(self.opened(store)));
            self.tell_strengths(tell);
            return self.tell_reasons(tell);
        }
        if !create && !self.path.exists() {
            return match self.path.parent() {
                Some(folder) if self.named_folder_is_missing(folder) => {
                    let says =
                        format!("There is no folder {}. Make it, or name another file with --book.", folder.display());
                    tell(Answer::Unusable(says, None));
                }
                _there => {
                    let offer = backups::offer(&self.path, self.clock.as_ref());
                    tell(Answer::NoBook(self.path.display().to_string(), offer));
                }
            };
        }
        let clock = Arc::clone(&self.clock);
        let store = if create && !self.path.exists() {
            Store::create(&self.path, clock)
        } else {
            Store::open_telling(&self.path, clock, &mut |says| tell(Answer::Opening(format!("{says}."))))
        };
        match store {
            Ok(store) => self.take(store, tell),
            Err(error) => {
                let is_lost = damage::is_lost(&error);
                let offer = is_lost.then(|| backups::offer(&self.path, self.clock.as_ref())).flatten();
                tell(Answer::Unusable(damage::explain_parts(&self.path, &error, self.clock.as_ref()), offer));
            }
        }
    }

    /// Puts a backup in the place of the book and opens it. If that fails, the latest that is sound is offered: another one
    /// where this one turned out to be damaged, else the same again.
    pub(super) fn restore(&mut self, number: u32, tell: &mut dyn FnMut(Answer)) {
        self.store = None;
        match backups::restore(&self.path, &self.clock, number) {
            Ok(says) => {
                self.open(false, tell);
                tell(saved_answer(says));
            }
            Err(says) => {
                let offer = backups::offer(&self.path, self.clock.as_ref());
                tell(Answer::Unusable(says, offer));
            }
        }
    }

    /// The book, if it is open for writing and is to be backed up: not a sample.
    pub(super) fn to_back_up(&self) -> Option<PathBuf> {
        let open = self.store.as_ref().filter(|store| *store.mode() == Mode::Writable);
        open.filter(|_| !self.sample).map(|store| store.path().to_owned())
    }

    /// The data directory of the platform is made when needed; a folder that a person named must be there.
    fn named_folder_is_missing(&self, folder: &Path) -> bool {
        let own = crate::config::Paths::of_this_user().is_some_and(|places| places.book == self.path);
        !own && !folder.as_os_str().is_empty() && !folder.exists()
    }

    pub(super) fn open_sample(&mut self, tour: bool, tell: &mut dyn FnMut(Answer)) {
        let made = job::demo::Scratch::new(self.clock.as_ref()).and_then(|scratch| {
            let path = scratch.book();
            let mut store = Store::create(&path, Arc::clone(&self.clock))?;
            job::demo::build(&mut store, self.clock.now())?;
            Ok((scratch, path, store))
        });
        match made {
            Ok((scratch, path, store)) => {
                self.scratch = Some(scratch);
                let own = std::mem::replace(&mut self.path, path);
                self.own.get_or_insert((own, self.sample));
                (self.sample, self.tour) = (true, tour);
                self.take(store, tell);
            }
            Err(error) => {
                let says = format!("The sample book could not be made: {}", chain_says(&error));
                tell(match &self.store {
                    // The book that is open stays so.
                    Some(_) => Answer::Failed { doing: FailedTask::Changing, says },
                    None => Answer::Unusable(says, None),
                });
            }
        }
    }

    /// Closes the sample, which is gone then, and opens the book that the start named, if it is there yet.
    pub(super) fn leave_sample(&mut self, tell: &mut dyn FnMut(Answer)) {
        let Some((path, sample)) = self.own.take() else { return };
        (self.store, self.scratch) = (None, None);
        (self.path, self.sample, self.tour) = (path, sample, false);
        self.open(false, tell);
    }

    fn take(&mut self, mut store: Store, tell: &mut dyn FnMut(Answer)) {
        if let Err(error) = self.seat.take(&mut store) {
            return tell(Answer::Unusable(chain_says(&error), None));
        }
        if !self.sample {
            store.keep_reserve();
            // What a program left beside the book that was killed.
            store.path().parent().into_iter().for_each(sweep);
        }
        self.version = store.data_version().unwrap_or(0);
        (self.measured, self.is_known_torn) = (NOTHING_MEASURED, false);
        let mut opened = self.opened(&store);
        let place = if self.sample { None } else { surroundings::warn_once(&mut store) };
        opened.warnings.extend(place.map(|says| format!("{says}.")));
        tell(Answer::Opened(opened));
        self.store = Some(store);
        self.join_windows();
        if let (Some(aside), Some(store)) = (&self.aside, self.store.as_mut()) {
            bring_back(store, aside.waiting(), |one| aside.end(one)).into_iter().for_each(&mut *tell);
        }
        let receipt = self.store.as_mut().and_then(job::erasure::make_up_receipt);
        receipt.into_iter().for_each(|says| tell(Answer::Trouble(format!("{says}."))));
        self.tell_strengths(tell);
        self.tell_reasons(tell);
        self.tell_room(tell);
    }

    /// Opens the book for writing that was opened on a full disk, once there is room: nobody has to leave for that.
    pub fn write_again(&mut self, tell: &mut dyn FnMut(Answer)) {
        if !self.store.as_ref().is_some_and(Store::may_write_again) {
            return;
        }
        // The file belongs to the one connection as long as that is open.
        self.store = None;
        let opened = Store::open(&self.path, Arc::clone(&self.clock))
            .or_else(|_still_full| Store::open_read_only(&self.path, Arc::clone(&self.clock)));
        let mut store = match opened {
            Ok(store) => store,
            Err(error) => return tell(Answer::Unusable(error.to_string(), None)),
        };
        if let Err(error) = self.seat.take(&mut store) {
            return tell(Answer::Unusable(chain_says(&error), None));
        }
        let writes = *store.mode() == Mode::Writable;
        store.keep_reserve();
        self.version = store.data_version().unwrap_or(0);
        self.store = Some(store);
        if !writes {
            return;
        }
        if let (Some(aside), Some(store)) = (&self.aside, self.store.as_mut()) {
            // Said with the rest: the book takes everything again.
            bring_back(store, aside.waiting(), |one| aside.end(one));
        }
        if let Some(store) = &self.store {
            tell(Answer::Opened(self.opened(store)));
        }
        tell(saved_answer("There is room on the disk again: what you change is saved from now on."));
    }

    /// Tells that the disk is almost full, or that it is so no more; from then on the reserve is kept again.
    pub(super) fn tell_room(&mut self, tell: &mut dyn FnMut(Answer)) {
        let Some(store) = self.store.as_ref().filter(|store| *store.mode() == Mode::Writable) else { return };
        let is_short = store.is_short_of_room();
        if std::mem::replace(&mut self.is_short_of_room, is_short) == is_short {
            return;
        }
        if !is_short {
            store.keep_reserve();
        }
        tell(Answer::ShortOfRoom(is_short));
    }

    pub(super) fn import(&mut self, import: &Import, cancel: &Arc<AtomicBool>, tell: &mut dyn FnMut(Answer)) {
        let Some(store) = self.store.as_mut() else { return };
        imports::import_into(store, import, &self.clock, cancel, tell);
        if !import.dry_run {
            tell(Answer::Changed);
        }
    }

    pub(super) fn fetch(&mut self, which: Option<FeedId>, cancel: &Arc<AtomicBool>, tell: &mut dyn FnMut(Answer)) {
        let terms = self.terms();
        if let Some(store) = self.store.as_mut() {
            feeds::fetch(store, which, &terms, cancel, tell);
            tell(Answer::Changed);
        }
    }
}

impl Book {
    fn opened(&self, store: &Store) -> OpenedBook {
        let read_only = match store.mode() {
            Mode::Writable => None,
            Mode::ReadOnly(why) => Some(why.clone()),
        };
        let wpm = store.setting(WPM).ok().flatten().and_then(|text| text.parse().ok());
        let running = store.running_call().ok().flatten();
        // Nobody is asked for what could not be kept.
        let asks_who =
            read_only.is_none() && store.settings_fault().is_none() && store.who_calls().is_ok_and(|who| !who.asked);
        let warnings = damage::warnings(store).into_iter().map(|says| format!("{says}.")).collect();
        let clock_went_back = store.clock_went_back().is_ok_and(|ahead| ahead.is_some());
        let (path, sample, tour) = (store.path().display().to_string(), self.sample, self.tour);
        OpenedBook { path, read_only, warnings, clock_went_back, wpm, running, sample, tour, asks_who }
    }
}
