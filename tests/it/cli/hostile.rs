//! What other people wrote drives no terminal, whichever command shows it.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use chrono::Duration;
use whynow::cli;
use whynow::clock::{Clock, SystemClock};

use crate::support::home::Home;

/// What begins a sequence that a terminal obeys, what ends it, and what is done by it.
const BEGINS: [&str; 6] = ["\u{1b}[", "\u{9b}", "\u{1b}]", "\u{9d}", "\u{1b}P", "\u{1b}_"];
const BODIES: [&str; 6] = ["2J", "31m", "0;owned", "52;c;ZXZpbA==", "8;;http://evil.example", "?1049l"];
const ENDS: [&str; 3] = ["\u{7}", "\u{1b}\\", ""];
/// What turns text round or hides in it.
const HIDDEN: [&str; 14] = [
    "\u{61c}",
    "\u{200b}",
    "\u{200e}",
    "\u{200f}",
    "\u{202a}",
    "\u{202e}",
    "\u{2060}",
    "\u{2066}",
    "\u{2069}",
    "\u{feff}",
    "\u{ad}",
    "\u{e0001}",
    "\u{e0041}",
    "\u{e007f}",
];
/// What stands for itself: nothing of it reaches an output either.
const ALONE: [&str; 8] = ["\u{1b}", "\u{7}", "\u{8}\u{8}", "\u{0}", "\u{7f}", "\r", "\u{84}", "\u{1b}c"];

/// Commands, each with words of a book full of hostile text.
pub(crate) const COMMANDS: &[&[&str]] = &[
    &["today"],
    &["today", "--json"],
    &["rank", "--explain"],
    &["rank", "--json"],
    &["triggers", "list"],
    &["triggers", "list", "--tray", "kept", "--json"],
    &["triggers", "reject", "01900000-0000-7000-8000-000000000000", "--reason", "\u{1b}[2Jno"],
    &["show", "Acme20"],
    &["show", "Acme20", "--json"],
    &["show", "Acme"],
    &["search", "Acme"],
    &["search", "Pat", "--json"],
    &["person", "Pat20", "--json"],
    &["person", "Pat20", "--html"],
    &["erase", "Pat20"],
    &["sheet", "Acme20"],
    &["log", "pat20@acme.example", "--reach", "voicemail", "--note", "\u{1b}[2Jsaid \u{202e}nothing"],
    &["touch", "Pat20", "--kind", "email", "--note", "\u{1b}]0;owned\u{7}"],
    &["review"],
    &["review", "--json"],
    &["note", "Acme1 \u{1b}]0;owned\u{7} recalls \u{202e}yoghurt \u{9b}31m"],
    &["check", "Acme20"],
    &["import", "accounts", "accounts.csv"],
    &["import", "contacts", "people.csv", "--json"],
    &["import", "presets"],
    &["export", "accounts"],
    &["export", "contacts"],
    &["export", "triggers"],
    &["export", "calls"],
    &["export", "dnc"],
    &["export", "overrides"],
    &["export", "ics"],
    &["share"],
    &["merge", "accounts.csv"],
    &["dedupe"],
    &["feeds", "add", "http://evil.example/\u{1b}[2J"],
    &["feeds", "list"],
    &["watch", "add", "evil\u{1b}[2J\u{202e}"],
    &["watch", "list"],
    &["campaign", "list"],
    &["campaign", "show", "x\u{1b}[2J"],
    &["scorecard"],
    &["week"],
    &["report", "--html", "-"],
    &["report", "--md", "-"],
    &["profile"],
    &["verify"],
    &["backup"],
    &["backups"],
    &["restore", "x\u{1b}[2J"],
    &["salvage", "--to", "new\u{1b}[2J.db"],
    &["doctor"],
    &["doctor", "--bundle", "report\u{1b}[2J.txt", "--yes"],
    &["config", "check"],
    &["seal"],
    &["unseal"],
    &["rekey"],
    &["undo"],
    &["redo"],
    &["demo", "--keep", "book.db"],
    &["tour"],
    &["completions", "\u{1b}[2J"],
    &["man"],
];

fn payloads() -> Vec<String> {
    let mut all: Vec<String> = HIDDEN.iter().chain(&ALONE).map(|one| (*one).to_owned()).collect();
    for (n, begin) in BEGINS.iter().enumerate() {
        for (m, body) in BODIES.iter().enumerate() {
            all.push(format!("{begin}{body}{}", ENDS[(n + m) % ENDS.len()]));
        }
    }
    all
}

/// A home whose book has hostile text in every column that a table can fill.
fn full_of_it() -> Home {
    let home = Home::new();
    let payloads = payloads();
    assert!(payloads.len() >= 58, "{}", payloads.len());
    let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let day = (SystemClock.now().0.date_naive() - Duration::days(3)).to_string();
    let mut tables = [
        ("accounts.csv", "accounts", "Name,Industry,City,Region,Country,Notes,Owner,Tags\n".to_owned()),
        ("people.csv", "contacts", "Full name,Company,Title,Email,Phone,Notes\n".to_owned()),
        ("news.csv", "triggers", "Company,Kind,Title,Summary,Source,Date\n".to_owned()),
        ("barred.csv", "dnc", "Phone,Reason\n".to_owned()),
    ];
    for (n, bad) in payloads.iter().enumerate() {
        let text = |words: &str| quoted(format!("{words}{n:02} {bad}x"));
        let rows = [
            [
                text("Acme"),
                text("Food"),
                text("Brno"),
                text("Moravia"),
                text("Norway"),
                text("Note"),
                text("Me"),
                text("tag"),
            ]
            .join(","),
            [
                text("Pat"),
                text("Acme"),
                text("Chief"),
                format!("pat{n}@acme.example"),
                text("+47 22 33 44 5"),
                text("N"),
            ]
            .join(","),
            [text("Acme"), "new_leader".to_owned(), text("News"), text("More"), text("Post"), day.clone()].join(","),
            [format!("+47 22 33 45 {n:02}"), text("Why")].join(","),
        ];
        for (row, (_, _, table)) in rows.iter().zip(&mut tables) {
            table.push_str(&format!("{row}\n"));
        }
    }
    for (name, kind, table) in &tables {
        fs::write(home.path(name), table).unwrap();
        let ran = home.run(&["--book", "book.db", "import", kind, name]);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    home
}

fn drives(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || HIDDEN.iter().any(|hidden| hidden.starts_with(c))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn no_command_sends_what_drives_a_terminal_whatever_the_book_and_its_arguments_hold() {
    let home = full_of_it();
    let mut showed = 0;
    for args in COMMANDS {
        let ran = home.run(args);
        // Lines of tables and calendars end so.
        let all = [ran.out.as_str(), &ran.err].concat().replace("\r\n", "\n");
        let bad = all.chars().find(|c| drives(*c));
        assert_eq!(bad, None, "{ran:?}");
        assert!(!all.contains("\\u001b") && !ran.err.contains("panicked"), "{ran:?}");
        showed += usize::from(ran.out.contains("Acme"));
    }
    assert!(showed >= 10, "only {showed} commands showed the book");
}

#[test]
fn every_command_meets_hostile_text() {
    let known = cli::definition();
    let names = known.get_subcommands().map(|one| one.get_name().to_owned());
    let names: BTreeSet<String> = names.filter(|name| name != "help").collect();
    let held: BTreeSet<String> = COMMANDS.iter().map(|args| args[0].to_owned()).collect();
    assert_eq!(names.difference(&held).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Megabytes of a row that no table has.
const ROW: usize = 50;
/// Most memory that reading it takes, in kilobytes.
const MEMORY: u64 = 300 * 1024;

#[test]
fn a_row_of_fifty_megabytes_costs_that_row_and_little_memory() {
    let home = Home::new();
    let mut file = fs::File::create(home.path("list.csv")).unwrap();
    file.write_all(b"Company,City\nAcme,Brno\nLong,").unwrap();
    for _ in 0..ROW {
        file.write_all(&[b'x'; 1024 * 1024]).unwrap();
    }
    file.write_all(b"\nHalden,Oslo\n").unwrap();
    drop(file);
    let mut child =
        home.process(&["import", "accounts", "list.csv"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let said = fs::read_to_string(&status).unwrap_or_default();
        let line = said.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
        peak = peak.max(now.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let said = std::io::read_to_string(child.stdout.take().unwrap()).unwrap();
    assert!(said.contains("2 created") || said.contains("created 2") || said.contains("2 new"), "{said}");
    assert!((1..=MEMORY).contains(&peak), "{peak} kB");
}
