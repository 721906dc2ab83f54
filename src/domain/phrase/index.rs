//! Finds many phrases in a text at once: each is tried only at the words with which it may begin.

use std::collections::HashMap;
use std::ops::Range;

use super::pattern::Pattern;
use super::tokens::Words;

/// Phrases by the words with which they may begin.
#[derive(Debug, Default)]
pub(in crate::domain) struct PhraseIndex {
    phrases: Vec<Pattern>,
    by_word: HashMap<String, Vec<usize>>,
    /// Phrases that may begin with a number.
    by_number: Vec<usize>,
    /// Phrases that may begin with a part of a word or any word: they are tried at each.
    anywhere: Vec<usize>,
}

impl PhraseIndex {
    /// Adds a phrase and returns its place in what [`PhraseIndex::find`] returns.
    pub(in crate::domain) fn add(&mut self, phrase: Pattern) -> usize {
        let place = self.phrases.len();
        match phrase.openings() {
            Some(openings) => {
                for word in openings.words {
                    self.by_word.entry(word.to_owned()).or_default().push(place);
                }
                self.by_number.extend(openings.number.then_some(place));
            }
            None => self.anywhere.push(place),
        }
        self.phrases.push(phrase);
        place
    }

    /// Returns every match of every phrase as word indices, by the phrase's place: for each the longest at every start,
    /// none overlapping.
    pub(in crate::domain) fn find(&self, text: &Words) -> Vec<Vec<Range<usize>>> {
        let mut found: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.phrases.len()];
        for (at, word) in text.words.iter().enumerate() {
            let begun = self.by_word.get(&word.folded).map(Vec::as_slice).unwrap_or_default();
            let numbers: &[usize] = if word.number { &self.by_number } else { &[] };
            for place in begun.iter().chain(numbers).chain(&self.anywhere) {
                let (Some(phrase), Some(places)) = (self.phrases.get(*place), found.get_mut(*place)) else { continue };
                if places.last().is_none_or(|last| last.end <= at) {
                    places.extend(phrase.match_at(text, at).map(|end| at..end));
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::PhraseLanguage;
    use super::*;

    #[test]
    fn an_index_finds_what_each_phrase_finds_alone() {
        let tongue = PhraseLanguage::english();
        let text = Words::of("We hired ten nurses, then hired two; nobody else was hired in May.", tongue);
        let mut index = PhraseIndex::default();
        let phrases = ["hired # [_]", "[we] hired", "# nurses", "nob*", "_ was", "(was|then) hired", "fired"];
        for (place, phrase) in phrases.iter().enumerate() {
            assert_eq!(index.add(Pattern::parse(phrase, tongue).unwrap()), place);
        }
        for (places, phrase) in index.find(&text).into_iter().zip(phrases) {
            assert_eq!(places, Pattern::parse(phrase, tongue).unwrap().find_all(&text), "{phrase}");
        }
    }
}
