//! Killed at the calls to the system that write, while a book is sealed, sealed anew or unsealed.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use whynow::domain::query::CallQuery;
use whynow::store::{Backups, NewSeal, Store, is_sealed, unlock};

use super::{CANARY, PASSPHRASE, holding, seal, secret, singing, ticking};
use crate::support::book::clock;
use crate::support::skip;

const OTHER: &str = "four other quiet words";

/// Played by this program again, under the eyes of `strace`.
#[test]
#[ignore = "a part of the tests below"]
fn plays_a_sealing() {
    let Some(book) = std::env::var_os("WHYNOW_PLAYED_BOOK") else { return };
    let book = Path::new(&book);
    let passphrase = if is_sealed(book) { OTHER } else { PASSPHRASE };
    if is_sealed(book) {
        assert!(unlock(book, &secret(PASSPHRASE)).unwrap());
    }
    let backups = Backups::of_book(book);
    match std::env::var("WHYNOW_PLAYED").unwrap().as_str() {
        "unseal" => backups.unseal_book(&ticking()).unwrap(),
        _seal => {
            let seal = NewSeal::of_passphrase(&secret(passphrase)).unwrap();
            backups.seal_book(&seal, &ticking()).unwrap();
        }
    }
}

/// Kills a sealing at the nth of these calls. `None` if the machine cannot; false if it ended by itself before.
fn killed_at(n: usize, calls: &str, what: &str, book: &Path) -> Option<bool> {
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}")]);
    traced.args(["-e", &format!("inject={calls}:signal=KILL:when={n}")]);
    traced.arg(std::env::current_exe().unwrap());
    traced.args(["--exact", "sealed::killed::plays_a_sealing", "--ignored", "--test-threads=1"]);
    traced.env("WHYNOW_PLAYED_BOOK", book).env("WHYNOW_PLAYED", what);
    let ran = traced.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    Some(!ran.success())
}

/// Whatever stands at the place is whole, opens with one of the passphrases or none, and has nothing beside it.
fn check(book: &Path, at: &str) {
    if is_sealed(book) {
        let opens = [PASSPHRASE, OTHER].iter().any(|typed| unlock(book, &secret(typed)).unwrap());
        assert!(opens, "{at}");
    }
    let mut store = Store::open(book, clock()).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0], "{at}");
    let calls = store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n;
    assert_eq!(calls, 1, "{at}");
    drop(store);
    let folder = book.parent().unwrap();
    assert!(!folder.join("book.db.seal.part").exists(), "{at}: what was left is cleared when the book is opened");
    let showing = holding(folder, CANARY);
    assert!(!is_sealed(book) || showing.is_empty(), "{at}: {showing:?}");
}

fn kill_everywhere(what: &str, begins_sealed: bool) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    if begins_sealed {
        seal(&book);
    }
    let before = fs::read(&book).unwrap();
    let begin = || {
        for entry in fs::read_dir(folder.path()).unwrap().flatten() {
            fs::remove_file(entry.path()).unwrap();
        }
        fs::write(&book, &before).unwrap();
    };
    for (calls, step) in [("pwrite64", 61), ("fsync,fdatasync", 1), ("rename,unlink,openat", 11)] {
        let mut n = 1;
        loop {
            begin();
            match killed_at(n, calls, what, &book) {
                None => return skip("a sealing killed at every call", "there is no strace"),
                Some(false) => break,
                Some(true) => check(&book, &format!("{what}, {calls} {n}")),
            }
            n += step;
        }
        assert!(n > 1, "{calls}: nothing was killed");
        check(&book, what);
        assert_eq!(is_sealed(&book), what != "unseal", "{calls}: without a kill it is done");
    }
}

#[test]
fn a_sealing_that_is_killed_anywhere_leaves_the_old_book_or_the_sealed_one_and_no_word_beside_it() {
    kill_everywhere("seal", false);
}

#[test]
fn a_new_seal_that_is_killed_anywhere_leaves_a_book_that_opens() {
    kill_everywhere("rekey", true);
}

#[test]
fn an_unsealing_that_is_killed_anywhere_leaves_the_sealed_book_alone_or_the_plain_one() {
    kill_everywhere("unseal", true);
}
