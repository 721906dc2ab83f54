//! The person's own editor.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use rustix::process::Signal;

use super::desk::{PLAN, TODAY, drafts, kept};
use super::kept::assert_gone;
use super::window::{Desk, Process, Window};

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
    assert_gone(pid, "while the editor runs");
    fs::write(desk.path("go"), "").unwrap();
    assert!(kept(&desk.book(), "half a thought"), "{:?}", drafts(&desk.book()));
    assert_eq!(desk.temporary_files(), Vec::<String>::new());
}
