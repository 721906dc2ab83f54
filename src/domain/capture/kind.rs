//! Classifies a text as a kind of trigger, by the phrases of `assets/kind_words.toml` and the items of an 8-K.

use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::check::Playbook;
use crate::domain::phrase::language::PhraseLanguage;
use crate::domain::phrase::pattern::{Pattern, find_any};
use crate::domain::phrase::tokens::Words;
use crate::domain::trigger::Confidence;

/// Points of a phrase that occurs with hardly any other kind.
const SURE: u32 = 3;
/// Fewest points for high confidence, which no other kind may reach half of.
const ENOUGH: u32 = 6;
/// Words of a text that are read, because the event is named at its beginning.
const READ: usize = 4_000;

/// Returns the most likely kind of trigger and the confidence; `None` if the text has no phrase of any kind. Its first
/// line counts twice.
///
/// High: an item of an 8-K, or many phrases and twice the points of any other kind. Medium: a phrase that only this
/// kind has, and more points than any other kind. Low: a guess.
pub fn kind_of(text: &str) -> Option<(&'static str, Confidence)> {
    let text = beginning(text);
    if reports_nothing(text) {
        return None;
    }
    // Before the words: whoever filed it has said what it is.
    if let Some(kind) = by_item(text) {
        return Some((kind, Confidence::High));
    }
    let (first, rest) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let tongue = Playbook::builtin().tongue();
    let (first, rest) = (ReadWords::split(first, tongue), ReadWords::split(rest, tongue));
    let mut best: Option<(&'static str, u32)> = None;
    let mut second = 0;
    for family in &phrases().families {
        let points = 2 * family.points(&first) + family.points(&rest);
        let top = best.map_or(0, |(_, top)| top);
        // Only more, not as much: among equals the first of the file stays, so that the answer does not hang on chance.
        if points > top {
            second = top;
            best = Some((family.key.as_str(), points));
        } else {
            second = second.max(points);
        }
    }
    let (key, points) = best.filter(|(_, points)| *points >= SURE)?;
    let confidence = match points {
        _ if points >= ENOUGH && points >= 2 * second => Confidence::High,
        _ if points >= SURE && points > second => Confidence::Medium,
        _ => Confidence::Low,
    };
    Some((key, confidence))
}

/// Returns true for a text that tells of no event: a reply that a machine sent, an invitation, a shop's notice.
pub(super) fn reports_nothing(text: &str) -> bool {
    let words = Words::of(beginning(text), Playbook::builtin().tongue());
    let says = |phrases: &[Pattern]| phrases.iter().any(|phrase| !phrase.find_all(&words).is_empty());
    says(&phrases().reports_nothing) && !says(&phrases().despite)
}

/// The words of a text, and the places at which those of a kind mean something else.
struct ReadWords {
    words: Words,
    other_sense: Vec<Range<usize>>,
}

impl ReadWords {
    fn split(text: &str, tongue: &PhraseLanguage) -> ReadWords {
        let words = Words::of(text, tongue);
        let other_sense = find_any(&phrases().other_sense, &words);
        ReadWords { words, other_sense }
    }

    /// True if the phrase occurs, and at one place at least in its own sense.
    fn say(&self, phrase: &Pattern) -> bool {
        let own = |place: &Range<usize>| {
            self.other_sense.iter().all(|other| place.end <= other.start || other.end <= place.start)
        };
        phrase.find_all(&self.words).iter().any(own)
    }
}

/// Returns the kind of the 8-K item whose code begins a line of a filing; of several, the first of the table.
fn by_item(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    // Codes are read only in a filing: "5.02" may be a price or a percentage anywhere else.
    let filing = ["8-k", "(filer)", "(subject)", "item "].iter().any(|mark| lower.contains(mark));
    let codes: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_digit() && c != '.').map(|c| c.trim_matches('.')).collect();
    // By the order of the table and not of the filing: 9.01 (exhibits) comes with every other item and says nothing
    // itself.
    items().iter().find(|item| filing && codes.contains(&item.code.as_str())).map(|item| item.kind.as_str())
}

fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(READ).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindPhraseFile {
    other_sense: Vec<String>,
    reports_nothing: Vec<String>,
    despite: Vec<String>,
    kind: Vec<KindPhraseEntry>,
}

/// Every phrase of the file.
struct Phrases {
    other_sense: Vec<Pattern>,
    reports_nothing: Vec<Pattern>,
    despite: Vec<Pattern>,
    families: Vec<KindPhrases>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindPhraseEntry {
    key: String,
    sure: Vec<String>,
    #[serde(default)]
    hint: Vec<String>,
}

/// The phrases of one kind.
struct KindPhrases {
    key: String,
    sure: Vec<Pattern>,
    hint: Vec<Pattern>,
}

impl KindPhrases {
    /// Returns the points of the kind for a text; a phrase counts once, however often it occurs.
    fn points(&self, words: &ReadWords) -> u32 {
        let said = |patterns: &[Pattern]| patterns.iter().filter(|pattern| words.say(pattern)).count();
        let (sure, hint) = (said(&self.sure), said(&self.hint));
        SURE * u32::try_from(sure).unwrap_or(u32::MAX) + u32::try_from(hint).unwrap_or(u32::MAX)
    }
}

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| {
        read_phrases(include_str!("../../../assets/kind_words.toml"))
            .expect("the shipped kind_words.toml is read by a test")
    })
}

fn read_phrases(toml: &str) -> Result<Phrases, String> {
    let file: KindPhraseFile = toml::from_str(toml).map_err(|error| error.to_string())?;
    let tongue = Playbook::builtin().tongue();
    let patterns = |phrases: Vec<String>| -> Result<Vec<Pattern>, String> {
        phrases.iter().map(|phrase| Pattern::parse(phrase, tongue).map_err(|why| format!("{phrase}: {why}"))).collect()
    };
    let family = |entry: KindPhraseEntry| {
        Ok(KindPhrases { sure: patterns(entry.sure)?, hint: patterns(entry.hint)?, key: entry.key })
    };
    Ok(Phrases {
        other_sense: patterns(file.other_sense)?,
        reports_nothing: patterns(file.reports_nothing)?,
        despite: patterns(file.despite)?,
        families: file.kind.into_iter().map(family).collect::<Result<_, String>>()?,
    })
}

/// An item of an 8-K, from the asset file that `exchange::feed` reads too.
#[derive(Deserialize)]
struct ItemKind {
    code: String,
    kind: String,
}

#[derive(Deserialize)]
struct ItemKindFile {
    item: Vec<ItemKind>,
}

fn items() -> &'static [ItemKind] {
    static ITEMS: OnceLock<Vec<ItemKind>> = OnceLock::new();
    ITEMS.get_or_init(|| {
        let file: ItemKindFile = toml::from_str(include_str!("../../../assets/edgar_8k.toml"))
            .expect("the shipped edgar_8k.toml is read by a test");
        file.item
    })
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::domain::trigger::kind::Kinds;

    #[test]
    fn the_shipped_words_are_read_and_every_kind_they_name_is_shipped_once() {
        let families = read_phrases(include_str!("../../../assets/kind_words.toml")).unwrap().families;
        for (place, family) in families.iter().enumerate() {
            assert!(Kinds::builtin().get(&family.key).is_some(), "{}", family.key);
            assert!(families.iter().skip(place + 1).all(|other| other.key != family.key), "{} twice", family.key);
        }
        assert!(families.len() >= 50, "{}", families.len());
        assert!(items().iter().all(|item| Kinds::builtin().get(&item.kind).is_some()));
    }

    #[test]
    fn a_text_without_a_phrase_of_any_kind_has_no_kind() {
        for text in ["", "   ", "asdf qwer", "12345", "🙂🙂🙂", "the quick brown fox"] {
            assert_eq!(kind_of(text), None, "{text}");
        }
    }

    #[test]
    fn the_kind_of_a_headline_is_read_from_its_words() {
        let read = |text| kind_of(text).map(|(kind, _)| kind);
        let wrong: Vec<String> = samples::HEADLINES
            .iter()
            .filter(|(text, kind)| read(text) != Some(*kind))
            .map(|(text, kind)| format!("{text}: {:?}, not {kind}", read(text)))
            .collect();
        let all = samples::HEADLINES.len();
        assert!(20 * wrong.len() <= all, "{} of {all} wrong\n{}", wrong.len(), wrong.join("\n"));
    }
}
