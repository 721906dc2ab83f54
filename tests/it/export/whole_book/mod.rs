//! The whole book as a folder of files, and back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::DateTime;
use tempfile::TempDir;
use whynow::clock::{Clock, FixedClock};
use whynow::job;
use whynow::job::archive;
use whynow::store::Store;

mod back;
mod hostile;

fn clock() -> Arc<dyn Clock> {
    at("2026-03-02T09:00:00+01:00")
}

/// An hour later: ids made then are others.
fn later() -> Arc<dyn Clock> {
    at("2026-03-02T10:00:00+01:00")
}

fn at(time: &str) -> Arc<dyn Clock> {
    Arc::new(FixedClock::at(DateTime::parse_from_rfc3339(time).unwrap()))
}

/// A room with a sample book in it.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Room {
        Room { folder: tempfile::tempdir().unwrap() }
    }

    fn with_sample() -> Room {
        let room = Room::new();
        let clock = clock();
        let mut store = Store::create(&room.path("book.db"), Arc::clone(&clock)).unwrap();
        job::demo::build(&mut store, clock.now()).unwrap();
        drop(store);
        archive::export(&room.open("book.db"), &room.path("all")).unwrap();
        room
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self, book: &str) -> Store {
        Store::open(&self.path(book), later()).unwrap()
    }

    /// What is wrong with the folder; nothing may be left of the attempt.
    fn refused(&self) -> String {
        let before = names(self.folder.path());
        let error = archive::import(&self.path("all"), &self.path("new.db"), &later()).unwrap_err();
        assert_eq!(names(self.folder.path()), before, "something was left behind");
        format!("{error:#}")
    }

    fn change(&self, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.path("all").join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, change(text)).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let read = |name: String| (name.clone(), fs::read_to_string(folder.join(&name)).unwrap());
    names(folder).into_iter().map(read).collect()
}

/// Every file of two folders, byte for byte; the first line that differs tells more than two whole files.
fn same(one: &Path, other: &Path) {
    let (one, other) = (files(one), files(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, text) in &one {
        for (line, (a, b)) in text.lines().zip(other[name].lines()).enumerate() {
            assert_eq!(a, b, "{name}, line {}", line + 1);
        }
        assert_eq!(text, &other[name], "{name}");
    }
}
