//! The line to a far machine drops: what is typed is kept, and under tmux the window is there again.

use std::process::{Command, Stdio};

use super::desk::{PLAN, TODAY, drafts, kept};
use super::kept::assert_gone;
use super::window::{Desk, Process};
use crate::support::skip;

fn is_there(program: &str) -> bool {
    let asked = Command::new("sh").args(["-c", &format!("command -v {program}")]).stdout(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

#[test]
fn a_line_that_drops_ends_it_and_the_text_is_kept() {
    if !is_there("script") {
        return skip("a line that drops", "there is no script");
    }
    let desk = Desk::sample();
    let mut window = desk.through_shell("exec script -qec \"'$0' --book '$1'\" /dev/null");
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for(PLAN);
    window.keys("typed over the line");
    window.wait_for("typed over the line");
    let far = Process::named("whynow", window.pid());
    window.kill();
    assert_gone(far, "behind a line that dropped");
    assert!(kept(&desk.book(), "typed over the line"), "{:?}", drafts(&desk.book()));
}

#[test]
fn a_line_that_drops_leaves_a_window_under_tmux_as_it_was() {
    if !is_there("tmux") {
        return skip("a line that drops under tmux", "there is no tmux");
    }
    let desk = Desk::sample();
    let socket = desk.path("tmp/line").display().to_string();
    let tmux = |what: &str| format!("exec tmux -S '{socket}' -f /dev/null {what}");
    let mut window = desk.through_shell(&tmux("new-session \"'$0' --book '$1'\""));
    window.wait_for(TODAY);
    window.keys("p");
    window.wait_for(PLAN);
    window.keys("typed over the line");
    window.wait_for("typed over the line");
    window.kill();
    let mut again = desk.through_shell(&tmux("attach-session"));
    again.wait_for("typed over the line");
    again.keys(", and on");
    again.wait_for("typed over the line, and on");
    again.keys("\x13");
    again.wait_for("Saved.");
    assert_eq!(drafts(&desk.book()), []);
    let ended = Command::new("tmux").args(["-S", &socket, "kill-server"]).status().unwrap();
    assert!(ended.success());
}
