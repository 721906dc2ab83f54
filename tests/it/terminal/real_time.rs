//! What is promised in seconds. On a machine that is busy these would fail for no fault of the program, so they run by
//! themselves: `cargo test --locked --test it real_time -- --ignored --test-threads=1`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Local, Timelike};
use whynow::clock::SystemClock;
use whynow::domain::account::Account;
use whynow::domain::edit::{CHANGED_JUST_NOW, Edit, Edited};
use whynow::store::Store;

use super::desk::{PLAN, TODAY, drafts, kept, planning};
use super::kept::VANISHING;
use super::window::{Desk, Process, Window};
use crate::support::remark;

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

/// Read and written in each of two windows.
const TIMES: usize = 500;

#[test]
#[ignore = "measures real time"]
fn two_windows_that_read_and_then_write_five_hundred_times_each_lose_nothing_and_wait_for_no_second() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let mut store = Store::create(&path, Arc::new(SystemClock)).unwrap();
    let id = store.save_account(&Account { name: "Norvik Foods".into(), ..Account::default() }).unwrap();
    drop(store);
    let write = |window: char| {
        let mut store = Store::open(&path, Arc::new(SystemClock)).unwrap();
        let (mut longest, mut met) = (Duration::ZERO, 0);
        for n in 0..TIMES {
            loop {
                let read = store.account(id).unwrap().unwrap();
                let typed = Account { notes: format!("{} {window}{n}", read.notes), ..read.clone() };
                let since = Instant::now();
                let saved = store.edit_account(&Edit { read, typed, drafts: Vec::new() });
                longest = longest.max(since.elapsed());
                match saved {
                    Ok(Edited::Saved(_)) => break,
                    // Shown to the person, who saves over what they see.
                    Ok(Edited::Meanwhile(_)) => met += 1,
                    Err(error) if error.to_string() == CHANGED_JUST_NOW => met += 1,
                    Err(error) => panic!("{error}"),
                }
            }
        }
        (longest, met)
    };
    let (one, other) = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| write('a')), scope.spawn(|| write('b')));
        (one.join().unwrap(), other.join().unwrap())
    });
    let store = Store::open(&path, Arc::new(SystemClock)).unwrap();
    assert_eq!(store.verify().unwrap(), [""; 0]);
    let notes = store.account(id).unwrap().unwrap().notes;
    let words: BTreeSet<&str> = notes.split_whitespace().collect();
    assert_eq!(words.len(), 2 * TIMES, "every word of both is there");
    let longest = one.0.max(other.0);
    remark(&format!("the longest wait of {} writes: {longest:?}; met the other {} times", 2 * TIMES, one.1 + other.1));
    assert!(longest < Duration::from_secs(1), "{longest:?}");
}
