//! No file of the tests is forgotten, and none grows until nobody reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Every Rust file below a folder, whoever names it.
pub(super) fn written(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            written(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.insert(path);
        }
    }
}

/// This file and every one that its `mod` lines lead to.
fn reached(file: &Path, found: &mut BTreeSet<PathBuf>) {
    let text = fs::read_to_string(file).unwrap();
    let names_its_folder = file.ends_with("main.rs") || file.ends_with("mod.rs");
    let folder = if names_its_folder { file.parent().unwrap().to_owned() } else { file.with_extension("") };
    found.insert(file.to_owned());
    for name in modules(&text) {
        let alone = folder.join(format!("{name}.rs"));
        reached(&if alone.exists() { alone } else { folder.join(name).join("mod.rs") }, found);
    }
}

fn modules(text: &str) -> impl Iterator<Item = &str> {
    let before = std::iter::once("").chain(text.lines());
    // A path leads out of the tests, to an example that is looked at here.
    text.lines().zip(before).filter(|(_, before)| !before.starts_with("#[path")).filter_map(|(line, _)| {
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        line.strip_prefix("mod ")?.strip_suffix(';')
    })
}

#[test]
fn a_mod_line_leads_to_every_file() {
    let (mut all, mut run) = (BTreeSet::new(), BTreeSet::new());
    written(&tests(), &mut all);
    reached(&tests().join("it/main.rs"), &mut run);
    let forgotten: Vec<_> = all.difference(&run).collect();
    assert!(forgotten.is_empty(), "no `mod` line leads to {forgotten:?}: nothing in them is run");
}

#[test]
fn no_file_is_longer_than_500_lines_and_no_folder_holds_more_than_15() {
    let (mut all, mut folders) = (BTreeSet::new(), BTreeMap::new());
    written(&tests(), &mut all);
    written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    for file in all {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", file.display());
        // What a folder says of itself is no shelf space.
        let counts = usize::from(!file.ends_with("mod.rs"));
        *folders.entry(file.parent().unwrap().to_owned()).or_insert(0) += counts;
    }
    let full: Vec<_> = folders.into_iter().filter(|(_, files)| *files > 15).collect();
    assert!(full.is_empty(), "{full:?}");
}
