//! What a backup holds, when one is made, and which ones stay.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rusqlite::Connection;
use whynow::domain::import::options::Import;
use whynow::domain::query::{CallQuery, ImportKind};
use whynow::exchange::budget::Budget;
use whynow::job;
use whynow::job::import::Proceed;
use whynow::store::{Backup, BackupResult, Backups, ErrorKind, Occasion, StopFlag, Store};

use super::{backups_of, files, later, logged, made, make};
use crate::support::book::{account, call, clock, contact, open};

fn calls_in(book: &Path) -> usize {
    let mut store = Store::open_read_only(book, clock()).unwrap();
    store.calls(&CallQuery { limit: 100, ..CallQuery::default() }).unwrap().rows.len()
}

#[cfg(unix)]
#[test]
fn a_backup_is_one_private_file_that_holds_what_a_copied_file_lacks() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let mut store = open(&book, 0);
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane Lund");
    let copied = folder.path().join("copied.db");
    let mut log_and_copy = || {
        let call = call(&mut store, ane);
        store.log_call(&call).unwrap();
        fs::copy(&book, &copied).unwrap();
        calls_in(&copied)
    };
    let logged = (1..60).find(|logged| log_and_copy() < *logged).expect("a copied file lacks what stands beside it");
    assert_eq!(calls_in(&made(&book, 1).path), logged);
    let backup = Backups::of_book(&book).list().remove(0);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&backup.path), mode(&backups_of(&book))), (0o600, 0o700));
    assert_eq!(mode(&backups_of(&book).join("book.db.checks.json")), 0o600);
    assert_eq!(files(&backups_of(&book)), ["book.db-0001-20260311T090100Z-hand.db", "book.db.checks.json"]);
    drop(store);
}

#[test]
fn a_backup_of_a_book_that_is_written_to_meanwhile_is_one_moment_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let mut store = open(&book, 1);
    let (done, writing) = std::sync::mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        let mut written = 0;
        while writing.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            account(&mut store, &format!("Company number {written}"));
            written += 1;
        }
        written
    });
    for minutes in 2..8 {
        made(&book, minutes);
    }
    drop(done);
    assert!(writer.join().unwrap() > 5, "nothing was written meanwhile");
    for backup in Backups::of_book(&book).list() {
        let store = Store::open_read_only(&backup.path, clock()).unwrap();
        assert_eq!(store.verify().unwrap(), [""; 0]);
    }
}

#[test]
fn what_has_not_changed_is_not_backed_up_again_and_an_empty_book_never() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    drop(open(&book, 0));
    assert_eq!(make(&book, 1), BackupResult::NotNeeded);
    logged(&book, 1);
    let first = made(&book, 2);
    assert_eq!(make(&book, 3), BackupResult::NothingNew(Box::new(first)));
    account(&mut open(&book, 4), "Brandt Polymers");
    assert_eq!(made(&book, 5).number, 2);
    assert_eq!(make(Path::new(":memory:"), 6), BackupResult::NotNeeded);
}

#[test]
fn at_start_a_changed_book_is_backed_up_every_half_hour_whatever_the_clock_said_before() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    let at = |minutes| Backups::of_book(&book).make_at_start(&later(minutes), &StopFlag::default()).unwrap();
    let is_made = |result| matches!(result, BackupResult::Made(_));
    logged(&book, 1);
    assert!(is_made(at(60)));
    account(&mut open(&book, 61), "Brandt Polymers");
    assert!(!is_made(at(89)));
    assert!(is_made(at(90)));
    account(&mut open(&book, 91), "Halden");
    assert!(is_made(at(-600)), "a clock that went back holds up no backup");
    assert!(!is_made(at(-540)), "nothing has changed");
}

#[test]
fn a_damaged_book_never_becomes_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 3);
    let sound = made(&book, 1);
    account(&mut open(&book, 2), "Brandt Polymers");
    let mut bytes = fs::read(&book).unwrap();
    let at = 4_096 * 20;
    bytes[at..at + 4_096].fill(0x5a);
    fs::write(&book, &bytes).unwrap();
    let error = Backups::of_book(&book).make(Occasion::ByHand, &later(3), &StopFlag::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Damaged, "{error}");
    assert_eq!(Backups::of_book(&book).list(), [sound]);
    assert_eq!(files(&backups_of(&book)).len(), 2, "nothing half is left");
}

#[test]
fn a_fault_in_the_log_is_noted_and_pushes_no_sound_backup_out() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 3);
    let sound = made(&book, 1);
    let forger = Connection::open(&book).unwrap();
    forger.execute_batch("DROP TRIGGER call_fixed; UPDATE call SET verdict = 'wasted' WHERE n = 2").unwrap();
    for round in 0..6 {
        account(&mut open(&book, 2 + round), &format!("Company number {round}"));
        let check = made(&book, 10 + round).check.unwrap();
        assert!(check.fault.unwrap().contains("was changed after it was logged"));
    }
    let left = Backups::of_book(&book).list();
    assert_eq!(left.iter().map(|backup| backup.number).collect::<Vec<_>>(), [7, 6, 5, 1]);
    assert_eq!(left[3], sound);
}

#[test]
fn thinning_goes_by_name_and_header_and_touches_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 1);
    made(&book, 0);
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
    for day in 1..=40 {
        account(&mut open(&book, day * 1_440), &format!("Company number {day}"));
        let backup = made(&book, day * 1_440 + 1);
        // The newest files pretend to be the oldest.
        fs::File::options().write(true).open(&backup.path).unwrap().set_modified(old).unwrap();
    }
    let others = backups_of(&book);
    fs::write(others.join("book.db-0002-20200101T000000Z-start.db"), "no book").unwrap();
    fs::write(others.join("letter.txt"), "Dear Ane").unwrap();
    fs::copy(&Backups::of_book(&book).list()[0].path, others.join("other.db-0001-20200101T000000Z-start.db")).unwrap();
    account(&mut open(&book, 60_000), "The last");
    made(&book, 60_001);
    let left = Backups::of_book(&book).list();
    let days: Vec<u32> = left.iter().map(|backup| backup.number).collect();
    assert_eq!(days[..12], [42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31]);
    assert!(left.len() < 24, "{days:?}");
    for name in ["book.db-0002-20200101T000000Z-start.db", "letter.txt", "other.db-0001-20200101T000000Z-start.db"] {
        assert!(others.join(name).exists(), "{name}");
    }
}

#[test]
fn what_a_killed_backup_left_behind_is_cleared_and_never_counts() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 1);
    let first = made(&book, 1);
    let half = backups_of(&book).join("book.db-0002-20260311T090200Z-hand.db.part");
    fs::copy(&first.path, &half).unwrap();
    fs::write(backups_of(&book).join("other.part"), "somebody else's").unwrap();
    assert_eq!(Backups::of_book(&book).list(), [first]);
    account(&mut open(&book, 2), "Brandt Polymers");
    assert_eq!(made(&book, 3).number, 2);
    assert!(!half.exists());
    assert!(backups_of(&book).join("other.part").exists());
}

#[test]
fn an_old_backup_is_looked_at_again_and_one_changed_bit_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 1);
    let first = made(&book, 1);
    account(&mut open(&book, 2), "Brandt Polymers");
    let second = made(&book, 3);
    let recheck =
        |minutes| Backups::of_book(&book).recheck_oldest(&later(minutes), &StopFlag::default()).unwrap().unwrap();
    assert_eq!(recheck(10).number, first.number);
    assert_eq!(recheck(11).number, second.number);
    let mut bytes = fs::read(&first.path).unwrap();
    let name = bytes.windows(6).position(|bytes| bytes == b"Norvik").unwrap();
    bytes[name] ^= 0x01;
    fs::write(&first.path, &bytes).unwrap();
    let found = recheck(12);
    assert_eq!(found.number, first.number);
    assert!(found.check.unwrap().fault.unwrap().contains("its bytes are not those that were written"));
    let list = Backups::of_book(&book).list();
    assert_eq!(list.iter().map(Backup::is_sound).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_told_backup_stops_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 1);
    let stop = StopFlag::default();
    stop.set();
    let told = Backups::of_book(&book).make(Occasion::Start, &later(1), &stop).unwrap();
    assert_eq!(told, BackupResult::Stopped);
    assert_eq!(files(&backups_of(&book)), [""; 0]);
}

#[test]
fn before_an_import_a_merge_and_an_upgrade_there_is_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    fs::copy("tests/data/book-1.4.db", &book).unwrap();
    let mut store = open(&book, 0);
    let import = |store: &mut Store, dry_run| {
        let path = "tests/data/salesforce-accounts-latin1.csv".into();
        let import = Import { path, kind: Some(ImportKind::Accounts), dry_run, ..Import::default() };
        job::import::run(store, &import, &Budget::default(), &mut |_| Proceed::Go).unwrap()
    };
    account(&mut store, "Brandt Polymers");
    import(&mut store, true);
    assert_eq!(occasions(&book), [Occasion::Upgrade], "a dry run needs none");
    import(&mut store, false);
    let bundle = folder.path().join("bundle.db");
    job::bundle::share(&mut open(&folder.path().join("other.db"), 9), None, &bundle, None, &crate::support::permit())
        .unwrap();
    job::bundle::merge(&mut store, &[bundle], None, &Budget::default(), false).unwrap();
    assert_eq!(occasions(&book), [Occasion::Merge, Occasion::Import, Occasion::Upgrade]);
    let before = Store::open_read_only(&Backups::of_book(&book).list()[1].path, clock()).unwrap();
    assert!(!before.find_account("Brandt").unwrap().is_empty());
}

fn occasions(book: &Path) -> Vec<Occasion> {
    Backups::of_book(book).list().into_iter().map(|backup| backup.occasion).collect()
}
