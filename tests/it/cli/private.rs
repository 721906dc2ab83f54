//! What the program leaves behind when it fails: nothing of what the book holds.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use rustix::fs::{CWD, FileType, Mode, mknodat};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::home::Home;

#[test]
fn a_crash_writes_no_memory_to_disk() {
    let home = Home::new();
    mknodat(CWD, home.path("rows.csv"), FileType::Fifo, Mode::RWXU, 0).unwrap();
    let program = home.process(&["import", "accounts", "rows.csv"]);
    // Under a shell that allows all that this machine allows.
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", "ulimit -S -c \"$(ulimit -H -c)\"; exec \"$0\" \"$@\""]).arg(program.get_program());
    shell.args(program.get_args()).current_dir(home.path(""));
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = shell.spawn().unwrap();
    // Opened once the program has it open to read.
    let _silent = fs::File::options().write(true).open(home.path("rows.csv")).unwrap();
    let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    kill_process(Pid::from_child(&child), Signal::ABORT).unwrap();
    let ended = child.wait().unwrap();
    assert!(ended.signal() == Some(6) && !ended.core_dumped(), "{ended:?}");
}

#[test]
fn a_panic_says_where_and_never_what() {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "cli::private::fails_over_a_name", "--ignored", "--nocapture", "--test-threads=1"]);
    let said = child.output().unwrap();
    let all = String::from_utf8([said.stdout, said.stderr].concat()).unwrap();
    assert!(all.contains("fault at tests/it/cli/private.rs:") && !all.contains("Ane Lund"), "{all}");
}

#[test]
#[ignore = "it fails: the test above looks at what it says"]
fn fails_over_a_name() {
    whynow::cli::hush_panics();
    panic!("no account of Ane Lund");
}
