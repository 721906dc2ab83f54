//! What commands leave behind that are killed, and who clears it.

use std::fs;
use std::path::Path;

use crate::support::home::Home;
use crate::support::skip;
use crate::support::stepper::{Stepped, can_step, killed_at};

/// Calls at which a file is unfinished: it is about to be moved to its place, or removed after it was read.
const MOVES: &str = "rename,renameat,renameat2,link,linkat";
const REMOVES: &str = "unlink,unlinkat";

/// Every kind of command that writes a file of somebody's, and those that copy a book or an archive first. Each with the
/// calls that it is killed at.
const COMMANDS: [(&[&str], &str); 12] = [
    (&["share", "--since", "all", "--out", "out.whynow", "--force"], MOVES),
    (&["export", "accounts", "--out", "out.csv", "--force"], MOVES),
    (&["export", "calls", "--out", "out.json", "--format", "json", "--force"], MOVES),
    (&["report", "--html", "out.html", "--force"], MOVES),
    (&["doctor", "--bundle", "out.txt", "--yes", "--force"], MOVES),
    (&["person", "linn.skarbo@fjordline.example", "--html", "--out", "out.html", "--force"], MOVES),
    (&["export", "--all", "all"], MOVES),
    (&["salvage", "--to", "new.db"], MOVES),
    (&["demo", "--keep", "demo.db"], MOVES),
    (&["backup", "--to", "stick"], MOVES),
    (&["merge", "theirs.whynow"], REMOVES),
    (&["import", "--all", "theirs"], REMOVES),
];

/// Unfinished files and folders below a folder.
fn left(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(".whynow-") || name.contains(".part") {
            found.push(name);
        } else if entry.path().is_dir() {
            found.extend(left(&entry.path()));
        }
    }
    found
}

#[test]
fn what_a_killed_command_left_is_cleared_by_its_next_run_and_nothing_of_anybody_else() {
    if !can_step() {
        return skip("commands killed while they write", "strace cannot trace here");
    }
    let home = Home::with_sample();
    home.ok(&["share", "--since", "all", "--out", "theirs.whynow"]);
    home.ok(&["export", "--all", "theirs"]);
    fs::create_dir(home.path("stick")).unwrap();
    // The first program of the machine lives on, and a name that only resembles is somebody's own.
    let others = [".whynow-1-0.part", ".whynow-my-notes.part"];
    others.iter().for_each(|name| fs::write(home.path(name), "of others").unwrap());
    let mut killed = 0;
    for (args, calls) in COMMANDS {
        let mut was_left = false;
        for n in 1..40 {
            if killed_at(n, calls, &home.path(""), args) == Stepped::Done {
                break;
            }
            killed += 1;
            was_left = left(&home.path("")).len() > others.len();
            if was_left {
                break;
            }
        }
        assert!(was_left, "{args:?}: nothing was left by any kill");
        // What was done before the kill may be refused the second time: the file is there.
        home.run(args);
        let mut now = left(&home.path(""));
        now.sort();
        assert_eq!(now, others, "{args:?}");
        for made in ["all", "new.db", "demo.db"] {
            fs::remove_dir_all(home.path(made)).or_else(|_| fs::remove_file(home.path(made))).unwrap_or_default();
        }
    }
    assert!(killed >= COMMANDS.len(), "{killed}");
}

#[test]
fn opening_the_book_clears_what_was_left_beside_it() {
    let home = Home::with_sample();
    let mut ended = std::process::Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    let left = home.path(&format!(".whynow-{}-4.tmp", ended.id()));
    fs::write(&left, "a copy of a bundle").unwrap();
    home.ok(&["today"]);
    assert!(!left.exists());
}
