//! A damaged sealed book in memory, page by page: those that have not changed as they are, zeros in the place of the others.
//!
//! SQLCipher answers no more reads after one page that has changed, so the rest of a damaged book is read like this.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rusqlite::{Connection, MAIN_DB};

use super::connect::Sealing;
use super::key::PAGE;
use crate::store::error::{Result, StoreError};

/// Largest book that is held in memory, in bytes: what SQLite takes there.
const LARGEST: u64 = 1 << 30;

/// Opens what can be read of a sealed book in memory; `None` if the file is not sealed, or too large for that.
///
/// # Errors
/// When its passphrase was not typed, or the file cannot be read.
pub(in crate::store) fn open_in_memory(path: &Path) -> Result<Option<Connection>> {
    let sealing = Sealing::read(path)?;
    let Some(key) = &sealing.0 else { return Ok(None) };
    let failed = |error: std::io::Error| StoreError::refused(format!("{} cannot be read: {error}", path.display()));
    let mut file = File::open(path).map_err(failed)?;
    if file.metadata().map_err(failed)?.len() > LARGEST {
        return Ok(None);
    }
    let (mut image, mut page) = (Vec::new(), vec![0; PAGE]);
    // What is cut off at the end is no page any more.
    while file.read_exact(&mut page).is_ok() {
        let number = u32::try_from(image.len() / PAGE + 1).unwrap_or(u32::MAX);
        image.extend(key.open_page(number, &page).unwrap_or_else(|| vec![0; PAGE]));
    }
    // The mark of a write-ahead log, which nothing in memory has.
    image.get_mut(18..20).into_iter().for_each(|marks| marks.fill(1));
    let mut conn = Connection::open_in_memory()?;
    conn.deserialize_read_exact(MAIN_DB, image.as_slice(), image.len(), false)?;
    Ok(Some(conn))
}
