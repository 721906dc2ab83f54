//! Which window types into which form: a claim for each, and a lock that a window holds as long as it lives. What a
//! crash leaves is nobody's: the system gives its lock back.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{file_name, make_folder};
use crate::clock::Clock;
use crate::job::file::half_written::Half;

/// Folder of the files, in the state folder.
const FOLDER: &str = "windows";

/// Name of the lock under which one window at a time looks and writes.
const TURN: &str = "turn";

/// How often a turn is tried for, and how long is waited between: a window that hangs in its turn must not hang the
/// others.
const TRIES: usize = 20;
const BETWEEN: Duration = Duration::from_millis(10);

/// One window on a book, among the others.
#[derive(Debug)]
pub struct Windows {
    folder: PathBuf,
    book: PathBuf,
    id: String,
    /// Forms that this window took over and could not claim.
    unclaimed: Vec<String>,
    /// Held until the window ends.
    _alive: File,
}

/// Whose a form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    Mine,
    /// Of another window, since then.
    Elsewhere(DateTime<Utc>),
}

impl Windows {
    /// Joins the windows on a book.
    ///
    /// # Errors
    /// When the state folder cannot be written.
    pub fn join(book: &Path, state: &Path, clock: &dyn Clock) -> io::Result<Windows> {
        let folder = state.join(FOLDER);
        make_folder(&folder)?;
        let id = clock.new_id().simple().to_string();
        // Before the lock is held, a window that sweeps would take its file for one that a crash left.
        let _turn = take_turn(&folder)?;
        let alive = open(&folder.join(format!("{id}.lock")))?;
        alive.try_lock().map_err(|held| io::Error::other(held.to_string()))?;
        let windows = Windows { folder, book: book.to_owned(), id, unclaimed: Vec::new(), _alive: alive };
        windows.sweep()?;
        Ok(windows)
    }

    /// Removes what windows left that are no more, in the turn of this one.
    fn sweep(&self) -> io::Result<()> {
        for path in fs::read_dir(&self.folder)?.flatten().map(|entry| entry.path()) {
            let is_left = match (path.extension().and_then(OsStr::to_str), path.file_stem().and_then(OsStr::to_str)) {
                (Some("lock"), Some(id)) => id != self.id && id != TURN && !self.is_alive(id),
                // Written in a turn, and this is ours.
                (Some("part"), _) => true,
                (Some("open"), _) => read(&path).is_none_or(|(id, _)| id != self.id && !self.is_alive(&id)),
                (Some(_) | None, _) => false,
            };
            if is_left {
                fs::remove_file(path).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// Returns the id of this window.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Claims a form by its draft's key: it is this window's if nobody who lives has it, or if it is taken over.
    ///
    /// # Errors
    /// When the state folder cannot be written. A form that was to be taken over is this window's all the same.
    pub fn claim(&mut self, key: &str, take_over: bool, now: DateTime<Utc>) -> io::Result<Claim> {
        self.unclaimed.retain(|known| known != key);
        let claimed = self.write_claim(key, take_over, now);
        if claimed.is_err() && take_over {
            self.unclaimed.push(key.to_owned());
        }
        claimed
    }

    fn write_claim(&self, key: &str, take_over: bool, now: DateTime<Utc>) -> io::Result<Claim> {
        let _turn = take_turn(&self.folder)?;
        let path = self.path(key);
        if let Some((id, since)) = read(&path)
            && id != self.id
            && !take_over
            && self.is_alive(&id)
        {
            return Ok(Claim::Elsewhere(since));
        }
        let (half, mut file) = Half::begun(&path)?;
        file.write_all(format!("{}\n{}\n", self.id, now.to_rfc3339()).as_bytes())?;
        half.put(&path)?;
        Ok(Claim::Mine)
    }

    /// Returns since when another window has a form that this one claimed; `None` while it is this window's.
    pub fn taken(&self, key: &str) -> Option<DateTime<Utc>> {
        let (id, since) = read(&self.path(key)).filter(|_| !self.unclaimed.iter().any(|known| known == key))?;
        (id != self.id && self.is_alive(&id)).then_some(since)
    }

    /// Gives a form back that this window left.
    pub fn release(&mut self, key: &str) {
        self.unclaimed.retain(|known| known != key);
        let Ok(_turn) = take_turn(&self.folder) else { return };
        let path = self.path(key);
        if read(&path).is_some_and(|(id, _)| id == self.id) {
            fs::remove_file(path).unwrap_or_default();
        }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{}.open", file_name(&self.book, key)))
    }

    /// A window that ended, however it did, holds its lock no more; its file goes.
    fn is_alive(&self, id: &str) -> bool {
        let path = self.folder.join(format!("{id}.lock"));
        let Ok(file) = OpenOptions::new().write(true).open(&path) else { return false };
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => true,
            Err(TryLockError::Error(_)) => false,
            Ok(()) => {
                fs::remove_file(&path).unwrap_or_default();
                false
            }
        }
    }
}

impl Drop for Windows {
    fn drop(&mut self) {
        fs::remove_file(self.folder.join(format!("{}.lock", self.id))).unwrap_or_default();
    }
}

/// Waits a moment for the turn: two windows must not look and write at the same time.
///
/// # Errors
/// When another window holds it for longer, or the folder cannot be written.
fn take_turn(folder: &Path) -> io::Result<File> {
    let turn = open(&folder.join(format!("{TURN}.lock")))?;
    for _ in 0..TRIES {
        match turn.try_lock() {
            Ok(()) => return Ok(turn),
            Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Err(io::ErrorKind::WouldBlock.into())
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
}

/// Reads a claim: the window, and since when it has the form.
fn read(path: &Path) -> Option<(String, DateTime<Utc>)> {
    let text = fs::read_to_string(path).ok()?;
    let (id, since) = text.trim_end().split_once('\n')?;
    Some((id.to_owned(), DateTime::parse_from_rfc3339(since).ok()?.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;

    #[test]
    fn a_form_is_one_windows_until_it_is_left_taken_over_or_its_window_ends() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.db");
        let join = || Windows::join(&book, folder.path(), &SystemClock).unwrap();
        let (mut first, mut second) = (join(), join());
        let at = |seconds: i64| DateTime::from_timestamp(1_773_303_120 + seconds, 0).unwrap_or_default();
        assert_eq!(first.claim("plan:1", false, at(0)).unwrap(), Claim::Mine);
        assert_eq!(first.claim("plan:1", false, at(1)).unwrap(), Claim::Mine);
        assert_eq!(second.claim("plan:1", false, at(2)).unwrap(), Claim::Elsewhere(at(1)));
        assert_eq!(second.claim("plan:2", false, at(2)).unwrap(), Claim::Mine);
        assert_eq!(second.claim("plan:1", true, at(3)).unwrap(), Claim::Mine);
        assert_eq!((first.taken("plan:1"), second.taken("plan:1")), (Some(at(3)), None));
        first.release("plan:1");
        assert_eq!(first.taken("plan:1"), Some(at(3)), "it is not the first window's to give back");
        // As after a crash: the lock is gone, the claim stays.
        drop(second);
        assert_eq!(first.claim("plan:1", false, at(4)).unwrap(), Claim::Mine);
        first.release("plan:1");
        assert_eq!(join().claim("plan:1", false, at(5)).unwrap(), Claim::Mine);
        // Whoever comes next removes what is nobody's.
        let _third = join();
        let left = fs::read_dir(folder.path().join(FOLDER)).unwrap().flatten();
        let left: Vec<String> = left.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        assert!(!left.iter().any(|name| name.ends_with(".open")), "{left:?}");
    }
}
