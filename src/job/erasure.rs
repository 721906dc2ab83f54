//! An erasure beyond the book itself: its receipt, and copies of the book that hold the person too.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};

use super::file::atomic_write::{AtomicFile, put};
use super::file::permit::WritePermit;
use crate::clock::Clock;
use crate::domain::erasure::ErasureReceipt;
use crate::store::Store;

/// Most receipts of one minute.
const MOST: u32 = 1_000;

/// What is said where an erasure was done and its receipt cannot be written.
const NOT_KEPT: &str = "The person is erased; the receipt was not kept";

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
/// brought up to date, and written over. Returns what could not be done, in sentences.
///
/// # Errors
/// When the copy is no book, or cannot be written.
pub fn erase_in_copy(store: &Store, copy: &Path, clock: Arc<dyn Clock>) -> Result<Vec<String>> {
    let mut other = Store::open(copy, clock)?;
    let (_marks, left) = other.take_erasures(store)?;
    Ok(left)
}
