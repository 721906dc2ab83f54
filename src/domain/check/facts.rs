//! Which fact about them an opener names: one of the plan's, or one that reads like one.

use std::collections::HashSet;
use std::ops::Range;

use super::dates;
use super::evidence::Evidence;
use super::names::is_legal_form;
use super::pattern::{Pattern, find_any};
use super::playbook::{Playbook, Where};
use super::reading::{Reading, TheirFact};
use super::words::{Words, overlaps};

/// The opener read, with the fact it names.
pub(super) fn read<'a>(text: &'a str, evidence: &'a Evidence, playbook: &'a Playbook) -> Reading<'a> {
    let mut reading = Reading::without_fact(text, evidence, playbook);
    reading.fact = find_fact(&reading);
    reading
}

/// The fact the opener names: the plan's first, then anything that reads like one.
fn find_fact(reading: &Reading) -> Option<TheirFact> {
    let told = told_sentences(reading);
    named_facts(reading, &told)
        .or_else(|| told.first().map(|sentence| TheirFact { sentence: *sentence, named: Vec::new() }))
}

/// Sentences that tell of an event in their world, judged by their build alone.
fn told_sentences(reading: &Reading) -> Vec<usize> {
    let lists = &reading.playbook.lists;
    let mut hollow = find_any(&lists.vague, &reading.words);
    for rule in reading.playbook.rules.values().filter(|rule| rule.alone == Some(true)) {
        hollow.extend(find_any(&rule.phrases, &reading.words));
    }
    let solid =
        |places: Vec<Range<usize>>| places.into_iter().filter(|place| !overlaps(&hollow, place)).collect::<Vec<_>>();
    let facts = solid(find_any(&lists.fact, &reading.words)).into_iter().filter(|place| !is_ours(reading, place));
    let mut told: Vec<usize> = facts.map(|place| reading.sentence_of(place.start)).collect();
    // "We help companies like yours cut costs": meant, but not the ones something happened to.
    let pitch = reading.playbook.rules.values().filter(|rule| rule.place == Some(Where::BeforeTheirFact));
    let pitch: Vec<Range<usize>> = pitch.flat_map(|rule| find_any(&rule.phrases, &reading.words)).collect();
    let theirs: Vec<Range<usize>> = reading.theirs.iter().filter(|place| !overlaps(&pitch, place)).cloned().collect();
    for event in solid(find_any(&lists.event, &reading.words)) {
        if is_about_them(reading, &theirs, event.start) {
            told.push(reading.sentence_of(event.start));
        }
    }
    told.extend((0..reading.words.sentences.len()).filter(|sentence| is_dated_report(reading, *sentence)));
    told.sort_unstable();
    told.dedup();
    told.retain(|sentence| !reading.intro.get(*sentence).copied().unwrap_or(false));
    told
}

/// A plain statement with a certain date and somebody else in it, whatever its verb: "on 14 October OSHA cited the site".
fn is_dated_report(reading: &Reading, sentence: usize) -> bool {
    let Some(found) = reading.words.sentences.get(sentence) else { return false };
    let here = |place: &Range<usize>| found.words.contains(&place.start);
    let dated = reading.dates.iter().any(|place| here(place) && is_certain(reading, place));
    let somebody = reading.theirs.iter().any(here)
        || (found.words.start + 1..found.words.end).any(|word| is_a_name(reading, word));
    let ours = reading.ours.iter().any(|place| here(place) && !observes(reading, place.start));
    let supposed = reading.words.words.get(found.words.clone()).unwrap_or_default().iter().any(|word| {
        matches!(
            word.folded.as_str(),
            "could"
                | "would"
                | "should"
                | "imagine"
                | "want"
                | "need"
                | "let"
                | "please"
                | "hope"
                | "available"
                | "free"
        )
    });
    dated && somebody && !ours && !supposed && !found.question
}

/// A day, a month, a quarter or a year; not "today", "every month" or "this week".
fn is_certain(reading: &Reading, place: &Range<usize>) -> bool {
    let words = reading.words.words.get(place.clone()).unwrap_or_default();
    let vague =
        words.iter().any(|word| matches!(word.folded.as_str(), "every" | "each" | "today" | "tomorrow" | "tonight"));
    let certain = words.iter().any(|word| {
        dates::is_month(&word.folded)
            || dates::is_weekday(&word.folded)
            || word.folded.chars().any(|letter| letter.is_ascii_digit())
            || matches!(word.folded.as_str(), "yesterday" | "last" | "quarter" | "ago" | "christmas" | "easter")
    });
    certain && !vague
}

/// "Our revenue went up", with nobody else meant here or in the next sentence.
fn is_ours(reading: &Reading, place: &Range<usize>) -> bool {
    let sentence = reading.sentence_of(place.start);
    let start = reading.words.sentences.get(sentence).map_or(0, |found| found.words.start);
    let mut we = reading.ours.iter().filter(|ours| !observes(reading, ours.start));
    we.any(|ours| (start..place.end).contains(&ours.start))
        && !reading.any_in(&reading.theirs, &(sentence..sentence + 2))
}

/// Is the one who does what this word says somebody else than us, and somebody at all?
fn is_about_them(reading: &Reading, theirs: &[Range<usize>], event: usize) -> bool {
    let sentence = reading.sentence_of(event);
    let start = reading.words.sentences.get(sentence).map_or(0, |found| found.words.start);
    let last = |places: &[Range<usize>]| {
        places.iter().filter(|place| (start..event).contains(&place.start)).map(|place| place.start).max()
    };
    let named = (start + 1..event).rev().find(|word| is_a_name(reading, *word));
    let ours = last(&reading.ours).filter(|word| !observes(reading, *word));
    match (last(theirs).max(named), ours) {
        (Some(them), Some(us)) => them > us,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// "I saw", "we noticed": ours, but what follows is not.
fn observes(reading: &Reading, word: usize) -> bool {
    (word + 1..word + 4).filter_map(|next| reading.words.words.get(next)).any(|next| {
        matches!(
            next.folded.as_str(),
            "saw"
                | "see"
                | "noticed"
                | "notice"
                | "read"
                | "heard"
                | "hear"
                | "understand"
                | "gather"
                | "spotted"
                | "watched"
                | "listened"
                | "calling"
                | "reading"
                | "know"
                | "think"
                | "believe"
                | "learned"
                | "learnt"
        )
    })
}

fn is_a_name(reading: &Reading, word: usize) -> bool {
    reading
        .words
        .words
        .get(word)
        .is_some_and(|found| found.capital && found.folded.len() > 1 && !is_capital_anyway(&found.folded))
}

fn is_capital_anyway(folded: &str) -> bool {
    matches!(folded, "i" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")
        || dates::is_month(folded)
}

fn named_facts(reading: &Reading, told: &[usize]) -> Option<TheirFact> {
    let alike = &reading.playbook.lists.alike;
    let names = names(reading);
    let sentences = reading.words.sentences.len();
    let said: Vec<HashSet<String>> = keys_by_sentence(&reading.words, alike, &names, &reading.dates);
    let (mut named, mut best) = (Vec::new(), (0, usize::MAX));
    for (index, fact) in reading.evidence.facts.iter().enumerate() {
        let words = Words::of(&fact.text);
        let dates = dates::find(&words, &reading.playbook.lists.period);
        let keys: HashSet<String> = keys_by_sentence(&words, alike, &names, &dates).into_iter().flatten().collect();
        let shared = |sentence: usize| said.get(sentence).map_or(0, |said| said.intersection(&keys).count());
        let Some(sentence) = (0..sentences).max_by_key(|sentence| (shared(*sentence), sentences - sentence)) else {
            continue;
        };
        let with_next = said.iter().skip(sentence).take(2).flatten().collect::<HashSet<_>>();
        let count = shared(sentence);
        let pair = with_next.into_iter().filter(|key| keys.contains(*key)).count();
        let here = sentence..(sentence + 2).min(sentences);
        let points_at_them = reading.any_in(&reading.theirs, &here)
            && (told.contains(&sentence) || reading.any_in(&reading.dates, &here));
        if count > 0 && (pair >= 2 || points_at_them) {
            named.push(index);
            if count > best.0 {
                best = (count, sentence);
            }
        }
    }
    (!named.is_empty()).then_some(TheirFact { sentence: best.1, named })
}

/// Words of their names: saying whom one means is not saying what happened.
fn names(reading: &Reading) -> HashSet<String> {
    let all = reading.evidence.company.iter().chain(&reading.evidence.person);
    all.flat_map(|name| Words::of(name).words).map(|word| stem(&word.folded)).collect()
}

/// What each sentence speaks of: stems of its telling words, and the number of the `alike` entry where one fits.
pub(super) fn keys_by_sentence(
    words: &Words,
    alike: &[Pattern],
    skip: &HashSet<String>,
    dates: &[Range<usize>],
) -> Vec<HashSet<String>> {
    let mut keys = vec![HashSet::new(); words.sentences.len()];
    for (at, word) in words.words.iter().enumerate() {
        let stemmed = stem(&word.folded);
        let telling = (word.folded.chars().count() > 2
            || word.folded.starts_with(|letter: char| letter.is_ascii_digit()))
            && !is_stop_word(&word.folded)
            && !is_legal_form(&word.folded)
            && !skip.contains(&stemmed)
            && !overlaps(dates, &(at..at + 1));
        if let Some(keys) = keys.get_mut(word.sentence).filter(|_| telling) {
            keys.insert(stemmed);
        }
    }
    for (number, entry) in alike.iter().enumerate() {
        for place in entry.find_all(words) {
            let Some(first) = words.words.get(place.start) else { continue };
            if let Some(keys) = keys.get_mut(first.sentence) {
                for word in words.words.get(place).unwrap_or_default() {
                    keys.remove(&stem(&word.folded));
                }
                keys.insert(format!("={number}"));
            }
        }
    }
    keys
}

/// The part of a word that its forms share: `recalled`, `recalls` and `recall` alike.
pub(super) fn stem(folded: &str) -> String {
    const ENDINGS: [(&str, usize); 20] = [
        ("ations", 4),
        ("ation", 4),
        ("ments", 4),
        ("ment", 4),
        ("ings", 3),
        ("ing", 3),
        ("ions", 4),
        ("ion", 4),
        ("ers", 4),
        ("er", 4),
        ("ors", 4),
        ("or", 4),
        ("ies", 3),
        ("ied", 3),
        ("ed", 3),
        ("es", 4),
        ("ly", 4),
        ("s", 3),
        ("y", 3),
        ("e", 3),
    ];
    for (ending, least) in ENDINGS {
        if let Some(stem) = folded.strip_suffix(ending)
            && stem.chars().count() >= least
        {
            return stem.to_owned();
        }
    }
    folded.to_owned()
}

fn is_stop_word(folded: &str) -> bool {
    STOP.binary_search(&folded).is_ok()
}

/// Words that tell nothing about what a text is about, in order.
const STOP: [&str; 118] = [
    "about", "across", "after", "against", "all", "also", "amid", "among", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "before", "being", "between", "but", "by", "can", "could", "day", "days", "do", "first", "for",
    "from", "had", "has", "have", "he", "her", "here", "his", "how", "if", "in", "into", "is", "it", "its", "just",
    "last", "may", "me", "might", "month", "months", "more", "most", "my", "new", "next", "not", "now", "of", "off",
    "on", "one", "onto", "or", "our", "out", "over", "own", "per", "percent", "quarter", "said", "says", "she",
    "should", "since", "so", "some", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this",
    "those", "to", "today", "two", "under", "until", "us", "via", "was", "we", "week", "weeks", "were", "what", "when",
    "where", "which", "while", "who", "whom", "why", "will", "with", "within", "without", "would", "year", "years",
    "you", "your",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stop_words_are_in_order() {
        assert!(STOP.is_sorted());
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (one, other) in [
            ("recalled", "recalls"),
            ("opening", "opened"),
            ("supplier", "suppliers"),
            ("appointment", "appointed"),
            ("policy", "policies"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
    }
}
