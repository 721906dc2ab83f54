//! The reserve: a file beside the book whose room is given to the last saves when the disk is full.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::statvfs;

/// Ending of its name, behind that of the book.
pub(crate) const RESERVE: &str = "-reserve";
/// Why a book on a full disk is open for reading alone.
pub(in crate::store) const FULL: &str =
    "the disk with the book is full. Free 2 MB on it: an open window writes again by itself then";

/// Size of the reserve in bytes: dozens of saves.
const BYTES: usize = 512 << 10;
/// Free bytes of a disk from which a reserve is made.
const ENOUGH: u64 = 8 << 20;
/// Free bytes of a disk below which a save may not fit any more.
const SHORT: u64 = 384 << 10;
/// Free bytes of a disk below which somebody should free some, once the reserve is gone.
const ADVISED: u64 = 2 << 20;

/// Gives the room of the reserve to the disk where a save may not fit without it.
pub(in crate::store) fn give_before_a_save(book: &Path) {
    let has_reserve = place(book).is_some_and(|reserve| reserve.symlink_metadata().is_ok());
    if has_reserve && free_bytes(book).is_some_and(|free| free < SHORT) {
        give(book);
    }
}

/// Gives the room of the reserve to the disk; true if there was one.
pub(in crate::store) fn give(book: &Path) -> bool {
    place(book).is_some_and(|reserve| std::fs::remove_file(reserve).is_ok())
}

/// Makes the reserve of a book, where it has none and the disk has room for it. Without one the last save on a full disk
/// fails sooner.
pub(in crate::store) fn keep(book: &Path) {
    let Some(path) = place(book) else { return };
    if path.symlink_metadata().is_ok() || free_bytes(book).is_none_or(|free| free < ENOUGH) {
        return;
    }
    if fill(&path).is_err() {
        std::fs::remove_file(&path).unwrap_or_default();
    }
}

/// Whether the disk with the book is so full that the next saves may not fit: the reserve is gone.
pub(in crate::store) fn is_gone_and_needed(book: &Path) -> bool {
    let has_reserve = place(book).is_none_or(|reserve| reserve.symlink_metadata().is_ok());
    !has_reserve && free_bytes(book).is_some_and(|free| free < ADVISED)
}

/// Whether the disk with the book has room again for what windows share and for the next saves.
pub(in crate::store) fn has_room(book: &Path) -> bool {
    free_bytes(book).is_some_and(|free| free >= ADVISED)
}

/// Where the reserve of a book on a disk is: beside the file itself, where a link leads to it.
fn place(book: &Path) -> Option<PathBuf> {
    let mut path = book.canonicalize().ok()?.into_os_string();
    path.push(RESERVE);
    Some(path.into())
}

fn free_bytes(book: &Path) -> Option<u64> {
    statvfs(book).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}

fn fill(path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    // Written, not only made longer, and with no zeros: a stretch without blocks has no room to give back.
    file.write_all(&vec![0xa5; BYTES])?;
    file.sync_all()
}
