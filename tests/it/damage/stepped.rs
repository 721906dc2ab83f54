//! Killed at the calls to the system in which a save, an import, an upgrade and an erasure write: before it or after it,
//! never between.

use std::fs;
use std::sync::Arc;

use rusqlite::Connection;
use whynow::clock::SystemClock;
use whynow::store::{Backups, Occasion, Store};

use crate::support::home::Home;
use crate::support::skip;
use crate::support::stepper::{Stepped, calls_of, can_step, killed_at};

/// Kills of each kind of call in a run of the tests; with `EVERY=1` all of them.
const FEW: usize = 5;

/// Calls that change what is on the disk.
const KINDS: [&str; 3] = ["pwrite64,write", "fsync,fdatasync,ftruncate", "unlink,rename,link,linkat"];

/// Kills a command at its calls, each time on the same book, and has what is left judged; `judge` returns whether it was
/// done.
fn step_through(home: &Home, args: &[&str], judge: &dyn Fn(&str) -> bool) {
    let start = fs::read(home.path("book.db")).unwrap();
    let reset = || {
        for end in ["-wal", "-shm", "-journal", "-import", "-reserve"] {
            fs::remove_file(home.path(&format!("book.db{end}"))).unwrap_or_default();
        }
        fs::write(home.path("book.db"), &start).unwrap();
    };
    let (mut before, mut after) = (0, 0);
    for calls in KINDS {
        reset();
        let all = calls_of(calls, &home.path(""), args);
        let stride = if std::env::var_os("EVERY").is_some() { 1 } else { all.div_ceil(FEW).max(1) };
        for n in (1..=all).step_by(stride) {
            reset();
            // A run may make a few calls less than the one that was counted.
            if killed_at(n, calls, &home.path(""), args) == Stepped::Done {
                continue;
            }
            let what = format!("{args:?} at call {n} of {all} of {calls}");
            let is_done = judge(&what);
            (before, after) = if is_done { (before, after + 1) } else { (before + 1, after) };
        }
    }
    assert!(before > 0, "{args:?}: no kill came before it was done");
    assert!(before + after > FEW, "{args:?}: {before} before and {after} after it was done");
}

fn sound(home: &Home, what: &str) -> Store {
    let store =
        Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(store.verify().unwrap(), [""; 0], "{what}");
    store
}

fn count(home: &Home, sql: &str) -> i64 {
    Connection::open(home.path("book.db")).unwrap().query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_save_that_is_killed_anywhere_is_whole_or_not_there() {
    if !can_step() {
        return skip("a save killed at its calls", "strace cannot trace here");
    }
    let home = Home::with_sample();
    let sql = "SELECT count(*) FROM call";
    let before = count(&home, sql);
    let log = ["log", "linn.skarbo@fjordline.example", "--reach", "busy", "--override", "she asked for it"];
    step_through(&home, &log, &|what| {
        drop(sound(&home, what));
        let now = count(&home, sql);
        assert!([before, before + 1].contains(&now), "{what}: {now} calls");
        now > before
    });
}

#[test]
fn an_import_that_is_killed_anywhere_is_whole_or_taken_back() {
    if !can_step() {
        return skip("an import killed at its calls", "strace cannot trace here");
    }
    let home = Home::with_sample();
    let rows: String = (0..40).map(|at| format!("Stepped number {at},stepped{at}.example\n")).collect();
    fs::write(home.path("more.csv"), format!("company,domain\n{rows}")).unwrap();
    // The backup that comes first is killed by a test of its own.
    home.ok(&["backup"]);
    let sql = "SELECT count(*) FROM account WHERE name LIKE 'Stepped number %' AND deleted = 0";
    step_through(&home, &["import", "accounts", "more.csv"], &|what| {
        drop(sound(&home, what));
        let now = count(&home, sql);
        assert!([0, 40].contains(&now), "{what}: {now} accounts");
        now == 40
    });
}

#[test]
fn an_upgrade_that_is_killed_anywhere_leaves_the_old_format_or_the_new_one_with_a_backup() {
    if !can_step() {
        return skip("an upgrade killed at its calls", "strace cannot trace here");
    }
    for minor in [0, 4, 6] {
        let home = Home::new();
        fs::copy(format!("tests/data/book-1.{minor}.db"), home.path("book.db")).unwrap();
        let rows = "SELECT (SELECT count(*) FROM account) * 1000000 + (SELECT count(*) FROM call)";
        let before = count(&home, rows);
        step_through(&home, &["today"], &|what| {
            let format = count(&home, "SELECT user_version FROM pragma_user_version") % 1_000;
            let newest = i64::from(Store::format().1);
            assert!([minor, newest].contains(&format), "{what}: format 1.{format}");
            if format == newest {
                let backups = Backups::of_book(&home.path("book.db")).list();
                assert!(backups.iter().any(|backup| backup.occasion == Occasion::Upgrade), "{what}: {backups:?}");
            }
            drop(sound(&home, what));
            assert_eq!(count(&home, rows), before, "{what}");
            format == newest
        });
    }
}

#[test]
fn an_erasure_that_is_killed_anywhere_has_erased_all_of_them_or_nothing() {
    if !can_step() {
        return skip("an erasure killed at its calls", "strace cannot trace here");
    }
    let home = Home::with_sample();
    let linn = "linn.skarbo@fjordline.example";
    let name = "SELECT name FROM contact WHERE n = (SELECT contact FROM contact_email WHERE address = ?1)";
    let name: String =
        Connection::open(home.path("book.db")).unwrap().query_row(name, [linn], |row| row.get(0)).unwrap();
    home.ok(&["backup"]);
    step_through(&home, &["erase", linn, "--yes-name", &name], &|what| {
        drop(sound(&home, what));
        let traces = [
            count(&home, &format!("SELECT count(*) FROM contact WHERE name = '{name}'")),
            count(&home, &format!("SELECT count(*) FROM contact_email WHERE address = '{linn}'")),
        ];
        assert!([[0, 0], [1, 1]].contains(&traces), "{what}: {traces:?}");
        traces == [0, 0]
    });
}
