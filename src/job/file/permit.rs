//! Decides whether a command may write where it was told to.

use std::fs;
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::mark;
use super::protected::Spared;
use super::standard_streams::is_standard_output;

/// Which files a command may replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replace {
    /// Only what the same command wrote and nobody has changed since.
    Own,
    /// Those, and this file, which somebody was asked about.
    This(PathBuf),
    /// Any file that is not protected.
    Any,
}

impl Replace {
    /// Returns [`Replace::Any`] if the user said so.
    pub fn any_if(said: bool) -> Replace {
        if said { Replace::Any } else { Replace::Own }
    }
}

/// What a command may do where it was told to write.
#[derive(Debug, Clone)]
pub struct WritePermit {
    spared: Spared,
    by: &'static str,
    replace: Replace,
}

/// A file that is there already and may not be replaced without a word.
#[derive(Debug, thiserror::Error)]
#[error("{} is there already, and nothing shows that `whynow {by}` wrote it as it is: name another file, or replace \
    it with --force", path.display())]
pub struct FileThere {
    /// The file.
    pub path: PathBuf,
    by: &'static str,
}

/// What stands at the end of a path that may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WriteTarget {
    /// Standard output.
    Stream,
    /// A pipe or a device, which is written directly.
    Through,
    /// A file that is replaced.
    Old,
    /// Nothing.
    New,
}

impl WritePermit {
    /// Makes a permit for a command, named as it is called: `export calls`.
    pub fn new(spared: Spared, by: &'static str, replace: Replace) -> WritePermit {
        WritePermit { spared, by, replace }
    }

    /// Protects another file, as [`Spared::and`] does.
    #[must_use]
    pub fn and(self, path: &Path, what: &'static str) -> WritePermit {
        WritePermit { spared: self.spared.and(path, what), ..self }
    }

    /// Checks that the command may write to a path, before anything is made.
    ///
    /// # Errors
    /// When the path is a protected file, a link, a folder, or cannot be a file; [`FileThere`] when it is a file that
    /// the permit does not cover.
    pub fn check(&self, path: &Path) -> Result<()> {
        self.target(path).map(drop)
    }

    /// Returns what stands at a path that may be written.
    ///
    /// # Errors
    /// As [`WritePermit::check`].
    pub(super) fn target(&self, path: &Path) -> Result<WriteTarget> {
        if is_standard_output(path) {
            return self.spared.refuse_standard_output().map(|()| WriteTarget::Stream);
        }
        self.spared.refuse(path)?;
        let target = found_at(path)?;
        let is_allowed = match &self.replace {
            Replace::Own => false,
            Replace::This(asked) => asked == path,
            Replace::Any => true,
        };
        if target == WriteTarget::Old && !is_allowed && !mark::is_own(path, self.by) {
            return Err(FileThere { path: path.to_owned(), by: self.by }.into());
        }
        Ok(target)
    }

    /// Returns the name of the command.
    pub(super) fn command(&self) -> &'static str {
        self.by
    }
}

/// Checks that a path is free for something new: a book, a folder.
///
/// # Errors
/// When there is something, even a link that leads nowhere; or when the path is protected or no name of a file.
pub fn check_free(path: &Path, spared: &Spared) -> Result<()> {
    let shown = path.display();
    if is_standard_output(path) || path.file_name().is_none() {
        bail!("\"{shown}\" cannot be the name of something new");
    }
    // Not `exists`: what a link leads to is somebody else's.
    if fs::symlink_metadata(path).is_ok() {
        bail!("{shown} is there already: name a new one");
    }
    spared.refuse(path)
}

/// Returns what stands at a path.
fn found_at(path: &Path) -> Result<WriteTarget> {
    let shown = path.display();
    let there = match fs::symlink_metadata(path) {
        Ok(there) => there,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            // Refused at once: the rename would fail only after everything was written.
            if path.file_name().is_none() || path.as_os_str().as_encoded_bytes().ends_with(b"/") {
                bail!("\"{shown}\" cannot be the name of a file");
            }
            return Ok(WriteTarget::New);
        }
        Err(error) => return Err(error).with_context(|| cannot(path)),
    };
    // /dev/fd/3 is a link to a pipe.
    let kind = fs::metadata(path).map_or(there.file_type(), |found| found.file_type());
    if kind.is_fifo() || kind.is_char_device() {
        return Ok(WriteTarget::Through);
    }
    if kind.is_dir() {
        bail!("{shown} is a folder: name a file in it");
    }
    if there.is_symlink() {
        bail!("{shown} is a link; name the file itself, so that nothing else is overwritten");
    }
    if !kind.is_file() {
        bail!("{shown} is not a file; name one to write to");
    }
    Ok(WriteTarget::Old)
}

pub(super) fn cannot(path: &Path) -> String {
    format!("{} cannot be written", path.display())
}
