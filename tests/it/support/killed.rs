//! The program, killed at a call to the system.

use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;

/// Runs the program and has the kernel kill it at the nth of these calls. `None` if the machine cannot.
pub(crate) fn killed_at(n: usize, calls: &str, folder: &Path, args: &[&str]) -> Option<bool> {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
    traced.args(["-e", &format!("inject={calls}:signal=KILL:when={n}")]);
    traced.arg(cargo_bin("whynow")).args(args).current_dir(folder).stdin(Stdio::null());
    traced.env("HOME", folder).env("WHYNOW_BOOK", folder.join("book.db")).env("TZ", "Europe/Oslo");
    let ran = traced.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    Some(!ran.success())
}
