//! The phrases of `assets/kind_words.toml`, by which the kind of a text is read.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::check::Playbook;
use crate::domain::phrase::index::PhraseIndex;
use crate::domain::phrase::pattern::Pattern;

/// Every phrase of the file. A phrase is named by its place in the index.
pub(super) struct KindPhraseBook {
    pub index: PhraseIndex,
    /// The words of a kind where they mean something else, or are denied.
    pub other_sense: Vec<usize>,
    /// What opens a clause beside the main one.
    pub beside: Vec<usize>,
    pub reports_nothing: Vec<Pattern>,
    pub despite: Vec<Pattern>,
    pub families: Vec<KindPhrases>,
}

/// The phrases of one kind.
pub(super) struct KindPhrases {
    pub key: String,
    pub sure: Vec<usize>,
    pub hint: Vec<usize>,
    /// Who speaks: such a phrase is sure where a colon follows it.
    pub before_colon: Vec<usize>,
    /// Two phrases that stand together, in whichever order.
    pub both: Vec<[usize; 2]>,
    /// Keys of the kinds that do not count where this one is named.
    pub outweighs: Vec<String>,
    /// True for a kind that what stands below the headline never gives.
    pub headline_only: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindPhraseFile {
    other_sense: Vec<String>,
    beside: Vec<String>,
    reports_nothing: Vec<String>,
    despite: Vec<String>,
    /// Alternatives that many phrases share, by name.
    word: BTreeMap<String, String>,
    /// The forms of verbs that are not regular.
    verb: BTreeMap<String, String>,
    kind: Vec<KindPhraseEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindPhraseEntry {
    key: String,
    sure: Vec<String>,
    #[serde(default)]
    hint: Vec<String>,
    #[serde(default)]
    before_colon: Vec<String>,
    #[serde(default)]
    both: Vec<[String; 2]>,
    #[serde(default)]
    outweighs: Vec<String>,
    #[serde(default)]
    headline_only: bool,
}

/// Returns the shipped phrases.
pub(super) fn kind_phrases() -> &'static KindPhraseBook {
    static PHRASES: OnceLock<KindPhraseBook> = OnceLock::new();
    PHRASES.get_or_init(|| {
        read_phrases(include_str!("../../../assets/kind_words.toml"))
            .expect("the shipped kind_words.toml is read by a test")
    })
}

/// Reads the phrases of a file; the error names the phrase and what is wrong with it.
pub(super) fn read_phrases(toml: &str) -> Result<KindPhraseBook, String> {
    let file: KindPhraseFile = toml::from_str(toml).map_err(|error| error.to_string())?;
    let words = SharedWords { alternatives: file.word, verbs: file.verb };
    let mut index = PhraseIndex::default();
    let mut added = |phrases: Vec<String>| -> Result<Vec<usize>, String> {
        phrases.iter().map(|phrase| Ok(index.add(words.parse(phrase)?))).collect()
    };
    let mut families = Vec::with_capacity(file.kind.len());
    for entry in file.kind {
        let pairs = added(entry.both.into_iter().flatten().collect())?;
        families.push(KindPhrases {
            key: entry.key,
            sure: added(entry.sure)?,
            hint: added(entry.hint)?,
            before_colon: added(entry.before_colon)?,
            both: pairs.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).collect(),
            outweighs: entry.outweighs,
            headline_only: entry.headline_only,
        });
    }
    let (other_sense, beside) = (added(file.other_sense)?, added(file.beside)?);
    let patterns = |phrases: Vec<String>| phrases.iter().map(|phrase| words.parse(phrase)).collect();
    let (reports_nothing, despite): (Result<_, String>, Result<_, String>) =
        (patterns(file.reports_nothing), patterns(file.despite));
    Ok(KindPhraseBook { index, other_sense, beside, reports_nothing: reports_nothing?, despite: despite?, families })
}

/// Most names that may lie in one another: a name that held itself would never end.
const NAMES_DEEP: usize = 4;

/// What phrases share: alternatives by name, and verbs whose forms are not regular.
struct SharedWords {
    alternatives: BTreeMap<String, String>,
    verbs: BTreeMap<String, String>,
}

impl SharedWords {
    fn parse(&self, phrase: &str) -> Result<Pattern, String> {
        let say = |why: String| format!("{phrase}: {why}");
        let spelled = self.spell_names(phrase, 0).map_err(say)?;
        let spelled = self.spell_verbs(&spelled);
        Pattern::parse(&spelled, Playbook::builtin().tongue()).map_err(say)
    }

    /// Puts the alternatives in the place of each `<name>`.
    fn spell_names(&self, phrase: &str, depth: usize) -> Result<String, String> {
        let mut spelled = String::with_capacity(phrase.len());
        let mut rest = phrase;
        while let Some((before, behind)) = rest.split_once('<') {
            let (name, after) = behind.split_once('>').ok_or("a `>` is missing")?;
            let found = self.alternatives.get(name).filter(|_| depth < NAMES_DEEP);
            let found = found.ok_or_else(|| format!("<{name}> stands for nothing"))?;
            spelled += &format!("{before}({})", self.spell_names(found, depth + 1)?);
            rest = after;
        }
        Ok(spelled + rest)
    }

    /// Puts all forms of the verb in the place of each `verb~`.
    fn spell_verbs(&self, phrase: &str) -> String {
        let mut spelled = String::with_capacity(phrase.len());
        let mut rest = phrase;
        while let Some((before, after)) = rest.split_once('~') {
            let start = before.rfind([' ', '(', '[', '|']).map_or(0, |mark| mark + 1);
            let (kept, verb) = before.split_at_checked(start).unwrap_or(("", before));
            let forms = self.verbs.get(verb).cloned().unwrap_or_else(|| regular_forms(verb));
            spelled += &format!("{kept}({forms})");
            rest = after;
        }
        spelled + rest
    }
}

/// Returns the four forms of a regular verb: raise, raises, raised, raising.
fn regular_forms(verb: &str) -> String {
    if let Some(stem) = verb.strip_suffix('e') {
        return format!("{verb}|{verb}s|{verb}d|{stem}ing");
    }
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{verb}|{stem}ies|{stem}ied|{verb}ing"),
        _ if ["s", "x", "z", "ch", "sh"].iter().any(|end| verb.ends_with(end)) => {
            format!("{verb}|{verb}es|{verb}ed|{verb}ing")
        }
        _ => format!("{verb}|{verb}s|{verb}ed|{verb}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_stands_for_all_its_forms_and_a_name_for_its_alternatives() {
        let words = SharedWords {
            alternatives: BTreeMap::from([
                ("site".to_owned(), "plant|works".to_owned()),
                ("own".to_owned(), "its <site>".to_owned()),
                ("loop".to_owned(), "a <loop>".to_owned()),
            ]),
            verbs: BTreeMap::from([("buy".to_owned(), "buy|buys|bought".to_owned())]),
        };
        let spelled = |phrase: &str| words.spell_names(phrase, 0).map(|spelled| words.spell_verbs(&spelled));
        assert_eq!(
            spelled("(buy~|raise~ up) <own>").unwrap(),
            "((buy|buys|bought)|(raise|raises|raised|raising) up) (its (plant|works))"
        );
        assert_eq!(regular_forms("carry"), "carry|carries|carried|carrying");
        assert_eq!(regular_forms("delay"), "delay|delays|delayed|delaying");
        assert_eq!(regular_forms("launch"), "launch|launches|launched|launching");
        for (phrase, why) in [
            ("<none>", "<none> stands for nothing"),
            ("<loop>", "<loop> stands for nothing"),
            ("<site", "a `>` is missing"),
        ] {
            assert_eq!(spelled(phrase).unwrap_err(), why, "{phrase}");
        }
    }
}
