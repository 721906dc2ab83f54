//! One name, one thing: no type's name stands for two types, and functions are named by a verb or by what they return.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{sources, tokens};

/// Names that stand for two types on purpose. This list may only shrink.
const SHARED_TYPES: &[&str] = &[];

/// Pronouns, participles and prepositions that say nothing of what a function does, and how many functions still bear
/// them. A figure may only fall.
const BARE_NAMES: &[(&str, usize)] = &[
    ("after", 2),
    ("against", 2),
    ("alone", 1),
    ("answered", 1),
    ("asked", 1),
    ("at", 8),
    ("back", 2),
    ("before", 4),
    ("begun", 2),
    ("beside", 6),
    ("by", 2),
    ("called", 6),
    ("changed", 2),
    ("chosen", 4),
    ("cited", 1),
    ("clipped", 3),
    ("connected", 2),
    ("copied", 2),
    ("cut", 2),
    ("doubt", 1),
    ("each", 1),
    ("edited", 2),
    ("ended", 2),
    ("existing", 1),
    ("failed", 1),
    ("filled", 4),
    ("folded", 1),
    ("found", 3),
    ("free", 1),
    ("heads", 1),
    ("here", 1),
    ("home", 2),
    ("how", 1),
    ("identified", 1),
    ("kept", 3),
    ("known", 2),
    ("left", 1),
    ("listed", 3),
    ("mapped", 1),
    ("marked", 1),
    ("more", 5),
    ("most", 1),
    ("moved", 2),
    ("named", 5),
    ("needed", 1),
    ("odd", 1),
    ("of", 38),
    ("one", 2),
    ("over", 4),
    ("overridden", 1),
    ("owed", 1),
    ("picked", 2),
    ("plain", 1),
    ("ready", 1),
    ("refused", 1),
    ("rest", 3),
    ("right", 1),
    ("said", 5),
    ("same", 3),
    ("short", 2),
    ("shown", 3),
    ("spoken", 2),
    ("suggested", 1),
    ("told", 2),
    ("turned", 1),
    ("typed", 3),
    ("under", 2),
    ("usable", 1),
    ("whole", 2),
    ("whom", 2),
    ("with", 4),
    ("written", 1),
    ("wrong", 2),
];

#[test]
fn no_two_types_share_a_name() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        for name in types(&tokens(&source.code)) {
            places.entry(name.to_owned()).or_default().insert(source.path.clone());
        }
    }
    let shared: Vec<_> = places.iter().filter(|(_, places)| places.len() > 1).collect();
    let new: Vec<_> = shared.iter().filter(|(name, _)| !SHARED_TYPES.contains(&name.as_str())).collect();
    assert!(new.is_empty(), "these names stand for two types each: {new:#?}");
    for name in SHARED_TYPES {
        let still = shared.iter().any(|(shared, _)| shared.as_str() == *name);
        assert!(still, "{name} is one type by now: take it off the list");
    }
}

#[test]
fn no_more_functions_have_a_bare_name() {
    let mut found: BTreeMap<&str, Vec<String>> = BARE_NAMES.iter().map(|(name, _)| (*name, Vec::new())).collect();
    for source in sources() {
        for pair in tokens(&source.code).windows(2).filter(|pair| pair[0] == "fn") {
            if let Some(places) = found.get_mut(pair[1]) {
                places.push(source.path.clone());
            }
        }
    }
    for (name, most) in BARE_NAMES {
        let places = &found[name];
        assert!(
            places.len() <= *most,
            "`fn {name}` says neither what it does nor what it gives: {} of them, at most {most} in {places:#?}",
            places.len()
        );
        assert!(places.len() == *most, "`fn {name}` stands {} times by now: lower its figure to that", places.len());
    }
}

#[test]
fn types_are_found_wherever_they_are_defined() {
    let code = "pub struct A; enum B {} impl X for A { type C = D; } type E = B; trait F { type G; }
        vocabulary! { H { One } } ids! { I, J } fn f() { struct K; }";
    assert_eq!(types(&tokens(code)), ["A", "B", "E", "F", "H", "I", "J", "K"]);
}

/// The names of the types that a file defines, those of `vocabulary!` and `ids!` among them.
fn types<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut found = Vec::new();
    for (at, pair) in words.windows(2).enumerate() {
        let is_name = pair[1].starts_with(|letter: char| letter.is_ascii_uppercase());
        let alias_of_a_trait = pair[0] == "type" && is_inside_impl(words, at);
        if is_name && matches!(pair[0], "struct" | "enum" | "trait" | "union" | "type") && !alias_of_a_trait {
            found.push(pair[1]);
        }
        if matches!(pair, ["vocabulary" | "ids", "!"]) {
            found.extend(names_of_a_macro(&words[at + 2..]));
        }
    }
    found
}

/// Whether the word stands in the braces of an `impl` or a `trait`, where `type` names what a trait asks for.
fn is_inside_impl(words: &[&str], at: usize) -> bool {
    let mut depth = 0;
    for before in (0..at).rev() {
        match words[before] {
            "}" => depth += 1,
            "{" if depth > 0 => depth -= 1,
            "{" => {
                let head =
                    words[..before].iter().rposition(|word| matches!(*word, "}" | ";" | "{")).map_or(0, |at| at + 1);
                return words[head..before].iter().any(|word| matches!(*word, "impl" | "trait"));
            }
            _ => {}
        }
    }
    false
}

/// `vocabulary! { A { … } B { … } }`: A and B.
fn names_of_a_macro<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let (mut depth, mut found) = (0, Vec::new());
    for (at, word) in words.iter().enumerate() {
        match *word {
            "{" => depth += 1,
            "}" => depth -= 1,
            name if depth == 1
                && name.starts_with(|letter: char| letter.is_ascii_uppercase())
                && matches!(words.get(at + 1), Some(&"{" | &";" | &"," | &"}")) =>
            {
                found.push(name);
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    found
}
