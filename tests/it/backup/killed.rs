//! Killed at every call to the system that writes: before it or after it, never between.

use std::fs;
use std::path::Path;

use whynow::domain::query::CallQuery;
use whynow::store::{Backups, Store};

use super::{backups_of, files, logged, made};
use crate::support::book::{account, clock, open};
use crate::support::skip;
use crate::support::stepper::{Stepped, can_step, killed_at};

fn calls_in(book: &Path) -> i64 {
    let mut store = Store::open(book, clock()).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    i64::try_from(store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n).unwrap()
}

#[test]
fn a_backup_that_is_killed_anywhere_leaves_the_last_one_and_never_half_of_a_new_one() {
    if !can_step() {
        return skip("a backup killed at every call", "strace cannot trace here");
    }
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    made(&book, 0);
    let mut minutes = 0;
    for (calls, step) in [("pwrite64", 37), ("fsync,fdatasync", 1), ("rename,unlink,mkdir", 1)] {
        let mut n = 1;
        loop {
            minutes += 1;
            account(&mut open(&book, minutes), &format!("Company {calls} {n}"));
            let before = Backups::of_book(&book).list().len();
            if killed_at(n, calls, folder.path(), &["backup"]) == Stepped::Done {
                break;
            }
            let all = Backups::of_book(&book).list();
            assert!(all.len() >= before.min(3), "{calls} {n}");
            let newest = Store::open_read_only(&all[0].path, clock()).unwrap();
            assert_eq!(newest.verify().unwrap(), [""; 0], "{calls} {n}");
            n += step;
        }
        assert!(n > 1, "{calls}: nothing was killed");
    }
    account(&mut open(&book, 89_000), "The last");
    made(&book, 90_000);
    assert!(files(&backups_of(&book)).iter().all(|name| !name.contains("part")));
}

#[test]
fn a_restore_that_is_killed_anywhere_has_the_old_book_or_the_new_one_at_its_place() {
    if !can_step() {
        return skip("a restore killed at every call", "strace cannot trace here");
    }
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let backup = made(&book, 0);
    {
        let mut store = open(&book, 1);
        let ane = store.find_account("Norvik").unwrap().remove(0).0;
        let ane = store.account_file(ane, crate::support::book::now()).unwrap().unwrap().contacts[0].contact.id;
        let call = crate::support::book::call(&mut store, ane);
        store.log_call(&call).unwrap();
    }
    let old = fs::read(&book).unwrap();
    let number = backup.number.to_string();
    for calls in ["pwrite64,write", "fsync,fdatasync", "rename,link,linkat,unlink"] {
        for n in 1.. {
            fs::write(&book, &old).unwrap();
            match killed_at(n, calls, folder.path(), &["restore", &number]) {
                Stepped::Done => {
                    assert!(n > 1, "{calls}: nothing was killed");
                    break;
                }
                Stepped::Killed => assert!([2, 3].contains(&calls_in(&book)), "{calls} {n}"),
            }
            fs::remove_file(folder.path().join("book.db-wal")).unwrap_or_default();
            fs::remove_file(folder.path().join("book.db-shm")).unwrap_or_default();
        }
        assert_eq!(calls_in(&book), 2, "{calls}: without a kill it is done");
    }
    for name in files(folder.path()).into_iter().filter(|name| name.starts_with("book-aside-") && name.ends_with(".db"))
    {
        assert!([2, 3].contains(&calls_in(&folder.path().join(&name))), "{name}");
    }
}

#[test]
fn an_erasure_in_a_backup_that_is_killed_anywhere_leaves_it_as_it_was_or_erased_and_never_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    made(&book, 0);
    let mut store = open(&book, 1);
    let norvik = store.find_account("Norvik").unwrap().remove(0).0;
    let person = store.account_file(norvik, crate::support::book::now()).unwrap().unwrap().contacts.remove(0).contact;
    store.erase(person.id, &person.name).unwrap();
    drop(store);
    let backups = Backups::of_book(&book);
    let before = backups_of(&book);
    let old: Vec<(std::path::PathBuf, Vec<u8>)> =
        files(&before).into_iter().map(|name| (before.join(&name), fs::read(before.join(&name)).unwrap())).collect();
    let clock: std::sync::Arc<dyn whynow::clock::Clock> = clock();
    for (calls, step) in [("pwrite64,write", 5), ("fsync,fdatasync", 1), ("rename,link,linkat,unlink", 1)] {
        let mut n = 1;
        loop {
            old.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
            match killed_at(n, calls, folder.path(), &["erase", "--backups"]) {
                Stepped::Done => break,
                Stepped::Killed => {}
            }
            let all = backups.list();
            assert_eq!(all.len(), 1, "{calls} {n}");
            let whole = Store::open_read_only(&all[0].path, clock.clone()).unwrap();
            assert_eq!(whole.verify().unwrap(), [""; 0], "{calls} {n}");
            drop(whole);
            let again = backups.recheck_oldest(&clock, &whynow::store::StopFlag::default()).unwrap().unwrap();
            assert!(again.is_sound(), "{calls} {n}: {:?}", again.check);
            n += step;
        }
        assert!(n > 1, "{calls}: nothing was killed");
        let erased = fs::read(&backups.list()[0].path).unwrap();
        assert!(!erased.windows(person.name.len()).any(|part| part == person.name.as_bytes()), "{calls}");
    }
}
