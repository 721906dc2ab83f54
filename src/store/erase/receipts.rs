//! The receipt of an erasure: it is in the book with the erasure, until its file is written.

use chrono::{DateTime, FixedOffset};
use rusqlite::params;

use crate::domain::erasure::ErasureReceipt;
use crate::store::book::settings;
use crate::store::book::write::Transaction;
use crate::store::error::Result;
use crate::store::tables::reps;
use crate::store::{Mode, Store};

/// The setting that holds it: when it was, and its text.
const KEY: &str = "erasure.receipt";

/// Keeps a receipt with the erasure that it is of.
pub(super) fn keep(write: &mut Transaction<'_>, receipt: &ErasureReceipt) -> Result<()> {
    reps::set(write, KEY, &format!("{}\n{}", receipt.at.to_rfc3339(), receipt.text()))
}

impl Store {
    /// Returns when somebody was erased whose receipt was not written, and its text; `None` if every receipt was.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn waiting_receipt(&self) -> Result<Option<(DateTime<FixedOffset>, String)>> {
        let kept = settings::get(&self.conn, KEY)?.filter(|_| self.mode == Mode::Writable);
        let read = |kept: String| {
            let (at, text) = kept.split_once('\n')?;
            Some((DateTime::parse_from_rfc3339(at).ok()?, text.to_owned()))
        };
        Ok(kept.and_then(read))
    }

    /// Notes that the receipt is written.
    ///
    /// # Errors
    /// When the book cannot be written.
    pub fn receipt_is_written(&mut self) -> Result<()> {
        self.write("noting the receipt", |write| {
            write.conn.prepare_cached("DELETE FROM setting WHERE key = ?1")?.execute(params![KEY])?;
            Ok(())
        })
    }
}
