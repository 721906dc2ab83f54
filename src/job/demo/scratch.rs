//! A temporary directory for the sample book, removed at the end.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::clock::Clock;
use crate::store::{sample_name, sweep};

/// A private temporary directory; removed when dropped.
#[derive(Debug)]
pub struct Scratch {
    dir: PathBuf,
}

impl Scratch {
    /// Creates the directory.
    ///
    /// # Errors
    /// When the temporary directory cannot be written.
    pub fn new(clock: &dyn Clock) -> Result<Scratch> {
        // What a program left there that was killed.
        sweep(&std::env::temp_dir());
        loop {
            let dir = std::env::temp_dir().join(sample_name(&clock.new_id().simple().to_string()));
            match fs::DirBuilder::new().mode(0o700).create(&dir) {
                Ok(()) => return Ok(Scratch { dir }),
                // What somebody else made is neither used nor removed.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).with_context(|| format!("{} cannot be made", dir.display())),
            }
        }
    }

    /// Returns the path of the book in the directory.
    pub fn book(&self) -> PathBuf {
        self.dir.join("book.db")
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What would be left behind is fiction, and its user's alone.
        drop(fs::remove_dir_all(&self.dir));
    }
}
