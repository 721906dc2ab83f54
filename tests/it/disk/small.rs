//! A small disk that a test can fill.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{remark, skip};

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
        if may_mount() {
            skip(what, "no small disk can be mounted here");
        } else {
            remark(&format!("SKIPPED {what}: only who may mount a disk can look at it"));
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

/// Whether the system lets this process mount anything: root of a container often may not.
fn may_mount() -> bool {
    /// The bit of `CAP_SYS_ADMIN` (capabilities(7)).
    const ADMIN: u64 = 1 << 21;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let held = status.lines().find_map(|line| line.strip_prefix("CapEff:")).map(str::trim);
    held.and_then(|held| u64::from_str_radix(held, 16).ok()).is_some_and(|held| held & ADMIN != 0)
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0).status());
    }
}
