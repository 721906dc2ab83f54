//! Rules about figures and quotations: each must be supported by the evidence.

use std::ops::Range;

use super::names_and_dates::{unsupported_dates, unsupported_names};
use crate::domain::check::parse::numbers::{Number, Unit, numbers};
use crate::domain::check::parse::{ParsedOpener, SentenceRole};
use crate::domain::phrase::tokens::{Word, Words, holds, overlaps};
use crate::domain::plan::finding::Finding;

/// Relative rounding allowed for a figure: "about 50" may mean 48.
const ROUNDING: f64 = 0.1;

/// Largest number of something that may be offered without evidence.
const FEW: f64 = 3.0;

/// Most words of a quotation at the end that is an answer suggested to the prospect, not their own words.
const SHORT: usize = 4;

/// Largest number that may be asked about without evidence; it covers minutes and hours of the day.
const ASKED: f64 = 60.0;

/// Returns figures and quotations that the evidence does not support; none if there is no evidence.
pub(super) fn unsupported_findings(reading: &ParsedOpener) -> Vec<Finding> {
    if !reading.has_evidence() {
        return Vec::new();
    }
    let tongue = reading.playbook.tongue();
    let known: Vec<Words> = known_texts(reading).map(|text| Words::of(text, tongue)).collect();
    let mut findings = unsupported_numbers(reading, &known);
    findings.extend(unsupported_names(reading, &known));
    findings.extend(unsupported_dates(reading, &known));
    findings.extend(unsupported_quotes(reading, &known));
    findings
}

fn known_texts<'r>(reading: &'r ParsedOpener) -> impl Iterator<Item = &'r str> {
    let evidence = reading.evidence;
    let facts = evidence.facts.iter().map(|fact| &fact.text);
    facts.chain(&evidence.backing).chain(&evidence.company).chain(&evidence.person).map(String::as_str)
}

fn unsupported_numbers(reading: &ParsedOpener, known: &[Words]) -> Vec<Finding> {
    let tongue = reading.playbook.tongue();
    let backed: Vec<Number> = known.iter().flat_map(|words| numbers(&words.words, tongue)).collect();
    let mut harmless = reading.places(&reading.playbook.lists.no_claim).to_vec();
    harmless.extend(reading.dates.iter().cloned());
    numbers(&reading.words.words, tongue)
        .into_iter()
        // "One" is mostly an article.
        .filter(|number| number.unit != Unit::Plain || (number.value > 1.0 && !is_name(reading, number)))
        .filter(|number| !overlaps(&harmless, &number.words) && !is_offered(reading, number))
        .filter(|number| {
            // Who says "about" may round; who does not has to have the figure.
            let slack = if is_rounded(reading, number) { ROUNDING } else { 0.0 };
            !backed.iter().any(|known| number.agrees(known, slack))
        })
        .filter_map(|number| {
            let place = reading.words.span(number.words);
            let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
            reading.finding("unsupported_number", place, &[("phrase", phrase)])
        })
        .collect()
}

/// Returns true for a small number of ours in a question, which claims nothing: "Shall I keep two for you?"
fn is_offered(reading: &ParsedOpener, number: &Number) -> bool {
    let sentence = reading.sentence_of(number.words.start);
    let asked = reading.words.sentences.get(sentence).is_some_and(|sentence| sentence.question);
    let most = if asked { ASKED } else { FEW };
    number.unit == Unit::Plain && number.value <= most && (asked || reading.is_ours_at(number.words.start))
}

/// Returns true if the number is part of a name: "ISO 27001", "Form 10-K".
fn is_name(reading: &ParsedOpener, number: &Number) -> bool {
    let figures = |word: &Word| word.folded.starts_with(|letter: char| letter.is_ascii_digit());
    if !reading.words.words.get(number.words.start).is_some_and(figures) {
        return false;
    }
    let sentence = reading.sentence_of(number.words.start);
    let first = reading.words.sentences.get(sentence).map_or(0, |found| found.words.start);
    let before = number.words.start.checked_sub(1).filter(|before| *before >= first);
    let after = reading.words.words.get(number.words.end);
    let named =
        before.is_some_and(|before| is_acronym(reading, before) || (before > first && is_capital(reading, before)));
    named || after.is_some_and(|word| word.capital && word.folded.len() == 1)
}

fn is_capital(reading: &ParsedOpener, word: usize) -> bool {
    reading.words.words.get(word).is_some_and(|word| word.capital && word.folded.len() > 1)
}

fn is_acronym(reading: &ParsedOpener, word: usize) -> bool {
    let raw = reading.text.get(reading.words.span(word..word + 1)).unwrap_or_default();
    raw.len() > 1 && raw.chars().all(char::is_uppercase)
}

fn is_rounded(reading: &ParsedOpener, number: &Number) -> bool {
    let before = number.words.start.saturating_sub(3)..number.words.start;
    reading
        .words
        .words
        .get(before)
        .unwrap_or_default()
        .iter()
        .any(|word| reading.playbook.tongue().about.contains(&word.folded))
}

fn unsupported_quotes(reading: &ParsedOpener, known: &[Words]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for quote in reading.quotes.iter().filter(|quote| quote.len() > 2) {
        // "A plain 'no thanks' is fine" quotes what they may say.
        let sentence = reading.sentence_of(quote.start);
        if reading.role(sentence) == SentenceRole::Ask
            || (quote.len() <= SHORT && sentence > 1 && sentence + 1 == reading.words.sentences.len())
        {
            continue;
        }
        let said = reading.words.words.get(quote.clone()).unwrap_or_default();
        if !known.iter().any(|text| holds(&text.words, said)) {
            let place = reading.words.span(quote.clone());
            let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
            findings.extend(reading.finding("unsupported_quote", place, &[("phrase", phrase)]));
        }
    }
    findings
}

/// Returns the notes to oneself, in brackets: "(check figure with Tom)".
pub(super) fn notes(reading: &ParsedOpener) -> Vec<Range<usize>> {
    let notes = reading.places(&reading.playbook.lists.note);
    let bracketed = notes.iter().filter_map(|note| {
        let said = reading.words.span(note.clone());
        let start = reading.text.get(..said.start).filter(|before| before.ends_with('('))?.len() - 1;
        let end = reading.text.get(said.end..)?.find(')')? + said.end + 1;
        // Longer brackets are part of what is said.
        (end - start <= 80).then_some(start..end)
    });
    bracketed.collect()
}
