//! The mark on a file that a command has written: which command, and the size and time of the file then. It is an
//! extended attribute, so that it goes when the file goes, and nobody keeps a list of names.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{XattrFlags, fsetxattr, lgetxattr};

const NAME: &str = "user.whynow.written";
/// Longest mark, in bytes.
const LONGEST: usize = 128;

/// Marks a file whose content is complete. A file system that cannot hold marks leaves the file without one.
pub(super) fn mark(file: &File, by: &str) {
    // Without a mark the file is asked about the next time, which is the safe side.
    drop(file.metadata().map(|found| fsetxattr(file, NAME, words(by, &found).as_bytes(), XattrFlags::empty())));
}

/// Returns true if the command wrote the file and nobody has changed it since.
pub(super) fn is_own(path: &Path, by: &str) -> bool {
    let mut found = [0; LONGEST];
    let (Ok(length), Ok(now)) = (lgetxattr(path, NAME, &mut found), fs::symlink_metadata(path)) else { return false };
    found.get(..length) == Some(words(by, &now).as_bytes())
}

fn words(by: &str, found: &fs::Metadata) -> String {
    format!("{by}\n{}\n{}.{:09}", found.len(), found.mtime(), found.mtime_nsec())
}
