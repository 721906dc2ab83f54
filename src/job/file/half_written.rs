//! The unfinished file beside its target.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use crate::store::{OF_SQLITE, beside, folder_of, sweep, unfinished};

/// An unfinished file; removed when dropped.
pub(crate) struct Half {
    path: PathBuf,
    /// Held as long as the file is unfinished: it says to programs that do not see this one that it is being written.
    _held: Option<File>,
}

impl Half {
    /// Chooses a free name in the folder of the target.
    pub(in crate::job) fn of(place: &Path) -> Half {
        Half { path: free_name(place), _held: None }
    }

    /// Chooses a free name in the system's temporary directory.
    pub(in crate::job) fn elsewhere() -> Half {
        Half { path: free_name(&std::env::temp_dir().join("whynow")), _held: None }
    }

    /// Creates an empty file that only this user can read, in the folder of the target.
    ///
    /// # Errors
    /// When the folder does not exist or cannot be written.
    pub(in crate::job) fn begun(place: &Path) -> io::Result<(Half, File)> {
        loop {
            let half = free_name(place);
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&half) {
                Ok(file) => {
                    // Where the file system has no locks, the name alone says whose it is.
                    let held = file.try_clone().ok().filter(|file| file.try_lock().is_ok());
                    return Ok((Half { path: half, _held: held }, file));
                }
                // Somebody was quicker; it is theirs.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns the path of the file.
    pub(in crate::job) fn path(&self) -> &Path {
        &self.path
    }

    /// Moves the file to its target and replaces an older one; the move survives a power cut if the file system
    /// supports that.
    ///
    /// # Errors
    /// When it cannot be moved; then an older file is unchanged.
    pub(in crate::job) fn put(self, place: &Path) -> io::Result<()> {
        fs::rename(&self.path, place)?;
        self.note_move(place);
        Ok(())
    }

    /// Moves the file to a target where nothing is yet.
    ///
    /// # Errors
    /// When somebody has put something there meanwhile, or when it cannot be moved.
    pub(in crate::job) fn put_new(self, place: &Path) -> io::Result<()> {
        match renameat_with(CWD, &self.path, CWD, place, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            // A file system that has no such move.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {
                if place.symlink_metadata().is_ok() {
                    return Err(io::ErrorKind::AlreadyExists.into());
                }
                fs::rename(&self.path, place)?;
            }
            Err(error) => return Err(error.into()),
        }
        self.note_move(place);
        Ok(())
    }

    fn note_move(mut self, place: &Path) {
        // From here on the name may be somebody else's.
        self.path.clear();
        sync_folder(folder_of(place));
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if self.path.as_os_str().is_empty() {
            return;
        }
        // A bundle or a book that is half written has SQLite's files beside it.
        for end in OF_SQLITE.into_iter().chain([""]) {
            // It may never have been made; what cannot be removed is private.
            drop(fs::remove_file(beside(&self.path, end)));
        }
    }
}

/// Syncs a folder, so that the names in it survive a power cut.
pub(super) fn sync_folder(folder: &Path) {
    // Not every file system can, and the file is in its place.
    drop(File::open(folder).and_then(|folder| folder.sync_all()));
}

/// Returns a free name in the folder of `place`. What programs left there that were killed is removed first.
pub(crate) fn free_name(place: &Path) -> PathBuf {
    let folder = folder_of(place);
    sweep(folder);
    unfinished(folder)
}

#[cfg(test)]
mod tests {
    use std::process;

    use super::*;

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
