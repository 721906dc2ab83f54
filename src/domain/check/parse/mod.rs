//! Parses an opener once for all rules: who is meant, which facts it names, when, and what it asks.

mod clauses;
pub(super) mod dates;
pub(super) mod fact;
mod names;
pub(super) mod numbers;
pub(super) mod placeholders;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::evidence::Evidence;
use super::playbook::Playbook;
use crate::domain::phrase::pattern::{Pattern, find_any};
use crate::domain::phrase::tokens::{Words, overlaps};
use crate::domain::plan::finding::Finding;
use names::name_places;
use placeholders::without_gaps;

/// Role of a sentence in the opener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SentenceRole {
    /// The sentence greets or introduces.
    Intro,
    /// The sentence asks, or offers a way out.
    Ask,
    /// The sentence states something.
    Told,
}

/// The parsed opener, as the rules see it. Ranges are word indices unless stated as bytes.
pub(super) struct ParsedOpener<'a> {
    pub text: &'a str,
    pub evidence: &'a Evidence,
    pub playbook: &'a Playbook,
    pub words: Words,
    found: RefCell<BTreeMap<usize, Rc<[Range<usize>]>>>,
    /// Places that refer to the prospect: you, your, their company, their name.
    pub theirs: Vec<Range<usize>>,
    /// Places that refer to us.
    pub ours: Vec<Range<usize>>,
    pub dates: Vec<Range<usize>>,
    /// Texts within quotation marks.
    pub quotes: Vec<Range<usize>>,
    /// Dates, periods and spans.
    pub times: Vec<Range<usize>>,
    /// Phrases that let the prospect decline.
    pub outs: Vec<Range<usize>>,
    /// Requests that are no questions.
    pub requests: Vec<Range<usize>>,
    /// Words that join clauses.
    pub joints: Vec<Range<usize>>,
    pub observed: Vec<Range<usize>>,
    /// Index of the first sentence that does not greet; up to it, a sentence that consists of names is an introduction.
    pub opening: usize,
    /// For each sentence, true if it only greets or introduces.
    pub intro: Vec<bool>,
    /// The fact about the prospect, if the opener names one.
    pub fact: Option<TheirFact>,
}

/// A fact about the prospect that the opener names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TheirFact {
    /// Index of the sentence that names the fact.
    pub sentence: usize,
    /// Indices of the plan's facts that the opener names; empty if its sentence reads like a fact but matches none of
    /// them.
    pub named: Vec<usize>,
}

impl<'a> ParsedOpener<'a> {
    /// Parses everything but the fact, which [`read`](fact::read) adds.
    pub(super) fn without_fact(text: &'a str, evidence: &'a Evidence, playbook: &'a Playbook) -> ParsedOpener<'a> {
        let (lists, tongue) = (&playbook.lists, playbook.tongue());
        // What stands in a gap is not said; the text keeps its length, so that every place still fits what is on the
        // screen.
        let words = Words::of(&without_gaps(text), tongue);
        let quotes = quotes(text, &words);
        let mut reading = ParsedOpener {
            text,
            evidence,
            playbook,
            theirs: Vec::new(),
            ours: Vec::new(),
            dates: dates::find(&words, &lists.period, tongue),
            times: Vec::new(),
            outs: find_any(&lists.easy_no, &words),
            requests: Vec::new(),
            opening: usize::MAX,
            joints: find_any(&lists.joint, &words),
            observed: find_any(&lists.observe, &words),
            intro: Vec::new(),
            fact: None,
            quotes,
            words,
            found: RefCell::default(),
        };
        reading.theirs = reading.find_theirs();
        reading.ours = reading.outside_quotes(&find_any(&lists.ours, &reading.words));
        // "I-40" is a road.
        reading.ours.retain(|place| !reading.words.words.get(place.end).is_some_and(|next| is_digit(&next.folded)));
        let spans = find_any(&lists.span, &reading.words).into_iter().filter(|span| !overlaps(&reading.dates, span));
        reading.times = reading.dates.iter().cloned().chain(spans).collect();
        reading.requests = reading.outside_quotes(&find_any(&lists.ask, &reading.words));
        reading.requests.extend(phones(&reading.words));
        let greetings = find_any(&lists.intro, &reading.words);
        let greets = reading.words.sentences.iter().map(|sentence| only_greets(&sentence.words, &greetings));
        reading.intro = greets.collect();
        // Who introduces himself does so at the start; "is this something for you?" at the end greets nobody.
        let start = (0..reading.intro.len())
            .find(|sentence| reading.role(*sentence) != SentenceRole::Intro)
            .unwrap_or(0)
            .max(1);
        for intro in reading.intro.iter_mut().skip(start + 1) {
            *intro = false;
        }
        reading.opening = start;
        reading
    }

    /// Returns the places of any of these phrases; searched once and cached.
    pub(super) fn places(&self, list: &[Pattern]) -> Rc<[Range<usize>]> {
        // By the address of the list, which lives as long as the playbook: the rules ask for the same lists again on
        // every key, and comparing patterns would cost what the search costs.
        let known = self.found.borrow().get(&list.as_ptr().addr()).map(Rc::clone);
        known.unwrap_or_else(|| {
            let places: Rc<[Range<usize>]> = find_any(list, &self.words).into();
            self.found.borrow_mut().insert(list.as_ptr().addr(), Rc::clone(&places));
            places
        })
    }

    /// Makes a finding of this rule at these bytes; `None` if the playbook switches the rule off. `filling` replaces
    /// `{name}`.
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

    /// Returns true if anything is known that could support a claim.
    pub(super) fn has_evidence(&self) -> bool {
        !self.evidence.facts.is_empty() || !self.evidence.backing.is_empty()
    }

    /// Returns the role of a sentence.
    pub(super) fn role(&self, sentence: usize) -> SentenceRole {
        let Some(found) = self.words.sentences.get(sentence) else { return SentenceRole::Told };
        // Names introduce only at the start; a sentence of names further down is a list of customers.
        if self.intro.get(sentence) == Some(&true) || (sentence <= self.opening && self.only_names(&found.words)) {
            return SentenceRole::Intro;
        }
        let asks = found.question || overlaps(&self.outs, &found.words) || overlaps(&self.requests, &found.words);
        if asks { SentenceRole::Ask } else { SentenceRole::Told }
    }

    /// Returns true if the words are only names and greetings: "Chef Landry?", "Mr. Tarpley, Gwen Mosley."
    pub(super) fn only_names(&self, words: &Range<usize>) -> bool {
        let small = self.places(&self.playbook.lists.title);
        words.len() <= 8
            && words.clone().all(|word| {
                self.words.words.get(word).is_some_and(|found| found.capital && !self.playbook.is_small(&found.folded))
                    || overlaps(&small, &(word..word + 1))
            })
    }

    /// Returns the bytes of the whole text, without surrounding blanks.
    pub(super) fn whole(&self) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        start..start + self.text.trim().len()
    }

    /// Returns the bytes of a sentence.
    pub(super) fn sentence(&self, sentence: usize) -> Range<usize> {
        self.words.sentences.get(sentence).map_or_else(|| self.whole(), |found| found.place.clone())
    }

    /// Returns the index of the first sentence that is not an introduction.
    pub(super) fn first_said(&self) -> usize {
        self.intro.iter().position(|intro| !intro).unwrap_or(0)
    }

    /// Returns the index of the sentence that contains a word.
    pub(super) fn sentence_of(&self, word: usize) -> usize {
        self.words.words.get(word).map_or(0, |word| word.sentence)
    }

    /// Returns true if any of these places begins in one of these sentences.
    pub(super) fn any_in(&self, places: &[Range<usize>], sentences: &Range<usize>) -> bool {
        places.iter().any(|place| sentences.contains(&self.sentence_of(place.start)))
    }

    /// Returns the places outside of quotation marks, because quoted words are not ours.
    pub(super) fn outside_quotes(&self, places: &[Range<usize>]) -> Vec<Range<usize>> {
        places.iter().filter(|place| !overlaps(&self.quotes, place)).cloned().collect()
    }

    fn find_theirs(&self) -> Vec<Range<usize>> {
        let mut found = self.outside_quotes(&find_any(&self.playbook.lists.theirs, &self.words));
        for name in self.evidence.company.iter().chain(&self.evidence.person) {
            found.extend(name_places(name, &self.words.words, self.playbook));
        }
        found.sort_by_key(|place| place.start);
        found
    }
}

/// Finds telephone numbers; leaving one asks for a call.
fn phones(words: &Words) -> Vec<Range<usize>> {
    let figures =
        |at: usize| words.words.get(at).filter(|word| word.folded.bytes().all(|digit| digit.is_ascii_digit()));
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        let run = (at..words.words.len()).map_while(figures).collect::<Vec<_>>();
        if run.iter().map(|word| word.folded.len()).sum::<usize>() >= 7 {
            found.push(at..at + run.len());
        }
        at += run.len().max(1);
    }
    found
}

fn is_digit(folded: &str) -> bool {
    folded.starts_with(|letter: char| letter.is_ascii_digit())
}

/// Returns true if a sentence consists of little but greetings.
fn only_greets(sentence: &Range<usize>, greetings: &[Range<usize>]) -> bool {
    let here: Vec<&Range<usize>> = greetings.iter().filter(|place| sentence.contains(&place.start)).collect();
    let left = sentence.clone().filter(|word| !here.iter().any(|place| place.contains(word))).count();
    // "Hi Ane, Tom from Acme here": three words beyond the greeting are still a greeting.
    !here.is_empty() && left <= 3
}

/// Returns the ranges between quotation marks, as word indices.
fn quotes(text: &str, words: &Words) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, letter) in text.char_indices() {
        match (open, letter) {
            (None, '"' | '“' | '«' | '„') => open = Some((at, letter)),
            (Some((start, '"')), '"')
            | (Some((start, '“')), '”' | '"')
            | (Some((start, '«')), '»')
            // German and Czech open with the mark that English closes with, so that only the opening one tells what
            // closes it.
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
