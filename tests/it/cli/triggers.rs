//! Triggers are sorted, accounts ranked and openers checked from a script, as the screens do it.

use std::fs;

use crate::support::home::Home;

fn ids(home: &Home, tray: &str) -> Vec<String> {
    let found = home.json(&["triggers", "list", "--tray", tray, "--json"]);
    let rows = found["rows"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn triggers_of_a_tray_are_kept_rejected_and_snoozed_by_their_ids() {
    let home = Home::with_sample();
    let waiting = ids(&home, "inbox");
    assert!(waiting.len() > 3, "{waiting:?}");
    let [one, two, three] = [&waiting[0], &waiting[1], &waiting[2]];
    assert!(home.ok(&["triggers", "list"]).contains(one.as_str()));
    assert!(home.ok(&["triggers", "keep", one, two, "--dry-run"]).contains("nothing was changed"));
    assert_eq!(ids(&home, "inbox"), waiting);
    assert!(home.ok(&["triggers", "keep", one, two, one]).contains("2 triggers: kept"));
    let kept = ids(&home, "kept");
    assert!(kept.contains(one) && kept.contains(two));
    home.ok(&["undo"]);
    assert_eq!(ids(&home, "inbox"), waiting);
    let said = home.json(&["triggers", "reject", three, "--reason", "not theirs", "--json"]);
    assert_eq!(said["triggers"][0]["trigger"]["status"]["detail"], "not theirs");
    home.ok(&["triggers", "snooze", one, "--until", "in 3 weeks"]);
    assert_eq!(ids(&home, "snoozed").iter().filter(|id| *id == one).count(), 1);
    home.run(&["triggers", "snooze", two, "--until", "yesterday"]).fails(2, &["not after today"]);
    home.run(&["triggers", "keep", "01900000-0000-7000-8000-000000000000"]).fails(1, &["No trigger in the book"]);
    home.run(&["triggers", "keep", "seven"]).fails(2, &["--help"]);
}

#[test]
fn a_trigger_is_linked_to_an_account_or_to_a_new_one_with_its_trade_names() {
    let home = Home::with_sample();
    let table =
        "Company,Title,Date,Kind\nKestrel Foods Ltd t/a Pantry Lane,Kestrel Foods opens a shop,2026-11-20,other\n";
    fs::write(home.path("news.csv"), table).unwrap();
    home.ok(&["import", "triggers", "news.csv"]);
    let found = home.json(&["triggers", "list", "--filter", "Kestrel", "--json"]);
    let id = found["rows"][0]["id"].as_str().unwrap().to_owned();
    let made = home.ok(&["triggers", "new-account", &id]);
    assert!(made.contains("to the new account Kestrel Foods Ltd t/a Pantry Lane"), "{made}");
    assert!(home.ok(&["show", "Pantry Lane"]).contains("Kestrel Foods"));
    home.run(&["triggers", "new-account", &id]).fails(1, &["is in the book: link it"]);
    assert!(home.ok(&["triggers", "link", &id, "--account", "norvik"]).contains("linked a trigger to Norvik"));
}

#[test]
fn a_teams_own_kinds_are_known_in_every_list_of_triggers() {
    let home = Home::with_sample();
    fs::write(
        home.path("kinds.toml"),
        "[[kind]]\nkey = \"ramp_opening\"\nlabel = \"ramp opening\"\nscope = \"company\"\nstrength = 4\nonset = 5\n\
         half_life = 30\nexpiry = 90\n",
    )
    .unwrap();
    home.settings(&format!("kinds = \"{}\"\n", home.path("kinds.toml").display()));
    fs::write(home.path("l.csv"), "Company,Title,Date,Kind\nNorvik,Norvik opens a ramp,2026-11-20,Ramp opening\n")
        .unwrap();
    let one = r#"[{"kind":"ramp_opening","headline":"Kestrel opens a ramp","date":"2026-11-21","company":"Kestrel"}]"#;
    fs::write(home.path("l.json"), one).unwrap();
    let feed = "<rss version=\"2.0\"><channel><title>Ramps</title><item><title>A third ramp</title><guid>r3</guid>\
        <category>Ramp opening</category><pubDate>Fri, 20 Nov 2026 09:00:00 GMT</pubDate></item></channel></rss>";
    fs::write(home.path("l.xml"), feed).unwrap();
    for file in ["l.csv", "l.json", "l.xml"] {
        home.ok(&["import", "triggers", file]);
    }
    let found = home.json(&["triggers", "list", "--filter", "ramp", "--json"]);
    let kinds: Vec<(&str, u64)> = found["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["kind"].as_str().unwrap(), row["strength"].as_u64().unwrap()))
        .collect();
    assert_eq!(kinds, [("ramp_opening", 4); 3]);
}

#[test]
fn accounts_are_ranked_and_each_sum_is_explained() {
    let home = Home::with_sample();
    let plain = home.ok(&["rank", "--limit", "3"]);
    assert_eq!(plain.lines().count(), 3, "{plain}");
    let ranked = home.json(&["rank", "--explain", "--limit", "5", "--json"]);
    let mut last = f64::MAX;
    for row in ranked["rows"].as_array().unwrap() {
        let points = row["reason"]["points"].as_f64().unwrap();
        let addends = row["reason"]["addends"].as_array().unwrap();
        let sum: f64 = addends.iter().map(|addend| addend["points"].as_f64().unwrap()).sum();
        assert!((sum - points).abs() < 0.2 && points <= last, "{row}");
        last = points;
    }
    assert!(home.ok(&["rank", "--explain", "--limit", "3"]).lines().count() > 3);
}

#[test]
fn an_opener_is_checked_against_what_the_book_or_the_caller_knows() {
    let home = Home::with_sample();
    let opener = "Ane, you cut 4,321 jobs in Tampa in November. Who plans the line now?";
    fs::write(home.path("o.txt"), opener).unwrap();
    let rules = |args: &[&str]| {
        let args: Vec<&str> = ["check", "o.txt", "--json"].into_iter().chain(args.iter().copied()).collect();
        let out = home.run(&args);
        let said: serde_json::Value = serde_json::from_str(&out.out).unwrap();
        let found = said["findings"].as_array().unwrap().iter();
        found.map(|one| format!("{} {}", one["rule"], one["says"])).collect::<Vec<_>>()
    };
    let there = rules(&["--account", "norvik", "--contact", "ane"]);
    let told = rules(&["--account", "norvik", "--contact", "ane", "--fact", "Norvik cut 4,321 jobs in Tampa"]);
    assert!(there.iter().any(|one| one.contains("4,321")), "{there:?}");
    assert!(!told.iter().any(|one| one.contains("4,321")), "{told:?}");
    assert_ne!(rules(&["--account", "norvik"]), rules(&[]), "the account's triggers count");
    home.run(&["check", "o.txt", "--contact", "ane"]).fails(2, &["--account"]);
}
