//! Every public type and function says what it is for. Fields whose name says it all need no sentence.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::forgotten::written;

const NEEDS_A_SENTENCE: [&str; 6] = ["pub fn ", "pub struct ", "pub enum ", "pub trait ", "pub const ", "pub static "];

#[test]
fn every_public_type_and_function_has_a_sentence() {
    let mut files = BTreeSet::new();
    written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut bare = Vec::new();
    for path in files.iter().filter(|path| !path.ends_with("tests.rs")) {
        let text = fs::read_to_string(path).unwrap();
        bare.extend(undocumented(&text).map(|line| format!("{}: {line}", path.display())));
    }
    assert!(bare.is_empty(), "these say nothing of what they are for:\n{}", bare.join("\n"));
}

/// Public items without a line of documentation above them and their attributes.
fn undocumented(text: &str) -> impl Iterator<Item = &str> {
    let lines: Vec<&str> = text.lines().take_while(|line| *line != "#[cfg(test)]").map(str::trim).collect();
    (0..lines.len())
        // What a macro makes has its sentence where the macro is used.
        .filter(|at| NEEDS_A_SENTENCE.iter().any(|begins| lines[*at].starts_with(begins)) && !lines[*at].contains('$'))
        .filter(|at| {
            let is_attribute = |line: &&str| line.starts_with("#[") || line.ends_with(")]");
            let above = lines[..*at].iter().rev().find(|line| !is_attribute(line));
            !above.is_some_and(|line| line.starts_with("///"))
        })
        .map(|at| lines[at])
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn an_item_without_a_sentence_is_found() {
    let text = "/// Says so.\n#[derive(Debug)]\npub struct A;\n\npub fn f() {}\n    pub fn g() {}\n";
    assert_eq!(undocumented(text).collect::<Vec<_>>(), ["pub fn f() {}", "pub fn g() {}"]);
}
