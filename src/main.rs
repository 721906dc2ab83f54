//! The binary: what must hold before anything is opened, then the command line.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use signal_hook::consts::SIGXFSZ;

fn main() -> ExitCode {
    // Every file made from here on is its user's alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    leave_no_dump();
    whynow::cli::hush_panics();
    // A file-size limit must end in an error that can be shown, not in a dead process. Where the signal cannot be caught,
    // nothing else changes.
    let caught = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    drop(caught);
    ExitCode::from(whynow::cli::run(std::env::args_os()))
}

/// What the memory of a process that crashes is written to would hold what the book holds. Where that cannot be prevented,
/// nothing else changes.
fn leave_no_dump() {
    let most = getrlimit(Resource::Core).maximum;
    let _limited: Result<(), _> = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: most });
    #[cfg(target_os = "linux")]
    let _hidden: Result<(), _> = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
