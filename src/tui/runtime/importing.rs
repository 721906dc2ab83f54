//! Answers about files before they are imported.

use std::path::PathBuf;

use crate::domain::reading::Import;
use crate::job;
use crate::store::{Store, StoreError};
use crate::tui::effect::Importing;
use crate::tui::msg::{Answer, Doing, ImportAnswer, Saved};

use super::merge;

/// What a request is about, for the sentence when it fails.
pub(super) fn doing(asked: &Importing) -> Doing {
    match asked {
        Importing::Look(_) => Doing::Reading,
        Importing::Keep(_) => Doing::Changing,
    }
}

/// Looks at a file, or keeps how it is read.
pub(super) fn answer(store: &mut Store, asked: Importing) -> Result<Answer, StoreError> {
    Ok(match asked {
        Importing::Look(import) => {
            let here = Import { path: home(import.path.clone()), ..(*import).clone() };
            // What cannot be looked at is found out, and said, by the import itself.
            let shared = merge::is_shared(&here.path);
            let look = if shared { None } else { job::presets::look(store, &here).ok() };
            Answer::Importing(ImportAnswer::Looked(import, look.map(Box::new)))
        }
        Importing::Keep(preset) => {
            store.save_preset(&preset)?;
            let says =
                format!("Kept as {}: a file with the same columns is read the same way. u takes it back.", preset.name);
            Answer::Saved(Saved::Other(says))
        }
    })
}

/// `~/` as the shell would read it: a path is often typed or pasted that way.
pub(super) fn home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _as_typed => path,
    }
}
