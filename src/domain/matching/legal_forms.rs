//! Legal forms and other words that are ignored when names are compared, from `assets/legal_forms.toml`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::fold::{fold_name, push_spaced};

/// How a word is treated when company names are compared.
#[derive(Debug, Default, Clone)]
pub(super) struct NameWord {
    /// Canonical spelling of the word; `None` to keep it.
    spelling: Option<String>,
    /// True if the word is dropped at the end of a name.
    pub(super) behind: bool,
    /// True if the word is dropped at the beginning of a name.
    pub(super) before: bool,
    /// True if the word is dropped, although the result may be another company.
    pub(super) loose: bool,
    /// Sequences of words that end with this one and are dropped together, longest first.
    pub(super) rows_behind: Vec<Vec<String>>,
    /// Sequences of words that begin with this one and are dropped together, longest first.
    pub(super) rows_before: Vec<Vec<String>>,
}

/// Legal forms and other words that are ignored when names are compared, folded.
#[derive(Debug, Default)]
pub(super) struct LegalForms {
    words: HashMap<String, NameWord, BuildHasherDefault<Fnv>>,
    and: Vec<String>,
    after_a: Vec<String>,
    joined: Vec<String>,
    qualifiers: Vec<String>,
    /// Length of the longest word, in bytes.
    longest: usize,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct LegalFormFile {
    and: Vec<String>,
    after_a: Vec<String>,
    loose: Vec<String>,
    qualifiers: Vec<String>,
    spellings: BTreeMap<String, String>,
    country: Vec<CountryForms>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CountryForms {
    behind: Vec<String>,
    before: Vec<String>,
    joined: Vec<String>,
}

/// The built-in table; a test checks that it can be parsed.
pub(super) static FORMS: LazyLock<LegalForms> =
    LazyLock::new(|| LegalForms::read(include_str!("../../../assets/legal_forms.toml")).unwrap_or_default());

/// Returns true if a folded word is a legal form: "inc", "limited".
pub(crate) fn is_legal_form(word: &str) -> bool {
    FORMS.word(FORMS.spelling(word)).is_some_and(|word| word.behind || word.before)
}

/// Returns true if a folded word is "group", "holding" or the like.
pub(crate) fn is_loose_word(word: &str) -> bool {
    FORMS.word(FORMS.spelling(word)).is_some_and(|word| word.loose)
}

/// Most words of a legal form: "S. A. B. de C. V.".
const LONGEST_FORM: usize = 6;

/// Returns how many of the first of these folded words are a legal form of several words, as "sp. z o.o." and "s. r. o.";
/// 0 if they are none.
pub(crate) fn long_legal_form(words: &[&str]) -> usize {
    let is_form = |length: &usize| {
        let row = words.get(..*length).unwrap_or_default();
        let known = row.last().and_then(|last| FORMS.word(FORMS.spelling(last)));
        known.is_some_and(|known| known.rows_behind.iter().any(|form| form == row))
    };
    (2..=words.len().min(LONGEST_FORM)).rev().find(is_form).unwrap_or(0)
}

impl LegalForms {
    fn read(toml: &str) -> Result<LegalForms, toml::de::Error> {
        let file: LegalFormFile = toml::from_str(toml)?;
        let mut forms =
            LegalForms { and: file.and, after_a: file.after_a, qualifiers: file.qualifiers, ..LegalForms::default() };
        for (word, same) in file.spellings {
            forms.words.entry(word).or_default().spelling = Some(same);
        }
        for word in file.loose {
            let word = forms.words.entry(word).or_default();
            (word.behind, word.loose) = (true, true);
        }
        for country in file.country {
            forms.joined.extend(country.joined.iter().map(|form| fold_name(form)));
            country.behind.iter().for_each(|form| forms.add(form, false));
            country.before.iter().for_each(|form| forms.add(form, true));
        }
        for word in forms.words.values_mut() {
            // Longest first: "private limited company" must not lose only its last word.
            word.rows_behind.sort_by_key(|row| std::cmp::Reverse(row.len()));
            word.rows_before.sort_by_key(|row| std::cmp::Reverse(row.len()));
        }
        forms.joined.sort_by_key(|form| std::cmp::Reverse(form.len()));
        forms.longest = forms.words.keys().map(String::len).max().unwrap_or(0);
        Ok(forms)
    }

    fn add(&mut self, form: &str, before: bool) {
        let mut text = String::new();
        push_spaced(&fold_name(form), &mut text);
        let row: Vec<String> = self.split(&text).into_iter().map(str::to_owned).collect();
        match (row.as_slice(), before) {
            ([], _) => {}
            ([word], true) => self.words.entry(word.clone()).or_default().before = true,
            ([word], false) => self.words.entry(word.clone()).or_default().behind = true,
            ([first, ..], true) => self.words.entry(first.clone()).or_default().rows_before.push(row),
            ([.., last], false) => self.words.entry(last.clone()).or_default().rows_behind.push(row),
        }
    }

    /// Returns how a word is treated; `None` for most words.
    pub(super) fn word(&self, word: &str) -> Option<&NameWord> {
        // A look at the length saves the hash of nearly every word of a name.
        if self.longest != 0 && word.len() > self.longest { None } else { self.words.get(word) }
    }

    /// Returns the canonical spelling of a word.
    pub(super) fn spelling<'a>(&'a self, word: &'a str) -> &'a str {
        self.word(word).and_then(|known| known.spelling.as_deref()).unwrap_or(word)
    }

    /// Splits a text into words in canonical spelling, without "and" unless nothing else is left.
    pub(super) fn split<'a>(&'a self, text: &'a str) -> Vec<&'a str> {
        let mut words: Vec<&str> = Vec::with_capacity(8);
        words.extend(text.split_ascii_whitespace().map(|word| self.spelling(word)));
        let is_and = |at: usize| {
            let around = |at: Option<usize>| at.and_then(|at| words.get(at)).copied();
            words.get(at).is_some_and(|word| self.is_and(word, around(at.checked_sub(1)), around(Some(at + 1))))
        };
        if (0..words.len()).any(is_and) {
            let left = (0..words.len()).filter(|at| !is_and(*at)).filter_map(|at| words.get(at).copied());
            // A name of "and" alone keeps it.
            let left: Vec<&str> = left.collect();
            if !left.is_empty() {
                return left;
            }
        }
        words
    }

    /// Returns true if a word between two others means "and". A single letter does so only between longer words,
    /// because it could be an initial.
    pub(super) fn is_and(&self, word: &str, before: Option<&str>, after: Option<&str>) -> bool {
        let long = |word: Option<&str>| word.is_some_and(|word| word.chars().nth(1).is_some());
        match word.len() {
            // "a" is "and" in Czech and Slovak; in English it stands before a noun. Only with a word behind it that
            // such names end with is it one.
            1 if word == "a" => long(before) && after.is_some_and(|after| self.after_a.iter().any(|one| one == after)),
            1..=4 => {
                self.and.iter().any(|and| and == word)
                    && (word.chars().nth(1).is_some() || (long(before) && long(after)))
            }
            _ => false,
        }
    }

    /// Returns true if these joined words are what a part of a company adds to its name: a country, "international".
    pub(super) fn qualifies(&self, word: &str) -> bool {
        self.qualifiers.iter().any(|one| one == word)
    }

    /// Removes legal forms that are attached to a folded name without a blank.
    pub(super) fn without_joined<'a>(&self, name: &'a str) -> &'a str {
        let mut rest = name.trim();
        if rest.is_ascii() {
            return rest;
        }
        let shows = |rest: &str| rest.chars().any(char::is_alphanumeric);
        let cut = |rest: &'a str| {
            let cut = self.joined.iter().find_map(|form| rest.strip_prefix(form).or_else(|| rest.strip_suffix(form)));
            cut.map(str::trim).filter(|rest| shows(rest))
        };
        while let Some(less) = cut(rest) {
            rest = less;
        }
        rest
    }
}

/// The Fowler–Noll–Vo hash: for short words several times faster than hashes that resist chosen keys, which are not
/// needed here.
pub(super) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads_and_knows_forms_of_every_part() {
        let forms = LegalForms::read(include_str!("../../../assets/legal_forms.toml")).unwrap();
        for word in ["inc", "gmbh", "sro", "kft", "oyj", "spzoo", "bvba", "ltda", "ооо", "kk", "tbk"] {
            assert!(forms.word(word).is_some_and(|word| word.behind), "{word}");
        }
        assert!(forms.qualifies("uk") && forms.joined.len() > 10);
    }
}
