//! Opening a book for good: its file, then what a run that was cut off left in it.

use std::path::Path;
use std::sync::Arc;

use super::error::Result;
use super::file::open;
use super::file::open::OPENING;
use super::import::rollback;
use super::{Mode, Store};
use crate::clock::Clock;

impl Store {
    /// Opens a book: for writing; where that is not allowed, for reading, and [`Store::mode`] says why. What an import left
    /// that was cut off is taken back.
    ///
    /// # Errors
    /// Missing, not a book, newer, damaged, held by another program: each as one sentence.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        let mut store = open::existing(path, clock)?;
        if store.mode == Mode::Writable {
            rollback::take_back_unfinished(&mut store).map_err(|error| error.during(OPENING, path))?;
        }
        Ok(store)
    }
}
