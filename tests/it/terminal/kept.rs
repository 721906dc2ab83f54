//! Nothing typed is lost; a call is logged once.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rustix::process::Signal;
use whynow::clock::{Clock, SystemClock};
use whynow::domain::ids::CallId;
use whynow::domain::query::CallQuery;

use super::desk::{PLAN, TODAY, drafts, kept, log_form, open, planning};
use super::window::{Desk, Process, Window, wait};

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
        assert_gone(pid, name);
        assert!(kept(&desk.book(), "typed just before"), "{name}: {:?}", drafts(&desk.book()));
    }
}

pub(super) type Opening = fn(&Desk) -> Window;
pub(super) const VANISHING: &[(&str, Opening)] = &[
    ("with its signal", |desk| desk.open()),
    ("with its signal ignored", |desk| desk.through_shell("trap '' HUP; exec \"$0\" --book \"$1\"")),
    ("without a signal", Desk::without_signals),
];

/// It ends, and does not turn in circles until then.
pub(super) fn assert_gone(pid: Process, name: &str) {
    let before = pid.ticks;
    let mut ticks = before;
    wait(&format!("the end, {name}"), || {
        let now = Process::of(pid.pid);
        ticks = now.map_or(ticks, |now| now.ticks);
        now.is_none()
    });
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
        assert_gone(pid, half);
    }
}

#[test]
fn more_keys_than_one_read_holds_are_all_taken_at_once() {
    let desk = Desk::sample();
    let mut window = desk.open();
    window.wait_for(TODAY);
    window.keys(&format!("{}2", "jk".repeat(3_000)));
    window.wait_until("Accounts", |screen| screen.contains("Halden") && !screen.contains(TODAY));
    window.keys("q");
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
    for round in 0..10_u8 {
        let words = format!("their words {round}");
        let mut window = desk.open();
        window.wait_for(TODAY);
        log_form(&mut window);
        window.keys("ry\t\t\t\t\t\t\t\t");
        window.keys(&words);
        // A time at which the sample's people may be called, whatever the hour of this run; on a day of its own, for the
        // law counts calls.
        let day = SystemClock.now().date() - chrono::TimeDelta::days(i64::from(round) + 2);
        let when = format!("{day} 16:30");
        window.keys(&format!("\t\t\t{when}"));
        window.wait_for(&when);
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
        assert_eq!(count(), before + usize::from(round) + 1, "after round {round}");
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
    let (_, draft) = drafts(book).into_iter().find(|(_, body)| body.contains(words)).unwrap();
    let body: serde_json::Value = serde_json::from_str(&draft).unwrap();
    CallId(body["extra"]["call"].as_str().unwrap().parse().unwrap())
}
