//! Text that the book could not take: a plain file for each form, readable by its owner alone; of a sealed book a sealed
//! one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{file_name, make_folder};
use crate::domain::draft::Draft;
use crate::job::file::half_written::Half;
use crate::store::{Sealing, sweep};

/// The line before what whynow reads again.
const FOR_US: &str = "--- what follows is for whynow, which brings the text back ---";
/// The first line of a text of a sealed book; what follows is sealed with its key.
const SEALED: &str = "A text of a sealed book, sealed with its key. whynow brings it back when the book is open.";
/// Folder of the files, in the state folder.
const FOLDER: &str = "drafts";

/// The files about one book.
#[derive(Debug, Clone)]
pub struct Aside {
    folder: PathBuf,
    book: PathBuf,
    /// How the book is sealed, and so its texts; absent while its passphrase was not typed.
    sealing: Option<Sealing>,
}

/// A text that waits until the book can take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub draft: Draft,
    /// Another window had the form: the text is brought back only where no draft of it is in the book.
    pub beside: bool,
    path: PathBuf,
}

impl Waiting {
    /// Where it waits.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What whynow reads again.
#[derive(Serialize, Deserialize)]
struct AsideFile {
    book: PathBuf,
    beside: bool,
    draft: Draft,
}

impl Aside {
    /// Returns the files about a book, in a state folder that need not be there.
    pub fn in_state_folder(book: &Path, state: &Path) -> Aside {
        let book = fs::canonicalize(book).unwrap_or_else(|_new| book.to_owned());
        Aside { folder: state.join(FOLDER), sealing: Sealing::read(&book).ok(), book }
    }

    /// Writes a draft to its file, whole or not at all, and returns the path. With a window's id it is text that another
    /// window's form was taken over from.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, draft: &Draft, beside: Option<&str>) -> io::Result<PathBuf> {
        let path = self.path(&draft.key, beside);
        self.write(&path, draft, beside.is_some())?;
        Ok(path)
    }

    /// Writes what is left of a text over its file.
    ///
    /// # Errors
    /// When the file cannot be written; it stays as it was.
    pub fn rewrite(&self, waiting: &Waiting, left: &Draft) -> io::Result<()> {
        self.write(&waiting.path, left, waiting.beside)
    }

    fn write(&self, path: &Path, draft: &Draft, beside: bool) -> io::Result<()> {
        make_folder(&self.folder)?;
        let record = AsideFile { book: self.book.clone(), beside, draft: draft.clone() };
        let page = self.seal_page(page(&record)?)?;
        let (half, mut file) = Half::begun(path)?;
        file.write_all(page.as_bytes())?;
        file.sync_all()?;
        half.put(path)
    }

    /// Seals a text as the book is sealed.
    fn seal_page(&self, page: String) -> io::Result<String> {
        let sealing = self.sealing.as_ref().ok_or_else(|| io::Error::other("the book is sealed, and not open"))?;
        match sealing.seal_text(page.as_bytes()) {
            None => Ok(page),
            Some(sealed) => Ok(format!("{SEALED}\n{}\n", sealed.map_err(io::Error::other)?)),
        }
    }

    /// Returns every text about this book that waits. A file that cannot be read is left as it is; halves that a window
    /// left when it was killed go.
    pub fn waiting(&self) -> Vec<Waiting> {
        sweep(&self.folder);
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut found: Vec<Waiting> = entries.filter_map(|entry| self.read(&entry.path())).collect();
        found.sort_by_key(|waiting| waiting.draft.at);
        found
    }

    /// Removes the file of a text that the book has now.
    pub fn end(&self, waiting: &Waiting) {
        // One that stays is found again and compared with the book.
        self.remove(waiting).unwrap_or_default();
    }

    /// Removes the file of a text that is not to be read again.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, waiting: &Waiting) -> io::Result<()> {
        fs::remove_file(&waiting.path)
    }

    /// Removes the file about a form whose text is saved or forgotten; true if there was one.
    pub fn forget(&self, key: &str) -> bool {
        fs::remove_file(self.path(key, None)).is_ok()
    }

    /// Removes the file of text that this window laid beside another window's form: it was shown since, and the form is
    /// saved or forgotten.
    pub fn forget_beside(&self, key: &str, window: &str) -> bool {
        fs::remove_file(self.path(key, Some(window))).is_ok()
    }

    fn path(&self, key: &str, beside: Option<&str>) -> PathBuf {
        let window = beside.map_or_else(String::new, |window| format!("-{window}"));
        self.folder.join(format!("{}{window}.txt", file_name(&self.book, key)))
    }

    fn read(&self, path: &Path) -> Option<Waiting> {
        if path.extension().is_none_or(|extension| extension != "txt") {
            return None;
        }
        let text = fs::read_to_string(path).ok()?;
        let text = match text.strip_prefix(SEALED) {
            Some(sealed) => String::from_utf8(self.sealing.as_ref()?.open_text(sealed)?).ok()?,
            None => text,
        };
        let record: AsideFile = serde_json::from_str(text.split_once(FOR_US)?.1.trim()).ok()?;
        let AsideFile { book, beside, draft } = record;
        (book == self.book).then(|| Waiting { draft, beside, path: path.to_owned() })
    }
}

/// The text as a person reads it, and behind it as whynow does.
fn page(record: &AsideFile) -> io::Result<String> {
    let AsideFile { book, draft, .. } = record;
    let at = draft.at.format("%Y-%m-%d %H:%M UTC");
    let mut out = format!("{}\ntyped {at}; not in the book {}\n\n", draft.title, book.display());
    out.push_str(&in_words(&draft.body));
    Ok(format!("{out}{FOR_US}\n{}\n", serde_json::to_string(record)?))
}

/// Returns the fields of a draft's body that hold something, as a person reads them.
pub fn in_words(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).unwrap_or_default();
    let fields = body["fields"].as_object().into_iter().flatten();
    let said = fields.filter_map(|(name, text)| Some((name, text.as_str()?)));
    said.filter(|(_, text)| !text.trim().is_empty()).map(|(name, text)| format!("{name}:\n{text}\n\n")).collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use chrono::DateTime;

    use super::*;

    fn draft(key: &str) -> Draft {
        let body = r#"{"fields":{"words":"they \"know\"","by":""},"focus":"words","caret":3}"#.to_owned();
        let at = DateTime::from_timestamp(1_773_303_120, 0).unwrap_or_default();
        Draft { key: key.to_owned(), title: "Log > Norvik Foods".to_owned(), body, at }
    }

    #[test]
    fn what_is_laid_aside_is_read_by_its_owner_alone_in_plain_words_and_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let aside = Aside::in_state_folder(Path::new("/nowhere/book.db"), folder.path());
        let path = aside.keep(&draft("log:1"), None).unwrap();
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("Log > Norvik Foods\ntyped 2026-03-12 08:12 UTC"), "{text}");
        assert!(text.contains("words:\nthey \"know\"\n") && !text.contains("by:"), "{text}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(!path.display().to_string().contains("Norvik"), "{path:?}");
        aside.keep(&draft("log:2"), Some("other")).unwrap();
        let waiting: Vec<(Draft, bool)> = aside.waiting().into_iter().map(|one| (one.draft, one.beside)).collect();
        assert!(waiting.contains(&(draft("log:1"), false)) && waiting.contains(&(draft("log:2"), true)));
        let other = Aside::in_state_folder(Path::new("/nowhere/other.db"), folder.path());
        assert_eq!(other.waiting(), []);
        assert!(aside.forget("log:1") && !aside.forget("log:1"));
        assert_eq!(aside.waiting().len(), 1);
        aside.waiting().iter().for_each(|one| aside.end(one));
        assert_eq!(aside.waiting(), []);
    }
}
