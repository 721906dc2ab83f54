//! Merges a bundle that was given to the import screen.

use std::path::Path;

use crate::domain::import::options::Import;
use crate::job::bundle;
use crate::job::bundle::BundleKind;
use crate::store::Store;
use crate::tui::message::msg::{Answer, FailedTask};

/// True if a file is a book or a locked bundle rather than a list.
pub(super) fn is_shared(path: &Path) -> bool {
    match bundle::sort(path) {
        BundleKind::Book | BundleKind::Locked => true,
        BundleKind::Other => false,
    }
}

/// Merges it; a dry run shows what would happen.
pub(super) fn merge(store: &mut Store, import: &Import, tell: &mut dyn FnMut(Answer)) {
    match bundle::merge(store, std::slice::from_ref(&import.path), None, import.dry_run) {
        Ok(report) => tell(Answer::Merged(Box::new(report))),
        Err(error) => tell(Answer::Failed { doing: FailedTask::Importing, says: format!("{error:#}") }),
    }
}
