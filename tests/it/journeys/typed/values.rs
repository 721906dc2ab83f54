//! A single value that a key sets: moved promises, rests and do-not-call marks that two windows set.

use chrono::Duration;
use rusqlite::Connection;
use whynow::clock::{Clock, Moment};
use whynow::domain::call::due::Due;
use whynow::domain::edit::ValueChange;
use whynow::domain::query::{AccountQuery, AccountSort, Tray, TriggerQuery};
use whynow::domain::reason::no_answer::Rest;
use whynow::domain::trigger::Status;
use whynow::store::Store;

use super::{assert_asked, elsewhere};
use crate::support::book::{drafts, query};
use crate::support::desk::{Desk, clock};

/// A value, and how it is set here and in another window.
struct Value {
    /// The way to where it is shown; then the keys that ask for it, and what is typed.
    way: &'static str,
    asks: &'static str,
    typed: &'static str,
    /// Sets it in another window.
    other: fn(&mut Store),
    /// Reads it, and how both are told.
    sql: &'static str,
    theirs: &'static str,
    mine: &'static str,
}

const BARRED: &str = "SELECT group_concat(do_not_call) FROM contact WHERE do_not_call LIKE '% wrote'";
const REST: &str = "SELECT rest_because FROM account WHERE rest_until IS NOT NULL";
const FIRST_TRAY: &str =
    "SELECT status || ' ' || status_detail FROM trigger WHERE status_detail IN ('2026-03-21', 'sold long ago')";
const MOVED: &str = "SELECT by_on FROM promise WHERE first_on IS NOT NULL";

const VALUES: &[Value] = &[
    Value {
        way: "2/Halden<enter><enter>",
        asks: "xdo not call<enter>",
        typed: "she wrote",
        other: |store| {
            let account = store.accounts(&halden(), now()).unwrap().rows[0].id;
            let people = store.account_file(account, now()).unwrap().unwrap().contacts;
            let mark = Some("he wrote".to_owned());
            people.into_iter().for_each(|row| store.set_do_not_call(row.contact.id, mark.clone()).unwrap());
        },
        sql: BARRED,
        theirs: "not to be called, he wrote",
        mine: "not to be called, she wrote",
    },
    Value {
        way: "2/Halden<enter><enter>",
        asks: "zin 6 weeks<enter>",
        typed: "no budget",
        other: |store| {
            let id = store.accounts(&halden(), now()).unwrap().rows[0].id;
            let rest = Rest { until: now().date() + Duration::days(9), because: "a strike".into() };
            store.rest_account(id, &ValueChange { read: None, typed: Some(rest) }).unwrap();
        },
        sql: REST,
        theirs: "Resting until 21 Mar 2026: a strike",
        mine: "Resting until 23 Apr 2026: no budget",
    },
    Value {
        way: "3",
        asks: "d",
        typed: "sold long ago",
        other: |store| {
            let inbox = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 1 };
            let id = store.triggers(&inbox, now()).unwrap().rows[0].id;
            store.set_status(&[id], &Status::Snoozed(now().date() + Duration::days(9))).unwrap();
        },
        sql: FIRST_TRAY,
        theirs: "snoozed until 21 Mar 2026",
        mine: "rejected: sold long ago",
    },
    Value {
        way: "1",
        asks: "!",
        typed: "in 2 weeks",
        other: |store| {
            let promise = store.today(now(), 0, 1).unwrap().promises.remove(0).promise;
            let due = Due { on: now().date() + Duration::days(3), time: None };
            store.move_promise(promise.id, &ValueChange { read: promise.due(), typed: Some(due) }).unwrap();
        },
        sql: MOVED,
        theirs: "Sun 15 Mar",
        mine: "Thu 26 Mar",
    },
];

#[test]
fn a_value_that_another_window_set_meanwhile_is_shown_before_it_is_set_over() {
    for value in VALUES {
        for (answer, says) in [("y", value.mine), ("t", value.theirs)] {
            let mut desk = Desk::sample();
            desk.press(value.way);
            (value.other)(&mut elsewhere(&mut desk));
            let there = read(&mut desk, value.sql);
            desk.press(value.asks);
            desk.type_in(value.typed);
            desk.press("<enter>");
            assert_asked(&mut desk, value.asks, value.theirs, value.mine);
            assert_eq!(read(&mut desk, value.sql), there, "{}: nothing is set before it is asked", value.asks);
            desk.wait(Duration::seconds(2));
            let kept = drafts(desk.store().path());
            assert!(kept.iter().any(|(_, body)| body.contains(value.typed)), "{}: {kept:?}", value.asks);
            desk.press(answer);
            assert_eq!(read(&mut desk, value.sql) == there, answer == "t", "{}: {says}\n{}", value.asks, desk.notice());
            assert_eq!(drafts(desk.store().path()), [], "{}", value.asks);
        }
    }
}

fn now() -> Moment {
    clock().now()
}

fn halden() -> AccountQuery {
    query(AccountSort::Name, "Halden")
}

fn read(desk: &mut Desk, sql: &str) -> Vec<String> {
    let conn = Connection::open(desk.store().path()).unwrap();
    let mut statement = conn.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_trigger_that_another_window_rejected_is_kept_only_once_that_was_shown() {
    for (answer, stands) in [("y", "kept"), ("t", "rejected")] {
        let mut desk = Desk::sample();
        let inbox = TriggerQuery { tray: Tray::Inbox, filter: String::new(), offset: 0, limit: 20 };
        let rows = desk.store().triggers(&inbox, now()).unwrap().rows;
        let place = rows.iter().position(|row| row.accounts > 0).unwrap();
        let id = rows[place].id;
        desk.press(&format!("3{}", "j".repeat(place)));
        elsewhere(&mut desk).set_status(&[id], &Status::Rejected("no use to them".into())).unwrap();
        desk.press("a");
        assert_asked(&mut desk, "a kept trigger", "rejected: no use to them", "kept");
        desk.press(answer);
        let file = desk.store().trigger_file(id, now()).unwrap().unwrap();
        assert_eq!(file.trigger.status.key(), stands, "{}", desk.notice());
    }
}
