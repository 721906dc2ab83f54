//! Lists: orders, filters, windows, trays.

use chrono::Duration;
use whynow::domain::account::Account;
use whynow::domain::account::profile::{Fit, Profile, ProfileField, ProfileRule, Test};
use whynow::domain::query::{AccountQuery, AccountSort, SearchHit, Tray};
use whynow::domain::trigger::Status;
use whynow::store::Store;

use crate::support::book::{account, book, call, calls, contact, found, kept, names, now, query, today, tray, trigger};

fn made(store: &mut Store, name: &str, employees: Option<u64>, industry: &str, city: &str) {
    let account = Account {
        name: name.to_owned(),
        employees,
        industry: Some(industry.to_owned()),
        city: Some(city.to_owned()),
        domain: Some(format!("{}.no", name.to_lowercase().replace(' ', "-"))),
        ..Account::default()
    };
    store.save_account(&account).unwrap();
}

fn five() -> Store {
    let mut store = book();
    made(&mut store, "Østfold Dairy", Some(50), "Food", "Moss");
    made(&mut store, "alpha Steel", Some(900), "Metals", "Oslo");
    made(&mut store, "Zürich Foods", None, "Food", "Zürich");
    made(&mut store, "Beta Fish", Some(5), "Food", "Bergen");
    made(&mut store, "Ålesund Nets", Some(50), "Gear", "Ålesund");
    store
}

#[test]
fn names_sort_without_case_and_diacritics() {
    let sorted = names(&mut five(), AccountSort::Name);
    assert_eq!(sorted, ["Ålesund Nets", "alpha Steel", "Beta Fish", "Østfold Dairy", "Zürich Foods"]);
}

#[test]
fn the_largest_come_first_and_the_unknown_last() {
    let sorted = names(&mut five(), AccountSort::Size);
    assert_eq!(sorted, ["alpha Steel", "Østfold Dairy", "Ålesund Nets", "Beta Fish", "Zürich Foods"]);
}

#[test]
fn the_longest_untouched_come_first_and_the_never_touched_before_all() {
    let mut store = five();
    for (name, days) in [("alpha", 3), ("beta", 40)] {
        let id = store.find_account(name).unwrap()[0].0;
        let person = contact(&mut store, id, "Somebody");
        let mut call = call(&mut store, person);
        call.at -= Duration::days(days);
        store.log_call(&call).unwrap();
    }
    let sorted = names(&mut store, AccountSort::LastTouch);
    assert_eq!(sorted[3..], ["Beta Fish", "alpha Steel"]);
}

#[test]
fn the_best_reason_comes_first_and_the_rest_follow_by_fit() {
    let mut store = five();
    let test = Test::AnyOf(vec!["food".to_owned()]);
    store
        .set_profile(&Profile { rules: vec![ProfileRule { field: ProfileField::Industry, test, must: false }] })
        .unwrap();
    for (name, kind, strength) in [("beta", "funding", 3), ("zurich foods", "funding", 5)] {
        let id = store.find_account(name).unwrap()[0].0;
        kept(&mut store, kind, strength, 14, id);
    }
    let sorted = names(&mut store, AccountSort::Reason);
    assert_eq!(sorted, ["Zürich Foods", "Beta Fish", "Østfold Dairy", "alpha Steel", "Ålesund Nets"]);
}

#[test]
fn windows_join_up_in_every_order() {
    let mut store = book();
    for i in 0..50 {
        made(&mut store, &format!("Company {i:02}"), Some(i * 7 % 20), "Food", "Oslo");
    }
    for i in 0..12_u8 {
        let id = store.find_account(&format!("Company {i:02}")).unwrap()[0].0;
        kept(&mut store, "funding", 1 + i % 5, 14, id);
    }
    for sort in AccountSort::ALL {
        for filter in ["", "comp"] {
            let all: Vec<_> = store.accounts(&query(*sort, filter), now()).unwrap().rows;
            assert_eq!(all.len(), 50);
            let mut joined = Vec::new();
            for offset in (0..60).step_by(7) {
                let part = AccountQuery { offset, limit: 7, ..query(*sort, filter) };
                let window = store.accounts(&part, now()).unwrap();
                assert_eq!((window.total.n, window.total.at_least), (50, false));
                joined.extend(window.rows);
            }
            assert_eq!(joined, all, "{sort:?} {filter:?}");
        }
    }
}

#[test]
fn a_fit_is_a_filter_in_every_order() {
    let mut store = five();
    let test = Test::AnyOf(vec!["food".to_owned()]);
    store
        .set_profile(&Profile { rules: vec![ProfileRule { field: ProfileField::Industry, test, must: true }] })
        .unwrap();
    for sort in AccountSort::ALL {
        for filter in ["", "!nothing"] {
            let mut asked = query(*sort, filter);
            asked.fit = Some(Fit::In);
            let window = store.accounts(&asked, now()).unwrap();
            assert_eq!((window.rows.len(), window.total.n), (3, 3), "{sort:?} {filter:?}");
            asked.fit = Some(Fit::Edge);
            assert_eq!(store.accounts(&asked, now()).unwrap().total.n, 0);
        }
    }
}

#[test]
fn words_are_prefixes_of_name_domain_place_and_trade() {
    let cases: [(&str, &[&str]); 14] = [
        ("z", &["Zürich Foods"]),
        ("zur foo", &["Zürich Foods"]),
        ("ZÜRICH", &["Zürich Foods"]),
        ("ostfold", &["Østfold Dairy"]),
        ("Østf", &["Østfold Dairy"]),
        ("alesund", &["Ålesund Nets"]),
        ("steel.no", &["alpha Steel"]),
        ("alpha-steel.no", &["alpha Steel"]),
        ("bergen", &["Beta Fish"]),
        ("food !beta !dairy", &["Zürich Foods"]),
        ("food !b !o", &["Zürich Foods"]),
        ("! beta", &["Beta Fish"]),
        ("eta", &[]),
        ("food steel", &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&mut five(), filter), expected, "{filter}");
    }
}

#[test]
fn what_is_typed_is_never_read_as_the_searchs_own_language() {
    let mut store = five();
    let person = store.find_account("beta").unwrap()[0].0;
    contact(&mut store, person, "Ane");
    let long = "x".repeat(10_000);
    let many = "word ".repeat(3_000);
    for typed in [
        "\"",
        "'",
        "*",
        "a*",
        "^a",
        "NEAR(a b)",
        "a OR b",
        "a AND",
        "NOT",
        "AND",
        "name:a",
        "{name}:a",
        "-a",
        "a -b",
        "(a",
        ")",
        "a + b",
        "%",
        "_",
        "--",
        ";",
        "\\",
        "\0",
        "\u{E000}",
        "!\u{E00F}",
        "!",
        "!!",
        "! !",
        "Ⓐ aⒶb",
        "हिन्दी",
        "नमस्ते दुनिया",
        "ไทย",
        "日本",
        "👩‍👩‍👧",
        "e\u{301}",
        "İ",
        &long,
        &many,
    ] {
        for sort in AccountSort::ALL {
            store.accounts(&query(*sort, typed), now()).unwrap();
        }
        tray(&mut store, Tray::Inbox, typed);
        calls(&mut store, typed);
        store.search(typed, 20).unwrap();
        store.find_account(typed).unwrap();
    }
    assert_eq!(found(&mut store, "beta OR"), [""; 0], "OR is a word like any other");
}

#[test]
fn archived_accounts_leave_the_lists_and_come_back() {
    let mut store = five();
    let beta = store.find_account("beta").unwrap()[0].0;
    kept(&mut store, "funding", 5, 14, beta);
    store.archive_account(beta, true).unwrap();
    assert_eq!(names(&mut store, AccountSort::Reason).len(), 4);
    assert_eq!(found(&mut store, "beta"), [""; 0]);
    assert_eq!(store.today(now(), 0, 10).unwrap().people.total.n, 0);
    store.archive_account(beta, false).unwrap();
    assert_eq!(found(&mut store, "beta"), ["Beta Fish"]);
    assert_eq!(store.today(now(), 0, 10).unwrap().people.total.n, 1);
}

#[test]
fn triggers_lie_in_their_trays_newest_first() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik");
    let mut save = |status: Status, kind: &str, days: i64| {
        let mut one = trigger(kind, 3, days, &[norvik]);
        one.status = status;
        store.save_trigger(&one).unwrap();
    };
    save(Status::Inbox, "funding", 9);
    save(Status::Inbox, "funding", 3);
    save(Status::Kept, "funding", 30);
    save(Status::Kept, "funding", 300);
    save(Status::Rejected("old".to_owned()), "layoff", 20);
    save(Status::Snoozed(today() + Duration::days(3)), "layoff", 21);
    save(Status::Snoozed(today()), "layoff", 22);
    let mut days = |which: Tray, filter: &str| {
        let window = tray(&mut store, which, filter);
        assert_eq!(window.total.n, window.rows.len());
        window.rows.iter().map(|row| (today() - row.occurred_on).num_days()).collect::<Vec<_>>()
    };
    assert_eq!(days(Tray::Inbox, ""), [22, 3, 9], "what was snoozed until today leads");
    assert_eq!(days(Tray::Inbox, "fund"), [3, 9]);
    assert_eq!(days(Tray::Inbox, "lay"), [22]);
    assert_eq!(days(Tray::Kept, ""), [30], "one expired");
    assert_eq!(days(Tray::Expired, ""), [300]);
    assert_eq!(days(Tray::Expired, "fund"), [300]);
    assert_eq!(days(Tray::Expired, "layoff"), [0; 0]);
    assert_eq!(days(Tray::Kept, "funding"), [30]);
    assert_eq!(days(Tray::Snoozed, ""), [21]);
    assert_eq!(days(Tray::Snoozed, "layoff"), [21]);
    assert_eq!(days(Tray::Rejected, "layoff"), [20]);
}

#[test]
fn calls_are_found_by_who_and_by_what_was_said() {
    let mut store = book();
    for (company, person, words, days) in [("Norvik", "Ane Lund", "salt is dear", 2), ("Acme", "Bo Berg", "not now", 1)]
    {
        let id = account(&mut store, company);
        let person = contact(&mut store, id, person);
        let mut call = call(&mut store, person);
        call.words = words.to_owned();
        call.at -= Duration::days(days);
        store.log_call(&call).unwrap();
    }
    let mut who = |filter: &str| calls(&mut store, filter).rows.into_iter().map(|row| row.contact).collect::<Vec<_>>();
    assert_eq!(who(""), ["Bo Berg", "Ane Lund"]);
    assert_eq!(who("norvik"), ["Ane Lund"]);
    assert_eq!(who("salt"), ["Ane Lund"]);
    assert_eq!(who("!salt"), ["Bo Berg"]);
    let norvik = store.find_account("norvik").unwrap()[0].0;
    let mut renamed = store.account_file(norvik, now()).unwrap().unwrap().account;
    renamed.name = "Sørvik".to_owned();
    store.save_account(&renamed).unwrap();
    assert_eq!(calls(&mut store, "sorvik").rows.len(), 1, "a new name is found in old calls");
}

#[test]
fn the_search_goes_over_everything() {
    let mut store = book();
    let norvik = account(&mut store, "Norvik Foods");
    let ane = contact(&mut store, norvik, "Norma Lund");
    let mut one = trigger("funding", 3, 5, &[norvik]);
    one.headline = "Norvik raises money".to_owned();
    store.save_trigger(&one).unwrap();
    let call = call(&mut store, ane);
    store.log_call(&call).unwrap();
    let what = |hit: &SearchHit| match hit {
        SearchHit::Account { title, .. } => format!("account {title}"),
        SearchHit::Contact { title, excerpt, .. } => format!("contact {title}: {excerpt}"),
        SearchHit::Trigger { title, .. } => format!("trigger {title}"),
        SearchHit::Call { title, excerpt, .. } => format!("call {title}: {excerpt}"),
    };
    let hits = store.search("nor", 20).unwrap();
    assert_eq!(
        hits.iter().map(what).collect::<Vec<_>>(),
        [
            "account Norvik Foods",
            "contact Norma Lund: Norvik Foods",
            "trigger Norvik raises money",
            "call Norma Lund, 11 Mar 2026: This helped",
        ]
    );
    assert_eq!(store.search("nor", 1).unwrap().len(), 1);
}
