//! The backups and the screens: the offer when a book cannot be used, and the backup in the background.
#![expect(clippy::disallowed_methods, reason = "what is waited for is waited for by the machine's own clock")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use whynow::job::session::Session;
use whynow::store::{Backups, Occasion, Store};
use whynow::tui::message::answer::Answer;
use whynow::tui::message::command::Command;
use whynow::tui::runtime::{Book, Runtime};

use super::{files, logged, made, twice_backed_up};
use crate::support::book::{account, call, calls, clock, open};
use crate::support::desk::Desk;
use crate::support::pages::{leaves, ruin};

fn desk(book: &Path) -> Desk {
    // Ids come from the clock: this window opens later than those that wrote the book.
    let clock = clock();
    clock.advance(chrono::Duration::minutes(30));
    Desk::at(Book::at(book, clock.clone(), Session::default(), false), clock)
}

/// The one person of the book.
fn contact_of(store: &mut Store) -> whynow::domain::ids::ContactId {
    let norvik = store.find_account("Norvik").unwrap().remove(0).0;
    store.account_file(norvik, crate::support::book::now()).unwrap().unwrap().contacts[0].contact.id
}

#[test]
fn one_key_on_the_damage_screen_goes_back_to_the_backup_and_keeps_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    made(&book, 0);
    fs::write(&book, "").unwrap();
    let mut desk = desk(&book);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("> Go back to the backup of 11 Mar 2026 10:00"), "{screen}");
    assert!(screen.contains("this file is kept aside"), "{screen}");
    desk.press("<enter>");
    assert!(desk.notice().contains("This is the backup of 11 Mar 2026 10:00"), "{}", desk.notice());
    assert_eq!(desk.store().verify().unwrap(), [""; 0]);
    assert_eq!(files(folder.path()).iter().filter(|name| name.starts_with("book-aside-")).count(), 1);
}

#[test]
fn a_backup_that_is_damaged_too_is_refused_and_the_one_before_it_is_offered() {
    let (_folder, book, second) = twice_backed_up();
    let mut torn = fs::read(&second.path).unwrap();
    torn[9_000] ^= 0xff;
    fs::write(&second.path, torn).unwrap();
    fs::remove_file(&book).unwrap();
    let mut desk = desk(&book);
    assert!(desk.screen(80, 24).contains("There is no book any more at"));
    desk.press("<enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("damaged") && screen.contains("Go back to the backup of 11 Mar 2026 10:00"), "{screen}");
    desk.press("<enter>");
    assert_eq!(desk.store().verify().unwrap(), [""; 0]);
}

#[test]
fn without_a_backup_or_where_one_would_not_help_none_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    fs::copy(&book, folder.path().join("kept.db")).unwrap();
    fs::write(&book, "ruined").unwrap();
    assert!(!desk(&book).screen(80, 24).contains("backup of"));
    fs::copy(folder.path().join("kept.db"), &book).unwrap();
    made(&book, 0);
    rusqlite::Connection::open(&book).unwrap().pragma_update(None, "user_version", 2_000).unwrap();
    let screen = desk(&book).screen(80, 24);
    assert!(screen.contains("newer whynow") && !screen.contains("backup of"), "{screen}");
}

#[test]
fn one_key_lists_the_backups_one_makes_one_and_enter_goes_back_to_one() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let mut desk = desk(&book);
    desk.press("<esc>&");
    assert!(desk.screen(80, 24).contains("There is no backup of this book yet"), "{}", desk.screen(80, 24));
    desk.press("n");
    assert!(desk.notice().contains("Backup 1 is made and sound"), "{}", desk.notice());
    let screen = desk.screen(80, 24);
    assert!(screen.contains("1 backup") && screen.contains("by hand") && screen.contains("sound on"), "{screen}");
    desk.press("n");
    assert!(desk.notice().contains("Nothing has changed since backup 1"), "{}", desk.notice());
    let store = desk.store();
    let ane = contact_of(store);
    let later = call(store, ane);
    store.log_call(&later).unwrap();
    desk.press("<enter>");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Go back to this backup?") && screen.contains("without 1 later"), "{screen}");
    desk.press("n");
    assert_eq!(calls(desk.store(), "Ane").rows.len(), 3);
    desk.press("<enter>y");
    assert!(desk.notice().contains("1 call made since is not in it, and listed in"), "{}", desk.notice());
    assert_eq!(calls(desk.store(), "Ane").rows.len(), 2);
    desk.press("<esc><ctrl-p>backups<enter>");
    assert!(desk.screen(80, 24).contains("1 backup"), "{}", desk.screen(80, 24));
}

#[test]
fn a_torn_page_that_is_met_offers_the_backup_where_it_was_met_and_is_no_reason_to_say_nothing_changed() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    made(&book, 0);
    let mut desk = desk(&book);
    desk.press("<esc>");
    let page = leaves(&book, "call")[0];
    ruin(&book, &[page]);
    desk.press("4");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("The book is damaged") && screen.contains("the calls a page cannot be read"), "{screen}");
    assert!(screen.contains("Backup 1 of 11 Mar 2026 10:00"), "{screen}");
    desk.press("n&n");
    assert!(desk.notice().contains("No backup was made") && desk.notice().contains("damaged"), "{}", desk.notice());
    desk.press("<esc>4");
    assert!(!desk.screen(80, 24).contains("The book is damaged"), "asked once: {}", desk.screen(80, 24));
    desk.press("&<enter>y");
    assert!(desk.notice().contains("This is the backup of 11 Mar 2026 10:00"), "{}", desk.notice());
    assert_eq!(desk.store().verify().unwrap(), [""; 0]);
}

/// The store thread with a book open, until it has been idle.
fn idle(book: &Path, until: impl Fn(&[Answer]) -> bool) -> Vec<Answer> {
    let runtime = Runtime::start(Book::at(book, clock(), Session::default(), false), clock(), || {});
    runtime.order(Command::Open { create: false });
    let (mut answers, began) = (Vec::new(), Instant::now());
    while !until(&answers) && began.elapsed() < Duration::from_secs(20) {
        answers.extend(std::iter::from_fn(|| runtime.answer()));
        std::thread::sleep(Duration::from_millis(10));
    }
    runtime.finish(Duration::from_secs(5));
    answers
}

#[test]
fn open_screens_back_the_book_up_in_the_background_and_say_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    idle(&book, |_| Backups::of_book(&book).list().first().is_some_and(|first| first.check.is_some()));
    let [backup] = &Backups::of_book(&book).list()[..] else { panic!("{:?}", Backups::of_book(&book).list()) };
    assert_eq!(backup.occasion, Occasion::Start);
    assert!(Store::open_read_only(&backup.path, clock()).is_ok());
    let mut bytes = fs::read(&backup.path).unwrap();
    let name = bytes.windows(6).position(|bytes| bytes == b"Norvik").unwrap();
    bytes[name] ^= 0x01;
    fs::write(&backup.path, bytes).unwrap();
    let trouble = |answers: &[Answer]| answers.iter().any(|one| matches!(one, Answer::Trouble(_)));
    let answers = idle(&book, trouble);
    let said: Vec<&String> = answers
        .iter()
        .filter_map(|answer| if let Answer::Trouble(says) = answer { Some(says) } else { None })
        .collect();
    assert!(said.len() == 1 && said[0].contains("Backup 1 is damaged"), "{said:?}");
}

#[test]
fn a_book_that_stays_open_is_backed_up_again_after_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    logged(&book, 2);
    let clock = clock();
    let runtime = Runtime::start(Book::at(&book, clock.clone(), Session::default(), false), clock.clone(), || {});
    runtime.order(Command::Open { create: false });
    let made = |many: usize| {
        let began = Instant::now();
        while Backups::of_book(&book).list().len() < many && began.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(20));
        }
        Backups::of_book(&book).list().len()
    };
    assert_eq!(made(1), 1);
    account(&mut open(&book, 5), "Brandt Polymers");
    clock.advance(chrono::Duration::minutes(61));
    assert_eq!(made(2), 2);
    runtime.finish(Duration::from_secs(5));
}
