//! How far a new screen reaches: its own files, and the table.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::source::{sources, tokens};

/// The only file that makes screens.
const TABLE: &str = "tui/app/screens.rs";
/// The one screen that no route leads to, and who shows it: there is no book yet.
const FIRST_RUN: (&str, &str) = ("WelcomeScreen", "tui/app/on_answer.rs");

#[test]
fn a_screen_is_known_to_the_table_alone() {
    let sources = sources();
    let inside = |path: &str| path.starts_with("tui/screen/");
    let mut screens = BTreeSet::new();
    for source in sources.iter().filter(|source| inside(&source.path)) {
        let words = tokens(&source.code);
        let named = words.windows(2).filter(|pair| pair[0] == "struct" && pair[1].ends_with("Screen"));
        screens.extend(named.map(|pair| pair[1].to_owned()));
    }
    assert!(screens.len() > 20, "{screens:?}");
    for source in sources.iter().filter(|source| !inside(&source.path)) {
        for name in tokens(&source.code).into_iter().filter(|word| screens.contains(*word)) {
            let known = source.path == TABLE || (name, source.path.as_str()) == FIRST_RUN;
            assert!(known, "{} names {name}: only {TABLE} makes screens", source.path);
        }
    }
}

#[test]
fn what_is_said_of_a_new_screen_names_six_files() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md")).unwrap();
    let row = text.lines().find(|line| line.starts_with("| a screen |")).expect("a row about screens");
    let files: BTreeSet<&str> = row.split('`').skip(1).step_by(2).filter(|path| path.starts_with("src/")).collect();
    assert!(row.contains("six files") && files.len() == 6, "{files:?}");
    assert!(files.contains(format!("src/{TABLE}").as_str()), "{files:?}");
}
