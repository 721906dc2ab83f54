//! Methods that stand outside the folder of their type: calling one uses the file it stands in, whatever the `use` lines
//! say.

use std::collections::{BTreeMap, BTreeSet};

use super::layers::{folder, room};
use super::source::{Source, tokens};

/// From file, to file, for every call of a method whose only definition stands outside the folder of its type.
///
/// A method is known by its name alone, so that one whose name stands twice in the program is left out.
pub(super) fn calls_of_foreign_impls(sources: &[Source]) -> BTreeSet<(String, String)> {
    let words: Vec<(&Source, Vec<&str>)> = sources.iter().map(|source| (source, tokens(&source.code))).collect();
    let homes = homes(&words);
    let mut defined: BTreeMap<&str, usize> = BTreeMap::new();
    for name in words.iter().flat_map(|(_, words)| words.windows(2)).filter(|pair| pair[0] == "fn") {
        *defined.entry(name[1]).or_default() += 1;
    }
    let mut foreign = BTreeMap::new();
    for (source, words) in &words {
        for (of, method) in methods(words) {
            let home = homes.get(of).and_then(Option::as_deref);
            let outside = home.is_some_and(|home| folder(home) != folder(&source.path));
            if outside && defined.get(method) == Some(&1) {
                foreign.insert(method, source.path.as_str());
            }
        }
    }
    let mut calls = BTreeSet::new();
    for (source, words) in &words {
        for call in words.windows(3).filter(|call| call[0] == "." && call[2] == "(") {
            // A method of another room may only share its name with one of a library.
            if let Some(to) = foreign.get(call[1]).filter(|to| **to != source.path && room(to) == room(&source.path)) {
                calls.insert((source.path.clone(), (*to).to_owned()));
            }
        }
    }
    calls
}

/// The file in which a type is defined; nothing for a name that stands for two types.
fn homes<'a>(words: &[(&'a Source, Vec<&'a str>)]) -> BTreeMap<&'a str, Option<String>> {
    let mut homes = BTreeMap::new();
    for (source, words) in words {
        for pair in words.windows(2).filter(|pair| matches!(pair[0], "struct" | "enum")) {
            homes.entry(pair[1]).and_modify(|home| *home = None).or_insert_with(|| Some(source.path.clone()));
        }
    }
    homes
}

/// The type and the name of every function directly in an `impl` that is of no trait.
fn methods<'a>(words: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let begins = words[at] == "impl" && (at == 0 || matches!(words[at - 1], "}" | ";" | "]" | "{"));
        let Some(open) = begins.then(|| words[at..].iter().position(|word| *word == "{")).flatten() else {
            at += 1;
            continue;
        };
        let head = &words[at + 1..at + open];
        let end = closing(words, at + open);
        if let Some(of) = inherent_type(head) {
            found.extend(functions(&words[at + open..end]).map(|name| (of, name)));
        }
        at = end;
    }
    found
}

/// The type of `impl<'a> Type<'a>`; nothing for `impl Trait for Type`.
fn inherent_type<'a>(head: &[&'a str]) -> Option<&'a str> {
    if head.contains(&"for") {
        return None;
    }
    let mut depth = 0_i32;
    let mut last = None;
    for word in head {
        match *word {
            "<" => depth += 1,
            ">" => depth -= 1,
            "where" => break,
            name if depth == 0 && name.starts_with(|letter: char| letter.is_alphabetic()) => last = Some(name),
            _ => {}
        }
    }
    last
}

fn functions<'a>(body: &[&'a str]) -> impl Iterator<Item = &'a str> {
    let mut depth = 0;
    body.windows(2).filter_map(move |pair| {
        match pair[0] {
            "{" => depth += 1,
            "}" => depth -= 1,
            "fn" if depth == 1 => return Some(pair[1]),
            _ => {}
        }
        None
    })
}

/// Behind the brace that closes the one at `open`.
fn closing(words: &[&str], open: usize) -> usize {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate().skip(open) {
        match *word {
            "{" => depth += 1,
            "}" if depth == 1 => return at + 1,
            "}" => depth -= 1,
            _ => {}
        }
    }
    words.len()
}
