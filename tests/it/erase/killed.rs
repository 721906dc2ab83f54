//! An erasure that is killed at every call to the system that writes: whoever is gone has a receipt.

use std::fs;

use whynow::store::Store;

use crate::support::book::{account, call, clock, contact, open};
use crate::support::skip;
use crate::support::stepper::{Stepped, can_step, killed_at};

const NAME: &str = "Quilla Zorbenfeld";

#[test]
fn whoever_was_erased_has_a_receipt_also_where_the_erasure_was_killed() {
    if !can_step() {
        return skip("an erasure killed at every call", "strace cannot trace here");
    }
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let person = {
        let mut store = open(&book, 0);
        let norvik = account(&mut store, "Norvik");
        let person = contact(&mut store, norvik, NAME);
        let call = call(&mut store, person);
        store.log_call(&call).unwrap();
        person
    };
    let old = fs::read(&book).unwrap();
    let receipts = || {
        let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("erasure-")).collect::<Vec<_>>()
    };
    let mut made_up = 0;
    for (calls, step) in [("pwrite64,write", 3), ("fsync,fdatasync", 1), ("rename,link,linkat,unlink", 1)] {
        let mut n = 1;
        loop {
            for name in ["book.db-wal", "book.db-shm"] {
                fs::remove_file(folder.path().join(name)).unwrap_or_default();
            }
            receipts().iter().for_each(|name| fs::remove_file(folder.path().join(name)).unwrap());
            fs::remove_dir_all(folder.path().join("backups")).unwrap_or_default();
            fs::write(&book, &old).unwrap();
            let stepped = killed_at(n, calls, folder.path(), &["erase", NAME, "--yes-name", NAME]);
            let before = receipts().len();
            // The next start, whatever it is for.
            killed_at(60_000, "rename", folder.path(), &["today"]);
            let gone = Store::open_read_only(&book, clock()).unwrap().contact(person).unwrap().is_none();
            assert_eq!(receipts().len(), usize::from(gone), "{calls} {n}: {:?}", receipts());
            made_up += usize::from(gone && before == 0);
            if let Some(name) = receipts().first() {
                let text = fs::read_to_string(folder.path().join(name)).unwrap();
                assert!(text.starts_with("Receipt of an erasure") && !text.contains(NAME), "{text}");
            }
            if stepped == Stepped::Done {
                break;
            }
            n += step;
        }
        assert!(n > 1, "{calls}: nothing was killed");
    }
    assert!(made_up > 0, "it was killed between the erasure and its receipt at least once");
}
