//! Looks at files, imports them, and merges the books that colleagues shared.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{Access, access};

use crate::clock::Clock;
use crate::domain::import::options::{Import, OwnPreset};
use crate::domain::text::clean_line;
use crate::exchange::budget::{Budget, Limits};
use crate::fault::chain_says;
use crate::job;
use crate::job::bundle;
use crate::job::bundle::BundleKind;
use crate::job::file::typed_path::{completed, expand_home};
use crate::job::import::{Proceed, gives_once};
use crate::store::Store;
use crate::tui::message::answer::{Answer, FailedTask, ImportAnswer};

use super::commands::{ChangeResult, saved_answer};

/// The columns of a file; none for a book, a bundle or a file that is no table.
pub(super) fn preview(own: &[OwnPreset], import: Box<Import>, budget: &Budget) -> Answer {
    let here = with_full_paths(&import);
    // What cannot be looked at is found out, and said, by the import itself.
    let is_table = !is_shared(&here.path) && !gives_once(&here.path);
    let look = if is_table { job::import::presets::look(own, &here, budget).ok() } else { None };
    Answer::Importing(ImportAnswer::Looked(import, look.map(Box::new)))
}

/// What a typed path can become.
pub(super) fn complete(typed: String) -> Answer {
    let found = completed(&typed);
    Answer::Importing(ImportAnswer::Completed(typed, found))
}

/// Keeps how a file is read.
pub(super) fn keep_preset(store: &mut Store, preset: &OwnPreset) -> ChangeResult {
    store.save_preset(preset)?;
    Ok(saved_answer(format!(
        "Saved as {}: a file with the same columns is read the same way. u takes it back.",
        preset.name
    )))
}

/// Runs an import on a store, telling progress; a cancelled one leaves nothing.
pub(super) fn import_into(
    store: &mut Store,
    import: &Import,
    clock: &Arc<dyn Clock>,
    cancel: &Arc<AtomicBool>,
    tell: &mut dyn FnMut(Answer),
) {
    let import = &with_full_paths(import);
    cancel.store(false, Ordering::SeqCst);
    let budget = job::import::budget(Limits::IMPORT, clock, cancel);
    if is_shared(&import.path) {
        return merge(store, import, &budget, tell);
    }
    if gives_once(&import.path) {
        let says = format!("{} {ONCE}", clean_line(&import.path.to_string_lossy(), 400));
        return tell(Answer::Failed { doing: FailedTask::Importing, says });
    }
    // Nobody has named the place: what stands there already stays, and the report says where the rows are.
    let import = Import { rejects: job::import::free_place_of_rejects(store, import), ..import.clone() };
    let done = job::import::run(store, &import, &budget, &mut |progress| {
        tell(Answer::Progress(progress));
        if cancel.load(Ordering::SeqCst) { Proceed::Cancel } else { Proceed::Go }
    });
    match done {
        Ok(report) => tell(Answer::Imported(Box::new(report))),
        Err(error) => tell(Answer::Failed { doing: FailedTask::Importing, says: chain_says(&error) }),
    }
}

/// Why this screen reads no pipe: it looks at a file before it takes it in, and the terminal itself is for keys.
const ONCE: &str = "gives its rows only once, and here they are looked at first: save them to a file, and import that.";

/// True if a file is a book or a locked bundle rather than a list.
fn is_shared(path: &Path) -> bool {
    match bundle::sort(path) {
        BundleKind::Book | BundleKind::Locked => true,
        BundleKind::Other => false,
    }
}

/// Merges it; a dry run shows what would happen.
fn merge(store: &mut Store, import: &Import, budget: &Budget, tell: &mut dyn FnMut(Answer)) {
    match bundle::merge(store, std::slice::from_ref(&import.path), None, budget, import.dry_run) {
        Ok(report) => tell(Answer::Merged(Box::new(report))),
        Err(error) => tell(Answer::Failed { doing: FailedTask::Importing, says: chain_says(&error) }),
    }
}

/// The import with the paths that are meant. A folder that cannot be written holds no table of rejected rows, and stops
/// no import.
fn with_full_paths(import: &Import) -> Import {
    let written = |path: &PathBuf| match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => access(".", Access::WRITE_OK).is_ok(),
        Some(folder) => access(folder, Access::WRITE_OK).is_ok(),
        None => false,
    };
    let rejects = import.rejects.clone().map(expand_home).filter(written);
    Import { path: expand_home(import.path.clone()), rejects, ..import.clone() }
}
