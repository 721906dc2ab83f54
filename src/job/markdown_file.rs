//! A text as a file that somebody opens elsewhere.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::domain::text::fold;

/// Longest part of a file's name that comes from a name in the book.
const LONGEST: usize = 60;

/// A name of the book as part of a file's name: letters, digits and hyphens.
pub(super) fn in_a_name(name: &str) -> String {
    let plain: String = fold(name).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-").chars().take(LONGEST).collect()
}

/// Writes beside the target and renames: half a file never stands under its name.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<()> {
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    let half = PathBuf::from(half);
    let write = || -> Result<()> {
        let mut out = File::create(&half).with_context(|| format!("{} cannot be written", path.display()))?;
        out.write_all(text)
            .and_then(|()| out.sync_all())
            .with_context(|| format!("{} cannot be written", path.display()))?;
        fs::rename(&half, path).with_context(|| format!("{} cannot be replaced", path.display()))
    };
    let written = write();
    if written.is_err() {
        drop(fs::remove_file(&half));
    }
    written
}
