//! A file put in its place whole.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// Writes a file that only this user can read, in place of an older one only when all of it is on disk. A link is not
/// followed: what it points to may be somebody else's.
///
/// # Errors
/// When it cannot be written, or the place is a link or a folder; then nothing was changed.
pub(super) fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_symlink() => {
            bail!("{} is a link; name the file itself, so that nothing else is overwritten", path.display())
        }
        Ok(there) if !there.is_file() => bail!("{} is not a file; name one to write to", path.display()),
        Ok(_) | Err(_) => {}
    }
    let half = beside(path);
    let written = write(&half, bytes)
        .with_context(|| format!("{} cannot be written", path.display()))
        .and_then(|()| fs::rename(&half, path).with_context(|| format!("{} cannot be replaced", path.display())));
    if written.is_err() {
        drop(fs::remove_file(&half));
    }
    written
}

/// A name of this process's own in the same folder, so that two programs never write into one half.
fn beside(path: &Path) -> PathBuf {
    let mut half = path.as_os_str().to_owned();
    half.push(format!(".{}.part", std::process::id()));
    PathBuf::from(half)
}

fn write(half: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // What a program that was killed left behind under this number; a link there is removed, not followed.
    drop(fs::remove_file(half));
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(0o600).open(half)?;
    file.write_all(bytes)?;
    file.sync_all()
}
