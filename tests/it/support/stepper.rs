//! Runs the program under strace, which has the system kill it, or fail it, at a call that it names.

use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;

use assert_cmd::cargo::cargo_bin;

/// How a run ended that was to be killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stepped {
    /// It was killed at the call.
    Killed,
    /// It was done before it came to the call.
    Done,
}

/// Whether the machine lets programs be traced.
pub(crate) fn can_step() -> bool {
    static CAN: OnceLock<bool> = OnceLock::new();
    *CAN.get_or_init(|| {
        let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
        tried.is_ok_and(|status| status.success())
    })
}

/// Runs the program and has the system kill it at the nth of these calls.
pub(crate) fn killed_at(n: usize, calls: &str, folder: &Path, args: &[&str]) -> Stepped {
    let status = injected(&format!("{calls}:signal=KILL:when={n}"), calls, folder, args);
    // strace ends as what it traces ends.
    match std::os::unix::process::ExitStatusExt::signal(&status) {
        Some(9) => Stepped::Killed,
        Some(_) | None if status.success() => Stepped::Done,
        Some(_) | None => panic!("neither killed nor done at call {n} of {calls}: {status}"),
    }
}

/// Runs the program with these calls injected, as strace writes it.
pub(crate) fn injected(what: &str, calls: &str, folder: &Path, args: &[&str]) -> ExitStatus {
    let mut traced = traced(what, calls, folder, args);
    traced.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap()
}

/// The same, to be run by whoever asks.
pub(crate) fn traced(what: &str, calls: &str, folder: &Path, args: &[&str]) -> Command {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e", &format!("inject={what}")]);
    program(&mut traced, folder, args);
    traced
}

/// How many of these calls a run makes; it runs once for that.
pub(crate) fn calls_of(calls: &str, folder: &Path, args: &[&str]) -> usize {
    let log = folder.join("strace.log");
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", log.to_str().unwrap(), "-e", &format!("trace={calls}"), "-e", "signal=none"]);
    program(&mut traced, folder, args);
    let status = traced.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{args:?}: {status}");
    let lines = std::fs::read_to_string(&log).unwrap().lines().count();
    std::fs::remove_file(log).unwrap();
    lines
}

/// Has a command run the program in a folder of its own.
pub(crate) fn program(command: &mut Command, folder: &Path, args: &[&str]) {
    command.arg(cargo_bin("whynow")).args(args).current_dir(folder).stdin(Stdio::null());
    command.env("HOME", folder).env("WHYNOW_BOOK", folder.join("book.db")).env("TZ", "Europe/Oslo");
}
