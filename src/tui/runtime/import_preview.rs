//! Answers about files before they are imported.

use std::path::PathBuf;

use rustix::fs::{Access, access};

use crate::domain::import::options::Import;
use crate::job;
use crate::store::{Store, StoreError};
use crate::tui::message::effect::ImportRequest;
use crate::tui::message::msg::{Answer, FailedTask, ImportAnswer, Saved};

use super::merge;

/// What a request is about, for the sentence when it fails.
pub(super) fn doing(asked: &ImportRequest) -> FailedTask {
    match asked {
        ImportRequest::Look(_) => FailedTask::Reading,
        ImportRequest::Keep(_) => FailedTask::Changing,
    }
}

/// Looks at a file, or keeps how it is read.
pub(super) fn answer(store: &mut Store, asked: ImportRequest) -> Result<Answer, StoreError> {
    Ok(match asked {
        ImportRequest::Look(import) => {
            let here = with_full_paths(&import);
            // What cannot be looked at is found out, and said, by the import itself.
            let shared = merge::is_shared(&here.path);
            let look = if shared { None } else { job::import::presets::look(store, &here).ok() };
            Answer::Importing(ImportAnswer::Looked(import, look.map(Box::new)))
        }
        ImportRequest::Keep(preset) => {
            store.save_preset(&preset)?;
            let says = format!(
                "Saved as {}: a file with the same columns is read the same way. u takes it back.",
                preset.name
            );
            Answer::Saved(Saved::Other(says))
        }
    })
}

/// The import with the paths that are meant. A folder that cannot be written holds no table of rejected rows, and stops
/// no import.
pub(super) fn with_full_paths(import: &Import) -> Import {
    let written = |path: &PathBuf| match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => access(".", Access::WRITE_OK).is_ok(),
        Some(folder) => access(folder, Access::WRITE_OK).is_ok(),
        None => false,
    };
    let rejects = import.rejects.clone().map(expand_home).filter(written);
    Import { path: expand_home(import.path.clone()), rejects, ..import.clone() }
}

/// `~/` as the shell would read it: a path is often typed or pasted that way.
fn expand_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _as_typed => path,
    }
}
