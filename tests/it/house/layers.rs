//! The direction tables of the house, read from the source: which room may use which, and in each room which folder.

use std::collections::BTreeSet;

use super::floors::FLOORS;
use super::paths::House;
use super::source::{Source, source, sources};

/// Who may use whom. A room that is not listed may use nothing.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("cli", &["tui", "job", "store", "exchange", "domain", "clock", "config", "fault"]),
    ("tui", &["job", "store", "exchange", "domain", "clock", "config", "fault"]),
    ("job", &["store", "exchange", "domain", "clock", "config", "fault"]),
    ("store", &["domain", "clock", "fault"]),
    ("exchange", &["domain", "fault"]),
    ("domain", &[]),
    ("clock", &[]),
    ("config", &["domain"]),
    ("fault", &[]),
    ("lib", &[]),
];

/// The only places of the screens that may name what holds data.
const DATA_DOORS: &[&str] = &["tui/mod.rs", "tui/runtime/"];

/// The only files that write one: the way to a place that somebody named, a new folder, the book, what is typed
/// beside it, a text in an editor.
const WRITERS: [&str; 10] = [
    "job/file/new_folder.rs",
    "job/file/atomic_write.rs",
    "job/file/half_written.rs",
    "job/typed/windows.rs",
    "store/reserve.rs",
    "store/file/open.rs",
    "store/file/whole_file.rs",
    "store/import/lock.rs",
    "store/sync/bundle_read.rs",
    "tui/terminal/external_editor.rs",
];

#[test]
fn every_arrow_points_the_right_way() {
    let wrong = wrong_arrows(&House::of(&sources()));
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_folder_stands_on_a_floor_and_uses_only_lower_ones() {
    let wrong = wrong_floors(&House::of(&sources()), FLOORS);
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn what_somebody_named_is_written_by_one_way_alone() {
    let writes = |source: &Source| {
        let words = [
            "File::create",
            "OpenOptions",
            "fs::write(",
            "fs::rename",
            "fs::copy",
            "fs::hard_link",
            "renameat",
            "set_len",
        ];
        words.iter().any(|word| source.code.contains(word)) && !source.path.ends_with("tests.rs")
    };
    let found: BTreeSet<String> = sources().into_iter().filter(writes).map(|source| source.path).collect();
    let writers: BTreeSet<String> = WRITERS.map(String::from).into();
    assert_eq!(found, writers, "a file that somebody named is written by job/file/atomic_write.rs");
}

#[test]
fn the_network_is_reached_from_one_place() {
    let reaches = |source: &&Source| ["ureq", "TcpStream", "UdpSocket"].iter().any(|name| has_word(&source.code, name));
    let sources = sources();
    let found: Vec<_> = sources.iter().filter(reaches).map(|source| source.path.as_str()).collect();
    assert!(matches!(found[..], ["job/feeds/http.rs"]), "{found:?}");
    assert!(has_word("use std::net::TcpStream;", "TcpStream") && !has_word("struct NoTcpStreams;", "TcpStream"));
}

/// Whether code holds a word of its own.
fn has_word(code: &str, name: &str) -> bool {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
}

#[test]
fn a_wrong_arrow_is_found() {
    let cases = [
        ("domain/a.rs", "use crate::store::Store;", "domain/a.rs uses store/mod.rs"),
        ("domain/a.rs", "fn f() { crate::clock::now() }", "domain/a.rs uses clock.rs"),
        ("store/a.rs", "use crate::{domain::b, tui::view};", "store/a.rs uses tui/view.rs"),
        ("exchange/a.rs", "use crate::store::Store;", "exchange/a.rs uses store/mod.rs"),
        ("job/a.rs", "use crate::tui::run;", "job/a.rs uses tui/mod.rs"),
        ("tui/view.rs", "use crate::store::Store;", "tui/view.rs uses store/mod.rs"),
        ("tui/view.rs", "pub fn f(s: &crate::job::Totals) {}", "tui/view.rs uses job/mod.rs"),
        ("tui/view.rs", "use crate::cli::run;", "tui/view.rs uses cli/mod.rs"),
        ("tui/runtimes.rs", "use crate::store::Store;", "tui/runtimes.rs uses store/mod.rs"),
        ("domain/a.rs", "use super::super::config::Config;", "domain/a.rs uses config.rs"),
        ("main.rs", "use whynow::store::Store;", "main.rs uses store/mod.rs"),
    ];
    for (path, text, says) in cases {
        let wrong = wrong_arrows(&House::of(&with(path, text)));
        assert!(wrong.iter().any(|sentence| sentence.starts_with(says)), "{text}: {wrong:?}");
    }
}

#[test]
fn a_right_arrow_a_comment_a_text_and_a_test_are_left_alone() {
    let cases = [
        ("tui/runtime/book.rs", "use crate::store::Store; use crate::job::import;"),
        ("store/a.rs", "use crate::clock::Clock; use crate::domain::b::B;"),
        ("domain/a.rs", "//! [`crate::store::Store`]\n/* crate::store::Store /* nested */ */ pub struct A;"),
        ("domain/a.rs", "const A: &str = \"crate::store::Store\"; const B: &str = r#\"crate::\"store\"#;"),
        ("domain/a.rs", "pub fn f<'a>(c: &'a char) -> bool { *c == '\"' } // crate::store"),
        ("domain/a.rs", "pub(in crate::store) fn f() {}"),
        ("domain/a.rs", "#[cfg(test)]\nmod tests { use crate::clock::FixedClock; fn f() { if true { } } }"),
    ];
    for (path, text) in cases {
        assert_eq!(wrong_arrows(&House::of(&with(path, text))), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn an_arrow_upwards_is_found_and_one_within_a_folder_is_left_alone() {
    let floors: &[(&str, &[&[&str]])] = &[("store", &[&["today", "lists"], &["tables"]])];
    let cases = [
        ("store/tables/a.rs", "use crate::store::today::b::B;", Some("store/tables/a.rs uses store/today/b.rs")),
        ("store/lists/a.rs", "use crate::store::today::b::B;", Some("store/lists/a.rs uses store/today/b.rs")),
        ("store/today/a.rs", "use super::b::B;", None),
        ("store/today/a.rs", "use crate::store::tables::c::C;", None),
        ("store/today/deep/a.rs", "use crate::store::today::b::B;", None),
        ("store/tables/a.rs", "fn f(b: &B) { b.only_here() }", Some("store/tables/a.rs uses store/today/b.rs")),
        ("store/tables/a.rs", "fn f(b: &B) { b.also_elsewhere() }", None),
        ("store/other/a.rs", "", Some("store/other stands on no floor")),
    ];
    for (path, text, says) in cases {
        let house = House::of(&[
            source("store/mod.rs", "mod today; mod tables;"),
            source("store/today/b.rs", "pub struct B; impl C { fn only_here(&self) {} fn also_elsewhere(&self) {} }"),
            source("store/tables/c.rs", "pub struct C;"),
            source("store/tables/d.rs", "pub struct D; impl D { fn also_elsewhere(&self) {} }"),
            source(path, text),
        ]);
        let wrong = wrong_floors(&house, floors);
        match says {
            Some(says) => assert!(wrong.iter().any(|line| line.starts_with(says)), "{path}, {text}: {wrong:?}"),
            None => assert_eq!(wrong, Vec::<String>::new(), "{path}, {text}"),
        }
    }
}

/// A small house for the tests of this test, with one file of it replaced.
fn with(path: &str, text: &str) -> Vec<Source> {
    let rooms = ["cli", "tui", "job", "store", "exchange", "domain"].map(|room| format!("{room}/mod.rs"));
    let rest =
        ["clock.rs", "config.rs", "main.rs", "tui/view.rs", "tui/runtime/mod.rs", "domain/b.rs"].map(String::from);
    let mut house: Vec<_> = rooms.iter().chain(&rest).filter(|p| *p != path).map(|p| source(p, "")).collect();
    house.push(source(path, text));
    house
}

fn wrong_arrows(house: &House) -> Vec<String> {
    let mut wrong = Vec::new();
    for (from, used) in &house.arrows {
        for to in used {
            let (left, right) = (room(from), room(to));
            let allowed = MAY_USE.iter().find(|(name, _)| *name == left).is_some_and(|(_, may)| may.contains(&right));
            if left != right && !allowed {
                wrong.push(format!(
                    "{from} uses {to}, but {left} may not use {right}: move the code, or turn the arrow."
                ));
            } else if left == "tui" && matches!(right, "store" | "exchange" | "job") && !is_door(from) {
                wrong.push(format!("{from} uses {to}, but inside tui only {} may.", DATA_DOORS.join(" and ")));
            }
        }
    }
    wrong
}

fn is_door(path: &str) -> bool {
    DATA_DOORS.iter().any(|door| path.starts_with(door))
}

pub(super) fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Arrows between folders that do not lead to a lower floor, and folders that stand on none.
fn wrong_floors(house: &House, floors: &[(&str, &[&[&str]])]) -> Vec<String> {
    let mut wrong = BTreeSet::new();
    for (from, used) in &house.arrows {
        let Some((_, floors)) = floors.iter().find(|(name, _)| *name == room(from)) else { continue };
        let floor = |path: &str| {
            let name = folder(path).split_once('/').map(|(_, name)| name)?;
            floors.iter().position(|floor| floor.contains(&name))
        };
        // The room's own `mod.rs` shows what is in it; tests may look at anything.
        if is_test(from) || from.matches('/').count() == 1 && from.ends_with("/mod.rs") {
            continue;
        }
        let Some(here) = floor(from) else {
            wrong.insert(format!("{} stands on no floor: give it one in floors.rs.", folder(from)));
            continue;
        };
        for to in used.iter().filter(|to| room(to) == room(from) && folder(to) != folder(from)) {
            if floor(to).is_some_and(|there| there <= here) {
                wrong.insert(format!("{from} uses {to}, which is on no lower floor: move what they share down."));
            }
        }
    }
    wrong.into_iter().collect()
}

/// The folder of a room that a file belongs to, sub-folders included; a file directly in the room stands for itself.
pub(super) fn folder(path: &str) -> &str {
    let ends = path.match_indices('/').map(|(at, _)| at).nth(1);
    match ends {
        Some(end) => path.get(..end).unwrap_or(path),
        None => path.trim_end_matches(".rs"),
    }
}

/// Whether a file is compiled for tests alone.
fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs")
}
