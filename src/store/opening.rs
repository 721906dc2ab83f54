//! Opens a book for use: opens its file, then rolls back an import that was interrupted.

use std::path::Path;
use std::sync::Arc;

use super::error::Result;
use super::file::open;
use super::file::open::OPENING;
use super::import::rollback;
use super::{Mode, Store};
use crate::clock::Clock;

impl Store {
    /// Opens a book for writing; if that is not allowed, for reading, and [`Store::mode`] says why. Rolls back an
    /// import that was interrupted.
    ///
    /// # Errors
    /// When the file is missing, not a book, newer, damaged, or held by another program; each as one sentence.
    pub fn open(path: &Path, clock: Arc<dyn Clock>) -> Result<Store> {
        let mut store = open::existing(path, clock)?;
        if store.mode == Mode::Writable {
            rollback::take_back_unfinished(&mut store).map_err(|error| error.during(OPENING, path))?;
        }
        Ok(store)
    }
}
