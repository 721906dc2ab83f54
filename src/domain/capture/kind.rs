//! Classifies a text into a kind of trigger, by the words of `assets/kind_words.toml` and the items of an 8-K.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::check::Playbook;
use crate::domain::phrase::pattern::Pattern;
use crate::domain::phrase::tokens::Words;
use crate::domain::trigger::Confidence;

/// Points of a phrase that is hardly ever said of anything else.
const SURE: u32 = 3;
/// Points from which one kind may be believed, when no other comes near.
const ENOUGH: u32 = 6;
/// Words of a text that are read: what happened stands at its beginning.
const READ: usize = 4_000;

/// Which kind of trigger a text most likely tells of, and how sure that is; `None` if no phrase of any kind stands
/// in it. Its first line counts twice.
///
/// High: a phrase of that kind alone, or an item of an 8-K. Medium: clearly more for it than for any other. Low: a guess.
pub fn kind_of(text: &str) -> Option<(&'static str, Confidence)> {
    let text = beginning(text);
    if let Some(kind) = by_item(text) {
        return Some((kind, Confidence::High));
    }
    let (first, rest) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let tongue = Playbook::builtin().tongue();
    let (first, rest) = (Words::of(first, tongue), Words::of(rest, tongue));
    let mut best: Option<(&'static str, u32)> = None;
    let mut second = 0;
    for family in families() {
        let points = 2 * family.points(&first) + family.points(&rest);
        let top = best.map_or(0, |(_, top)| top);
        if points > top {
            second = top;
            best = Some((family.key.as_str(), points));
        } else {
            second = second.max(points);
        }
    }
    let (key, points) = best?;
    let confidence = match points {
        _ if points >= ENOUGH && points >= 2 * second => Confidence::High,
        _ if points >= SURE && points > second => Confidence::Medium,
        _ => Confidence::Low,
    };
    Some((key, confidence))
}

/// The kind of the item whose code stands in a line of a filing; among several, the first of the table.
fn by_item(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let filing = ["8-k", "(filer)", "(subject)", "item "].iter().any(|mark| lower.contains(mark));
    let codes: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_digit() && c != '.').map(|c| c.trim_matches('.')).collect();
    items().iter().find(|item| filing && codes.contains(&item.code.as_str())).map(|item| item.kind.as_str())
}

fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(READ).map_or(text.len(), |(end, _)| end);
    text.get(..end).unwrap_or(text)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindPhraseFile {
    kind: Vec<KindPhraseEntry>,
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
    /// A phrase counts once, however often it stands there.
    fn points(&self, words: &Words) -> u32 {
        let said = |patterns: &[Pattern]| patterns.iter().filter(|pattern| !pattern.find_all(words).is_empty()).count();
        let (sure, hint) = (said(&self.sure), said(&self.hint));
        SURE * u32::try_from(sure).unwrap_or(u32::MAX) + u32::try_from(hint).unwrap_or(u32::MAX)
    }
}

fn families() -> &'static [KindPhrases] {
    static FAMILIES: OnceLock<Vec<KindPhrases>> = OnceLock::new();
    FAMILIES.get_or_init(|| {
        read_families(include_str!("../../../assets/kind_words.toml"))
            .expect("the shipped kind_words.toml is read by a test")
    })
}

fn read_families(toml: &str) -> Result<Vec<KindPhrases>, String> {
    let file: KindPhraseFile = toml::from_str(toml).map_err(|error| error.to_string())?;
    let tongue = Playbook::builtin().tongue();
    let patterns = |phrases: Vec<String>| -> Result<Vec<Pattern>, String> {
        phrases.iter().map(|phrase| Pattern::parse(phrase, tongue).map_err(|why| format!("{phrase}: {why}"))).collect()
    };
    file.kind
        .into_iter()
        .map(|entry| Ok(KindPhrases { sure: patterns(entry.sure)?, hint: patterns(entry.hint)?, key: entry.key }))
        .collect()
}

/// An item of an 8-K, as `exchange::edgar` reads it too.
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
        let families = read_families(include_str!("../../../assets/kind_words.toml")).unwrap();
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
