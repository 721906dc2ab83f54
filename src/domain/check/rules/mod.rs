//! The rules of the check: structure first, words second.

pub(super) mod asks;
mod figures_and_quotes;
mod names_and_dates;
mod stakes;

use std::ops::Range;

use crate::domain::trigger::Confidence;
use crate::domain::trigger::newcomer::same_person;

use super::evidence::{Evidence, TriggerFact};
use super::parse::placeholders::gaps;
use super::parse::{ParsedOpener, SentenceRole};
use super::playbook::{PhraseScope, Playbook};
use crate::domain::phrase::tokens::{Sentence, overlaps};
use crate::domain::plan::finding::Finding;
use asks::{asks, has_purpose};
use figures_and_quotes::{notes, unsupported_findings};
use stakes::{says_impact, says_when, says_why_now};

/// Most words before the reason that do not yet count as a speech.
const SPEECH: usize = 18;

/// Returns every finding, in the order of the text.
pub(super) fn findings(reading: &ParsedOpener, wpm: u16) -> Vec<Finding> {
    if reading.words.words.is_empty() {
        return reading.finding("empty", 0..reading.text.len(), &[]).into_iter().collect();
    }
    let mut found = Vec::new();
    for place in gaps(reading.text).into_iter().chain(notes(reading)) {
        let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
        found.extend(reading.finding("gap", place, &[("phrase", phrase)]));
    }
    found.extend(their_fact(reading));
    found.extend(whose_role(reading));
    found.extend(about_the_fact(reading));
    found.extend(whose_side(reading));
    found.extend(what_it_asks(reading));
    found.extend(unsupported_findings(reading));
    found.extend(tone(reading));
    found.extend(length(reading, wpm));
    found.extend(phrases(reading));
    found.extend(before_the_reason(reading));
    // One settled order: a screen that recomputes on every key must not shuffle its list.
    found.sort_by(|one, other| {
        (one.place.start, one.place.end, &one.rule).cmp(&(other.place.start, other.place.end, &other.rule))
    });
    // Two phrases of one rule may overlap, and their finding is the same.
    found.dedup();
    found
}

/// Finds whether a fact about them is named, belongs to the plan, and is still valid.
fn their_fact(reading: &ParsedOpener) -> Vec<Finding> {
    let facts = &reading.evidence.facts;
    let Some(fact) = &reading.fact else {
        let place = reading.sentence(reading.first_said());
        return reading.finding("no_their_fact", place, &[]).into_iter().collect();
    };
    let place = reading.sentence(fact.sentence);
    let named = || fact.named.iter().filter_map(|index| facts.get(*index));
    if fact.named.is_empty() {
        // Without a plan there is nothing the fact could be missing from.
        let strange = (!facts.is_empty()).then(|| reading.finding("fact_not_in_plan", place, &[])).flatten();
        return strange.into_iter().collect();
    }
    // All of them: an opener that names an old fact beside a fresh one stands on the fresh one.
    let stale = named().all(|fact| !fact.live).then(|| reading.finding("stale_fact", place.clone(), &[])).flatten();
    let weak = named().all(|fact| fact.weak).then(|| reading.finding("weak_reason", place, &[])).flatten();
    stale.into_iter().chain(weak).collect()
}

/// Finds a new role that is said of the prospect and is somebody else's, or begins only later, as far as names and days
/// tell.
fn whose_role(reading: &ParsedOpener) -> Vec<Finding> {
    let evidence = reading.evidence;
    let said = reading.outside_quotes(&reading.places(&reading.playbook.lists.new_role));
    let Some(place) = said.first() else { return Vec::new() };
    let named: Vec<&TriggerFact> = evidence.facts.iter().filter(|fact| fact.newcomer.is_some()).collect();
    let theirs = |fact: &&TriggerFact| {
        fact.newcomer.as_ref().is_some_and(|who| evidence.person.iter().any(|person| same_person(who, person)))
    };
    let own = named.iter().copied().find(theirs);
    let bytes = reading.words.span(place.clone());
    let phrase = ("phrase", reading.text.get(bytes.clone()).unwrap_or_default().to_owned());
    let (Some(today), Some(first)) = (evidence.today, named.first()) else { return Vec::new() };
    let format = reading.playbook.tongue().date_format.as_deref().unwrap_or("%-d %B %Y");
    let found = match (own, own.and_then(|fact| fact.effective).filter(|day| *day > today)) {
        (Some(_), None) => None,
        (Some(_), Some(day)) => reading.finding("not_yet", bytes, &[phrase, ("known", day.format(format).to_string())]),
        (None, _) => {
            let known = first.newcomer.clone().unwrap_or_default();
            reading.finding("somebody_else", bytes, &[phrase, ("known", known)])
        }
    };
    found.into_iter().collect()
}

/// Finds whether the fact has a date, an impact and a cost of waiting.
fn about_the_fact(reading: &ParsedOpener) -> Vec<Finding> {
    let Some(fact) = &reading.fact else { return Vec::new() };
    let place = reading.sentence(fact.sentence);
    let mut found = Vec::new();
    if !says_when(reading, fact) {
        found.extend(reading.finding("not_dated", place.clone(), &[]));
    }
    if !says_impact(reading, fact) {
        found.extend(reading.finding("no_impact", place.clone(), &[]));
    }
    if !says_why_now(reading, fact) {
        found.extend(reading.finding("no_cost_of_waiting", place, &[]));
    }
    found
}

/// Finds whether "you" comes before "we", and more often.
fn whose_side(reading: &ParsedOpener) -> Vec<Finding> {
    let said = |place: &&Range<usize>| !reading.intro.get(reading.sentence_of(place.start)).copied().unwrap_or(false);
    let ours: Vec<&Range<usize>> = reading.ours.iter().filter(said).collect();
    let theirs: Vec<&Range<usize>> = reading.theirs.iter().filter(said).collect();
    let tongue = reading.playbook.tongue();
    // "I" is how one speaks; it is "we" that tells of the seller.
    let is_i = |place: &Range<usize>| {
        reading.words.words.get(place.start).is_some_and(|word| tongue.myself.contains(&word.folded))
    };
    let mut found = Vec::new();
    if let Some(we) = ours.iter().find(|place| !is_i(place) && !reading.observes(place.start))
        && theirs.first().is_none_or(|you| we.start < you.start)
        && reading.fact.as_ref().is_none_or(|fact| reading.sentence_of(we.start) <= fact.sentence)
    {
        found.extend(reading.finding("we_before_you", reading.words.span((*we).clone()), &[]));
    }
    let we = ours.iter().filter(|place| !is_i(place)).count();
    if ours.len() > theirs.len() && (we > theirs.len() || ours.len() > 2 * theirs.len() + 2) && ours.len() > 2 {
        let counts = [("ours", ours.len().to_string()), ("theirs", theirs.len().to_string())];
        found.extend(reading.finding("more_us_than_you", reading.whole(), &counts));
    }
    found
}

/// Finds whether there is one ask, easy to decline, with a stated purpose.
fn what_it_asks(reading: &ParsedOpener) -> Vec<Finding> {
    let asks = asks(reading);
    let most = reading.playbook.limits.asks.unwrap_or(1);
    let last = reading.sentence(reading.words.sentences.len().saturating_sub(1));
    let mut found = Vec::new();
    if asks.count == 0
        && !asks.invited
        && reading.outs.is_empty()
        && reading.requests.is_empty()
        && asks.taken.is_none()
    {
        found.extend(reading.finding("no_ask", last.clone(), &[]));
    } else if !asks.easy_no {
        found.extend(reading.finding("hard_to_decline", asks.taken.unwrap_or(last.clone()), &[]));
    }
    if asks.count > most {
        let place = asks.second.unwrap_or(last.clone());
        found.extend(reading.finding(
            "several_asks",
            place,
            &[("n", asks.count.to_string()), ("limit", most.to_string())],
        ));
    }
    if !has_purpose(reading) {
        found.extend(reading.finding("no_purpose", last, &[]));
    }
    found
}

/// Finds claims that are surer than the evidence, and cheerful words with bad news.
fn tone(reading: &ParsedOpener) -> Vec<Finding> {
    let lists = &reading.playbook.lists;
    let facts = &reading.evidence.facts;
    let named = reading.fact.as_ref().map(|fact| fact.named.as_slice()).unwrap_or_default();
    let meant: Vec<_> = facts
        .iter()
        .enumerate()
        .filter(|(index, _)| named.is_empty() || named.contains(index))
        .map(|(_, fact)| fact)
        .collect();
    let mut found = Vec::new();
    let mut doubts = reading.places(&lists.hedge).to_vec();
    let near = reading.fact.as_ref().map_or(0..usize::MAX, |fact| fact.sentence.saturating_sub(1)..fact.sentence + 2);
    // "Perhaps in May" doubts the date and not the fact; doubt in the ask is politeness.
    doubts.retain(|place| {
        let sentence = reading.sentence_of(place.start);
        !overlaps(&reading.dates, place) && reading.role(sentence) == SentenceRole::Told && near.contains(&sentence)
    });
    let unsure = !meant.is_empty() && meant.iter().all(|fact| fact.confidence == Confidence::Low);
    if unsure && doubts.is_empty() {
        let place = reading.fact.as_ref().map_or_else(|| reading.whole(), |fact| reading.sentence(fact.sentence));
        found.extend(reading.finding("too_sure", place, &[]));
    }
    let bad_news = reading.places(&lists.bad_news);
    let sad_fact = meant.iter().any(|fact| fact.sensitive);
    for cheer in reading.outside_quotes(&reading.places(&lists.cheer)) {
        let sentence = reading.sentence_of(cheer.start);
        if sad_fact || reading.any_in(&bad_news, &(sentence.saturating_sub(1)..sentence + 2)) {
            let place = reading.words.span(cheer);
            let phrase = reading.text.get(place.clone()).unwrap_or_default().to_owned();
            found.extend(reading.finding("wrong_tone", place, &[("phrase", phrase)]));
        }
    }
    let loud = |sentence: &Sentence| reading.text.get(sentence.place.clone()).is_some_and(|said| said.ends_with('!'));
    if sad_fact
        && found.is_empty()
        && let Some(loud) = reading.words.sentences.iter().find(|sentence| loud(sentence) && sentence.words.len() > 2)
    {
        let phrase = reading.text.get(loud.place.clone()).unwrap_or_default().to_owned();
        found.extend(reading.finding("wrong_tone", loud.place.clone(), &[("phrase", phrase)]));
    }
    found
}

/// Returns the seconds it takes to say a text in the playbook's language.
pub(super) fn seconds(text: &str, playbook: &Playbook, wpm: u16) -> f64 {
    if !playbook.tongue().joined_numbers {
        return crate::domain::plan::speech::seconds(text, wpm);
    }
    // "achtundvierzig" takes as long as two words.
    let figures = |token: &str| token.chars().filter(char::is_ascii_digit).count().div_ceil(2).max(1);
    let words = text.split_whitespace().map(figures).sum::<usize>();
    let rate = if wpm == 0 { crate::domain::plan::speech::DEFAULT_WPM } else { wpm };
    u32::try_from(words).map_or(f64::MAX, f64::from) * 60.0 / f64::from(rate)
}

/// Finds whether the opener is short enough.
fn length(reading: &ParsedOpener, wpm: u16) -> Vec<Finding> {
    let limits = &reading.playbook.limits;
    let words = reading.text.split_whitespace().count();
    let seconds = seconds(reading.text, reading.playbook, wpm);
    let (most_words, most_seconds) = (limits.words.unwrap_or(75), limits.seconds.unwrap_or(30));
    let filling = [("n", words.to_string()), ("limit", most_words.to_string())];
    let long = (words > most_words).then(|| reading.finding("too_long", reading.whole(), &filling)).flatten();
    let filling = [("n", format!("{seconds:.0}")), ("limit", most_seconds.to_string())];
    // Said once: a text that is too long is also too long to say.
    let slow = (seconds > f64::from(most_seconds) && long.is_none())
        .then(|| reading.finding("too_long_to_say", reading.whole(), &filling))
        .flatten();
    long.into_iter().chain(slow).collect()
}

/// Finds every phrase of the playbook that is where it must not be.
fn phrases(reading: &ParsedOpener) -> Vec<Finding> {
    // Without a fact every sentence stands before it.
    let before_fact = reading.fact.as_ref().map_or(usize::MAX, |fact| fact.sentence).max(reading.first_said());
    let strong_fact = reading.fact.as_ref().is_some_and(|fact| !only_weak(reading.evidence, &fact.named));
    let mut found = Vec::new();
    for (name, rule) in &reading.playbook.rules {
        let silent = rule.phrases.is_empty()
            || reading.playbook.severity(name).is_none()
            || (rule.strangers == Some(true) && reading.evidence.spoken_before)
            || (rule.alone == Some(true) && strong_fact);
        if silent {
            continue;
        }
        let excepted = reading.places(&rule.except);
        for place in reading.outside_quotes(&reading.places(&rule.phrases)) {
            let counts =
                rule.place != Some(PhraseScope::BeforeTheirFact) || reading.sentence_of(place.start) <= before_fact;
            if counts && !overlaps(&excepted, &place) {
                let bytes = reading.words.span(place);
                let phrase = reading.text.get(bytes.clone()).unwrap_or_default().to_owned();
                found.extend(reading.finding(name, bytes, &[("phrase", phrase)]));
            }
        }
    }
    found
}

/// Finds what takes the prospect's time before the reason: small talk that asks, or a speech about something else.
fn before_the_reason(reading: &ParsedOpener) -> Vec<Finding> {
    let Some(fact) = reading.fact.as_ref().filter(|_| !reading.evidence.spoken_before) else { return Vec::new() };
    let mut found = Vec::new();
    let mut told = 0;
    for (index, sentence) in reading.words.sentences.iter().enumerate().take(fact.sentence) {
        let dated = overlaps(&reading.dates, &sentence.words);
        let phrase = || vec![("phrase", reading.text.get(sentence.place.clone()).unwrap_or_default().to_owned())];
        match reading.role(index) {
            // A dated question tells something: "Did you see that the rule changed on Monday?"
            SentenceRole::Ask if sentence.question && !dated => {
                found.extend(reading.finding("pleasantry", sentence.place.clone(), &phrase()));
            }
            SentenceRole::Told if !dated => {
                told += sentence.words.len();
                if told > SPEECH {
                    return found
                        .into_iter()
                        .chain(reading.finding("pitch", sentence.place.clone(), &phrase()))
                        .collect();
                }
            }
            SentenceRole::Intro | SentenceRole::Ask | SentenceRole::Told => {}
        }
    }
    found
}

fn only_weak(evidence: &Evidence, named: &[usize]) -> bool {
    !named.is_empty() && named.iter().filter_map(|index| evidence.facts.get(*index)).all(|fact| fact.weak)
}
