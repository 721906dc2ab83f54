//! The backups of the open book: one in the background when it has changed, an old one looked at again, and the one that
//! is offered when the book cannot be used.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Clock;
use crate::store::{Backup, Backups, StopFlag, megabytes};
use crate::tui::message::answer::{Answer, BackupOffer};

/// Time after which a book that stays open is backed up again, in milliseconds.
const AGAIN: i64 = 60 * 60 * 1_000;
/// How often it is looked at the end whether a backup that was told to stop has stopped: for 0.3 seconds.
const LOOKS: u32 = 60;
const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

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
    /// Starts it; after the first of a book an old backup is looked at again.
    pub(super) fn start(
        book: PathBuf,
        is_first: bool,
        clock: Arc<dyn Clock>,
        tell: impl Fn(Answer) + Send + 'static,
    ) -> BackupThread {
        let (stop, path, began) = (StopFlag::default(), book.clone(), clock.now().millis());
        let told = stop.clone();
        let work = move || {
            let trouble = catch_unwind(AssertUnwindSafe(|| keep(&path, is_first, &clock, &told)));
            trouble.unwrap_or_default().into_iter().for_each(|says| tell(Answer::Trouble(says)));
        };
        BackupThread { book, began, stop, thread: std::thread::Builder::new().name("backup".into()).spawn(work).ok() }
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

/// Makes the backup, then looks at an old one if it is the first. Returns what went wrong, in sentences.
fn keep(book: &Path, is_first: bool, clock: &Arc<dyn Clock>, stop: &StopFlag) -> Vec<String> {
    let backups = Backups::of_book(book);
    let mut trouble = Vec::new();
    if let Err(error) = backups.make_at_start(clock, stop) {
        trouble.push(format!("No backup was made. {error}."));
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

/// The latest sound backup before a number.
pub(super) fn offer(book: &Path, clock: &dyn Clock, before: u32) -> Option<BackupOffer> {
    let all = Backups::of_book(book).list();
    all.iter().find(|backup| backup.is_sound() && backup.number < before).map(|backup| BackupOffer {
        number: backup.number,
        made: made(backup, clock),
        about: format!("{}, {}", backup.occasion.says(), megabytes(backup.bytes)),
    })
}

/// Puts a backup in the place of the book. Returns what to say of it, or why it could not be done.
pub(super) fn restore(book: &Path, clock: &Arc<dyn Clock>, number: u32) -> Result<String, String> {
    let backups = Backups::of_book(book);
    let gone = || format!("Backup {number} is not there any more.");
    let backup = backups.list().into_iter().find(|backup| backup.number == number).ok_or_else(gone)?;
    let restored = backups.restore(&backup.path, false, clock).map_err(|error| error.to_string())?;
    let made = made(&backup, clock.as_ref());
    let mut says = format!("This is the backup of {made}.");
    if let Some(aside) = restored.aside {
        says.push_str(&format!(" What stood here is kept as {}.", aside.display()));
    }
    says.extend(restored.notes.iter().map(|note| format!(" {note}.")));
    Ok(says)
}

fn made(backup: &Backup, clock: &dyn Clock) -> String {
    backup.at.with_timezone(clock.now().0.offset()).format("%-d %b %Y %H:%M").to_string()
}
