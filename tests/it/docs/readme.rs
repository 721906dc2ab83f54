//! What the README says equals what the code says: keys, commands, settings, pictures, and every example runs.
//!
//! `README_UPDATE=1 cargo test --test it readme` writes the key tables anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;
use whynow::domain::call::Reach;
use whynow::exchange::crm::{Mapping, System};
use whynow::tui::message::action::Action;
use whynow::tui::message::keymap::Keymap;
use whynow::tui::overlay::help::key_table;

/// The keys that a day needs, in the order of a day.
const TEN: [Action; 10] = [
    Action::Down,
    Action::Filter,
    Action::Plan,
    Action::Template,
    Action::Save,
    Action::Call,
    Action::Log,
    Action::Undo,
    Action::Palette,
    Action::Help,
];

/// Files that the examples name, and what stands in for them.
const FILES: [(&str, &str); 3] = [
    ("accounts.csv", "salesforce-accounts-latin1.csv"),
    ("contacts.csv", "hubspot-contacts_sample_import-1.csv"),
    ("news.atom", "sec-8k-2025-12-12.atom"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).unwrap()
}

/// What stands between `<!-- name -->` and `<!-- /name -->`.
fn between<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("<!-- {name} -->\n")).unwrap_or_else(|| panic!("no marker {name}"));
    rest.split_once(&format!("<!-- /{name} -->")).unwrap_or_else(|| panic!("no end of {name}")).0
}

/// The section under a heading.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, rest) = text.split_once(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("no section {heading}"));
    rest.split_once("\n## ").map_or(rest, |(section, _)| section)
}

/// The cells of the table rows of a text, without head and rule.
fn rows(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().filter(|line| line.starts_with("| `"));
    lines.map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()).collect()
}

fn code(cell: &str) -> String {
    cell.trim_matches('`').to_owned()
}

fn set<T: Into<String>>(names: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    names.into_iter().map(Into::into).collect()
}

/// `j Down` as two keys; a few commands have none.
fn keys_of(keys: &str) -> String {
    if keys.is_empty() {
        return "by name, with `:`".into();
    }
    keys.split(' ').map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" ")
}

fn ten_keys() -> String {
    let table = key_table(&Keymap::default());
    let mut out = String::from("| key | |\n|---|---|\n");
    for action in TEN {
        let (_, keys, help) = table.iter().find(|(id, ..)| *id == action.id()).unwrap();
        let first = keys.split(' ').next().unwrap();
        out.push_str(&format!("| `{first}` | {help} |\n"));
    }
    out
}

fn every_key() -> String {
    let mut out = String::from("| name | keys | |\n|---|---|---|\n");
    for (id, keys, help) in key_table(&Keymap::default()) {
        out.push_str(&format!("| `{id}` | {} | {help} |\n", keys_of(&keys)));
    }
    out
}

/// The columns of a CRM's file, and what each holds.
fn columns(system: System) -> String {
    let mut out = String::from("| column | holds |\n|---|---|\n");
    for column in Mapping::builtin().columns(system) {
        out.push_str(&format!("| `{}` | {} |\n", column.name, column.holds));
    }
    out
}

/// What each system calls how far a call came.
fn outcomes() -> String {
    let mut out = String::from("| logged as | HubSpot | Salesforce |\n|---|---|---|\n");
    for reach in Reach::ALL {
        let hubspot = Mapping::builtin().called(System::HubSpot, *reach).unwrap();
        let label = if hubspot.label.is_empty() {
            "left empty; title and body say it".to_owned()
        } else {
            format!("{} (`{}`)", hubspot.label, hubspot.code)
        };
        let salesforce = Mapping::builtin().called(System::Salesforce, *reach).unwrap();
        out.push_str(&format!("| {} | {label} | {} |\n", reach.words(), salesforce.label));
    }
    out
}

#[test]
fn the_tables_are_those_of_the_program() {
    let mut text = readme();
    let tables = [
        ("ten keys", ten_keys()),
        ("keys", every_key()),
        ("hubspot columns", columns(System::HubSpot)),
        ("salesforce columns", columns(System::Salesforce)),
        ("crm outcomes", outcomes()),
    ];
    for (name, table) in tables {
        if std::env::var_os("README_UPDATE").is_some() {
            let old = format!("<!-- {name} -->\n{}<!-- /{name} -->", between(&text, name));
            text = text.replace(&old, &format!("<!-- {name} -->\n{table}<!-- /{name} -->"));
            fs::write(root().join("README.md"), &text).unwrap();
        }
        assert_eq!(between(&text, name), table, "README_UPDATE=1 cargo test --test it readme writes it anew");
    }
}

#[test]
fn every_command_is_named_and_no_other() {
    let help = Command::new(cargo_bin("whynow")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, rest) = help.split_once("Commands:\n").unwrap();
    let (commands, _) = rest.split_once("\n\n").unwrap();
    let known = commands.lines().filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let named = rows(section(&readme(), "Plain lines")).into_iter().map(|cells| code(&cells[0]));
    assert_eq!(set(named), set(known));
}

#[test]
fn every_setting_is_named_and_no_other() {
    let named = rows(section(&readme(), "Settings")).into_iter().map(|cells| code(&cells[0]));
    assert_eq!(set(named), set(whynow::config::KEYS.iter().copied()));
}

#[test]
fn the_test_command_is_the_one_that_every_change_must_pass() {
    let run = fs::read_to_string(root().join(".ci/run")).unwrap();
    let commands: Vec<_> = run.lines().filter_map(|line| line.strip_prefix("step ")).collect();
    let shown = section(&readme(), "Try it").to_owned();
    let tests: Vec<_> = shown.lines().filter(|line| line.starts_with("cargo test")).collect();
    assert_eq!(tests.len(), 1, "{shown}");
    assert!(commands.contains(&tests[0]), "{tests:?} is not among {commands:?}");
}

#[test]
fn the_pictures_are_what_the_program_shows_today() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(cargo_bin("whynow")).arg("pictures").arg(folder.path()).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    for picture in fs::read_dir(folder.path()).unwrap() {
        let name = picture.unwrap().file_name().into_string().unwrap();
        let (new, kept) = (folder.path().join(&name), root().join("assets/pictures").join(&name));
        let (new, kept) = (fs::read_to_string(new).unwrap(), fs::read_to_string(kept).unwrap_or_default());
        assert!(new == kept, "{name} is old: cargo run -- pictures assets/pictures");
        assert!(new.len() < 60_000, "{name} has {} bytes", new.len());
        assert!(readme().contains(&format!("](assets/pictures/{name})")), "{name} is not shown");
    }
}

/// A folder with a sample book and the files that the examples name.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new(cargo_bin("whynow"))
        .args(["demo", "--keep", "book.db"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    for (name, data) in FILES {
        fs::copy(root().join("tests/data").join(data), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("opener.txt"), "Just checking in.\n").unwrap();
    folder
}

#[test]
fn every_example_works() {
    let text = readme();
    let table = rows(section(&text, "Plain lines")).into_iter().map(|cells| code(&cells[1]));
    let blocks = text.split("```sh\n").skip(1).filter_map(|block| block.split_once("```"));
    let blocks = blocks.flat_map(|(lines, _)| lines.lines()).filter(|line| line.starts_with("whynow "));
    let blocks = blocks.map(str::to_owned);
    let folder = desk();
    let programs = cargo_bin("whynow").parent().map(Path::to_path_buf).unwrap();
    let path = std::env::join_paths([programs, PathBuf::from("/usr/bin"), PathBuf::from("/bin")]).unwrap();
    for example in blocks.chain(table) {
        let ran = Command::new("sh")
            .args(["-c", &example])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .env_clear()
            .env("PATH", &path)
            .env("HOME", folder.path())
            .env("TZ", "Europe/Oslo")
            .env("WHYNOW_BOOK", folder.path().join("book.db"))
            .output()
            .unwrap();
        let wanted = if example.starts_with("whynow check") { 3 } else { 0 };
        assert_eq!(ran.status.code(), Some(wanted), "{example}\n{}", String::from_utf8_lossy(&ran.stderr));
    }
}
