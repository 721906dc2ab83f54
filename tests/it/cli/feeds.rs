//! Feeds in plain lines: answers, exit codes, JSON.

use std::fs;

use crate::support::home::Home;
use crate::support::server::{DAY, Server, rss};

/// A home whose settings let the program read from this machine.
fn home() -> Home {
    let home = Home::new();
    home.settings("[feeds]\nallow_private = true\n");
    home
}

/// Exit code, standard output, standard error.
fn run(home: &Home, args: &[&str]) -> (i32, String, String) {
    let ran = home.run(&[&["--book", "book.db"], args].concat());
    (ran.code, ran.out, ran.err)
}

#[test]
fn feeds_are_added_listed_fetched_and_removed() {
    let home = home();
    let good = Server::giving("200 OK", rss(&[("1", "A opens", DAY), ("2", "B opens", "")]));
    let bad = Server::giving("500 Oops", "");
    let (code, said, _) = run(&home, &["feeds", "add", &good.at("/good")]);
    assert_eq!((code, said.as_str()), (0, "1 feed added. `whynow feeds fetch` reads what is new.\n"));
    fs::write(home.path("list.txt"), format!("# mine\n{}\n{}\n", good.at("/good"), bad.at("/bad"))).unwrap();
    let (_, said, _) = run(&home, &["feeds", "add", "list.txt"]);
    assert!(said.starts_with("1 feed added; 1 there already."), "{said}");
    let (_, said, _) = run(&home, &["feeds", "list"]);
    assert_eq!(said.matches("never fetched").count(), 2, "{said}");

    let (code, said, _) = run(&home, &["feeds", "fetch", "good"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("1 feed: 1 read. 2 items: 1 new, 0 known, 1 without a date."), "{said}");
    assert!(said.contains("What has no date waits among the undated triggers."), "{said}");
    let (code, said, _) = run(&home, &["feeds", "fetch", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, report["new"].as_u64(), report["known"].as_u64()), (3, Some(0), Some(2)));
    assert!(report["failed"][0].as_str().unwrap().contains("the server answered 500"));

    let (code, _, said) = run(&home, &["feeds", "remove", "nowhere"]);
    assert!(code == 2 && said.contains("There is no feed “nowhere”"), "{said}");
    let (code, _, said) = run(&home, &["feeds", "remove", "127.0.0.1"]);
    assert!(code == 2 && said.contains("write more of it"), "{said}");
    assert_eq!(run(&home, &["feeds", "remove", "/bad"]).0, 0);
    let (_, said, _) = run(&home, &["feeds", "list", "--json"]);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&said).unwrap().as_array().unwrap().len(), 1);
}

#[test]
fn a_wrong_address_is_wrong_use_and_makes_no_book() {
    let home = home();
    let (code, _, said) = run(&home, &["feeds", "add", "ftp://example.com/x"]);
    assert!(code == 2 && said.contains("does not begin with https://"), "{said}");
    assert!(!home.path("book.db").exists());
    let (code, _, said) = run(&home, &["feeds", "fetch"]);
    assert!(code == 1 && said.contains("There is no book"), "{said}");
}

#[test]
fn words_are_watched_for_by_name_and_a_wrong_name_says_so() {
    let home = home();
    fs::write(home.path("a.csv"), "name\nNorvik Foods\n").unwrap();
    run(&home, &["import", "accounts", "a.csv"]);
    let (code, said, _) = run(&home, &["watch", "add", "salmon tariff", "--industry", "Food", "--kind", "new rule"]);
    assert!(code == 0 && said.starts_with("Watching for “salmon tariff”."), "{said}");
    assert_eq!(run(&home, &["watch", "add", "fish feed", "--account", "norvik foods", "--kind", "layoff"]).0, 0);
    let (_, said, _) = run(&home, &["watch", "list"]);
    assert_eq!(
        said,
        "“salmon tariff” for industry Food: regulatory_change\n“fish feed” for account Norvik Foods: layoff\n"
    );
    for (args, code, says) in [
        (["--account", "Nobody", "--kind", "layoff"], 1, "There is no account “Nobody”"),
        (["--industry", "Food", "--kind", "weather"], 1, "There is no kind of trigger “weather”"),
    ] {
        let ran = run(&home, &[&["watch", "add", "x"], args.as_slice()].concat());
        assert!(ran.0 == code && ran.2.contains(says), "{ran:?}");
    }
    let (code, _, said) = run(&home, &["watch", "add", "x", "--kind", "layoff"]);
    assert!(code == 2 && said.contains("For whom?"), "{said}");
    let (code, _, said) = run(&home, &["watch", "add", "...", "--industry", "Food", "--kind", "layoff"]);
    assert!(code == 1 && said.contains("nothing to watch for"), "{said}");
    assert_eq!(run(&home, &["watch", "remove", "Salmon tariff"]).0, 0);
    assert_eq!(run(&home, &["watch", "remove", "salmon tariff"]).0, 2);
}

#[test]
fn what_came_without_a_date_is_listed_and_given_a_day_in_plain_lines() {
    let home = home();
    let server = Server::giving("200 OK", rss(&[("1", "A opens", DAY), ("2", "B opens", ""), ("3", "B shuts", "")]));
    run(&home, &["feeds", "add", &server.at("/")]);
    run(&home, &["feeds", "fetch"]);
    // What was exported comes back as it was, into another book too.
    run(&home, &["export", "triggers", "--out", "news.csv"]);
    let said = home.ok(&["--book", "other.book", "import", "triggers", "news.csv"]);
    assert!(said.contains("3 read: 3 created, 0 updated, 0 same, 0 rejected"), "{said}");
    let said = home.ok(&["--book", "other.book", "triggers", "list", "--tray", "undated", "--json"]);
    let back: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(back["rows"].as_array().map(Vec::len), Some(2), "{said}");
    assert!(back["rows"][0]["occurred_on"].is_null(), "{said}");
    let (_, said, _) = run(&home, &["triggers", "list", "--tray", "undated"]);
    assert!(said.lines().count() == 4 && said.contains("no day"), "{said}");
    let id = said.lines().find_map(|line| line.split_once("  B opens")).unwrap().0.to_owned();
    let (code, _, said) = run(&home, &["triggers", "date", &id, "--on", "some day"]);
    assert!(code == 2 && said.contains("“some day” is not a day"), "{said}");
    let (code, said, _) = run(&home, &["triggers", "date", &id, "--on", "yesterday"]);
    assert!(code == 0 && said.contains("B opens") && said.contains("1 trigger: dated "), "{said}");
    let (_, said, _) = run(&home, &["triggers", "list"]);
    assert!(said.contains("B opens"), "{said}");
    let (_, said, _) = run(&home, &["triggers", "list", "--tray", "undated", "--json"]);
    let left: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(left["rows"].as_array().map(Vec::len), Some(1));
}

#[test]
fn json_of_a_trigger_without_a_day_says_null_and_reads_back_without_one() {
    let home = home();
    fs::write(home.path("n.json"), r#"[{"kind":"other","headline":"Norvik opens a plant","company":"Norvik"}]"#)
        .unwrap();
    fs::write(home.path("a.csv"), "Company,City\nNorvik,Oslo\n").unwrap();
    run(&home, &["import", "accounts", "a.csv"]);
    run(&home, &["import", "triggers", "n.json"]);
    let list = ["triggers", "list", "--tray", "undated", "--json"];
    let found: serde_json::Value = serde_json::from_str(&run(&home, &list).1).unwrap();
    let row = &found["rows"][0];
    assert!(row["occurred_on"].is_null() && row["freshness"]["age"].is_null(), "{row}");
    let id = row["id"].as_str().unwrap();
    let (_, said, _) = run(&home, &["triggers", "keep", id, "--json"]);
    let kept: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert!(kept["triggers"][0]["trigger"].as_object().unwrap()["occurred_on"].is_null(), "{said}");
    let (_, said, _) = run(&home, &["show", "Norvik", "--json"]);
    assert!(said.contains("opens a plant") && !said.contains("0001-01-01"), "{said}");
    assert!(run(&home, &["show", "Norvik"]).1.contains("no day"));

    let (code, out, err) = run(&home, &["export", "triggers", "--format", "json", "--out", "t.json"]);
    assert_eq!(code, 0, "{out}{err}");
    let text = fs::read_to_string(home.path("t.json")).unwrap();
    assert!(text.contains("\"occurred_on\": null") || text.contains("\"occurred_on\":null"), "{text}");
    let other = Home::new();
    fs::write(other.path("t.json"), text).unwrap();
    run(&other, &["import", "triggers", "t.json"]);
    assert!(run(&other, &["triggers", "list", "--tray", "undated"]).1.contains("opens a plant"));
}
