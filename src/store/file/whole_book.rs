//! Tells a book that somebody works with from a bundle, which is a book file too.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::open::{self, HEADER};
use super::schema::{APPLICATION_ID, BUNDLE_DEVICE};
use crate::store::cells::only_value;
use crate::store::error::Result;
use crate::store::seal;

/// Returns true if a file is a book that somebody works with: not a bundle, and not a file of another kind. What cannot
/// be read in a book counts as one.
pub fn is_whole_book(path: &Path) -> bool {
    // Asked first: opening a pipe would wait for somebody to write into it.
    path.metadata().is_ok_and(|found| found.is_file())
        && has_our_header(path)
        && !device(path).is_ok_and(|device| device == BUNDLE_DEVICE)
}

fn has_our_header(path: &Path) -> bool {
    let mut head = Vec::with_capacity(HEADER);
    let read = File::open(path).and_then(|file| file.take(HEADER as u64).read_to_end(&mut head));
    read.is_ok() && (open::application_of(&head) == Some(APPLICATION_ID) || seal::is_sealed_head(&head))
}

/// Returns the device that writes to a book.
fn device(path: &Path) -> Result<i64> {
    Ok(open::unchanged(path)?.query_row("SELECT device FROM book", [], only_value)?)
}
