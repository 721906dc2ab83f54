//! Files that output must never overwrite: books with their side files, and files that a command reads.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::{Result, bail};

use super::standard_streams::is_stdin;
use crate::store::{beside_the_book, book_beside, folder_of, is_whole_book};

/// The protected files. They are identified by device and inode, so that no link and no other spelling of the path
/// reaches them, and by folder and name if they do not exist yet.
#[derive(Debug, Clone, Default)]
pub struct Spared(Vec<One>);

#[derive(Debug, Clone)]
struct One {
    what: &'static str,
    file: Option<Inode>,
    name: Option<(Inode, OsString)>,
}

/// Device number and inode number.
type Inode = (u64, u64);

impl Spared {
    /// Protects the book and every file beside it that is its own.
    pub fn book(book: &Path) -> Spared {
        Spared::side_files(book).and(book, "the book itself")
    }

    /// Protects every file beside the book that is its own, for a command that may make the book.
    pub fn side_files(book: &Path) -> Spared {
        let spared = Spared::default();
        beside_the_book(book).iter().fold(spared, |spared, path| spared.and(path, "a file of the book"))
    }

    /// Protects another file, described by words for the message: "the settings file". `-` is standard input, if that
    /// is a file.
    #[must_use]
    pub fn and(mut self, path: &Path, what: &'static str) -> Spared {
        self.0.push(match is_stdin(path) {
            true => One { what, file: opened(io::stdin()), name: None },
            false => One { what, file: fs::metadata(path).ok().and_then(|found| inode(&found)), name: name(path) },
        });
        self
    }

    /// Checks that a file may be written.
    ///
    /// # Errors
    /// When it is protected, or any other book; a sentence that says which file it is.
    pub fn refuse(&self, path: &Path) -> Result<()> {
        let shown = path.display();
        let wanted = name(path);
        // By name first: it also finds files that do not exist yet, and only the rest are "under another name".
        if let Some(one) = self.0.iter().find(|one| wanted.is_some() && one.name == wanted) {
            bail!("{shown} is {}: name another file", one.what);
        }
        let file = fs::metadata(path).ok().and_then(|found| inode(&found));
        if let Some(one) = self.0.iter().find(|one| file.is_some() && one.file == file) {
            bail!("{shown} is {} under another name: name another file", one.what);
        }
        if is_whole_book(path) {
            bail!("{shown} is another book: name another file");
        }
        if book_beside(path).is_some_and(|book| is_whole_book(&book)) {
            bail!("{shown} is a file of another book: name another file");
        }
        Ok(())
    }

    /// Checks that standard output may be written: a shell may have redirected it to a protected file.
    ///
    /// # Errors
    /// When it is protected; a sentence that says which file it is.
    pub fn refuse_standard_output(&self) -> Result<()> {
        let file = opened(io::stdout());
        match self.0.iter().find(|one| file.is_some() && one.file == file) {
            Some(one) => bail!("Standard output goes into {}: send it to another file", one.what),
            None => Ok(()),
        }
    }
}

/// Returns device and inode of a regular file; `None` for pipes and terminals, which may be read and written at once.
fn inode(found: &Metadata) -> Option<Inode> {
    found.is_file().then(|| (found.dev(), found.ino()))
}

fn opened(stream: impl AsFd) -> Option<Inode> {
    let file = File::from(stream.as_fd().try_clone_to_owned().ok()?);
    inode(&file.metadata().ok()?)
}

fn name(path: &Path) -> Option<(Inode, OsString)> {
    let folder = fs::metadata(folder_of(path)).ok()?;
    Some(((folder.dev(), folder.ino()), path.file_name()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn every_name_of_a_book_and_of_what_stands_beside_it_is_known() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        for file in ["book.db", "book.db-wal", "list.csv"] {
            fs::write(at(file), file).unwrap();
            fs::hard_link(at(file), at(&format!("hard-{file}"))).unwrap();
            symlink(at(file), at(&format!("link-{file}"))).unwrap();
        }
        symlink(dir.path(), at("here")).unwrap();
        for book in ["book.db", "link-book.db"] {
            let spared = Spared::book(&at(book)).and(&at("list.csv"), "the file that is read");
            for (file, says) in [
                ("book.db", "is the book itself"),
                ("sub/../book.db", "is the book itself"),
                ("here/book.db", "is the book itself"),
                ("hard-book.db", "is the book itself under another name: name another file"),
                ("link-book.db", "is the book itself"),
                ("book.db-wal", "is a file of the book: name another file"),
                ("hard-book.db-wal", "is a file of the book under another name"),
                ("link-book.db-wal", "is a file of the book"),
                ("book.db-shm", "is a file of the book"),
                ("here/book.db-journal", "is a file of the book"),
                ("book.db-import", "is a file of the book"),
                ("book.db-try", "is a file of the book"),
                ("list.csv", "is the file that is read: name another file"),
                ("hard-list.csv", "is the file that is read under another name"),
                ("link-list.csv", "is the file that is read under another name"),
            ] {
                let refused = spared.refuse(&at(file)).err().map(|error| error.to_string()).unwrap_or_default();
                assert!(refused.contains(says), "{book}, {file}: {refused:?}");
            }
            for file in ["calls.csv", "book.db.csv", "book-wal", "sub/book.db", "sub/book.db-wal", "no/such/book.db"] {
                spared.refuse(&at(file)).unwrap();
            }
        }
        Spared::book(Path::new("/dev/null"))
            .and(Path::new("/dev/zero"), "zero")
            .refuse(Path::new("/dev/full"))
            .unwrap();
    }

    #[test]
    fn a_book_that_is_not_there_yet_is_spared_by_its_name() {
        let dir = tempfile::tempdir().unwrap();
        let spared = Spared::book(&dir.path().join("book.db"));
        for file in ["book.db", "./book.db", "book.db-wal"] {
            assert!(spared.refuse(&dir.path().join(file)).is_err(), "{file}");
        }
        spared.refuse(&dir.path().join("other.db")).unwrap();
    }
}
