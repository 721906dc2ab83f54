//! Tells the undo journal under which action to record changes.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// The action that the journal records changes under; the generated SQL triggers read it.
#[derive(Debug, Default)]
pub(crate) struct JournalTarget {
    action: AtomicI64,
    inserts: AtomicBool,
}

impl JournalTarget {
    /// The action whose changes are written down; 0 for none.
    pub(in crate::store) fn action(&self) -> i64 {
        self.action.load(Ordering::Relaxed)
    }

    /// The same, for rows that are made. An import counts those by their numbers instead.
    pub(in crate::store) fn inserting(&self) -> i64 {
        if self.inserts.load(Ordering::Relaxed) { self.action() } else { 0 }
    }

    pub(in crate::store) fn set(&self, action: i64, inserts: bool) {
        self.action.store(action, Ordering::Relaxed);
        self.inserts.store(inserts, Ordering::Relaxed);
    }
}
