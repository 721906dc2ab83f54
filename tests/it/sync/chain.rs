//! The log when books meet: proven link by link, gaps remembered, forgeries and copies refused whole.

use whynow::domain::call::Verdict;
use whynow::domain::ids::CallId;
use whynow::domain::query::CallQuery;
use whynow::domain::scorecard::Period;

use crate::support::book::amend;
use crate::support::peer::{Desk, forge};

fn called(calls: usize) -> (Desk, Desk) {
    let mut mia = Desk::new("Mia", 0);
    let norvik = mia.account("Norvik");
    let ane = mia.person(norvik, "Ane Lund");
    for at in 0..calls {
        mia.later(1);
        mia.call(ane, &format!("Worth it, number {at}"));
    }
    (mia, Desk::new("Eva", 3))
}

#[test]
fn reviews_travel_back_and_verdicts_count_the_same_on_both_sides() {
    let (mut mia, mut eva) = called(2);
    eva.merge(&[&mia.share()]);
    let all = CallQuery { limit: 10, ..CallQuery::default() };
    let first = eva.store.calls(&all).unwrap().rows[0].id;
    let now = eva.now();
    let call = eva.store.call_file(first, now).unwrap().unwrap().versions[0].clone();
    eva.review(&call, "\"Worth it\"");
    mia.merge(&[&eva.share()]);
    let now = mia.now();
    let file = mia.store.call_file(first, now).unwrap().unwrap();
    assert!(file.row.reviewed);
    assert_eq!(file.reviews[0].note, "\"Worth it\"");
    assert_eq!(mia.content(), eva.content());
    for desk in [&mia, &eva] {
        desk.sound();
    }
    let day = mia.now().date();
    let period = Period { from: day, until: day, rep: None };
    assert_eq!(mia.store.scorebook(&period).unwrap(), eva.store.scorebook(&period).unwrap());
}

#[test]
fn a_log_that_was_touched_is_refused_whole() {
    let cases = [
        ("UPDATE call SET verdict = 'wasted' WHERE n = 2", "was changed after it was logged"),
        ("UPDATE call SET words = 'Not worth it' WHERE n = 2", "was changed after it was logged"),
        ("UPDATE call SET salt = NULL WHERE n = 2", "was changed after it was logged"),
        ("UPDATE call SET prev_hash = zeroblob(32) WHERE n = 2", "was changed after it was logged"),
        ("UPDATE call SET seq = 7 WHERE n = 3", "was changed after it was logged"),
        ("UPDATE call SET zone = 2147483647", "lies outside of any time"),
        ("UPDATE call SET at = -5", "lies outside of any time"),
        ("UPDATE call SET reach = 'telepathy'", "cannot be read"),
        ("UPDATE call SET contact = 99", "cannot be read"),
        ("DELETE FROM call_line WHERE n = 2", "damaged or was not made by whynow"),
        ("UPDATE call_line SET rev = 9223372036854775807", "by the clock of its machine"),
    ];
    for (sql, says) in cases {
        let (mut mia, mut eva) = called(3);
        let bundle = mia.share();
        forge(&bundle, sql);
        let before = eva.content();
        let refused = eva.try_merge(&[&bundle]).unwrap_err();
        assert!(refused.contains(says), "{sql}: {refused}");
        assert!(refused.contains("bundle-1.db") && refused.contains("Nothing was merged"), "{refused}");
        assert_eq!(eva.content(), before);
        eva.sound();
    }
}

#[test]
fn a_gap_is_information_and_a_row_that_was_taken_out_is_damage() {
    let (mut mia, mut eva) = called(3);
    mia.later(1);
    let ane = mia.store.calls(&CallQuery { limit: 1, ..CallQuery::default() }).unwrap().rows[0].contact_id;
    mia.call(ane, "The fourth");
    mia.call(ane, "The fifth");
    eva.merge(&[&mia.share_since(Some(mia.now()))]);
    assert_eq!(eva.store.missing_links().unwrap(), ["calls and reviews 1–3 of Mia are not here yet"]);
    eva.sound();
    forge(&eva.path, "DELETE FROM call_line WHERE n = 2; DELETE FROM call WHERE seq = 5");
    let faults = eva.store.verify().unwrap();
    assert!(faults.iter().any(|fault| fault.contains("row 5 of the log is missing")), "{faults:?}");
}

#[test]
fn a_copied_book_is_named_and_refused() {
    let (mut mia, _) = called(2);
    let copy = mia.folder.path().join("copy.db");
    drop(mia.share());
    let conn = rusqlite::Connection::open(&mia.path).unwrap();
    conn.execute("VACUUM INTO ?1", [copy.to_str().unwrap()]).unwrap();
    let mut other = Desk::new("Ole", 7);
    other.store = whynow::store::Store::open(&copy, other.clock.clone()).unwrap();
    let rows = other.store.calls(&CallQuery { limit: 10, ..CallQuery::default() }).unwrap().rows;
    other.later(60);
    other.call(rows[0].contact_id, "From the copy");
    let bundle = other.share();
    let refused = mia.try_merge(&[&bundle]).unwrap_err();
    assert!(refused.contains("somebody works in a copy of your file"), "{refused}");
    // A third book that has both sees two rows in one place.
    mia.later(61);
    mia.call(rows[0].contact_id, "From the first");
    let mut eva = Desk::new("Eva", 3);
    eva.merge(&[&mia.share()]);
    let refused = eva.try_merge(&[&bundle]).unwrap_err();
    assert!(refused.contains("another row in place 3 of the log of Mia"), "{refused}");
}

#[test]
fn nobody_takes_back_a_call_that_another_book_logged() {
    let (mut mia, mut eva) = called(1);
    eva.merge(&[&mia.share()]);
    let bundle = eva.share();
    forge(
        &bundle,
        "UPDATE call_line SET deleted = 1, rev = rev + 1,
            device = (SELECT n FROM device WHERE n <> call_line.device AND n < 1000000000 LIMIT 1)",
    );
    let refused = Desk::new("Ole", 7).try_merge(&[&bundle]).unwrap_err();
    assert!(refused.contains("taken back by another book"), "{refused}");
}

#[test]
fn an_amendment_and_an_undo_elsewhere_arrive() {
    let (mut mia, mut eva) = called(2);
    eva.merge(&[&mia.share()]);
    let all = CallQuery { limit: 10, ..CallQuery::default() };
    let rows = mia.store.calls(&all).unwrap().rows;
    let now = mia.now();
    let first = mia.store.call_file(rows[1].id, now).unwrap().unwrap().versions[0].clone();
    mia.later(2);
    mia.store.undo().unwrap();
    let amended = whynow::domain::call::Call {
        id: CallId::default(),
        amends: Some(first.id),
        verdict: Some(Verdict::Wasted),
        ..first.clone()
    };
    amend(&mut mia.store, &amended).unwrap();
    let report = eva.merge(&[&mia.share()]);
    let shown = eva.store.calls(&all).unwrap().rows;
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].verdict, shown[0].amended), (Some(Verdict::Wasted), true));
    assert!(report.overwritten.iter().any(|lost| lost.what.starts_with("call with Ane Lund")), "{report:?}");
    eva.sound();
    let shared = |desk: &Desk| -> Vec<String> {
        desk.content().lines().filter(|line| !line.contains("Eva")).map(str::to_owned).collect()
    };
    assert_eq!(shared(&mia), shared(&eva));
}
