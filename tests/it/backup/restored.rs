//! A backup in the place of a book: what is back, what is kept aside, what is refused.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use whynow::domain::query::CallQuery;
use whynow::exchange::budget::Budget;
use whynow::job::bundle;
use whynow::store::{Backups, Store};

use super::{backups_of, files, later, logged, made};
use crate::support::book::{account, call, clock, contact, open};
use crate::support::home::Home;
use crate::support::pages::{leaves, ruin};

fn calls(book: &Path) -> u64 {
    let mut store = Store::open(book, clock()).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n.try_into().unwrap()
}

fn aside(folder: &Path) -> Vec<String> {
    files(folder).into_iter().filter(|name| name.contains("-aside-")).collect()
}

#[test]
fn a_damaged_book_is_replaced_by_its_backup_and_kept_aside_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 3);
    let backup = made(&book, 1);
    let mut torn = fs::read(&book).unwrap();
    torn.truncate(10_000);
    fs::write(&book, &torn).unwrap();
    fs::write(folder.path().join("book.db-wal"), "what stood in its log").unwrap();
    let restored = Backups::of_book(&book).restore(&backup.path, false, &later(2)).unwrap();
    assert_eq!(calls(&book), 3);
    let kept = restored.aside.unwrap();
    assert_eq!(fs::read(&kept).unwrap(), torn);
    let log = kept.with_file_name(format!("{}-wal", kept.file_name().unwrap().to_str().unwrap()));
    assert_eq!(fs::read(log).unwrap(), b"what stood in its log");
    assert!(files(folder.path()).iter().all(|name| !name.contains(".part")), "{:?}", files(folder.path()));
    assert_eq!(made_mode(&book), 0o600);
}

fn made_mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_was_put_aside_can_be_put_back_with_what_only_its_log_holds() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 1);
    let backup = made(&book, 1);
    let living = folder.path().join("living.db");
    {
        // A window that was killed: its last calls stand in the log alone.
        let mut store = open(&book, 2);
        let halden = account(&mut store, "Halden");
        let jon = contact(&mut store, halden, "Jon Moe");
        let call = call(&mut store, jon);
        store.log_call(&call).unwrap();
        for end in ["", "-wal"] {
            fs::copy(folder.path().join(format!("book.db{end}")), folder.path().join(format!("living.db{end}")))
                .unwrap();
        }
    }
    fs::rename(&living, &book).unwrap();
    fs::rename(folder.path().join("living.db-wal"), folder.path().join("book.db-wal")).unwrap();
    let restored = Backups::of_book(&book).restore(&backup.path, false, &later(3)).unwrap();
    assert_eq!(calls(&book), 1);
    let back = Backups::of_book(&book).restore(&restored.aside.unwrap(), false, &later(4)).unwrap();
    assert_eq!(calls(&book), 2);
    assert!(back.aside.is_some());
    assert_eq!(aside(folder.path()).iter().filter(|name| name.ends_with(".db")).count(), 2);
}

#[test]
fn what_was_shared_after_the_backup_can_be_merged_back() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let backup = made(&book, 1);
    let shared = folder.path().join("shared.db");
    {
        let mut store = open(&book, 2);
        let halden = account(&mut store, "Halden");
        let jon = contact(&mut store, halden, "Jon Moe");
        let call = call(&mut store, jon);
        store.log_call(&call).unwrap();
        bundle::share(&mut store, None, &shared, None, &crate::support::permit()).unwrap();
    }
    Backups::of_book(&book).restore(&backup.path, false, &later(3)).unwrap();
    {
        // Somebody works on before the bundle comes back.
        let mut store = open(&book, 4);
        let brandt = account(&mut store, "Brandt Polymers");
        let jutta = contact(&mut store, brandt, "Jutta Brandt");
        let call = call(&mut store, jutta);
        store.log_call(&call).unwrap();
        bundle::merge(&mut store, &[shared], None, &Budget::default(), false).unwrap();
    }
    assert_eq!(calls(&book), 4);
}

#[test]
fn calls_that_the_backup_lacks_are_told_before_and_after_and_listed_beside_the_book_that_was_kept() {
    let home = Home::with_sample();
    home.ok(&["backup"]);
    assert!(home.ok(&["restore", "--dry-run"]).contains("No call was made after it"));
    home.ok(&["log", "linn.skarbo@fjordline.example", "--reach", "busy", "--override", "she asked for it"]);
    let would = home.ok(&["restore", "--dry-run"]);
    assert!(would.contains("1 call made after it would be missing:") && would.contains("Linn Skarbø"), "{would}");
    // The damage is elsewhere: what can be read of the log is told.
    let first = leaves(&home.path("book.db"), "account")[0];
    ruin(&home.path("book.db"), &[first]);
    let said = home.ok(&["restore"]);
    assert!(said.contains("1 call made after it is not in it:"), "{said}");
    assert!(said.contains("Linn Skarbø"), "{said}");
    let list = files(&home.path("")).into_iter().find(|name| name.ends_with(".db.calls.txt")).unwrap();
    assert!(list.starts_with("book-aside-"), "{list}");
    let listed = fs::read_to_string(home.path(&list)).unwrap();
    assert!(listed.contains("Linn Skarbø"), "{listed}");
    assert_eq!(fs::metadata(home.path(&list)).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_is_no_book_or_damaged_is_refused_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let backup = made(&book, 1);
    let whole = fs::read(&backup.path).unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut page = whole.clone();
    page[4_096 * 20..4_096 * 21].fill(0x5a);
    let mut word = whole.clone();
    let at = word.windows(11).position(|bytes| bytes == b"This helped").unwrap();
    word[at] ^= 0x01;
    let cases = [
        (file("letter.txt", b"Dear Ane"), "not a whynow book"),
        (file("torn.db", &whole[..whole.len() / 2]), "damaged"),
        (file("page.db", &page), "damaged"),
        (file("word.db", &word), "the words of call"),
        (folder.path().join("none.db"), "there is no book"),
    ];
    let before = (fs::read(&book).unwrap(), files(folder.path()));
    for (path, says) in cases {
        let error = Backups::of_book(&book).restore(&path, false, &later(2)).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
        assert_eq!((fs::read(&book).unwrap(), files(folder.path())), before);
    }
    let mut bytes = whole;
    let name = bytes.windows(6).position(|bytes| bytes == b"Norvik").unwrap();
    bytes[name] ^= 0x01;
    fs::write(&backup.path, &bytes).unwrap();
    let error = Backups::of_book(&book).restore(&backup.path, false, &later(2)).unwrap_err().to_string();
    assert!(error.contains("its bytes are not those that were written"), "{error}");
    let taken = Backups::of_book(&book).restore(&folder.path().join("word.db"), true, &later(2)).unwrap();
    assert!(taken.notes[0].contains("the words of call"), "{:?}", taken.notes);
}

#[test]
fn a_book_that_is_open_in_a_window_is_not_replaced_under_it() {
    let home = Home::with_sample();
    home.ok(&["backup"]);
    let book = home.path("book.db");
    let window = Store::open(&book, clock()).unwrap();
    home.run(&["restore"]).fails(1, &["window has the book open"]);
    assert_eq!(aside(home.path("").as_path()), [""; 0]);
    drop(window);
    home.ok(&["restore"]);
    assert_eq!(aside(home.path("").as_path()).len(), 1);
}

#[test]
fn a_backup_is_made_listed_sent_and_put_back_from_the_command_line() {
    let home = Home::with_sample();
    assert!(home.ok(&["backups"]).contains("There is no backup"));
    assert!(home.ok(&["backup"]).contains("Backup 1 is "));
    assert!(home.ok(&["backup"]).contains("Nothing has changed since backup 1"));
    fs::create_dir(home.path("stick")).unwrap();
    let said = home.ok(&["backup", "--to", "stick"]);
    assert!(said.contains("A copy is stick/book.db-0001-"), "{said}");
    home.run(&["backup", "--to", "stick"]).fails(1, &["is there already"]);
    home.run(&["backup", "--to", "nowhere"]).fails(1, &["There is no folder nowhere"]);
    let list = home.ok(&["backups"]);
    assert!(list.contains("by hand") && list.contains("sound on") && list.contains("1 backup in"), "{list}");
    let calls = home.ok(&["export", "calls"]).lines().count();
    fs::write(home.path("book.db"), "ruined").unwrap();
    home.run(&["restore", "7"]).fails(1, &["There is no backup 7"]);
    let said = home.ok(&["restore"]);
    assert!(said.contains("is backup 1 of") && said.contains("is kept as"), "{said}");
    assert_eq!(home.ok(&["export", "calls"]).lines().count(), calls);
    fs::remove_file(home.path("book.db")).unwrap();
    let sent = files(&home.path("stick")).remove(0);
    let args = ["--book", "book.db", "restore", &format!("stick/{sent}")];
    assert!(!home.ok(&args).contains("is kept as"), "nothing stood there");
    assert_eq!(home.ok(&["export", "calls"]).lines().count(), calls);
    assert_eq!(made_mode(&home.path("stick").join(&sent)), 0o600);
    assert!(backups_of(&home.path("book.db")).exists());
}

#[test]
fn a_backup_that_is_sent_away_can_be_locked() {
    let home = Home::with_sample();
    fs::create_dir(home.path("stick")).unwrap();
    fs::write(home.path("word.txt"), "correct horse\n").unwrap();
    let args = ["backup", "--to", "stick", "--seal", "--passphrase-file", "word.txt"];
    if !whynow::job::bundle_lock::IS_BUILT_IN {
        home.run(&args).fails(1, &["This build of whynow has no locked bundles"]);
        assert!(files(&home.path("stick")).is_empty());
        return;
    }
    home.ok(&args);
    let [sent] = &files(&home.path("stick"))[..] else { panic!() };
    let path = home.path("stick").join(sent);
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1") && sent.ends_with(".db.age"));
    assert!(!bytes.windows(6).any(|bytes| bytes == b"Norvik"));
    let file = path.to_str().unwrap();
    home.run(&["restore", file]).fails(1, &["is locked with a passphrase"]);
    fs::write(home.path("wrong.txt"), "another\n").unwrap();
    home.run(&["restore", file, "--passphrase-file", "wrong.txt"]).fails(1, &["cannot be unlocked"]);
    home.ok(&["restore", file, "--passphrase-file", "word.txt"]);
    assert!(home.ok(&["verify"]).contains("is sound"));
}
