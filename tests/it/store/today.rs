//! Today: whom, in which order, and why.

use chrono::Duration;
use whynow::domain::account::Contact;
use whynow::domain::call::{Reach, Verdict};
use whynow::domain::plan::Plan;
use whynow::domain::query::{AccountSort, TodayRow};
use whynow::domain::trigger::Scope;
use whynow::domain::trigger::kind::Kinds;
use whynow::store::Store;

use crate::support::book::{account, book, call, contact, kept, now, open, query, trigger};

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
    assert_eq!((high.account.as_str(), high.trigger.strength, high.reason.points), ("High", 5, 80.0));
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

#[test]
fn touches_lower_a_reason_and_a_swarm_is_warned_of() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let ane = contact(&mut store, norvik, "Ane");
    kept(&mut store, "funding", 5, 14, norvik);
    let before = rows(&mut store)[0].reason.points;
    for _ in 0..3 {
        let mut call = call(&mut store, ane);
        call.verdict = Some(Verdict::Wasted);
        store.log_call(&call).unwrap();
    }
    let row = rows(&mut store).remove(0);
    assert!((before - row.reason.points - 20.0).abs() < 1e-9, "two touches beyond the first");
    assert_eq!((row.standing.touches.in_14_days, row.standing.touches.people_in_7_days), (3, 1));
    let rules: Vec<&str> = row.guards.iter().map(|guard| guard.rule.as_str()).collect();
    assert_eq!(rules, ["swarm", "same_trigger_used", "wasted_last_time"]);
    let today = store.today(now(), 0, 1).unwrap();
    assert_eq!((today.logged, today.asked, today.well_spent), (3, 3, 0));
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
