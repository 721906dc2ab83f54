//! Pastes, copies, clicks.

use super::desk::{PLAN, TODAY, drafts};
use super::window::{Desk, sequences};

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
    assert!(drafts(&desk.book()).iter().all(|(_, body)| !body.contains('\x1b') && !body.contains("u001b")));
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

#[test]
fn letters_that_come_at_once_press_no_key_of_a_list_also_without_the_marks_of_a_paste() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys("quite a lot\r");
    window.wait_for("11 letters came at once");
    assert!(window.in_alternate_screen(), "a q among them does not quit");
    assert!(window.screen().contains(TODAY), "nor does the Enter behind them open anything");
    window.keys("v");
    window.wait_for("quite a lot");
}
