//! A locked bundle stands on no disk unlocked: neither where it is made nor where it is merged.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;

use crate::support::home::Home;
use crate::support::skip;

/// First bytes of a book that is not locked.
const PLAIN: &[u8] = b"SQLite format 3\0";

/// Runs the program and has the kernel kill it at the nth of these calls; false if it ended before, `None` if the machine
/// cannot.
fn killed_at(n: usize, calls: &str, home: &Home, args: &[&str]) -> Option<bool> {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
    traced.args(["-e", &format!("inject={calls}:signal=KILL:when={n}")]);
    traced.arg(cargo_bin("whynow")).args(args).current_dir(home.path("")).stdin(Stdio::null());
    traced.env("HOME", home.path("")).env("WHYNOW_BOOK", home.path("book.db")).env("TMPDIR", home.path("tmp"));
    let ran = traced.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    Some(!ran.success())
}

/// Plain books in a folder, but for the book itself and its backups.
fn plain_books(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let plain = entries.filter(|entry| fs::read(entry.path()).is_ok_and(|bytes| bytes.starts_with(PLAIN)));
    plain.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name != "book.db").collect()
}

#[test]
fn a_locked_bundle_that_is_killed_on_its_way_leaves_nothing_unlocked() {
    let home = Home::with_sample();
    fs::create_dir(home.path("tmp")).unwrap();
    fs::write(home.path("word.txt"), "korrekt häst\n").unwrap();
    let share = ["share", "--since", "all", "--out", "bundle.age", "--passphrase-file", "word.txt", "--force"];
    let merge = ["merge", "bundle.age", "--passphrase-file", "word.txt"];
    home.ok(&share);
    for (args, step) in [(share.as_slice(), 3), (merge.as_slice(), 29)] {
        // Wherever something is written, made or moved: what stands there then is what a kill leaves.
        let mut n = 1;
        loop {
            match killed_at(n, "write,pwrite64,rename,unlink", &home, args) {
                None => return skip("a locked bundle killed on its way", "there is no strace"),
                Some(false) => break,
                Some(true) => {}
            }
            for folder in ["", "tmp"] {
                assert_eq!(plain_books(&home.path(folder)), [""; 0], "{args:?} {n}");
            }
            n += step;
        }
        assert!(n > step, "{args:?}: nothing was killed");
    }
}
