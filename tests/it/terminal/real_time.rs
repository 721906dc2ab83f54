//! What is promised in seconds. On a machine that is busy these would fail for no fault of the program, so they run by
//! themselves: `cargo test --locked --test it real_time -- --ignored --test-threads=1`.

use std::time::{Duration, Instant};

use chrono::{Local, Timelike};

use super::desk::{PLAN, TODAY, drafts, kept, planning};
use super::kept::VANISHING;
use super::window::{Desk, Process, Window};

/// One second more than promised, for a machine that does something else besides.
const SOON: Duration = Duration::from_secs(3);

#[test]
#[ignore = "measures real time"]
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
#[ignore = "measures real time"]
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
#[ignore = "measures real time"]
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
    // One more second than promised, for a machine that does something else besides.
    let due = typed.iter().filter(|at| killed - **at > Duration::from_secs(3)).count();
    assert!(due > 0 || typed.len() < 31);
    let body = drafts(&desk.book()).remove(0).1;
    for n in 0..due {
        assert!(body.contains(&format!(" w{n}")), "w{n} of {due} is not in {body}");
    }
    assert!(body.contains("begin"));
}

#[test]
#[ignore = "measures real time"]
fn two_windows_see_each_others_changes_and_both_write() {
    let desk = Desk::sample();
    let (mut first, mut second) = (desk.open(), desk.open());
    for window in [&mut first, &mut second] {
        window.wait_for(TODAY);
        window.keys("2/");
        window.wait_for("TEXT");
        window.keys("Zz");
        window.wait_until("an empty list", |s| !s.contains("Halden"));
        window.keys("\r");
        window.wait_for("NAV");
    }
    write_account(&mut first, "Zzürich Präzision");
    let since = Instant::now();
    second.wait_for("Zzürich Präzision");
    assert!(since.elapsed() < SOON, "{:?}", since.elapsed());
    write_account(&mut second, "Zzeebrugge Cold Store");
    let since = Instant::now();
    first.wait_for("Zzeebrugge Cold Store");
    assert!(since.elapsed() < SOON, "{:?}", since.elapsed());
}

fn write_account(window: &mut Window, name: &str) {
    window.keys("n");
    window.wait_for("TEXT");
    window.keys(name);
    window.wait_for(name);
    window.keys("\x13");
    window.wait_for("saved.");
    // A new account opens on its own page, and the list is a step back.
    window.keys("\x1b");
    window.wait_until("the list again", |s| !s.contains("Never called."));
}

#[test]
#[ignore = "measures real time"]
fn a_terminal_that_vanishes_ends_it_soon() {
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
        let since = Instant::now();
        while Process::of(pid.pid).is_some() {
            assert!(since.elapsed() < SOON, "{name}: still there");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}
