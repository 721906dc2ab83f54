//! The language of a playbook: its `[language]` table of words and conventions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Weekday;
use serde::Deserialize;

use crate::domain::dates::{DateWords, LanguageWords, WordMeaning};
use crate::domain::text::fold;

/// The words and conventions of one language; all words are folded.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::domain) struct PhraseLanguage {
    /// The language of `assets/date_words.toml` whose months and days of the week these are.
    pub calendar: String,
    /// Months and days of the week of a language that is not in that table, and what else it does not say.
    pub dates: Option<LanguageWords>,
    /// Months that are other words too; they and months cut short count only beside a day or a preposition.
    pub doubtful_months: BTreeSet<String>,
    /// What stands before a month or a year: in, since.
    pub before_date: BTreeSet<String>,
    /// Words that place a date in the future: next, by.
    pub ahead: BTreeSet<String>,
    /// Words after a weekday that make it any such day: mornings.
    pub recurring: BTreeSet<String>,
    /// Words before a limit: until, by.
    pub until: BTreeSet<String>,
    /// "last" and the like.
    pub last: BTreeSet<String>,
    /// Words such as "ago".
    pub ago: BTreeSet<String>,
    pub week: BTreeSet<String>,
    pub month: BTreeSet<String>,
    pub units: Vec<String>,
    /// Words for ten, twenty … ninety, indexed by their digit.
    pub tens: Vec<String>,
    /// Word that joins a unit before its tens: "und" in "achtundvierzig"; `None` if the tens come first.
    pub unit_before_tens: Option<String>,
    pub counts: BTreeMap<String, f64>,
    pub magnitudes: BTreeMap<String, f64>,
    /// Words for an inexact number: a few.
    pub some: BTreeSet<String>,
    /// The decimal separator as a spoken word.
    pub point: Option<String>,
    /// The words of "and a half".
    pub and_a_half: Vec<String>,
    /// The word "and" within a number.
    pub and: String,
    pub percent: Vec<Vec<String>>,
    pub money: BTreeSet<String>,
    /// Words before a rounded figure: about.
    pub about: BTreeSet<String>,
    /// Spoken words for signs.
    pub signs: BTreeMap<String, String>,
    /// True if the decimal separator is a comma: "2,5" is two and a half.
    pub decimal_comma: bool,
    /// True if a point after digits makes an ordinal and ends no sentence.
    pub ordinal_dot: bool,
    /// True if every noun is capitalised, so that a capital does not indicate a name.
    pub capital_nouns: bool,
    /// True if a number is one word however long, so that its spoken length is measured in letters.
    pub joined_numbers: bool,
    /// Format of a day in findings.
    pub date_format: Option<String>,
    /// Complete contractions and what they stand for.
    pub contractions: BTreeMap<String, Vec<String>>,
    /// Endings after an apostrophe and what they stand for; "t" also takes the n before it.
    pub endings: BTreeMap<String, String>,
    /// Words after which "'s" is a verb; elsewhere it is a possessive.
    pub is_after: BTreeSet<String>,
    /// Abbreviations after which a point never ends a sentence.
    pub before_a_name: BTreeSet<String>,
    /// Abbreviations after which a point ends a sentence only before a capital.
    pub may_end: BTreeSet<String>,
    pub myself: BTreeSet<String>,
    /// Function words, which say nothing about the subject of a text.
    pub small: BTreeSet<String>,
    /// Endings that are removed to find a word's stem, with the number of letters that must remain.
    pub stems: Vec<(String, usize)>,
    /// What `calendar` and `dates` say, as an index.
    #[serde(skip)]
    date_words: DateWords,
}

impl PhraseLanguage {
    /// Returns the English language of the built-in playbook.
    #[cfg(test)]
    pub(in crate::domain) fn english() -> &'static PhraseLanguage {
        crate::domain::check::Playbook::builtin().tongue()
    }

    /// Folds every word, as the words of texts are folded.
    pub(in crate::domain) fn folded(mut self) -> PhraseLanguage {
        self.date_words = DateWords::of_language(&self.calendar).cloned().unwrap_or_default();
        if let Some(dates) = &self.dates {
            self.date_words.add(dates);
        }
        for word in
            self.percent.iter_mut().flatten().chain(&mut self.units).chain(&mut self.tens).chain(&mut self.and_a_half)
        {
            *word = fold(word);
        }
        for set in [&mut self.small, &mut self.before_date, &mut self.ahead, &mut self.about, &mut self.some] {
            *set = set.iter().map(|word| fold(word)).collect();
        }
        for set in [&mut self.last, &mut self.month, &mut self.myself, &mut self.ago] {
            *set = set.iter().map(|word| fold(word)).collect();
        }
        self.counts = std::mem::take(&mut self.counts).into_iter().map(|(word, n)| (fold(&word), n)).collect();
        self.magnitudes = std::mem::take(&mut self.magnitudes).into_iter().map(|(word, n)| (fold(&word), n)).collect();
        self
    }

    /// What a word may mean in a date.
    pub(in crate::domain) fn date_word(&self, folded: &str) -> WordMeaning {
        self.date_words.meaning(folded)
    }

    /// The month that a word names, 1–12.
    pub(in crate::domain) fn month_number(&self, folded: &str) -> Option<u32> {
        self.date_word(folded).month
    }

    /// The day of the week; only in full, because "sat" and "sun" are other words too.
    pub(in crate::domain) fn weekday(&self, folded: &str) -> Option<Weekday> {
        let meaning = self.date_word(folded);
        meaning.weekday.filter(|_| meaning.in_full)
    }

    /// True of a month or a day of the week, which names nobody. Where every noun has a capital, one cut short may be a
    /// name: "Jan".
    pub(in crate::domain) fn names_a_day(&self, folded: &str) -> bool {
        let meaning = self.date_word(folded);
        meaning.in_full || meaning.month.is_some() && !self.capital_nouns
    }

    /// Returns true for a number in digits or words, including "a few".
    pub(in crate::domain) fn is_number(&self, folded: &str) -> bool {
        folded.starts_with(|letter: char| letter.is_ascii_digit())
            || self.some.contains(folded)
            || self.counts.contains_key(folded)
            || self.below_hundred(folded).is_some()
    }

    /// Returns a number below one hundred that is one word.
    pub(in crate::domain) fn below_hundred(&self, folded: &str) -> Option<f64> {
        self.unit(folded).or_else(|| self.tens_value(folded)).or_else(|| {
            let and = self.unit_before_tens.as_deref()?;
            let (unit, tens) = folded.split_once(and)?;
            let unit = self.unit(unit).filter(|unit| *unit < 10.0)?;
            Some(unit + self.tens_value(tens)?)
        })
    }

    /// Returns a number from zero to nineteen.
    pub(in crate::domain) fn unit(&self, folded: &str) -> Option<f64> {
        place(&self.units, folded)
    }

    /// Returns a multiple of ten from twenty to ninety.
    pub(in crate::domain) fn tens_value(&self, folded: &str) -> Option<f64> {
        place(&self.tens, folded).map(|digit| digit * 10.0)
    }

    /// Returns the stem of a word, equal for `recalled`, `recalls` and `recall`.
    pub(in crate::domain) fn stem(&self, folded: &str) -> String {
        for (ending, least) in &self.stems {
            if let Some(stem) = folded.strip_suffix(ending.as_str())
                && stem.chars().count() >= *least
            {
                return stem.to_owned();
            }
        }
        folded.to_owned()
    }
}

fn place(words: &[String], folded: &str) -> Option<f64> {
    let at = words.iter().position(|word| !word.is_empty() && word == folded)?;
    u8::try_from(at).ok().map(f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("recalled", "recalls"),
            ("opening", "opened"),
            ("supplier", "suppliers"),
            ("appointment", "appointed"),
            ("policy", "policies"),
        ] {
            assert_eq!(PhraseLanguage::english().stem(one), PhraseLanguage::english().stem(other), "{one}, {other}");
        }
    }
}
