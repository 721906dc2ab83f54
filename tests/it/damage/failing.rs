//! A disk that fails: the system answers reads, writes and syncs of a save with an error of the device.

use std::fs;
use std::process::Stdio;

use rusqlite::Connection;

use crate::support::home::Home;
use crate::support::skip;
use crate::support::stepper::{calls_of, can_step, traced};

/// Failures of each kind of call in a run of the tests; with `EVERY=1` all of them.
const FEW: usize = 6;

#[test]
fn a_save_on_a_disk_that_fails_says_so_and_what_was_said_to_be_saved_is_there() {
    if !can_step() {
        return skip("a disk that fails", "strace cannot trace here");
    }
    let home = Home::with_sample();
    let book = home.path("book.db");
    let start = fs::read(&book).unwrap();
    let log = ["log", "linn.skarbo@fjordline.example", "--reach", "busy", "--override", "she asked for it"];
    let count =
        |conn: &Connection| -> i64 { conn.query_row("SELECT count(*) FROM call", [], |row| row.get(0)).unwrap() };
    let before = count(&Connection::open(&book).unwrap());
    let (mut said, mut failed) = (0, 0);
    for calls in ["pwrite64", "pread64", "fsync,fdatasync"] {
        let all = calls_of(calls, &home.path(""), &log);
        let stride = if std::env::var_os("EVERY").is_some() { 1 } else { all.div_ceil(FEW).max(1) };
        for n in (1..=all).step_by(stride) {
            for end in ["-wal", "-shm", "-journal", "-reserve"] {
                fs::remove_file(home.path(&format!("book.db{end}"))).unwrap_or_default();
            }
            fs::write(&book, &start).unwrap();
            let what = format!("call {n} of {all} of {calls}");
            let mut run = traced(&format!("{calls}:error=EIO:when={n}"), calls, &home.path(""), &log);
            let ended = run.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
            let words = String::from_utf8_lossy(&ended.stderr).into_owned();
            if words.contains("shared libraries") {
                // It was not ours yet: the system was loading it.
                continue;
            }
            assert!(!words.contains("panicked") && !words.contains("os error"), "{what}: {words}");
            let conn = Connection::open(&book).unwrap();
            let whole: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(whole, "ok", "{what}");
            let saved = count(&conn) == before + 1;
            if ended.status.success() {
                said += 1;
                assert!(saved, "{what}: said to be saved, and is not there");
            } else {
                failed += 1;
                assert!(words.contains("disk"), "{what}: {words}");
            }
        }
    }
    assert!(failed > FEW, "{failed} failed, {said} were said to be saved");
}
