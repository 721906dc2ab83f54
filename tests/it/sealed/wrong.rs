//! Another passphrase and damage are told apart.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use whynow::domain::query::CallQuery;
use whynow::store::{Backups, ErrorKind, Occasion, StopFlag, Store, is_sealed, to_unlock, unlock};

use super::{CANARY, PASSPHRASE, later, seal, secret, singing, ticking};
use crate::support::book::clock;

const PAGE: usize = 4_096;

/// A sealed book, its bytes, and its recovery code.
fn sealed() -> (TempDir, PathBuf, Vec<u8>, String) {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    singing(&book);
    let code = seal(&book);
    let bytes = fs::read(&book).unwrap();
    (folder, book, bytes, code)
}

#[test]
fn another_passphrase_is_never_called_damage() {
    let (_folder, book, _, code) = sealed();
    for wrong in ["correct horse battery stable", " correct horse battery staple", "x"] {
        assert!(!unlock(&book, &secret(wrong)).unwrap(), "{wrong}");
    }
    for right in [PASSPHRASE, &code] {
        assert!(unlock(&book, &secret(right)).unwrap(), "{right}");
    }
    let mistyped = code.replacen(|c: char| c != '7' && c != ' ', "7", 1);
    let secret = secret(&mistyped);
    assert!(!unlock(&book, &secret).unwrap());
    assert!(secret.says_wrong().contains("mistake in group 1"), "{}", secret.says_wrong());
}

#[test]
fn damage_is_never_called_another_passphrase() {
    let (folder, book, bytes, code) = sealed();
    let pages = bytes.len() / PAGE;
    // The first page behind its salt, a sector in it, one in the middle, the last one, and many at once.
    let torn = [vec![0], vec![5], vec![pages - 1], (0..pages - 1).collect::<Vec<_>>()];
    for (n, torn) in torn.iter().enumerate() {
        let mut bytes = bytes.clone();
        for page in torn {
            bytes[page * PAGE + 512..][..512].fill(0);
        }
        let path = folder.path().join(format!("torn{n}.db"));
        fs::write(&path, bytes).unwrap();
        for right in [PASSPHRASE, &code] {
            assert!(unlock(&path, &secret(right)).unwrap(), "{torn:?}");
        }
        assert!(!unlock(&path, &secret("another one")).unwrap(), "{torn:?}");
        match Store::open(&path, clock()) {
            Err(error) => assert_eq!(error.kind, ErrorKind::Damaged, "{torn:?}: {error}"),
            Ok(store) => assert_ne!(store.verify().ok(), Some(Vec::new()), "{torn:?}"),
        }
    }
    for length in [bytes.len() / 2 + 100, 30 * PAGE, 3 * PAGE + 1] {
        fs::write(&book, &bytes[..length]).unwrap();
        assert!(unlock(&book, &secret(PASSPHRASE)).unwrap(), "{length}");
        let error =
            Store::open(&book, clock()).and_then(|store| store.verify()).map(|faults| assert!(!faults.is_empty()));
        assert!(error.is_ok() || error.is_err_and(|error| error.kind == ErrorKind::Damaged), "{length}");
    }
    fs::write(&book, &bytes[..100]).unwrap();
    assert_eq!(unlock(&book, &secret("another one")).unwrap_err().kind, ErrorKind::Damaged);
}

#[test]
fn a_torn_first_sector_is_damage_where_a_sealed_backup_says_what_stood_there() {
    let (folder, book, bytes, _) = sealed();
    let backups = Backups::of_book(&book);
    backups.make(Occasion::ByHand, &ticking(), &StopFlag::default()).unwrap();
    let mut torn = bytes.clone();
    torn[..512].fill(0);
    fs::write(&book, &torn).unwrap();
    assert!(!is_sealed(&book));
    let error = Store::open(&book, clock()).err().unwrap();
    assert_eq!(error.kind, ErrorKind::Damaged, "{error}");
    assert!(error.to_string().contains("its first page is torn"), "{error}");
    // The key is known from before; a new process would ask for that of the backup.
    assert_eq!(to_unlock(&book), None);
    let kept = backups.list().remove(0);
    backups.restore(&kept.path, false, &later()).unwrap();
    assert_eq!(Store::open(&book, clock()).unwrap().verify().unwrap(), [""; 0]);
    // Without one nothing says that it ever was a book.
    let alone = folder.path().join("alone.db");
    fs::write(&alone, &torn).unwrap();
    assert_eq!(Store::open(&alone, clock()).err().unwrap().kind, ErrorKind::NotOurs);
}

#[test]
fn a_file_of_another_kind_is_not_taken_for_a_sealed_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chance.db");
    let chance: Vec<u8> = (0..40 * PAGE).map(|n| u8::try_from(n * 7919 % 251).unwrap()).collect();
    fs::write(&path, chance).unwrap();
    assert!(!is_sealed(&path));
    assert_eq!(Store::open(&path, clock()).err().unwrap().kind, ErrorKind::NotOurs);
    assert_eq!(unlock(&path, &secret(PASSPHRASE)).unwrap_err().kind, ErrorKind::NotOurs);
}

#[test]
fn what_is_whole_of_a_damaged_sealed_book_is_salvaged_into_a_sealed_one() {
    let (folder, book, bytes, _) = sealed();
    let salvage = |name: &str| {
        let new = folder.path().join(name);
        let report = Store::salvage(&book, &new, &ticking()).ok()?;
        assert!(is_sealed(&new), "as the damaged one is");
        let mut store = Store::open(&new, clock()).unwrap();
        let is_there = !store.find_account(CANARY).unwrap().is_empty();
        let calls = store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n;
        Some((report, is_there, calls))
    };
    let (whole, is_there, calls) = salvage("whole.db").unwrap();
    assert!(whole.tables.iter().all(|table| table.of == Some(table.read)) && is_there && calls == 1, "{whole:?}");
    // One page at a time: but for the few that say where the others are, the rest of the book is read around it.
    let pages = bytes.len() / PAGE;
    let (mut read, mut tried) = (0, 0);
    for page in (20..pages).step_by(pages / 12) {
        let mut torn = bytes.clone();
        torn[page * PAGE + 100] ^= 1;
        fs::write(&book, &torn).unwrap();
        tried += 1;
        read +=
            usize::from(salvage(&format!("new{page}.db")).is_some_and(|(_, is_there, calls)| is_there && calls == 1));
    }
    assert!(tried >= 8 && read * 3 >= tried * 2, "{read} of {tried}");
}
