//! Who uses whom: the paths that a file names, and the methods that another folder gives to a type.

use std::collections::{BTreeMap, BTreeSet};

use super::impls::calls_of_foreign_impls;
use super::source::{Source, tokens};

/// The files and who uses whom.
pub(super) struct House {
    /// Every file, and the files that it uses.
    pub(super) arrows: BTreeMap<String, BTreeSet<String>>,
}

impl House {
    pub(super) fn of(sources: &[Source]) -> House {
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
        for (from, to) in calls_of_foreign_impls(sources) {
            arrows.entry(from).or_default().insert(to);
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
