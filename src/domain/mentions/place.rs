//! How a name stands in a text: complete or part of a longer one, and whether the text is about it.

use super::MentionText;
use super::tokens::MentionToken;
use super::{is_long_form, stop_words};
use crate::domain::matching::{is_legal_form, is_loose_word, other_name_sign};

/// A match: the words of a text that equal a name.
pub(super) struct Mention {
    pub(super) pattern: usize,
    pub(super) from: usize,
    pub(super) until: usize,
}

/// Returns true if a match is a complete name: written like one, and not part of a longer name. The name itself may have
/// `lower` words without a capital.
pub(super) fn stands_alone(text: &MentionText, place: &Mention, lower: &[String]) -> bool {
    let Some(words) = text.words.get(place.from..place.until) else { return false };
    let small = |word: &MentionToken| {
        matches!(word.key.as_str(), "of" | "the" | "for" | "de" | "la" | "du" | "s") || lower.contains(&word.key)
    };
    let capital = words.iter().all(|word| word.named || small(word)) && words.first().is_some_and(|word| word.named);
    let parted_inside = words.iter().skip(1).any(|word| word.parted);
    if !capital || parted_inside || words.first().is_some_and(|word| word.possessive) {
        return false;
    }
    let first = words.first().is_some_and(|word| word.parted || word.listed);
    let before = place.from.checked_sub(1).and_then(|at| text.words.get(at));
    let begins = (first || before.is_none_or(ends_before)) && !is_told_by_or_trade_name(text, place);
    begins && ends(text, place.until) && !followed_by_of(text, place)
}

/// Returns true if a name is who told the news ("according to X", "X reports" at the end), or a trade name of the company
/// before it ("Acme Inc dba X").
fn is_told_by_or_trade_name(text: &MentionText, place: &Mention) -> bool {
    let behind = |words: usize| {
        let from = place.from.checked_sub(words)?;
        Some(text.words.get(from..place.from)?.iter().map(|word| word.key.as_str()))
    };
    let from = if behind(1).is_some_and(|mut words| words.all(|word| word == "the")) { 1 } else { 0 };
    let is = |row: &[&str]| behind(row.len() + from).is_some_and(|words| words.take(row.len()).eq(row.iter().copied()));
    let told = is(&["according", "to"]) || is(&["via"]) || is(&["tells"]) || is(&["told"]);
    let mut end = text.words.iter().skip(place.until).map(|word| word.key.as_str());
    let reports = text.words.get(place.from).is_some_and(|word| word.parted)
        && place.from > 0
        && matches!(end.next(), Some("reports" | "reported"))
        && end.next().is_none();
    let formerly = is(&["formerly"]) || is(&["formerly", "known", "as"]) || is(&["fka"]);
    let trade =
        (1..=3).any(|length| behind(length + from).is_some_and(|words| other_name_sign(&words.take(length)) == length));
    told || reports || (trade && !formerly)
}

/// Returns true if a name stands where a paper or an analyst does: "X: …", "… (X)", "…, X says", "analysts at X".
pub(super) fn stands_aside(text: &MentionText, place: &Mention) -> bool {
    let (first, next) = (text.words.get(place.from), text.words.get(place.until));
    let before = text.words.get(place.from.saturating_sub(2)..place.from).unwrap_or_default();
    let analysts = matches!(before, [who, at] if matches!(who.key.as_str(), "analyst" | "analysts") && at.key == "at");
    let heads = place.from == 0 && next.is_some_and(|word| word.after_colon);
    let in_brackets = next.is_none() && first.is_some_and(|word| word.in_brackets);
    let says = next.is_some_and(|word| matches!(word.key.as_str(), "says" | "said"))
        && text.words.len() == place.until + 1
        && first.is_some_and(|word| word.parted);
    analysts || heads || in_brackets || (says && place.from > 0)
}

/// Returns true if a name may end before this word. A legal form ends it, whatever follows; "Group" and "Holdings" do
/// not, because "Compass Group USA" is not "Compass".
fn ends(text: &MentionText, at: usize) -> bool {
    if is_long_form(text, at) {
        return true;
    }
    let mut rest = text.words.iter().skip(at).skip_while(|word| !word.parted && is_weak_form(&word.key));
    rest.next().is_none_or(|word| {
        let from_here = || text.words.iter().skip(at).map(|word| word.key.as_str());
        word.parted
            || other_name_sign(&from_here()) > 0
            || word.listed
            || word.possessive
            || !word.named
            || is_legal_form(&word.key)
            || stop_words::stands_beside(&word.key)
    })
}

/// Returns true for legal forms that are everyday words too.
pub(super) fn is_weak_form(word: &str) -> bool {
    word == "the" || is_loose_word(word)
}

/// Returns true if a name may begin after this word: a verb or "the" is no part of it, but "University of X" and "Bank
/// of X" are not about X.
fn ends_before(word: &MentionToken) -> bool {
    if word.key == "of" || word.key == "de" {
        return false;
    }
    word.possessive || !word.named || stop_words::stands_beside(&word.key)
}

/// Returns true if the name continues after a preposition, as in "Bank of" and "Fidelity of", and the preposition
/// begins no other part of the sentence.
fn followed_by_of(text: &MentionText, place: &Mention) -> bool {
    let (small, next) = (text.words.get(place.until), text.words.get(place.until + 1));
    small.is_some_and(|word| word.key == "of" && !word.parted) && next.is_some_and(|word| word.named)
}
