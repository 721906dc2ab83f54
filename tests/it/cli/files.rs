//! Files in and out by plain lines: imports, bundles, exports.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use serde_json::Value;

use crate::support::home::Home;

#[test]
fn an_import_starts_a_book_and_every_row_is_accounted_for() {
    let home = Home::new();
    let rows = "Name,Website,Employees\nNorvik Foods,norvik.example,640\nHalden,halden.example,many\n,,\n";
    fs::write(home.path("accounts.csv"), rows).unwrap();
    let dry = home.json(&["import", "accounts", "accounts.csv", "--dry-run", "--json"]);
    assert_eq!(dry["dry_run"], true);
    assert!(!home.path("data/whynow/book.db").exists(), "a dry run keeps nothing");
    let totals = home.json(&["import", "accounts", "accounts.csv", "--json"]);
    let count = |key: &str| totals[key].as_u64().unwrap();
    assert_eq!(count("read"), count("created") + count("updated") + count("same") + count("rejected"));
    assert!(count("created") >= 1);
    let mode = fs::metadata(home.path("data/whynow/book.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = home.ok(&["import", "accounts", "accounts.csv", "--rejects", "rejects.csv"]);
    assert!(again.contains("0 created") && again.contains("→"), "{again}");
    assert!(fs::read_to_string(home.path("rejects.csv")).unwrap().starts_with("line,reason,"));
    home.ok(&["undo"]);
}

#[test]
fn what_is_no_file_is_refused_before_a_book_is_made_and_a_silent_pipe_is_left() {
    let home = Home::new();
    for (what, says) in [("/dev/zero", "/dev/zero is a device and no file"), (".", ". is a folder: name one file")] {
        home.run(&["import", "accounts", what]).fails(1, &[says]);
        assert!(!home.path("data/whynow/book.db").exists(), "{what}");
    }
    mkfifo(&home.path("rows.csv"));
    home.run(&["import", "accounts", "rows.csv"]).fails(1, &["nobody writes into this pipe"]);
    let twice = home.run(&["import", "accounts", "rows.csv", "--keep-preset", "mine"]);
    twice.fails(2, &["a pipe gives its rows only once"]);
}

#[test]
fn ctrl_c_ends_an_import_that_waits_for_a_pipe_at_once() {
    let home = Home::new();
    mkfifo(&home.path("rows.csv"));
    let program = home.process(&["import", "accounts", "rows.csv"]);
    // What runs in the background of a shell is given the key to ignore, and hands that on.
    let mut child = Command::new("env");
    child.arg("--default-signal=INT").arg(program.get_program()).args(program.get_args()).current_dir(home.path(""));
    child.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let mut child = child.spawn().unwrap();
    // Opened once the program has it open to read; nothing is written.
    let _silent = fs::File::options().write(true).open(home.path("rows.csv")).unwrap();
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(2));
}

fn mkfifo(path: &std::path::Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RWXU, 0).unwrap();
}

#[test]
fn calls_of_a_dialler_are_imported_once_and_every_row_is_accounted_for() {
    let home = Home::with_sample();
    let rows = "date,time,name,company,result,duration\n\
        2020-03-02,09:15,Ane Lund,Norvik Foods,Connected,0:04:30\n\
        2020-03-02,09:30,Nobody Known,Norvik Foods,Busy,0:00:05\n";
    fs::write(home.path("calls.csv"), rows).unwrap();
    let dry = home.ok(&["import", "calls", "calls.csv", "--dry-run"]);
    assert!(dry.contains("2 read: 1 created, 0 updated, 0 same, 1 rejected"), "{dry}");
    assert!(dry.contains("A dry run: nothing was kept."), "{dry}");
    let report: Value = serde_json::from_str(&home.ok(&["import", "calls", "calls.csv", "--json"])).unwrap();
    assert_eq!((&report["created"], &report["rejected"]), (&1.into(), &1.into()));
    let again = home.ok(&["import", "calls", "calls.csv"]);
    assert!(again.contains("2 read: 0 created, 0 updated, 1 same, 1 rejected"), "{again}");
    assert!(again.contains("nothing was changed") && !again.contains("undo"), "{again}");
    assert!(again.contains("line 3: nobody called Nobody Known is known at Norvik Foods"), "{again}");
}

#[test]
fn a_file_that_cannot_be_imported_leaves_no_book_behind() {
    let home = Home::new();
    home.run(&["import", "accounts", "gone.csv"]).fails(1, &["There is no file gone.csv"]);
    assert!(!home.path("data").exists());
}

#[test]
fn a_book_is_shared_merged_elsewhere_and_taken_back() {
    let (mia, eva) = (Home::with_sample(), Home::new());
    let said = mia.ok(&["share", "--since", "all", "--out", "all.db"]);
    assert!(said.contains("50 accounts") && said.contains("Anybody who has it can read it"), "{said}");
    assert_eq!(fs::metadata(mia.path("all.db")).unwrap().permissions().mode() & 0o777, 0o600);
    fs::copy(mia.path("all.db"), eva.path("all.db")).unwrap();
    let dry = eva.json(&["merge", "all.db", "--dry-run", "--json"]);
    assert_eq!((dry["dry_run"].as_bool(), dry["counts"][1]["new"].as_u64()), (Some(true), Some(50)), "{dry}");
    assert!(!eva.path("data/whynow/book.db").exists(), "a dry run keeps nothing");
    let said = eva.ok(&["merge", "all.db", "--report", "report.json"]);
    assert!(said.contains("accounts: 50 new") && said.contains("takes the whole merge back"), "{said}");
    assert!(fs::read_to_string(eva.path("report.json")).unwrap().contains("\"overwritten\": []"));
    assert!(eva.ok(&["merge", "all.db"]).contains("Your book has all of it already"));
    assert!(eva.ok(&["verify"]).contains("is sound"));
    assert!(eva.ok(&["undo"]).contains("merged all.db"));
}

#[cfg(feature = "lock")]
#[test]
fn a_locked_bundle_opens_with_the_passphrase_of_a_file() {
    let (mia, eva) = (Home::with_sample(), Home::new());
    fs::write(mia.path("word.txt"), "four words of mine\n").unwrap();
    mia.ok(&["share", "--since", "today", "--out", "day.age", "--passphrase-file", "word.txt"]);
    assert!(fs::read(mia.path("day.age")).unwrap().starts_with(b"age-encryption.org"));
    for name in ["day.age", "word.txt"] {
        fs::copy(mia.path(name), eva.path(name)).unwrap();
    }
    eva.run(&["merge", "day.age"]).fails(1, &["is locked with a passphrase"]);
    eva.run(&["merge", "day.age", "--ask"]).fails(1, &["can only be asked for at a terminal"]);
    eva.ok(&["merge", "day.age", "--passphrase-file", "word.txt"]);
}

#[cfg(not(feature = "lock"))]
#[test]
fn a_build_without_locked_bundles_says_what_to_do() {
    let mia = Home::with_sample();
    fs::write(mia.path("word.txt"), "four words of mine\n").unwrap();
    fs::write(mia.path("day.age"), "age-encryption.org/v1\n-> scrypt x 18\n").unwrap();
    let says = ["This build of whynow has no locked bundles", "--features lock", "age -p", "age -d"];
    mia.run(&["share", "--since", "today", "--out", "new.age", "--passphrase-file", "word.txt"]).fails(1, &says);
    mia.run(&["share", "--since", "today", "--out", "new.age", "--ask"]).fails(1, &says);
    assert!(!mia.path("new.age").exists());
    mia.run(&["merge", "day.age"]).fails(1, &["day.age is locked with a passphrase", says[0]]);
    mia.run(&["merge", "day.age", "--ask"]).fails(1, &says);
    mia.run(&["import", "day.age"]).fails(1, &["day.age is locked with a passphrase", says[0]]);
    for command in ["share", "merge"] {
        assert!(mia.ok(&[command, "--help"]).contains("Not in this build"), "{command}");
    }
}

#[test]
fn what_cannot_be_shared_or_merged_is_refused_in_words() {
    let (mia, eva) = (Home::with_sample(), Home::new());
    fs::write(eva.path("word.txt"), "four words of mine\n").unwrap();
    eva.run(&["merge", "word.txt"]).fails(1, &["word.txt is not a whynow book"]);
    eva.run(&["merge", "gone.db"]).fails(1, &["gone.db cannot be read"]);
    mia.run(&["share", "--since", "someday"]).fails(1, &["\"someday\" is not a day"]);
    mia.run(&["share", "--since", "2098-01-01"]).fails(1, &["has not come yet"]);
    mia.run(&["share", "--since", "all", "--out", "book.db"]).fails(1, &["is the book itself"]);
}

#[test]
fn an_export_goes_to_a_file_or_a_pipe() {
    let home = Home::with_sample();
    for what in ["accounts", "contacts", "triggers", "calls"] {
        let csv = home.ok(&["export", what]);
        let rows = home.json(&["export", what, "--format", "json"]).as_array().unwrap().len();
        assert!(csv.lines().count() > rows, "{what}: {rows} rows and a header");
        let file = format!("{what}.csv");
        let ran = home.run(&["export", what, "--out", &file]);
        assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
        assert!(ran.err.contains(&format!("{rows} rows")), "{ran:?}");
        assert_eq!(fs::read_to_string(home.path(&file)).unwrap(), csv);
    }
    home.run(&["export", "calls", "--out", "no/such/folder.csv"]).fails(1, &["cannot be written"]);
}

#[test]
fn calls_go_to_a_crm_under_ids_that_stay_the_same() {
    let home = Home::with_sample();
    let calls = home.json(&["export", "calls", "--format", "json"]);
    let ids: Vec<_> = calls.as_array().unwrap().iter().map(|call| call["call"].as_str().unwrap()).collect();
    for (whom, header) in
        [("hubspot", "whynow_call_id,hs_timestamp,"), ("salesforce", "whynow_call_id__c,Subject,"), ("csv", "call,at,")]
    {
        let csv = home.ok(&["export", "calls", "--for", whom]);
        assert!(csv.starts_with(header), "{csv:.80}");
        assert!(ids.iter().all(|id| csv.contains(id)), "{whom}");
        assert_eq!(home.ok(&["export", "calls", "--for", whom]), csv);
    }
    assert_eq!(home.ok(&["export", "calls", "--for", "csv"]), home.ok(&["export", "calls"]));
    assert_eq!(home.ok(&["export", "calls", "--for", "jsonl"]).lines().count(), ids.len());
    assert_eq!(home.ok(&["export", "calls", "--for", "jsonl", "--since", "today"]).lines().count(), ids.len());
    home.run(&["export", "calls", "--since", "tomorrow"]).fails(2, &["still ahead"]);
    home.run(&["export", "calls", "--since", "soon"]).fails(2, &["\"soon\" is not a day", "2026-03-14"]);
}

#[test]
fn promises_are_written_as_a_calendar_to_a_file_or_to_standard_output() {
    let home = Home::with_sample();
    let calendar = home.ok(&["export", "ics"]);
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{calendar}");
    assert!(calendar.ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"), "{calendar}");
    let ran = home.run(&["export", "ics", "--out", "promises.ics"]);
    assert!(ran.err.contains(" promises in promises.ics."), "{ran:?}");
    assert_eq!(fs::read_to_string(home.path("promises.ics")).unwrap(), calendar);
}

#[test]
fn what_the_system_answers_about_a_file_is_said_in_words_and_with_the_path_as_it_is() {
    let home = Home::with_sample();
    std::fs::write(home.path("ehard"), "no book").unwrap();
    std::fs::create_dir(home.path("folder")).unwrap();
    let long = "n".repeat(300);
    for (args, says) in [
        (vec!["--book", "ehard", "today"], "ehard is not a whynow book"),
        (vec!["--book", "ehard/book.db", "today"], "ehard/book.db"),
        (vec!["--book", "folder", "today"], "folder is not a whynow book"),
        (vec!["--book", &long, "today"], ""),
        (vec!["import", "accounts", &long], ""),
        (vec!["import", "accounts", "ehard/accounts.csv"], "ehard/accounts.csv"),
        (vec!["export", "accounts", "--out", &long], "too long"),
        (vec!["export", "accounts", "--out", "ehard/out.csv"], "ehard"),
        (vec!["merge", "ehard/bundle.db"], "ehard/bundle.db"),
        (vec!["share", "--since", "all", "--out", &long], "too long"),
        (vec!["backup", "--to", "ehard"], ""),
        (vec!["salvage", "--to", "ehard/new.db"], ""),
    ] {
        let ran = home.run(&args);
        assert_ne!(ran.code, 0, "{args:?}: {ran:?}");
        assert!(ran.err.contains(says), "{says}: {ran:?}");
        assert!(!ran.err.contains("os error") && !ran.err.contains("Ehard"), "{ran:?}");
    }
}
