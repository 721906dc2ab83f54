//! The binary in a pseudo-terminal: opened, used, killed. The terminal is restored each time; nothing typed is lost.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may fail where it stands, and waits by the machine's own clock"
)]

mod window;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Local, Timelike};
use rustix::process::Signal;

use whynow::clock::{Clock, Moment, SystemClock};
use whynow::domain::ids::CallId;
use whynow::domain::rows::{CallQuery, Draft};
use whynow::store::Store;

use window::{Desk, Process, Window, sequences, wait};

/// A pane of a plan, once it is read.
const PLAN: &str = "What we know";
/// The selected row of Today, once the book is read.
const TODAY: &str = ">due";

fn open(book: &Path) -> Store {
    Store::open(book, Arc::new(SystemClock)).unwrap()
}

fn drafts(book: &Path) -> Vec<Draft> {
    open(book).drafts().unwrap()
}

fn kept(book: &Path, text: &str) -> bool {
    drafts(book).iter().any(|draft| draft.body.contains(text))
}

/// A window in which a plan is open and `text` was typed and is shown.
fn planning(desk: &Desk, text: &str) -> Window {
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for("Plan >");
    window.wait_for(PLAN);
    window.keys(text);
    window.wait_for(text);
    window
}

/// Opens the log form of the selected person; a guard that blocks is answered with a reason.
fn log_form(window: &mut Window) {
    window.keys("C");
    window.wait_until("the log form or a guard's question", |s| s.contains("Log >") || s.contains("needs a reason"));
    if window.screen().contains("needs a reason") {
        window.keys("they rang back\r");
    }
    window.wait_for("Their words");
    window.wait_for("Log >");
}

// Opens, works, ends.

#[test]
fn it_opens_on_the_sample_book_follows_every_size_and_ends_with_status_0() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.wait_for("1 Today");
    window.resize(60, 16);
    window.wait_until("the narrow screen", |s| s.contains(TODAY) && !s.contains("Why this one now"));
    window.resize(12, 3);
    window.wait_for("needs 60");
    window.resize(120, 36);
    window.wait_for("Why this one now");
    window.keys("2");
    window.wait_for("NAV");
    window.keys("q");
    assert_eq!(window.ended(), 0);
    window.assert_given_back();
}

#[test]
fn the_readmes_demo_opens_on_a_scratch_book_and_leaves_nothing_behind() {
    let desk = Desk::empty();
    let mut window = desk.start(&["demo"], &[]);
    window.wait_for("sample book");
    assert_eq!(desk.temporary_files().len(), 1, "{:?}", desk.temporary_files());
    window.keys("q");
    assert_eq!(window.ended(), 0);
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("q");
    window.ended();
    for sequence in sequences(&window.raw()) {
        let asks = sequence.starts_with("\x1b[")
            && (sequence.ends_with('c')
                || sequence.ends_with('n')
                || sequence.ends_with("$p")
                || sequence.ends_with('t'))
            || sequence.starts_with("\x1b[?u")
            || sequence.starts_with("\x1bP")
            || sequence.starts_with("\x1b]");
        assert!(!asks, "asked of the terminal: {sequence:?}");
    }
}

// Given back.

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
fn screens_with_a_faulty_clock() {
    let Some(book) = std::env::var_os("FAULTY_BOOK") else { return };
    let config = whynow::config::Config::default();
    let clock = Faulty(Path::new(&book).with_extension("fault"));
    let ran = whynow::tui::run(whynow::tui::Start { book: book.into(), config, demo: false }, Arc::new(clock));
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
    let mut window = desk.played_by("screens_with_a_faulty_clock", &[("FAULTY_BOOK", &book)]);
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
    assert!(window.screen().contains("fault at tests/terminal.rs"), "{}", window.screen());
    assert!(!String::from_utf8_lossy(&window.raw()).contains("Giske's number"));
    assert!(kept(&desk.book(), "words before the fault"), "{:?}", drafts(&desk.book()));
}

#[test]
fn a_panic_beside_the_screen_is_said_and_the_text_is_kept_later() {
    let desk = Desk::sample();
    let mut window = faulty(&desk, "words before");
    fs::write(desk.path("book.fault"), "store").unwrap();
    window.keys(" and after");
    window.wait_for("fault of whynow's own");
    assert!(window.in_alternate_screen());
    fs::remove_file(desk.path("book.fault")).unwrap();
    wait("the draft", || kept(&desk.book(), "words before and after"));
    window.keys("\x03");
    window.ended();
    window.assert_given_back();
}

// Nothing typed is lost.

#[test]
fn what_was_typed_two_seconds_ago_survives_a_kill() {
    let desk = Desk::sample();
    let mut window = planning(&desk, "typed long before");
    std::thread::sleep(Duration::from_secs(2));
    window.kill();
    assert!(kept(&desk.book(), "typed long before"), "{:?}", drafts(&desk.book()));
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for("is back");
    window.wait_for("typed long before");
}

#[test]
fn who_types_without_a_pause_loses_no_more_than_two_seconds() {
    let desk = Desk::sample();
    let mut window = planning(&desk, "begin");
    let mut typed = Vec::new();
    for n in 0..30 {
        window.keys(&format!(" w{n}"));
        typed.push(Instant::now());
        std::thread::sleep(Duration::from_millis(100));
    }
    let killed = Instant::now();
    window.kill();
    // One more second for a machine that is busy with the other tests.
    let due = typed.iter().filter(|at| killed - **at > Duration::from_secs(3)).count();
    assert!(due > 0 || typed.len() < 31);
    let body = drafts(&desk.book()).remove(0).body;
    for n in 0..due {
        assert!(body.contains(&format!(" w{n}")), "w{n} of {due} is not in {body}");
    }
    assert!(body.contains("begin"));
}

#[test]
fn a_terminal_that_vanishes_ends_it_and_the_text_is_kept() {
    for (name, open) in VANISHING {
        let desk = Desk::sample();
        let mut window = open(&desk);
        window.wait_for(TODAY);
        window.keys("p");
        window.wait_for(PLAN);
        window.keys("typed just before");
        window.wait_for("typed just before");
        let pid = Process::named("whynow", window.pid());
        window.close();
        assert_gone_soon(pid, name);
        assert!(kept(&desk.book(), "typed just before"), "{name}: {:?}", drafts(&desk.book()));
    }
}

type Opening = fn(&Desk) -> Window;
const VANISHING: &[(&str, Opening)] = &[
    ("with its signal", |desk| desk.open()),
    ("with its signal ignored", |desk| desk.through_shell("trap '' HUP; exec \"$0\" --book \"$1\"")),
    ("without a signal", Desk::without_signals),
];

fn assert_gone_soon(pid: Process, name: &str) {
    let (since, before) = (Instant::now(), pid.ticks);
    let mut ticks = before;
    while let Some(now) = Process::of(pid.pid) {
        ticks = now.ticks;
        assert!(since.elapsed() < Duration::from_secs(3), "{name}: still there");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(ticks - before < 50, "{name}: {} hundredths of a second of work to end", ticks - before);
}

/// A key, a click and a paste of which a broken line brought only the start.
const HALVES: &[&str] = &["\x1b[", "\x1b[<0;3", "\x1b[200~and then"];

#[test]
fn half_a_key_stops_nothing() {
    for half in HALVES {
        let desk = Desk::sample();
        let mut window = planning(&desk, "before half a key");
        window.keys(half);
        window.signal(Signal::TERM);
        window.ended();
        window.assert_given_back();
        assert!(kept(&desk.book(), "before half a key"), "{half:?}");
    }
}

#[test]
fn a_terminal_that_vanishes_in_the_middle_of_a_key_ends_it() {
    for half in HALVES {
        let desk = Desk::sample();
        let mut window = desk.without_signals();
        window.wait_for(TODAY);
        window.keys(half);
        let pid = Process::named("whynow", window.pid());
        window.close();
        assert_gone_soon(pid, half);
    }
}

#[test]
fn more_keys_than_one_read_holds_are_all_taken_at_once() {
    let desk = Desk::sample();
    let mut window = planning(&desk, "many:");
    let many = "0123456789".repeat(300);
    window.keys(&many);
    wait("the draft", || kept(&desk.book(), &many));
    window.keys("\x03");
    assert_eq!(window.ended(), 0);
}

#[test]
fn a_call_is_logged_once_however_often_it_is_killed_while_saving() {
    let desk = Desk::sample();
    let count = || open(&desk.book()).calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().total.n;
    let before = count();
    let mut ids = BTreeSet::new();
    // A fixed seed; the moments spread over what saving takes.
    let mut seed: u64 = 0x9e37_79b9;
    for round in 0..10 {
        let words = format!("their words {round}");
        let mut window = desk.open();
        window.wait_for(TODAY);
        log_form(&mut window);
        window.keys("ry\t\t\t\t\t\t");
        window.keys(&words);
        window.wait_for(&words);
        wait("the draft", || kept(&desk.book(), &words));
        ids.insert(drafted_call(&desk.book(), &words));
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        window.keys("\r");
        std::thread::sleep(Duration::from_micros((seed >> 33) % 40_000));
        window.kill();
        if kept(&desk.book(), &words) {
            let mut window = desk.open();
            window.wait_for(TODAY);
            log_form(&mut window);
            window.wait_for(&words);
            window.keys("\r");
            window.wait_for("Logged");
            window.kill();
        }
        assert_eq!(count(), before + round + 1, "after round {round}");
        assert!(!kept(&desk.book(), &words));
    }
    let mut store = open(&desk.book());
    assert_eq!(ids.len(), 10);
    for id in ids {
        assert!(store.call_file(id, SystemClock.now()).unwrap().is_some(), "{id}");
    }
    assert_eq!(store.verify().unwrap(), Vec::<String>::new());
}

fn drafted_call(book: &Path, words: &str) -> CallId {
    let draft = drafts(book).into_iter().find(|draft| draft.body.contains(words)).unwrap();
    let body: serde_json::Value = serde_json::from_str(&draft.body).unwrap();
    CallId(body["extra"]["call"].as_str().unwrap().parse().unwrap())
}

#[test]
fn two_windows_see_each_others_changes_and_both_write() {
    let desk = Desk::sample();
    let (mut first, mut second) = (desk.open(), desk.open());
    for window in [&mut first, &mut second] {
        window.wait_for(TODAY);
        window.keys("2/Zz\r");
        window.wait_until("an empty list", |s| !s.contains("Halden"));
    }
    // One second more than promised, for a machine that is busy with the other tests.
    let soon = Duration::from_secs(3);
    write_account(&mut first, "Zzürich Präzision");
    let since = Instant::now();
    second.wait_for("Zzürich Präzision");
    assert!(since.elapsed() < soon, "{:?}", since.elapsed());
    write_account(&mut second, "Zzeebrugge Cold Store");
    let since = Instant::now();
    first.wait_for("Zzeebrugge Cold Store");
    assert!(since.elapsed() < soon, "{:?}", since.elapsed());
}

fn write_account(window: &mut Window, name: &str) {
    window.keys("n");
    window.wait_for("TEXT");
    window.keys(name);
    window.wait_for(name);
    window.keys("\x13");
    window.wait_for("saved.");
}

// The person's own editor.

fn editor(desk: &Desk, script: &str) -> String {
    let path = desk.path("editor.sh");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.display().to_string()
}

fn planning_with(desk: &Desk, env: &[(&str, &str)], text: &str) -> Window {
    let mut window = desk.open_with(env);
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for(PLAN);
    window.keys(text);
    window.wait_for(text);
    window
}

#[test]
fn text_goes_through_the_own_editor_in_a_private_file_that_is_gone_afterwards() {
    let desk = Desk::sample();
    let script = "stat -c %a \"$2\" > mode; printf 'added %s\\n' \"$1\" >> \"$2\"; stty -a > modes";
    let editor = format!("{} --wait", editor(&desk, script));
    let mut window = planning_with(&desk, &[("EDITOR", &editor)], "first words");
    window.keys("\x1bOQ");
    window.wait_for("added --wait");
    assert!(window.screen().contains("first words"));
    assert!(window.in_alternate_screen());
    assert_eq!(fs::read_to_string(desk.path("mode")).unwrap().trim(), "600");
    let modes = fs::read_to_string(desk.path("modes")).unwrap();
    assert!(modes.contains(" icanon") && modes.contains(" echo "), "{modes}");
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
    window.keys(" and last");
    window.wait_for("and last");
    window.keys("\x03");
    assert_eq!(window.ended(), 0);
    window.assert_given_back();
    assert!(kept(&desk.book(), "added --wait"));
}

#[test]
fn a_missing_editor_is_said_and_the_text_stays() {
    let desk = Desk::sample();
    let mut window = planning_with(&desk, &[("EDITOR", "/no/such/editor")], "these words");
    window.keys("\x1bOQ");
    window.wait_for("Is $EDITOR right?");
    assert!(window.screen().contains("these words"));
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
    window.keys("\x03");
    assert_eq!(window.ended(), 0);
    window.assert_given_back();
}

#[test]
fn a_signal_while_the_editor_runs_waits_for_it_and_ctrl_c_is_the_editors() {
    let desk = Desk::sample();
    let script = "trap '' INT TERM; echo begun; while [ ! -e go ]; do sleep 0.05; done; echo later words >> \"$1\"";
    let editor = editor(&desk, script);
    let mut window = planning_with(&desk, &[("VISUAL", &editor)], "first words");
    window.keys("\x1bOQ");
    window.wait_for("begun");
    let pid = Process::named("whynow", window.pid());
    pid.signal(Signal::INT);
    pid.signal(Signal::TERM);
    std::thread::sleep(Duration::from_millis(200));
    assert!(Process::of(pid.pid).is_some());
    fs::write(desk.path("go"), "").unwrap();
    window.ended();
    window.assert_given_back();
    assert!(kept(&desk.book(), "later words"), "{:?}", drafts(&desk.book()));
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
}

#[test]
fn what_was_saved_in_the_editor_is_kept_when_the_terminal_vanishes() {
    let desk = Desk::sample();
    let script = "trap '' HUP; echo half a thought >> \"$1\"; echo begun; while [ ! -e go ]; do sleep 0.05; done";
    let editor = editor(&desk, script);
    let mut window = planning_with(&desk, &[("EDITOR", &editor)], "first words");
    window.keys("\x1bOQ");
    window.wait_for("begun");
    let pid = Process::named("whynow", window.pid());
    window.close();
    assert_gone_soon(pid, "while the editor runs");
    fs::write(desk.path("go"), "").unwrap();
    assert!(kept(&desk.book(), "half a thought"), "{:?}", drafts(&desk.book()));
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
}

// Pastes, copies, clicks.

#[test]
fn a_paste_fills_the_filter_and_the_plan_and_presses_no_key() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.wait_bytes(b"\x1b[?2004h");
    window.keys("2/");
    window.paste("hald\nq");
    window.wait_for("hald");
    assert!(window.in_alternate_screen(), "a q in a paste does not quit");
    window.keys("\x1b");
    window.wait_for("NAV");
    window.keys("1p");
    window.wait_for(PLAN);
    window.paste("one line\r\ntwo lines \x1b[31mq");
    window.wait_for("two lines");
    window.wait_for("one line");
    window.keys("\x03");
    window.ended();
    assert!(drafts(&desk.book()).iter().all(|draft| !draft.body.contains('\x1b') && !draft.body.contains("u001b")));
}

#[test]
fn copying_sends_the_person_to_the_terminals_clipboard() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("y");
    window.wait_for("Sent to the terminal's clipboard");
    window.wait_bytes(b"\x1b]52;c;");
    let raw = window.raw();
    let found = sequences(&raw).into_iter().find(|sequence| sequence.starts_with("\x1b]52;c;")).unwrap();
    // "Angela Whitlock": the first promise of the sample.
    assert!(found.starts_with("\x1b]52;c;QW5nZWxhIFdoaXRsb2Nr"), "{found:?}");
}

#[test]
fn a_click_selects_a_row_and_a_tab() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.wait_bytes(b"\x1b[?1000h\x1b[?1006h");
    let row = |screen: &str| screen.lines().position(|line| line.contains("│>"));
    let before = row(&window.screen()).unwrap();
    window.click(20, before + 3);
    window.wait_until("the third row after it", |screen| row(screen) == Some(before + 3));
    window.click(20, 0);
    window.wait_until("Accounts", |screen| screen.contains("Halden") && !screen.contains(">due"));
}

#[test]
fn without_the_mouse_no_mouse_mode_is_switched_on() {
    let desk = Desk::sample();
    desk.settings("mouse = false\n");
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("q");
    window.ended();
    for sequence in sequences(&window.raw()) {
        let mouse = sequence.starts_with("\x1b[?10") && sequence.ends_with('h') && sequence != "\x1b[?1049h";
        assert!(!mouse, "{sequence:?}");
    }
}

// Quiet, and nothing but what is meant.

#[test]
fn nothing_is_written_and_hardly_anything_wakes_when_nothing_happens() {
    let desk = Desk::sample();
    // A minute that turns is news.
    while !(5..45).contains(&Local::now().second()) {
        std::thread::sleep(Duration::from_millis(200));
    }
    let window = desk.open();
    window.wait_for(TODAY);
    window.wait_quiet(Duration::from_millis(1_500));
    let (bytes, sleeps) = (window.raw().len(), Process::sleeps(window.pid()));
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(window.raw().len(), bytes, "it writes when nothing happens");
    let woken = Process::sleeps(window.pid()) - sleeps;
    assert!(woken <= 4, "woken {woken} times in 3 seconds");
}

#[test]
fn without_colour_the_selection_is_reversed_and_marked() {
    let desk = Desk::sample();
    let mut window = desk.open_with(&[("NO_COLOR", "1")]);
    window.wait_for(TODAY);
    for keys in ["2", "3", "4", "5", "1p"] {
        window.keys(keys);
        window.wait_quiet(Duration::from_millis(100));
    }
    let colours: Vec<String> = sequences(&window.raw()).into_iter().filter(|sequence| is_colour(sequence)).collect();
    assert_eq!(colours, Vec::<String>::new());
    window.keys("\x1b");
    window.wait_for(TODAY);
    let row = u16::try_from(window.screen().lines().position(|line| line.contains(TODAY)).unwrap()).unwrap();
    assert!(window.look(|screen| screen.cell(row, 1).unwrap().inverse()));
}

/// Sets a foreground or background colour other than the terminal's own.
fn is_colour(sequence: &str) -> bool {
    let Some(numbers) = sequence.strip_prefix("\x1b[").and_then(|rest| rest.strip_suffix('m')) else { return false };
    numbers.split([';', ':']).filter_map(|n| n.parse::<u8>().ok()).any(|n| matches!(n, 30..=38 | 40..=48 | 90..=107))
}

#[test]
fn with_colour_there_is_colour() {
    let desk = Desk::sample();
    let window = desk.open();
    window.wait_for(TODAY);
    assert!(sequences(&window.raw()).iter().any(|sequence| is_colour(sequence)));
}

/// What tries to leave its cell: each in a name, a title, a headline.
const HOSTILE: &[&str] = &[
    "\x1b[2J",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]0;owned\x07",
    "\x1bP$q\x1b\\",
    "\x1b_apc\x1b\\",
    "\x1b[6n",
    "\u{9b}31m",
    "\u{9d}0;t\u{9c}",
    "\x1b[?1049l",
    "\x08\x08",
    "\u{202e}gnp",
    "\u{2066}x\u{2069}",
    "\u{200b}",
    "\u{feff}",
    "\u{e0041}",
    "\x1b]8;;http://evil\x07",
    "\x07",
    "\x1b",
];

#[test]
fn hostile_names_never_reach_the_terminal() {
    let desk = Desk::empty();
    let mut accounts = "Name,Domain,Industry\n".to_string();
    let mut people = "Full name,Company,Title,Email\n".to_string();
    let mut triggers = "Company,Kind,Title,Date\n".to_string();
    let day = Local::now().date_naive() - chrono::Duration::days(3);
    for (n, bad) in HOSTILE.iter().enumerate() {
        accounts.push_str(&format!("Acme{n}{bad} Works,acme{n}.example,Food{bad}\n"));
        people.push_str(&format!("Pat{n} {bad}Doe,Acme{n}{bad} Works,Chief {bad} officer,pat{n}@acme{n}.example\n"));
        triggers.push_str(&format!("Acme{n}{bad} Works,new_leader,News {n} {bad} of today,{day}\n"));
    }
    for (kind, text) in [("accounts", accounts), ("contacts", people), ("triggers", triggers)] {
        fs::write(desk.path("in.csv"), text).unwrap();
        desk.run(&[
            "--book",
            &desk.book().display().to_string(),
            "import",
            kind,
            &desk.path("in.csv").display().to_string(),
        ]);
    }
    let mut window = desk.open();
    window.wait_for("Nobody has a reason");
    for (keys, seen) in [
        ("2", "Acme0"),
        ("\r", "Pat0"),
        ("JJJ", "Acme3"),
        ("p", PLAN),
        ("\x1b", "NAV"),
        ("C", "Their words"),
        ("\x1b", "NAV"),
        ("3", "News"),
        ("\r", "News"),
        ("\x1b", "NAV"),
        (":", "All commands"),
        ("\x1b", "NAV"),
        ("1", "NAV"),
    ] {
        window.keys(keys);
        window.wait_for(seen);
        window.wait_quiet(Duration::from_millis(50));
    }
    window.keys("q");
    window.ended();
    let raw = window.raw();
    let wrong: Vec<String> = sequences(&raw).into_iter().filter(|sequence| !is_ours(sequence)).collect();
    assert_eq!(wrong, Vec::<String>::new());
    let hidden = |c: char| matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    assert!(!String::from_utf8(raw).unwrap().contains(hidden));
}

/// All that the program itself sends: places, looks, clearing, and the modes it switches on and off.
fn is_ours(sequence: &str) -> bool {
    let modes = ["\x1b[?1049", "\x1b[?25", "\x1b[?2004", "\x1b[?1000", "\x1b[?1006"];
    let mode = modes.iter().any(|mode| matches!(sequence.strip_prefix(mode), Some("h" | "l")));
    let plain = sequence.strip_prefix("\x1b[").is_some_and(|rest| {
        rest.ends_with(['H', 'm', 'J', 'K'])
            && rest.trim_end_matches(char::is_alphabetic).chars().all(|c| c.is_ascii_digit() || c == ';')
    });
    mode || plain
}
