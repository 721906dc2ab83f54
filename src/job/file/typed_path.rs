//! Paths as people type them: `~/` is the home directory, and a beginning is completed from the folder it names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::import::path_completion::{FolderEntry, PathCompletion, complete, split};
use crate::domain::text::clean_line;
use crate::fault::io_says;

/// Most names of a folder that are looked at.
const MOST: usize = 20_000;
/// Longest name that is shown, in characters.
const LONGEST: usize = 255;

/// Returns the path that the shell would read: `~/` is the home directory.
pub fn expand_home(path: PathBuf) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _as_typed => path,
    }
}

/// Completes a typed path from what is in its folder.
pub fn completed(typed: &str) -> PathCompletion {
    let (folder, _) = split(typed);
    let place = if folder.is_empty() { PathBuf::from(".") } else { expand_home(PathBuf::from(folder)) };
    match entries(&place) {
        Ok(entries) => complete(typed, &entries),
        Err(error) => {
            let problem = Some(format!("{folder} cannot be read: {}.", io_says(&error)));
            PathCompletion { filled: typed.to_owned(), problem, ..PathCompletion::default() }
        }
    }
}

fn entries(folder: &Path) -> std::io::Result<Vec<FolderEntry>> {
    let listed = fs::read_dir(folder)?.take(MOST).filter_map(Result::ok);
    let named = listed.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        // A name that the screen cannot show as it is cannot be completed either.
        (clean_line(&name, LONGEST) == name)
            .then(|| FolderEntry { is_folder: fs::metadata(entry.path()).is_ok_and(|found| found.is_dir()), name })
    });
    Ok(named.collect())
}
