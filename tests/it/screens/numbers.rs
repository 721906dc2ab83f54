//! Numbers from a thousand on: with separators on every screen.

use whynow::clock::Clock;
use whynow::domain::campaign::too_many;
use whynow::domain::import::feed::FetchReport;
use whynow::domain::query::{AccountQuery, AccountSort, CallQuery, TodayQuery};
use whynow::domain::scorecard::Share;
use whynow::domain::scorecard::kind_strength::KindCount;
use whynow::tui::message::answer::{Answer, InboxAnswer};
use whynow::tui::message::msg::Msg;
use whynow::tui::widgets::list::WINDOW;

use crate::support::desk::Desk;

/// Four digits in a row that are no year.
fn bare_number(text: &str) -> Option<&str> {
    let mut runs = text.split(|letter: char| !letter.is_ascii_digit());
    runs.find(|run| run.len() > 4 || run.len() == 4 && !run.starts_with("19") && !run.starts_with("20"))
}

fn share() -> Share {
    Share { hits: 34_567, n: 45_678, low: 0.7, high: 0.8 }
}

#[test]
fn numbers_have_separators_on_today_in_lists_and_among_kinds() {
    let mut desk = Desk::sample();
    let now = desk.clock.now();
    let mut today = desk.store().today(now, 0, WINDOW).unwrap();
    // A telephone number has no separators.
    today.promises.iter_mut().for_each(|row| row.phone = None);
    (today.logged, today.asked, today.well_spent, today.people.total.n) = (34_567, 23_456, 12_345, 45_678);
    (today.week.reasons, today.week.ready, today.week.calls, today.week.wanted) = (56_789, 45_678, 34_567, 67_890);
    let accounts =
        AccountQuery { filter: String::new(), sort: AccountSort::Reason, fit: None, offset: 0, limit: WINDOW };
    let mut found = desk.store().accounts(&accounts, now).unwrap();
    let mut calls = desk.store().calls(&CallQuery { limit: WINDOW, ..CallQuery::default() }).unwrap();
    (found.total.n, calls.total.n) = (12_345, 23_456);
    let kind = KindCount {
        key: "new_executive".into(),
        kept: 34_567,
        rejected: 23_456,
        reason: Some(("not for us".into(), 12_345)),
        used: 45_678,
        attached: 56_789,
        well_spent: share(),
        others: share(),
        measured: None,
    };
    for (keys, answer, says) in [
        ("1", Answer::Today(TodayQuery::default(), Box::new(today)), "45,678"),
        ("2", Answer::Accounts(accounts, found), "12,345 accounts"),
        ("4", Answer::Calls(CallQuery { limit: WINDOW, ..CallQuery::default() }, calls), "23,456 calls"),
        ("t", Answer::Inbox(InboxAnswer::Kinds(vec![kind])), "34,567"),
    ] {
        desk.press(keys);
        desk.send(Msg::Book(answer));
        for (width, height) in [(60, 16), (80, 24), (120, 36)] {
            let screen = desk.screen(width, height);
            assert_eq!(bare_number(&screen), None, "{keys}: {screen}");
            assert!(width == 60 || screen.contains(says), "{keys}: {screen}");
        }
    }
}

#[test]
fn numbers_have_separators_in_sentences() {
    let report = FetchReport {
        feeds: 1_234,
        read: 1_235,
        unchanged: 1_236,
        items: 12_345,
        new: 23_456,
        known: 34_567,
        undated: 45_678,
        refused: 56_789,
        linked: 67_890,
        watched: 78_901,
        ..FetchReport::default()
    };
    for says in [report.sentence(), too_many(12_345, false).unwrap(), share().words()] {
        assert_eq!(bare_number(&says), None, "{says}");
    }
}
