//! Compares the header of a file with known exports.

use std::collections::HashSet;

use crate::domain::query::{ImportKind, PresetSimilarity};

use super::builtin::{PresetLayout, key, layouts, names as plain_names, presets};
use super::layoff_columns::{layoff_field, says_notice_day};

/// Preset name of a file that resembles no known export.
pub(super) const PLAIN: &str = "plain";
/// Smallest share of a file's columns, in percent, that a preset must know to be chosen.
const LEAST: u8 = 15;

/// Returns the requested layout, else the most similar one.
pub(super) fn layout_of(kind: ImportKind, header: &[String], asked: Option<&str>) -> Option<&'static PresetLayout> {
    match asked.map(key) {
        Some(asked) => layouts(kind).iter().find(|layout| key(&layout.preset.name) == asked),
        None => best(kind, header),
    }
}

/// Returns how similar a header is to a layout; without a layout, the share of columns that have a meaning in any file.
pub(super) fn likeness(kind: ImportKind, header: &[String], layout: Option<&PresetLayout>) -> PresetSimilarity {
    match layout {
        Some(layout) => PresetSimilarity {
            preset: layout.preset.name.clone(),
            percent: percent(header, |name| knows(kind, layout, name)),
        },
        None => {
            let percent = percent(header, |name| plain_names(kind).contains_key(&key(name)));
            PresetSimilarity { preset: PLAIN.to_owned(), percent }
        }
    }
}

/// Returns true if the header has all columns that only this export of this kind has.
pub(super) fn gives_kind_away(layout: &PresetLayout, header: &[String]) -> bool {
    let keys: HashSet<String> = header.iter().map(|name| key(name)).collect();
    layout.signs.iter().take(layout.own).any(|sign| sign.iter().all(|name| keys.contains(name)))
}

/// Returns true if there is a built-in preset of this name.
pub fn is_shipped(asked: &str) -> bool {
    key(asked) == PLAIN || names().any(|name| key(name) == key(asked))
}

/// Returns the names of the built-in presets.
fn names() -> impl Iterator<Item = &'static str> {
    presets().iter().map(|preset| preset.name.as_str())
}

/// Checks that a built-in preset of this name exists; the error is a sentence that lists them.
pub(in crate::exchange) fn check_name(asked: &str) -> Result<(), String> {
    if is_shipped(asked) {
        return Ok(());
    }
    let known: Vec<&str> = names().chain([PLAIN]).collect();
    let asked = crate::domain::text::clean_line(asked, 40);
    Err(format!("there is no preset “{asked}”; there are {}", known.join(", ")))
}

/// Returns, among the layouts whose identifying columns are all present, the one that knows most columns of the file;
/// if equal, the one with the longer set of identifying columns.
fn best(kind: ImportKind, header: &[String]) -> Option<&'static PresetLayout> {
    let keys: HashSet<String> = header.iter().map(|name| key(name)).collect();
    let told = |layout: &PresetLayout| {
        let holds = |held: &String| header.iter().any(|name| name.contains(held.as_str()));
        // Some exports give themselves away only by how all their columns are named.
        if !layout.preset.holds.as_ref().is_none_or(holds) {
            return None;
        }
        let whole = layout.signs.iter().filter(|sign| sign.iter().all(|name| keys.contains(name)));
        let notices = layout.preset.official && kind == ImportKind::Triggers && is_list_of_notices(header);
        whole.map(Vec::len).max().or(notices.then_some(2))
    };
    let among = layouts(kind).iter().filter_map(|layout| Some((layout, told(layout)?)));
    let scored = among.map(|(layout, told)| (percent(header, |name| knows(kind, layout, name)), told, layout));
    // `max_by_key` takes the last of equals, and the presets stand best first.
    let all: Vec<_> = scored.filter(|(percent, _, _)| *percent >= LEAST).collect();
    all.into_iter().rev().max_by_key(|(percent, told, _)| (*percent, *told)).map(|(_, _, layout)| layout)
}

/// Returns true if the columns are those of an authority's notices: the day of a notice, and how many people it affects.
fn is_list_of_notices(header: &[String]) -> bool {
    let names = plain_names(ImportKind::Triggers);
    let named = |name: &String| names.get(&key(name)).map(|(field, _)| *field);
    let counts = |name: &String| matches!(named(name).or_else(|| layoff_field(name)), Some("heads" | "staff"));
    header.iter().any(|name| says_notice_day(name)) && header.iter().any(counts)
}

/// Returns true if the layout maps the column to a field. A preset without columns for this kind uses the names that
/// mean a field in any file.
fn knows(kind: ImportKind, layout: &PresetLayout, name: &str) -> bool {
    let key = key(name);
    layout.names.contains_key(&key)
        || layout.leaves(&key)
        // A company's own fields are part of its export; not counted, an account with many of them would be like
        // nothing.
        || layout.is_added(name)
        || layout.signs.iter().flatten().any(|sign| *sign == key)
        || (layout.names.is_empty() && plain_names(kind).contains_key(&key))
}

/// Returns the percentage of named columns for which `holds` returns true.
fn percent(header: &[String], holds: impl Fn(&str) -> bool) -> u8 {
    let named: Vec<&String> = header.iter().filter(|name| !name.trim().is_empty()).collect();
    let held = named.iter().filter(|name| holds(name)).count();
    u8::try_from((held * 100).checked_div(named.len()).unwrap_or(0)).unwrap_or(100)
}
