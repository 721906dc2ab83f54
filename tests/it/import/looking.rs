//! A file is looked at beside the book: through the runtime with its threads, as the screens use it.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use whynow::domain::import::options::Import;
use whynow::store::Store;
use whynow::tui::message::answer::{Answer, ImportAnswer};
use whynow::tui::message::command::Command;
use whynow::tui::message::query::Query;
use whynow::tui::runtime::{Book, Runtime};

use crate::support::desk::{Desk, clock};
use crate::support::workbook;

/// The runtime over an empty book, and the folder it is in.
struct Office {
    runtime: Runtime,
    woken: Receiver<()>,
    folder: tempfile::TempDir,
}

impl Office {
    fn open() -> Office {
        let (folder, clock) = (tempfile::tempdir().unwrap(), clock());
        let store = Store::create(&folder.path().join("book.db"), clock.clone()).unwrap();
        let (wake, woken) = channel();
        let runtime = Runtime::start(Book::of(store, clock.clone()), clock, move || {
            let _heard: Result<(), _> = wake.send(());
        });
        Office { runtime, woken, folder }
    }

    fn look_at(&self, name: &str, bytes: &[u8]) -> Box<Import> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        Box::new(Import { path, dry_run: true, ..Import::default() })
    }

    /// The next answer; waits for it.
    fn next(&self) -> Answer {
        loop {
            self.woken.recv().unwrap();
            match self.runtime.answer().unwrap() {
                // Said now and then by a thread that has nothing to do.
                Answer::Changed => {}
                answer => return answer,
            }
        }
    }
}

#[test]
fn the_book_answers_while_a_file_is_looked_at() {
    let office = Office::open();
    // A few kilobytes, and seconds of work.
    let slow = office.look_at("wide.xlsx", &workbook::wide(3_000));
    office.runtime.ask(Query::Columns(slow));
    for _ in 0..20 {
        office.runtime.ask(Query::Who);
        let answer = office.next();
        assert!(matches!(answer, Answer::Who(_)), "{answer:?}");
    }
    let quick = office.look_at("list.csv", b"Company;City\nAcme;Brno\n");
    office.runtime.ask(Query::Columns(quick));
    // The slow look is not waited for: nobody wants it any more.
    let Answer::Importing(ImportAnswer::Looked(import, Some(look))) = office.next() else { panic!("no look") };
    assert!(import.path.ends_with("list.csv") && look.columns.len() == 2, "{look:?}");
}

#[test]
fn a_look_that_was_stopped_says_nothing_any_more() {
    let office = Office::open();
    let slow = office.look_at("wide.xlsx", &workbook::wide(3_000));
    office.runtime.ask(Query::Columns(slow));
    office.runtime.order(Command::StopLooking);
    office.runtime.ask(Query::Who);
    assert!(matches!(office.next(), Answer::Who(_)));
    let Office { runtime, woken, folder: _folder } = office;
    runtime.finish(Duration::from_secs(5));
    // Everybody who could still say something is gone once nobody can be woken any more.
    assert_eq!(woken.iter().count(), 0);
}

#[test]
fn esc_leaves_a_file_that_is_looked_at_and_says_so() {
    let mut desk = Desk::empty();
    desk.press("I");
    desk.type_in("/tmp/none.csv");
    let effects = desk.app.update(whynow::tui::message::msg::Msg::Key(crossterm::event::KeyCode::Enter.into()));
    assert!(!effects.is_empty());
    assert!(desk.screen(80, 24).contains("Looking at the file"), "{}", desk.screen(80, 24));
    desk.press("<esc>");
    assert_eq!(desk.notice(), "Stopped looking at it; nothing of it was kept.");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Import a file") && !screen.contains("Looking at"), "{screen}");
    desk.press("<esc>");
    assert!(!desk.screen(80, 24).contains("Import a file"));
}

#[test]
fn the_screen_reads_no_pipe_because_it_looks_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
    for path in [path.display().to_string(), "-".to_owned()] {
        let mut desk = Desk::empty();
        desk.press("I");
        desk.type_in(&path);
        desk.press("<enter>");
        let screen = desk.screen(100, 30);
        assert!(screen.contains("gives its rows only once"), "{screen}");
    }
}
