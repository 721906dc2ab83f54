//! The terminal is as it was, whatever ended or stopped the program.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rustix::process::Signal;
use whynow::clock::{Clock, Moment, SystemClock};

use super::desk::{PLAN, TODAY, drafts, kept, planning};
use super::window::{Desk, Process, Window, wait};

#[test]
fn term_hup_and_int_from_outside_give_the_terminal_back_and_keep_the_text() {
    for (signal, text) in [(Signal::TERM, "term words"), (Signal::HUP, "hup words"), (Signal::INT, "int words")] {
        let desk = Desk::sample();
        let mut window = planning(&desk, text);
        window.signal(signal);
        window.ended();
        window.assert_given_back();
        assert!(kept(&desk.book(), text), "{signal:?}: {:?}", drafts(&desk.book()));
    }
}

/// A shell with job control: it runs the line, says "stopped", waits for Enter, and goes on with the line.
fn with_a_shell(desk: &Desk, line: &str) -> Window {
    let window = desk.through_shell(&format!("set -m; {line}; echo stopped; read go; fg >/dev/null; echo over"));
    window.wait_for(TODAY);
    window
}

#[test]
fn a_stop_gives_the_terminal_back_and_continuing_takes_it_again() {
    for by_key in [true, false] {
        let desk = Desk::sample();
        let mut window = with_a_shell(&desk, "\"$0\" --book \"$1\"");
        if by_key {
            window.keys("\x1a");
        } else {
            Process::named("whynow", window.pid()).signal(Signal::TSTP);
        }
        window.wait_for("stopped");
        window.assert_given_back();
        window.keys("\r");
        window.wait_for(TODAY);
        assert!(window.in_alternate_screen());
        window.keys("4");
        window.wait_for("When");
        window.keys("q");
        window.wait_for("over");
        window.assert_given_back();
    }
}

#[test]
fn a_stop_stops_what_started_it_too() {
    let desk = Desk::sample();
    let mut window = with_a_shell(&desk, "sh -c '\"$0\" --book \"$1\"; echo ended' \"$0\" \"$1\"");
    window.keys("\x1a");
    window.wait_for("stopped");
    window.keys("\r");
    window.wait_for(TODAY);
    window.keys("q");
    window.wait_for("ended");
    window.wait_for("over");
}

#[test]
fn without_a_shell_to_go_back_to_it_does_not_stop() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("\x1a");
    window.wait_for("no shell to go back to");
    window.keys("q");
    assert_eq!(window.ended(), 0);
}

#[test]
fn a_screen_drawn_over_while_stopped_is_drawn_anew() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    // Nobody can catch STOP: whoever runs meanwhile scribbles over the screen and changes the modes.
    window.signal(Signal::STOP);
    window.wait_state('T');
    window.scribble(b"\x1b[?1049l\x1b[2J\x1b[Hsomebody else\r\n");
    window.wait_for("somebody else");
    window.signal(Signal::CONT);
    window.wait_until("the whole screen again", |s| s.contains(TODAY) && !s.contains("somebody else"));
    assert!(window.in_alternate_screen());
    window.keys("q");
    assert_eq!(window.ended(), 0);
}

#[test]
fn an_error_gives_the_terminal_back_and_is_said() {
    let desk = Desk::sample();
    let mut window = desk.through_shell("ulimit -n 4; exec \"$0\" --book \"$1\"");
    assert_eq!(window.ended(), 1);
    window.wait_for("The signals could not be set up");
    window.assert_modes_as_before();
}

/// Plays the program in a window of the next tests: the screens with a clock that panics once a file is there.
#[test]
#[ignore = "the program that the tests of faults run"]
fn screens_with_a_faulty_clock() {
    let Some(book) = std::env::var_os("FAULTY_BOOK") else { return };
    let config = whynow::config::Config::default();
    let clock = Faulty(Path::new(&book).with_extension("fault"));
    let ran = whynow::tui::run(
        whynow::tui::StartOptions { book: book.into(), config, demo: false, tour: false },
        Arc::new(clock),
    );
    assert!(ran.is_err());
}

/// Panics on the thread that the file names.
struct Faulty(std::path::PathBuf);

impl Clock for Faulty {
    fn now(&self) -> Moment {
        let store = std::thread::current().name() == Some("store");
        match fs::read_to_string(&self.0).unwrap_or_default().as_str() {
            "screen" if !store => panic!("Håkon Giske's number is in this text"),
            "store" if store => panic!("Håkon Giske's number is in this text"),
            _sound => SystemClock.now(),
        }
    }

    fn new_id(&self) -> uuid::Uuid {
        SystemClock.new_id()
    }
}

fn faulty(desk: &Desk, text: &str) -> Window {
    let book = desk.book().display().to_string();
    let mut window = desk.played_by("terminal::given_back::screens_with_a_faulty_clock", &[("FAULTY_BOOK", &book)]);
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for(PLAN);
    window.keys(text);
    window.wait_for(text);
    window
}

#[test]
fn a_panic_gives_the_terminal_back_keeps_the_text_and_names_no_customer() {
    let desk = Desk::sample();
    let mut window = faulty(&desk, "words before the fault");
    fs::write(desk.path("book.fault"), "screen").unwrap();
    window.keys("x");
    window.wait_for("fault at tests");
    window.ended();
    window.assert_given_back();
    assert!(window.screen().contains("fault at tests/it/terminal/given_back.rs"), "{}", window.screen());
    assert!(!String::from_utf8_lossy(&window.raw()).contains("Giske's number"));
    assert!(kept(&desk.book(), "words before the fault"), "{:?}", drafts(&desk.book()));
}

#[test]
fn a_panic_beside_the_screen_is_said_and_the_text_is_kept_later() {
    let desk = Desk::sample();
    let mut window = faulty(&desk, "words before");
    fs::write(desk.path("book.fault"), "store").unwrap();
    window.keys(" and after");
    window.wait_for("a bug in whynow");
    assert!(window.in_alternate_screen());
    fs::remove_file(desk.path("book.fault")).unwrap();
    wait("the draft", || kept(&desk.book(), "words before and after"));
    window.keys("\x03");
    window.ended();
    window.assert_given_back();
}
