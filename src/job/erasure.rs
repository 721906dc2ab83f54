//! An erasure beyond the book itself: its receipt, and copies of the book that hold the person too.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};

use super::file::atomic_write::{AtomicFile, put};
use super::file::permit::WritePermit;
use super::typed::{Aside, Waiting};
use crate::clock::Clock;
use crate::domain::draft::Draft;
use crate::domain::erasure::{DraftFate, ErasureReceipt};
use crate::domain::ids::ContactId;
use crate::store;
use crate::store::Store;

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
            done.left.push(format!("A text that waits in {} still names them: {error}.", one.path().display()));
        }
    }
    Ok(done)
}

/// Writes the receipt of an erasure, which holds no name, to a new file beside the book that is named after the minute.
/// Returns its path.
///
/// # Errors
/// When the file cannot be written; the person is erased all the same.
pub fn write_receipt(book: &Path, receipt: &ErasureReceipt, permit: &WritePermit) -> Result<PathBuf> {
    let path = receipt_path(book, receipt);
    put(&path, permit, receipt.text().as_bytes()).context(NOT_KEPT)?;
    Ok(path)
}

/// Writes the receipt to a file that was begun before anything was erased.
///
/// # Errors
/// When the file cannot be written; the person is erased all the same.
pub fn write_receipt_to(mut file: AtomicFile, receipt: &ErasureReceipt) -> Result<()> {
    file.write_all(receipt.text().as_bytes()).context(NOT_KEPT)?;
    file.finish().context(NOT_KEPT)
}

fn receipt_path(book: &Path, receipt: &ErasureReceipt) -> PathBuf {
    let minute = receipt.at.format("%Y-%m-%d-%H%M");
    let name = |nth: u32| match nth {
        1 => format!("erasure-{minute}.txt"),
        nth => format!("erasure-{minute}-{nth}.txt"),
    };
    let mut names = (1..MOST).map(|nth| book.with_file_name(name(nth)));
    names.find(|path| !path.exists()).unwrap_or_else(|| book.with_file_name(name(MOST)))
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
