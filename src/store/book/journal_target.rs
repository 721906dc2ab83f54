//! Tells the undo journal under which action to record changes.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// Tells the journal's SQL triggers under which action to record changes.
#[derive(Debug, Default)]
pub(crate) struct JournalTarget {
    action: AtomicI64,
    inserts: AtomicBool,
}

impl JournalTarget {
    /// Returns the action whose changes are recorded, 0 if none is.
    pub(in crate::store) fn action(&self) -> i64 {
        self.action.load(Ordering::Relaxed)
    }

    /// Returns the action whose inserted rows are recorded one by one, 0 if none is. An import records ranges of rows
    /// instead.
    pub(in crate::store) fn inserting(&self) -> i64 {
        if self.inserts.load(Ordering::Relaxed) { self.action() } else { 0 }
    }

    pub(in crate::store) fn set(&self, action: i64, inserts: bool) {
        self.action.store(action, Ordering::Relaxed);
        self.inserts.store(inserts, Ordering::Relaxed);
    }
}
