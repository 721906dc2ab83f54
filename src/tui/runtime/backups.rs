//! The backups of the open book: one in the background when it has changed, an old one looked at again, and the one that
//! is offered when the book cannot be used.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use chrono::FixedOffset;

use crate::clock::{Clock, Moment};
use crate::domain::text::{capital, pluralize};
use crate::job::damage;
use crate::store::{Backup, BackupResult, Backups, Occasion, StopFlag, StoreError, megabytes};
use crate::tui::message::answer::{Answer, BackupOffer, BackupRow};

use super::commands::saved_answer;

/// Time after which a book that stays open is backed up again, in milliseconds.
const AGAIN: i64 = 60 * 60 * 1_000;
/// How often it is looked at the end whether a backup that was told to stop has stopped: for 0.3 seconds.
const LOOKS: u32 = 60;
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// What is said of a fault of ours while a backup is made.
const FAULT: &str =
    "The backup hit a bug in whynow, and none was made. `whynow backup` makes one; please report what it says.";

/// What is said where the machine has no thread left.
const NO_THREAD: &str = "No backup was made: this machine has no room for it now. It is tried again in an hour.";

/// Why a backup is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BackupWish {
    /// The book is open and has changed; after the first of a book an old backup is looked at again.
    InBackground { is_first: bool },
    /// Somebody asked for it.
    Now,
}

/// A backup under way on a thread of its own, with its own connection: no question and no save waits for it.
#[derive(Debug)]
pub(super) struct BackupThread {
    book: PathBuf,
    /// When it began, in milliseconds since 1970.
    began: i64,
    stop: StopFlag,
    thread: Option<JoinHandle<()>>,
}

impl BackupThread {
    /// Starts it.
    pub(super) fn start(
        book: PathBuf,
        why: BackupWish,
        clock: Arc<dyn Clock>,
        tell: impl Fn(Answer) + Send + Sync + 'static,
    ) -> BackupThread {
        let (stop, path, began) = (StopFlag::default(), book.clone(), clock.now().millis());
        let told = stop.clone();
        let thread = spawn(tell, move || match why {
            BackupWish::InBackground { is_first } => keep(&path, is_first, &clock, &told),
            BackupWish::Now => make_now(&path, &clock, &told),
        });
        BackupThread { book, began, stop, thread }
    }

    /// Whether it is about this book.
    pub(super) fn is_of(&self, book: &Path) -> bool {
        self.book == book
    }

    /// Whether it is done, and long enough ago for another one. A clock that went back is no reason to wait.
    pub(super) fn is_due_again(&self, now: i64) -> bool {
        let is_done = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        is_done && !(0..AGAIN).contains(&(now - self.began))
    }

    /// Has it stop. What is half written is cleared away, now or by the next backup.
    pub(super) fn finish(mut self) {
        self.stop.set();
        for _look in 0..LOOKS {
            if self.thread.as_ref().is_none_or(JoinHandle::is_finished) {
                break;
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
        if let Some(thread) = self.thread.take().filter(JoinHandle::is_finished) {
            drop(thread.join());
        }
    }
}

/// Works on a thread of its own and tells what comes of it, a fault of ours too.
fn spawn(
    tell: impl Fn(Answer) + Send + Sync + 'static,
    work: impl FnOnce() -> Vec<Answer> + Send + 'static,
) -> Option<JoinHandle<()>> {
    let tell = Arc::new(tell);
    let teller = Arc::clone(&tell);
    let whole = move || {
        let answers = catch_unwind(AssertUnwindSafe(work));
        let answers = answers.unwrap_or_else(|_panicked| vec![Answer::Trouble(FAULT.to_owned())]);
        answers.into_iter().for_each(|answer| teller(answer));
    };
    let thread = std::thread::Builder::new().name("backup".into()).spawn(whole);
    if thread.is_err() {
        tell(Answer::Trouble(NO_THREAD.to_owned()));
    }
    thread.ok()
}

/// Makes the backup, then looks at an old one if it is the first. Returns what went wrong.
fn keep(book: &Path, is_first: bool, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Vec<Answer> {
    troubles(book, is_first, clock, stop).into_iter().map(Answer::Trouble).collect()
}

fn troubles(book: &Path, is_first: bool, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Vec<String> {
    let backups = Backups::of_book(book);
    let mut trouble = Vec::new();
    if let Err(error) = backups.make_at_start(clock, stop) {
        trouble.push(format!("No backup was made. {}.", capital(&error.to_string())));
    }
    if !is_first {
        return trouble;
    }
    match backups.recheck_oldest(clock, stop) {
        Ok(Some(Backup { number, check: Some(check), .. })) => {
            trouble.extend(check.fault.map(|fault| {
                format!("Backup {number} is damaged: {fault}. The others are listed by `whynow backups`.")
            }));
        }
        Ok(_) => {}
        Err(error) => trouble.push(format!("An old backup could not be checked. {error}.")),
    }
    trouble
}

/// The latest sound backup.
pub(super) fn offer(book: &Path, clock: &dyn Clock) -> Option<BackupOffer> {
    let backups = Backups::of_book(book);
    let latest = backups.list().into_iter().find(Backup::is_sound)?;
    Some(offer_for(&backups, &latest, *clock.now().0.offset()))
}

fn offer_for(backups: &Backups, backup: &Backup, here: FixedOffset) -> BackupOffer {
    let about = [backup.occasion.says().to_owned(), megabytes(backup.bytes)];
    BackupOffer {
        number: backup.number,
        made: backup.made(here),
        about: about.into_iter().chain(since(backups, backup)).collect::<Vec<_>>().join(", "),
    }
}

/// The backups of a book, the latest first.
pub(super) fn rows(book: &Path, now: Moment) -> Vec<BackupRow> {
    let here = *now.0.offset();
    let row = |backup: Backup| BackupRow {
        number: backup.number,
        made: backup.made(here),
        why: backup.occasion.says(),
        size: megabytes(backup.bytes),
        found: backup.last_check_says(here),
        is_sound: backup.is_sound(),
    };
    Backups::of_book(book).list().into_iter().map(row).collect()
}

/// What it would mean to go back to a backup; `None` if it is gone.
pub(super) fn offer_of(book: &Path, number: u32, now: Moment) -> Option<Answer> {
    let backups = Backups::of_book(book);
    let backup = backups.list().into_iter().find(|backup| backup.number == number)?;
    Some(Answer::GoBack { offer: offer_for(&backups, &backup, *now.0.offset()), torn: None })
}

/// The error for a backup that is not there any more.
pub(super) fn gone(number: u32) -> StoreError {
    StoreError::refused(format!("Backup {number} is not there any more"))
}

/// Makes a backup because somebody asked for it.
pub(super) fn make_now(book: &Path, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Vec<Answer> {
    let made = Backups::of_book(book).make(Occasion::ByHand, clock, stop);
    let says = match made {
        Ok(BackupResult::Made(backup)) => match backup.check.and_then(|check| check.fault) {
            None => format!("Backup {} is made and sound, {}.", backup.number, megabytes(backup.bytes)),
            Some(fault) => {
                format!("Backup {} is made. The log in it has a fault, as the book has: {fault}.", backup.number)
            }
        },
        Ok(BackupResult::NothingNew(backup)) => format!("Nothing has changed since backup {}.", backup.number),
        Ok(BackupResult::NotNeeded) => "There is nothing in the book yet; no backup was made.".to_owned(),
        Ok(BackupResult::Elsewhere | BackupResult::Stopped) => return Vec::new(),
        Err(error) => {
            let why = capital(&damage::explain_parts(book, &error, clock.as_ref()));
            let says = format!("No backup was made. {why}.");
            return vec![Answer::Trouble(says)];
        }
    };
    vec![saved_answer(says), Answer::Changed]
}

/// Says how many calls were made after a backup; `None` where none was, or that cannot be told.
fn since(backups: &Backups, backup: &Backup) -> Option<String> {
    let missing = backups.calls_since(backup).ok().filter(|missing| !missing.is_empty())?;
    Some(format!("without {}", pluralize(missing.len(), "later call", "later calls")))
}

/// Puts a backup in the place of the book. Returns what to say of it, or why it could not be done.
pub(super) fn restore(book: &Path, clock: &Arc<dyn Clock>, number: u32) -> Result<String, String> {
    let backups = Backups::of_book(book);
    let listed = backups.list().into_iter().find(|backup| backup.number == number);
    let backup = listed.ok_or_else(|| gone(number).to_string())?;
    let restored = backups.restore(&backup.path, false, clock).map_err(|error| error.to_string())?;
    let mut says = format!("This is the backup of {}.", backup.made(*clock.now().0.offset()));
    if let Some(list) = &restored.list {
        let many = pluralize(restored.missing.len(), "call made since is", "calls made since are");
        says.push_str(&format!(" {many} not in it, and listed in {}.", list.display()));
    }
    if let Some(aside) = restored.aside {
        says.push_str(&format!(" What stood here is kept as {}.", aside.display()));
    }
    says.extend(restored.notes.iter().map(|note| format!(" {note}.")));
    Ok(says)
}
