//! Finds the fact about them that an opener names: one of the plan's, or a sentence that reads like one.

use std::collections::HashSet;
use std::ops::Range;

use super::dates;
use super::names::is_legal_form;
use super::numbers::numbers;
use super::{ParsedOpener, TheirFact};
use crate::domain::check::evidence::Evidence;
use crate::domain::check::playbook::{PhraseScope, Playbook};
use crate::domain::phrase::tokens::{Words, overlaps};

/// Parses the opener, including the fact that it names.
pub(crate) fn read<'a>(text: &'a str, evidence: &'a Evidence, playbook: &'a Playbook) -> ParsedOpener<'a> {
    let mut reading = ParsedOpener::without_fact(text, evidence, playbook);
    reading.fact = find_fact(&reading);
    reading
}

/// Finds the fact that the opener names: first one of the plan's, then any sentence that reads like one.
fn find_fact(reading: &ParsedOpener) -> Option<TheirFact> {
    let told = told_sentences(reading);
    named_facts(reading, &told)
        .or_else(|| told.first().map(|sentence| TheirFact { sentence: *sentence, named: Vec::new() }))
}

/// Returns the sentences that report an event in the prospect's world, judged by their structure alone.
fn told_sentences(reading: &ParsedOpener) -> Vec<usize> {
    let lists = &reading.playbook.lists;
    // What praises or clicks is no event, whatever verbs stand in it.
    let mut hollow = reading.places(&lists.vague).to_vec();
    hollow.extend_from_slice(&reading.places(&lists.click));
    for rule in reading.playbook.rules.values().filter(|rule| rule.alone == Some(true)) {
        hollow.extend_from_slice(&reading.places(&rule.phrases));
    }
    let solid =
        |places: &[Range<usize>]| places.iter().filter(|place| !overlaps(&hollow, place)).cloned().collect::<Vec<_>>();
    let facts = solid(&reading.places(&lists.fact)).into_iter().filter(|place| !is_ours(reading, place));
    let mut told: Vec<usize> = facts.map(|place| reading.sentence_of(place.start)).collect();
    // "We help companies like yours cut costs": meant, but not the ones something happened to.
    let pitch = reading.playbook.rules.values().filter(|rule| rule.place == Some(PhraseScope::BeforeTheirFact));
    let pitch: Vec<Range<usize>> = pitch.flat_map(|rule| reading.places(&rule.phrases).to_vec()).collect();
    let theirs: Vec<Range<usize>> = reading.theirs.iter().filter(|place| !overlaps(&pitch, place)).cloned().collect();
    for event in solid(&reading.places(&lists.event)) {
        if is_about_them(reading, &theirs, event.start) {
            told.push(reading.sentence_of(event.start));
        }
    }
    told.extend((0..reading.words.sentences.len()).filter(|sentence| is_dated_report(reading, *sentence)));
    told.sort_unstable();
    told.dedup();
    told.retain(|sentence| {
        let intro = reading.intro.get(*sentence).copied().unwrap_or(false);
        !intro && !is_hollow(reading, *sentence) && !only_asks(reading, *sentence)
    });
    told
}

/// Returns true if the sentence is a question or a wish and so reports nothing, unless it has a definite date.
fn only_asks(reading: &ParsedOpener, sentence: usize) -> bool {
    let Some(found) = reading.words.sentences.get(sentence) else { return false };
    let here = |place: &Range<usize>| found.words.contains(&place.start);
    let asks = found.question || overlaps(&reading.requests, &found.words);
    asks && !reading.theirs.iter().any(here)
        && !reading.dates.iter().any(|place| here(place) && is_certain(reading, place))
}

/// Returns true if the sentence reports only a click on their side, or what everybody always does.
fn is_hollow(reading: &ParsedOpener, sentence: usize) -> bool {
    let Some(found) = reading.words.sentences.get(sentence) else { return false };
    let here = |place: &Range<usize>| found.words.contains(&place.start);
    let lists = &reading.playbook.lists;
    let habit = overlaps(&reading.places(&lists.habit), &found.words)
        && (!reading.theirs.iter().any(here) || overlaps(&reading.places(&lists.anybody), &found.words))
        && !reading.dates.iter().any(|place| here(place) && is_certain(reading, place));
    habit || overlaps(&reading.places(&lists.click), &found.words)
}

/// Returns true for a plain statement with a definite date and another subject than us, whatever its verb: "on 14
/// October OSHA cited the site".
fn is_dated_report(reading: &ParsedOpener, sentence: usize) -> bool {
    let Some(found) = reading.words.sentences.get(sentence) else { return false };
    let here = |place: &Range<usize>| found.words.contains(&place.start);
    let dated = reading.dates.iter().any(|place| here(place) && is_certain(reading, place));
    // From the second word on: the first of a sentence has a capital anyway.
    let somebody = reading.theirs.iter().any(here)
        || (found.words.start + 1..found.words.end).any(|word| is_a_name(reading, word));
    let ours = reading.ours.iter().any(|place| here(place) && !reading.observes(place.start));
    let supposed = overlaps(&reading.places(&reading.playbook.lists.supposed), &found.words);
    let event = overlaps(&reading.places(&reading.playbook.lists.event), &found.words);
    dated && (somebody || event) && !ours && !supposed && !found.question
}

/// Returns true for a day, a month, a quarter or a year; not for "today", "every month" or "this week".
fn is_certain(reading: &ParsedOpener, place: &Range<usize>) -> bool {
    let (lists, tongue) = (&reading.playbook.lists, reading.playbook.tongue());
    let words = reading.words.words.get(place.clone()).unwrap_or_default();
    let vague = overlaps(&reading.places(&lists.uncertain_day), &(place.start.saturating_sub(1)..place.end));
    let certain = overlaps(&reading.places(&lists.certain_day), place)
        || words.iter().any(|word| {
            tongue.month_number(&word.folded).is_some()
                || tongue.weekday(&word.folded).is_some()
                || word.folded.chars().any(|letter| letter.is_ascii_digit())
        });
    certain && !vague
}

/// Returns true if the event is our own ("our revenue went up") and nobody else is mentioned here or in the next
/// sentence.
fn is_ours(reading: &ParsedOpener, place: &Range<usize>) -> bool {
    let sentence = reading.sentence_of(place.start);
    let start = reading.words.sentences.get(sentence).map_or(0, |found| found.words.start);
    let mut we = reading.ours.iter().filter(|ours| !reading.observes(ours.start));
    we.any(|ours| (start..place.end).contains(&ours.start))
        && !reading.any_in(&reading.theirs, &(sentence..sentence + 2))
}

/// Returns true if the word's subject is somebody other than us.
fn is_about_them(reading: &ParsedOpener, theirs: &[Range<usize>], event: usize) -> bool {
    let sentence = reading.sentence_of(event);
    let start = reading.words.sentences.get(sentence).map_or(0, |found| found.words.start);
    let last = |places: &[Range<usize>]| {
        places.iter().filter(|place| (start..event).contains(&place.start)).map(|place| place.start).max()
    };
    let named = (start + 1..event).rev().find(|word| is_a_name(reading, *word));
    let ours = last(&reading.ours).filter(|word| !reading.observes(*word));
    match (last(theirs).max(named), ours) {
        (Some(them), Some(us)) => them > us,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

fn is_a_name(reading: &ParsedOpener, word: usize) -> bool {
    let tongue = reading.playbook.tongue();
    reading.words.words.get(word).is_some_and(|found| {
        found.capital
            && found.folded.len() > 1
            && !tongue.myself.contains(&found.folded)
            && !tongue.names_a_day(&found.folded)
    })
}

fn named_facts(reading: &ParsedOpener, told: &[usize]) -> Option<TheirFact> {
    let names = names(reading);
    let sentences = reading.words.sentences.len();
    let said: Vec<HashSet<String>> = keys_by_sentence(&reading.words, reading.playbook, &names, &reading.dates);
    let (mut named, mut best) = (Vec::new(), (0, usize::MAX));
    for (index, fact) in reading.evidence.facts.iter().enumerate() {
        let words = Words::of(&fact.text, reading.playbook.tongue());
        let dates = dates::find(&words, &reading.playbook.lists.period, reading.playbook.tongue());
        let keys: HashSet<String> =
            keys_by_sentence(&words, reading.playbook, &names, &dates).into_iter().flatten().collect();
        let shared = |sentence: usize| said.get(sentence).map_or(0, |said| said.intersection(&keys).count());
        // Of sentences with as many words in common the earliest: later ones only come back to the fact.
        let Some(sentence) = (0..sentences).max_by_key(|sentence| (shared(*sentence), sentences - sentence)) else {
            continue;
        };
        let with_next = said.iter().skip(sentence).take(2).flatten().collect::<HashSet<_>>();
        let count = shared(sentence);
        let pair = with_next.into_iter().filter(|key| keys.contains(*key)).count();
        let here = sentence..(sentence + 2).min(sentences);
        let points_at_them = reading.any_in(&reading.theirs, &here)
            && (told.contains(&sentence) || reading.any_in(&reading.dates, &here))
            || said.get(sentence).is_some_and(|said| said.iter().any(|key| key.starts_with('=') && keys.contains(key)))
                && reading
                    .dates
                    .iter()
                    .any(|date| reading.sentence_of(date.start) == sentence && reading.is_of_a_fact(date));
        // One word in common may be chance: it takes two, or a sentence that is about them anyway.
        if count > 0 && (pair >= 2 || points_at_them) {
            named.push(index);
            if count > best.0 {
                best = (count, sentence);
            }
        }
    }
    (!named.is_empty()).then_some(TheirFact { sentence: best.1, named })
}

/// Returns the stems of the words of their names: naming the prospect does not say what happened.
fn names(reading: &ParsedOpener) -> HashSet<String> {
    let all = reading.evidence.company.iter().chain(&reading.evidence.person);
    let tongue = reading.playbook.tongue();
    all.flat_map(|name| Words::of(name, tongue).words).map(|word| tongue.stem(&word.folded)).collect()
}

/// Returns what each sentence is about: stems of its content words, or the number of an `alike` entry that fits.
pub(crate) fn keys_by_sentence(
    words: &Words,
    playbook: &Playbook,
    skip: &HashSet<String>,
    dates: &[Range<usize>],
) -> Vec<HashSet<String>> {
    let tongue = playbook.tongue();
    let mut keys = vec![HashSet::new(); words.sentences.len()];
    for (at, word) in words.words.iter().enumerate() {
        let stemmed = tongue.stem(&word.folded);
        let telling = (word.folded.chars().count() > 2
            || word.folded.starts_with(|letter: char| letter.is_ascii_digit()))
            && !playbook.is_small(&word.folded)
            && !is_legal_form(&word.folded)
            && !skip.contains(&stemmed)
            && !overlaps(dates, &(at..at + 1));
        if let Some(keys) = keys.get_mut(word.sentence).filter(|_| telling) {
            keys.insert(stemmed);
        }
    }
    for number in numbers(&words.words, tongue).into_iter().filter(|number| !overlaps(dates, &number.words)) {
        if let Some(first) = words.words.get(number.words.start)
            && let Some(keys) = keys.get_mut(first.sentence)
        {
            for word in words.words.get(number.words.clone()).unwrap_or_default() {
                keys.remove(&tongue.stem(&word.folded));
            }
            // No word begins with `#` or `=`: figures and meanings cannot be taken for stems.
            keys.insert(format!("#{}", number.value));
        }
    }
    for (number, entry) in playbook.lists.alike.iter().enumerate() {
        for place in entry.find_all(words) {
            let Some(first) = words.words.get(place.start) else { continue };
            if let Some(keys) = keys.get_mut(first.sentence) {
                for word in words.words.get(place).unwrap_or_default() {
                    keys.remove(&tongue.stem(&word.folded));
                }
                keys.insert(format!("={number}"));
            }
        }
    }
    keys
}
