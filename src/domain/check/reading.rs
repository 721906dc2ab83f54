//! An opener read once: who is meant where, what it names, when, what it asks. The rules look at this.

use std::ops::Range;

use super::dates;
use super::evidence::Evidence;
use super::finding::Finding;
use super::names::name_places;
use super::pattern::find_any;
use super::playbook::Playbook;
use super::words::{Words, overlaps};

/// What the rules go by. Ranges are word indices unless they say bytes.
pub(super) struct Reading<'a> {
    pub text: &'a str,
    pub evidence: &'a Evidence,
    pub playbook: &'a Playbook,
    pub words: Words,
    /// Where they are meant: you, your, their company, their name.
    pub theirs: Vec<Range<usize>>,
    /// Where we are meant.
    pub ours: Vec<Range<usize>>,
    /// Dates and periods.
    pub dates: Vec<Range<usize>>,
    /// What stands between quotation marks.
    pub quotes: Vec<Range<usize>>,
    /// Sentences that only greet or introduce.
    pub intro: Vec<bool>,
    /// The fact about them, where one is named.
    pub fact: Option<TheirFact>,
}

/// A fact about them, found in the opener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TheirFact {
    /// The sentence that names it.
    pub sentence: usize,
    /// Indices of the plan's facts that it names; empty where it reads like a fact but is none of them.
    pub named: Vec<usize>,
}

impl<'a> Reading<'a> {
    /// All but the fact, which [`read`](super::facts::read) adds.
    pub(super) fn without_fact(text: &'a str, evidence: &'a Evidence, playbook: &'a Playbook) -> Reading<'a> {
        let words = Words::of(text);
        let quotes = quotes(text, &words);
        let mut reading = Reading {
            text,
            evidence,
            playbook,
            theirs: Vec::new(),
            ours: Vec::new(),
            dates: dates::find(&words, &playbook.lists.period),
            intro: Vec::new(),
            fact: None,
            quotes,
            words,
        };
        reading.theirs = reading.find_theirs();
        reading.ours = reading.outside_quotes(find_any(&playbook.lists.ours, &reading.words));
        let greetings = find_any(&playbook.lists.intro, &reading.words);
        reading.intro =
            reading.words.sentences.iter().map(|sentence| only_greets(&sentence.words, &greetings)).collect();
        reading
    }

    /// A finding of this rule at these bytes, unless the playbook switched the rule off. `filling` replaces `{name}`.
    pub(super) fn finding(&self, rule: &str, place: Range<usize>, filling: &[(&str, String)]) -> Option<Finding> {
        let severity = self.playbook.severity(rule)?;
        let wording = self.playbook.rules.get(rule)?;
        let fill = |text: &Option<String>, plain: &str| {
            let text = text.as_deref().unwrap_or(plain).to_owned();
            filling.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
        };
        let says = fill(&wording.says, "“{phrase}” is on the list of words to leave out.");
        let advice = fill(&wording.advice, "Say it without these words.");
        Some(Finding { rule: rule.to_owned(), severity, place, says, advice })
    }

    /// Is anything known that could back a claim?
    pub(super) fn has_evidence(&self) -> bool {
        !self.evidence.facts.is_empty() || !self.evidence.backing.is_empty()
    }

    /// The whole text, without the blanks around it.
    pub(super) fn whole(&self) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        start..start + self.text.trim().len()
    }

    /// The bytes of a sentence.
    pub(super) fn sentence(&self, sentence: usize) -> Range<usize> {
        self.words.sentences.get(sentence).map_or_else(|| self.whole(), |found| found.place.clone())
    }

    /// The first sentence that says something.
    pub(super) fn first_said(&self) -> usize {
        self.intro.iter().position(|intro| !intro).unwrap_or(0)
    }

    /// The sentence a word stands in.
    pub(super) fn sentence_of(&self, word: usize) -> usize {
        self.words.words.get(word).map_or(0, |word| word.sentence)
    }

    /// The sentence of the fact and those right after it that are there.
    pub(super) fn near_fact(&self, after: usize) -> Range<usize> {
        let last = self.words.sentences.len();
        self.fact.as_ref().map_or(0..0, |fact| fact.sentence..(fact.sentence + 1 + after).min(last))
    }

    /// Does any of these places begin in one of these sentences?
    pub(super) fn any_in(&self, places: &[Range<usize>], sentences: &Range<usize>) -> bool {
        places.iter().any(|place| sentences.contains(&self.sentence_of(place.start)))
    }

    /// The places that no quotation mark encloses: words of theirs are not ours.
    pub(super) fn outside_quotes(&self, mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
        places.retain(|place| !overlaps(&self.quotes, place));
        places
    }

    fn find_theirs(&self) -> Vec<Range<usize>> {
        let mut found = self.outside_quotes(find_any(&self.playbook.lists.theirs, &self.words));
        for name in self.evidence.company.iter().chain(&self.evidence.person) {
            found.extend(name_places(name, &self.words.words));
        }
        found.sort_by_key(|place| place.start);
        found
    }
}

/// Is there little else in this sentence than greetings?
fn only_greets(sentence: &Range<usize>, greetings: &[Range<usize>]) -> bool {
    let here: Vec<&Range<usize>> = greetings.iter().filter(|place| sentence.contains(&place.start)).collect();
    let left = sentence.clone().filter(|word| !here.iter().any(|place| place.contains(word))).count();
    !here.is_empty() && left <= 3
}

/// What stands between quotation marks, as word indices.
fn quotes(text: &str, words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, letter) in text.char_indices() {
        match (open, letter) {
            (None, '"' | '“' | '«' | '„') => open = Some((at, letter)),
            (Some((start, '"')), '"')
            | (Some((start, '“')), '”' | '"')
            | (Some((start, '«')), '»')
            | (Some((start, '„')), '“' | '”') => {
                let first = words.words.partition_point(|word| word.place.start < start);
                let last = words.words.partition_point(|word| word.place.start < at);
                found.extend((first < last).then_some(first..last));
                open = None;
            }
            _ => {}
        }
    }
    found
}
