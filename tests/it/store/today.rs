//! Today: whom, in which order, and why.

use std::collections::HashSet;

use chrono::{Duration, NaiveTime};
use uuid::Uuid;
use whynow::clock::Clock;
use whynow::domain::account::{Contact, Hours, Phone};
use whynow::domain::call::{NextStep, Reach, Verdict, Whose};
use whynow::domain::campaign::{Campaign, CampaignAccount};
use whynow::domain::ids::{CallId, ContactId};
use whynow::domain::plan::Plan;
use whynow::domain::query::{AccountSort, TodayQuery, TodayRow, TodayView};
use whynow::domain::trigger::Scope;
use whynow::domain::trigger::kind::Kinds;
use whynow::store::Store;

use crate::support::book::{
    account, amend, bar, book, call, calls, clock, contact, kept, now, open, query, today, trigger,
};

fn rows(store: &mut Store) -> Vec<TodayRow> {
    store.today(now(), 0, 100).unwrap().people.rows
}

fn who(store: &mut Store) -> Vec<String> {
    rows(store).into_iter().map(|row| row.contact).collect()
}

#[test]
fn people_are_ranked_by_reason_and_weak_kinds_alone_are_not_enough() {
    let mut store = book();
    for (company, person, kind, strength, days) in [
        ("Low", "Lo", "product_launch", 3, 40),
        ("High", "Hi", "leadership_change", 5, 14),
        ("Weak", "We", "download", 1, 1),
        ("Stale", "St", "funding", 5, 400),
    ] {
        let id = account(&mut store, company);
        contact(&mut store, id, person);
        kept(&mut store, kind, strength, days, id);
    }
    assert_eq!(who(&mut store), ["Hi", "Lo"]);
    let high = &rows(&mut store)[0];
    assert_eq!((high.account.as_str(), high.trigger.strength, high.reason.points), ("High", 5, 57.6));
}

#[test]
fn the_order_and_the_points_are_those_of_the_rule() {
    let mut store = book();
    let kinds: Vec<_> = Kinds::builtin().0.iter().filter(|kind| kind.strength > 0).cloned().collect();
    for i in 0..60_usize {
        let id = account(&mut store, &format!("Company {i}"));
        let person = contact(&mut store, id, &format!("Person {i}"));
        for step in 0..=(i % 3) {
            let kind = &kinds[(i * 7 + step * 11) % kinds.len()];
            let mut one = trigger(&kind.key, kind.strength, i64::try_from(i * 3 % 50).unwrap(), &[id]);
            (one.scope, one.origin) = (kind.scope, kind.origin);
            one.effective_on = (i % 4 == 0).then(|| one.occurred_on + Duration::days(60));
            store.save_trigger(&one).unwrap();
        }
        for _ in 0..i % 4 {
            let mut call = call(&mut store, person);
            (call.reach, call.verdict, call.source) = (Reach::NoAnswer, None, None);
            store.log_call(&call).unwrap();
        }
    }
    let points: Vec<f64> = rows(&mut store).iter().map(|row| row.reason.points).collect();
    assert!(points.len() > 30 && points.windows(2).all(|pair| pair[0] >= pair[1]), "{points:?}");
    for row in store.accounts(&query(AccountSort::Reason, ""), now()).unwrap().rows {
        let reason = store.account_file(row.id, now()).unwrap().unwrap().reason;
        assert!((reason.points - row.points).abs() < 1e-9, "{}: {} {}", row.name, reason.points, row.points);
        assert_eq!(reason.best, row.trigger.map(|trigger| trigger.id), "{}", row.name);
    }
}

#[test]
fn the_person_is_the_one_the_trigger_is_about_then_the_planned_one_then_one_with_a_number() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    store.save_contact(&Contact { account_id: norvik, name: "No Number".to_owned(), ..Contact::default() }).unwrap();
    let ane = contact(&mut store, norvik, "Ane");
    let bo = contact(&mut store, norvik, "Bo");
    let cy = contact(&mut store, norvik, "Cy");
    kept(&mut store, "funding", 3, 14, norvik);
    assert_eq!(who(&mut store), ["Ane"]);
    store.save_plan(&Plan { contact_id: bo, ..Plan::default() }).unwrap();
    assert_eq!(who(&mut store), ["Bo"]);
    let mut personal = trigger("leadership_change", 5, 14, &[norvik]);
    (personal.scope, personal.contact) = (Scope::Person, Some(cy));
    store.save_trigger(&personal).unwrap();
    assert_eq!(who(&mut store), ["Cy"]);
    store.set_do_not_call(cy, Some("asked".to_owned())).unwrap();
    assert_eq!(who(&mut store), ["Ane"], "somebody else while there is somebody else");
    for id in [ane, bo] {
        store.set_do_not_call(id, Some("asked".to_owned())).unwrap();
    }
    assert_eq!(who(&mut store), ["No Number"]);
}

#[test]
fn a_company_where_nobody_is_known_is_there_without_a_person() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    kept(&mut store, "funding", 3, 14, norvik);
    let row = &rows(&mut store)[0];
    assert!(row.contact_id.is_nil() && row.contact.is_empty() && row.account == "Norvik");
}

/// A logged call that reached somebody `days` ago; it names the account's best trigger.
fn talk(store: &mut Store, person: ContactId, days: i64) {
    let mut call = call(store, person);
    call.at -= Duration::days(days);
    store.log_call(&call).unwrap();
}

/// A logged attempt of now.
fn attempt(store: &mut Store, person: ContactId, reach: Reach) {
    let mut call = call(store, person);
    (call.reach, call.verdict, call.source, call.words) = (reach, None, None, String::new());
    store.log_call(&call).unwrap();
}

#[test]
fn touches_lower_a_reason_and_a_swarm_is_warned_of() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane");
    talk(&mut store, ane, 5);
    kept(&mut store, "funding", 5, 4, norvik);
    let before = rows(&mut store)[0].reason.points;
    attempt(&mut store, ane, Reach::NoAnswer);
    attempt(&mut store, ane, Reach::NoAnswer);
    let row = rows(&mut store).remove(0);
    assert!((before - row.reason.points - 20.0).abs() < 1e-9, "two touches beyond the first");
    assert_eq!((row.standing.touches.in_14_days, row.standing.touches.people_in_7_days), (3, 1));
    let rules: Vec<&str> = row.guards.iter().map(|guard| guard.rule.as_str()).collect();
    assert_eq!(rules, ["swarm"]);
}

#[test]
fn a_call_of_today_is_counted_and_its_reason_and_verdict_are_held_against_another_one() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane");
    kept(&mut store, "funding", 5, 14, norvik);
    let mut call = call(&mut store, ane);
    call.verdict = Some(Verdict::Wasted);
    store.log_call(&call).unwrap();
    let guards = store.plan_file(ane, now()).unwrap().guards;
    let rules: Vec<&str> = guards.iter().map(|guard| guard.rule.as_str()).collect();
    assert_eq!(rules, ["same_trigger_used", "wasted_last_time"]);
    let today = store.today(now(), 0, 1).unwrap();
    assert_eq!((today.logged, today.asked, today.well_spent), (1, 1, 0));
}

#[test]
fn whoever_was_talked_to_leaves_today_until_something_newer_happens_to_them() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane");
    contact(&mut store, norvik, "Bo");
    kept(&mut store, "leadership_change", 5, 20, norvik);
    assert_eq!(who(&mut store), ["Ane"]);
    talk(&mut store, ane, 6);
    assert_eq!(who(&mut store), [""; 0], "nor is a colleague offered for the same reason");
    kept(&mut store, "acquired", 5, 9, norvik);
    assert_eq!(who(&mut store), [""; 0], "what happened before could be talked about");
    kept(&mut store, "download", 1, 1, norvik);
    assert_eq!(who(&mut store), [""; 0], "a weak kind is no reason");
    kept(&mut store, "contract_won", 3, 2, norvik);
    assert_eq!(who(&mut store), ["Ane"]);
    let row = rows(&mut store).remove(0);
    assert_eq!(row.trigger.headline, "acquired, 9 days ago", "what they have not heard carries");
    store.undo().unwrap();
    assert_eq!(who(&mut store), [""; 0]);
    // Read afresh on another day it is the same.
    let tomorrow = clock();
    tomorrow.advance(Duration::days(1));
    assert_eq!(store.today(tomorrow.now(), 0, 10).unwrap().people.rows.len(), 0);
    assert_eq!(store.account_file(norvik, now()).unwrap().unwrap().quiet.talked, Some(today() - Duration::days(6)));
}

#[test]
fn what_is_entered_on_the_day_of_the_call_and_after_it_is_new() {
    let clock = clock();
    let mut store = Store::in_memory(clock.clone()).unwrap();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane");
    kept(&mut store, "acquired", 5, 0, norvik);
    clock.advance(Duration::minutes(5));
    let mut call = call(&mut store, ane);
    call.at = clock.now().0;
    store.log_call(&call).unwrap();
    clock.advance(Duration::minutes(5));
    assert_eq!(who(&mut store), [""; 0]);
    store
        .save_contact(&Contact { notes: "asked for the page".to_owned(), ..store.contact(ane).unwrap().unwrap() })
        .unwrap();
    store.undo().unwrap();
    assert_eq!(who(&mut store), [""; 0], "what is written or taken back makes nothing new");
    kept(&mut store, "contract_won", 3, 0, norvik);
    assert_eq!(who(&mut store), ["Ane"]);
}

#[test]
fn a_promise_brings_whoever_was_talked_to_back_on_its_day() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane");
    kept(&mut store, "leadership_change", 5, 20, norvik);
    let mut call = call(&mut store, ane);
    let by = Some(today() + Duration::days(3));
    call.next = Some(NextStep { what: "send the page".to_owned(), by, time: None, whose: Whose::Ours });
    store.log_call(&call).unwrap();
    for (days, promised) in [(2, 0), (3, 1), (9, 1)] {
        let later = clock();
        later.advance(Duration::days(days));
        let found = store.today(later.now(), 0, 10).unwrap();
        assert_eq!((found.promises.len(), found.people.rows.len()), (promised, 0), "after {days} days");
    }
}

#[test]
fn a_reason_that_was_heard_counts_half_and_one_that_nobody_heard_does_not() {
    let mut store = book();
    for (company, reach) in
        [("Heard", Some(Reach::Voicemail)), ("Not heard", Some(Reach::NoAnswer)), ("Never called", None)]
    {
        let id = account(&mut store, company);
        let person = contact(&mut store, id, company);
        kept(&mut store, "leadership_change", 5, 20, id);
        if let Some(reach) = reach {
            attempt(&mut store, person, reach);
        }
    }
    let points: Vec<(String, f64)> = rows(&mut store).into_iter().map(|row| (row.account, row.reason.points)).collect();
    let whole = points[0].1;
    assert_eq!(points[2].0, "Heard");
    assert!((points[2].1 - whole / 2.0).abs() < 0.11, "{points:?}");
    assert_eq!(points[1].1, whole);
    // Amended to what it was, it was not heard.
    let line = calls(&mut store, "Heard").rows.into_iter().find(|row| row.account == "Heard").unwrap();
    let mut again = store.call_file(line.id, now()).unwrap().unwrap().versions.remove(0);
    (again.id, again.reach, again.amends) = (CallId(Uuid::from_u128(7)), Reach::NoAnswer, Some(line.id));
    amend(&mut store, &again).unwrap();
    assert!(rows(&mut store).iter().all(|row| row.reason.points == whole));
}

#[test]
fn whoever_must_not_be_called_is_never_offered() {
    let mut store = book();
    for (company, days) in [("First", 14), ("Second", 20)] {
        let id = account(&mut store, company);
        contact(&mut store, id, &format!("{company} person"));
        kept(&mut store, "leadership_change", 5, days, id);
    }
    let first = rows(&mut store)[0].contact_id;
    store.set_do_not_call(first, Some("asked".to_owned())).unwrap();
    assert_eq!(who(&mut store), ["Second person"]);
    let found = store.today(now(), 0, 10).unwrap();
    assert_eq!((found.people.total.n, found.week.reasons), (1, 1));
    store.set_do_not_call(first, None).unwrap();
    assert_eq!(who(&mut store), ["First person", "Second person"]);
    // They share a number.
    bar(&mut store, "+47 22 00 00 00");
    assert_eq!(who(&mut store), [""; 0]);
}

#[test]
fn whoever_may_be_called_now_stands_above_whoever_may_not_until_a_later_hour() {
    let mut store = book();
    // Ten in the morning in Oslo is four in Chicago and six in the evening in Tokyo.
    for (company, number, days) in [
        ("Chicago", "+1 312 555 0100", 14),
        ("Oslo", "+47 22 00 00 01", 60),
        ("Tokyo", "+81 3 0000 0000", 40),
        ("Nobody known", "", 30),
    ] {
        let id = account(&mut store, company);
        if !number.is_empty() {
            let phones = vec![Phone { raw: number.to_owned(), label: "work".to_owned() }];
            let person = Contact { account_id: id, name: company.to_owned(), phones, ..Contact::default() };
            store.save_contact(&person).unwrap();
        }
        kept(&mut store, "leadership_change", 5, days, id);
    }
    let listed = |store: &mut Store| -> Vec<(String, String)> {
        let says = |row: &TodayRow| row.opens.map_or(String::new(), |opens| opens.says(now().utc()));
        rows(store).into_iter().map(|row| (row.account.clone(), says(&row))).collect()
    };
    let line = |account: &str, says: &str| (account.to_owned(), says.to_owned());
    assert_eq!(
        listed(&mut store),
        [line("Nobody known", ""), line("Tokyo", ""), line("Oslo", ""), line("Chicago", "opens 8:00, in 4 h")]
    );
    // Hours that somebody asked for count like the permitted ones.
    let mut oslo = rows(&mut store).into_iter().find(|row| row.account == "Oslo").unwrap();
    let mut person = store.contact(oslo.contact_id).unwrap().unwrap();
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    person.hours = Some(Hours { from: hour(13), until: hour(15) });
    store.save_contact(&person).unwrap();
    assert_eq!(listed(&mut store)[2..], [line("Chicago", "opens 8:00, in 4 h"), line("Oslo", "prefers 13:00, in 3 h")]);
    // At three in the afternoon in Oslo Chicago is open and Tokyo asleep: the order is that of the hour.
    let later = clock();
    later.advance(Duration::hours(4));
    let rows = store.today(later.now(), 0, 10).unwrap().people.rows;
    oslo = rows.into_iter().next().unwrap();
    assert_eq!(oslo.account, "Chicago");
}

#[test]
fn a_page_further_down_goes_on_where_the_one_before_it_ended() {
    let mut store = book();
    for i in 0..300_i64 {
        let id = account(&mut store, &format!("Company {i}"));
        let number = if i % 2 == 0 { "+1 312 555 0100" } else { "+47 22 00 00 01" };
        let phones = vec![Phone { raw: number.to_owned(), label: "work".to_owned() }];
        let person = Contact { account_id: id, name: format!("Person {i}"), phones, ..Contact::default() };
        let person = store.save_contact(&person).unwrap();
        if i == 7 {
            store.set_do_not_call(person, Some("asked".to_owned())).unwrap();
        }
        kept(&mut store, "leadership_change", 5, 14 + i % 40, id);
    }
    let mut pages: Vec<TodayRow> = Vec::new();
    for offset in (0..300).step_by(70) {
        pages.extend(store.today(now(), offset, 70).unwrap().people.rows);
    }
    let whole = store.today(now(), 0, 300).unwrap();
    let names = |rows: &[TodayRow]| -> Vec<String> { rows.iter().map(|row| row.account.clone()).collect() };
    assert_eq!((whole.people.total.n, whole.people.rows.len()), (299, 299));
    assert_eq!(names(&pages), names(&whole.people.rows));
    let unique: HashSet<String> = names(&pages).into_iter().collect();
    assert_eq!(unique.len(), 299);
    let first_closed = whole.people.rows.iter().position(|row| row.opens.is_some()).unwrap();
    assert!(whole.people.rows[first_closed..].iter().all(|row| row.opens.is_some()));
    for rows in [&whole.people.rows[..first_closed], &whole.people.rows[first_closed..]] {
        assert!(rows.windows(2).all(|pair| pair[0].reason.points >= pair[1].reason.points));
    }
}

#[test]
fn the_other_windows_calls_and_the_next_day_are_seen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("book.db");
    let (mut first, mut second) = (open(&path, 0), open(&path, 1));
    let norvik = account(&mut first, "Norvik");
    contact(&mut first, norvik, "Ane");
    assert_eq!(who(&mut second), [""; 0]);
    kept(&mut first, "funding", 5, 14, norvik);
    assert_eq!(who(&mut second), ["Ane"]);
    let mut later = now();
    later.0 += Duration::days(200);
    assert_eq!(second.today(later, 0, 10).unwrap().people.total.n, 0, "by then it is stale");
    assert_eq!(who(&mut second), ["Ane"]);
}

#[test]
fn the_view_of_a_campaign_holds_its_accounts_with_a_reason_the_best_first_and_the_week_counts_all() {
    let mut store = book();
    let mut ids = Vec::new();
    for (company, days) in [("Low", 40), ("High", 14), ("Other", 14)] {
        let id = account(&mut store, company);
        contact(&mut store, id, company);
        kept(&mut store, "leadership_change", 5, days, id);
        ids.push(id);
    }
    let bare = account(&mut store, "Bare");
    let accounts = [ids[0], ids[1], bare].map(|account_id| CampaignAccount { account_id, impact: String::new() });
    let campaign = Campaign { name: "Salt".to_owned(), accounts: accounts.to_vec(), ..Campaign::default() };
    let view = TodayView::Campaign(store.save_campaign(&campaign).unwrap(), "Salt".to_owned());
    for (filter, offset, companies, total) in
        [("", 0, &["High", "Low"][..], 2), ("", 1, &["Low"], 2), ("low", 0, &["Low"], 1), ("other", 0, &[], 0)]
    {
        let today = store
            .today_matching(
                &TodayQuery {
                    view: view.clone(),
                    filter: filter.to_owned(),
                    offset,
                    limit: 10,
                    ..TodayQuery::default()
                },
                now(),
            )
            .unwrap();
        let found: Vec<&str> = today.people.rows.iter().map(|row| row.account.as_str()).collect();
        assert_eq!((found.as_slice(), today.people.total.n), (companies, total), "{filter} {offset}");
        assert_eq!(today.week.reasons, 3, "whatever the view, the week counts every reason");
    }
}
