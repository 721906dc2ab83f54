//! What the documents say equals what the program does: generated parts, examples, settings, pictures, links, paths, and
//! the tests that promises name.
//!
//! `README_UPDATE=1 cargo test generated` writes the generated parts anew.

#[path = "../../../examples/pictures/frames.rs"]
mod frames;
#[path = "../../../examples/pictures/svg.rs"]
mod svg;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;
use whynow::cli;
use whynow::config::{Config, SETTINGS};
use whynow::domain::call::Reach;
use whynow::domain::query::ImportKind;
use whynow::exchange::crm::{Mapping, System};
use whynow::exchange::shipped_presets;
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

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap()
}

/// Every document, by its path.
fn documents() -> Vec<String> {
    let pages = fs::read_dir(root().join("docs")).unwrap();
    let pages = pages.map(|page| format!("docs/{}", page.unwrap().file_name().to_string_lossy()));
    let mut all: Vec<_> = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(String::from).into_iter().collect();
    all.extend(pages);
    all.sort();
    all
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

/// The lines of the fenced blocks of one language, block by block.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let blocks = text.split(&fence).skip(1).filter_map(|block| block.split_once("```"));
    blocks.map(|(lines, _)| lines.to_owned()).collect()
}

/// Everything in backticks outside of fenced blocks.
fn quoted(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    prose.lines().flat_map(|line| line.split('`').skip(1).step_by(2).map(String::from).collect::<Vec<_>>()).collect()
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
        writeln!(out, "| `{first}` | {help} |").unwrap();
    }
    out
}

fn every_key() -> String {
    let mut out = String::from("| name | keys | |\n|---|---|---|\n");
    for (id, keys, help) in key_table(&Keymap::default()) {
        writeln!(out, "| `{id}` | {} | {help} |", keys_of(&keys)).unwrap();
    }
    out
}

fn settings() -> String {
    let mut out = String::from("| key | what it sets |\n|---|---|\n");
    for (key, sets) in SETTINGS {
        writeln!(out, "| `{key}` | {sets} |").unwrap();
    }
    out
}

/// The columns of a CRM's file, and what each holds.
fn columns(system: System) -> String {
    let mut out = String::from("| column | holds |\n|---|---|\n");
    for column in Mapping::builtin().columns(system) {
        writeln!(out, "| `{}` | {} |", column.name, column.holds).unwrap();
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
        writeln!(out, "| {} | {label} | {} |", reach.words(), salesforce.label).unwrap();
    }
    out
}

/// The exports that are known, and what each may hold.
fn presets() -> String {
    let mut out = String::from("| export | holds |\n|---|---|\n");
    for preset in shipped_presets() {
        let kinds: Vec<_> = preset.knows.iter().map(|(kind, _)| kind_word(*kind)).collect();
        writeln!(out, "| {} | {} |", preset.name, kinds.join(", ")).unwrap();
    }
    out
}

fn kind_word(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Accounts => "accounts",
        ImportKind::Contacts => "contacts",
        ImportKind::Triggers => "triggers",
        ImportKind::Calls => "calls",
        ImportKind::DoNotCall => "do-not-call list",
        ImportKind::Invites => "meetings",
    }
}

/// Every command with its arguments and options, and those below it.
fn commands() -> String {
    let mut definition = cli::definition();
    definition.build();
    let mut out = String::new();
    for command in definition.get_subcommands().filter(|command| !is_left_out(command)) {
        describe(command, "whynow", &[], &mut out);
    }
    out
}

fn is_left_out(command: &clap::Command) -> bool {
    command.is_hide_set() || command.get_name() == "help"
}

fn describe(command: &clap::Command, above: &str, taken_above: &[String], out: &mut String) {
    let name = format!("{above} {}", command.get_name());
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    writeln!(out, "### {name}\n\n{}\n", sentence(&about)).unwrap();
    let own = |argument: &&clap::Arg| {
        !argument.is_hide_set()
            && !argument.is_global_set()
            && !matches!(argument.get_id().as_str(), "help" | "version")
    };
    let taken: Vec<_> = command.get_arguments().filter(own).map(option_row).collect();
    if !taken.is_empty() && taken.iter().all(|row| taken_above.contains(row)) {
        writeln!(out, "It takes what `{above}` takes.\n").unwrap();
    } else if !taken.is_empty() {
        writeln!(out, "| | |\n|---|---|\n{}\n", taken.join("\n")).unwrap();
    }
    for below in command.get_subcommands().filter(|below| !is_left_out(below)) {
        describe(below, &name, &taken, out);
    }
}

fn sentence(words: &str) -> String {
    if words.ends_with(['.', '?', '!']) { words.to_owned() } else { format!("{words}.") }
}

fn option_row(argument: &clap::Arg) -> String {
    let mut help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let takes = argument.get_action().takes_values();
    let possible: Vec<_> =
        argument.get_possible_values().iter().map(|value| format!("`{}`", value.get_name())).collect();
    if takes && !possible.is_empty() && argument.get_id() != "shell" {
        help = format!("{} One of {}", sentence(&help), possible.join(", "));
    }
    let default: Vec<_> = argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
    if takes && !default.is_empty() {
        write!(help, "; `{}` by default", default.join(" ")).unwrap();
    }
    let values: Vec<_> =
        argument.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>")).collect();
    let values = if takes { values.join(" ") } else { String::new() };
    let called = argument.get_long().map_or(values.clone(), |long| format!("--{long} {values}"));
    format!("| `{}` | {help} |", called.trim()).replace("|all>", "\\|all>").replace("|FILE>", "\\|FILE>")
}

#[test]
fn generated_parts_are_those_of_the_program() {
    let parts = [
        ("README.md", "ten keys", ten_keys()),
        ("docs/keys.md", "keys", every_key()),
        ("docs/settings.md", "settings", settings()),
        ("docs/import.md", "presets", presets()),
        ("docs/cli.md", "commands", commands()),
        ("docs/crm-export.md", "crm outcomes", outcomes()),
        ("docs/crm-export.md", "hubspot columns", columns(System::HubSpot)),
        ("docs/crm-export.md", "salesforce columns", columns(System::Salesforce)),
    ];
    for (document, name, part) in parts {
        let mut text = read(document);
        if std::env::var_os("README_UPDATE").is_some() {
            let old = format!("<!-- {name} -->\n{}<!-- /{name} -->", between(&text, name));
            text = text.replace(&old, &format!("<!-- {name} -->\n{part}<!-- /{name} -->"));
            fs::write(root().join(document), &text).unwrap();
        }
        let advice = "README_UPDATE=1 cargo test generated";
        assert_eq!(between(&text, name), part, "\n{document}: {advice} writes \"{name}\" anew");
    }
}

#[test]
fn every_command_has_an_example_and_no_other() {
    let definition = cli::definition();
    let known = definition.get_subcommands().filter(|command| !is_left_out(command)).map(clap::Command::get_name);
    let shown = rows(section(&read("docs/cli.md"), "Examples")).into_iter().map(|cells| code(&cells[0]));
    assert_eq!(set(shown), set(known));
}

#[test]
fn the_settings_that_are_shown_are_taken() {
    let shown = blocks(&read("docs/settings.md"), "toml");
    assert_eq!(shown.len(), 1);
    let (config, faults) = Config::parse(&shown[0]);
    assert_eq!(faults, []);
    let (_, faults) = Keymap::with(&config.keys);
    assert!(faults.is_empty(), "{faults:?}");
    assert_eq!(Keymap::collisions(&config.keys), []);
}

#[test]
fn the_test_command_is_the_one_that_every_change_must_pass() {
    let run = read(".ci/run");
    let commands: Vec<_> = run.lines().filter_map(|line| line.strip_prefix("step ")).collect();
    let shown = section(&read("README.md"), "Try it").to_owned();
    let tests: Vec<_> = shown.lines().filter(|line| line.starts_with("cargo test")).collect();
    assert_eq!(tests.len(), 1, "{shown}");
    assert!(commands.contains(&tests[0]), "{tests:?} is not among {commands:?}");
}

#[test]
fn the_pictures_are_what_the_program_shows_today() {
    for (name, new) in frames::pictures().unwrap() {
        let kept = fs::read_to_string(root().join("assets/pictures").join(name)).unwrap_or_default();
        assert!(new == kept, "{name} is old: cargo run --example pictures");
        assert!(new.len() < 60_000, "{name} has {} bytes", new.len());
        assert!(read("README.md").contains(&format!("](assets/pictures/{name})")), "{name} is not shown");
    }
}

/// A folder with a sample book and the files that the examples name.
fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = whynow("whynow demo --keep book.db", folder.path());
    assert!(made.status.success(), "{made:?}");
    for (name, data) in FILES {
        fs::copy(root().join("tests/data").join(data), folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("opener.txt"), "Just checking in.\n").unwrap();
    folder
}

/// What a line of an example does in a folder.
fn whynow(line: &str, folder: &Path) -> Output {
    let programs = cargo_bin("whynow").parent().map(Path::to_path_buf).unwrap();
    let path = std::env::join_paths([programs, PathBuf::from("/usr/bin"), PathBuf::from("/bin")]).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder).stdin(Stdio::null()).env_clear();
    shell.env("PATH", &path).env("HOME", folder).env("TZ", "Europe/Oslo").env("WHYNOW_BOOK", folder.join("book.db"));
    shell.output().unwrap()
}

#[test]
fn every_example_works() {
    let documents: Vec<_> = documents().iter().map(|document| read(document)).collect();
    let blocks = documents.iter().flat_map(|text| blocks(text, "sh")).collect::<String>();
    let blocks = blocks.lines().filter(|line| line.starts_with("whynow ")).map(String::from);
    let table = rows(section(&read("docs/cli.md"), "Examples")).into_iter().map(|cells| code(&cells[1]));
    let folder = desk();
    for example in blocks.chain(table) {
        let ran = whynow(&example, folder.path());
        let finds = ["whynow check", "whynow dedupe"].iter().any(|command| example.starts_with(command));
        let wanted = if finds { 3 } else { 0 };
        assert_eq!(ran.status.code(), Some(wanted), "{example}\n{}", String::from_utf8_lossy(&ran.stderr));
    }
}

#[test]
fn the_import_that_is_shown_answers_so() {
    let text = read("README.md");
    let example = &blocks(section(&text, "Bring your CRM"), "sh")[0];
    let ran = whynow(example, desk().path());
    let said = String::from_utf8(ran.stdout).unwrap();
    let shown = &blocks(between(&text, "import example"), "text")[0];
    assert_eq!(shown.lines().count(), 4);
    for line in shown.lines() {
        assert!(said.lines().any(|said| said == line), "{line}\n{said}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = read(&document);
        let folder = root().join(&document).parent().unwrap().to_path_buf();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
        let here = targets.filter(|target| !target.contains("://")).map(|target| target.split('#').next().unwrap());
        broken
            .extend(here.filter(|target| !folder.join(target).exists()).map(|target| format!("{document}: {target}")));
    }
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn every_path_that_is_named_is_there() {
    let rooms = ["src/", "tests/", "assets/", "docs/", "benches/", "fuzz/", ".ci/"];
    let mut stale = Vec::new();
    let mut named = 0;
    for document in documents() {
        for path in quoted(&read(&document)).iter().filter(|word| rooms.iter().any(|room| word.starts_with(room))) {
            named += 1;
            if !root().join(path).exists() {
                stale.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(named > 30, "{named}");
    assert_eq!(stale, Vec::<String>::new());
}

#[test]
fn every_folder_of_the_source_is_on_the_map() {
    let map = quoted(&read("docs/architecture.md"));
    let folders = |of: &Path| {
        let entries = fs::read_dir(of).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir() && !path.ends_with("tests")).collect::<Vec<_>>()
    };
    let rooms = folders(&root().join("src"));
    let inside = rooms.iter().flat_map(|room| folders(room));
    let all = rooms.iter().cloned().chain(inside).filter(|folder| !folder.ends_with("src/config"));
    let all: Vec<_> = all.map(|folder| format!("{}/", folder.strip_prefix(root()).unwrap().display())).collect();
    assert!(all.len() > 20, "{all:?}");
    let lost: Vec<_> = all.iter().filter(|folder| !map.contains(folder)).collect();
    assert!(lost.is_empty(), "docs/architecture.md does not say what is in {lost:?}");
}

#[test]
fn every_test_that_is_named_is_there() {
    let mut sources = String::new();
    for folder in ["src", "tests"] {
        collect(&root().join(folder), &mut sources);
    }
    // The name of a test is a sentence; no other name has so many words.
    let is_test =
        |word: &&String| word.matches('_').count() > 3 && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let (mut stale, mut named) = (Vec::new(), 0);
    for document in documents() {
        let words: Vec<String> = quoted(&read(&document)).iter().map(|word| last_part(word)).collect();
        for test in words.iter().filter(is_test).filter(|word| !word.contains("__")) {
            named += 1;
            if !sources.contains(&format!("fn {test}(")) {
                stale.push(format!("{document}: {test}"));
            }
        }
    }
    assert!(named > 30, "{named}");
    assert_eq!(stale, Vec::<String>::new());
}

/// The name alone, of one that is written with its room and file.
fn last_part(name: &str) -> String {
    name.rsplit("::").next().unwrap_or(name).to_owned()
}

#[test]
fn every_name_of_the_glossary_is_in_the_source() {
    let mut sources = String::new();
    collect(&root().join("src"), &mut sources);
    let words: BTreeSet<_> = sources.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let glossary = read("docs/glossary.md");
    let rows = glossary.lines().map(|line| line.split(" | ").collect::<Vec<_>>()).filter(|cells| cells.len() > 3);
    let names: BTreeSet<_> = rows.flat_map(|cells| quoted(cells[1])).flat_map(|name| parts_of_a_name(&name)).collect();
    assert!(names.len() > 100, "{names:?}");
    let stale: Vec<_> = names.iter().filter(|name| !words.contains(name.as_str())).collect();
    assert!(stale.is_empty(), "The code has no {stale:?}: rename there or in docs/glossary.md");
}

/// `Scope` and `Ours` of `Scope::Ours`.
fn parts_of_a_name(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|part| !part.is_empty()).map(String::from).collect()
}

/// The text of every source file in a folder and below it: Rust and SQL.
fn collect(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, text);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "sql") {
            text.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
