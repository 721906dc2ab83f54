//! Who works with a new book: asked once, and the name is what leaves the book.

use std::fs;
use std::path::Path;

use whynow::clock::Clock;
use whynow::config::Config;
use whynow::domain::account::{Account, Contact};
use whynow::domain::call::{Call, Reach};
use whynow::domain::ids::CallId;
use whynow::exchange::crm::System;
use whynow::job::export::calls::{CallFormat, export_calls};
use whynow::job::session::Session;
use whynow::store::Store;
use whynow::tui::runtime::Book;

use crate::support::desk::{self, Desk};
use crate::support::home::Home;

const ASKED: &str = "Who works with this book?";

/// A desk in front of a book at this path, which need not be there.
fn desk_at(path: &Path) -> Desk {
    let clock = desk::clock();
    Desk::at(Book::at(path, clock.clone(), Session::default(), false), clock)
}

fn log_a_call(store: &mut Store) {
    let clock = desk::clock();
    let account_id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
    let person = Contact { name: "Ane Lund".into(), account_id, ..Contact::default() };
    let contact_id = store.save_contact(&person).unwrap();
    let rep = store.rep().unwrap();
    let mut call = Call::new(CallId::default(), contact_id, account_id, rep, clock.now().0);
    call.reach = Reach::NoAnswer;
    store.log_call(&call).unwrap();
}

fn exported(store: &Store) -> String {
    let mut out = Vec::new();
    export_calls(store, CallFormat::For(System::HubSpot), None, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_new_book_asks_once_who_works_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut desk = desk_at(&path);
    desk.press("jj<enter>");
    assert!(desk.screen(80, 24).contains(ASKED), "{}", desk.screen(80, 24));
    desk.type_in("Marit Solheim");
    desk.press("<enter>");
    desk.type_in("Fjord Trace");
    desk.press("<enter>");
    assert!(!desk.screen(80, 24).contains(ASKED) && desk.notice().contains("Marit Solheim of Fjord Trace"));
    let who = desk.store().who_calls().unwrap();
    assert_eq!((who.name.as_str(), who.company.as_str()), ("Marit Solheim", "Fjord Trace"));
    drop(desk);
    let mut again = desk_at(&path);
    assert!(!again.screen(80, 24).contains(ASKED), "{}", again.screen(80, 24));
    again.press("@");
    assert!(again.screen(80, 24).contains("Fjord Trace"), "{}", again.screen(80, 24));
}

#[test]
fn esc_skips_the_question_for_good_and_harms_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut desk = desk_at(&path);
    desk.press("jj<enter>");
    desk.type_in("Mar");
    desk.press("<esc>");
    assert!(!desk.screen(80, 24).contains(ASKED), "{}", desk.screen(80, 24));
    assert_eq!(desk.store().reps().unwrap(), [], "half a name is nobody's");
    desk.press("2n");
    assert!(desk.screen(80, 24).contains("New account"), "{}", desk.screen(80, 24));
    drop(desk);
    assert!(!desk_at(&path).screen(80, 24).contains(ASKED));
}

#[test]
fn a_file_to_begin_with_is_asked_for_after_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk_at(&folder.path().join("book.db"));
    desk.press("j<enter>");
    assert!(desk.screen(80, 24).contains(ASKED), "{}", desk.screen(80, 24));
    desk.press("<esc>");
    assert!(desk.screen(80, 24).contains("Import a file"), "{}", desk.screen(80, 24));
}

#[test]
fn calls_logged_before_anybody_was_named_leave_the_book_under_the_name() {
    let clock = desk::clock();
    let mut store = Store::in_memory(clock).unwrap();
    log_a_call(&mut store);
    store.set_who_calls("Marit Solheim", "").unwrap();
    let file = exported(&store);
    assert!(file.contains("Marit Solheim") && !file.contains(",me,"), "{file}");
    store.undo().unwrap();
    assert!(store.who_calls().unwrap().name.is_empty() && store.who_calls().unwrap().asked);
}

#[test]
fn a_name_in_the_settings_takes_what_was_logged_without_one() {
    let mut store = Store::in_memory(desk::clock()).unwrap();
    log_a_call(&mut store);
    let (session, _) = Session::of(&Config { rep: Some("Marit Solheim".into()), ..Config::default() });
    session.take(&mut store).unwrap();
    let names: Vec<_> = store.reps().unwrap().into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["Marit Solheim"], "and no second rep beside them");
    assert!(exported(&store).contains("Marit Solheim"));
    assert!(store.who_calls().unwrap().asked, "whom the settings name nobody asks");
}

#[test]
fn without_a_terminal_nobody_is_asked() {
    let home = Home::new();
    fs::write(home.path("accounts.csv"), "name\nNorvik Foods\n").unwrap();
    home.ok(&["import", "accounts", "accounts.csv"]);
    let ran = home.run(&[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("The screens need a terminal"), "{ran:?}");
    home.ok(&["today"]);
}
