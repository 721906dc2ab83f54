//! What the writer tells the journal: under which action changes stand.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// Which action the journal writes changes under; the generated triggers ask for it.
#[derive(Debug, Default)]
pub(super) struct Recording {
    action: AtomicI64,
    inserts: AtomicBool,
}

impl Recording {
    /// The action whose changes are written down; 0 for none.
    pub(super) fn action(&self) -> i64 {
        self.action.load(Ordering::Relaxed)
    }

    /// The same, for rows that are made. An import counts those by their numbers instead.
    pub(super) fn inserting(&self) -> i64 {
        if self.inserts.load(Ordering::Relaxed) { self.action() } else { 0 }
    }

    pub(super) fn set(&self, action: i64, inserts: bool) {
        self.action.store(action, Ordering::Relaxed);
        self.inserts.store(inserts, Ordering::Relaxed);
    }
}
