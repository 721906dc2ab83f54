//! Classifies a text as a kind of trigger, by the phrases of `assets/kind_words.toml` and the items of an 8-K.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::check::Playbook;
use crate::domain::phrase::language::PhraseLanguage;
use crate::domain::phrase::pattern::{Pattern, find_any};
use crate::domain::phrase::tokens::Words;
use crate::domain::trigger::Confidence;
use crate::domain::trigger::kind::Kinds;

/// Points of a phrase that occurs with hardly any other kind.
const SURE: u32 = 3;
/// Most such phrases that count: one event told in many words is no surer than in three.
const MOST_SURE: u32 = 3;
/// Fewest points for high confidence, which no other kind may reach half of; and of what stands below the first line.
const ENOUGH: u32 = 6;
/// A kind of more strength than this is only given where no other has as many points: it alone brings a call about.
const MILD: u8 = 3;
/// Words of a text that are read, because the event is named at its beginning.
const READ: usize = 4_000;

/// Returns the most likely kind of trigger and the confidence; `None` if the text has no phrase of any kind. The first line
/// decides; what stands below counts only where that names no kind.
///
/// High: an item of an 8-K, or many phrases and twice the points of any other kind. Medium: more points than any other kind,
/// or named first among kinds of little strength. Low: a guess.
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
    if let Some(found) = Candidates::among(&ReadWords::split(first, tongue)) {
        // "Is it about to be bought?" tells of no purchase.
        let asked = first.trim_end().ends_with('?');
        return Some((found.key(), if asked { Confidence::Low } else { found.confidence() }));
    }
    let found = Candidates::among(&ReadWords::split(rest, tongue))?;
    // Below the headline papers tell of other firms as well.
    let alone = found.best.points >= ENOUGH && found.best.points >= found.second + SURE;
    Some((found.key(), if alone { found.confidence() } else { Confidence::Low }))
}

/// A kind that a text may tell of.
struct Candidate {
    key: &'static str,
    points: u32,
    /// Word at which its first phrase begins.
    from: usize,
}

/// The likeliest kind, and the points of the next one.
struct Candidates {
    best: Candidate,
    second: u32,
}

impl Candidates {
    /// Returns the kind with the most points; of equals the one that is named first, for a headline begins with its event.
    fn among(words: &ReadWords) -> Option<Candidates> {
        let mut all: Vec<Candidate> = phrases().families.iter().filter_map(|family| family.candidate(words)).collect();
        all.sort_by_key(|one| (Reverse(one.points), one.from));
        let mut all = all.into_iter();
        Some(Candidates { best: all.next()?, second: all.next().map_or(0, |next| next.points) })
    }

    fn key(&self) -> &'static str {
        self.best.key
    }

    fn confidence(&self) -> Confidence {
        let mild = Kinds::builtin().get(self.best.key).is_some_and(|kind| kind.strength <= MILD);
        match self.best.points {
            points if points >= ENOUGH && points >= 2 * self.second => Confidence::High,
            points if points > self.second || mild => Confidence::Medium,
            _ => Confidence::Low,
        }
    }
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

    /// The word at which the phrase begins, if it occurs in its own sense.
    fn place(&self, phrase: &Pattern) -> Option<usize> {
        let own = |place: &Range<usize>| {
            self.other_sense.iter().all(|other| place.end <= other.start || other.end <= place.start)
        };
        phrase.find_all(&self.words).into_iter().find(own).map(|place| place.start)
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
    /// Returns what the kind has in a text; `None` without a sure phrase. A phrase counts once, however often it occurs.
    fn candidate(&'static self, words: &ReadWords) -> Option<Candidate> {
        let places: Vec<usize> = self.sure.iter().filter_map(|phrase| words.place(phrase)).collect();
        let from = places.iter().copied().min()?;
        let sure = u32::try_from(places.len()).unwrap_or(u32::MAX).min(MOST_SURE);
        let hinted = self.hint.iter().any(|phrase| words.place(phrase).is_some());
        Some(Candidate { key: self.key.as_str(), points: SURE * sure + u32::from(hinted), from })
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
        assert!(50 * wrong.len() <= all, "{} of {all} wrong\n{}", wrong.len(), wrong.join("\n"));
    }

    /// Kind, account, headline, summary, `trap` or `plain`; labelled by people who had not seen the phrases.
    fn labelled(name: &str) -> Vec<[String; 4]> {
        let path = format!("{}/tests/data/headlines/{name}.tsv", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let row = |line: &str| std::array::from_fn(|at| line.split('\t').nth(at).unwrap_or_default().to_owned());
        text.lines().map(row).collect()
    }

    /// Share of headlines in percent whose kind is right, and of those that get a wrong kind of strength above 3.
    fn shares(rows: &[[String; 4]]) -> (usize, usize) {
        let (mut right, mut strong) = (0, 0);
        for [kind, _, headline, summary] in rows {
            let told = kind_of(&format!("{headline}\n{summary}")).filter(|(_, sure)| *sure != Confidence::Low);
            let told = told.map_or("other", |(key, _)| key);
            right += usize::from(told == kind);
            strong += usize::from(told != kind && Kinds::builtin().get_or_other(told).strength > MILD);
        }
        (100 * right / rows.len(), 100 * strong / rows.len())
    }

    #[test]
    fn kinds_are_read_from_headlines_that_nobody_tuned_for() {
        let (right, strong) = shares(&labelled("tuned"));
        assert!(right >= 85 && strong <= 5, "{right} % right, {strong} % strong and wrong of those tuned for");
        // A third of them are traps: the words of a kind where another thing or nothing happened.
        let (right, strong) = shares(&labelled("held"));
        assert!(right >= 70 && strong <= 9, "{right} % right, {strong} % strong and wrong of the others");
    }
}
