//! An erasure beyond the book itself: its receipt, and copies of the book that hold the person too.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::{DateTime, FixedOffset};

use super::file::atomic_write::{AtomicFile, put};
use super::file::permit::{Replace, WritePermit};
use super::file::protected::Spared;
use super::typed::{Aside, Waiting};
use crate::clock::Clock;
use crate::domain::draft::Draft;
use crate::domain::erasure::{DraftFate, ErasureReceipt, RECEIPT};
use crate::domain::ids::ContactId;
use crate::fault::{chain_says, io_says};
use crate::store;
use crate::store::Store;

/// First lines of a receipt: when, by whom, about whom.
const HEAD: usize = 5;

/// Most receipts of one minute.
const MOST: u32 = 1_000;

/// What is said where an erasure was done and its receipt cannot be written.
const NOT_KEPT: &str = "The person is erased; the receipt was not kept";

/// Erases a person for good, if `typed` is their name, from the book and from the texts that wait beside it.
///
/// # Errors
/// As [`Store::erase`].
pub fn erase_person(
    store: &mut Store,
    person: ContactId,
    typed: &str,
    aside: Option<&Aside>,
) -> store::Result<ErasureReceipt> {
    let Some(aside) = aside else { return store.erase(person, typed) };
    let waiting: Vec<Waiting> = aside.waiting();
    let drafts: Vec<Draft> = waiting.iter().map(|one| one.draft.clone()).collect();
    let fates = store.draft_fates(person, &drafts)?;
    let mut done = store.erase(person, typed)?;
    for (one, fate) in waiting.iter().zip(fates) {
        let end = match fate {
            DraftFate::Stays => continue,
            DraftFate::Ends => aside.remove(one).map(|()| done.waiting += 1),
            DraftFate::Unnamed(left) => aside.rewrite(one, &left),
        };
        if let Err(error) = end {
            done.left.push(format!(
                "A text that waits in {} still names them: {}.",
                one.path().display(),
                io_says(&error)
            ));
        }
    }
    Ok(done)
}

/// Writes the receipt of an erasure, which holds no name, to a new file beside the book that is named after the minute.
/// Returns its path.
///
/// # Errors
/// When the file cannot be written; the person is erased all the same.
pub fn write_receipt(store: &mut Store, receipt: &ErasureReceipt, permit: &WritePermit) -> Result<PathBuf> {
    let path = receipt_path(store.path(), receipt.at);
    put(&path, permit, receipt.text().as_bytes()).context(NOT_KEPT)?;
    store.receipt_is_written()?;
    Ok(path)
}

/// Writes the receipt to a file that was begun before anything was erased.
///
/// # Errors
/// When the file cannot be written; the person is erased all the same.
pub fn write_receipt_to(store: &mut Store, mut file: AtomicFile, receipt: &ErasureReceipt) -> Result<()> {
    file.write_all(receipt.text().as_bytes()).context(NOT_KEPT)?;
    file.finish().context(NOT_KEPT)?;
    Ok(store.receipt_is_written()?)
}

/// Writes the receipt of an erasure that ended before its receipt was written. Returns what to say of it, in a sentence;
/// `None` where none is missing.
pub fn make_up_receipt(store: &mut Store) -> Option<String> {
    let (at, text) = store.waiting_receipt().ok().flatten()?;
    let path = receipt_path(store.path(), at);
    let permit = WritePermit::new(Spared::book(store.path()), "erase", Replace::Own);
    if is_written(store.path(), at, &text) {
        store.receipt_is_written().ok()?;
        return None;
    }
    let written = put(&path, &permit, text.as_bytes()).and_then(|()| Ok(store.receipt_is_written()?));
    Some(match written {
        Ok(()) => {
            let at = at.format("%-d %b %Y %H:%M");
            format!("The receipt of the erasure of {at} was not written then; it is in {}", path.display())
        }
        Err(error) => format!("The receipt of an erasure cannot be written: {}", chain_says(&error)),
    })
}

/// Returns true if a receipt of that minute says when, by whom and about whom this one is.
fn is_written(book: &Path, at: DateTime<FixedOffset>, text: &str) -> bool {
    let head: String = text.split_inclusive('\n').take(HEAD).collect();
    let there = receipt_paths(book, at).take_while(|path| path.exists());
    there.filter_map(|path| fs::read_to_string(path).ok()).any(|written| written.starts_with(&head))
}

fn receipt_path(book: &Path, at: DateTime<FixedOffset>) -> PathBuf {
    receipt_paths(book, at).find(|path| !path.exists()).unwrap_or_else(|| book.with_file_name(RECEIPT))
}

/// Returns the names that the receipts of a minute may have, the first first.
fn receipt_paths(book: &Path, at: DateTime<FixedOffset>) -> impl Iterator<Item = PathBuf> {
    let minute = at.format("%Y-%m-%d-%H%M").to_string();
    let name = move |nth: u32| match nth {
        1 => format!("{RECEIPT}{minute}.txt"),
        nth => format!("{RECEIPT}{minute}-{nth}.txt"),
    };
    (1..=MOST).map(move |nth| book.with_file_name(name(nth)))
}

/// Erases in another copy of the book, such as a backup, whoever was erased in this one. The copy stays a copy: it is opened,
/// brought up to date, and written over; texts about them that wait beside it end. Returns what could not be done, in sentences.
///
/// # Errors
/// When the copy is no book, or cannot be written.
pub fn erase_in_copy(store: &Store, copy: &Path, state: Option<&Path>, clock: Arc<dyn Clock>) -> Result<Vec<String>> {
    let mut other = Store::open(copy, clock)?;
    let (_marks, left) = other.take_erasures(store)?;
    if let Some(aside) = state.map(|state| Aside::in_state_folder(copy, state)) {
        for one in aside.waiting() {
            if other.is_of_erased(&one.draft)? {
                aside.remove(&one).with_context(|| format!("{} still holds text about them", one.path().display()))?;
            }
        }
    }
    Ok(left)
}
