//! The direction table of the house, read from the source: which room may use which, and no circle of files.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::Path;

/// Who may use whom. A room that is not listed may use nothing.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("cli", &["tui", "job", "store", "exchange", "domain", "clock", "config"]),
    ("tui", &["job", "store", "exchange", "domain", "clock", "config"]),
    ("job", &["store", "exchange", "domain", "clock", "config"]),
    ("store", &["domain", "clock"]),
    ("exchange", &["domain"]),
    ("domain", &[]),
    ("clock", &[]),
    ("config", &[]),
    ("lib", &[]),
];

/// The only places of the screens that may name what holds data.
const DATA_DOORS: &[&str] = &["tui/mod.rs", "tui/runtime/"];

/// The only files that write one: the way to a place that somebody named, a new folder, the book, a text in an editor.
const WRITERS: [&str; 7] = [
    "job/half.rs",
    "job/place.rs",
    "job/whole/export.rs",
    "store/bundle.rs",
    "store/import_lock.rs",
    "store/open.rs",
    "tui/compose.rs",
];

#[test]
fn every_arrow_points_the_right_way() {
    let wrong = wrong_arrows(&House::of(&sources()));
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_circle_of_files() {
    let circles: Vec<_> = circles(&House::of(&sources()).arrows).iter().map(|circle| circle.join(" → ")).collect();
    let advice = "Move what they share to a file of its own.";
    assert!(circles.is_empty(), "\nThese files use each other in a circle:\n{}\n{advice}\n", circles.join("\n"));
}

#[test]
fn what_somebody_named_is_written_by_one_way_alone() {
    let writes = |source: &Source| {
        let words = ["File::create", "OpenOptions", "fs::write(", "fs::rename", "fs::copy", "fs::hard_link"];
        words.iter().any(|word| source.code.contains(word)) && !source.path.ends_with("tests.rs")
    };
    let found: Vec<String> = sources().into_iter().filter(writes).map(|source| source.path).collect();
    assert_eq!(found.iter().collect::<BTreeSet<_>>(), WRITERS.map(String::from).iter().collect(), "use job/place.rs");
}

#[test]
fn the_network_is_reached_from_one_place() {
    let reaches = |source: &&Source| {
        // Its types of addresses reach nothing.
        let code = source.code.replace("ureq::http", "");
        ["ureq", "TcpStream", "UdpSocket"].iter().any(|name| names(&code, name))
    };
    let sources = sources();
    let found: Vec<_> = sources.iter().filter(reaches).map(|source| source.path.as_str()).collect();
    assert!(matches!(found[..], [one] if one.starts_with("exchange/")), "{found:?}");
    assert!(names("use std::net::TcpStream;", "TcpStream") && !names("struct NoTcpStreams;", "TcpStream"));
}

/// Whether code holds a word of its own.
fn names(code: &str, name: &str) -> bool {
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
fn a_circle_is_found_and_a_re_export_is_not_one() {
    let cases = [
        ("use super::b::B;", "use super::a::A;", true),
        ("use super::b::B;", "use super::c::C;", false),
        ("use super::Kept;", "use super::a::A;", true),
        ("use super::Named;", "", false),
    ];
    for (a, b, found) in cases {
        let house = House::of(&[
            source("domain/mod.rs", "pub mod a; pub mod b; pub mod c; pub use b::Kept; pub use c::Named;"),
            source("domain/a.rs", a),
            source("domain/b.rs", b),
            source("domain/c.rs", ""),
        ]);
        assert_eq!(!circles(&house.arrows).is_empty(), found, "{a} {b}");
    }
    let child = House::of(&[
        source("store/mod.rs", "mod a; pub struct Store; fn f() { a::g() }"),
        source("store/a.rs", "use super::Store;"),
    ]);
    assert!(!circles(&child.arrows).is_empty(), "a parent that calls a child which uses the parent");
}

#[derive(Clone)]
struct Source {
    /// Path under `src/`.
    path: String,
    /// The code without comments, texts and test modules.
    code: String,
}

fn source(path: &str, text: &str) -> Source {
    Source { path: path.into(), code: without_reach(&without_tests(&without_comments(text))) }
}

/// Without `pub(in crate::exchange)`: how far a name reaches is no use of what is there.
fn without_reach(code: &str) -> String {
    let mut parts = code.split("pub(in ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + "pub" + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// Every source file of the crate.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut found);
    assert!(found.len() > 10, "the sources are where this test looks for them");
    found
}

fn collect(dir: &Path, prefix: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(dir).expect("a directory of sources") {
        let entry = entry.expect("an entry of a directory");
        let name = entry.file_name().into_string().expect("file names are text");
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{prefix}{name}/"), found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(entry.path()).expect("a source is text");
            found.push(source(&format!("{prefix}{name}"), &text));
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

/// The files and who uses whom.
struct House {
    arrows: BTreeMap<String, BTreeSet<String>>,
}

impl House {
    fn of(sources: &[Source]) -> House {
        let files: BTreeMap<_, _> = sources.iter().map(|s| (module_of(&s.path), s.path.clone())).collect();
        let scans: Vec<_> = sources.iter().map(|s| (s, scan(s, &files))).collect();
        let mut shown = BTreeMap::new();
        for (source, paths) in &scans {
            for path in paths.iter().filter(|path| path.shown) {
                if let Some(name) = path.to.last() {
                    shown.insert((module_of(&source.path), name.clone()), path.to.clone());
                }
            }
        }
        let mut arrows = BTreeMap::new();
        for (source, paths) in &scans {
            let used: &mut BTreeSet<String> = arrows.entry(source.path.clone()).or_default();
            let used_paths = paths.iter().filter(|path| !path.shown);
            used.extend(used_paths.filter_map(|path| file_of(&path.to, &files, &shown, 0)));
            used.remove(&source.path);
        }
        House { arrows }
    }
}

/// A path that a file names.
#[derive(Debug)]
struct Named {
    /// From the crate's root.
    to: Vec<String>,
    /// `pub use`: the file only shows it to others.
    shown: bool,
}

/// `tui/screen/today.rs` is `["tui", "screen", "today"]`.
fn module_of(path: &str) -> Vec<String> {
    let stem = path.trim_end_matches(".rs");
    let stem = stem.trim_end_matches("/mod");
    if stem == "lib" { Vec::new() } else { stem.split('/').map(String::from).collect() }
}

/// The file that defines the end of a path, through whatever shows it to others.
fn file_of(
    path: &[String],
    files: &BTreeMap<Vec<String>, String>,
    shown: &BTreeMap<(Vec<String>, String), Vec<String>>,
    depth: usize,
) -> Option<String> {
    let home = (1..=path.len()).rev().find(|n| files.contains_key(&path[..*n]))?;
    let through = path.get(home).and_then(|name| shown.get(&(path[..home].to_vec(), name.clone())));
    match through {
        Some(real) if depth < 8 && real.as_slice() != path => file_of(real, files, shown, depth + 1),
        _ => files.get(&path[..home]).cloned(),
    }
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

fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// A shortest circle through each file that is on one, its first file again at the end; the same circle once.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for file in arrows.keys() {
        let Some(way) = way_back(file, arrows) else { continue };
        let members: BTreeSet<_> = way.iter().copied().collect();
        if seen.insert(members) {
            found.push(way.iter().copied().chain([file.as_str()]).map(String::from).collect());
        }
    }
    found
}

/// The shortest way from a file to itself.
fn way_back<'a>(file: &'a str, arrows: &'a BTreeMap<String, BTreeSet<String>>) -> Option<Vec<&'a str>> {
    let mut ways = VecDeque::from([vec![file]]);
    let mut reached = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        let here = way.last().copied().unwrap_or(file);
        for next in arrows.get(here).into_iter().flatten() {
            if next == file {
                return Some(way);
            }
            if reached.insert(next.as_str()) {
                ways.push_back(way.iter().copied().chain([next.as_str()]).collect());
            }
        }
    }
    None
}

/// Every path that a file names, from the crate's root.
fn scan(source: &Source, files: &BTreeMap<Vec<String>, String>) -> Vec<Named> {
    let here = module_of(&source.path);
    let tokens = tokens(&source.code);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some(root) = root(&tokens, at, &here, files) else {
            at += 1;
            continue;
        };
        let shown = is_pub_use(&tokens, at);
        let (ends, next) = tree(&tokens, at + 1, &root);
        found.extend(ends.into_iter().map(|to| Named { to, shown }));
        at = next.max(at + 1);
    }
    found
}

/// The module that a path beginning here starts from; nothing where none of ours begins.
fn root(tokens: &[&str], at: usize, here: &[String], files: &BTreeMap<Vec<String>, String>) -> Option<Vec<String>> {
    let begins = at == 0 || tokens[at - 1] != "::";
    if !begins || tokens.get(at + 1) != Some(&"::") {
        return None;
    }
    match tokens[at] {
        "crate" | "whynow" => Some(Vec::new()),
        "self" => Some(here.to_vec()),
        "super" => Some(here[..here.len().saturating_sub(1)].to_vec()),
        name => {
            let child: Vec<_> = here.iter().cloned().chain([name.to_owned()]).collect();
            (files.contains_key(&child) && !here.is_empty()).then_some(child)
        }
    }
}

/// Whether the path at `at` stands in `pub use` or `pub(crate) use`.
fn is_pub_use(tokens: &[&str], at: usize) -> bool {
    let before = &tokens[..at];
    before.last() == Some(&"use")
        && before[..before.len() - 1].iter().rev().find(|t| !matches!(**t, ")" | "(" | "crate" | "super" | "in"))
            == Some(&"pub")
}

/// The ends of `::a::{b, c::d}` and the token after it.
fn tree(tokens: &[&str], mut at: usize, base: &[String]) -> (Vec<Vec<String>>, usize) {
    let mut path = base.to_vec();
    while tokens.get(at) == Some(&"::") {
        match tokens.get(at + 1).copied() {
            Some("{") => {
                let (ends, next) = branches(tokens, at + 2, &path);
                return (ends, next);
            }
            Some("super") => {
                path.pop();
            }
            Some(name) if name.starts_with(|c: char| c.is_alphabetic() || c == '_') => path.push(name.to_owned()),
            _ => break,
        }
        at += 2;
    }
    (vec![path], at)
}

fn branches(tokens: &[&str], mut at: usize, base: &[String]) -> (Vec<Vec<String>>, usize) {
    let mut ends = Vec::new();
    while let Some(token) = tokens.get(at).copied() {
        match token {
            "}" => return (ends, at + 1),
            "self" => ends.push(base.to_vec()),
            "," | "*" => {}
            "as" => at += 1,
            name => {
                let path: Vec<_> = base.iter().cloned().chain([name.to_owned()]).collect();
                let (more, next) = tree(tokens, at + 1, &path);
                ends.extend(more);
                at = next;
                continue;
            }
        }
        at += 1;
    }
    (ends, at)
}

/// Words, `::` and single signs.
fn tokens(code: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if !first.is_whitespace() {
            found.push(token);
        }
        rest = after;
    }
    found
}

/// The code with every comment and text replaced by a blank.
fn without_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = match first {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block(rest),
            '"' => quoted(rest),
            'r' if !code.ends_with(|c: char| c.is_alphanumeric() || c == '_') => raw(rest),
            '\'' => character(rest),
            _ => 0,
        };
        code.push(if skipped > 0 { ' ' } else { first });
        rest = rest.split_at(if skipped > 0 { skipped } else { first.len_utf8() }).1;
    }
    code
}

fn block(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    let bytes = rest.as_bytes();
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn raw(rest: &str) -> usize {
    let hashes = rest.chars().skip(1).take_while(|c| *c == '#').count();
    if rest.as_bytes().get(1 + hashes) != Some(&b'"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let body = rest.split_at(2 + hashes).1;
    body.find(&end).map_or(rest.len(), |at| 2 + hashes + at + end.len())
}

/// `'x'` and `'\n'`; a lifetime is not one.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => chars.skip(1).find(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        Some(_) => chars.next().filter(|(_, c)| *c == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}

/// The code without what stands under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let Some((before, rest)) = code.split_once("#[cfg(test)]") else { return code.to_owned() };
    let mut depth = 0;
    let end = rest.char_indices().find(|(_, c)| match c {
        '{' => {
            depth += 1;
            false
        }
        '}' => {
            depth -= 1;
            depth == 0
        }
        ';' => depth == 0,
        _ => false,
    });
    let after = end.map_or("", |(at, c)| rest.split_at(at + c.len_utf8()).1);
    format!("{before}{}", without_tests(after))
}
