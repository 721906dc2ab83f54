//! What the command line says: everything about a person, whom it may mean, and an erasure with its receipt.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use chrono::DateTime;
use whynow::domain::draft::Draft;
use whynow::domain::draft::pasted_key;
use whynow::job::typed::Aside;

use super::book::reading;
use crate::support::home::{Home, Ran};

/// The sample, with three people of one name, one of them hostile.
fn home() -> Home {
    let home = Home::with_sample();
    let rows = "Name,Company,Phone,Email,Title\n\
        Jo Falk,Norvik Foods,+47 22 11 22 33,jo@norvik.example,\"<script>alert(1)</script>\"\n\
        Jo Falk,Brandt Polymers,+49 30 555 01 77,jo@brandt.example,Buyer\n\
        Ilse Marnquist,Brandt Polymers,+49 30 555 01 78,ilse@brandt.example,\"=cmd|' /C calc'!A0\"\n";
    fs::write(home.path("people.csv"), rows).unwrap();
    home.ok(&["import", "contacts", "people.csv"]);
    home
}

fn typed(home: &Home, args: &[&str], line: &str) -> Ran {
    let mut child =
        home.process(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    Ran::of(args, child.wait_with_output().unwrap())
}

#[test]
fn several_people_of_one_name_are_listed_and_the_account_or_the_number_tells() {
    let home = home();
    let asked = home.run(&["person", "jo falk"]);
    asked.fails(
        2,
        &["say which with --account or --number", "Jo Falk, Norvik Foods, +47 22 11 22 33", "Brandt Polymers"],
    );
    assert!(home.ok(&["person", "jo falk", "--account", "brandt"]).contains("jo@brandt.example"));
    assert!(home.ok(&["person", "jo falk", "--number", "11 22 33"]).contains("jo@norvik.example"));
    assert!(home.ok(&["person", "ilse@brandt.example"]).contains("Ilse Marnquist"));
    home.run(&["person", "nobody"]).fails(1, &["Nobody in the book is called \"nobody\""]);
    home.run(&["person"]).fails(2, &["Whom?"]);
    home.run(&["erase", "jo falk"]).fails(2, &["say which with --account or --number"]);
}

#[test]
fn the_page_is_one_static_file_in_which_nothing_runs() {
    let home = home();
    let page = home.ok(&["person", "jo falk", "--account", "norvik", "--html"]);
    assert!(page.contains("default-src 'none'") && page.contains("&lt;script&gt;alert(1)"), "{page}");
    for active in ["<script", "http://", "https://", "src=", "onload", "javascript:", "style="] {
        assert!(!page.contains(active), "{active} in {page}");
    }
    home.ok(&["person", "jo falk", "--account", "norvik", "--out", "jo.html"]);
    assert_eq!(fs::read_to_string(home.path("jo.html")).unwrap().trim_end(), page.trim_end());
    home.run(&["person", "ilse marnquist", "--out", "book.db"])
        .fails(1, &["book.db is the book itself: name another file"]);
}

#[test]
fn json_holds_what_was_said_to_them_and_by_them() {
    let home = home();
    home.ok(&[
        "log",
        "Ilse Marnquist",
        "--reach",
        "connected",
        "--verdict",
        "well_spent",
        "--source",
        "said_when_asked",
        "--words",
        "worth it",
        "--note",
        "call in May",
        // At whatever hour this runs, it may be night there.
        "--override",
        "she asked for it",
    ]);
    home.ok(&["touch", "Ilse Marnquist", "--kind", "email", "--note", "the study"]);
    let all = home.json(&["person", "ilse marnquist", "--json"]);
    assert_eq!(all["name"], "Ilse Marnquist");
    let sections = all["sections"].as_array().unwrap();
    let of = |table: &str| {
        sections.iter().find(|section| section["table"] == table).unwrap_or_else(|| panic!("{table}: {all:#}"))
    };
    assert_eq!(of("call")["rows"][0]["words"], "worth it");
    assert_eq!(of("call")["rows"][0]["note"], "call in May");
    assert_eq!(of("touch")["rows"][0]["note"], "the study");
    assert_eq!(of("contact_email")["rows"][0]["address"], "ilse@brandt.example");
}

#[test]
fn the_name_is_typed_before_anybody_is_erased_and_a_receipt_without_it_is_kept() {
    let home = home();
    let preview = home.ok(&["erase", "ilse marnquist", "--dry-run"]);
    assert!(preview.contains("Ilse Marnquist, Brandt Polymers: what goes for good"), "{preview}");
    typed(&home, &["erase", "ilse marnquist"], "\n").fails(1, &["Nothing was erased"]);
    typed(&home, &["erase", "ilse marnquist"], "Jo Falk\n").fails(1, &["is not their name; nothing was erased"]);
    home.ok(&["person", "ilse marnquist"]);
    let done = typed(&home, &["erase", "ilse marnquist"], "Ilse Marnquist\n");
    assert_eq!(done.code, 0, "{done:?}");
    home.run(&["person", "ilse marnquist"]).fails(1, &["Nobody"]);
    home.ok(&["verify"]);
    let receipts: Vec<_> = fs::read_dir(home.path("")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let receipt = receipts.iter().find(|path| path.to_string_lossy().contains("erasure-")).unwrap();
    let text = fs::read_to_string(receipt).unwrap();
    assert!(text.contains("Receipt of an erasure") && text.contains("1  person"), "{text}");
    let lower = text.to_lowercase();
    assert!(!lower.contains("marn") && !lower.contains("ilse"), "{text}");
    let again = home.run(&["import", "contacts", "people.csv"]);
    assert!(again.out.contains("was erased"), "{again:?}");
    home.run(&["person", "ilse marnquist"]).fails(1, &["Nobody"]);
    home.ok(&["erase", "--lift", "ilse@brandt.example"]);
    home.ok(&["import", "contacts", "people.csv"]);
    home.ok(&["person", "ilse marnquist"]);
}

#[test]
fn a_script_names_them_and_the_copies_in_which_they_go_too() {
    let home = home();
    fs::create_dir(home.path("old")).unwrap();
    fs::copy(home.path("book.db"), home.path("old/copy.db")).unwrap();
    let said = home.ok(&[
        "erase",
        "ilse marnquist",
        "--yes-name",
        "Ilse Marnquist",
        "--receipt",
        "gone.txt",
        "--also",
        "old/copy.db",
    ]);
    assert!(said.contains("old/copy.db holds nobody who was erased"), "{said}");
    assert!(home.path("gone.txt").exists());
    let copy = home.path("old/copy.db");
    home.run(&["person", "ilse marnquist", "--book", copy.to_str().unwrap()]).fails(1, &["Nobody"]);
    let left = super::book::found_in(&copy, &["ilse".to_owned(), "marnquist".to_owned()]);
    assert!(left.is_empty(), "{left:?}");
    home.run(&["erase", "--lift", "nobody"]).fails(1, &["Nobody"]);
}

#[test]
fn a_copy_that_another_program_reads_is_not_said_to_hold_nobody() {
    let home = home();
    fs::create_dir(home.path("old")).unwrap();
    fs::copy(home.path("book.db"), home.path("old/copy.db")).unwrap();
    home.ok(&["erase", "ilse marnquist", "--yes-name", "Ilse Marnquist"]);
    let reader = reading(&home.path("old/copy.db"));
    let said = home.ok(&["erase", "--also", "old/copy.db"]);
    assert!(said.contains("old/copy.db shows nobody who was erased. Another window"), "{said}");
    drop(reader);
    assert!(home.ok(&["erase", "--also", "old/copy.db"]).contains("old/copy.db holds nobody who was erased."));
}

#[test]
fn a_text_that_waits_in_the_state_folder_ends_with_them() {
    let home = home();
    let aside = Aside::in_state_folder(&home.path("book.db"), &home.path(".local/state/whynow"));
    let body = "{\"fields\":{\"email\":\"ilse@brandt.example\"}}".to_owned();
    let draft = Draft { key: pasted_key(0), title: "Person".to_owned(), body, at: DateTime::UNIX_EPOCH };
    let path = aside.keep(&draft, None).unwrap();
    home.ok(&["erase", "ilse marnquist", "--yes-name", "Ilse Marnquist", "--receipt", "gone.txt"]);
    assert!(!path.exists());
    assert!(fs::read_to_string(home.path("gone.txt")).unwrap().contains("waited beside the book, ended: 1"));
}
