//! Sealed books, in builds that make them: sealed and opened, told from damaged ones, killed on the way, on every command.

mod books;
mod commands;
mod killed;
mod screens;
mod texts;
mod wrong;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use whynow::clock::Clock;
use whynow::store::{Backups, NewSeal, SealSecret};

use crate::support::book::{account, call, clock, contact, open};

const PASSPHRASE: &str = "correct horse battery staple";
/// A word that stands in the book, and must stand nowhere on the disk once it is sealed.
const CANARY: &str = "Kanarienvogel";

fn secret(text: &str) -> SealSecret {
    SealSecret::from_typed(text).unwrap()
}

fn ticking() -> Arc<dyn Clock> {
    clock()
}

/// A clock that runs an hour later: the ids of two that stand alike would be the same.
fn later() -> Arc<dyn Clock> {
    let clock = clock();
    clock.advance(chrono::Duration::hours(1));
    clock
}

/// Seals a book. Returns its recovery code.
fn seal(book: &Path) -> String {
    seal_with(book, PASSPHRASE)
}

fn seal_with(book: &Path, passphrase: &str) -> String {
    let seal = NewSeal::of_passphrase(&secret(passphrase)).unwrap();
    Backups::of_book(book).seal_book(&seal, &ticking()).unwrap();
    seal.recovery_code()
}

/// A book whose account, person and call hold the canary.
fn singing(path: &Path) {
    let mut store = open(path, 0);
    let company = account(&mut store, &format!("{CANARY} Foods"));
    let ane = contact(&mut store, company, &format!("Ane {CANARY}"));
    let mut call = call(&mut store, ane);
    call.words = format!("This {CANARY} helped");
    store.log_call(&call).unwrap();
}

/// Every file under a folder.
fn files_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| if entry.path().is_dir() { files_under(&entry.path()) } else { vec![entry.path()] })
        .collect()
}

/// The files under a folder in which a text stands, in small letters or as it is.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let (plain, folded) = (text.as_bytes(), text.to_lowercase());
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(text.len()).any(|part| part == plain || part == folded.as_bytes())
    };
    files_under(folder).into_iter().filter(holds).collect()
}
