//! On a full disk the last saves go through, what is there is read, and nothing is lost once there is room again.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use chrono::Duration;
use rusqlite::Connection;
use whynow::job::session::Session;
use whynow::tui::message::msg::Msg;
use whynow::tui::runtime::Book;

use super::small::SmallDisk;
use crate::support::book::drafts;
use crate::support::desk::{Desk, clock, key};
use crate::support::home::{Home, Ran};

const BOOK: &str = "disk/book.db";

/// A home whose book lies on a small disk.
fn on_a_small_disk(what: &str) -> Option<(Home, SmallDisk)> {
    let home = Home::with_sample();
    let disk = SmallDisk::mount(&home.path("disk"), what)?;
    fs::copy(home.path("book.db"), home.path(BOOK)).unwrap();
    fs::remove_file(home.path("book.db")).unwrap();
    Some((home, disk))
}

fn run(home: &Home, args: &[&str]) -> Ran {
    let ran = home.run(&[&["--book", BOOK], args].concat());
    assert!(!ran.err.contains("Error code"), "{ran:?}");
    ran
}

fn ok(home: &Home, args: &[&str]) -> String {
    let ran = run(home, args);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out
}

fn note(home: &Home, n: usize) -> Ran {
    run(home, &["note", &format!("Halden Dairy recalls yoghurt of lot {n}")])
}

fn notes(home: &Home) -> usize {
    ok(home, &["export", "triggers"]).matches("recalls yoghurt of lot").count()
}

#[test]
fn on_a_full_disk_the_last_saves_go_through_and_the_book_can_be_read() {
    let Some((home, disk)) = on_a_small_disk("saves on a full disk") else { return };
    ok(&home, &["today"]);
    let reserve = fs::metadata(home.path("disk/book.db-reserve")).unwrap();
    assert_eq!((reserve.len(), reserve.permissions().mode() & 0o777), (512 << 10, 0o600));
    disk.fill(0);
    let saved = 8;
    for n in 0..saved {
        let ran = note(&home, n);
        assert_eq!(ran.code, 0, "the reserve gave room for {n} saves: {ran:?}");
    }
    assert!(!home.path("disk/book.db-reserve").exists(), "its room is given");
    // The index of the log fits, and little more.
    disk.fill(48 << 10);
    note(&home, saved).fails(1, &["is full", BOOK, "free 2 MB"]);
    assert_eq!(notes(&home), saved, "what was saved is there, and can be read");
    ok(&home, &["today"]);
    // Not even the index fits.
    disk.fill(0);
    assert_eq!(notes(&home), saved);
    note(&home, saved).fails(1, &["is full", BOOK, "free 2 MB"]);
    disk.free();
    assert_eq!(note(&home, 90_000).code, 0);
    assert_eq!(notes(&home), saved + 1);
    assert!(ok(&home, &["verify"]).contains("is sound"));
    assert!(home.path("disk/book.db-reserve").exists(), "there is room for one again");
}

#[test]
fn an_import_that_fills_the_disk_leaves_a_book_that_reads_and_is_whole_again_when_there_is_room() {
    let Some((home, disk)) = on_a_small_disk("an import that fills the disk") else { return };
    let accounts = |home: &Home| ok(home, &["export", "accounts"]).lines().count();
    let before = accounts(&home);
    fs::write(home.path("many.csv"), companies(60_000)).unwrap();
    disk.fill(6 << 20);
    run(&home, &["import", "accounts", "many.csv"]).fails(1, &["is full", BOOK]);
    for command in ["today", "verify"] {
        ok(&home, &[command]);
    }
    disk.free();
    assert_eq!(accounts(&home), before, "nothing of the import stays");
    assert!(ok(&home, &["verify"]).contains("is sound"));
}

fn companies(count: usize) -> String {
    let row = |n: usize| format!("Company number {n} of many,company-{n}.example,Oslo\n");
    std::iter::once("Company,Website,City\n".to_owned()).chain((0..count).map(row)).collect()
}

#[test]
fn a_form_on_a_full_disk_is_saved_or_says_that_it_is_not_and_where_its_text_is() {
    let Some((home, disk)) = on_a_small_disk("a form on a full disk") else { return };
    let (state, clock) = (home.path("state"), clock());
    let book = Book::at(&home.path(BOOK), clock.clone(), Session::default(), false).with_state(Some(state.clone()));
    let mut desk = Desk::at(book, clock);
    desk.press("<esc>2<enter>p");
    desk.type_in("Before. ");
    disk.fill(0);
    desk.press("<ctrl-s>");
    assert!(desk.screen(80, 24).contains("disk full"), "{}\n{}", desk.notice(), desk.screen(80, 24));
    let mut last = String::new();
    for n in 0..3_000 {
        last = format!("Save {n}. ");
        desk.type_in(&last);
        desk.send(Msg::Key(key("ctrl-s")));
        if desk.notice().contains("is full") {
            break;
        }
    }
    assert!(!last.is_empty() && last != "Save 0. ", "the reserve took no save: {}", desk.notice());
    for says in ["is full", "book.db", "free 2 MB"] {
        assert!(desk.notice().contains(says), "{says}: {}", desk.notice());
    }
    assert!(desk.screen(120, 36).contains(last.trim()), "{}", desk.screen(120, 36));
    desk.wait(Duration::seconds(2));
    assert!(desk.notice().contains("What you type is kept in"), "{}", desk.notice());
    let left = desk.app.left_behind().first().expect("it is told at the end").path.clone();
    assert!(left.starts_with(state.to_str().unwrap()) && fs::read_to_string(&left).unwrap().contains(&last));
    disk.free();
    desk.press("<ctrl-s>");
    assert!(!desk.screen(80, 24).contains("disk full"), "{}", desk.screen(80, 24));
    assert_eq!(desk.app.left_behind(), [], "{}", desk.notice());
    assert_eq!(drafts(&home.path(BOOK)), []);
    let conn = Connection::open(home.path(BOOK)).unwrap();
    let sql = "SELECT count(*) FROM plan WHERE instr(opener, ?1) > 0";
    assert_eq!(conn.query_row(sql, [last.trim()], |row| row.get::<_, i64>(0)).unwrap(), 1, "{}", desk.notice());
}

#[test]
fn a_limit_on_the_size_of_files_ends_in_words_and_in_a_whole_book() {
    let home = Home::with_sample();
    fs::write(home.path("many.csv"), companies(5_000)).unwrap();
    let before = home.ok(&["export", "accounts"]).lines().count();
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -f 400; exec \"$0\" --book book.db import accounts many.csv"]);
    limited.arg(cargo_bin("whynow")).current_dir(home.path("")).stdin(Stdio::null());
    let ran = Ran::of(&["import"], limited.env("HOME", home.path("")).output().unwrap());
    assert!(!ran.err.contains("Error code"), "{ran:?}");
    ran.fails(1, &["book.db", "the disk does not take more"]);
    assert_eq!(home.ok(&["export", "accounts"]).lines().count(), before);
    assert!(home.ok(&["verify"]).contains("is sound"));
}

#[test]
fn a_book_that_was_opened_on_a_full_disk_is_written_again_in_the_same_window_once_there_is_room() {
    let Some((home, disk)) = on_a_small_disk("room in an open window") else { return };
    let (state, clock) = (home.path("state"), clock());
    fs::remove_file(home.path("disk/book.db-reserve")).unwrap_or_default();
    disk.fill(0);
    let book = Book::at(&home.path(BOOK), clock.clone(), Session::default(), false).with_state(Some(state));
    let mut desk = Desk::at(book, clock);
    assert!(desk.app.book().is_some_and(|book| book.read_only.is_some()), "{}", desk.notice());
    desk.press("2<enter>p");
    desk.type_in("Typed on a full disk. ");
    desk.wait(Duration::seconds(2));
    let write_again = |desk: &mut Desk| {
        let mut answers = Vec::new();
        desk.book.write_again(&mut |answer| answers.push(answer));
        let any = !answers.is_empty();
        answers.into_iter().for_each(|answer| desk.send(Msg::Book(answer)));
        any
    };
    assert!(!write_again(&mut desk), "there is no room yet");
    disk.free();
    assert!(write_again(&mut desk));
    assert!(desk.notice().contains("is saved from now on"), "{}", desk.notice());
    assert!(home.path("disk/book.db-reserve").exists(), "the reserve is made anew");
    desk.press("<ctrl-s>");
    assert!(desk.notice().starts_with("Saved."), "{}", desk.notice());
    let conn = Connection::open(home.path(BOOK)).unwrap();
    let sql = "SELECT count(*) FROM plan WHERE instr(opener, 'Typed on a full disk.') > 0";
    assert_eq!(conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn where_the_disks_of_the_book_and_of_the_state_folder_are_full_the_text_stays_in_its_form() {
    let Some((home, disk)) = on_a_small_disk("a form on two full disks") else { return };
    let (state, clock) = (home.path("disk/state"), clock());
    fs::remove_file(home.path("disk/book.db-reserve")).unwrap_or_default();
    disk.fill(0);
    let book = Book::at(&home.path(BOOK), clock.clone(), Session::default(), false).with_state(Some(state));
    let mut desk = Desk::at(book, clock);
    desk.press("2<enter>p");
    desk.type_in("Kept nowhere. ");
    desk.press("<esc>");
    assert!(desk.screen(120, 36).contains("Kept nowhere."), "{}\n{}", desk.notice(), desk.screen(120, 36));
    assert!(desk.notice().contains("leave once more"), "{}", desk.notice());
    disk.free();
    desk.press("<esc>");
    desk.press("p");
    assert!(desk.screen(120, 36).contains("Kept nowhere."), "kept meanwhile\n{}", desk.screen(120, 36));
}
