//! The files beside a book that are its own.

use std::path::{Path, PathBuf};

use crate::store::reserve::RESERVE;
use crate::store::seal::BACKUPS;

/// Endings of the files that SQLite keeps beside a database.
pub const OF_SQLITE: [&str; 3] = ["-wal", "-shm", "-journal"];
/// Ending of the import lock.
pub(crate) const IMPORT: &str = "-import";
/// Ending of the scratch copy for dry runs.
pub(crate) const TRY: &str = "-try";
/// Ending of the file in which a book is sealed anew.
pub(crate) const SEAL: &str = ".seal.part";
/// Ending of the file in that folder that says when each backup was checked.
pub(crate) const CHECKS: &str = ".checks.json";

/// Returns every file name beside the book that belongs to it, whether the file exists or not, and its backups. If the path is a
/// symbolic link, the names beside its target are included, because SQLite's files are there.
pub fn beside_the_book(book: &Path) -> Vec<PathBuf> {
    let led_to = book.canonicalize().ok().filter(|real| real != book);
    let ends = OF_SQLITE.iter().copied().chain([IMPORT, TRY, SEAL, RESERVE]);
    let under = |base: &Path| ends.clone().map(|end| beside(base, end)).collect::<Vec<_>>();
    let backups = led_to.as_deref().unwrap_or(book).with_file_name(BACKUPS);
    let backups = std::fs::read_dir(backups).into_iter().flatten().flatten().map(|entry| entry.path());
    std::iter::once(book).chain(led_to.as_deref()).flat_map(under).chain(backups).collect()
}

/// Returns the path of the book that a file belongs to, judged by its name; `None` if the name is not that of a side
/// file.
pub fn book_beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    let stem = OF_SQLITE.into_iter().chain([IMPORT, TRY, SEAL, RESERVE]).find_map(|end| name.strip_suffix(end))?;
    Some(path.with_file_name(stem))
}

/// Returns the folder of a path.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the book's path with an ending appended.
pub(crate) fn beside(book: &Path, end: &str) -> PathBuf {
    let mut path = book.as_os_str().to_owned();
    path.push(end);
    PathBuf::from(path)
}
