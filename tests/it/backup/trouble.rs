//! What keeps a backup from being made, and what is said of it.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use uuid::Uuid;
use whynow::clock::{Clock, Moment};
use whynow::job::session::Session;
use whynow::store::{Backups, Store};
use whynow::tui::message::answer::Answer;
use whynow::tui::message::command::Command;
use whynow::tui::runtime::{Book, Runtime};

use super::{backups_of, files, logged, twice_backed_up};
use crate::support::book::clock;
use crate::support::home::{Home, Ran};
use crate::support::pages::{leaves, ruin};
use crate::support::skip;
use crate::support::stepper::{can_step, traced};

fn without_locks(folder: &std::path::Path, args: &[&str]) -> Ran {
    Ran::of(args, traced("flock:error=ENOLCK", "flock", folder, args).output().unwrap())
}

#[test]
fn on_a_drive_without_locks_backups_are_made_and_it_is_said_and_nothing_is_imported() {
    if !can_step() {
        return skip("a drive without locks", "strace cannot trace here");
    }
    let home = Home::with_sample();
    let ran = without_locks(&home.path(""), &["backup"]);
    assert!(ran.code == 0 && ran.out.contains("Backup 1 is"), "{ran:?}");
    let left = backups_of(&home.path("book.db")).join("book.db-0002-20260101T000000Z-start.db.part");
    fs::write(&left, "of another window").unwrap();
    home.ok(&["note", "Norvik", "Called the desk"]);
    assert_eq!(without_locks(&home.path(""), &["backup"]).code, 0);
    assert!(left.exists(), "what is half written may be another window's");
    let ran = without_locks(&home.path(""), &["doctor"]);
    assert!(ran.out.contains("keeps no locks") && ran.out.contains("a disk of this computer"), "{ran:?}");
    fs::write(home.path("more.csv"), "company\nAcme Kft\n").unwrap();
    let ran = without_locks(&home.path(""), &["import", "accounts", "more.csv"]);
    ran.fails(1, &["keeps no locks", "move the book to a disk of this computer"]);
    assert!(!home.run(&["doctor"]).out.contains("keeps no locks"));
}

/// A clock that breaks the third time it is looked at.
struct BrokenClock(Arc<dyn Clock>, AtomicU32);

impl Clock for BrokenClock {
    fn now(&self) -> Moment {
        let is_backup = std::thread::current().name() == Some("backup");
        assert!(!is_backup || self.1.fetch_add(1, Ordering::SeqCst) > 100, "a fault on purpose");
        self.0.now()
    }

    fn new_id(&self) -> Uuid {
        self.0.new_id()
    }
}

#[test]
fn a_fault_of_ours_while_a_backup_is_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let broken: Arc<dyn Clock> = Arc::new(BrokenClock(clock(), AtomicU32::new(0)));
    let runtime = Runtime::start(Book::at(&book, broken.clone(), Session::default(), false), broken, || {});
    runtime.order(Command::Open { create: false });
    let mut said = Vec::new();
    for _look in 0..1_000 {
        said.extend(std::iter::from_fn(|| runtime.answer()));
        if said.iter().any(|answer| matches!(answer, Answer::Trouble(_))) {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    runtime.finish(Duration::from_secs(5));
    assert!(
        said.iter().any(|answer| matches!(answer, Answer::Trouble(says) if says.contains("bug in whynow"))),
        "{said:?}"
    );
    assert_eq!(files(&backups_of(&book)).iter().filter(|name| name.contains("part")).count(), 0);
}

#[test]
fn a_book_that_was_torn_since_its_last_backup_is_not_said_to_be_unchanged() {
    let home = Home::with_sample();
    home.ok(&["backup"]);
    let pages = leaves(&home.path("book.db"), "call");
    ruin(&home.path("book.db"), &pages[..1]);
    let ran = home.run(&["backup"]);
    ran.fails(1, &["is damaged", "`whynow restore` goes back to the backup of"]);
    assert!(!ran.out.contains("Nothing has changed"), "{ran:?}");
}

#[test]
fn an_older_book_is_not_upgraded_without_a_backup_unless_somebody_says_so() {
    let home = Home::new();
    fs::copy("tests/data/book-1.5.db", home.path("book.db")).unwrap();
    // Something else bears the name of the folder.
    fs::write(home.path("backups"), "a letter").unwrap();
    let before = fs::read(home.path("book.db")).unwrap();
    let ran = home.run(&["today"]);
    ran.fails(1, &["older format and stays so", "no backup could be made first", "--upgrade-without-backup"]);
    assert!(fs::read(home.path("book.db")).unwrap() == before, "the file stays as it is");
    let said = home.run(&["doctor", "--upgrade-without-backup"]).out;
    assert!(said.contains(&format!("is of format 1.{}", Store::format().1)), "{said}");
    home.ok(&["today"]);
}

#[test]
fn after_a_restore_that_failed_for_another_reason_the_same_backup_is_offered_again() {
    let (folder, book, second) = twice_backed_up();
    let clock = clock();
    clock.advance(chrono::Duration::minutes(30));
    let at = Book::at(&book, clock.clone(), Session::default(), false);
    let whole = fs::read(&book).unwrap();
    fs::write(&book, "ruined").unwrap();
    let mut desk = crate::support::desk::Desk::at(at, clock);
    let offered = "Go back to the backup of 11 Mar 2026 10:02";
    assert!(desk.screen(80, 24).contains(offered), "{}", desk.screen(80, 24));
    // A folder in the way of the copy.
    fs::create_dir_all(folder.path().join("book.db.restore.part/x")).unwrap();
    desk.press("<enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("book.db.restore.part") && screen.contains(offered), "{screen}");
    fs::remove_dir_all(folder.path().join("book.db.restore.part")).unwrap();
    // Now the backup itself is at fault, and no window offers it again.
    let mut torn = fs::read(&second.path).unwrap();
    torn[9_000] ^= 0xff;
    fs::write(&second.path, torn).unwrap();
    desk.press("<enter>");
    assert!(desk.screen(80, 24).contains("Go back to the backup of 11 Mar 2026 10:00"), "{}", desk.screen(80, 24));
    assert!(!Backups::of_book(&book).list()[0].is_sound());
    fs::write(&book, whole).unwrap();
}
