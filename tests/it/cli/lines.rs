//! The binary from the outside: exit codes, standard output and error, JSON, closed pipes, bad input.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::Arc;

use serde_json::Value;
use whynow::clock::{Clock, SystemClock};
use whynow::domain::draft::Draft;
use whynow::domain::ids::ContactId;
use whynow::store::Store;

use crate::support::home::Home;

#[test]
fn help_version_and_man_need_no_book() {
    let home = Home::new();
    assert!(home.ok(&["--help"]).contains("Whom to interrupt now"));
    assert!(home.ok(&["log", "--help"]).contains("well_spent"));
    assert!(home.ok(&["--version"]).starts_with("whynow "));
    assert!(home.ok(&["man"]).starts_with(".ie"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(home.ok(&["completions", shell]).contains("whynow"));
    }
}

#[test]
fn wrong_use_ends_with_2_and_says_what_to_do() {
    let home = Home::with_sample();
    for args in [
        &["dance"][..],
        &["today", "--limit", "many"],
        &["log", "Ane Lund"],
        &["log", "Ane Lund", "--reach", "telepathy"],
        &["export", "accounts", "--format", "xlsx"],
        &["export", "calls", "--for", "hubspot", "--format", "json"],
        &["export", "calls", "--for", "pipedrive"],
        &["today", "--json", "--plain"],
    ] {
        home.run(args).fails(2, &["--help"]);
    }
}

#[test]
fn without_a_book_every_command_says_how_to_get_one() {
    let home = Home::new();
    for args in [
        &["today"][..],
        &["show", "Norvik"],
        &["log", "Ane Lund", "--reach", "busy"],
        &["export", "calls"],
        &["verify"],
        &["undo"],
        &["redo"],
    ] {
        home.run(args).fails(1, &["There is no book at", "whynow demo", "whynow import accounts FILE"]);
    }
    home.run(&["--book", "no/such/folder/b.db", "today"]).fails(1, &["no/such/folder/b.db"]);
    assert!(!home.path("data").exists(), "looking leaves nothing behind");
}

#[test]
fn the_screens_ask_for_a_terminal() {
    let home = Home::with_sample();
    home.run(&[]).fails(1, &["need a terminal", "whynow today"]);
    home.run(&["demo"]).fails(1, &["need a terminal", "--keep"]);
}

#[test]
fn the_sample_can_be_kept_once_and_is_its_owners_alone() {
    let home = Home::new();
    assert!(home.ok(&["demo", "--keep", "sample.db"]).contains("sample.db"));
    let mode = fs::metadata(home.path("sample.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    home.run(&["demo", "--keep", "sample.db"]).fails(2, &["is there already"]);
    assert!(home.ok(&["--book", "sample.db", "verify"]).contains("is sound"));
}

#[test]
fn today_ranks_people_by_a_reason_of_theirs() {
    let home = Home::with_sample();
    let lines = home.ok(&["today"]);
    for word in ["Promises", "overdue", "Worth interrupting now", "Ane Lund", "in six months"] {
        assert!(lines.contains(word), "\"{word}\" is not in\n{lines}");
    }
    let plain = home.ok(&["today", "--plain", "--limit", "3"]);
    assert!(plain.contains("Number 3: ") && !plain.contains("Number 4: "), "{plain}");
    let today = home.json(&["today", "--json", "--limit", "5"]);
    let rows = today["people"]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 5);
    // At whatever hour this runs: whoever may be called now goes first.
    let (now, later): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row["opens"].is_null());
    assert!(rows.iter().map(|row| !row["opens"].is_null()).is_sorted(), "{rows:?}");
    for part in [now, later] {
        let points: Vec<f64> = part.iter().map(|row| row["reason"]["points"].as_f64().unwrap()).collect();
        assert!(points.is_sorted_by(|a, b| a >= b), "{points:?}");
    }
}

#[test]
fn show_finds_one_account_or_lists_them() {
    let home = Home::with_sample();
    let lines = home.ok(&["show", "norvik"]);
    for word in ["Norvik Foods", "Ane Lund, COO", "Lindal", "Calls:", "fit in"] {
        assert!(lines.contains(word), "\"{word}\" is not in\n{lines}");
    }
    assert_eq!(home.json(&["show", "Brandt Polymers", "--json"])["account"]["city"], "Leverkusen");
    home.run(&["show", "o"]).fails(2, &["may be several accounts"]);
    home.run(&["show", "Nobody & Sons"]).fails(1, &["No account is called \"Nobody & Sons\""]);
}

#[test]
fn a_call_is_logged_shown_and_taken_back() {
    let home = Home::with_sample();
    let before = home.json(&["export", "calls", "--format", "json"]).as_array().unwrap().len();
    let logged = home.ok(&[
        "log",
        "Linn Skarbø",
        "--reach",
        "connected",
        "--outcome",
        "next_step_agreed",
        "--verdict",
        "well_spent",
        "--source",
        "said_when_asked",
        "--minutes",
        "4:30",
        "--words",
        "Do call again.",
        "--note",
        "before nine",
        "--next",
        "Send the two pages",
        "--by",
        "in 3 days",
        "--override",
        "she called me",
    ]);
    for word in ["Logged: Linn Skarbø, Fjordline Seafood", "4:30", "well spent", "Send the two pages", "due in 3 days"]
    {
        assert!(logged.contains(word), "\"{word}\" is not in\n{logged}");
    }
    assert!(home.ok(&["show", "Fjordline"]).contains("Do call again."));
    let after = home.json(&["export", "calls", "--format", "json"]);
    assert_eq!(after.as_array().unwrap().len(), before + 1);
    assert!(home.ok(&["undo"]).starts_with("Undone: "));
    assert!(!home.ok(&["show", "Fjordline"]).contains("Do call again."));
    assert!(home.ok(&["redo"]).starts_with("Redone: "));
    assert!(home.ok(&["show", "Fjordline"]).contains("Do call again."));
    assert!(home.ok(&["verify"]).contains("is sound"));
}

#[test]
fn log_refuses_what_contradicts_itself() {
    let home = Home::with_sample();
    let log = |more: &[&str]| {
        let args = ["log", "Linn Skarbø", "--override", "she called me"];
        home.run(&args.iter().chain(more).copied().collect::<Vec<_>>())
    };
    log(&["--reach", "busy", "--verdict", "well_spent", "--source", "said_when_asked"]).fails(2, &["reached them"]);
    log(&["--reach", "connected", "--source", "said_when_asked"]).fails(2, &["--verdict"]);
    log(&["--reach", "busy", "--minutes", "long"]).fails(2, &["4:30"]);
    log(&["--reach", "busy", "--next", "call", "--by", "someday"]).fails(2, &["is not a day"]);
    log(&["--reach", "busy", "--at", "never"]).fails(2, &["is not a time"]);
    log(&["--reach", "busy", "--by", "fri"]).fails(2, &["--next"]);
    home.run(&["log", "Nobody At All", "--reach", "busy"]).fails(1, &["Nobody in the book is called"]);
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    home.run(&["log", id, "--reach", "busy"]).fails(1, &["has the id"]);
}

#[test]
fn a_person_is_found_by_mail_or_id_and_a_shared_name_is_asked_about() {
    let home = Home::with_sample();
    let logged = home.json(&[
        "log",
        "linn.skarbo@fjordline.example",
        "--reach",
        "busy",
        "--override",
        "she asked for it",
        "--json",
    ]);
    let id = logged["call"]["contact_id"].as_str().unwrap();
    assert!(home.ok(&["log", id, "--reach", "busy", "--override", "she asked for it"]).contains("Linn Skarbø"));
    let twins = "Name,Company,Title\nAne Lund,Halden Logistics,Dispatcher\n";
    fs::write(home.path("twins.csv"), twins).unwrap();
    home.ok(&["import", "contacts", "twins.csv"]);
    home.run(&["log", "Ane Lund", "--reach", "busy"]).fails(2, &["several people", "Halden Logistics", "Norvik Foods"]);
    let one = home.ok(&["log", "Ane Lund", "--account", "Halden", "--reach", "busy", "--override", "she asked for it"]);
    assert!(one.contains("Halden Logistics"), "{one}");
}

#[test]
fn a_call_logged_here_is_not_the_one_that_waits_half_typed_in_a_window() {
    let home = Home::with_sample();
    let log = ["log", "linn.skarbo@fjordline.example", "--reach", "busy", "--override", "she asked for it", "--json"];
    let contact = ContactId(home.json(&log)["call"]["contact_id"].as_str().unwrap().parse().unwrap());
    let mut store = Store::open(&home.path("book.db"), Arc::new(SystemClock)).unwrap();
    let form = store.log_start(contact, SystemClock.now()).unwrap().call.id;
    let body = format!("{{\"fields\":{{}},\"extra\":{{\"call\":\"{form}\"}}}}");
    let (key, at) = (format!("log:{contact}"), SystemClock.now().utc());
    store.save_draft(&Draft { key, title: "Log".to_owned(), body, at }).unwrap();
    assert_ne!(home.json(&log)["call"]["id"], form.to_string());
    assert_eq!(store.log_start(contact, SystemClock.now()).unwrap().call.id, form, "it waits on");
}

#[test]
fn check_says_where_and_what_and_ends_with_3() {
    let home = Home::new();
    fs::write(home.path("bad.txt"), "Hi Håkon,\njust checking in. Have you made a decision?\n").unwrap();
    let ran = home.run(&["check", "bad.txt"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    let first = ran.out.lines().find(|line| line.contains("check_in")).unwrap();
    assert!(first.starts_with("bad.txt:2:") && first.contains(" → "), "{first}");
    let json = home.run(&["check", "bad.txt", "--json"]);
    assert_eq!(json.code, 3);
    let found: Value = serde_json::from_str(&json.out).unwrap();
    assert!(found["findings"].as_array().unwrap().iter().all(|finding| finding["line"].is_u64()));
    home.run(&["check", "gone.txt"]).fails(1, &["gone.txt cannot be read"]);
    fs::write(home.path("latin.txt"), b"caf\xe9").unwrap();
    home.run(&["check", "latin.txt"]).fails(1, &["not UTF-8"]);
}

#[test]
fn one_sheet_before_the_call_is_short_markdown() {
    let home = Home::with_sample();
    let sheet = home.ok(&["sheet", "norvik"]);
    assert!(sheet.starts_with("# Ane Lund, Norvik Foods\n"), "{sheet}");
    for part in ["## Whom", "## Why now", "## The plan", "## Say first", "## Ask", "1. ", "2. ", "3. "] {
        assert!(sheet.contains(part), "{part} is not in\n{sheet}");
    }
    assert!(sheet.split_whitespace().count() <= 500);
    let ran = home.run(&["sheet", "norvik", "--contact", "ane", "--out", "ane.md"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert_eq!(fs::read_to_string(home.path("ane.md")).unwrap(), sheet);
    assert_eq!(home.json(&["sheet", "norvik", "--json"])["sections"][0]["name"], "Whom");
    home.run(&["sheet", "norvik", "--contact", "Nobody Known"]).fails(1, &["Nobody at Norvik Foods is called"]);
    home.run(&["sheet", "norvik", "--contact", "a"]).fails(2, &["may be several people", "Ane Lund"]);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::with_sample();
    for args in
        [&["export", "calls", "--format", "json"][..], &["export", "calls"], &["today", "--limit", "100", "--json"]]
    {
        let mut child = home.process(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "", "{args:?}");
        assert_eq!(ended.status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn faults_of_the_settings_are_named_and_the_rest_works() {
    let home = Home::with_sample();
    home.settings("mouze = false\nwpm = 0\n");
    let ran = home.run(&["config", "check"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.contains("config.toml:1: ") && ran.out.contains("config.toml:2: "), "{ran:?}");
    let today = home.run(&["today", "--json"]);
    assert_eq!(today.code, 0);
    assert!(today.err.contains("mouze"), "{today:?}");
    serde_json::from_str::<Value>(&today.out).unwrap();
    home.settings("[keys]\n\"call.clock\" = [\"f11\", \"Q\"]\n\"call.log\" = \"f11\"\n\"call.plan\" = \"hyper\"\n");
    let ran = home.run(&["config", "check"]);
    for says in [
        "config.toml:2: keys.call.clock: Q is the key of score.whose in lists, which has no key left there",
        "config.toml:3: keys.call.log: F11 is given to call.clock too",
        "config.toml:4: keys.call.plan: \"hyper\" is not a key",
    ] {
        assert!(ran.out.contains(says), "{says}: {ran:?}");
    }
    home.settings("wpm = 160\n");
    assert_eq!(home.run(&["config", "check"]).code, 0);
    assert_eq!(home.json(&["config", "check", "--json"])["settings"]["wpm"], 160);
    let path = home.ok(&["config", "path"]);
    assert!(path.contains("config/whynow/config.toml"), "{path}");
    assert!(path.contains(&format!("clocks: as of {}", whynow::domain::time_zone::RELEASE)), "{path}");
    home.run(&["--config", "gone.toml", "today"]).fails(1, &["no settings file at gone.toml"]);
}

#[test]
fn what_is_not_a_book_is_refused_and_left_as_it_is() {
    let home = Home::new();
    fs::write(home.path("notes.txt"), "not a book, and long enough to be mistaken for one by nobody").unwrap();
    home.run(&["--book", "notes.txt", "today"]).fails(1, &["notes.txt"]);
    let left = fs::read_to_string(home.path("notes.txt")).unwrap();
    assert!(left.starts_with("not a book"));
    fs::create_dir(home.path("folder")).unwrap();
    home.run(&["--book", "folder", "today"]).fails(1, &["folder"]);
}

#[test]
fn nothing_a_book_holds_drives_the_terminal() {
    let home = Home::new();
    let rows = "Name,Notes\nEvil\u{1b}]0;owned\u{7} Corp,\"\u{202e}reversed \u{9b}31m\"\n";
    fs::write(home.path("a.csv"), rows).unwrap();
    for args in
        [&["import", "accounts", "a.csv"][..], &["show", "Evil"], &["show", "Evil", "--json"], &["export", "accounts"]]
    {
        let out = home.run(args);
        let bad = |c: char| (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || c == '\u{202e}';
        assert!(!out.out.contains(bad) && !out.err.contains(bad), "{out:?}");
    }
}

#[test]
fn a_profile_is_taken_from_a_file_shown_and_counted() {
    let home = Home::with_sample();
    assert!(home.ok(&["profile"]).contains("field = \"industry\""));
    fs::write(home.path("p.toml"), "[[rules]]\nfield = \"employees\"\ntest.between = [1, 2]\nmust = true\n").unwrap();
    assert!(home.ok(&["profile", "p.toml"]).contains("# in: 0"));
    assert!(home.ok(&["undo"]).contains("profile"));
    fs::write(home.path("bad.toml"), "[[rules]]\nfield = \"shoe_size\"\n").unwrap();
    home.run(&["profile", "bad.toml"]).fails(1, &["bad.toml", "line"]);
}

#[test]
fn a_note_says_what_it_understood_and_waits_in_the_inbox() {
    let home = Home::with_sample();
    let said = home.ok(&["note", "Norvik Foods recalls three lots of yoghurt - Dairy Post"]);
    for line in ["Kind: product recall, strength 3", "Source: Dairy Post", "Touches: Norvik Foods (same name)"] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert!(said.contains("(assumed: the text does not say)"), "{said}");
    let json: Value = serde_json::from_str(&home.ok(&["note", "--json", "asdf qwer"])).unwrap();
    assert_eq!((json["trigger"]["kind"].as_str(), json["accounts"].as_array().map(Vec::len)), (Some("other"), Some(0)));
    assert!(home.ok(&["undo"]).contains("asdf qwer"));
    assert_eq!(home.run(&["note", "  "]).code, 1);
}

#[test]
fn campaigns_are_listed_shown_closed_and_summed_up_in_markdown() {
    let home = Home::with_sample();
    let list = home.ok(&["campaign", "list"]);
    assert!(list.contains("Lot rule (since ") && list.contains("9 accounts: 8 with impact, "), "{list}");
    let rows: Value = serde_json::from_str(&home.ok(&["campaign", "list", "--json"])).unwrap();
    assert_eq!(rows[0]["progress"]["accounts"], 9);
    assert!(home.ok(&["campaign", "show", "lot"]).contains("## Who was left out, and why"));
    let closed = home.run(&["campaign", "close", "lot rule", "--md", "lot.md"]);
    assert_eq!(closed.code, 0, "{closed:?}");
    let summary = fs::read_to_string(home.path("lot.md")).unwrap();
    assert!(summary.starts_with("# Lot rule\n") && summary.contains("Closed "), "{summary}");
    let again = home.run(&["campaign", "close", "lot rule"]);
    assert_eq!(again.code, 1, "{again:?}");
    home.ok(&["undo"]);
    assert!(home.ok(&["campaign", "list"]).contains("(since "));
    assert_eq!(home.run(&["campaign", "show", "nothing like it"]).code, 1);
}

#[test]
fn the_scorecard_says_shares_with_n_and_never_below_twenty() {
    let home = Home::with_sample();
    let text = home.ok(&["scorecard"]);
    assert!(text.starts_with("everyone, 90 days: was their time well spent?\n"), "{text}");
    assert!(text.contains("Well spent by rep\n  Daniel Okafor: ") && text.contains(": too few"), "{text}");
    let hidden = home.ok(&["scorecard", "--hide-names", "--by", "rep"]);
    assert!(hidden.contains("  rep A: ") && !hidden.contains("Daniel") && !hidden.contains("by hour"), "{hidden}");
    let one = home.json(&["scorecard", "--rep", "daniel", "--last", "all", "--json"]);
    assert_eq!(one["everyone"]["group"], "Daniel Okafor");
    let team = home.json(&["scorecard", "--last", "all", "--json"]);
    let of = |book: &Value| book["everyone"]["tally"]["calls"].as_u64().unwrap();
    assert!(of(&one) < of(&team));
    for (args, says) in [
        (&["scorecard", "--rep", "nobody"][..], "No rep is called \"nobody\""),
        (&["scorecard", "--from", "soon"], "\"soon\" is not a day"),
        (&["scorecard", "--from", "2026-03-02", "--until", "2026-03-01"], "give the earlier day first"),
        (&["scorecard", "--until", "2026-03-01"], "--from"),
        (&["week", "--rep", ""], "Several reps may be"),
    ] {
        let ran = home.run(args);
        assert!(ran.code == 2 && ran.err.contains(says), "{ran:?}");
    }
}

#[test]
fn a_rep_reads_their_week_in_markdown() {
    let home = Home::with_sample();
    let text = home.ok(&["week", "--rep", "marit"]);
    assert!(
        text.starts_with("# Marit Solheim, ") && text.contains("## Three best") && text.contains("## One habit"),
        "{text}"
    );
    assert_eq!(home.run(&["week", "--rep", "marit", "--md", "week.md"]).code, 0);
    assert_eq!(fs::read_to_string(home.path("week.md")).unwrap(), text);
    assert_eq!(home.json(&["week", "--json"])["rep"], "Marit Solheim");
}

#[test]
fn a_call_is_drawn_read_scored_and_answered_in_plain_lines() {
    let home = Home::with_sample();
    let drawn = |seed: &str| home.json(&["review", "--random", "4", "--seed", seed, "--json"])["calls"].clone();
    assert_eq!((drawn("7"), drawn("7").as_array().unwrap().len()), (drawn("7"), 4));
    assert_ne!(drawn("7"), drawn("8"));
    let daniel = home.json(&["review", "--rep", "daniel", "--json"]);
    let id = daniel["calls"][0]["id"].as_str().unwrap().to_owned();
    let unquoted = home.run(&["review", &id, "--score", "honest_verdict=3", "--note", "fine"]);
    assert!(unquoted.code != 0 && unquoted.err.contains("quote"), "{unquoted:?}");
    let scored = home.run(&["review", &id, "--score", "why_now=2", "--note", "\"why not in May?\"", "--focus", "Ask"]);
    assert_eq!(scored.code, 0, "{scored:?}");
    let left = home.json(&["review", "--rep", "daniel", "--json"]);
    assert!(left["calls"].as_array().unwrap().iter().all(|call| call["id"] != id.as_str()), "it is still to be read");
    assert!(home.ok(&["review", &id]).contains("why not in May?"));
    let answered = home.run(&["review", &id, "--answer", "I will"]);
    assert!(answered.code != 0, "only the rep who called answers: {answered:?}");
}
