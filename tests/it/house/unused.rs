//! What only tests call is no part of the program: no public function whose name the program never says.
//!
//! The compiler looks for such functions too, but not among public ones of a library. This test goes by names alone: a
//! dead `new` or `parse` hides behind the live ones of other types, and one that a macro names by a text is not seen.

use std::collections::BTreeMap;
use std::ops::Range;

use super::source::{Source, source, sources, tokens};

/// Functions that are there for tests, benchmarks or generated documents, and why. This list may only shrink.
const FOR_OTHERS: &[(&str, &str)] = &[
    ("advance", "moves the clock of tests"),
    ("definition", "the manual's commands"),
    ("key_table", "the manual's keys"),
    ("log_history", "benchmarks fill a book"),
    ("with_session", "tests run the screens inline"),
];

#[test]
fn no_public_function_is_named_by_tests_alone() {
    let unused = unused(&sources());
    let new: Vec<_> = unused.iter().filter(|(name, _)| FOR_OTHERS.iter().all(|(known, _)| known != *name)).collect();
    assert!(new.is_empty(), "the program never calls these: {new:#?}");
    for (name, _) in FOR_OTHERS {
        assert!(unused.contains_key(*name), "the program calls {name} by now, or it is gone: take it off the list");
    }
}

#[test]
fn a_function_that_is_only_shown_or_calls_itself_is_found() {
    let house = [
        source("domain/a.rs", "pub fn shown() {} pub fn itself() { itself() } pub fn called() {} fn f() { called(); }"),
        source(
            "domain/mod.rs",
            "pub use a::{shown, itself}; pub(in crate::domain) const fn deep() -> [u8; 2] { [1, 2] }",
        ),
        source("store/mod.rs", "pub fn tested() {}\n#[cfg(test)]\nmod tests { fn t() { super::tested(); } }"),
    ];
    assert_eq!(unused(&house).keys().collect::<Vec<_>>(), ["deep", "itself", "shown", "tested"]);
}

/// Public functions that nothing names but their own definition, lines that only show them to others, and tests; with
/// the file of each.
fn unused(sources: &[Source]) -> BTreeMap<String, String> {
    let (mut defined, mut uses): (BTreeMap<String, String>, BTreeMap<String, usize>) = Default::default();
    for source in sources.iter().filter(|source| !source.path.ends_with("tests.rs") && !source.path.contains("/tests/"))
    {
        let words = tokens(&source.code);
        let mut at = 0;
        while at < words.len() {
            if words[at] == "use" {
                at += words[at..].iter().position(|word| *word == ";").unwrap_or(0);
            }
            *uses.entry(words[at].to_owned()).or_default() += 1;
            at += 1;
        }
        for at in (0..words.len()).filter(|at| words[*at] == "fn") {
            let Some(name) = words.get(at + 1) else { continue };
            let own = words[extent(&words, at)].iter().filter(|word| *word == name).count();
            *uses.entry((*name).to_owned()).or_default() -= own;
            if is_public(&words[..at]) {
                defined.insert((*name).to_owned(), source.path.clone());
            }
        }
    }
    defined.into_iter().filter(|(name, _)| uses.get(name).is_none_or(|uses| *uses == 0)).collect()
}

/// From `fn` to the end of its body.
fn extent(words: &[&str], at: usize) -> Range<usize> {
    let (mut braces, mut brackets) = (0, 0);
    for (end, word) in words.iter().enumerate().skip(at) {
        match *word {
            "{" => braces += 1,
            "}" if braces == 1 => return at..end + 1,
            "}" => braces -= 1,
            "[" | "(" => brackets += 1,
            "]" | ")" => brackets -= 1,
            // A length in a type, `[u8; 2]`, ends no signature.
            ";" if braces == 0 && brackets == 0 => return at..end,
            _ => {}
        }
    }
    at..words.len()
}

/// Whether what stands before `fn` makes it public: `pub`, `pub(crate)`, with `const` or `unsafe` between.
fn is_public(before: &[&str]) -> bool {
    let head = before.iter().rev().skip_while(|word| matches!(**word, "const" | "async" | "unsafe"));
    let mut head = head.skip_while(|word| matches!(**word, ")" | "(" | "crate" | "super"));
    head.next() == Some(&"pub")
}
