//! Finds names of companies and people as they are spoken.

use std::ops::Range;

use crate::domain::check::playbook::Playbook;
use crate::domain::phrase::tokens::{Word, Words};

/// Returns the places of a name: complete without its legal form, or its first word if that is distinctive.
pub(super) fn name_places(name: &str, words: &[Word], playbook: &Playbook) -> Vec<Range<usize>> {
    let said = Words::of(name, playbook.tongue()).words;
    let parts: Vec<String> = said.into_iter().map(|word| word.folded).filter(|word| !is_legal_form(word)).collect();
    let Some(first) = parts.first() else { return Vec::new() };
    let telling = first.chars().count() >= 3 && !COMMON_NAMES.contains(&first.as_str());
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let same = words
            .get(at..)
            .unwrap_or_default()
            .iter()
            .zip(&parts)
            .take_while(|(word, part)| word.folded == **part)
            .count();
        // The first word alone needs its capital: "target" is no company.
        if same == parts.len() || (telling && same > 0 && word.capital) {
            places.push(at..at + same);
        }
    }
    places
}

/// First words of many names, which identify nobody alone.
const COMMON_NAMES: [&str; 18] = [
    "first",
    "general",
    "american",
    "national",
    "united",
    "international",
    "global",
    "bank",
    "new",
    "royal",
    "great",
    "north",
    "south",
    "east",
    "west",
    "central",
    "public",
    "best",
];

/// Returns true for parts of a company's name that nobody says.
pub(super) fn is_legal_form(folded: &str) -> bool {
    matches!(
        folded,
        "inc"
            | "corp"
            | "corporation"
            | "co"
            | "company"
            | "plc"
            | "ltd"
            | "limited"
            | "llc"
            | "llp"
            | "ag"
            | "gmbh"
            | "sa"
            | "bv"
            | "nv"
            | "as"
            | "asa"
            | "ab"
            | "oy"
            | "spa"
            | "srl"
            | "group"
            | "holding"
            | "holdings"
            | "the"
    )
}
