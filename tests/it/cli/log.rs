//! `whynow log`: what a call stood on, who says how it was, and what no sentence lifts.

use std::sync::Arc;

use chrono::{Duration, NaiveTime};
use whynow::clock::{Clock, SystemClock};
use whynow::domain::call::{NextStep, Reach, Running, Whose};
use whynow::domain::edit::ValueChange;
use whynow::domain::ids::{AccountId, ContactId};
use whynow::domain::reason::no_answer::Rest;
use whynow::domain::time_zone::Tz;
use whynow::store::Store;

use crate::support::home::Home;

#[test]
fn a_block_is_lifted_only_with_a_sentence() {
    let home = Home::with_sample();
    let mut store = Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap();
    let account = home.json(&log_linn(&["--json"]))["call"]["account_id"].as_str().unwrap().parse().unwrap();
    let until = SystemClock.now().date() + Duration::days(9);
    let rest = Some(Rest { until, because: "their yard is closed".to_owned() });
    store.rest_account(AccountId(account), &ValueChange { read: None, typed: rest }).unwrap();
    let log = |more: &[&str]| {
        let args = ["log", "linn.skarbo@fjordline.example", "--reach", "busy"];
        home.run(&args.iter().chain(more).copied().collect::<Vec<_>>())
    };
    log(&[]).fails(1, &["stop", "Nothing was logged", "--override"]);
    for short in [" ", "she wrote"] {
        log(&["--override", short]).fails(2, &["at least 3 words"]);
    }
    let lifted = home.json(&log_linn(&["--json"]));
    let because = &lifted["call"]["overrides"].as_array().unwrap().last().unwrap()["because"];
    assert_eq!(because, "she asked for it");
}

#[test]
fn do_not_call_is_lifted_on_the_account_and_by_no_sentence() {
    let home = Home::with_sample();
    let mut store = Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap();
    let linn = ContactId(home.json(&log_linn(&["--json"]))["call"]["contact_id"].as_str().unwrap().parse().unwrap());
    store.set_do_not_call(linn, Some("asked on the phone".to_owned())).unwrap();
    home.run(&log_linn(&[])).fails(1, &["asked on the phone", "lift the mark on the account"]);
    store.set_do_not_call(linn, None).unwrap();
    home.ok(&log_linn(&[]));
}

/// Arguments that log a call with Linn at any hour.
fn log_linn<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let log = ["log", "linn.skarbo@fjordline.example", "--reach", "connected", "--override", "she asked for it"];
    log.iter().chain(more).copied().collect()
}

#[test]
fn a_reason_is_named_by_number_or_words_or_there_is_none() {
    let home = Home::with_sample();
    let listed = home.ok(&log_linn(&["--reason", "?"]));
    let first = listed.lines().next().unwrap().trim().trim_start_matches("1. ").to_owned();
    let headline = first.rsplit_once(" (").unwrap().0;
    for named in ["1", headline] {
        let said = home.ok(&log_linn(&["--reason", named]));
        assert!(said.contains(&format!("It stood on: {headline}")), "{said}");
    }
    let chosen = home.json(&log_linn(&["--reason", "1", "--json"]));
    assert_eq!(chosen["call"]["reason_by"], "chosen");
    let none = home.json(&log_linn(&["--reason", "none", "--json"]));
    assert_eq!(none["call"]["triggers"].as_array().unwrap().len(), 0);
    for wrong in ["99", "a reason that nobody wrote"] {
        home.run(&log_linn(&["--reason", wrong])).fails(2, &["no reason that was live then", headline]);
    }
}

#[test]
fn a_verdict_without_a_source_is_a_guess_and_one_after_seconds_is_asked_about() {
    let home = Home::with_sample();
    let call =
        |more: &[&str]| home.json(&log_linn(&[&["--json", "--verdict", "well_spent"], more].concat()))["call"].clone();
    assert_eq!(call(&[])["source"], "rep_inferred");
    assert_eq!(call(&["--minutes", "0:03"])["source"], "rep_inferred", "a guess is not asked about");
    let said = ["--verdict", "well_spent", "--source", "said_when_asked", "--minutes", "0:03"];
    home.run(&log_linn(&said)).fails(2, &["less than 20 seconds", "--sure"]);
    assert_eq!(call(&["--source", "said_when_asked", "--minutes", "0:03", "--sure"])["source"], "said_when_asked");
}

#[test]
fn a_call_whose_clock_was_stopped_stands_on_today_until_it_is_logged() {
    let home = Home::with_sample();
    let linn = ContactId(home.json(&log_linn(&["--json"]))["call"]["contact_id"].as_str().unwrap().parse().unwrap());
    let mut store = Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap();
    // By the clock of the program that is asked: late in the evening the day is another one there.
    let oslo: Tz = "Europe/Oslo".parse().unwrap();
    let now = SystemClock.now().0.with_timezone(&oslo);
    let since = now.fixed_offset() - Duration::minutes(5);
    let ran = Running {
        contact: linn,
        name: "Linn Skarbø".to_owned(),
        since,
        overrides: Vec::new(),
        asked: vec!["no_plan".to_owned()],
    };
    let ended = ran.end(since + Duration::seconds(252));
    store.stop_clock(&ended).unwrap();
    let line = ended.words(now.date_naive());
    assert!(home.ok(&["today"]).contains(&line));
    assert!(home.ok(&["today", "--plain"]).contains(&format!("Not logged yet: {line}.")));
    let logged = home.json(&log_linn(&["--json"]));
    assert_eq!((&logged["call"]["seconds"], &logged["call"]["asked"][0]), (&252.into(), &"no_plan".into()));
    assert!(!home.ok(&["today"]).contains("unfinished"));
    home.ok(&["undo"]);
    assert!(home.ok(&["today"]).contains(&line), "a call taken back is unfinished again");
}

#[test]
fn the_hour_that_was_agreed_stands_on_today_on_the_sheet_and_in_the_calls() {
    let home = Home::with_sample();
    let linn = ContactId(home.json(&log_linn(&["--json"]))["call"]["contact_id"].as_str().unwrap().parse().unwrap());
    let mut store = Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap();
    let now = SystemClock.now();
    let mut call = store.log_start(linn, now).unwrap().call;
    call.reach = Reach::Connected;
    let (what, time) = ("Call back about lot 7".to_owned(), NaiveTime::from_hms_opt(14, 5, 0));
    call.next = Some(NextStep { what, by: Some(now.date()), time, whose: Whose::Ours });
    store.log_call(&call).unwrap();
    let line_of = |args: &[&str]| {
        let said = home.ok(args);
        said.lines().find(|line| line.contains("Call back about lot 7")).unwrap_or_else(|| panic!("{said}")).to_owned()
    };
    for args in [&["today"][..], &["today", "--plain"], &["sheet", "linn.skarbo@fjordline.example"]] {
        let line = line_of(args);
        assert!(line.contains(", 14:05 their time"), "{line}");
    }
    let calls = ["export", "calls", "--out", "-"];
    assert!(home.ok(&calls).lines().next().unwrap().ends_with(",next time"));
    assert!(line_of(&calls).ends_with(",14:05"));
}
