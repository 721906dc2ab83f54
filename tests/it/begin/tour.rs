//! The tour: five deeds on a sample book of its own, which go on when they are done.

use std::path::Path;

use chrono::Duration;
use whynow::clock::Clock;
use whynow::domain::account::Account;
use whynow::domain::query::{Tray, TriggerQuery};
use whynow::job::session::Session;
use whynow::store::Store;
use whynow::tui::runtime::Book;

use crate::support::desk::{self, Desk};
use crate::support::home::Home;

fn desk_at(path: &Path) -> Desk {
    let clock = desk::clock();
    Desk::at(Book::at(path, clock.clone(), Session::default(), false), clock)
}

fn is_at(desk: &mut Desk, step: &str) {
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&format!("Tour {step} of 5")), "not at {step}:\n{screen}");
}

#[test]
fn each_deed_leads_on_to_the_next_when_it_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut desk = desk_at(&path);
    desk.press("<ctrl-n>");
    is_at(&mut desk, "1");
    desk.press("3a");
    is_at(&mut desk, "2");
    desk.press("1<ctrl-d>kkp<f9>");
    is_at(&mut desk, "2");
    desk.press("<ctrl-s>");
    is_at(&mut desk, "3");
    desk.press("<esc>c");
    if desk.app.call().is_none() {
        desk.press("<enter>");
    }
    is_at(&mut desk, "4");
    desk.wait(Duration::seconds(240));
    desk.press("cryi<enter>");
    is_at(&mut desk, "5");
    desk.press("1ggD");
    assert!(desk.screen(80, 24).contains("The tour is over"), "{}", desk.screen(80, 24));
    desk.press("<ctrl-x>");
    assert!(desk.screen(80, 24).contains("There is no book yet"), "{}", desk.screen(80, 24));
    assert!(!path.exists(), "the tour made a book of the rep's own");
}

#[test]
fn what_is_only_begun_leads_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_at(&folder.path().join("book.db"));
    desk.press("<ctrl-n>3d");
    is_at(&mut desk, "1");
    desk.press("<esc>");
    is_at(&mut desk, "1");
}

#[test]
fn without_a_book_nothing_lies_below_the_welcome() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_at(&folder.path().join("book.db"));
    desk.press("<esc><esc>");
    assert!(desk.screen(80, 24).contains("There is no book yet"), "{}", desk.screen(80, 24));
    assert!(desk.notice().contains("This is the top"), "{}", desk.notice());
}

#[test]
fn every_step_is_skipped_by_a_key_and_the_tour_ends_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_at(&folder.path().join("book.db"));
    desk.press("<ctrl-n>");
    for step in ["1", "2", "3", "4", "5"] {
        is_at(&mut desk, step);
        desk.press("<ctrl-n>");
    }
    assert!(desk.screen(80, 24).contains("The tour is over"), "{}", desk.screen(80, 24));
    desk.press("<ctrl-n>");
    assert!(desk.screen(80, 24).contains("There is no book yet"), "{}", desk.screen(80, 24));
    desk.press("<ctrl-n><ctrl-x>");
    assert!(desk.screen(80, 24).contains("There is no book yet"), "{}", desk.screen(80, 24));
}

#[test]
fn a_tour_from_an_open_book_leaves_it_as_it_was_and_comes_back_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = Store::create(&path, desk::clock()).unwrap();
    store.set_who_calls("Marit Solheim", "").unwrap();
    store.save_account(&Account { name: "Own Account".into(), ..Account::default() }).unwrap();
    drop(store);
    let mut desk = desk_at(&path);
    desk.press("2");
    assert!(desk.screen(80, 24).contains("Own Account"));
    desk.press("<ctrl-n>3a");
    is_at(&mut desk, "2");
    desk.press("2");
    assert!(!desk.screen(80, 24).contains("Own Account"), "{}", desk.screen(80, 24));
    desk.press("<ctrl-x>2");
    assert!(desk.screen(80, 24).contains("Own Account"), "{}", desk.screen(80, 24));
    let now = desk.clock.now();
    let kept = TriggerQuery { tray: Tray::Kept, filter: String::new(), offset: 0, limit: 9 };
    assert_eq!(desk.store().triggers(&kept, now).unwrap().rows.len(), 0, "what was kept on the tour was the sample's");
}

#[test]
fn the_question_of_a_new_book_keeps_the_name_before_the_tour() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut desk = desk_at(&path);
    desk.press("jj<enter>");
    desk.type_in("Marit Solheim");
    desk.press("<ctrl-n>");
    is_at(&mut desk, "1");
    desk.press("<ctrl-x>");
    assert_eq!(desk.store().who_calls().unwrap().name, "Marit Solheim");
    assert!(!desk.screen(80, 24).contains("Who works with this book?"), "{}", desk.screen(80, 24));
}

#[test]
fn a_call_that_goes_on_is_not_left_for_the_tour() {
    let mut desk = Desk::sample();
    desk.press("2/norvik<enter><enter>c");
    assert!(desk.app.call().is_some());
    desk.press("<ctrl-n>");
    assert!(desk.notice().contains("waits until it is logged"), "{}", desk.notice());
}

#[test]
fn the_tour_needs_a_terminal() {
    let ran = Home::new().run(&["tour"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("The screens need a terminal"), "{ran:?}");
}
