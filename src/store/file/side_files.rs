//! The files that belong to a book: what stands beside it under its name.

use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database.
pub const OF_SQLITE: [&str; 3] = ["-wal", "-shm", "-journal"];
/// The lock of an import.
pub(crate) const IMPORT: &str = "-import";
/// The copy on which a long file is tried.
pub(crate) const TRY: &str = "-try";

/// Every name beside the book that is the book's own, whether there is such a file or not. Where the path is a link,
/// SQLite's files stand beside what it leads to: those names too.
pub fn beside_the_book(book: &Path) -> Vec<PathBuf> {
    let led_to = book.canonicalize().ok().filter(|real| real != book);
    let ends = OF_SQLITE.iter().copied().chain([IMPORT, TRY]);
    let under = |base: &Path| ends.clone().map(|end| beside(base, end)).collect::<Vec<_>>();
    std::iter::once(book).chain(led_to.as_deref()).flat_map(under).collect()
}

/// The path with an ending.
pub(crate) fn beside(book: &Path, end: &str) -> PathBuf {
    let mut path = book.as_os_str().to_owned();
    path.push(end);
    PathBuf::from(path)
}
