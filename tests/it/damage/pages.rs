//! Pages that cannot be read: what they cost, and what is said.

use std::fs;
use std::path::Path;

use whynow::clock::Clock;
use whynow::job::session::Session;
use whynow::store::{Backups, Occasion, StopFlag, Store};
use whynow::tui::runtime::Book;

use crate::support::book::{account, call, calls, clock, contact, open};
use crate::support::desk::Desk;
use crate::support::home::Home;
use crate::support::pages::{leaves, ruin};

/// A book with calls and many accounts.
fn filled(book: &Path) {
    let mut store = open(book, 0);
    for at in 0..60 {
        let company = account(&mut store, &format!("Company number {at}"));
        let person = contact(&mut store, company, &format!("Person {at}"));
        let call = call(&mut store, person);
        store.log_call(&call).unwrap();
    }
}

fn desk(book: &Path) -> Desk {
    let clock = clock();
    clock.advance(chrono::Duration::hours(1));
    Desk::at(Book::at(book, clock.clone(), Session::default(), false), clock)
}

fn backed_up(book: &Path) {
    let clock: std::sync::Arc<dyn Clock> = clock();
    Backups::of_book(book).make(Occasion::ByHand, &clock, &StopFlag::default()).unwrap();
}

#[test]
fn a_bad_page_of_the_settings_closes_nothing_and_is_said_with_the_backup_to_go_back_to() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    filled(&book);
    open(&book, 1).set_setting("wpm", "140").unwrap();
    ruin(&book, &leaves(&book, "setting"));
    let mut without = desk(&book);
    assert!(without.notice().contains("A page of the settings cannot be read"), "{}", without.notice());
    assert!(!without.notice().contains("goes back"), "there is no backup: {}", without.notice());
    assert!(without.screen(80, 24).contains("60 logged, 60 asked"), "{}", without.screen(80, 24));
    let store = without.store();
    let norvik = account(store, "Norvik");
    let ane = contact(store, norvik, "Ane Lund");
    let logged = call(store, ane);
    store.log_call(&logged).unwrap();
    assert_eq!(calls(store, "Ane").rows.len(), 1);
    assert!(store.set_setting("wpm", "150").is_err(), "a setting that cannot be kept says so");
}

#[test]
fn where_there_is_a_backup_the_bad_page_of_the_settings_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    filled(&book);
    open(&book, 1).set_setting("wpm", "140").unwrap();
    backed_up(&book);
    ruin(&book, &leaves(&book, "setting"));
    let says = desk(&book).notice();
    assert!(says.contains("`whynow restore` goes back to the backup of 11 Mar 2026 10:00"), "{says}");
}

#[test]
fn a_damaged_book_says_what_is_torn_what_is_whole_and_the_backup_only_where_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.db");
    filled(&book);
    let whole = fs::read(&book).unwrap();
    ruin(&book, &leaves(&book, "import"));
    let error = Store::open(&book, clock()).err().unwrap();
    let told = |error| format!("{:#}", whynow::job::damage::explain(&book, error, clock().as_ref()));
    let says = told(error);
    assert!(
        says.contains("Of the imports a page cannot be read; the accounts, ") && says.contains("are whole"),
        "{says}"
    );
    assert!(!says.contains("goes back"), "{says}");
    let torn = fs::read(&book).unwrap();
    fs::write(&book, whole).unwrap();
    backed_up(&book);
    fs::write(&book, torn).unwrap();
    let says = told(Store::open(&book, clock()).err().unwrap());
    assert!(says.contains("`whynow restore` goes back to the backup of 11 Mar 2026 10:00"), "{says}");
    for (width, height) in [(80, 24), (60, 16)] {
        let screen = desk(&book).screen(width, height);
        assert!(screen.contains("> Go back to the backup of") && screen.contains("are whole"), "{screen}");
    }
}

#[test]
fn the_command_line_says_the_same_of_a_file_that_is_no_book_any_more() {
    let home = Home::with_sample();
    home.ok(&["backup"]);
    fs::write(home.path("book.db"), "ruined").unwrap();
    let ran = home.run(&["today"]);
    ran.fails(1, &["not a whynow book", "`whynow restore` goes back to the backup of"]);
    fs::remove_dir_all(home.path("backups")).unwrap();
    assert!(!home.run(&["today"]).err.contains("goes back"));
}
