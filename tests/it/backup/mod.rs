//! Backups: made while others write, checked before they count, thinned, put back without whoever was erased.

mod doctor;
mod drill;
mod erased;
mod killed;
mod made;
mod restored;
mod salvaged;
mod screens;
mod trouble;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use whynow::clock::Clock;
use whynow::store::{Backup, BackupResult, Backups, Occasion, StopFlag};

use crate::support::book::{account, call, clock, contact, open};

/// A book with one account, one person and some calls.
fn logged(path: &Path, calls: usize) {
    let mut store = open(path, 0);
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    for _ in 0..calls {
        let call = call(&mut store, ane);
        store.log_call(&call).unwrap();
    }
}

/// A book of two calls that was backed up, changed, and backed up again; with the second backup.
fn twice_backed_up() -> (tempfile::TempDir, PathBuf, Backup) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    made(&book, 0);
    account(&mut open(&book, 1), "Brandt Polymers");
    let second = made(&book, 2);
    (folder, book, second)
}

/// A clock that runs some minutes later.
fn later(minutes: i64) -> Arc<dyn Clock> {
    let clock = clock();
    clock.advance(chrono::Duration::minutes(minutes));
    clock
}

fn make(book: &Path, minutes: i64) -> BackupResult {
    Backups::of_book(book).make(Occasion::ByHand, &later(minutes), &StopFlag::default()).unwrap()
}

fn made(book: &Path, minutes: i64) -> Backup {
    match make(book, minutes) {
        BackupResult::Made(backup) => *backup,
        other => panic!("{other:?}"),
    }
}

/// Names of the files in a folder, in order.
fn files(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn backups_of(book: &Path) -> PathBuf {
    book.with_file_name("backups")
}
