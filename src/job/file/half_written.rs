//! The unfinished file beside its target.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use crate::store::OF_SQLITE;

/// An unfinished file; removed when dropped.
pub(crate) struct Half(PathBuf);

impl Half {
    /// Chooses a free name in the folder of the target.
    pub(in crate::job) fn of(place: &Path) -> Half {
        Half(free_name(place))
    }

    /// Chooses a free name in the system's temporary directory.
    pub(in crate::job) fn elsewhere() -> Half {
        Half(free_name(&std::env::temp_dir().join("whynow")))
    }

    /// Creates an empty file that only this user can read, in the folder of the target.
    ///
    /// # Errors
    /// When the folder does not exist or cannot be written.
    pub(in crate::job) fn begun(place: &Path) -> io::Result<(Half, File)> {
        loop {
            let half = free_name(place);
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half) {
                Ok(file) => return Ok((Half(half), file)),
                // Somebody was quicker; it is theirs.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the path of the file.
    pub(in crate::job) fn path(&self) -> &Path {
        &self.0
    }

    /// Moves the file to its target and replaces an older one; the move survives a power cut if the file system
    /// supports that.
    ///
    /// # Errors
    /// When it cannot be moved; then an older file is unchanged.
    pub(in crate::job) fn put(self, place: &Path) -> io::Result<()> {
        fs::rename(&self.0, place)?;
        self.note_move(place);
        Ok(())
    }

    /// Moves the file to a target where nothing is yet.
    ///
    /// # Errors
    /// When somebody has put something there meanwhile, or when it cannot be moved.
    pub(in crate::job) fn put_new(self, place: &Path) -> io::Result<()> {
        match renameat_with(CWD, &self.0, CWD, place, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            // A file system that has no such move.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                if place.symlink_metadata().is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                fs::rename(&self.0, place)?;
            }
            Err(error) => return Err(error.into()),
        }
        self.note_move(place);
        Ok(())
    }

    fn note_move(mut self, place: &Path) {
        // From here on the name may be somebody else's.
        self.0.clear();
        sync_folder(folder_of(place));
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if self.0.as_os_str().is_empty() {
            return;
        }
        // A bundle or a book that is half written has SQLite's files beside it.
        for end in OF_SQLITE.into_iter().chain([""]) {
            let mut path = self.0.as_os_str().to_owned();
            path.push(end);
            // It may never have been made; what cannot be removed is private.
            drop(fs::remove_file(PathBuf::from(path)));
        }
    }
}

/// Removes the unfinished files in a folder of ours whose programs are no more.
pub(in crate::job) fn sweep(folder: &Path) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let number =
            name.strip_prefix(".whynow-").filter(|rest| rest.ends_with(".part")).and_then(|rest| rest.split_once('-'));
        let pid = number.and_then(|(number, _)| number.parse().ok()).and_then(Pid::from_raw);
        if pid.is_some_and(|pid| test_kill_process(pid) == Err(Errno::SRCH)) {
            fs::remove_file(path).unwrap_or_default();
        }
    }
}

/// Syncs a folder, so that the names in it survive a power cut.
pub(super) fn sync_folder(folder: &Path) {
    // Not every file system can, and the file is in its place.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
}

/// Returns the folder of a path.
pub(super) fn folder_of(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns a free name in the folder of `place`. Files left by a program that was killed do not block a later one with
/// the same process id. The name is short, so that it fits wherever the target's own name does.
pub(crate) fn free_name(place: &Path) -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = folder_of(place).join(format!(".whynow-{}-{number}.part", process::id()));
        // Not `exists`: a link that leads nowhere would be followed when SQLite creates the file.
        if name.symlink_metadata().is_err() {
            return name;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_that_is_no_more_left_is_swept_and_what_one_that_runs_writes_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let mut ended = process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let left = dir.path().join(format!(".whynow-{}-0.part", ended.id()));
        fs::write(&left, "left").unwrap();
        let (half, _) = Half::begun(&dir.path().join("text.txt")).unwrap();
        fs::write(dir.path().join("text.txt"), "whole").unwrap();
        sweep(dir.path());
        assert!(!left.exists() && half.path().exists() && dir.path().join("text.txt").exists());
    }

    #[test]
    fn what_a_program_of_the_same_number_left_behind_is_neither_taken_nor_in_the_way() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("calls.csv");
        let last = free_name(&place);
        let name = last.file_name().unwrap().to_str().unwrap();
        let number: u64 = name.trim_end_matches(".part").rsplit('-').next().unwrap().parse().unwrap();
        let later = |n: u64| last.with_file_name(format!(".whynow-{}-{n}.part", process::id()));
        let stale: Vec<PathBuf> = (number..number + 100).map(later).collect();
        stale.iter().for_each(|path| fs::write(path, "left").unwrap());
        let (half, _) = Half::begun(&place).unwrap();
        half.put(&place).unwrap();
        drop(Half::begun(&place).unwrap());
        assert!(stale.iter().all(|path| fs::read(path).unwrap() == b"left"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), stale.len() + 1);
    }
}
