//! A bundle is a file that somebody sent: refused or cleaned with a word, never trusted.

use std::path::Path;

use rusqlite::Connection;

use crate::support::peer::{Desk, forge};

fn shared() -> (Desk, std::path::PathBuf) {
    let mut mia = Desk::new("Mia", 0);
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    mia.call(ane, "That helped");
    let bundle = mia.share();
    (mia, bundle)
}

fn refused(bundle: &Path) -> String {
    let mut eva = Desk::new("Eva", 3);
    let before = eva.content();
    let says = eva.try_merge(&[bundle]).unwrap_err();
    assert_eq!(eva.content(), before);
    assert!(!says.contains('\u{1b}') && says.len() < 500, "{says:?}");
    let left = std::fs::read_dir(eva.folder.path()).unwrap().map(|file| file.unwrap().file_name());
    let left: Vec<String> = left.map(|name| name.to_string_lossy().into_owned()).collect();
    assert!(left.iter().all(|name| !name.ends_with(".tmp")), "no copy stays: {left:?}");
    says
}

#[test]
fn what_cannot_be_is_refused_and_named() {
    let cases = [
        ("UPDATE contact SET account = 99", "is not in the file"),
        ("UPDATE account SET tags = 'x'", "something else where labels belong"),
        ("UPDATE account SET employees = -1", "of another kind"),
        ("UPDATE account SET rest_until = 'soon'", "where a day belongs"),
        ("UPDATE account SET name = char(27)", "an empty name"),
        ("UPDATE account SET id = x'00'", "has no id"),
        ("UPDATE contact SET hours_from = 'noon'", "where a time of day belongs"),
        ("UPDATE account SET rev = 9223372036854775807", "by the clock of its machine"),
        ("UPDATE contact SET barred = 9223372036854775807", "marked in the future"),
        ("UPDATE account SET rev = 0", "by the clock of its machine"),
        ("UPDATE account SET device = 77", "names a device that the file does not have"),
        (
            "INSERT INTO account_identifier (rev, device, account, kind, value) SELECT rev, device, n, 'passport', 'x' FROM account",
            "a word whynow does not know",
        ),
        (
            "INSERT INTO twin (rev, device, about, one, other, why) SELECT rev, device, 'device', n, n, '' FROM account",
            "a word whynow does not know",
        ),
        (
            "INSERT INTO twin (rev, device, about, one, other, why) SELECT rev, device, 'contact', n, 99, '' FROM contact",
            "the other of a duplicate pair (row 99) is not in the file",
        ),
        (
            "INSERT INTO twin (rev, device, about, one, other, why) SELECT rev, device, 'account', n, n, '' FROM account",
            "is a pair of one row",
        ),
        ("CREATE TRIGGER t AFTER INSERT ON account BEGIN DELETE FROM call; END", "trigger t that whynow does not make"),
        ("CREATE VIEW v AS SELECT * FROM call", "view v that whynow does not make"),
        ("DROP TABLE promise; CREATE VIEW promise AS SELECT 1 AS n", "view promise that whynow does not make"),
        (
            "DROP INDEX promise_open; DROP INDEX promise_contact; ALTER TABLE promise DROP COLUMN done_on",
            "no column \"done_on\"",
        ),
        ("DROP TABLE promise", "no column \"n\""),
        ("PRAGMA user_version = 2000", "written by a newer whynow"),
        ("PRAGMA application_id = 7", "a database of another program"),
        ("UPDATE account SET notes = hex(zeroblob(5000000))", "too big"),
    ];
    for (sql, says) in cases {
        let (_mia, bundle) = shared();
        forge(&bundle, sql);
        let refused = refused(&bundle);
        assert!(refused.contains(says), "{sql}: {refused}");
    }
}

#[test]
fn escape_sequences_bidi_and_endless_notes_are_cleaned_and_counted() {
    let (_mia, bundle) = shared();
    forge(
        &bundle,
        "UPDATE account SET name = 'Nor' || char(27) || '[2Jvik', city = 'Os' || char(8238) || 'lo',
            notes = hex(zeroblob(400000))",
    );
    let mut eva = Desk::new("Eva", 3);
    let report = eva.merge(&[&bundle]);
    assert_eq!(report.cleaned, 3);
    assert!(report.notes()[0].starts_with("3 texts were cleaned"), "{:?}", report.notes());
    let found = eva.store.find_account("Nor[2Jvik").unwrap();
    let now = eva.now();
    let account = eva.store.account_file(found[0].0, now).unwrap().unwrap().account;
    assert_eq!((account.name.as_str(), account.city.as_deref()), ("Nor[2Jvik", Some("Oslo")));
    assert_eq!(account.notes.len(), 10_000);
    eva.sound();
}

#[test]
fn a_stamp_of_this_very_book_that_it_does_not_know_is_a_copy() {
    let (mut mia, bundle) = shared();
    let _ = &bundle;
    let mut eva = Desk::new("Eva", 3);
    eva.merge(&[&bundle]);
    eva.account("Fjordtrans");
    let back = eva.share();
    forge(
        &back,
        "UPDATE account SET rev = rev + 99999999,
            device = (SELECT device FROM call LIMIT 1) WHERE name = 'Fjordtrans'",
    );
    let refused = mia.try_merge(&[&back]).unwrap_err();
    assert!(refused.contains("somebody works in a copy of your file"), "{refused}");
}

#[test]
fn files_that_are_no_books_are_refused() {
    let (_mia, bundle) = shared();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let whole = std::fs::read(&bundle).unwrap();
    std::fs::write(at("empty.db"), b"").unwrap();
    std::fs::write(at("text.db"), b"name,city\nNorvik,Oslo\n").unwrap();
    std::fs::write(at("half.db"), &whole[..whole.len() / 2]).unwrap();
    std::fs::write(at("head.db"), &whole[..100]).unwrap();
    Connection::open(at("other.db")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let cases = [
        ("empty.db", "it is empty"),
        ("text.db", "a file of another kind"),
        ("half.db", "damaged"),
        ("head.db", "damaged"),
        ("other.db", "a database of another program"),
        ("missing.db", "cannot be read"),
    ];
    for (name, says) in cases {
        let refused = refused(&at(name));
        assert!(refused.contains(says) && refused.contains(name), "{name}: {refused}");
    }
    assert!(refused(folder.path()).contains("it is not a file"));
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for_and_a_link_is_followed_to_a_file() {
    let (_mia, bundle) = shared();
    let folder = tempfile::tempdir().unwrap();
    let (pipe, link) = (folder.path().join("pipe.db"), folder.path().join("link.db"));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(refused(&pipe).contains("it is not a file"));
    std::os::unix::fs::symlink(&bundle, &link).unwrap();
    assert!(Desk::new("Eva", 3).merge(&[&link]).totals().new > 0);
}

#[test]
fn a_newer_minor_is_read_and_an_older_book_is_brought_up_to_date_in_a_copy() {
    let (_mia, bundle) = shared();
    forge(
        &bundle,
        "PRAGMA user_version = 1900; ALTER TABLE account ADD COLUMN mood TEXT; CREATE TABLE later (n INTEGER);
        CREATE TRIGGER later_made AFTER INSERT ON later BEGIN DELETE FROM later; END",
    );
    assert!(Desk::new("Eva", 3).merge(&[&bundle]).totals().new > 0);
    for name in [
        "book-1.0.db",
        "book-1.1.db",
        "book-1.2.db",
        "book-1.3.db",
        "book-1.4.db",
        "book-1.5.db",
        "book-1.6.db",
        "book-1.7.db",
        "book-1.8.db",
    ] {
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
        let bytes = std::fs::read(&old).unwrap();
        let mut eva = Desk::new("Eva", 300 * 24 * 3600);
        assert!(eva.merge(&[&old]).totals().new > 0, "{name}");
        eva.sound();
        assert_eq!(std::fs::read(&old).unwrap(), bytes);
    }
}
