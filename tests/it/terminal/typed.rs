//! Every place where text is typed, left in every way there is: what was typed comes back, with its field and its caret.
#![expect(clippy::print_stdout, reason = "the figure of the kills is read by a person")]

use std::time::{Duration, Instant};

use rustix::process::Signal;
use whynow::clock::{Clock, SystemClock};
use whynow::domain::edit::ValueChange;
use whynow::domain::query::AccountSort;
use whynow::domain::reason::no_answer::Rest;
use whynow::store::Store;

use super::desk::{TODAY, drafts, kept, open};
use super::kept::assert_gone;
use super::window::{Desk, Process, Window, wait};
use crate::support::book::{query, review_to_answer};

/// A place where text is typed.
struct Place {
    name: &'static str,
    /// The keys that lead to it, each with what is on the screen then.
    way: &'static [(&'static str, &'static str)],
    /// The keys to the field, when the form is opened for the first time.
    to_field: &'static str,
    /// What must be in the book for it.
    prepare: fn(&mut Store),
    /// What waits opens the last of the way by itself.
    opens_itself: bool,
}

const fn place(name: &'static str, way: &'static [(&'static str, &'static str)], to_field: &'static str) -> Place {
    Place { name, way, to_field, prepare: |_| {}, opens_itself: false }
}

const ACCOUNT: [(&str, &str); 2] = [("2", "Halden"), ("\r", "Accounts >")];
const INBOX: (&str, &str) = ("3", "inbox:");

const PLACES: &[Place] = &[
    place("a call", &[("C", "Log >")], "\t\t\t\t\t\t\t\t"),
    place("an amendment", &[("4", "Verdict"), ("\r", "Calls >"), ("e", "Amend >")], "\t\t\t\t\t\t\t"),
    place("a plan", &[("p", "What we know")], ""),
    place("a review", &[("5", "calls to read"), ("\r", "One focus")], "\t\t\t\t\t\t\t"),
    place("a new account", &[("2", "Halden"), ("n", "New account")], ""),
    place("an account", &[("2", "Halden"), ("e", "Edit account")], ""),
    place("a new person", &[ACCOUNT[0], ACCOUNT[1], ("n", "New person")], ""),
    place("a new trigger", &[INBOX, ("n", "New trigger")], ""),
    place("the paste box", &[INBOX, ("v", "Ctrl-S reads it")], ""),
    place("a rule of the profile", &[("%", "Whom we can serve"), ("n", "A new rule")], ""),
    place("who works here", &[("@", "Your name stands")], ""),
    place("a file to import", &[("I", "Import a file")], ""),
    place("why a trigger does not count", &[INBOX, ("d", "Why does this not count")], ""),
    place("until when an account rests", &[ACCOUNT[0], ACCOUNT[1], ("z", "Until when?")], ""),
    place(
        "why nobody may call",
        &[ACCOUNT[0], ACCOUNT[1], ("x", "What can be"), ("not call", "not call"), ("\r", "do-not-call. Why?")],
        "",
    ),
    place("what a mail said", &[ACCOUNT[0], ACCOUNT[1], (",", "What was it"), ("\r", "One line")], ""),
    place("a feed", &[INBOX, ("W", "Feeds"), ("n", "The feed's address")], ""),
    place("watch words", &[INBOX, ("W", "Feeds"), ("\t", "watched for"), ("n", "Which words")], ""),
    place("to which day a promise moves", &[("!", "To which day")], ""),
    Place {
        opens_itself: true,
        ..place("a line of a campaign", &[("B", "Lot rule"), ("\r", "Campaign >"), ("e", "What does this")], "")
    },
    Place {
        prepare: let_the_first_account_rest,
        ..place("an override", &[ACCOUNT[0], ACCOUNT[1], ("c", "Calling anyway needs")], "")
    },
    Place {
        prepare: review_to_answer,
        ..place("an answer to a review", &[("4", "Verdict"), ("\r", "Calls >"), ("i", "Answer the review")], "")
    },
];

fn let_the_first_account_rest(store: &mut Store) {
    let now = SystemClock.now();
    let first = store.accounts(&query(AccountSort::Reason, ""), now).unwrap().rows.remove(0);
    let rest = Rest { until: now.date() + chrono::Duration::days(9), because: "no budget".into() };
    store.rest_account(first.id, &ValueChange { read: None, typed: Some(rest) }).unwrap();
}

/// A way of leaving; the process is gone after it.
type Way = (&'static str, fn(&mut Window, &Desk, &str));

const WAYS: &[Way] = &[
    ("esc and q", |window, _, _| {
        window.keys("\x1b");
        window.wait_for("NAV");
        for _ in 0..4 {
            window.keys("q");
            std::thread::sleep(Duration::from_millis(60));
        }
        window.ended();
    }),
    ("ctrl-c", |window, _, _| {
        window.keys("\x03");
        window.ended();
    }),
    ("the signal TERM", |window, _, _| {
        window.signal(Signal::TERM);
        window.ended();
    }),
    ("the signal HUP", |window, _, _| {
        window.signal(Signal::HUP);
        window.ended();
    }),
    ("a terminal that is gone", |window, _, _| {
        let process = Process::named("whynow", window.pid());
        window.close();
        assert_gone(process, "the terminal is gone");
    }),
    ("a kill", |window, desk, typed| {
        wait("the draft", || kept(&desk.book(), typed));
        window.kill();
    }),
];

/// Opens a window, and the place in it; for the first time also its field.
fn go(desk: &Desk, place: &Place, first: bool) -> Window {
    let mut window = desk.open();
    window.wait_for(TODAY);
    for (n, (keys, shown)) in place.way.iter().enumerate() {
        let may_be_open = place.opens_itself && n + 1 == place.way.len();
        if may_be_open {
            window.wait_quiet(Duration::from_millis(300));
        }
        if !may_be_open || !window.look(|screen| screen.contents().contains(shown)) {
            window.keys(keys);
        }
        window.wait_for(shown);
        // Letters that come at once are no keys.
        std::thread::sleep(Duration::from_millis(120));
    }
    if first && !place.to_field.is_empty() {
        window.keys(place.to_field);
        std::thread::sleep(Duration::from_millis(120));
    }
    window
}

/// A desk on whose book something is typed into a place.
fn desk_for(place: &Place) -> Desk {
    let desk = Desk::sample();
    (place.prepare)(&mut open(&desk.book()));
    desk
}

fn leave_in_every_way(place: &Place) {
    let desk = desk_for(place);
    let mut before: Option<(String, Option<(u16, u16)>)> = None;
    for (n, (_, leave)) in WAYS.iter().enumerate() {
        let mut window = go(&desk, place, n == 0);
        if let Some((typed, caret)) = &before {
            let (name, way) = (place.name, WAYS[n - 1].0);
            window.wait_until(&format!("{name} after {way}: {typed}"), |screen| screen.contains(typed));
            if let Some(caret) = caret {
                wait(&format!("{name} after {way}: the caret at {caret:?}"), || {
                    window.look(vt100::Screen::cursor_position) == *caret
                });
            }
        }
        let typed = format!("Zz{n}");
        window.keys(&typed);
        window.wait_for(&typed);
        // Into the middle of what was typed.
        window.keys("\x1b[D");
        window.wait_quiet(Duration::from_millis(150));
        let caret = window.look(vt100::Screen::cursor_position);
        leave(&mut window, &desk, &typed);
        // The line of a campaign is saved when it is left.
        let is_draft = kept(&desk.book(), &typed);
        before = Some((typed, is_draft.then_some(caret)));
    }
    let (typed, _) = before.unwrap();
    let window = go(&desk, place, false);
    window.wait_until(&format!("{} after a kill: {typed}", place.name), |screen| screen.contains(&typed));
}

/// Runs something for every place, several at a time.
fn in_every_place(work: fn(&Place), at_once: usize) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                while let Some(place) = PLACES.get(next.fetch_add(1, std::sync::atomic::Ordering::SeqCst)) {
                    work(place);
                }
            });
        }
    });
}

#[test]
fn what_is_typed_anywhere_comes_back_in_its_field_however_the_window_was_left() {
    in_every_place(leave_in_every_way, 4);
}

/// Kills of a place: a few, or as many as somebody has the time for.
fn kills() -> usize {
    std::env::var("KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(5)
}

fn kill_while_typing(place: &Place) {
    let desk = desk_for(place);
    let (mut seed, mut oldest): (u64, f64) = (place.name.len() as u64 + 0x9e37_79b9, 0.0);
    for round in 0..kills() {
        let mut window = go(&desk, place, true);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let until = Duration::from_millis(2_200 + (seed >> 33) % 1_800);
        let began = Instant::now();
        let mut typed: Vec<(String, Instant)> = Vec::new();
        let mut text = String::new();
        while began.elapsed() < until {
            // Five letters a second, as somebody types.
            let letter = char::from(b'a' + u8::try_from((typed.len() * 7 + round) % 26).unwrap());
            text.push(letter);
            window.keys(&letter.to_string());
            typed.push((text.clone(), Instant::now()));
            std::thread::sleep(Duration::from_millis(200));
        }
        let killed = Instant::now();
        window.kill();
        let bodies = drafts(&desk.book());
        let found = typed.iter().rev().find(|(text, _)| bodies.iter().any(|(_, body)| body.contains(text)));
        let lost_from = found.map_or(typed[0].1, |(text, _)| typed.get(text.len()).map_or(killed, |(_, at)| *at));
        let age = (killed - lost_from).as_secs_f64();
        oldest = oldest.max(age);
        assert!(
            age <= 2.0,
            "{}, round {round}: what was typed {age:.2} s before the kill is gone: {bodies:?}",
            place.name
        );
        // The next round begins with an empty field.
        let mut window = go(&desk, place, false);
        window.keys("\x1b[21~");
        window.wait_quiet(Duration::from_millis(200));
        window.kill();
    }
    println!("{}: {} kills, at most {oldest:.2} s lost", place.name, kills());
}

#[test]
#[ignore = "measures real time"]
fn a_kill_while_somebody_types_costs_no_more_than_two_seconds_in_any_place_in_real_time() {
    in_every_place(kill_while_typing, PLACES.len());
}
