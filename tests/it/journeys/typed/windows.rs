//! What several windows type on one book, and where text waits that the book cannot take.

use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use chrono::Duration;
use whynow::domain::draft::Draft;
use whynow::job::session::Session;
use whynow::job::typed::Aside;
use whynow::store::Store;
use whynow::tui::message::answer::Answer;
use whynow::tui::message::msg::Msg;
use whynow::tui::runtime::Book;

use super::super::day::last_call;
use super::super::first_person;
use crate::support::book::drafts;
use crate::support::desk::{Desk, clock};

/// A desk in front of a book, with a state folder; windows sit down some seconds apart, so that their ids differ.
fn window(book: &Path, state: &Path, seconds: i64) -> Desk {
    let clock = clock();
    clock.advance(Duration::seconds(seconds));
    Desk::at(Book::at(book, clock.clone(), Session::default(), false).with_state(Some(state.to_owned())), clock)
}

/// A copy of the sample book, and a state folder.
fn desk_and_state() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let mut sample = Desk::sample();
    let folder = tempfile::tempdir().unwrap();
    let (book, state) = (folder.path().join("book.db"), folder.path().join("state"));
    let from = sample.store().path().to_owned();
    std::fs::copy(from, &book).unwrap();
    Store::open(&book, clock()).unwrap().set_who_calls("", "").unwrap();
    (folder, book, state)
}

/// Types, and waits until it is kept.
fn keep_typing(window: &mut Desk, text: &str) {
    window.type_in(text);
    window.wait(Duration::seconds(2));
}

/// Two windows on one book; in the first a plan was begun, and the second has taken it over.
fn taken_over(book: &Path, state: &Path) -> (Desk, Desk) {
    let (mut first, mut second) = (window(book, state, 0), window(book, state, 10));
    first.press("p");
    keep_typing(&mut first, "Mine. ");
    second.press("p<enter>");
    (first, second)
}

#[test]
fn a_form_that_is_open_in_another_window_says_since_when_and_is_taken_over_with_its_text() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = (window(&book, &state, 0), window(&book, &state, 10));
    first.press("p");
    keep_typing(&mut first, "Mine. ");
    second.press("p");
    assert!(second.notice().starts_with("Open in another window since 09:12."), "{}", second.notice());
    second.type_in("zzz");
    second.press("<ctrl-s>");
    assert!(second.notice().starts_with("Open in another window since 09:12."), "{}", second.notice());
    assert!(!second.screen(120, 36).contains("zzz"), "{}", second.screen(120, 36));
    second.press("<enter>");
    assert!(second.screen(120, 36).contains("Mine."), "{}", second.screen(120, 36));
    keep_typing(&mut second, "And more. ");
    keep_typing(&mut first, "Too late. ");
    assert!(first.notice().starts_with("Open in another window since 09:12."), "{}", first.notice());
    let kept = drafts(&book);
    assert!(kept.iter().any(|(_, body)| body.contains("And more.")), "{kept:?}");
    assert!(!kept.iter().any(|(_, body)| body.contains("Too late.")), "{kept:?}");
    let beside = first.app.left_behind().first().expect("what the first typed is laid beside").path.clone();
    assert!(std::fs::read_to_string(&beside).unwrap().contains("Too late."), "{beside}");
    // The second window ends as in a crash: nothing is given back.
    drop(second);
    first.press("<enter>");
    assert!(first.screen(120, 36).contains("And more."), "{}", first.screen(120, 36));
    first.press("<esc>p");
    assert!(!first.notice().contains("another window"), "{}", first.notice());
    // A form that is left is anybody's, while the window that had it goes on.
    first.press("<esc>");
    let mut third = window(&book, &state, 20);
    third.press("p");
    assert!(!third.notice().contains("another window"), "{}", third.notice());
    first.press("p");
    assert!(first.notice().starts_with("Open in another window"), "{}", first.notice());
}

#[test]
fn text_that_the_book_cannot_take_waits_in_the_state_folder_and_is_brought_back() {
    let (_folder, book, state) = desk_and_state();
    let clock = clock();
    let store = Store::open_read_only(&book, clock.clone()).unwrap();
    let mut reading = Desk::at(Book::of(store, clock.clone()).with_state(Some(state.clone())), clock);
    reading.press("p");
    keep_typing(&mut reading, "Typed in vain? ");
    assert!(reading.notice().contains("What you type is kept in"), "{}", reading.notice());
    let left = reading.app.left_behind().to_vec();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(std::fs::read_to_string(&left[0].path).unwrap().contains("Typed in vain?"));
    reading.press("<esc>p");
    assert!(reading.screen(120, 36).contains("Typed in vain?"), "{}", reading.screen(120, 36));
    drop(reading);
    let mut writing = window(&book, &state, 20);
    assert!(writing.notice().contains("A text that the book could not take is back"), "{}", writing.notice());
    writing.press("p");
    assert!(writing.screen(120, 36).contains("Typed in vain?"), "{}", writing.screen(120, 36));
    assert!(!Path::new(&left[0].path).exists(), "the book has it now");
    writing.press("<ctrl-s>");
    drop(writing);
    let mut again = window(&book, &state, 40);
    again.press("p");
    assert!(!again.notice().contains("is back"), "{}", again.notice());
}

/// A desk in front of the book that can only be read.
fn reader(book: &Path, state: &Path) -> Desk {
    let clock = clock();
    let store = Store::open_read_only(book, clock.clone()).unwrap();
    Desk::at(Book::of(store, clock.clone()).with_state(Some(state.to_owned())), clock)
}

#[test]
fn text_that_was_laid_aside_is_taken_over_and_does_not_come_back_over_what_was_saved_since() {
    let (_folder, book, state) = desk_and_state();
    let mut writing = window(&book, &state, 10);
    let mut reading = reader(&book, &state);
    reading.press("p");
    keep_typing(&mut reading, "Old words. ");
    let beside = reading.app.left_behind().first().expect("it is laid aside").path.clone();
    writing.press("p");
    assert!(writing.notice().starts_with("Open in another window"), "{}", writing.notice());
    writing.press("<enter>");
    let taken = writing.screen(120, 36);
    assert!(taken.contains("Old words."), "what the other window laid aside is here\n{}\n{taken}", writing.notice());
    drop(reading);
    writing.press(&"<backspace>".repeat(11));
    writing.type_in("New words. ");
    writing.press("<ctrl-s>");
    assert!(writing.notice().starts_with("Saved."), "{}", writing.notice());
    assert!(!Path::new(&beside).exists(), "the form is saved: nothing of it waits");
    drop(writing);
    let mut again = window(&book, &state, 40);
    again.press("p");
    let screen = again.screen(120, 36);
    assert!(!screen.contains("Old words.") && !again.notice().contains("is back"), "{}\n{screen}", again.notice());
}

#[test]
fn text_that_another_window_laid_aside_is_back_in_a_window_that_was_open_all_along() {
    let (_folder, book, state) = desk_and_state();
    let mut writing = window(&book, &state, 0);
    let mut reading = reader(&book, &state);
    reading.press("p");
    keep_typing(&mut reading, "Not in vain. ");
    drop(reading);
    writing.press("p");
    assert!(writing.screen(120, 36).contains("Not in vain."), "{}\n{}", writing.notice(), writing.screen(120, 36));
    keep_typing(&mut writing, "More. ");
    assert!(drafts(&book)[0].1.contains("Not in vain. More. "), "{:?}", drafts(&book));
}

#[test]
fn text_that_was_laid_aside_before_what_the_book_keeps_is_ended() {
    let (_folder, book, state) = desk_and_state();
    let mut writing = window(&book, &state, 0);
    writing.press("p");
    keep_typing(&mut writing, "Newer. ");
    let aside = Aside::in_state_folder(&book, &state);
    let newer = writing.store().draft(&drafts(&book)[0].0).unwrap().unwrap();
    let older = Draft { body: newer.body.replace("Newer.", "Older."), at: newer.at - Duration::hours(1), ..newer };
    let (left, beside) = (aside.keep(&older, None).unwrap(), aside.keep(&older, Some("elsewhere")).unwrap());
    drop(writing);
    let mut again = window(&book, &state, 40);
    assert!(!left.exists() && beside.exists(), "only what another window typed waits for its turn");
    again.press("p");
    assert!(again.screen(120, 36).contains("Newer."), "{}", again.screen(120, 36));
}

#[test]
fn text_that_was_laid_aside_is_told_at_the_end_only_while_nothing_newer_is_kept() {
    let (_folder, book, state) = desk_and_state();
    let mut reading = reader(&book, &state);
    reading.press("p");
    keep_typing(&mut reading, "In vain. ");
    assert_eq!(reading.app.left_behind().len(), 1);
    reading.press("<f10>");
    assert_eq!(reading.app.left_behind(), [], "it is discarded");
    drop(reading);
    for ends in ["kept", "<ctrl-s>"] {
        let mut desk = window(&book, &state, 20);
        desk.press("p");
        desk.type_in(ends);
        desk.wait(Duration::seconds(2));
        let draft = desk.store().draft(&drafts(&book)[0].0).unwrap().unwrap();
        let path = Aside::in_state_folder(&book, &state).keep(&draft, None).unwrap().display().to_string();
        let (key, title, why) = (draft.key, draft.title, "the disk is full.".to_owned());
        desk.send(Msg::Book(Answer::DraftAside { key, title, path, why }));
        assert_eq!(desk.app.left_behind().len(), 1);
        desk.press(if ends == "kept" { "n" } else { ends });
        desk.wait(Duration::seconds(2));
        assert_eq!(desk.app.left_behind(), [], "{ends}");
        desk.press("<f10><esc>");
    }
}

#[test]
fn text_that_can_be_kept_nowhere_is_said_to_be_lost_and_shown_at_the_end_also_that_of_a_question() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = (window(&book, &state, 0), window(&book, &state, 10));
    first.press("2<enter>z");
    second.press("2<enter>z<enter>");
    std::fs::write(state.join("drafts"), "no folder").unwrap();
    keep_typing(&mut first, "in 6 weeks");
    assert!(first.notice().contains("could not be kept in the state folder"), "{}", first.notice());
    assert!(first.app.has_unsaved_text(), "it is tried again");
    let unkept = first.app.unkept();
    assert!(unkept.iter().any(|(_, body)| body.contains("in 6 weeks")), "{unkept:?}");
    std::fs::remove_file(state.join("drafts")).unwrap();
    first.wait(Duration::seconds(2));
    assert!(first.notice().starts_with("Open in another window"), "{}", first.notice());
}

#[test]
fn a_form_is_taken_over_also_where_that_cannot_be_written_down() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = (window(&book, &state, 0), window(&book, &state, 10));
    first.press("p");
    keep_typing(&mut first, "Mine. ");
    second.press("p");
    // Another window hangs in its turn.
    let turn = OpenOptions::new().write(true).open(state.join("windows/turn.lock")).unwrap();
    turn.lock().unwrap();
    second.press("<enter>");
    assert!(second.screen(120, 36).contains("Mine."), "{}\n{}", second.notice(), second.screen(120, 36));
    keep_typing(&mut second, "And more. ");
    assert!(drafts(&book)[0].1.contains("And more. "), "{}\n{:?}", second.notice(), drafts(&book));
}

#[test]
fn enter_takes_a_form_over_also_where_letters_are_keys_and_no_key_changes_it_before() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = (window(&book, &state, 0), window(&book, &state, 10));
    for desk in [&mut first, &mut second] {
        desk.press("3<tab>/tariff<enter>b");
    }
    let campaigns = |desk: &mut Desk| desk.store().campaign_rows(0, 1).unwrap().total.n;
    let before = second.screen(120, 36);
    for key in ["b", "<space>"] {
        second.press(key);
        assert!(second.notice().starts_with("Open in another window"), "{key}: {}", second.notice());
    }
    assert!(second.screen(120, 36).contains("[In 3]") && before.contains("[In 3]"), "{}", second.screen(120, 36));
    assert_eq!(campaigns(&mut second), 1, "nothing is started");
    second.press("<enter>");
    assert!(second.notice().starts_with("Taken over"), "{}", second.notice());
    second.press("b");
    assert_eq!(campaigns(&mut second), 2, "{}", second.notice());
}

#[test]
fn a_file_to_import_is_chosen_in_one_window() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = (window(&book, &state, 0), window(&book, &state, 10));
    first.press("I");
    keep_typing(&mut first, "~/accounts.csv");
    second.press("I");
    assert!(second.notice().starts_with("Open in another window"), "{}", second.notice());
    keep_typing(&mut second, "~/other.csv");
    assert!(drafts(&book)[0].1.contains("~/accounts.csv"), "{:?}", drafts(&book));
}

/// Two windows in the log form of one call: the second has taken it over with what the first had typed by then.
fn one_call_in_two_windows(book: &Path, state: &Path) -> (Desk, Desk) {
    let (mut first, mut second) = (window(book, state, 0), window(book, state, 10));
    first_person(&mut first);
    first_person(&mut second);
    first.press("Cryi");
    first.press(&"<tab>".repeat(8));
    keep_typing(&mut first, "They liked it");
    second.press("C<enter>");
    assert!(second.screen(120, 36).contains("They liked it"), "{}\n{}", second.notice(), second.screen(120, 36));
    (first, second)
}

/// All words that the log holds, of every version of every call.
fn logged_words(book: &Path) -> Vec<String> {
    let conn = rusqlite::Connection::open(book).unwrap();
    let mut statement = conn.prepare("SELECT words FROM call").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn of_two_windows_that_log_one_call_the_second_is_shown_both_and_loses_no_word() {
    for (answer, stands) in [("y", "They liked it very much"), ("t", "They liked it a little")] {
        let (_folder, book, state) = desk_and_state();
        let (mut first, mut second) = one_call_in_two_windows(&book, &state);
        second.type_in(" a little");
        // The first does not know yet that it was taken over.
        first.type_in(" very much");
        second.press("<enter>");
        assert!(logged_words(&book).iter().any(|words| words == "They liked it a little"), "{}", second.notice());
        first.press("<enter>");
        let asked = first.screen(120, 36);
        for says in ["there: They liked it a little", "yours: They liked it very much"] {
            assert!(asked.contains(says), "{says}\n{}\n{asked}", first.notice());
        }
        first.press(answer);
        assert_eq!(last_call(&mut first).words, stands, "{}", first.notice());
        let words = logged_words(&book);
        assert!(words.iter().any(|words| words == "They liked it a little"), "the first version stays: {words:?}");
    }
}

#[test]
fn a_form_that_was_taken_over_is_not_saved_from_the_window_that_had_it_and_ends_no_draft() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = one_call_in_two_windows(&book, &state);
    keep_typing(&mut second, " a little");
    first.type_in(" very much");
    first.press("<enter>");
    assert!(first.notice().starts_with("Open in another window"), "{}", first.notice());
    assert!(drafts(&book).iter().any(|(_, body)| body.contains("They liked it a little")), "{:?}", drafts(&book));
    first.wait(Duration::seconds(2));
    let beside = first.app.left_behind().first().expect("it is laid beside").path.clone();
    assert!(std::fs::read_to_string(&beside).unwrap().contains("They liked it very much"));
}

#[test]
fn what_was_typed_into_a_form_before_it_was_known_to_be_taken_over_is_shown_beside_what_it_holds() {
    for (answer, stands) in [("y", "Too late."), ("t", "And more.")] {
        let (_folder, book, state) = desk_and_state();
        let (mut first, mut second) = taken_over(&book, &state);
        keep_typing(&mut second, "And more. ");
        keep_typing(&mut first, "Too late. ");
        let beside = first.app.left_behind().first().expect("it is laid beside").path.clone();
        first.press("<enter>");
        let asked = first.screen(120, 36);
        for says in ["Typed in two windows", "And more.", "Too late."] {
            assert!(asked.contains(says), "{says}\n{}\n{asked}", first.notice());
        }
        first.press(answer);
        assert!(first.screen(120, 36).contains(stands), "{answer}: {}\n{}", first.notice(), first.screen(120, 36));
        assert!(!Path::new(&beside).exists(), "it was chosen");
        assert_eq!(first.app.left_behind(), []);
        first.wait(Duration::seconds(2));
        assert!(drafts(&book)[0].1.contains(stands), "{:?}", drafts(&book));
    }
}

#[test]
fn text_that_was_laid_beside_a_form_comes_back_in_it_where_nothing_else_is_typed() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = taken_over(&book, &state);
    keep_typing(&mut first, "Too late. ");
    second.press("<f10><esc>");
    first.press("<esc>p");
    assert!(first.screen(120, 36).contains("Too late."), "{}\n{}", first.notice(), first.screen(120, 36));
}

#[test]
fn a_form_whose_text_can_be_kept_nowhere_comes_back_until_it_is_left_a_second_time() {
    for (way, typed) in [("p", "Nowhere to go. "), ("2<enter>z", "in 6 weeks")] {
        let (_folder, book, state) = desk_and_state();
        let clock = clock();
        std::fs::create_dir_all(&state).unwrap();
        std::fs::write(state.join("drafts"), "no folder").unwrap();
        let store = Store::open_read_only(&book, clock.clone()).unwrap();
        let mut desk = Desk::at(Book::of(store, clock.clone()).with_state(Some(state.clone())), clock);
        desk.press(way);
        desk.type_in(typed);
        desk.press("<esc>");
        assert!(desk.screen(120, 36).contains(typed.trim()), "{way}: {}\n{}", desk.notice(), desk.screen(120, 36));
        assert!(desk.notice().contains("leave once more"), "{way}: {}", desk.notice());
        assert!(desk.app.unkept().iter().any(|(_, body)| body.contains(typed)), "{way}: it is shown at the end");
        desk.press("<esc>");
        assert!(!desk.screen(120, 36).contains(typed.trim()), "{way}: {}", desk.screen(120, 36));
        // Where there is room again it is kept as ever.
        std::fs::remove_file(state.join("drafts")).unwrap();
        desk.press(way);
        desk.type_in(typed);
        desk.press("<esc>");
        assert!(!desk.screen(120, 36).contains(typed.trim()), "{way}: {}\n{}", desk.notice(), desk.screen(120, 36));
    }
}

#[test]
fn what_is_typed_into_a_call_that_another_window_logged_waits_until_it_is_saved() {
    let (_folder, book, state) = desk_and_state();
    let (mut first, mut second) = one_call_in_two_windows(&book, &state);
    second.press("<enter>");
    keep_typing(&mut first, " very much");
    assert!(first.notice().contains("was logged from another window"), "{}", first.notice());
    let beside = first.app.left_behind().first().expect("it is laid aside").path.clone();
    assert!(std::fs::read_to_string(&beside).unwrap().contains("They liked it very much"));
    first.press("<enter>");
    assert!(first.screen(120, 36).contains("yours: They liked it very much"), "{}", first.screen(120, 36));
    first.press("y");
    assert_eq!(last_call(&mut first).words, "They liked it very much", "{}", first.notice());
    assert!(!Path::new(&beside).exists(), "it is in the book");
    assert_eq!(first.app.left_behind(), []);
}
