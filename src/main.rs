//! The binary: what must hold before anything is opened, then the command line.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rustix::fs::Mode;
use signal_hook::consts::SIGXFSZ;

fn main() -> ExitCode {
    // Every file made from here on is its user's alone.
    rustix::process::umask(Mode::RWXG | Mode::RWXO);
    // A file-size limit must end in an error that can be shown, not in a dead process. Where the signal cannot be caught,
    // nothing else changes.
    let caught = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    drop(caught);
    ExitCode::from(whynow::cli::run(std::env::args_os()))
}
