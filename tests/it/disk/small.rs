//! A small disk that a test can fill.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::skip;

/// A small disk in memory, unmounted when dropped.
pub(super) struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Mounts one; without the right to do so, what is not looked at is said.
    pub(super) fn mount(at: &Path, what: &str) -> Option<SmallDisk> {
        fs::create_dir(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"]).arg(at).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(SmallDisk(at.to_owned()));
        }
        if rustix::process::geteuid().is_root() {
            skip(what, "no small disk can be mounted here");
        } else {
            let line = format!("SKIPPED {what}: only root may mount a small disk\n");
            std::io::stderr().lock().write_all(line.as_bytes()).unwrap();
        }
        None
    }

    /// Fills it but for so many bytes.
    pub(super) fn fill(&self, but_for: u64) {
        let mut file = File::create(self.0.join("filler")).unwrap();
        let block = vec![1; 4_096];
        while file.write_all(&block).is_ok() {}
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(but_for)).unwrap();
    }

    /// Removes what filled it.
    pub(super) fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0).status());
    }
}
